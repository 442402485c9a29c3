import { VoteEscrow__factory } from "../../typechain-types/factories/contracts/escrow/VoteEscrow__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  /** Absent where the token votes alone. */
  VoteEscrow: {
    factory: VoteEscrow__factory,
    presence: "optional",
    as: "escrow",
    succeededBy: "SuccessiveVotes",
  },
  /** Where a network comes from that has moved: it gives its locks back, and has no power. */
  FormerEscrow: { factory: VoteEscrow__factory, presence: "optional" },
} as const satisfies Contracts;
