import { signedCommand } from "../core/context";
import { goRound, ROUND } from "../parts/safe-round";

export default signedCommand({
  words: "Signs a transaction that another member has built",
  options: ROUND,
  run: (context) => goRound(context),
});
