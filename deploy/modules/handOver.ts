import { buildModule } from "@nomicfoundation/ignition-core";
import type { Future, IgnitionModule } from "@nomicfoundation/ignition-core";
import { ZeroHash } from "ethers";

import type { NetworkConfig } from "../../config/schema";
import { KNOWN, type Known } from "../parts";
import { polityModule } from "./Polity";

const RENOUNCE = "renounce_administration";
/** The step that ends the deployer's power. */
export const HAND_OVER = `HandOver#${RENOUNCE}`;

/**
 * The network, and the deployer's last act: it gives up the administration of the timelock. That comes after everything
 * else, whatever there is, so that a deployment that dies on the way can be ended by its deployer, and by nobody else.
 */
export const handOverModule = (config: NetworkConfig, known: Known = KNOWN) =>
  buildModule("HandOver", (m) => {
    const polity = polityModule(config, known);
    const contracts = m.useModule(polity);
    m.call(contracts.TimelockController!, "renounceRole", [ZeroHash, m.getAccount(0)], {
      id: RENOUNCE,
      after: stepsOf(polity),
    });
    return contracts;
  });

/** Every step of a module and of those that it uses, each once. */
export function stepsOf(module: IgnitionModule): Future[] {
  const steps = [...[...module.submodules].flatMap((used) => stepsOf(used)), ...module.futures];
  return [...new Map(steps.map((step) => [step.id, step])).values()];
}
