import type { Verdicts } from "../../typechain-types/contracts/work/Verdicts";
import type { Work } from "../../typechain-types/contracts/work/Work";
import { PolityError } from "../errors";
import type { Network } from "../network";

/** The work of a network, and its verdicts. @throws PolityError if the network has none. */
export function requireWork({ work, verdicts }: Pick<Network, "work" | "verdicts">): {
  work: Work;
  verdicts: Verdicts;
} {
  if (work && verdicts) return { work, verdicts };
  throw new PolityError("this network promises no work", {
    hint: "its configuration has no section work; budgets are spent by others",
  });
}
