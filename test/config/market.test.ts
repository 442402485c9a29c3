import { expect } from "chai";

import { foreignTo, parseConfig, presets } from "../../config";
import { refusalOf } from "../helpers/refusal";

type Fields = Record<string, unknown>;
interface Draft {
  governor: { scopes: Fields[] };
  treasury?: { caps: Fields[] };
  court?: Fields;
  registry: { parameters: Fields[] };
  market?: Fields & { kinds: string[]; tokens: string[]; keys: Fields };
  feeTill?: Fields;
}
type Change = (draft: Draft & { market: NonNullable<Draft["market"]> }) => unknown;

/** Where a preset is refused with a change, and why. */
function refusal(change: Change, preset: "ai1net" | "distributed-ai" = "ai1net"): string {
  const draft = structuredClone(presets[preset]) as unknown as Parameters<Change>[0];
  change(draft);
  return refusalOf(draft);
}
const parameter = (draft: Draft, key: string) =>
  draft.registry.parameters.find((each) => each.key === key) as Fields;
const DOLLAR = `0x${"1".repeat(40)}`;

describe("A market in a configuration", () => {
  it("is taken as presets have it, over x402's contract unless it names another", () => {
    expect(refusal(() => undefined)).to.equal("it is taken");
    expect(foreignTo(parseConfig(presets.ai1net))).to.deep.equal({
      "market.settlement": "0x4020074e9dF2ce1deE5A9C1b5c3f541D02a10003",
    });
    expect(foreignTo(parseConfig(presets["distributed-ai"]))).to.deep.equal({});
    expect(refusal(({ market }) => (market.settlement = DOLLAR))).to.equal("it is taken");
    expect(
      refusal(({ market, treasury }) => {
        market.tokens.push(DOLLAR);
        treasury!.caps.push({ token: DOLLAR, amount: "1000", decimals: 6 });
      }),
    ).to.equal("it is taken");
    expect(refusal(({ market: { keys } }) => (delete keys.burnBps, delete keys.pauseSweep))).to.equal(
      "it is taken",
    );
  });

  for (const [title, change, why] of [
    ["a kind that is none", ({ market }) => market.kinds.push("Model"), /kinds\.5: .*"Model" is no kind/],
    ["a kind twice", ({ market }) => market.kinds.push("MODEL"), /kinds\.5: "MODEL" appears twice/],
    [
      "more kinds than a number has",
      ({ market }) => (market.kinds = Array.from({ length: 256 }, (_, i) => `K${i}`)),
      /has 256 kinds: there are 255 at most/,
    ],
    ["no kind", ({ market }) => (market.kinds = []), /market\.kinds.*must not be empty/],
    ["ether", ({ market }) => (market.tokens = ["ETH"]), /tokens\.0: is ETH/],
    ["a token without a cap", ({ market }) => market.tokens.push(DOLLAR), /tokens\.1: has no cap/],
    ["a token twice", ({ market }) => market.tokens.push("governance"), /tokens\.1: "governance" appears/],
    [
      "more tokens than the contract takes",
      ({ market }) =>
        (market.tokens = Array.from({ length: 17 }, (_, i) => `0x${String(i + 10).repeat(20)}`)),
      /has 17 tokens: there are 16 at most/,
    ],
    [
      "a provider who is gone before a ruling",
      ({ market }) => (market.exitDelay = "87d"),
      /market\.exitDelay: 87d is too short: a case can take 87d/,
    ],
    ["a settlement that is no address", ({ market }) => (market.settlement = "x402"), /market\.settlement/],
    [
      "a key that there is not",
      ({ market }) => (market.keys.usageBps = "fees.none"),
      /keys\.usageBps: fees\.none is no key/,
    ],
    [
      "a flag in place of a share",
      ({ market }) => (market.keys.usageBps = "emerg.pausePayments"),
      /keys\.usageBps: emerg\.pausePayments is a bool, and no uint/,
    ],
    [
      "a share in place of a flag",
      ({ market }) => (market.keys.pauseSweep = "fees.usageBps"),
      /keys\.pauseSweep: fees\.usageBps is no Bool of the namespace emerg/,
    ],
    [
      "a switch that is no brake",
      ({ market }) => (market.keys.pauseListing = "features.images"),
      /keys\.pauseListing: features\.images is no Bool/,
    ],
    [
      "a share that rises beyond the till's code",
      (draft) => (parameter(draft, "fees.usageBps").max = 2001),
      /keys\.usageBps: fees\.usageBps may rise above 2000/,
    ],
    [
      "a share without a bound",
      (draft) => delete parameter(draft, "fees.burnBps").max,
      /keys\.burnBps: fees\.burnBps may rise above 10000/,
    ],
    [
      "a share for apps beyond the market's code",
      (draft) => (parameter(draft, "rewards.developerBps").max = 5001),
      /keys\.minDeveloperBps: rewards\.developerBps may rise above 5000/,
    ],
    ["nobody who rules", (draft) => delete draft.court, /market: needs the section court or arbitrator/],
    [
      "nobody who delists",
      (draft) => (draft.governor.scopes = draft.governor.scopes.filter((each) => each.target !== "Market")),
      /governor\.scopes: must open Market\.delist/,
    ],
    [
      "scopes without a market",
      (draft) => delete (draft as Draft).market,
      /scopes\.\d+\.target: needs market/,
    ],
  ] as [string, Change, RegExp][])
    it(`is refused with ${title}`, () => {
      expect(refusal(change)).to.match(why);
    });
});

describe("A till of fees in a configuration", () => {
  it("is taken as the preset has it, and reads a share that counts", () => {
    expect(refusal(() => undefined, "distributed-ai")).to.equal("it is taken");
    expect(refusal((draft) => delete draft.feeTill, "distributed-ai")).to.equal("it is taken");
    expect(refusal((draft) => (draft.feeTill = { treasuryBps: "fee.none" }), "distributed-ai")).to.match(
      /feeTill\.treasuryBps: fee\.none is no key/,
    );
    expect(
      refusal((draft) => (parameter(draft, "fee.treasuryShareBps").max = 10001), "distributed-ai"),
    ).to.match(/feeTill\.treasuryBps: fee\.treasuryShareBps may rise above 10000/);
  });
});
