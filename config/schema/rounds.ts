import * as z from "zod";

import { DEFAULT_TYPE, formatDuration } from "@polity/sdk";
import { nameOf } from "@polity/sdk/governor/unstoppable";
import { RECIPES } from "@polity/sdk/nep/evidence";
import { list, rule, scalar, strictObject } from "@polity/sdk/problems";
import { ROUND_BOUNDS } from "@polity/sdk/rounds/bounds";
import { BUDGET_BOUNDS } from "@polity/sdk/treasury/bounds";
import type { NetworkConfig } from ".";
import { amount, duration, eachRepeated, form, integer, refuse } from "./leaves";
import type { Part } from "./part";
import { category, GOVERNANCE_TOKEN, reporting, tokenName, unitsOf } from "./treasury";

const UINT96_MAX = 2n ** 96n - 1n;
const UINT112_MAX = 2n ** 112n - 1n;
const BPS = 10_000;

const runners = scalar("must be a class of credentials like RUNNER", (value) =>
  /^[A-Z][A-Z0-9]{0,31}$/.test(value)
    ? value
    : refuse(`"${value}" is no class of credentials`, "write one of people.credentials, such as RUNNER"),
);

const NAME = /^[a-z][a-z0-9-]{0,30}$/;
const name = scalar("must be the program's name", (value) =>
  NAME.test(value)
    ? value
    : refuse(`"${value}" is no name`, "write a-z, then a-z, 0-9 and -, 31 characters at most"),
).meta({
  ...form("name", "a-z, then a-z, 0-9 and -, 31 characters at most; each stands in the list once", "equity"),
  description: "What `round plan --program` calls it.",
});
const sum = scalar('must be an amount in whole tokens, as a text like "100"', (value) => value);
const term = (example: string, description: string) =>
  duration(ROUND_BOUNDS.minTerm, ROUND_BOUNDS.maxTerm).meta({ example, description });
const runs = (description: string) => integer(1, ROUND_BOUNDS.runs).meta({ example: 7, description });

/** Sums of a program that are in its asset. */
const SUMS = ["pot", "entryFee", "runnerFee", "runnerBond"] as const;

const program = strictObject({
  name,
  recipe: scalar("must be a parameter like prompt.equity", (value) =>
    value.startsWith(`${RECIPES}.`) ? value : refuse(`"${value}" is no recipe`, `it begins with ${RECIPES}.`),
  ).meta({
    ...form("key", "a parameter of kind bytes32 in the namespace prompt", "prompt.equity"),
    description: "The parameter that holds the hash of its recipe.",
  }),
  kind: z.enum(["judge", "program"], "must be judge or program").meta({
    ...form("word", "`judge` or `program`", "judge"),
    description: "Whether models judge entries, or an exact function of the chain computes the shares.",
  }),
  category: category.describe("What the ledger books its pots under."),
  asset: tokenName.describe("Which token it shares out; it needs a cap."),
  decimals: integer(0, 36)
    .meta({ example: 6, description: "Of a token that is named by its address." })
    .optional(),
  pot: sum.meta({
    ...form("whole tokens", "above 0; with the fees of 15 runs at most half of the cap", "150000"),
    description: "What a round shares out.",
  }),
  capBps: integer(1, BPS).meta({ example: 1500, description: "The most that one share may be of the pot." }),
  entryFee: sum.default("0").meta({
    ...form("whole tokens", "0 of a program that computes", "5"),
    description: "What an entry costs; it comes back with a share.",
  }),
  runnerFee: sum.meta({
    ...form("whole tokens", "0 or more", "100"),
    description: "For each run that counts.",
  }),
  runnerBond: sum.meta({
    ...form("whole tokens", "0 or more", "1000"),
    description: "What a runner loses who commits and does not reveal.",
  }),
  flagBond: amount.meta({
    ...form("whole tokens", "of the network's own", "250"),
    description: "What it costs to flag a share in vain.",
  }),
  minCommits: runs("Fewer runs than this are no round: the pot goes back."),
  minReveals: runs("How many of them must be revealed: more than half."),
  every: term("30d", "The least time from one round to the next; also the period of its budget."),
  rounds: integer(1, BUDGET_BOUNDS.periods).meta({
    example: 12,
    description: "For how many rounds a vote grants the budget.",
  }),
  openFor: term("14d", "How long a round takes entries."),
  runFor: term("3d", "How long runners have to judge and commit."),
  revealFor: term("2d", "How long they have to reveal."),
  challengeFor: term("24d", "How long shares can be flagged, and a vote can strike the round."),
  claimFor: term("180d", "How long shares can be claimed; then the rest goes back to the budget."),
  vestFor: duration(0).default(0).meta({
    example: "365d",
    description: "How long shares vest, in the network's own token; 0s pays them out.",
  }),
  cliff: duration(0)
    .default(0)
    .meta({ example: "90d", description: "Before this nothing of it has vested." }),
}).transform((written, context) => {
  const { asset: token, decimals, pot, entryFee, runnerFee, runnerBond, ...rest } = written;
  const texts = { pot, entryFee, runnerFee, runnerBond };
  const report = reporting(context);
  const sums = SUMS.map((field) => {
    if (field !== "pot" && texts[field] === "0") return [field, 0n] as const;
    const most = field === "pot" ? UINT112_MAX : UINT96_MAX;
    const units = unitsOf({ token, amount: texts[field], decimals }, most, "write more", (at, message) =>
      report(at === "amount" ? field : at, message),
    );
    return [field, units] as const;
  });
  return {
    ...{ ...rest, asset: token },
    ...(Object.fromEntries(sums) as Record<(typeof SUMS)[number], bigint>),
  };
});
/** A program of rounds, as a configuration asks for it. */
export type RoundsProgram = z.output<typeof program>;

export const sections = {
  rounds: strictObject({
    runners: runners.meta({
      ...form("class", "one of people.credentials", "RUNNER"),
      description: "The class of credentials that runners have, in every program.",
    }),
    programs: list(program, "must be a list of programs")
      .check(
        rule<RoundsProgram[]>([""], (programs, report) =>
          eachRepeated(
            programs.map((each) => each.name),
            (one, i) => report([i, "name"], `"${one}" appears twice`),
          ),
        ),
      )
      .describe("What the launch proposals open: budgets come by votes alone."),
  })
    .describe("Rounds, which share out pots of the treasury by published recipes.")
    .optional(),
};

/** What leaves the budget when a round opens: the pot, and the fees of all runs that there can be. */
export const drawnBy = ({ pot, runnerFee }: Pick<RoundsProgram, "pot" | "runnerFee">): bigint =>
  pot + BigInt(ROUND_BOUNDS.runs) * runnerFee;

/** The quickest type that can strike a round, and how long it takes from the proposal to the deed, in seconds. */
function strikers({ governor: { types, scopes } }: NetworkConfig): { code: string; path: number } {
  const may = scopes
    .filter(({ target, function: called }) => target === "Rounds" && nameOf(called) === "strike")
    .flatMap((scope) => scope.types);
  return [...may, DEFAULT_TYPE]
    .flatMap((code) => {
      const rules = types[code];
      if (!rules) return [];
      return [{ code, path: rules.review + rules.voting + rules.late + rules.graceMin }];
    })
    .reduce((least, each) => (each.path < least.path ? each : least));
}

export const part: Part = {
  has: ({ rounds }) => rounds !== undefined,
  deployed: ({ rounds }) => (rounds ? { rounds: { ...rounds, programs: [] } } : {}),
  rules: [
    {
      says: "`rounds` needs `treasury`, whose budgets pay, a class of `people.credentials` for its runners, and a `court` or an `arbitrator` for shares that are flagged.",
      reads: ["rounds", "treasury", "people", "court", "arbitrator"],
      check: ({ rounds, treasury, people, court, arbitrator }, report) => {
        if (!rounds) return;
        if (!treasury) report(["treasury"], "is missing: pots of rounds come from its budgets");
        if (!people?.credentials.some((each) => each.name === rounds.runners))
          report(["rounds", "runners"], `${rounds.runners} is no class of people.credentials`);
        if (!court && !arbitrator)
          report(["rounds"], "needs the section court or arbitrator: every share can be flagged");
      },
    },
    {
      says: "The `recipe` of a program is a parameter of kind bytes32 with `document`.",
      reads: ["rounds", "registry.parameters"],
      check: ({ rounds, registry }, report) =>
        rounds?.programs.forEach(({ recipe }, i) => {
          const found = registry.parameters.find(({ key }) => key === recipe);
          if (found?.kind !== "bytes32" || !found.document)
            report(
              ["rounds", "programs", i, "recipe"],
              `${recipe} is no parameter of kind bytes32 with document: it holds the hash of a recipe`,
            );
        }),
    },
    {
      says: "The asset of a program has a cap, and pot and fees of a round are at most half of it, which is what budgets may pay in 30 days.",
      reads: ["rounds", "treasury"],
      check: ({ rounds, treasury }, report) =>
        rounds?.programs.forEach((each, i) => {
          const at = (field: string) => ["rounds", "programs", i, field];
          const cap = treasury?.caps.find(({ token }) => token === each.asset)?.amount;
          if (cap === undefined) return report(at("asset"), "has no cap in treasury.caps");
          if (2n * drawnBy(each) > cap)
            report(at("pot"), "is, with the fees of 15 runs, more than half of the cap: no round could open");
        }),
    },
    {
      says: "`challengeFor` of a program is at least as long as the quickest type that may strike a round takes, from its review to its grace period.",
      reads: ["rounds", "governor"],
      check: (network, report) => {
        if (!network.rounds) return;
        const { code, path } = strikers(network);
        network.rounds.programs.forEach(({ challengeFor }, i) => {
          if (challengeFor < path)
            report(
              ["rounds", "programs", i, "challengeFor"],
              `${formatDuration(challengeFor)} is below the ${formatDuration(path)} that a NEP-${code} takes: no vote could strike a round`,
            );
        });
      },
    },
    {
      says: "More than half of a program's `minCommits` are its `minReveals`; a program that computes takes no entry fee; a `cliff` is within `vestFor`, and what vests is the network's own token, in a network with `vesting`.",
      reads: ["rounds", "vesting"],
      check: ({ rounds, vesting }, report) =>
        rounds?.programs.forEach((each, i) => {
          const at = (field: string) => ["rounds", "programs", i, field];
          const { minCommits, minReveals, kind, entryFee, vestFor, cliff, asset } = each;
          if (minReveals > minCommits || 2 * minReveals <= minCommits)
            report(at("minReveals"), `must be more than half of minCommits, ${minCommits}, and at most that`);
          if (kind === "program" && entryFee > 0n)
            report(at("entryFee"), "must be 0: a program that computes takes no entries");
          if (cliff > vestFor) report(at("cliff"), "is after vestFor");
          if (vestFor > 0 && (asset !== GOVERNANCE_TOKEN || !vesting))
            report(at("vestFor"), "must be 0s: only the network's own token vests, where it has vesting");
        }),
    },
    {
      says: "A scope of `Rounds` needs `rounds`.",
      reads: ["rounds", "governor.scopes"],
      check: ({ rounds, governor: { scopes } }, report) => {
        if (rounds) return;
        scopes.forEach(({ target }, i) => {
          if (target === "Rounds") report(["governor", "scopes", i, "target"], "needs rounds");
        });
      },
    },
  ],
};
