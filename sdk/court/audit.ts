import { GovernanceToken__factory } from "../../typechain-types/factories/contracts/token/GovernanceToken__factory";
import { anyone, owner, spender, timelock } from "../audit/authority";
import { anything, fact, is } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { Auditing, Fact, Subject } from "../audit/types";
import { EXCLUDED } from "../core/excluded";
import { isTheTreasury } from "../treasury/wanted";
import type { contracts } from "./contracts";

type Own = Auditing<typeof contracts>;

const authority: Own["authority"] = {
  JurorCourt: {
    admit: timelock("lets an arbitrable open cases, or no longer"),
    setParameters: timelock("sets the parameters of cases to come"),
    overrule: timelock("rules a case that was referred to a vote"),
    createDispute: owner("opens a case: of an arbitrable that a vote has admitted"),
    deposit: owner("adds to one's own stake"),
    requestWithdraw: owner("takes what is not at risk out of one's own stake"),
    withdraw: owner("takes out what is one's own, when it is time"),
    claim: owner("takes the fees that one has earned"),
    commit: owner("votes in secret: the juror of the seat"),
    reveal: anyone("reveals a vote, if one knows it"),
    denounce: anyone("shows that a vote was known too early"),
    seal: anyone("chooses the block that draws the jurors, and takes its hash"),
    seat: anyone("offers tickets, of which the lowest get the seats"),
    close: anyone("counts the votes when their time is over, and ends the case"),
    appeal: anyone("asks a larger bench, at one's own cost"),
    refer: anyone("asks for a vote after the largest bench, with a bond"),
    settle: anyone("shares out what a draw lost and earned, by the final ruling"),
    execute: anyone("has the arbitrable carry out the final ruling"),
  },
  DisputedBudgets: {
    setInstructor: timelock("names who instructs a budget"),
    setTerms: timelock("sets when payments to come wait, and for how long"),
    setArbitrator: timelock("chooses the arbitrator of disputes to come"),
    setRate: timelock("says what a token is worth in the court's"),
    disburse: spender("pays out of a budget that it instructs, at once or after a time"),
    cancel: spender("takes back a payment that waits and is not disputed"),
    rule: owner("rules in a dispute: the arbitrator that it was opened with"),
    dispute: anyone("disputes a payment that waits, with a bond and the fee"),
    submitEvidence: anyone("brings forward evidence"),
    appealRuling: anyone("appeals, at one's own cost"),
    endSilence: anyone("lets a payment go when the arbitrator was silent for 180 days"),
    finish: anyone("makes a payment that is ripe, or returns one that was refused"),
    withdrawBonds: anyone("sends bonds to those whose they are"),
    receive: owner("pays ether of its budgets in: the treasury"),
  },
};

const getters: Own["getters"] = {
  JurorCourt: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "TOKEN() view returns (address)": is("GovernanceToken"),
    "UNIT() view returns (uint256)": anything,
    "caseCount() view returns (uint256)": anything,
    "jurorCount() view returns (uint256)": anything,
  },
  DisputedBudgets: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "TOKEN() view returns (address)": is("GovernanceToken"),
    "TREASURY() view returns (address)": isTheTreasury,
    "paymentCount() view returns (uint256)": anything,
  },
};

/** That nobody can vote with the tokens that it holds, and that no quorum counts them. */
const readVotes =
  (contract: string) =>
  async (at: string, subject: Subject): Promise<Fact[]> => {
    const { provider, contracts } = subject;
    const token = GovernanceToken__factory.connect(contracts.GovernanceToken!, provider);
    const delegate = await token.delegates(at);
    const excluded = "out of every quorum";
    const votes = delegate === EXCLUDED ? excluded : nameIn(subject, delegate);
    return [fact(contract, "votes", [votes], [excluded])];
  };

export const auditing: Own = {
  authority,
  getters,
  readers: { JurorCourt: readVotes("JurorCourt"), DisputedBudgets: readVotes("DisputedBudgets") },
  marks: {
    JurorCourt: "caseCount() view returns (uint256)",
    DisputedBudgets: "paymentCount() view returns (uint256)",
  },
};
