import { ProtocolRegistry__factory } from "../../typechain-types/factories/contracts/protocol/ProtocolRegistry__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  ProtocolRegistry: {
    factory: ProtocolRegistry__factory,
    presence: "required",
    as: "registry",
    scopable: {
      namespaced: ["upgrade"],
      emergency: [{ name: "upgrade", namespace: "emerg" }, { name: "emergencyRollback" }],
    },
  },
} as const satisfies Contracts;
