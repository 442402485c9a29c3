import { expect } from "chai";
import { encodeBytes32String, ZeroAddress } from "ethers";

import { parseConfig, presets } from "../../config";
import { buildReport, readMeasured, toHtml, toMarkdown, type ReportInput } from "../../report";
import {
  aimsOf,
  conventionsOf,
  DOMAINS,
  formatCell,
  MEASURES,
  moneyOf,
  parseDeployment,
  parsePrices,
  participation,
  toCsv,
  type Aim,
  type Asked,
  type Target,
  type Units,
} from "@polity/sdk";
import { holdersIn } from "@polity/sdk/votes/figures/holders";
import { treasuryInMoney } from "@polity/sdk/treasury/money";
import { COUNCIL_SUBJECT, SATISFACTION_SUBJECT } from "@polity/sdk/voting/about";
import type { HistoricPoll, PollVote } from "@polity/sdk/voting/history";
import {
  account,
  addressOf,
  ballot,
  DAY,
  history,
  moment,
  movement,
  ONE,
  proposal,
  START,
  TOKENS,
} from "../helpers/history";

const TOKEN = addressOf(99);
const OWN = [addressOf(500), addressOf(501)];
const UNITS: Units = {
  token: { symbol: "AITBC", decimals: 18 },
  tokens: new Map([
    [TOKEN, { symbol: "AITBC", decimals: 18 }],
    ["USD", { symbol: "USD", decimals: 18 }],
  ]),
};
const GRANTS = encodeBytes32String("grants");

/** A year in which three votes ended: two of GOV, on which 60 and 90 of 100 were cast, and one of TECH with 10. */
const year = history({
  head: { block: 9_000, hash: `0x${"ab".repeat(32)}`, time: START + 400 * DAY },
  proposals: [
    proposal(1, {
      ...{ type: "GOV", ballots: [ballot(1, { for: 60n * ONE })], proposed: moment(START + 60 * DAY) },
      electorate: 100n * ONE,
    }),
    proposal(2, {
      ...{ type: "GOV", ballots: [ballot(1, { against: 50n * ONE }), ballot(2, { abstain: 40n * ONE })] },
      ...{ proposed: moment(START + 70 * DAY), electorate: 100n * ONE },
    }),
    proposal(3, {
      ...{ type: "TECH", ballots: [ballot(3, { for: 10n * ONE })], proposed: moment(START + 80 * DAY) },
      electorate: 100n * ONE,
    }),
  ],
  movements: [
    movement(START + DAY, 1_000n * ONE, { token: TOKEN }),
    movement(START + 100 * DAY, 300n * ONE, { token: TOKEN }),
    movement(START + 200 * DAY, -120n * ONE, { token: TOKEN, category: GRANTS }),
    movement(START + 201 * DAY, 20n * ONE, { token: TOKEN, category: GRANTS, kind: "refund" }),
    movement(START + 202 * DAY, -7n * ONE, { token: TOKEN, category: encodeBytes32String("audits") }),
    movement(START + 203 * DAY, 2n * ONE, { token: ZeroAddress }),
  ],
  accounts: new Map([
    account(1, { held: 5n * ONE }),
    account(2, { held: 0n }),
    account(500, { held: 900n * ONE }),
    account(600, { held: 3n * ONE }),
    account(601, { held: 3n * ONE }),
  ]),
});
year.vesting.vaults.push(
  ...[600, 601].map((n) => ({ vault: addressOf(n), beneficiary: addressOf(7) }) as never),
);

const asked: Asked = {
  ...{ period: { from: START + 35 * DAY, to: START + 400 * DAY }, source: TOKENS },
  ...{ token: TOKEN, own: OWN },
};

async function aim(target: Omit<Target, "name">, given: Partial<Asked> = {}, of = year): Promise<Aim> {
  const { aims } = await aimsOf(DOMAINS, of, { ...asked, ...given }, [{ name: "Aim", ...target }]);
  return aims[0]!;
}

/** Prices by day and token, as a file has them. */
const pricesOf = (...lines: string[]) =>
  moneyOf(
    parsePrices(["date,token,price,currency", ...lines].join("\n"), {
      tokenOf: (name) => (name === "ETH" ? ZeroAddress : TOKEN),
    }),
    () => 18,
  );
const day = (after: number) => new Date((START + after * DAY) * 1000).toISOString().slice(0, 10);

describe("Targets of a network", () => {
  it("A8: hold the participation in decisions of named types against the aim", async () => {
    const major = { measure: "participation", types: ["GOV"] };
    expect(await aim({ ...major, atLeast: "7500" })).to.deep.include({
      ...{ state: "met", figure: { unit: "bps", value: 7_500 } },
    });
    expect(await aim({ ...major, atLeast: "7501" })).to.include({ state: "not met" });
    expect((await aim({ measure: "participation", atLeast: "1" })).figure!.value).to.equal(5_333);
    const none = await aim({ ...major, types: ["POLICY"], atLeast: "1" });
    expect(none.figure).to.equal(undefined);
    expect(none).to.include({ state: "no data yet", missing: "No vote of these types ended in this time." });
  });

  it("A4: tell participation by type, as the votes of a type add up", () => {
    const { types, byType } = participation(year, TOKENS);
    expect(types).to.deep.equal([
      {
        ...{ type: "GOV", proposals: 2, cast: 150n * ONE, electorate: 200n * ONE },
        ...{ turnoutBps: 7_500, voters: 2 },
      },
      {
        ...{ type: "TECH", proposals: 1, cast: 10n * ONE, electorate: 100n * ONE },
        ...{ turnoutBps: 1_000, voters: 1 },
      },
    ]);
    expect(byType.rows[0]).to.deep.equal(["GOV", 2, 150n * ONE, 200n * ONE, 7_500, 2]);
  });

  it("A8: count proposals, those who vote, those that pass, and those who hold tokens", async () => {
    const value = async (target: Omit<Target, "name" | "atLeast">) =>
      (await aim({ ...target, atLeast: "1" })).figure!.value;
    expect(await value({ measure: "proposals" })).to.equal(3);
    expect(await value({ measure: "proposals", types: ["TECH"] })).to.equal(1);
    expect(await value({ measure: "participants" })).to.equal(3);
    expect(await value({ measure: "participants", types: ["TECH"] })).to.equal(1);
    expect(await value({ measure: "success" })).to.equal(6_666);
    // Account 1, and the beneficiary of both vaults: the treasury is nobody.
    expect(await value({ measure: "holders" })).to.equal(2);
    expect([...holdersIn(year, TOKENS, OWN)]).to.have.members([addressOf(1), addressOf(7)]);
  });

  it("A4: hold growth and payments of a token against the aim, refunds taken back", async () => {
    const growth = { measure: "treasuryGrowth", token: "governance", over: 365 * DAY };
    expect(await aim({ ...growth, atLeast: "1000" })).to.deep.include({
      ...{ state: "met", figure: { unit: "bps", value: 1_930n } },
    });
    const paid = { measure: "paid", token: "governance", categories: ["grants", "research"] };
    expect(await aim({ ...paid, atLeast: String(100n * ONE) })).to.deep.include({
      ...{ state: "met", figure: { unit: "amount", value: { token: TOKEN, units: 100n * ONE } } },
    });
    expect(await aim({ ...paid, atLeast: String(100n * ONE + 1n) })).to.include({ state: "not met" });
    expect((await aim({ ...paid, categories: undefined, atLeast: "1" })).figure!.value).to.deep.equal({
      ...{ token: TOKEN, units: 107n * ONE },
    });
  });

  it("A4: say that there is no data yet, and why, where there is none", async () => {
    const growth = { measure: "treasuryGrowth", atLeast: "1" };
    expect(await aim({ ...growth, over: 401 * DAY })).to.include({
      ...{ state: "no data yet", missing: "The network is younger than that." },
    });
    expect((await aim(growth)).missing).to.match(/counted in money: name a file of prices/);
    expect((await aim({ ...growth, measure: "paid" })).missing).to.match(/counted in money/);
    expect((await aim({ ...growth, token: ZeroAddress })).missing).to.equal(
      "The treasury had nothing at the beginning.",
    );
  });

  it("A4: never make up what this version does not know", async () => {
    for (const measure of ["happiness", "constructor", "__proto__"]) {
      const { state, figure, missing } = await aim({ measure, atLeast: "1" });
      expect([state, figure]).to.deep.equal(["not measurable yet", undefined]);
      expect(missing).to.match(/does not know the measure/);
    }
  });

  describe("of satisfaction", () => {
    const votes = addressOf(98);
    /** A ballot that closed some days after the start, of the usual form. */
    const poll = (id: number, closed: number, changes: Partial<HistoricPoll> = {}): HistoricPoll => ({
      ...{
        id: BigInt(id),
        opener: addressOf(1),
        source: votes,
        own: true,
        kind: "split",
        options: 5,
        winners: 1,
      },
      ...{ opens: START + (closed - 14) * DAY, closes: START + closed * DAY, nomineeBps: 0, quorum: 0n },
      ...{ subject: SATISFACTION_SUBJECT, uri: "", opened: moment(START + (closed - 14) * DAY) },
      ...changes,
    });
    const vote = (id: number, weight: bigint, options: number[], parts = [10_000]): PollVote => ({
      ...{ poll: BigInt(id), voter: addressOf(1), weight, options, parts },
    });
    /** Of a history with these ballots, as of 400 days after the start. */
    const satisfied = (polls: HistoricPoll[], cast: PollVote[]) => {
      const list = new Map(polls.map((one) => [one.id, one]));
      const voting = { sources: [votes], polls: list, votes: cast, nominees: [] };
      const told = history({ head: year.head, voting });
      return aim({ measure: "satisfaction", atLeast: "7000" }, {}, told);
    };

    it("A8: is the share of the votes in the year's ballot for satisfied and very satisfied", async () => {
      const cast = [
        vote(1, 60n, [3, 4], [5_000, 5_000]),
        vote(1, 10n, [0, 3], [5_000, 5_000]),
        vote(1, 30n, [1]),
      ];
      expect(await satisfied([poll(1, 300)], cast)).to.deep.include({
        ...{ state: "not met", figure: { unit: "bps", value: 6_500 } },
      });
      expect((await satisfied([poll(1, 300)], cast.slice(0, 1))).state).to.equal("met");
    });

    it("is that of the ballot in which most votes took part: a small one speaks for nobody", async () => {
      const polls = [poll(1, 300), poll(2, 390), poll(3, 395)];
      const { figure } = await satisfied(polls, [vote(1, 90n, [2]), vote(2, 10n, [4]), vote(3, 90n, [4])]);
      expect(figure!.value).to.equal(0);
    });

    for (const [title, change] of [
      ["with votes of a stranger's own source", { source: addressOf(7), own: false }],
      ["whose options may mean anything", { options: 6 }],
      ["in which people stand", { nomineeBps: 100 }],
      ["in which a vote counts for several options", { kind: "approval" }],
      ["about something else", { subject: COUNCIL_SUBJECT }],
      ["that is still open", { closes: START + 401 * DAY }],
      ["of the year before", { closes: START + 34 * DAY }],
    ] as [string, Partial<HistoricPoll>][]) {
      it(`never is that of a ballot ${title}`, async () => {
        expect(await satisfied([poll(1, 300, change)], [vote(1, 90n, [4])])).to.deep.include({
          ...{ state: "no data yet" },
          missing: "No ballot on satisfaction in which somebody voted has closed in the last year.",
        });
      });
    }

    it("A4: is nothing where nobody voted", async () => {
      expect((await satisfied([poll(1, 300)], [])).state).to.equal("no data yet");
    });
  });

  it("are measured by one domain each", async () => {
    const all = await Promise.all(DOMAINS.map(async ({ analytics }) => (await analytics?.())?.measuring));
    const measured = all.flatMap((one) => Object.keys(one?.aims ?? {}));
    expect(measured.sort()).to.deep.equal(Object.keys(MEASURES).sort());
  });

  it("A4: stand in the report of a network, met or not, with each reason in words", async () => {
    const { targets } = conventionsOf(parseConfig(presets.aitbc));
    const contracts = {} as ReportInput["deployment"]["contracts"];
    const period = { from: START + 35 * DAY, to: START + 400 * DAY };
    const money = pricesOf(
      ...[`${day(34)},AITBC,2,USD`, `${day(399)},AITBC,1.5,USD`, `${day(399)},ETH,2000,USD`],
      ...[
        `${day(100)},AITBC,1,USD`,
        `${day(200)},AITBC,1,USD`,
        `${day(201)},AITBC,1,USD`,
        `${day(202)},AITBC,1,USD`,
        `${day(203)},ETH,1,USD`,
      ],
    );
    const { aims, measured } = await readMeasured(DOMAINS, year, { ...asked, money }, targets);
    expect(aims!.aims.map(({ state }) => state)).to.deep.equal([
      ...["not met", "not met", "not met", "not met", "met", "met", "not met", "no data yet"],
    ]);
    // 1,000 at 2 before; 1,193 at 1.5 and 2 ETH at 2,000 after.
    expect(aims!.aims[5]!.figure!.value).to.equal(18_947n);
    const report = buildReport({
      ...{ history: year, source: TOKENS, period, units: UNITS, measured, aims: aims!, money },
      deployment: { name: "AITBC", chainId: 1, block: 0, contracts: { ...contracts, Treasury: OWN[0]! } },
    });
    expect(report.sections[0]!.id).to.equal("targets");
    expect(report.summary.at(-1)).to.equal(
      "Of 8 targets of its own the network met 2 and did not meet 5; 1 has no figure yet.",
    );
    for (const text of [toHtml(report), toMarkdown(report)]) {
      const page = text.replaceAll("\\", "").replaceAll("\u00a0", " ");
      expect(page).to.include("Participation in major decisions");
      expect(page).to.include("24,000,000 AITBC");
      expect(page).to.include("no data yet");
      expect(page).to.include("The treasury in money");
      expect(page).to.include("5,789.5 USD");
    }
    const csv = toCsv(aims!.table, UNITS).split("\r\n");
    expect(csv[0]).to.equal("Target,Measured as,At least,At least in,Figure,Figure in,State,Why");
    expect(csv[5]).to.equal(
      'Success of proposals,"Votes that passed, of those that ended; in 365d",60,%,66.66,%,met,',
    );
    expect(csv[7]).to.match(/,24000000,AITBC,0,AITBC,not met,$/);
    expect(csv[4]).to.match(/,100000,,2,,not met,$/);
  });

  it("travel with the deployment file, also those of a later version", () => {
    const conventions = conventionsOf(parseConfig(presets.aitbc));
    const later = { ...conventions.targets![0]!, measure: "happiness", wish: "more" };
    const addresses = [
      ...["TimelockController", "GovernanceToken", "ProtocolRegistry", "Rulebook", "NetworkGovernor"],
    ].map((name, i) => [name, addressOf(500 + i)] as const);
    const read = parseDeployment(
      JSON.stringify({
        ...{ name: "AITBC", chainId: 1, block: 0, contracts: Object.fromEntries(addresses) },
        conventions: { ...conventions, targets: [...conventions.targets!, later] },
      }),
    );
    expect(read.conventions!.targets!.slice(0, -1)).to.deep.equal(conventions.targets);
    expect(read.conventions!.targets!.at(-1)).to.include({ measure: "happiness", atLeast: "8000" });
    expect(conventionsOf(parseConfig(presets.neuroshard))).to.not.have.property("targets");
  });

  it("are shown with their own units, one by one", () => {
    const cell = (unit: "tokens" | "votes" | "bps", value: bigint) =>
      formatCell({ unit, value }, "mixed", UNITS);
    expect([cell("tokens", 3n * ONE), cell("votes", ONE), cell("bps", 8_000n)]).to.deep.equal([
      ...["3\u00a0AITBC", "1\u00a0votes", "80\u00a0%"],
    ]);
  });
});

describe("The treasury in money", () => {
  const period = { from: START + 150 * DAY, to: START + 204 * DAY };
  const PRICES = [
    ...[`${day(149)},AITBC,0.5,USD`, `${day(200)},AITBC,1,USD`, `${day(201)},AITBC,1,USD`],
    ...[`${day(202)},AITBC,2,USD`, `${day(203)},AITBC,0.25,USD`, `${day(203)},ETH,2000.5,USD`],
  ];
  const cells = (row: readonly unknown[]) =>
    row.slice(1).map((cell) => (cell as { units: bigint }).units / (ONE / 100n));

  it("A4: values balances at the days of both ends, each movement at its own, and adds up", () => {
    const { rows } = treasuryInMoney(year, period, pricesOf(...PRICES));
    // 1,300 at 0.5; +0; −120 − 7 × 2 + 20; 1,193 at 0.25; what prices changed is the rest.
    expect(rows.map((row) => [row[0], ...cells(row)])).to.deep.equal([
      [TOKEN, 65_000n, 0n, -11_400n, 0n, -23_775n, 29_825n],
      [ZeroAddress, 0n, 400_100n, 0n, 0n, 0n, 400_100n],
      ["All", 65_000n, 400_100n, -11_400n, 0n, -23_775n, 429_925n],
    ]);
    for (const row of rows) {
      const [opening, ...rest] = row.slice(1).map((cell) => (cell as { units: bigint }).units);
      const closing = rest.pop()!;
      expect(rest.reduce((sum, part) => sum + part, opening!)).to.equal(closing);
    }
  });

  it("A4: names every day without a price at once, and what to write", () => {
    const without = PRICES.filter((line) => !line.startsWith(day(201)) && !line.includes("ETH"));
    const missing = (days: string[]) =>
      `prices is refused:\n${days.map((at) => `  ${at}: has no price, and the treasury had or moved some; add a line ${at},<price>,USD`).join("\n")}`;
    expect(() => treasuryInMoney(year, period, pricesOf(...without))).to.throw(
      missing([`${day(203)},ETH`, `${day(201)},AITBC`]).split("\n")[1],
    );
    expect(() => treasuryInMoney(year, period, pricesOf(...without))).to.throw(`${day(201)},AITBC: has no`);
  });
});
