import type { Historical } from "../history/types";
import type { contracts } from "./contracts";

export const history: Historical<typeof contracts, object> = {
  version: 1,
  initial: () => ({}),
  // Services and tills are read from the contracts.
  fold: { Market: null, Till: null, FeeTill: null },
};
