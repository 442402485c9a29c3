import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { buildReport, toMarkdown } from "../../report";
import type { ReportInput } from "../../report";
import { PLAIN_FORM } from "@polity/sdk";
import { measuring } from "@polity/sdk/rounds/analytics";
import { programFigures, programsTable, roundsTable } from "@polity/sdk/rounds/figures";
import type { HistoricRound, RoundMoney } from "@polity/sdk/rounds/history";
import { addressOf, DAY, history, moment, ONE, START, TOKENS } from "../helpers/history";

const TOKEN = addressOf(1);
const at = (day: number) => moment(START + day * DAY);
const month = (n: number) => ({ from: START + 30 * n * DAY, to: START + 30 * (n + 1) * DAY });

/** Two programs: one pays its first round a month after it was opened, and a vote strikes its second; one is void. */
function told() {
  const round = (
    id: bigint,
    program: bigint,
    day: number,
    parts: Partial<HistoricRound> = {},
  ): [bigint, HistoricRound] => [
    id,
    {
      ...{ id, program, recipeKey: "prompt.equity", recipe: "0x", pot: 100n * ONE, opened: at(day) },
      ...{ closes: START + (day + 14) * DAY, entries: 8, commits: 7, results: [], counting: 0 },
      ...{ flags: 0, strikes: 0, shares: 0, paid: 0n, ...parts },
    },
  ];
  const tallied = (day: number) => ({ ...at(day), windowUntil: START + (day + 24) * DAY });
  const left = (id: bigint, day: number, parts: Partial<RoundMoney>): RoundMoney => ({
    ...{ ...at(day), round: id, shares: 0, paid: 0n, back: 0n, ...parts },
  });
  return history({
    rounds: {
      programs: new Map([
        [1n, { recipeKey: "prompt.equity", asset: TOKEN }],
        [2n, { recipeKey: "prompt.profit", asset: ZeroAddress }],
      ]),
      rounds: new Map([
        round(1n, 1n, 1, { tallied: tallied(20), counting: 6, flags: 1, strikes: 1 }),
        round(2n, 1n, 31, { tallied: tallied(50), struck: at(60), counting: 5 }),
        round(3n, 2n, 5, { voided: at(25), entries: 3, commits: 4, pot: 5n * ONE }),
      ]),
      money: [
        left(3n, 26, { back: 6n * ONE }),
        left(1n, 45, { shares: 5, paid: 60n * ONE }),
        left(1n, 46, { shares: 1, paid: 10n * ONE }),
        left(2n, 61, { back: 100n * ONE }),
      ],
    },
  });
}

const of = (units: bigint, token = TOKEN) => ({ token, units });

describe("Figures of rounds", () => {
  it("add up by program, each step in the period in which it happened", () => {
    const figures = (n: number) =>
      programFigures(told(), month(n)).map(({ opened, pots, tallied, failed, shares, paid, back }) => [
        ...[opened, pots, tallied, failed, shares, paid, back],
      ]);
    const nothing = [0, 0n, 0, 0, 0, 0n, 0n];
    expect(figures(0)).to.deep.equal([
      [1, 100n * ONE, 1, 0, 0, 0n, 0n],
      [1, 5n * ONE, 0, 1, 0, 0n, 6n * ONE],
    ]);
    expect(figures(1)).to.deep.equal([[1, 100n * ONE, 1, 0, 6, 70n * ONE, 0n], nothing]);
    expect(figures(2)).to.deep.equal([[0, 0n, 0, 1, 0, 0n, 100n * ONE], nothing]);
    expect(programsTable(told(), month(0)).rows[1]).to.deep.equal([
      ...[2n, "prompt.profit", 1, of(5n * ONE, ZeroAddress), 0, 1, 0],
      ...[of(0n, ZeroAddress), of(6n * ONE, ZeroAddress)],
    ]);
    expect(measuring.tokens!(told())).to.deep.equal([TOKEN, ZeroAddress]);
  });

  it("list each round in every period in which something happened to it, with the money of that period alone", () => {
    const rows = (n: number) => roundsTable(told(), month(n)).rows;
    expect(rows(0).map(([id]) => id)).to.deep.equal([1n, 3n]);
    expect(rows(1)).to.deep.equal([
      [1n, 1n, at(1).time, "tallied", of(100n * ONE), 8, 7, 6, 1, 1, 6, of(70n * ONE), of(0n)],
      [2n, 1n, at(31).time, "struck by a vote", of(100n * ONE), 8, 7, 5, 0, 0, 0, of(0n), of(0n)],
    ]);
    expect(rows(2).map((row) => [row[0], row.at(-1)])).to.deep.equal([[2n, of(100n * ONE)]]);
    expect(rows(3)).to.deep.equal([]);
  });

  it("are a chapter of the report, with what was paid, by program and by round", () => {
    const contracts = Object.fromEntries(
      [
        ...["TimelockController", "GovernanceToken", "ProtocolRegistry"],
        ...["Rulebook", "NetworkGovernor", "Treasury"],
      ].map((name, i) => [name, addressOf(500 + i)]),
    ) as ReportInput["deployment"]["contracts"];
    const written = (of: ReportInput["history"], n: number) =>
      toMarkdown(
        buildReport({
          ...{ history: of, source: TOKENS, period: month(n) },
          deployment: {
            ...{ name: "Equal", chainId: 1, block: 0, contracts, accounts: {} },
            conventions: { proposals: PLAIN_FORM, parameters: {}, holders: [] },
          },
          units: {
            token: { symbol: "EQ", decimals: 18 },
            tokens: new Map([[TOKEN, { symbol: "EQ", decimals: 18 }]]),
          },
        }),
      );
    const chapter = written(told(), 1);
    expect(chapter).to.include("6 shares of rounds were paid in the period.");
    expect(chapter).to.match(/\| 1 \| prompt\.equity \| 1 \| 100 EQ \| 1 \| 0 \| 6 \| 70 EQ \| 0 EQ \|/);
    expect(chapter).to.match(
      /\| 1 \| 1 \|[^|]*\| tallied \| 100 EQ \| 8 \| 7 \| 6 \| 1 \| 1 \| 6 \| 70 EQ \|/,
    );
    expect(written(told(), 3)).to.match(/### Rounds\n[^]*Nothing in this period/);
    expect(written(history(), 0)).to.not.match(/Rounds/);
  });
});
