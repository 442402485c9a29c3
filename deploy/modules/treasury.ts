import { encodeBytes32String, ZeroAddress, ZeroHash } from "ethers";

import { GOVERNANCE_TOKEN, TREASURY, type NetworkConfig } from "../../config/schema";
import type { Contracts, DeployPart } from "./part";

/** What the ledger calls the tokens that the treasury starts with. */
const GENESIS = "genesis";

const allotted = ({ token }: NetworkConfig) =>
  token.allocation.reduce((sum, { to, amount }) => (to === TREASURY ? sum + amount : sum), 0n);

/** Whose budgets others spend, in a network that has one. */
export const treasuryOf = ({ Treasury }: Partial<Contracts>) => Treasury;

/**
 * The treasury, commanded by the timelock, with its caps. It gets its part of the supply as its first income, its votes
 * are taken out of every quorum, and it learns of the governor once that has its roles.
 */
export const treasury: DeployPart<"treasury"> = {
  name: "treasury",
  needs: [],
  module: "Treasury",
  entrusts: allotted,

  contracts(m, config, { TimelockController, GovernanceToken }) {
    if (!config.treasury) return {};
    const caps = config.treasury.caps.map(({ token, amount }) => ({
      token: token === GOVERNANCE_TOKEN ? GovernanceToken : token,
      cap: amount,
    }));
    return { Treasury: m.contract("Treasury", [TimelockController, ZeroAddress, caps]) };
  },

  finish(m, config, { Treasury, GovernanceToken, NetworkGovernor }, roles) {
    if (!Treasury) return;
    const excluded = m.call(Treasury, "exclude", [GovernanceToken], { id: "exclude_treasury" });
    const amount = allotted(config);
    if (amount > 0n) {
      const approved = m.call(GovernanceToken, "approve", [Treasury, amount], { id: "approve_treasury" });
      const deposit = [GovernanceToken, amount, encodeBytes32String(GENESIS), ZeroHash];
      m.call(Treasury, "deposit", deposit, { id: "fund_treasury", after: [excluded, approved] });
    }
    // The timelock vouches for the governor: only then may anybody name it.
    m.call(Treasury, "adoptGovernor", [NetworkGovernor], { after: roles });
  },
};
