import { handOver, type Moving } from "../council/powers";

/** The mandate to stop proposals, and to propose what the council may. */
export const moving: Moving = {
  moves: (_network, { to, until }) =>
    Promise.resolve([
      handOver("NetworkGovernor", "setGuardian(address account, uint48 until)", to, String(until)),
    ]),
};
