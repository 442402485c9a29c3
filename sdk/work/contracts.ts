import { Verdicts__factory } from "../../typechain-types/factories/contracts/work/Verdicts__factory";
import { Work__factory } from "../../typechain-types/factories/contracts/work/Work__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  Work: {
    factory: Work__factory,
    presence: "optional",
    as: "work",
    spends: true,
    ordinary: ["award", "post", "sendBack", "complete", "reject"],
    handsOver: ["setReviewers"],
    scopable: { onlyTakes: ["endProgram"] },
  },
  /** What Work has made: ballots and disputes about its jobs. */
  Verdicts: {
    factory: Verdicts__factory,
    presence: "optional",
    as: "verdicts",
    ordinary: ["shortlist"],
    scopable: {},
  },
} as const satisfies Contracts;
