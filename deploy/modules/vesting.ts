import type { Future } from "@nomicfoundation/ignition-core";
import { ZeroAddress } from "ethers";

import type { NetworkConfig } from "../../config/schema";
import type { DeployPart } from "./part";

/** Grants that one transaction creates: some 160,000 gas each, far below the 16.7 million that one may use. */
const CHUNK = 60;

const granted = ({ vesting = [] }: NetworkConfig) => vesting.reduce((sum, { amount }) => sum + amount, 0n);

/**
 * The factory of grants. Revoked tokens go to the treasury, or to the timelock if the network has no treasury. It creates
 * every grant of the configuration, and uses all the tokens that the deployer was entrusted with.
 */
export const vesting: DeployPart<"vesting", ["escrow", "treasury"]> = {
  name: "vesting",
  needs: ["escrow", "treasury"],
  module: "Vesting",
  entrusts: granted,

  contracts(m, config, { GovernanceToken, VoteEscrow, TimelockController, Treasury }) {
    if (!config.vesting?.length) return {};
    const revoked = Treasury ?? TimelockController;
    const factory = [GovernanceToken, VoteEscrow ?? ZeroAddress, TimelockController, revoked];
    return { VestingFactory: m.contract("VestingFactory", factory) };
  },

  moved(m, { GovernanceToken, TimelockController, Treasury, VestingFactory }, { VoteEscrow }) {
    if (VestingFactory === undefined) return {};
    const factory = [GovernanceToken, VoteEscrow!, TimelockController, Treasury ?? TimelockController];
    return { VestingFactory: m.contract("VestingFactory", factory) };
  },

  finish(m, config, { GovernanceToken, VestingFactory }) {
    if (!VestingFactory) return;
    const grants = config.vesting!.map(({ beneficiary, amount, start, duration, cliff, revocable }) => ({
      terms: { beneficiary, start: start!, durationSeconds: duration, cliffSeconds: cliff, revocable },
      amount,
    }));
    const approved = m.call(GovernanceToken, "approve", [VestingFactory, granted(config)], {
      id: "approve_grants",
    });
    for (let i = 0, last: Future = approved; i < grants.length; i += CHUNK) {
      const chunk = grants.slice(i, i + CHUNK);
      last = m.call(VestingFactory, "create", [chunk], { id: `create_grants_${i}`, after: [last] });
    }
  },
};
