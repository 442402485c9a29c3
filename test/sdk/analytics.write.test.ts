import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { formatCell, formatSpan, toCsv, type Table, type Units } from "@polity/sdk";
import { addressOf, Dice, ONE, START } from "../helpers/history";

const TOKEN = addressOf(1);
const UNITS: Units = {
  token: { symbol: "NEURO", decimals: 18 },
  tokens: new Map([[TOKEN, { symbol: "=cmd|'/c'!A", decimals: 6 }]]),
};

/** A reader of RFC 4180 that shares nothing with the writer: character by character. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let [cell, quoted] = ["", false];
  for (let i = 0; i < text.length; i++) {
    const [character, next] = [text[i]!, text[i + 1]];
    if (quoted) {
      if (character !== '"') cell += character;
      else if (next === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "," || (character === "\r" && next === "\n")) {
      rows.at(-1)!.push(cell);
      cell = "";
      if (character === "\r") {
        rows.push([]);
        i += 1;
      }
    } else cell += character;
  }
  expect(rows.pop()).to.deep.equal([]);
  return rows;
}

const table = (columns: Table["columns"], ...rows: Table["rows"][number][]): Table => ({
  ...{ title: "A table", method: "", columns, rows },
});

describe("Writing figures", () => {
  it("exports CSV that gives back every text, whatever stands in it", () => {
    const dice = new Dice(20);
    const signs = ['"', ",", "\r", "\n", "a", " ", "=", "'", "é", ";"];
    for (let round = 0; round < 200; round++) {
      const texts = Array.from({ length: 3 }, () =>
        Array.from({ length: dice.upTo(8) }, () => dice.pick(signs)).join(""),
      );
      const [head, row] = readCsv(
        toCsv(
          table(
            texts.map((_, i) => ({ name: `Column ${i}, "named"`, unit: "text" })),
            texts,
          ),
          UNITS,
        ),
      );
      expect(head).to.deep.equal(texts.map((_, i) => `Column ${i}, "named"`));
      // A carriage return is a control character: it is marked, like everything that nobody sees.
      const shown = texts.map((text) => text.replaceAll("\r", "\ufffd"));
      expect(row).to.deep.equal(shown.map((text) => (/^(\s*=|\n)/.test(text) ? `'${text}` : text)));
    }
  });

  for (const evil of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\n=1", "＝1", "＋1", "－1", "＠1"]) {
    it(`lets no spreadsheet run ${JSON.stringify(evil)}`, () => {
      const [, row] = readCsv(toCsv(table([{ name: "Reason", unit: "text" }], [evil]), UNITS));
      expect(row![0]).to.equal(`'${evil}`);
    });
  }

  it("keeps numbers numbers, with every digit, and what a token calls itself harmless beside them", () => {
    const text = toCsv(
      table(
        [
          { name: "Supply", unit: "tokens" },
          { name: "Paid", unit: "amount" },
          { name: "Share", unit: "bps" },
          { name: "Change", unit: "change" },
          { name: "Rewards", unit: "multiplier" },
          { name: "At", unit: "time" },
          { name: "Took", unit: "seconds" },
          { name: "Nothing", unit: "amount" },
        ],
        [-ONE - 1n, { token: TOKEN, units: -1_500_000n }, 6_650, -250, 11_000n, START, 90, undefined],
        [1n, { token: ZeroAddress, units: 1n }, undefined, 0, 10_000, START + 1, 0, undefined],
        [0n, { token: addressOf(2), units: 5n }, 0, 1, 10_000, START, 0, undefined],
      ),
      UNITS,
    );
    expect(text.split("\r\n")).to.deep.equal([
      "Supply (NEURO),Paid,Paid in,Share (%),Change (%),Rewards (times),At (UTC),Took (s),Nothing,Nothing in",
      "-1.000000000000000001,-1.5,'=cmd|'/c'!A,66.5,-2.5,1.1,2026-01-01T00:00:00Z,90,,",
      "0.000000000000000001,0.000000000000000001,ETH,,0,1.0,2026-01-01T00:00:01Z,0,,",
      `0,5,base units of ${addressOf(2)},0,0.01,1.0,2026-01-01T00:00:00Z,0,,`,
      "",
    ]);
  });

  it("counts votes as votes, points as points and money as the token, and says so unless the name does", () => {
    const columns = [
      { name: "Votes cast", unit: "votes" },
      { name: "Quorum", unit: "votes" },
      { name: "Given", unit: "points" },
      { name: "Locked", unit: "tokens" },
      { name: "Total", unit: "mixed" },
    ] as const;
    const total = { unit: "votes", value: 3n * ONE } as const;
    const [head, row] = toCsv(table(columns, [ONE, ONE, 2n * ONE, ONE, total]), UNITS).split("\r\n");
    expect(head).to.equal("Votes cast,Quorum (votes),Given (points),Locked (NEURO),Total,Total in");
    expect(row).to.equal("1,1,2,1,3,votes");
    expect(formatCell(total, "mixed", UNITS)).to.equal("3\u00a0votes");
    expect(formatCell({ unit: "tokens", value: ONE }, "mixed", UNITS)).to.equal("1\u00a0NEURO");
  });

  it("tells people amounts with two decimals, or as many as it takes to see something, or all of them", () => {
    const show = (units: bigint, exact = false) => formatCell(units, "votes", UNITS, { exact });
    expect(show(1_234_567n * ONE + (ONE * 129n) / 1_000n)).to.equal("1,234,567.12");
    expect(show(5n * ONE)).to.equal("5");
    expect(show(1n)).to.equal("0.000000000000000001");
    expect(show((ONE * 4_567n) / 10_000_000n)).to.equal("0.0004");
    expect(show(-(ONE * 3n) / 2n)).to.equal("−1.5");
    expect(show(ONE + 1n, true)).to.equal("1.000000000000000001");
    expect(show(0n)).to.equal("0");
  });

  it("tells people shares, changes, times and what is not known, and marks what nobody sees", () => {
    const cells: [
      cell: Parameters<typeof formatCell>[0],
      unit: Parameters<typeof formatCell>[1],
      text: string,
    ][] = [
      [undefined, "bps", "–"],
      [6_650, "bps", "66.5\u00a0%"],
      [250, "change", "+2.5\u00a0%"],
      [-250n, "change", "-2.5\u00a0%"],
      [11_000n, "multiplier", "× 1.1"],
      [START + 61, "time", "2026-01-01 00:01"],
      [200_000, "seconds", "2 d 7 h"],
      [1_234, "count", "1,234"],
      ["safe\u202egnihton", "text", "safe\ufffdgnihton"],
      [{ token: TOKEN, units: 1_500_000n }, "amount", "1.5\u00a0=cmd|'/c'!A"],
    ];
    for (const [cell, unit, text] of cells) expect(formatCell(cell, unit, UNITS)).to.equal(text);
    expect([0, 59, 60, 3_661, 86_400, 90_061].map(formatSpan)).to.deep.equal([
      ...["0 s", "59 s", "1 min", "1 h 1 min", "1 d", "1 d 1 h"],
    ]);
  });
});
