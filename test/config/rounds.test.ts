import { readFileSync } from "node:fs";

import { expect } from "chai";

import { parseConfig, presets } from "../../config";
import {
  PARTICIPATION,
  PARTICIPATION_AT,
  REBATE,
  REBATE_AT,
  REVENUE,
  REVENUE_AT,
} from "../../config/presets/recipes";
import { contentHash } from "@polity/sdk/core/content";
import { recipeText, SOURCES } from "@polity/sdk/rounds";
import { readText } from "../helpers/files";
import { refusalOf } from "../helpers/refusal";

type Fields = Record<string, unknown>;
interface Draft {
  governor: { scopes: Fields[] };
  registry: { parameters: Fields[] };
  treasury?: { caps: Fields[] };
  vesting?: Fields[];
  court?: Fields;
  people?: { credentials: Fields[] };
  rounds: Fields & { programs: Fields[] };
}

/** Where Distributed.ai is refused with a change, and why. */
function refusal(change: (draft: Draft) => unknown): string {
  const draft = structuredClone(presets["distributed-ai"]) as unknown as Draft;
  change(draft);
  return refusalOf(draft);
}
const [EQUITY, PROFIT, PARTICIPATING] = [0, 1, 2] as const;
const program = ({ rounds }: Draft, i: number) => rounds.programs[i]!;
const parameter = ({ registry }: Draft, key: string) => registry.parameters.find((each) => each.key === key)!;

describe("Rounds in a configuration", () => {
  it("are taken as the preset has them, and left out whole", () => {
    expect(refusal(() => undefined)).to.equal("it is taken");
    expect(
      refusal((draft) => {
        Object.assign(draft, { rounds: undefined });
        draft.governor.scopes = draft.governor.scopes.filter(({ target }) => target !== "Rounds");
      }),
    ).to.equal("it is taken");
  });

  it("are deployed without their programs, which votes open", () => {
    const { rounds } = parseConfig(presets["distributed-ai"]);
    expect(rounds!.programs.map(({ pot }) => pot)).to.deep.equal(
      [150_000n, 5n, 5_000n].map((each) => each * 10n ** 18n),
    );
  });

  for (const [title, change, why] of [
    [
      "runners of a class that there is not",
      (draft) => (draft.rounds.runners = "NOBODY"),
      /NOBODY is no class of people/,
    ],
    ["a name that is none", (draft) => (program(draft, EQUITY).name = "Equity"), /"Equity" is no name/],
    [
      "a program twice",
      (draft) => draft.rounds.programs.push({ ...program(draft, EQUITY) }),
      /programs\.3\.name: "equity" appears twice/,
    ],
    [
      "a recipe in another namespace",
      (draft) => (program(draft, EQUITY).recipe = "fee.usageBps"),
      /begins with prompt\./,
    ],
    [
      "a recipe that no parameter holds",
      (draft) => (program(draft, EQUITY).recipe = "prompt.none"),
      /programs\.0\.recipe.*prompt\.none is no parameter of kind bytes32 with document/,
    ],
    [
      "a recipe whose text nobody has to show",
      (draft) => (parameter(draft, "prompt.equity").document = false),
      /programs\.0\.recipe.*with document/,
    ],
    [
      "a pot that the cap never has room for",
      // The fees of 15 runs are 1,500 beside it.
      (draft) => (program(draft, EQUITY).pot = "498501"),
      /programs\.0\.pot.*more than half of the cap/,
    ],
    [
      "an asset without a cap",
      (draft) => Object.assign(program(draft, PARTICIPATING), { asset: `0x${"1".repeat(40)}`, decimals: 6 }),
      /programs\.2\.asset.*has no cap/,
    ],
    [
      "a window that ends before any vote could strike",
      // 7 days of review, 7 of vote, 1 of extension and 7 of grace.
      (draft) => (program(draft, EQUITY).challengeFor = "21d"),
      /programs\.0\.challengeFor.*21d is below the 22d that a NEP-EQUITY takes/,
    ],
    [
      "a window too short for GOV where no scope opens strike",
      (draft) => (draft.governor.scopes = draft.governor.scopes.filter((each) => each.function !== "strike")),
      /programs\.0\.challengeFor.*below the .* that a NEP-GOV takes/,
    ],
    [
      "half of its runs to be revealed",
      (draft) => (program(draft, PARTICIPATING).minCommits = 4),
      /minReveals.*more than half/,
    ],
    [
      "more reveals than runs",
      (draft) => (program(draft, EQUITY).minReveals = 8),
      /minReveals.*at most that/,
    ],
    [
      "more runs than a round has",
      (draft) => (program(draft, EQUITY).minCommits = 16),
      /programs\.0\.minCommits/,
    ],
    [
      "an entry fee where there are no entries",
      (draft) => (program(draft, PARTICIPATING).entryFee = "1"),
      /entryFee.*takes no entries/,
    ],
    [
      "ether that vests",
      (draft) => (program(draft, PROFIT).vestFor = "365d"),
      /programs\.1\.vestFor.*network's own token/,
    ],
    [
      "a share that vests where nothing does",
      (draft) => (draft.vesting = undefined),
      /programs\.0\.vestFor|allocation|supply/,
    ],
    [
      "a cliff after its end",
      (draft) => (program(draft, EQUITY).cliff = "366d"),
      /programs\.0\.cliff.*after vestFor/,
    ],
    ["a term of more than a year", (draft) => (program(draft, EQUITY).every = "366d"), /programs\.0\.every/],
    ["a pot of nothing", (draft) => (program(draft, EQUITY).pot = "0"), /programs\.0\.pot/],
    [
      "a kind that there is not",
      (draft) => (program(draft, EQUITY).kind = "lottery"),
      /must be judge or program/,
    ],
    ["nobody who rules", (draft) => (draft.court = undefined), /rounds.*court or arbitrator/],
    [
      "scopes without rounds",
      (draft) => Object.assign(draft, { rounds: undefined }),
      /scopes\.\d+\.target.*needs rounds/,
    ],
  ] as [string, (draft: Draft) => unknown, RegExp][])
    it(`are refused with ${title}`, () => {
      expect(refusal(change)).to.match(why);
    });

  it("take a pot and fees that are exactly half of the cap", () => {
    expect(refusal((draft) => (program(draft, EQUITY).pot = "498500"))).to.equal("it is taken");
  });
});

describe("Recipes that ship", () => {
  it("name exact functions by the hash of their sources", () => {
    const sources = (file: string) =>
      contentHash(
        ["shares.ts", file].map((each) => readFileSync(`sdk/rounds/programs/${each}`, "utf8")).join(""),
      );
    expect(SOURCES).to.deep.equal({
      "participation-v1": sources("participation.ts"),
      "revenue-v1": sources("revenue.ts"),
      "usage-rebate-v1": sources("usage.ts"),
    });
  });

  for (const [folder, file, recipe] of [
    ["aitbc", PARTICIPATION_AT, PARTICIPATION],
    ["distributed-ai", PARTICIPATION_AT, PARTICIPATION],
    ["ai1net", REBATE_AT, REBATE],
    ["ai1net", REVENUE_AT, REVENUE],
  ] as const)
    it(`are a file of ${folder}, byte for byte: ${file}`, () => {
      expect(readText(`neps/${folder}/${file}`)).to.equal(recipeText(recipe));
    });
});
