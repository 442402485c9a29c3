import { anyone, owner, timelock } from "../audit/authority";
import { anything, is } from "../audit/facts";
import type { Auditing } from "../audit/types";
import { isTheTreasury } from "../treasury/wanted";
import type { contracts } from "./contracts";

type Own = Auditing<typeof contracts>;

const authority: Own["authority"] = {
  Rounds: {
    createProgram: timelock("opens a program, whose rounds share out pots of a budget"),
    endProgram: timelock("lets a program open no more rounds"),
    strike: timelock("strikes a round in its window: the pot goes back to the budget"),
    setArbitrator: timelock("chooses the arbitrator of disputes to come"),
    setRate: timelock("says what a token is worth in the court's"),
    commitRun: owner("commits to a run: whoever has a runner's credential"),
    revealRun: owner("reveals a run: whoever has committed to it"),
    rule: owner("rules in a dispute: the arbitrator that it was opened with"),
    publishRecipe: anyone("publishes a recipe, which changes nothing by itself"),
    open: anyone("opens a round that is due, by the recipe in force"),
    submit: anyone("submits an entry, at one's own cost"),
    freeze: anyone("ends the taking of entries when their time is over"),
    seal: anyone("draws the seed from a block that was fixed before"),
    tally: anyone("computes medians and the total when reveals are over"),
    flag: anyone("disputes a share, with a bond and the fee"),
    contest: anyone("asks the holders to look at a round, with a bond"),
    settle: anyone("credits runners when the window is over"),
    claim: anyone("pays a share to whom it belongs"),
    claimMany: anyone("pays shares to those whom they belong to"),
    claimProven: anyone("pays a share of a program to whom it belongs"),
    sweep: anyone("returns to the budget what nobody can claim"),
    prolong: anyone("lets a time begin anew that a pause has held up"),
    withdraw: anyone("sends credits to those whose they are"),
    submitEvidence: anyone("brings forward evidence"),
    appealRuling: anyone("appeals, at one's own cost"),
    endSilence: anyone("leaves everything as it was when the arbitrator was silent for 180 days"),
    receive: owner("pays ether of budgets in: the treasury"),
  },
};

const getters: Own["getters"] = {
  Rounds: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "TOKEN() view returns (address)": is("GovernanceToken"),
    "TREASURY() view returns (address)": isTheTreasury,
    "REGISTRY() view returns (address)": is("ProtocolRegistry"),
    "roundCount() view returns (uint256)": anything,
  },
};

export const auditing: Own = {
  authority,
  getters,
  marks: { Rounds: "roundCount() view returns (uint256)" },
};
