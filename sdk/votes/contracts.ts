import { BlendedVotes__factory } from "../../typechain-types/factories/contracts/votes/BlendedVotes__factory";
import { CombinedVotes__factory } from "../../typechain-types/factories/contracts/votes/CombinedVotes__factory";
import { QuadraticVotes__factory } from "../../typechain-types/factories/contracts/votes/QuadraticVotes__factory";
import { SuccessiveVotes__factory } from "../../typechain-types/factories/contracts/votes/SuccessiveVotes__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  /** Present where tokens vote held or staked. */
  CombinedVotes: { factory: CombinedVotes__factory, presence: "optional" },
  /** Present while locks of a former escrow count, too. */
  SuccessiveVotes: { factory: SuccessiveVotes__factory, presence: "optional" },
  /** What types may count by in place of stake. */
  QuadraticVotes: { factory: QuadraticVotes__factory, presence: "many" },
  BlendedVotes: { factory: BlendedVotes__factory, presence: "many" },
} as const satisfies Contracts;
