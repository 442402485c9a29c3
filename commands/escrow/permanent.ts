import { requireEscrow } from "@polity/sdk/escrow/require";
import { makePermanent } from "@polity/sdk/escrow";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { lockId, moved } from "../parts/locks";

export default signedCommand({
  words: "Makes a lock permanent",
  options: { id: required("The lock") },
  async run({ network, signer, options }) {
    const id = lockId(options.id);
    return moved(id, await makePermanent(requireEscrow(network), signer, { id }));
  },
});
