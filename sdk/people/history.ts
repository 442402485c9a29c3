import type { Historical } from "../history/types";
import type { contracts } from "./contracts";

export const history: Historical<typeof contracts, object> = {
  version: 1,
  initial: () => ({}),
  // Their addresses are in no deployment file yet: what people have is read from the contracts.
  fold: { Credentials: null, Reputation: null },
};
