import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { checkAddress, moneyOf, parsePrices, ValidationError } from "@polity/sdk";

const TOKEN = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const HEAD = "date,token,price,currency";
const tokenOf = (name: string) =>
  name === "ETH" ? ZeroAddress : checkAddress(name, "write ETH or an address");
const read = (text: string) => parsePrices(text, { file: "prices.csv", tokenOf });

/** What is wrong with a text, as a person reads it. */
function problemsOf(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof ValidationError)) return [(error as Error).message];
    return error.problems.map(({ line, field, message }) => `${line ?? "-"} ${field}: ${message}`);
  }
  return [];
}

describe("Prices that a reporter names", () => {
  it("A4: are read from CSV as spreadsheets write it, and from JSON, the same", () => {
    const csv = `\uFEFF${HEAD}\r\n2026-03-31,ETH,2100.50,USD\r\n\r\n2026-03-31, ${TOKEN} ,0.000001,USD\r\n`;
    const german = `token;price;date;currency\nETH;2100.50;2026-03-31;USD\n${TOKEN};0.000001;2026-03-31;USD\n`;
    const json = JSON.stringify([
      { date: "2026-03-31", token: "ETH", price: "2100.50", currency: "USD" },
      { date: "2026-03-31", token: TOKEN, price: "0.000001", currency: "USD" },
    ]);
    const day = Date.UTC(2026, 2, 31) / 1000;
    for (const text of [csv, german, json]) {
      const { currency, byToken } = read(text);
      expect(currency).to.equal("USD");
      expect(byToken.get(ZeroAddress)!.get(day)).to.equal(2_100_500_000_000_000_000_000n);
      expect(byToken.get(TOKEN)!.get(day)).to.equal(10n ** 12n);
    }
  });

  it("A4: are worth what amounts of any decimals cost on their day, rounded towards nothing", () => {
    const money = moneyOf(read(`${HEAD}\n2026-03-31,${TOKEN},1.5,EUR`), () => 6);
    const time = Date.UTC(2026, 2, 31, 23, 59, 59) / 1000;
    expect(money.worth([{ token: TOKEN, units: 2_000_001n, time }])).to.deep.equal([
      3_000_001_500_000_000_000n,
    ]);
    expect(money.worth([{ token: ZeroAddress, units: 0n, time: time + 1 }])).to.deep.equal([0n]);
    expect(() => money.worth([{ token: TOKEN, units: 1n, time: time + 1 }])).to.throw(
      `2026-04-01,${TOKEN}: has no price`,
    );
  });

  const good = "2026-03-31,ETH,2100,USD";
  const refused: [what: string, text: string, problem: RegExp][] = [
    ["a day twice", `${HEAD}\n${good}\n${good}`, /^3 date: has a price of this token on line 2 too/],
    ["another currency", `${HEAD}\n${good}\n2026-03-30,ETH,1,EUR`, /^3 currency: is EUR, and USD on line 2/],
    ["a day that is none", `${HEAD}\n2026-02-30,ETH,1,USD`, /^2 date: "2026-02-30" is not a date/],
    ["a day as Americans write it", `${HEAD}\n3/31/2026,ETH,1,USD`, /^2 date: .*write YYYY-MM-DD/],
    ["a price of nothing", `${HEAD}\n2026-03-31,ETH,0,USD`, /^2 price: "0" is no price/],
    ["a price below nothing", `${HEAD}\n2026-03-31,ETH,-1,USD`, /^2 price: "-1" is no price/],
    ["a price with a comma", `${HEAD}\n2026-03-31,ETH,"2,100.5",USD`, /^2 price: .*is not a decimal number/],
    ["a price with its unit", `${HEAD}\n2026-03-31,ETH,$2100,USD`, /^2 price: .*is not a decimal number/],
    ["a price beyond all", `${HEAD}\n2026-03-31,ETH,1000000000000,USD`, /^2 price: .* is no price/],
    ["a currency in words", `${HEAD}\n2026-03-31,ETH,1,dollars`, /^2 currency: "dollars" is no currency/],
    ["a token that is none", `${HEAD}\n2026-03-31,ETHER,1,USD`, /^2 token: .*write ETH or an address/],
    ["a missing column", `date,token,price\n2026-03-31,ETH,1`, /^1 currency: is missing/],
    ["no prices", HEAD, /has no prices/],
    ["nothing", "", /is empty; begin with the columns/],
    ["JSON that is none", "[{", /^prices\.csv is neither JSON nor CSV$/],
    ["an empty list", "[]", /has no prices/],
    [
      "a number in JSON",
      JSON.stringify([{ date: "2026-03-31", token: "ETH", price: 2100, currency: "USD" }]),
      /0\.price: must be a text/,
    ],
    [
      "another field in JSON",
      JSON.stringify([{ date: "2026-03-31", token: "ETH", price: "1", currency: "USD", cost: "1" }]),
      /0\.cost: unknown field/,
    ],
    [
      "more than anybody needs",
      `${HEAD}\n${good}\n`.padEnd(6_000_000, "\n"),
      /^prices\.csv is longer than any list/,
    ],
  ];
  for (const [what, text, problem] of refused) {
    it(`are refused with ${what}`, () => {
      const problems = problemsOf(text);
      expect(problems).to.have.lengthOf(1);
      expect(problems[0]).to.match(problem);
    });
  }
});
