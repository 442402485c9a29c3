import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { CallableContractFuture, Future, IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";
import { encodeBytes32String, ZeroAddress, ZeroHash } from "ethers";

import { GOVERNANCE_TOKEN, type NetworkConfig } from "../../config/schema";
import { timelockModule } from "./timelock";
import { entrusted, tokenModule } from "./token";

/** What the ledger calls the tokens that the treasury starts with. */
export const GENESIS = "genesis";

/** The treasury, commanded by the timelock, with its caps. It learns of the governor later: see Polity.ts. */
export const treasuryModule = (config: NetworkConfig) =>
  buildModule("Treasury", (m) => {
    const { timelock } = m.useModule(timelockModule(config));
    const { token } = m.useModule(tokenModule(config));
    const caps = config.treasury?.caps ?? [];
    const treasury = m.contract("Treasury", [
      timelock,
      ZeroAddress,
      caps.map(({ token: of, amount }) => ({ token: of === GOVERNANCE_TOKEN ? token : of, cap: amount })),
    ]);
    return { treasury };
  });

/** Gives the treasury its part of the supply, as its first income, and takes its votes out of every quorum. */
export function fundTreasury(
  m: IgnitionModuleBuilder,
  config: NetworkConfig,
  { token, treasury }: Record<"token" | "treasury", CallableContractFuture<string>>,
): Future[] {
  const excluded = m.call(treasury, "exclude", [token], { id: "exclude_treasury" });
  const { treasury: amount } = entrusted(config);
  if (amount === 0n) return [excluded];
  const approved = m.call(token, "approve", [treasury, amount], { id: "approve_treasury" });
  const deposit = [token, amount, encodeBytes32String(GENESIS), ZeroHash] as const;
  return [m.call(treasury, "deposit", [...deposit], { id: "fund_treasury", after: [excluded, approved] })];
}
