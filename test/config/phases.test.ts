import { expect } from "chai";

import { presets } from "../../config";
import { MAX_DECISIONS, MAX_FOUNDERS } from "@polity/sdk/phases/bounds";
import { refusalOf } from "../helpers/refusal";

type Fields = Record<string, unknown>;
interface Draft {
  governor: {
    types: Record<string, Fields & { from?: Record<string, Fields> }>;
    scopes: Fields[];
  };
  council?: Fields;
  phases?: { founders: string[]; gates: Fields[] };
}

/** Where AI1NET is refused with a change, and why. */
function refusal(change: (draft: Draft) => unknown): string {
  const draft = structuredClone(presets.ai1net) as unknown as Draft;
  change(draft);
  return refusalOf(draft);
}
const gate = (draft: Draft, step = 0) => draft.phases!.gates[step]!;
const from = (draft: Draft, code: string) => draft.governor.types[code]!.from!;
const scopeOf = (draft: Draft, name: string) =>
  draft.governor.scopes.find((scope) => scope.target === "Phases" && scope.function === name)!;
const YEARS = "1096d";
const many = (count: number) => Array.from({ length: count }, (_, i) => `founder-${i}`);

describe("Phases in a configuration", () => {
  it("are taken as AI1NET has them, and left out whole", () => {
    expect(refusal(() => undefined)).to.equal("it is taken");
    expect(
      refusal((draft) => {
        delete draft.phases;
        for (const [code, rules] of Object.entries(draft.governor.types)) {
          delete rules.from;
          if (code !== "GOV" && rules.vetoBps) delete rules.vetoBps;
        }
        draft.governor.scopes = draft.governor.scopes.filter(({ target }) => target !== "Phases");
      }),
    ).to.not.match(/phases/);
  });

  it("are taken at the edges of their bounds", () => {
    expect(
      refusal((draft) => {
        Object.assign(gate(draft, 2), {
          minTime: "1095d",
          latestAfter: "1095d",
          minDecisions: MAX_DECISIONS,
        });
        Object.assign(gate(draft, 2), { minTurnoutBps: 10_000, maxFounderBps: 0 });
      }),
    ).to.equal("it is taken");
  });

  for (const [title, change, why] of [
    [
      "two gates",
      (draft) => draft.phases!.gates.pop(),
      /phases\.gates.*must be three gates: out of phase 0, 1 and 2/,
    ],
    [
      "gates that are no list",
      (draft) => Object.assign(draft.phases!, { gates: {} }),
      /phases\.gates.*must be a list of three gates/,
    ],
    [
      "a phase that lasts above three years",
      (draft) => (gate(draft).minTime = YEARS),
      /phases\.gates\.0\.minTime/,
    ],
    [
      "a latest date above three years",
      (draft) => (gate(draft, 1).latestAfter = YEARS),
      /phases\.gates\.1\.latestAfter/,
    ],
    [
      "more decisions than are read",
      (draft) => (gate(draft).minDecisions = MAX_DECISIONS + 1),
      /phases\.gates\.0\.minDecisions/,
    ],
    [
      "a turnout above all votes",
      (draft) => (gate(draft).minTurnoutBps = 10_001),
      /phases\.gates\.0\.minTurnoutBps/,
    ],
    [
      "a founders' share above all votes",
      (draft) => (gate(draft).maxFounderBps = 10_001),
      /phases\.gates\.0\.maxFounderBps/,
    ],
    [
      "hands that are neither off nor on",
      (draft) => (gate(draft, 2).handsOff = "yes"),
      /phases\.gates\.2\.handsOff/,
    ],
    ["a field that no gate has", (draft) => (gate(draft).minVoters = 3), /phases\.gates\.0.*minVoters/],
    [
      "more founders than are declared",
      (draft) => draft.phases!.founders.push(...many(MAX_FOUNDERS - 5)),
      /phases\.founders.*must be 15 at the most: the council's Safe is one more/,
    ],
    [
      "a founder who is named twice",
      (draft) => draft.phases!.founders.push("ada"),
      /phases\.founders\.5.*"ada" appears twice/,
    ],
    ...(["timelock", "treasury", "council"] as const).map(
      (contract) =>
        [
          `the ${contract} among the founders`,
          (draft: Draft) => draft.phases!.founders.push(contract),
          /phases\.founders\.5.*is no founder's account/,
        ] as const,
    ),
    [
      "no council",
      (draft) => delete draft.council,
      /council.*is missing: in the first phases it is the founders' Safe/,
    ],
    [
      "a council that founders alone do not decide",
      (draft) => (draft.phases!.founders = ["ada", "ben"]),
      /phases\.founders.*2 of them are members of the council, and it takes 3: declare those who decide/,
    ],
    [
      "types that change where nothing has phases",
      (draft) => delete draft.phases,
      /governor\.types\.TECH\.from.*has no section phases/,
    ],
    [
      "a default type that changes",
      (draft) => (draft.governor.types.GOV!.from = { 1: { quorumBps: 1_000 } }),
      /governor\.types\.GOV\.from.*GOV is the same in every phase, and is never closed/,
    ],
    [
      "a phase that there is not",
      (draft) => (from(draft, "TECH")[4] = {}),
      /governor\.types\.TECH\.from\.4: unknown field; did you mean "1"/,
    ],
    [
      "a type that goes back to a veto",
      (draft) =>
        (from(draft, "ECON")[2] = {
          proposers: ["council"],
          vetoBps: 500,
          late: "0s",
          threshold: "0",
          quorumFloor: "0",
        }),
      /governor\.types\.ECON\.from\.2.*goes back: it would be vetoed, after it was the holders'/,
    ],
    [
      "a type that goes back to the council",
      (draft) => (from(draft, "ECON")[2] = { proposers: ["council"] }),
      /governor\.types\.ECON\.from\.2.*goes back: it would be the council's, after it was the holders'/,
    ],
    [
      "a type that goes back to both",
      (draft) => (from(draft, "ECON")[2] = { proposers: ["holders", "council"] }),
      /governor\.types\.ECON\.from\.2.*goes back: it would be both's, after it was the holders'/,
    ],
    [
      "a veto that becomes harder",
      (draft) => (from(draft, "TECH")[1] = { vetoBps: 1_001 }),
      /governor\.types\.TECH\.from\.1\.vetoBps.*1001 is above 1000, which a veto takes before/,
    ],
    [
      "a veto with less time",
      (draft) => (from(draft, "TECH")[1] = { vetoBps: 500, voting: "4d" }),
      /governor\.types\.TECH\.from\.1\.voting.*leaves 8d for a veto, and before there are 9d/,
    ],
    ...(["advance", "loosen", "declare"] as const).flatMap((name) => [
      [
        `no scope of ${name}`,
        (draft: Draft) =>
          draft.governor.scopes.splice(draft.governor.scopes.indexOf(scopeOf(draft, name)), 1),
        new RegExp(`governor\\.scopes.*must name Phases\\.${name}, as unstoppable`),
      ] as const,
      [
        `a council that can stop ${name}`,
        (draft: Draft) => Object.assign(scopeOf(draft, name), { unstoppable: false }),
        /governor\.scopes\.\d+.*must be unstoppable and open to GOV alone: founders could stop it/,
      ] as const,
      [
        `${name} by a type that founders propose`,
        (draft: Draft) => Object.assign(scopeOf(draft, name), { types: ["GOV", "EMERG"] }),
        /governor\.scopes\.\d+.*must be unstoppable and open to GOV alone: founders could stop it/,
      ] as const,
    ]),
  ] as readonly (readonly [string, (draft: Draft) => unknown, RegExp])[])
    it(`are refused with ${title}`, () => {
      expect(refusal(change)).to.match(why);
    });
});
