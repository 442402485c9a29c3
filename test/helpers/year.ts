import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { HDNodeWallet, parseEther, ZeroAddress, type BaseContract, type EventLog } from "ethers";
import hre, { ethers } from "hardhat";

import {
  LOCAL_ACCOUNTS,
  LOCAL_CHAIN,
  LOCAL_MNEMONIC,
  parseConfig,
  presets,
  resolveAccounts,
  type NetworkConfig,
} from "../../config";
import type { Context } from "../../commands/core/context";
import { makeReport } from "../../commands/parts/report";
import type { Diary } from "../../devnet/lively/diary";
import { PEOPLE, type PersonName } from "../../devnet/lively/people";
import { calendarOf, tellStory, type StoryName } from "../../devnet/lively/story";
import type { World } from "../../devnet/lively/world";
import type { Report } from "../../report";
import {
  arraysOf,
  audit,
  connect,
  DAY,
  EXCLUDED,
  listProposals,
  readProposal,
  type Deployment,
  type Network,
} from "@polity/sdk";
import type { Amount, Cell, Period, Table } from "@polity/sdk/analytics";
import { readCases } from "@polity/sdk/court";
import { readRounds } from "@polity/sdk/rounds";
import { readBallots } from "@polity/sdk/voting";
import { readTasks, requireWork } from "@polity/sdk/work";
import { WEEK } from "@polity/sdk/escrow";
import { blockBefore } from "@polity/sdk/events";
import { addressOf } from "@polity/sdk/core/address";
import { readHistory, type History } from "@polity/sdk/history";
import type { HistoricProposal } from "@polity/sdk/governor/history";
import { conventionsOf } from "@polity/sdk/conventions";

const NAMES = Object.keys(PEOPLE);
/** How many of them are accounts of this chain. */
const KNOWN = Object.keys(LOCAL_ACCOUNTS).length;

/** People who have no account of this chain have their key here, and ether for what they send. */
async function signer(name: PersonName) {
  const index = NAMES.indexOf(name);
  if (index < KNOWN) return hre.ethers.getSigner(PEOPLE[name]);
  if ((await ethers.provider.getBalance(PEOPLE[name])) === 0n)
    await setBalance(PEOPLE[name], parseEther("100"));
  const path = `m/44'/60'/0'/0/${index}`;
  return HDNodeWallet.fromPhrase(LOCAL_MNEMONIC, undefined, path).connect(ethers.provider);
}

/** A network at the end of its story, and everything that may be asked about it. */
export class Year {
  readonly #blocks = new Map<number, Promise<number>>();

  constructor(
    readonly network: Network,
    readonly config: NetworkConfig,
    /** What the people of the story wrote down: the model. */
    readonly diary: Diary,
    readonly deployment: Deployment,
    /** All of it, and as far as the report goes. */
    readonly history: History,
    readonly reported: History,
    readonly report: Report,
    /** When its first day began, in seconds. */
    readonly start: number,
  ) {}

  /** Whose votes nobody has. */
  readonly excluded = EXCLUDED;

  get period(): Period {
    return this.report.period;
  }

  signer(name: PersonName) {
    return signer(name);
  }

  /** The last block before a moment in seconds. */
  before(moment: number): Promise<number> {
    const known = this.#blocks.get(moment);
    if (known) return known;
    const found = blockBefore(ethers.provider, moment, this.deployment.block);
    this.#blocks.set(moment, found);
    return found;
  }

  /** The last block before a day of the story begins. */
  day(day: number): Promise<number> {
    return this.before(this.start + Math.round(day * DAY));
  }

  /** The proposal of a NEP's number, in whose history everything stands that became of it. */
  nep(number: number): HistoricProposal {
    const found = [...this.history.governor.proposals.values()].filter((one) => one.nep === number);
    if (found.length !== 1) throw new Error(`${found.length} proposals are NEP ${number}`);
    return found[0]!;
  }

  /** Where a proposal stood at the end of a block. */
  async stageAt({ id }: HistoricProposal, block: number): Promise<string> {
    return (await readProposal(this.network.governor, id, block)).stage;
  }

  /** The stages that a proposal went through: after it was made, in its vote, after it was queued and executed. */
  async stagesOf(proposal: HistoricProposal): Promise<string[]> {
    const { proposed, snapshot, deadline, queued, executed } = proposal;
    const blocks = [
      proposed.block,
      ...((await this.before(deadline + 1)) > (await this.before(snapshot + 1))
        ? [await this.before(deadline + 1)]
        : []),
      ...[queued, executed].flatMap((moment) => moment?.block ?? []),
      ...(queued ? [] : [this.history.head.block]),
    ];
    return Promise.all(blocks.map((block) => this.stageAt(proposal, block)));
  }

  /** Tries at a block of the past whether an account could have proposed this. */
  tryPropose(from: string, block: number, { calls }: Pick<HistoricProposal, "calls">, description: string) {
    const { governor } = this.network;
    return governor.propose.staticCall(...arraysOf(calls), description, { from, blockTag: block });
  }

  /** Logs of a contract as the chain has them, in the report's period and to its last block, with their times. */
  async logs(contract: BaseContract | undefined, from = this.period.from) {
    if (!contract) return [];
    const logs = (await contract.queryFilter("*", 0, this.reported.head.block)) as EventLog[];
    const timed = logs.map(async (log) => ({ ...at(log), time: await timeOf(log.blockNumber) }));
    return (await Promise.all(timed)).filter(({ time }) => time >= from && time < this.period.to);
  }

  /** The rows of one of the report's tables. */
  rows(title: string): readonly (readonly Cell[])[] {
    const table = this.#tables().find((one) => one.title === title);
    if (!table) throw new Error(`the report has no table "${title}"`);
    return table.rows;
  }

  /** A column of it; amounts in base units. */
  column(title: string, name: string): Cell[] {
    const table = this.#tables().find((one) => one.title === title)!;
    const at = table.columns.findIndex((column) => column.name === name);
    if (at === -1) throw new Error(`the report's table "${title}" has no column "${name}"`);
    return this.rows(title).map((row) => plain(row[at]));
  }

  #tables(): Table[] {
    return this.report.sections.flatMap(({ figures }) => figures.map(({ table }) => table));
  }
}

const at = ({ blockNumber, transactionHash, eventName, args }: EventLog) => ({
  ...{ blockNumber, transactionHash },
  name: eventName,
  args: args as unknown as Args,
});

/** What events of several contracts carry; each has some of it. */
interface Args extends Record<
  | "amount"
  | "value"
  | "balance"
  | "booked"
  | "proposalId"
  | "budgetId"
  | "roundId"
  | "programId"
  | "caseId"
  | "jobId"
  | "jobs"
  | "firstJob",
  bigint
> {
  token: string;
  from: string;
  to: string;
  voter: string;
  terms: { category: string };
}

const times = new Map<number, Promise<number>>();
function timeOf(block: number): Promise<number> {
  const known = times.get(block);
  if (known) return known;
  const asked = ethers.provider.getBlock(block).then((found) => found!.timestamp);
  times.set(block, asked);
  return asked;
}

const isAmount = (cell: Cell): cell is Amount => typeof cell === "object" && "units" in cell;
const plain = (cell: Cell): Cell => (isAmount(cell) ? cell.units : cell);

/** Lives a preset's story before the tests that follow, and forgets it after them. */
export function yearOf(preset: StoryName, besides?: (world: World) => void): () => Year {
  let snapshot: unknown;
  let year: Year | undefined;
  before(async function () {
    // A year takes half a minute, and many on a machine that does much else.
    this.timeout(1_800_000);
    snapshot = await hre.network.provider.send("evm_snapshot", []);
    times.clear();
    // Days and weeks of the chain begin with those of the story, so that every run is the same.
    const start = (Math.floor((await time.latest()) / WEEK) + 1) * WEEK + 60;
    await time.increaseTo(start - 60);
    const block = await ethers.provider.getBlockNumber();
    const calendar = calendarOf(preset, () => start);
    const { name, contracts, diary } = await tellStory(hre, {
      ...{ preset, calendar, signer },
      ...(besides && { besides }),
    });
    const config = parseConfig(presets[preset]);
    const deployment: Deployment = {
      ...{ name, chainId: LOCAL_CHAIN, block, contracts, accounts: PEOPLE },
      conventions: conventionsOf(config),
    };
    const network = connect(contracts, ethers.provider);
    const head = await time.latest();
    const period = { from: 0, to: Math.floor(head / DAY) * DAY };
    period.from = period.to - 365 * DAY;
    const { report } = await makeReport(
      {
        network,
        deployment,
        host: { provider: ethers.provider },
        say: () => undefined,
      } as unknown as Context,
      period,
      {},
    );
    const fromBlock = block;
    const [history, reported] = [
      await readHistory(network, { fromBlock }),
      await readHistory(network, { fromBlock, toBlock: report.head.block }),
    ];
    year = new Year(network, config, diary, deployment, history, reported, report, start);
  });
  after(async () => {
    await hre.network.provider.send("evm_revert", [snapshot]);
    times.clear();
    year = undefined;
  });
  return () => year!;
}

const sum = (values: Iterable<bigint>) => {
  let total = 0n;
  for (const value of values) total += value;
  return total;
};
const tally = <T>(all: Iterable<T>, of: (one: T) => readonly [string, bigint]) => {
  const sums: Record<string, bigint> = {};
  for (const one of all) {
    const [key, amount] = of(one);
    sums[key] = (sums[key] ?? 0n) + amount;
  }
  return sums;
};

/** What a network has on its last day: something of everything goes on. */
export function isLively(the: () => Year): void {
  it("lives on its last day: a vote, a case, a round, an election are open, and there is work to do", async () => {
    const { network } = the();
    const all = await listProposals(network, { fromBlock: 0 });
    const stages = await Promise.all(
      all.map(async ({ id }) => (await readProposal(network.governor, id)).stage),
    );
    expect(stages).to.include.members(["VOTING", "ACTIVE", "DEFEATED"]);
    const tasks = await readTasks(requireWork(network));
    expect(tasks.flatMap(({ jobs }) => jobs.map(({ status }) => status))).to.include.members([
      "paid",
      "funded",
    ]);
    const open = (await readCases(network.court!)).at(-1)!;
    const { seats } = open.draws.at(-1)!;
    expect(open.phase).to.equal("committing");
    expect(seats.filter(({ ballot }) => ballot !== "open").length).to.be.above(0);
    const election = (await readBallots(network.ballots!)).at(-1)!;
    const approved = election.options.some(({ votes }) => votes > 0n);
    expect([election.phase, approved]).to.deep.equal(["open", true]);
    expect((await readRounds(network.rounds!)).at(-1)!.status).to.equal("running");
  });
}

/** What holds at the end of every network's year. */
export function endsWell(preset: StoryName, the: () => Year): void {
  const { market, work, rounds, court } = parseConfig(presets[preset]);
  it("ends as its configuration says, and as votes have decided since: the audit has nothing to say", async () => {
    const { config, network, deployment } = the();
    const { deviations } = await audit({
      ...{ provider: ethers.provider, contracts: network.addresses, fromBlock: deployment.block, config },
      accounts: resolveAccounts(config, LOCAL_CHAIN),
    });
    expect(deviations).to.deep.equal([]);
  });

  describe("has a report of the year, which says of", () => {
    it("the treasury what the chain had booked at both ends, and what came and went between them", async () => {
      const year = the();
      const treasury = year.network.treasury!;
      const logs = await year.logs(treasury);
      const [opening, closing] = [await year.before(year.period.from), year.reported.head.block];
      const rows = year.rows("Treasury") as readonly (readonly Amount[])[];
      expect(rows.length).to.be.above(0);
      for (const row of rows) {
        const { token } = row[0]!;
        const of = (...names: string[]) =>
          sum(
            logs
              .filter(({ name, args }) => names.includes(name) && args.token === token)
              .map(({ args }) => args.amount),
          );
        expect(row.map(({ units }) => units)).to.deep.equal([
          await treasury.booked(token, { blockTag: opening }),
          of("Deposited"),
          of("Refunded") - of("Paid", "Disbursed", "RecurringPaid"),
          sum(
            logs
              .filter(({ name, args }) => name === "Reconciled" && args.token === token)
              .map(({ args }) => args.balance - args.booked),
          ),
          await treasury.booked(token, { blockTag: closing }),
        ]);
        const held =
          token === ZeroAddress
            ? await ethers.provider.getBalance(treasury, closing)
            : await year.network.token.balanceOf(treasury, { blockTag: closing });
        expect(row[4]!.units, "held").to.equal(held);
      }
    });

    it("each budget what was paid out of it, in the year and since it was granted", async () => {
      const year = the();
      const all = await year.logs(year.network.treasury, 0);
      const spent = (id: Cell, from: number) => {
        const own = all.filter(({ time, args }) => args.budgetId === id && time >= from);
        const of = (wanted: string) =>
          sum(own.filter(({ name }) => name === wanted).map(({ args }) => args.amount));
        return of("Disbursed") - of("Refunded");
      };
      const title = "Budgets against actual spending";
      const ids = year.column(title, "Budget");
      expect(BigInt(ids.length)).to.equal(await year.network.treasury!.budgetCount());
      expect(year.column(title, "Spent")).to.deep.equal(ids.map((id) => spent(id, 0)));
      expect(year.column(title, "Spent in this report's period")).to.deep.equal(
        ids.map((id) => spent(id, year.period.from)),
      );
    });

    it("proposals how many of each type there were, and where the governor says that they stand", async () => {
      const year = the();
      const { governor } = year.network;
      const blockTag = year.reported.head.block;
      const created = (await year.logs(governor)).filter(({ name }) => name === "ProposalCreated");
      const STATES = [
        "Pending",
        "Active",
        "Canceled",
        "Defeated",
        "Succeeded",
        "Queued",
        "Expired",
        "Executed",
      ];
      const counted: Record<string, number> = {};
      for (const { args } of created) {
        const [{ code }, state] = await Promise.all([
          governor.proposalType(args.proposalId, { blockTag }),
          governor.state(args.proposalId, { blockTag }),
        ]);
        const key = `${ethers.toUtf8String(code).replaceAll("\0", "")} ${STATES[Number(state)]}`;
        counted[key] = (counted[key] ?? 0) + 1;
      }
      const NAMED: Record<string, string> = {
        ...{ Review: "Pending", Voting: "Active", Approved: "Succeeded", Scheduled: "Queued" },
        ...{ Active: "Executed", Defeated: "Defeated", Expired: "Expired", Cancelled: "Canceled" },
      };
      const title = "Proposals by type and outcome";
      const types = year.column(title, "Type") as string[];
      const told = Object.entries(NAMED).flatMap(([column, state]) =>
        year
          .column(title, column)
          .flatMap((count, i) => (count === 0 ? [] : [[`${types[i]!} ${state}`, count]])),
      );
      expect(Object.fromEntries(told)).to.deep.equal(counted);
    });

    it("every vote that ended its tally, its quorum, its voters, and how many could have voted", async () => {
      const year = the();
      const { governor } = year.network;
      const logs = await year.logs(governor, 0);
      const expected: Cell[][] = [];
      for (const { name, args } of logs) {
        if (name !== "ProposalCreated") continue;
        const id = args.proposalId;
        const deadline = Number(await governor.proposalDeadline(id));
        const canceled = logs.some((log) => log.name === "ProposalCanceled" && log.args.proposalId === id);
        const { from } = year.period;
        if (deadline < from || deadline >= year.reported.head.time || canceled) continue;
        const ballots = logs.filter((log) => /^VoteCast/.test(log.name) && log.args.proposalId === id);
        expected.push([
          deadline,
          sum(await governor.proposalVotes(id)),
          await governor.quorum(id),
          new Set(ballots.map((ballot) => ballot.args.voter)).size,
        ]);
      }
      const title = "Participation by proposal";
      const columns = ["Vote ended", "Votes cast", "Quorum", "Voters"].map((name) =>
        year.column(title, name),
      );
      expect(expected.length).to.be.above(2);
      expect(columns[0]!.map((_, i) => columns.map((column) => column[i]))).to.have.deep.members(expected);
    });

    it("power how many have how much of it, how unequally, and who has most", async () => {
      const year = the();
      const { votes, token } = year.network;
      const blockTag = year.reported.head.block;
      const seen = new Set<string>();
      for (const contract of [token, year.network.escrow])
        for (const { args } of await year.logs(contract, 0))
          for (const word of Object.values(args)) if (ethers.isAddress(word)) seen.add(word);
      seen.delete(EXCLUDED);
      const each = [...seen].map(async (one) => [one, await votes.getVotes(one, { blockTag })] as const);
      const powers = (await Promise.all(each)).filter(([, power]) => power > 0n);
      const total = sum(powers.map(([, power]) => power));
      let differences = 0n;
      for (const [, a] of powers) for (const [, b] of powers) differences += a > b ? a - b : b - a;
      const [, accounts, all, gini] = year.rows("Concentration of power")[0]!;
      expect([accounts, all, gini]).to.deep.equal([
        powers.length,
        { unit: "votes", value: total },
        Number((differences * 10_000n) / (2n * BigInt(powers.length) * total)),
      ]);
      const most = powers.reduce((best, one) => (one[1] > best[1] ? one : best));
      expect(year.rows("Accounts with the most votes")[0]!.slice(0, 2)).to.deep.equal(most);
    });

    if (market)
      it("services what their tills received, and what the network kept of it", async () => {
        const year = the();
        const { token, addresses } = year.network;
        const transfers = (await year.logs(token)).filter(({ name }) => name === "Transfer");
        const moved = (from: string, to: string) =>
          sum(
            transfers
              .filter(({ args }) => args.from === from && args.to === to)
              .map(({ args }) => args.value),
          );
        const incoming = (to: string) =>
          sum(transfers.filter(({ args }) => args.to === to).map(({ args }) => args.value));
        const tills = [...year.reported.market.services.values()].map(({ till }) => till);
        const paid = tills.filter((till) => incoming(till) > 0n);
        const title = "What services were paid";
        expect(year.column(title, "Came")).to.deep.equal(paid.map(incoming));
        expect(year.column(title, "The network's")).to.deep.equal(
          paid.map((till) => moved(till, addresses.Treasury!) + moved(till, ZeroAddress)),
        );
      });

    if (work)
      it("work what its contract has paid and given back, by category", async () => {
        const year = the();
        const { work } = year.network;
        const budgets = new Map<bigint, bigint>();
        const categories = new Map<bigint, string>();
        const [programs, paid, back] = [new Map<bigint, string>(), [] as bigint[], [] as bigint[]];
        for (const { name, args } of await year.logs(work, 0)) {
          const { programId, firstJob, jobs } = args;
          if (name === "ProgramOpened")
            programs.set(programId, ethers.decodeBytes32String(args.terms.category));
          if (name === "TaskOpened")
            for (let i = 0n; i < jobs; i++) categories.set(firstJob + i, programs.get(programId)!);
          if (name === "JobFunded") budgets.set(args.jobId, args.amount);
        }
        for (const { name, args } of await year.logs(work)) {
          if (name === "PaymentReleased") paid.push(args.jobId);
          if (name === "Refunded") back.push(args.jobId);
        }
        const of = (jobs: bigint[]) => tally(jobs, (job) => [categories.get(job)!, budgets.get(job)!]);
        const [inCategory, given] = [of(paid), of(back)];
        const title = "Work by category";
        for (const [i, category] of (year.column(title, "Category") as string[]).entries()) {
          expect(year.column(title, "Paid")[i], category).to.equal(inCategory[category] ?? 0n);
          expect(year.column(title, "Given back")[i], category).to.equal(given[category] ?? 0n);
        }
        // Money that Work has left is money of jobs that are not over.
        const held = sum(budgets.values()) - sum([...paidEver(year), ...backEver(year)]);
        expect(await year.network.token.balanceOf(work!, { blockTag: year.reported.head.block })).to.equal(
          held,
        );
      });

    if (rounds)
      it("rounds what their contract has paid, by program", async () => {
        const year = the();
        const { rounds } = year.network;
        const programs = new Map<bigint, bigint>();
        for (const { name, args } of await year.logs(rounds, 0)) {
          if (name === "RoundOpened") programs.set(args.roundId, args.programId);
        }
        const shares = (await year.logs(rounds)).filter(({ name }) => name === "Claimed");
        const paid = tally(shares, ({ args }) => [String(programs.get(args.roundId)), args.amount]);
        const title = "Rounds by program";
        const told = year
          .column(title, "Program")
          .map((program, i) => [program, year.column(title, "Paid")[i]]);
        expect(told).to.deep.equal(
          [...new Set(year.reported.rounds.programs.keys())].map((id) => [id, paid[String(id)] ?? 0n]),
        );
      });

    if (court)
      it("the court which cases there were, and how they were ruled", async () => {
        const year = the();
        const { court } = year.network;
        const blockTag = year.reported.head.block;
        const logs = await year.logs(court, 0);
        const over = new Set(
          logs
            .filter(({ name, time }) => name === "CaseDecided" && time < year.period.from)
            .map(({ args }) => args.caseId),
        );
        const opened = logs.filter(({ name, args }) => name === "CaseOpened" && !over.has(args.caseId));
        const title = "Cases of the court";
        expect(year.column(title, "Case")).to.deep.equal(opened.map(({ args }) => args.caseId));
        for (const [i, id] of year.column(title, "Case").entries()) {
          if (year.column(title, "Decided")[i] === undefined) continue;
          const ruling = await court!.currentRuling(id as bigint, { blockTag });
          expect(year.column(title, "Ruling")[i]).to.equal(ruling);
        }
      });
  });

  describe("has a history that equals what its people wrote down, of", () => {
    it("proposals: who made which, and what became of it", () => {
      const { diary, history } = the();
      const [queued, executed, canceled] = (["queued", "executed", "canceled"] as const).map(
        (page) => new Set(diary.read(page).map(({ id }) => id)),
      );
      const expected = diary
        .read("proposed")
        .map(({ id, type, by }) => [id, type, by, queued!.has(id), executed!.has(id), canceled!.has(id)]);
      const told = [...history.governor.proposals.values()].map((one) => [
        ...[one.id, one.type, one.proposer],
        ...[Boolean(one.queued), Boolean(one.executed), Boolean(one.canceled)],
      ]);
      expect(told).to.deep.equal(expected);
    });

    it("votes: who took which side with how much of what they had", () => {
      const { diary, history } = the();
      const expected = diary
        .read("voted")
        .map(
          ({ id, by, parts }) => `${id} ${by} ${parts.for ?? 0} ${parts.against ?? 0} ${parts.abstain ?? 0}`,
        );
      const told = [...history.governor.proposals.values()].flatMap(({ id, ballots }) =>
        ballots.map(({ voter, votes }) => {
          const whole = votes.for + votes.against + votes.abstain;
          // Parts are rounded to the unit.
          const of = (part: bigint) => Math.round(Number((part * 1_000_000n) / whole) / 100);
          return `${id} ${voter} ${of(votes.for)} ${of(votes.against)} ${of(votes.abstain)}`;
        }),
      );
      expect(told).to.have.members(expected);
      expect(told.length).to.be.above(10);
    });

    it("parameters: what each is since the last vote about it", () => {
      const { diary, history } = the();
      const expected = new Map(diary.read("set").map(({ key, value }) => [key, value]));
      const changed = history.registry.parameters.filter(({ before }) => before !== undefined);
      const told = new Map(changed.map(({ key, after }) => [key, after]));
      expect(told).to.deep.equal(expected);
    });

    it("money: what was given, promised, paid and brought back", () => {
      const { diary, history, network, config } = the();
      const { movements } = history.treasury;
      const own = network.addresses.GovernanceToken;
      const earned = tally(diary.read("earned"), ({ token, category, amount }) => [
        `${token} ${category}`,
        amount,
      ]);
      for (const { to, amount } of config.token.allocation)
        if (to === "treasury") earned[`${own} genesis`] = amount;
      const contracts = new Set<string | undefined>(Object.values(network.addresses));
      for (const { till } of history.market.services.values()) contracts.add(till);
      const given = movements.filter(
        ({ kind, counterparty }) => kind === "deposit" && !contracts.has(counterparty),
      );
      expect(
        tally(given, ({ token, category, amount }) => [
          `${token} ${ethers.decodeBytes32String(category)}`,
          amount,
        ]),
      ).to.deep.equal(earned);
      const spent = tally(diary.read("spent"), ({ token, category, amount }) => [
        `${token} ${category}`,
        amount,
      ]);
      for (const { program, amounts } of diary.read("promised")) {
        const { category } = config.work!.programs.find(({ name }) => name === program)!;
        const key = `${own} ${category}`;
        spent[key] = (spent[key] ?? 0n) + sum(amounts);
      }
      const left = movements.filter(
        ({ amount, counterparty }) => amount < 0n && counterparty !== network.addresses.Rounds,
      );
      expect(
        tally(left, ({ token, category, amount }) => [
          `${token} ${ethers.decodeBytes32String(category)}`,
          -amount,
        ]),
      ).to.deep.equal(spent);
    });

    it("work, sales, runs, ballots, rulings and people: what was done, by whom", () => {
      const { diary, history, config } = the();
      const jobs = [...history.work.jobs.values()];
      expect(jobs.filter(({ paid }) => paid).length).to.equal(diary.read("paid").length);
      expect(jobs.filter(({ back }) => back).length).to.equal(diary.read("refused").length);
      expect([...history.work.tasks.values()].length).to.equal(diary.read("promised").length);

      const sold = tally(diary.read("sold"), ({ service, amount }) => [service, amount]);
      const came = tally(history.market.incomes.values(), ({ provider, came }) => [provider, came]);
      expect(came).to.deep.equal(sold);
      expect([...history.market.services.values()].map(({ provider }) => provider)).to.deep.equal(
        diary.read("listed").map(({ by }) => by),
      );

      const opened = diary.read("opened").map(({ round, program }) => {
        const runs = diary.read("computed").filter((run) => run.round === round).length;
        const pot = config.rounds!.programs.find(({ name }) => name === program)!.pot;
        return [round, runs, pot];
      });
      const told = [...history.rounds.rounds.values()].map(({ id, commits, pot }) => [id, commits, pot]);
      expect(told).to.deep.equal(opened);

      expect(history.voting.votes.map(({ poll, voter }) => `${poll} ${voter}`)).to.have.members(
        diary.read("polled").map(({ ballot, by }) => `${ballot} ${by}`),
      );
      expect(history.voting.nominees.map(({ poll, nominee }) => `${poll} ${nominee}`)).to.have.members(
        diary.read("stood").map(({ ballot, by }) => `${ballot} ${by}`),
      );

      const voices = [...history.court.draws.values()].flatMap(({ caseId, seats }) =>
        seats.flatMap(({ juror, voted }) => (voted === undefined ? [] : [`${caseId} ${juror} ${voted}`])),
      );
      expect(voices).to.have.members(
        diary.read("judged").map(({ case: id, by, choice }) => `${id} ${by} ${choice}`),
      );
      expect([...history.court.cases.keys()]).to.deep.equal(diary.read("disputed").map(({ case: id }) => id));

      const classes = history.people.classes;
      const known = [...history.people.credentials.values()].map(
        ({ kind, account }) => `${classes.get(kind)!.name} ${account}`,
      );
      expect(new Set(known)).to.deep.equal(
        new Set(diary.read("recognised").map(({ kind, who }) => `${kind} ${who}`)),
      );
      expect(history.phases.steps.map(({ by }) => by)).to.deep.equal(
        diary.read("advanced").map(({ by }) => by),
      );
    });

    it("wallets and locks: what everybody has, in all as many tokens as there are", async () => {
      const { history, network, diary } = the();
      const at = { blockTag: history.head.block };
      const accounts = [...history.votes.accounts.values()];
      const held = await Promise.all(accounts.map(({ key }) => network.token.balanceOf(key, at)));
      expect(accounts.map((account) => account.held)).to.deep.equal(held);
      expect(sum(held)).to.equal(await network.token.totalSupply(at));
      // Whoever has taken something out again has the rest by another lock.
      const leavers = new Set(diary.read("withdrawn").map(({ by }) => by));
      const locked = tally(diary.read("locked"), ({ by, amount }) => [by, amount]);
      for (const { key, locks } of accounts) {
        const address = addressOf(key);
        if (leavers.has(address)) continue;
        const told = sum(locks.map(({ amount }) => amount));
        expect(told, address).to.equal(locked[address] ?? 0n);
      }
    });
  });
}

const jobsOf = (year: Year, which: "paid" | "back") =>
  [...year.reported.work.jobs.values()].flatMap((job) => (job[which] ? [job.budget] : []));
const paidEver = (year: Year) => jobsOf(year, "paid");
const backEver = (year: Year) => jobsOf(year, "back");
