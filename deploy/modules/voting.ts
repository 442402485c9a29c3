import type { DeployPart } from "./part";

/** Ballots, opened by a share of the network's own votes. They decide nothing: no power hangs on them. */
export const voting: DeployPart<"voting", ["escrow", "votes"]> = {
  name: "voting",
  needs: ["escrow", "votes"],
  module: "Ballots",

  contracts(m, config, { GovernanceToken, TimelockController, VoteEscrow, CombinedVotes }) {
    if (!config.ballots) return {};
    const votes = CombinedVotes ?? VoteEscrow ?? GovernanceToken;
    return { Ballots: m.contract("Ballots", [TimelockController, votes, config.ballots.openBps]) };
  },
};
