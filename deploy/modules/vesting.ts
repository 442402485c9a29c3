import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { CallableContractFuture, Future, IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";
import { ZeroAddress } from "ethers";

import type { NetworkConfig } from "../../config/schema";
import { timelockModule } from "./timelock";
import { entrusted, tokenModule } from "./token";
import { treasuryModule } from "./treasury";
import { votesModule } from "./votes";

/** Grants that one transaction creates: some 160,000 gas each, far below the 16.7 million that one may use. */
const CHUNK = 60;

/** The factory of grants. What is revoked goes to the treasury, or to the timelock where there is none. */
export const vestingModule = (config: NetworkConfig) =>
  buildModule("Vesting", (m) => {
    const { timelock } = m.useModule(timelockModule(config));
    const { token } = m.useModule(tokenModule(config));
    const { VoteEscrow } = m.useModule(votesModule(config));
    const revoked = config.treasury ? m.useModule(treasuryModule(config)).treasury : timelock;
    const factory = m.contract("VestingFactory", [token, VoteEscrow ?? ZeroAddress, timelock, revoked]);
    return { factory };
  });

/** Creates every grant of the configuration with the tokens that the deployer was entrusted with, to the last. */
export function createGrants(
  m: IgnitionModuleBuilder,
  config: NetworkConfig,
  { token, factory }: Record<"token" | "factory", CallableContractFuture<string>>,
): Future[] {
  const grants = (config.vesting ?? []).map(({ beneficiary, amount, start, duration, cliff, revocable }) => ({
    terms: { beneficiary, start: start!, durationSeconds: duration, cliffSeconds: cliff, revocable },
    amount,
  }));
  const { vesting } = entrusted(config);
  const futures: Future[] = [m.call(token, "approve", [factory, vesting], { id: "approve_grants" })];
  for (let i = 0; i < grants.length; i += CHUNK) {
    const chunk = grants.slice(i, i + CHUNK);
    futures.push(m.call(factory, "create", [chunk], { id: `create_grants_${i}`, after: futures.slice(-1) }));
  }
  return futures;
}
