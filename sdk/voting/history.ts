import type { Historical } from "../history/types";
import type { contracts } from "./contracts";

export const history: Historical<typeof contracts, object> = {
  version: 1,
  initial: () => ({}),
  // Its address is in no deployment file yet: ballots are read from the contract.
  fold: { Ballots: null },
};
