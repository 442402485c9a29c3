import { ZeroAddress } from "ethers";

import * as vesting from "@polity/sdk/vesting";
import { done } from "../core/answer";
import { flag, required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { VAULT, vaultOf } from "../parts/vaults";

export default signedCommand({
  words: "Gives the votes of a vault's tokens, vested or not, to somebody",
  options: {
    vault: text(VAULT),
    to: required("Who votes with them: an address, a name that the deployment knows, or nobody"),
    locked: flag("Those of the tokens that the vault has locked"),
  },
  async run(context) {
    const { signer, options, addressOf, nameOf } = context;
    const to = options.to === "nobody" ? ZeroAddress : addressOf(options.to);
    const { vault } = await vaultOf(context, options.vault, signer.address);
    const parameters = { to, locked: options.locked };
    const { receipt } = await vesting.delegateVault(
      vesting.vaultAt(vault, context.network.governor.runner),
      signer,
      parameters,
    );
    const what = options.locked ? "locked tokens" : "tokens";
    return done(receipt, `${nameOf(to)} votes with the vault's ${what}`, { vault, ...parameters });
  },
});
