import { signedCommand } from "../core/context";
import { delegateHeld, DELEGATION } from "../parts/delegate";

export default signedCommand({
  words: "Delegates the votes of the tokens in a wallet, or signs or sends a delegation",
  options: DELEGATION,
  run: delegateHeld,
});
