import { requireEscrow } from "@polity/sdk/escrow/require";
import { extend } from "@polity/sdk/escrow";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { lockId, moved, unlockTimeOf, UNTIL } from "../parts/locks";

export default signedCommand({
  words: "Moves the end of a lock to a later week",
  options: {
    id: required("The lock"),
    weeks: text("Until at least this many weeks from now, as a week begins (Thursday, 00:00 UTC)"),
    until: text(UNTIL),
  },
  async run(context) {
    const { network, signer, options } = context;
    const id = lockId(options.id);
    const unlockTime = await unlockTimeOf(context, options);
    return moved(id, await extend(requireEscrow(network), signer, { id, unlockTime }), options.until);
  },
});
