import { encodeBytes32String, ZeroAddress, ZeroHash } from "ethers";

import type { DeployPart, Made } from "./part";
import { treasuryOf } from "./treasury";

/**
 * Programs and their jobs, with whatever of a network they ask: ballots, reputation, credentials, a flag. Work makes its
 * verdicts by itself. Budgets, programs, and who rules, come by votes.
 */
export const work: DeployPart<"work", ["treasury", "people", "voting", "registry"]> = {
  name: "work",
  needs: ["treasury", "people", "voting", "registry"],
  module: "Work",

  contracts(m, config, have) {
    const treasury = treasuryOf(have);
    if (!config.work || !treasury) return {};
    const { pauseFlag } = config.work;
    const Work = m.contract("Work", [
      {
        token: have.GovernanceToken,
        treasury,
        ballots: have.Ballots ?? ZeroAddress,
        reputation: have.Reputation ?? ZeroAddress,
        credentials: have.Credentials ?? ZeroAddress,
        registry: have.ProtocolRegistry,
        pauseFlag: pauseFlag === undefined ? ZeroHash : encodeBytes32String(pauseFlag),
      },
    ]);
    const verdicts = m.contractAt("Verdicts", m.staticCall(Work, "VERDICTS"));
    return { Work, Verdicts: verdicts as unknown as Made };
  },
};
