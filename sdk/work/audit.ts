import { IERC20__factory } from "../../typechain-types/factories/@openzeppelin/contracts/token/ERC20/IERC20__factory";
import { Work__factory } from "../../typechain-types/factories/contracts/work/Work__factory";
import { anyone, owner, timelock } from "../audit/authority";
import { answer } from "../audit/discover";
import { anything, fact, is } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { Auditing, Fact, Seat, Subject, Wanted } from "../audit/types";
import { disputesAuthority } from "../court/arbitrable";
import { arbitratorSeats, readArbitrator } from "../court/arbitrates";
import { readExcluded } from "../token/excluded";
import { budgetsSpentBy } from "../treasury/spent";
import { isTheTreasury } from "../treasury/wanted";
import type { contracts } from "./contracts";
import { readPrograms } from "./read";

/** What a configuration says of it. */
export interface Expected {
  work?: { programs: readonly { name: string }[] } | undefined;
}

type Own = Auditing<typeof contracts, Expected>;

const authority: Own["authority"] = {
  Work: {
    openProgram: timelock("opens a program, of a budget that it spends"),
    endProgram: timelock("ends a program; what it has promised goes on"),
    setReviewers: timelock("names who judges in a program"),
    award: owner(
      "promises a grant: the reviewers of the program where it leaves that to them, and the timelock",
    ),
    post: owner(
      "promises prizes: the reviewers of the program where it leaves that to them, and the timelock",
    ),
    sendBack: owner("wants a milestone done better: the reviewers, twice at the most"),
    complete: owner("accepts a job: its reviewers, and anyone when they were silent"),
    reject: owner("refuses a job: its reviewers, in their time"),
    submit: owner("delivers a milestone, or enters an answer of one's own"),
    disclose: owner("shows an answer of one's own"),
    hold: owner("holds a job that is disputed: the verdicts"),
    ruleOn: owner("accepts or refuses a job as it was ruled: the verdicts"),
    give: owner("gives a prize as a ballot has decided: the verdicts"),
    applyFor: anyone("asks for a grant, which binds nobody"),
    pay: anyone("pays a job that is accepted for good"),
    claimRefund: anyone("gives the money of a job back to its budget, when that is all that is left to do"),
    withdraw: anyone("sends what an account could not take to that account"),
    reportOutcome: anyone("says what came of a task, as an event"),
  },
  Verdicts: {
    ...disputesAuthority,
    shortlist: owner("opens the ballot about a challenge: the reviewers of its program"),
    settleBallot: anyone("gives prizes as their ballot has decided"),
    dispute: anyone("disputes a decision, with a bond and the fee"),
    endSilence: anyone("leaves a decision as it was when the arbitrator was silent for 180 days"),
    withdrawBonds: anyone("sends bonds to those whose they are"),
  },
};

/** What the network has of it, or nothing. */
const orNobody =
  (name: string): Wanted<Expected> =>
  ({ contracts, config }) =>
    contracts[name] ?? (config && "0x0000000000000000000000000000000000000000");

const getters: Own["getters"] = {
  Work: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "TOKEN() view returns (address)": is("GovernanceToken"),
    "TREASURY() view returns (address)": isTheTreasury,
    "VERDICTS() view returns (address)": is("Verdicts"),
    "REPUTATION() view returns (address)": orNobody("Reputation"),
    "CREDENTIALS() view returns (address)": orNobody("Credentials"),
    "applicationCount() view returns (uint256)": anything,
  },
  Verdicts: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "TOKEN() view returns (address)": is("GovernanceToken"),
    "TREASURY() view returns (address)": isTheTreasury,
    "WORK() view returns (address)": is("Work"),
    "BALLOTS() view returns (address)": orNobody("Ballots"),
  },
};

/** Who reviews which program, which budgets it spends, and that it holds what it has promised. */
async function readWork(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { provider } = subject;
  const work = Work__factory.connect(at, provider);
  const programs = await readPrograms(work);
  const tokens = [...new Set(programs.map(({ token }) => token))];
  const [votes, budgets, lacking] = await Promise.all([
    readExcluded("Work", at, subject),
    work.TREASURY().then((treasury) => budgetsSpentBy(treasury, at, provider)),
    Promise.all(
      tokens.map(async (token) => {
        const [escrowed, balance] = await Promise.all([
          work.escrowed(token),
          IERC20__factory.connect(token, provider).balanceOf(at),
        ]);
        return balance < escrowed ? [`${nameIn(subject, token)}: ${balance} of ${escrowed} base units`] : [];
      }),
    ),
  ]);
  const reviewed = programs.map(
    ({ id, category, reviewers, byVote, ended }) =>
      `program ${id}, ${category}: ${nameIn(subject, reviewers)} reviews, ${byVote ? "votes promise" : "and promises"}${ended ? "; ended" : ""}`,
  );
  return [
    votes,
    fact("Work", "programs", reviewed),
    fact(
      "Work",
      "budgets",
      budgets.map(({ id }) => `budget ${id}`),
    ),
    fact("Work", "lacks for its jobs", lacking.flat(), []),
  ];
}

/** Who rules about jobs. */
async function readVerdicts(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const [votes, present] = await Promise.all([
    readExcluded("Verdicts", at, subject),
    readArbitrator(at, subject.provider),
  ]);
  const arbitrator = present ? nameIn(subject, present.arbitrator) : "nobody yet";
  return [votes, fact("Verdicts", "arbitrator", [arbitrator])];
}

/** Who judges in programs, also in those that are ended, whose jobs go on, and who rules about their decisions. */
async function readSeats(subject: Subject<Expected>): Promise<Seat[]> {
  const { Work } = subject.contracts;
  const programs = Work ? await readPrograms(Work__factory.connect(Work, subject.provider)) : [];
  return [
    ...programs.map(({ id, reviewers }) => ({ holder: reviewers, does: `reviews program ${id}` })),
    ...(await arbitratorSeats("Verdicts", subject)),
  ];
}

export const auditing: Own = {
  authority,
  seats: readSeats,
  getters,
  readers: { Work: readWork, Verdicts: readVerdicts },
  marks: {
    Work: "applicationCount() view returns (uint256)",
    Verdicts: "WORK() view returns (address)",
  },
  async leadsTo({ Work }, provider) {
    const Verdicts = Work && (await answer(provider, Work, "VERDICTS() view returns (address)"));
    return Verdicts ? { Verdicts } : {};
  },
};
