import { Rounds__factory } from "../../typechain-types/factories/contracts/rounds/Rounds__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  Rounds: {
    factory: Rounds__factory,
    presence: "optional",
    as: "rounds",
    spends: true,
    scopable: { onlyTakes: ["endProgram", "strike"] },
  },
} as const satisfies Contracts;
