import { CombinedVotes__factory } from "../../typechain-types/factories/contracts/votes/CombinedVotes__factory";
import { SuccessiveVotes__factory } from "../../typechain-types/factories/contracts/votes/SuccessiveVotes__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  /** Present where tokens vote held or staked. */
  CombinedVotes: { factory: CombinedVotes__factory, presence: "optional", succeededBy: "CombinedVotes" },
  /** Present while locks of a former escrow count, too. */
  SuccessiveVotes: {
    factory: SuccessiveVotes__factory,
    presence: "optional",
    succeededBy: "SuccessiveVotes",
  },
} as const satisfies Contracts;
