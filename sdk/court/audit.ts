import { ZeroAddress } from "ethers";

import { DisputedBudgets__factory } from "../../typechain-types/factories/contracts/court/DisputedBudgets__factory";
import { JurorCourt__factory } from "../../typechain-types/factories/contracts/court/JurorCourt__factory";
import { anyone, owner, spender, timelock } from "../audit/authority";
import { anything, fact, is } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { Auditing, Fact, Seat, Subject } from "../audit/types";
import { findEvents } from "../events";
import { BPS, formatPercent } from "../format";
import { readExcluded } from "../token/excluded";
import { readSpenders } from "../treasury/spenders";
import { isTheTreasury } from "../treasury/wanted";
import type { contracts } from "./contracts";
import { disputesAuthority } from "./arbitrable";
import { arbitratorSeats, readArbitrator } from "./arbitrates";

/** What a configuration says of it. */
export interface Expected {
  court?: ({ unit: bigint; feePerJuror: bigint } & Record<(typeof NUMBERS)[number], number>) | undefined;
  arbitrator?: { address: string; extraData: string } | undefined;
  work?: object | undefined;
  market?: object | undefined;
  rounds?: object | undefined;
  treasury?: { disputes?: { above: bigint; for: number; bond: bigint } | undefined } | undefined;
}
const NUMBERS = [
  ...(["sliceBps", "minJurors", "evidence", "seating"] as const),
  ...(["commit", "reveal", "appeal", "referral"] as const),
];

/** What the configuration has disputes about, and the votes that open its programs and its market admit. */
const ADMITTED_LATER = { work: "Verdicts", market: "Market", rounds: "Rounds" } as const;

const admittedLater = (config: Expected | undefined): string[] =>
  Object.entries(ADMITTED_LATER).flatMap(([section, contract]) =>
    config?.[section as keyof typeof ADMITTED_LATER] === undefined ? [] : [contract],
  );

type Own = Auditing<typeof contracts, Expected>;

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
    ...disputesAuthority,
    disburse: spender("pays out of a budget that it instructs, at once or after a time"),
    cancel: spender("takes back a payment that waits and is not disputed"),
    dispute: anyone("disputes a payment that waits, with a bond and the fee"),
    endSilence: anyone("lets a payment go when the arbitrator was silent for 180 days"),
    finish: anyone("makes a payment that is ripe, or returns one that was refused"),
    giveUp: anyone("returns a payment that its payee has refused for 180 days"),
    withdrawBonds: anyone("sends bonds to those whose they are"),
    receive: owner("pays ether of its budgets in: the treasury"),
  },
};

const getters: Own["getters"] = {
  JurorCourt: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "TOKEN() view returns (address)": is("GovernanceToken"),
    "UNIT() view returns (uint256)": ({ config }) => config?.court?.unit,
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

/** The parameters of cases to come, who may bring some, and how much of all stake the largest juror has. */
async function readCourt(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { provider, config, contracts } = subject;
  const court = JurorCourt__factory.connect(at, provider);
  const [votes, parameters, told] = await Promise.all([
    readExcluded("JurorCourt", at, subject),
    court.parametersOf(await court.currentTerms()),
    readCourtEvents(at, subject),
  ]);
  const line = (of: Record<string, bigint | number>) =>
    ["feePerJuror" as const, ...NUMBERS].map((name) => `${name} ${of[name]}`).sort();
  const actual = Object.fromEntries(
    ["feePerJuror" as const, ...NUMBERS].map((name) => [name, parameters[name]]),
  );
  const clients = told.clients.map((arbitrable) => nameIn(subject, arbitrable));
  const stakes = [...told.stakes.values()];
  const sum = stakes.reduce((all, one) => all + one, 0n);
  const largest = stakes.reduce((most, one) => (one > most ? one : most), 0n);
  const share = sum === 0n ? "nobody stakes" : `${formatPercent((largest * BigInt(BPS)) / sum)} of all stake`;
  return [
    votes,
    fact("JurorCourt", "parameters", line(actual), config?.court && line(config.court)),
    fact(
      "JurorCourt",
      "admitted",
      clients.sort(),
      config?.court && (contracts.DisputedBudgets ? ["DisputedBudgets"] : []),
      admittedLater(config),
    ),
    fact("JurorCourt", "largest juror", [share]),
  ];
}

/** When payments wait, and who rules about them. */
async function readBudgets(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { provider, config } = subject;
  const budgets = DisputedBudgets__factory.connect(at, provider);
  const [votes, terms, present] = await Promise.all([
    readExcluded("DisputedBudgets", at, subject),
    budgets.terms(),
    readArbitrator(at, provider),
  ]);
  const asks = (address: string, extraData: string) =>
    `${nameIn(subject, address)}${extraData === "0x" ? "" : `, with ${extraData}`}`;
  const first = config?.arbitrator;
  const wanted = config?.treasury?.disputes;
  const line = (above: bigint, bond: bigint, window: bigint | number) => [
    `above ${above}`,
    `bond ${bond}`,
    `window ${window}`,
  ];
  return [
    votes,
    fact(
      "DisputedBudgets",
      "terms",
      line(terms.above, terms.bond, terms.window),
      wanted && line(wanted.above, wanted.bond, wanted.for),
    ),
    fact(
      "DisputedBudgets",
      "arbitrator",
      [present ? asks(present.arbitrator, present.extraData) : "nobody yet"],
      first && [asks(first.address, first.extraData)],
    ),
  ];
}

/** Jurors, whoever brings cases of others, who instructs budgets whose payments can be disputed, and who rules about them. */
async function readSeats(subject: Subject<Expected>): Promise<Seat[]> {
  const { JurorCourt, DisputedBudgets } = subject.contracts;
  const lists = await Promise.all([
    JurorCourt ? courtSeats(JurorCourt, subject) : [],
    DisputedBudgets ? instructorSeats(DisputedBudgets, subject) : [],
    arbitratorSeats("DisputedBudgets", subject),
  ]);
  return lists.flat();
}

async function courtSeats(at: string, subject: Subject<Expected>): Promise<Seat[]> {
  const { clients, stakes } = await readCourtEvents(at, subject);
  return [
    ...clients.map((holder) => ({ holder, does: "opens cases in the court" })),
    ...[...stakes]
      .filter(([, stake]) => stake > 0n)
      .map(([holder]) => ({ ...{ holder, does: "has a stake as a juror" }, open: true as const })),
  ];
}

async function instructorSeats(
  at: string,
  { contracts: found, provider }: Subject<Expected>,
): Promise<Seat[]> {
  const disputed = DisputedBudgets__factory.connect(at, provider);
  const budgets = (await readSpenders(found, provider)).filter(({ spender: by }) => by === at);
  const instructors = await Promise.all(budgets.map(({ id }) => disputed.instructorOf(id)));
  return budgets
    .map(({ id }, i) => ({ holder: instructors[i]!, does: `instructs budget ${id}` }))
    .filter(({ holder }) => holder !== ZeroAddress);
}

/** Who may open cases, and what each account has staked. */
async function readCourtEvents(at: string, { provider, fromBlock }: Subject<Expected>) {
  const court = JurorCourt__factory.connect(at, provider);
  const [admissions, changes] = await Promise.all([
    findEvents(court, court.filters.ArbitrableAdmitted(), { fromBlock }),
    findEvents(court, court.filters.StakeChanged(), { fromBlock }),
  ]);
  const admitted = new Map(admissions.map(({ args }) => [args.arbitrable, args.admitted]));
  return {
    clients: [...admitted].filter(([, is]) => is).map(([arbitrable]) => arbitrable),
    stakes: new Map(changes.map(({ args }) => [args.juror, args.stake])),
  };
}

export const auditing: Own = {
  authority,
  seats: readSeats,
  getters,
  readers: { JurorCourt: readCourt, DisputedBudgets: readBudgets },
  marks: {
    JurorCourt: "caseCount() view returns (uint256)",
    DisputedBudgets: "paymentCount() view returns (uint256)",
  },
};
