import { expect } from "chai";

import { foreignTo, parseConfig, presets, warningsOf } from "../../config";
import { refusalOf } from "../helpers/refusal";

type Draft = Record<string, never> & {
  governor: { types: Record<string, Record<string, unknown>>; scopes: Record<string, unknown>[] };
  court?: Record<string, unknown>;
  arbitrator?: Record<string, unknown>;
  treasury?: { disputes?: Record<string, unknown> };
};

/** The preset with a change, as a person might write it. */
function changed(change: (draft: Draft) => void): Draft {
  const draft = structuredClone(presets["distributed-ai"]) as unknown as Draft;
  change(draft);
  return draft;
}

/** Where it is refused, and why. */
function refusal(change: (draft: Draft) => void): string {
  return refusalOf(changed(change));
}
const FOREIGN = {
  ...{ address: "0x988b3A538b618C7A603e1c11Ab82Cd16dbE28069", extraData: "0x", metaEvidence: "ipfs://a" },
};
const without = (draft: Draft, ...targets: string[]) =>
  (draft.governor.scopes = draft.governor.scopes.filter(({ target }) => !targets.includes(target as string)));
/** In place of the court an arbitrator from elsewhere. */
function foreign(draft: Draft): void {
  delete draft.court;
  delete draft.governor.types.COURT;
  without(draft, "JurorCourt");
  draft.arbitrator = FOREIGN;
}
const scopeOf = (draft: Draft, target: string) =>
  draft.governor.scopes.find((scope) => scope.target === target)!;

describe("The court in a configuration", () => {
  it("is taken as the preset has it, and left out whole", () => {
    expect(refusal(() => undefined)).to.equal("it is taken");
    expect(
      refusal((draft) => {
        delete draft.court;
        delete draft.work;
        delete draft.rounds;
        delete draft.treasury!.disputes;
        delete draft.governor.types.COURT;
        without(draft, "JurorCourt", "DisputedBudgets", "Work", "Rounds");
      }),
    ).to.equal("it is taken");
  });

  it("has times in which every case is over before the court counts as silent", () => {
    // A case takes 87 days with the preset's times.
    const withReferral = (days: number) => refusal(({ court }) => (court!.referral = `${days}d`));
    expect(withReferral(45 + 63)).to.equal("it is taken");
    expect(withReferral(45 + 64)).to.match(/court: a case can take 151d, and may take 150d/);
  });

  it("can be an arbitrator from elsewhere", () => {
    expect(refusal(foreign)).to.equal("it is taken");
    const config = parseConfig(changed(foreign));
    expect(config.arbitrator).to.deep.equal(FOREIGN);
    expect(foreignTo(config)).to.deep.equal({ arbitrator: FOREIGN.address });
    expect(foreignTo(parseConfig(presets["distributed-ai"]))).to.deep.equal({});
  });

  it("is warned of where payments wait only beyond what its benches decide about", () => {
    const warned = (above: string) =>
      warningsOf(parseConfig(changed((draft) => (draft.treasury!.disputes!.above = above))));
    expect(warned("8000")).to.deep.equal([]);
    expect(warned("8000.1")).to.deep.equal([
      "a bench decides about 8000 tokens at the most, and payments wait beyond 8000.1: nearly every dispute goes to the vote at once",
    ]);
    for (const preset of Object.values(presets)) expect(warningsOf(parseConfig(preset))).to.deep.equal([]);
  });

  for (const [title, change, why] of [
    ["disputes without a court", (draft) => delete draft.court, /nobody could rule about disputed payments/],
    ["a court without its type", (draft) => delete draft.governor.types.COURT, /must have COURT/],
    [
      "a court that no vote can overrule",
      (draft) =>
        (draft.governor.scopes = draft.governor.scopes.filter((each) => each.target !== "JurorCourt")),
      /must open JurorCourt\.overrule to COURT/,
    ],
    [
      "an overruling that the council can stop",
      (draft) => (scopeOf(draft, "JurorCourt").unstoppable = false),
      /must be unstoppable, and open to COURT alone/,
    ],
    [
      "an overruling by another type",
      (draft) => (scopeOf(draft, "JurorCourt").types = ["COURT", "TREASURY"]),
      /must be unstoppable, and open to COURT alone/,
    ],
    [
      "instructors whom a council could keep",
      (draft) => (scopeOf(draft, "DisputedBudgets").unstoppable = false),
      /a council could go on instructing/,
    ],
    [
      "instructors that no scope names",
      (draft) =>
        (draft.governor.scopes = draft.governor.scopes.filter((each) => each.target !== "DisputedBudgets")),
      /must name DisputedBudgets\.setInstructor/,
    ],
    [
      "instructors by a type that is easier than GOV, unstoppably",
      (draft) => (scopeOf(draft, "DisputedBudgets").types = ["COURT"]),
      /may give to anybody, and nobody could stop it/,
    ],
    ["a referral too short for a vote", (draft) => (draft.court!.referral = "21d"), /is too short/],
    [
      "a quorum below that of spending",
      (draft) => (draft.governor.types.COURT!.quorumBps = 1500),
      /is below that of TREASURY, which may pay/,
    ],
    [
      "a threshold that keeps parties out",
      (draft) => (draft.governor.types.COURT!.threshold = "501"),
      /a party must be able to ask for the vote/,
    ],
    [
      "scopes of disputed budgets that there are not",
      (draft) => delete draft.treasury!.disputes,
      /needs treasury\.disputes/,
    ],
    [
      "scopes of a court that there is not",
      (draft) => {
        delete draft.court;
        delete draft.treasury!.disputes;
      },
      /needs court|has no section court|court.*is missing/,
    ],
    [
      "a court beside an arbitrator from elsewhere",
      (draft) => (draft.arbitrator = FOREIGN),
      /stands beside a court: choose one of them/,
    ],
    [
      "an arbitrator whom nothing asks",
      (draft) => (foreign(draft), delete draft.treasury!.disputes, without(draft, "DisputedBudgets")),
      /is asked by nothing: treasury\.disputes is missing/,
    ],
    [
      "extra data that are no bytes",
      (draft) => (foreign(draft), (draft.arbitrator = { ...FOREIGN, extraData: "0x123" })),
      /"0x123" is not bytes in hex/,
    ],
    [
      "an arbitrator that is no address",
      (draft) => (foreign(draft), (draft.arbitrator = { ...FOREIGN, address: "kleros" })),
      /arbitrator\.address/,
    ],
    ["a slice above the unit", (draft) => (draft.court!.sliceBps = 10_001), /sliceBps/],
    ["a period below a minute", (draft) => (draft.court!.seating = "59s"), /seating/],
  ] as const satisfies readonly (readonly [string, (draft: Draft) => unknown, RegExp])[])
    it(`is refused with ${title}`, () => {
      expect(refusal(change)).to.match(why);
    });
});
