import { expect } from "chai";

import { parseConfig, presets } from "../../config";
import { conventions, conventionsOf } from "@polity/sdk/conventions";
import { DOMAINS } from "@polity/sdk/domains";
import { contractsOf } from "@polity/sdk/core/find";
import { DAY } from "@polity/sdk/format";
import { BALLOT_BOUNDS, MANDATE } from "@polity/sdk/voting/bounds";
import { readShape } from "@polity/sdk/shape";
import { dueAt } from "@polity/sdk/voting/wanted";
import { refusalOf } from "../helpers/refusal";

type Draft = Record<string, never> & {
  governor: { types: Record<string, Record<string, unknown>>; scopes: Record<string, unknown>[] };
  elections?: Record<string, unknown>;
  ballots?: Record<string, unknown>;
  council?: Record<string, unknown>;
};

/** Where the preset with a change is refused, and why. */
function refusal(change: (draft: Draft) => unknown): string {
  const draft = structuredClone(presets["distributed-ai"]) as unknown as Draft;
  change(draft);
  return refusalOf(draft);
}
const scopeOf = (draft: Draft, target: string, name: string) =>
  draft.governor.scopes.find((scope) => scope.target === target && scope.function === name)!;
const without = (draft: Draft, target: string, name: string) =>
  (draft.governor.scopes = draft.governor.scopes.filter((each) => each !== scopeOf(draft, target, name)));

describe("Ballots and elections in a configuration", () => {
  it("are taken as the presets have them: five seats of whom three sign, in all four", () => {
    for (const preset of Object.values(presets)) {
      const { elections, ballots } = parseConfig(preset);
      expect(elections).to.include({ seats: 5, threshold: 3, everyDays: 280 });
      expect(ballots).to.deep.equal({ openBps: 100 });
    }
  });

  it("are left out whole, or elections alone", () => {
    expect(refusal((draft) => delete draft.elections)).to.equal("it is taken");
    expect(
      refusal((draft) => {
        delete draft.elections;
        delete draft.ballots;
      }),
    ).to.equal("it is taken");
  });

  for (const [title, change, why] of [
    ["elections without ballots", (draft) => delete draft.ballots, /ballots: is missing: an election is a/],
    ["elections of a council that there is not", (draft) => delete draft.council, /council: is missing/],
    [
      "more days between two elections than a mandate leaves",
      (draft) => (draft.elections!.everyDays = 305),
      /everyDays: 305 is too many: the ballot and the vote take 61d, and the mandate ends after 365d/,
    ],
    [
      "more who sign than there are seats",
      (draft) => (draft.elections!.threshold = 6),
      /threshold: 6 is above the number of seats, 5/,
    ],
    [
      "a share of votes that leaves no more nominees than seats",
      (draft) => (draft.elections!.nomineeBps = 2000),
      /nomineeBps: 2000 leaves room for 5 who stand, for 5 seats/,
    ],
    [
      "a share of votes that more accounts can have than a ballot has places",
      (draft) => (draft.elections!.nomineeBps = BALLOT_BOUNDS.nomineeBps - 1),
      /nomineeBps: must be an integer in basis points, 79 to 10000/,
    ],
    ["more seats than a ballot lets win", (draft) => (draft.elections!.seats = 17), /seats: must be an/],
    ["an election that takes votes for an hour", (draft) => (draft.elections!.voting = "1h"), /voting: "1h"/],
    ["ballots that anybody opens", (draft) => (draft.ballots!.openBps = 0), /openBps: must be 1 to|openBps/],
    [
      "a spender of budgets whom a sitting council defends",
      (draft) => (scopeOf(draft, "Treasury", "setBudgetSpender").unstoppable = false),
      /unstoppable: must be true: a council could keep the next one out of office/,
    ],
    [
      "an instructor of budgets whom a sitting council defends",
      (draft) => without(draft, "DisputedBudgets", "setInstructor"),
      /must name DisputedBudgets\.setInstructor, as unstoppable by the council/,
    ],
    [
      "a council that an easier type than GOV makes",
      (draft) => (scopeOf(draft, "Treasury", "setBudgetSpender").types = ["GOV", "TREASURY"]),
      /types: must be GOV alone, not TREASURY: what makes a council decides like the rules themselves/,
    ],
  ] as [string, (draft: Draft) => unknown, RegExp][]) {
    it(`refuses ${title}`, () => expect(refusal(change)).to.match(why));
  }

  it("ask for no scope of what a network does not have", () => {
    expect(
      refusal((draft) => {
        delete (draft as { court?: unknown }).court;
        delete (draft as { work?: unknown }).work;
        delete (draft as { rounds?: unknown }).rounds;
        delete (draft as unknown as { treasury: { disputes?: unknown } }).treasury.disputes;
        delete draft.governor.types.COURT;
        draft.governor.scopes = draft.governor.scopes.filter(
          ({ target }) => !["JurorCourt", "DisputedBudgets", "Work", "Rounds"].includes(String(target)),
        );
      }),
    ).to.equal("it is taken");
  });

  it("go with the deployment's file, since no chain knows them", () => {
    const network = parseConfig(presets.neuroshard);
    const known = conventionsOf(network);
    expect(known.elections).to.deep.equal(network.elections);
    expect(readShape(conventions, JSON.parse(JSON.stringify(known)), "conventions")).to.deep.equal(known);
    const { elections: _, ...none } = network;
    expect(conventionsOf(none)).to.not.have.property("elections");
  });

  it("are due so many days after a council took office, and at once where nobody is in office", () => {
    const { elections } = parseConfig(presets.neuroshard);
    const office = 1_800_000_000;
    expect(dueAt(office + MANDATE, elections!)).to.equal(office + 280 * DAY);
    expect(dueAt(0, elections!)).to.equal(0);
  });

  it("move every power of a council that a domain names", () => {
    const named = contractsOf(DOMAINS).flatMap(([, { handsOver = [] }]) => handsOver);
    expect(named).to.include.members(["setBudgetSpender", "setInstructor", "setIssuer", "setAwarder"]);
    for (const { name, contracts, moves } of DOMAINS as readonly {
      name: string;
      contracts: Record<string, { handsOver?: readonly string[] }>;
      moves?: unknown;
    }[]) {
      const hands = Object.values(contracts).some(({ handsOver }) => handsOver);
      if (hands) expect(moves, `${name} names what hands over, and no calls that do it`).to.be.a("function");
    }
  });
});
