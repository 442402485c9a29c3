import { expect } from "chai";

import { presets } from "../../config";
import { refusalOf } from "../helpers/refusal";

type Fields = Record<string, unknown>;
interface Draft {
  governor: { scopes: Fields[] };
  treasury?: { caps: Fields[] };
  work: Fields & { programs: Fields[] };
}

/** Where Distributed.ai is refused with a change, and why. */
function refusal(change: (draft: Draft) => unknown): string {
  const draft = structuredClone(presets["distributed-ai"]) as unknown as Draft;
  change(draft);
  return refusalOf(draft);
}
const first = ({ work }: Draft) => work.programs[0]!;

describe("Work in a configuration", () => {
  it("is taken as the preset has it, and left out whole", () => {
    expect(refusal(() => undefined)).to.equal("it is taken");
    expect(
      refusal((draft) => {
        Object.assign(draft, { work: undefined });
        draft.governor.scopes = draft.governor.scopes.filter(({ target }) => target !== "Work");
      }),
    ).to.equal("it is taken");
  });

  for (const [title, change, why] of [
    ["a name that is none", (draft) => (first(draft).name = "Grants"), /"Grants" is no name/],
    [
      "a program twice",
      (draft) => draft.work.programs.push({ ...first(draft) }),
      /programs\.2\.name: "grants" appears twice/,
    ],
    ["ether", (draft) => (first(draft).token = "ETH"), /programs\.0\.token.*jobs are paid in tokens/],
    [
      "a token without a cap",
      (draft) => Object.assign(first(draft), { token: `0x${"1".repeat(40)}`, decimals: 6 }),
      /programs\.0\.token.*has no cap/,
    ],
    ["a job of nothing", (draft) => (first(draft).maxJob = "0"), /programs\.0\.maxJob/],
    [
      "jobs that no bench decides about",
      (draft) => (first(draft).maxJob = "8001"),
      /programs\.0\.maxJob.*8,?000.*every dispute were a vote/,
    ],
    [
      "votes of the timelock as reviewers",
      (draft) => (first(draft).reviewers = "timelock"),
      /does what votes say/,
    ],
    ["a class that there is not", (draft) => (first(draft).credential = "PERSON"), /PERSON is no class/],
    [
      "reputation that there is not",
      (draft) => (first(draft).minReputation = "100"),
      /minReputation.*needs people\.reputation/,
    ],
    [
      "points that nobody keeps",
      (draft) => (draft.work.pointsPerQuarter = "100"),
      /pointsPerQuarter.*needs people\.reputation/,
    ],
    ["a flag that there is not", (draft) => (draft.work.pauseFlag = "emerg.none"), /emerg\.none is no flag/],
    ["a parameter that is no flag", (draft) => (draft.work.pauseFlag = "reward.maxBounty"), /is no flag/],
    ["somebody else who decides", (draft) => (first(draft).decide = "nobody"), /must be vote or reviewers/],
    [
      "scopes without work",
      (draft) => Object.assign(draft, { work: undefined }),
      /scopes\.\d+\.target.*needs work/,
    ],
  ] as [string, (draft: Draft) => unknown, RegExp][])
    it(`is refused with ${title}`, () => {
      expect(refusal(change)).to.match(why);
    });

  it("takes a flag of the registry", () => {
    expect(refusal((draft) => (draft.work.pauseFlag = "emerg.pauseScoring"))).to.equal("it is taken");
  });
});
