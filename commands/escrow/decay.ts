import { requireEscrow } from "@polity/sdk/escrow/require";
import { startDecay } from "@polity/sdk/escrow";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { lockId, moved } from "../parts/locks";

export default signedCommand({
  words: "Lets a permanent lock decay, to end after the longest time there is",
  options: { id: required("The lock") },
  async run({ network, signer, options }) {
    const id = lockId(options.id);
    return moved(id, await startDecay(requireEscrow(network), signer, { id }));
  },
});
