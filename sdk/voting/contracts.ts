import { Ballots__factory } from "../../typechain-types/factories/contracts/voting/Ballots__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  Ballots: {
    factory: Ballots__factory,
    presence: "optional",
    as: "ballots",
    counts: { set: "setVotes(address votes_)", get: "votes" },
  },
} as const satisfies Contracts;
