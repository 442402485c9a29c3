import { requireEscrow } from "@polity/sdk/escrow/require";
import * as escrow from "@polity/sdk/escrow";
import { done } from "../core/answer";
import { flag, required } from "../core/command";
import { signedCommand } from "../core/context";

export default signedCommand({
  words: "Lets another account create locks for this one",
  options: {
    locker: required("Address, or a name that the deployment knows"),
    revoke: flag("Takes it back"),
  },
  async run({ network, signer, options, addressOf, nameOf }) {
    const [locker, allowed] = [addressOf(options.locker), !options.revoke];
    const { receipt } = await escrow.allowLocker(requireEscrow(network), signer, { locker, allowed });
    const verb = allowed ? "may" : "may no longer";
    return done(receipt, `${nameOf(locker)} ${verb} create locks for ${nameOf(signer.address)}`, {
      locker,
      allowed,
    });
  },
});
