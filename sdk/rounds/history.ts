import type { Historical } from "../history/types";
import type { contracts } from "./contracts";

export const history: Historical<typeof contracts, object> = {
  version: 1,
  initial: () => ({}),
  fold: { Rounds: null },
};
