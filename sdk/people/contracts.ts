import { BlendedVotes__factory } from "../../typechain-types/factories/contracts/people/BlendedVotes__factory";
import { Credentials__factory } from "../../typechain-types/factories/contracts/people/Credentials__factory";
import { QuadraticVotes__factory } from "../../typechain-types/factories/contracts/people/QuadraticVotes__factory";
import { Reputation__factory } from "../../typechain-types/factories/contracts/people/Reputation__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  Credentials: {
    factory: Credentials__factory,
    presence: "optional",
    as: "credentials",
    ordinary: ["issue", "renew", "revoke"],
    handsOver: ["setIssuer"],
    scopable: {},
  },
  Reputation: {
    factory: Reputation__factory,
    presence: "optional",
    as: "reputation",
    ordinary: ["award"],
    handsOver: ["setAwarder"],
    scopable: {},
  },
  /** What types may count by in place of stake. */
  QuadraticVotes: {
    factory: QuadraticVotes__factory,
    presence: "optional",
    as: "quadraticVotes",
    succeededBy: "QuadraticVotes",
  },
  BlendedVotes: {
    factory: BlendedVotes__factory,
    presence: "optional",
    as: "blendedVotes",
    succeededBy: "BlendedVotes",
  },
} as const satisfies Contracts;
