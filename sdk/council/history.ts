import type { Historical } from "../history/types";
import type { contracts } from "./contracts";

export const history: Historical<typeof contracts> = {
  version: 1,
  // Its members and what they signed are read from the Safe.
  fold: { Council: null },
};
