import { Distributor__factory } from "../../typechain-types/factories/contracts/distribution/Distributor__factory";
import { Sale__factory } from "../../typechain-types/factories/contracts/distribution/Sale__factory";
import type { Contracts } from "../core/domain";

/** What a vote closes gives nothing to anybody, and moves nothing. */
const scopable = { onlyTakes: ["close"], emergency: [{ name: "close" }] } as const;

/** What is sent to them outside of a purchase or a budget stays there for ever: they are used by nobody. */
export const contracts = {
  Sale: { factory: Sale__factory, presence: "optional", as: "sale", spends: true, scopable },
  Distributor: {
    factory: Distributor__factory,
    presence: "optional",
    as: "distributor",
    spends: true,
    scopable,
  },
} as const satisfies Contracts;
