import { expect } from "chai";

import { parseGrants, PolityError, vestedAt, vestingSeries, type ValidationError } from "@polity/sdk";

const ADA = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const HEAD = "beneficiary,amount,start,duration,cliff,revocable";
const GOOD = `${ADA},1250.5,2026-01-01,1460d,365d,no`;
const DAY = 86_400;
const START = Date.UTC(2026, 0, 1) / 1000;

/** The problems of a text, as a person reads them. */
function problemsOf(text: string): string[] {
  try {
    parseGrants(text);
  } catch (error) {
    return (error as ValidationError).problems.map(
      ({ line, field, message }) => `${line ?? "-"} ${field}: ${message}`,
    );
  }
  return [];
}

describe("Lists of grants", () => {
  it("reads amounts in tokens, dates as midnight UTC and durations in seconds", () => {
    expect(parseGrants(`${HEAD}\n${GOOD}\n`)).to.deep.equal([
      {
        beneficiary: ADA,
        amount: 1_250_500_000_000_000_000_000n,
        start: START,
        duration: 1460 * DAY,
        cliff: 365 * DAY,
        revocable: false,
      },
    ]);
  });

  it("takes columns in any order, spaces, empty lines, Windows line ends and a byte order mark", () => {
    const text = `\uFEFFrevocable, amount,beneficiary,cliff,duration,start\r\n\r\n yes,1,${ADA} ,0d,30d,2026-01-01\r\n\r\n`;
    const [grant] = parseGrants(text);
    expect(grant).to.include({ beneficiary: ADA, revocable: true, cliff: 0, duration: 30 * DAY });
  });

  it("asks its caller what a name stands for", () => {
    const addressOf = (name: string) => {
      if (name === "ada") return ADA;
      throw new PolityError(`"${name}" is unknown`, { hint: "ask around" });
    };
    const [grant] = parseGrants(`${HEAD}\n${GOOD.replace(ADA, "ada")}`, { addressOf });
    expect(grant!.beneficiary).to.equal(ADA);
    expect(() => parseGrants(`${HEAD}\n${GOOD.replace(ADA, "eve")}`, { addressOf, file: "x.csv" })).to.throw(
      'x.csv: 1 problem\n  line 2, beneficiary: "eve" is unknown; ask around',
    );
  });

  it("takes what spreadsheets of other countries write: semicolons, tabs, bars, quotes and a named separator", () => {
    const [expected] = parseGrants(`${HEAD}\n${GOOD}`);
    for (const separator of [";", "\t", "|"]) {
      const text = `${HEAD}\r\n${GOOD}\r\n`.replaceAll(",", separator);
      expect(parseGrants(text), separator).to.deep.equal([expected]);
    }
    expect(parseGrants(`sep=;\r\n${HEAD}\r\n${GOOD}\r\n`.replaceAll(",", ";"))).to.deep.equal([expected]);
    expect(parseGrants(`${HEAD}\n${GOOD.split(",").map((cell) => `"${cell}"`).join(",")}`)).to.deep.equal([expected]); // prettier-ignore
  });

  it("names the line on which a row begins, behind cells of several lines", () => {
    expect(
      problemsOf(`${HEAD}\n${GOOD.replace("no", '"no\n\n"')}\n${GOOD.replace(ADA, "eve")}`),
    ).to.deep.equal([
      '5 beneficiary: "eve" is not an address; write 0x and 40 hex digits with a correct checksum',
    ]);
  });

  const refusals: [what: string, text: string, ...problems: RegExp[]][] = [
    ["an empty file", "\n\n", /^- file: is empty/],
    ["no grants", HEAD, /^- file: has no grants/],
    ["no columns", GOOD, /^1 columns: are missing; begin with beneficiary,amount,/],
    [
      "a misspelt column, one twice and one missing",
      `beneficary,amount,amount,duration,cliff,revocable\n${GOOD}`,
      /^1 "beneficary": is no column; did you mean "beneficiary"\?/,
      /^1 amount: is there twice/,
      /^1 beneficiary: is missing/,
      /^1 start: is missing/,
    ],
    ["a cell too many", `${HEAD}\n${GOOD},x`, /^2 line: has 7 cells; write 6, and quotes/],
    ["thousands with commas", `${HEAD}\n${ADA},1,250,2026-01-01,1d,0d,no`, /^2 line: has 7 cells/],
    ["no address", `${HEAD}\n${GOOD.replace(ADA, "0x12")}`, /^2 beneficiary: "0x12" is not an address/],
    [
      "nothing granted",
      `${HEAD}\n${GOOD.replace("1250.5", "0")}`,
      /^2 amount: is 0; write an amount above 0/,
    ],
    ["an amount below 0", `${HEAD}\n${GOOD.replace("1250.5", "-1")}`, /^2 amount: "-1" is negative/],
    [
      "more than there can be",
      `${HEAD}\n${GOOD.replace("1250.5", "79228162515")}`,
      /^2 amount: .* is more than there can be/,
    ],
    [
      "no date",
      `${HEAD}\n${GOOD.replace("2026-01-01", "2026-02-30")}`,
      /^2 start: "2026-02-30" is not a date/,
    ],
    [
      "a date before there was time",
      `${HEAD}\n${GOOD.replace("2026", "1969")}`,
      /^2 start: "1969-01-01" is not between/,
    ],
    [
      "a date of the Romans",
      `${HEAD}\n${GOOD.replace("2026", "0203")}`,
      /^2 start: "0203-01-01" is not between/,
    ],
    ["a date far away", `${HEAD}\n${GOOD.replace("2026", "2200")}`, /^2 start: "2200-01-01" is not between/],
    [
      "a space of no width",
      `${HEAD}\n${GOOD.replace(ADA, `${ADA}\u200b`)}`,
      /^2 beneficiary: .*invisible character U\+200B/,
    ],
    [
      "a comma for a point",
      `${HEAD}\n${GOOD}`.replaceAll(",", ";").replace("1250.5", "1250,5"),
      /^2 amount: "1250,5" is not a decimal number/,
    ],
    ["no duration", `${HEAD}\n${GOOD.replace("1460d", "4y")}`, /^2 duration: "4y" is not a duration/],
    ["136 years", `${HEAD}\n${GOOD.replace("1460d", "49711d")}`, /^2 duration: "49711d" is too long/],
    ["neither yes nor no", `${HEAD}\n${GOOD.replace("no", "maybe")}`, /^2 revocable: "maybe" is neither/],
    ["a cliff after the end", `${HEAD}\n${GOOD.replace("365d", "1461d")}`, /^2 cliff: 1461d is beyond/],
    [
      "the same terms twice",
      `${HEAD}\n${GOOD}\n\n${GOOD.replace("1250.5", "3")}`,
      /^4 line: has the terms of line 2, so it is the same vault; add the amounts/,
    ],
    [
      "every problem of every line",
      `${HEAD}\n0x1,x,y,z,w,v\n${GOOD.replace("no", "")}`,
      /^2 beneficiary/,
      /^2 amount/,
      /^2 start/,
      /^2 duration/,
      /^2 cliff/,
      /^2 revocable/,
      /^3 revocable/,
    ],
  ];
  for (const [what, text, ...expected] of refusals) {
    it(`refuses ${what}`, () => {
      const problems = problemsOf(text);
      expect(problems.length, problems.join("\n")).to.equal(expected.length);
      expected.forEach((pattern, i) => expect(problems[i]).to.match(pattern));
    });
  }
});

describe("Vesting schedules", () => {
  const schedule = { start: START, duration: 1460 * DAY, cliff: 365 * DAY };

  it("are 0 before the cliff, linear after it and everything at the end", () => {
    const at = (days: number) => vestedAt(schedule, 1460n, START + days * DAY);
    expect([at(-1), at(0), at(364), at(365), at(730), at(1459), at(1460), at(9999)]).to.deep.equal([
      ...[0n, 0n, 0n],
      ...[365n, 730n, 1459n, 1460n, 1460n],
    ]);
    expect(vestedAt(schedule, 1460n, START + 365 * DAY - 1)).to.equal(0n);
    expect(vestedAt({ start: START, duration: 0, cliff: 0 }, 7n, START)).to.equal(7n);
    expect(vestedAt({ start: START, duration: 0, cliff: 0 }, 7n, START - 1)).to.equal(0n);
  });

  it("come as a series with the jump at the cliff, ends of months and the end", () => {
    const series = vestingSeries(schedule, 1460n, { months: 12 });
    const days = series.map(({ time, vested }) => [(time - START) / DAY, vested]);
    expect(days).to.deep.equal([
      [0, 0n],
      [365 - 1 / DAY, 0n],
      [365, 365n],
      [730, 730n],
      // 2028 has a 29 February.
      [1096, 1096n],
      [1460, 1460n],
    ]);
    const monthly = vestingSeries(schedule, 1460n, { months: 1 });
    expect(monthly.length).to.equal(1 + 1 + 48);
    expect(monthly.every(({ time }, i) => i === 0 || time > monthly[i - 1]!.time)).to.equal(true);
  });

  it("without a cliff or a duration have no jump, or nothing else", () => {
    expect(
      vestingSeries({ ...schedule, cliff: 0 }, 4n, { months: 48 }).map(({ vested }) => vested),
    ).to.deep.equal([0n, 4n]);
    expect(vestingSeries({ start: START, duration: 0, cliff: 0 }, 4n)).to.deep.equal([
      { time: START, vested: 4n },
    ]);
  });
});
