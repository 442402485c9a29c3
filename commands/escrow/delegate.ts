import { signedCommand } from "../core/context";
import { delegateLocked, DELEGATION } from "../parts/delegate";

export default signedCommand({
  words: "Delegates the votes of all locks, or signs or sends a delegation",
  options: DELEGATION,
  run: delegateLocked,
});
