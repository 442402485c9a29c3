import * as z from "zod";

import { BPS, formatDuration } from "@polity/sdk";
import { list, rule, strictObject } from "@polity/sdk/problems";
import { MAX_DECISIONS, MAX_FOUNDERS, MAX_TIME } from "@polity/sdk/phases/bounds";
import { columnsIn, DEFAULT_TYPE, type TypeRules } from "./governor";
import { account, bps, duration, eachRepeated, flag, integer, TIMELOCK, TREASURY } from "./leaves";
import type { Part } from "./part";
import { COUNCIL } from "./treasury";

const STEPS = 3;

const gate = strictObject({
  minTime: duration(0, MAX_TIME).meta({
    example: "180d",
    description: "How long the phase lasts at the least.",
  }),
  latestAfter: duration(0, MAX_TIME).meta({
    example: "365d",
    description:
      "How long after the deployment anyone takes the step, whatever founders hold; 0s for never. Of the first step nothing else is asked then.",
  }),
  minDecisions: integer(0, MAX_DECISIONS).meta({
    example: 6,
    description: "How many decisions of the phase are named as evidence: ordinary votes, no emergencies.",
  }),
  minTurnoutBps: bps(0).meta({
    example: 500,
    description: "The share of all votes that took part in each of them, those of founders not counted.",
  }),
  maxFounderBps: bps(0).meta({
    example: 4000,
    description: `The share of all votes that founders have at the most, now and as each vote began; ${BPS} for any.`,
  }),
  handsOff: flag.describe("Whether no founder may be the council, or own its Safe."),
});

export const sections = {
  phases: strictObject({
    founders: list(account, "must be a list of account labels")
      .max(MAX_FOUNDERS - 1, `must be ${MAX_FOUNDERS - 1} at the most: the council's Safe is one more`)
      .check(
        rule<string[]>([""], (founders, report) => {
          eachRepeated(founders, (founder, i) => report([i], `"${founder}" appears twice`));
          for (const contract of [TIMELOCK, TREASURY, COUNCIL]) {
            if (founders.includes(contract)) report([founders.indexOf(contract)], "is no founder's account");
          }
        }),
      )
      .describe(
        "Whose votes and offices a step looks at. The Safe that the network begins with is theirs, and counts too.",
      ),
    gates: z
      .array(gate, "must be a list of three gates")
      .length(STEPS, "must be three gates: out of phase 0, 1 and 2")
      .describe("What each step to the next phase takes; none of it ever becomes harder."),
  })
    .describe(
      "Four phases from founders to community, 0 to 3. What a type demands in each, `governor.types.<CODE>.from` says.",
    )
    .optional(),
};

/** What founders could stop as long as they are the council. */
const STEPPING = ["advance", "loosen", "declare"];

export const part: Part = {
  has: ({ phases }) => phases !== undefined,
  settle: ({ phases }, { addressOf, council = COUNCIL }) =>
    phases ? { phases: { ...phases, founders: [council, ...phases.founders.map(addressOf)] } } : {},
  rules: [
    {
      says: "`phases` needs the section `council`, whose threshold declared founders alone can reach: in the first phases they decide what is the council's.",
      reads: ["phases", "council"],
      check: ({ phases, council }, report) => {
        if (!phases) return;
        if (!council) return report(["council"], "is missing: in the first phases it is the founders' Safe");
        const theirs = council.members.filter((member) => phases.founders.includes(member)).length;
        if (theirs < council.threshold)
          report(
            ["phases", "founders"],
            `${theirs} of them are members of the council, and it takes ${council.threshold}: declare those who decide`,
          );
      },
    },
    {
      says: `A type has \`from\` only where there are \`phases\`, and ${DEFAULT_TYPE} never has.`,
      reads: ["governor.types", "phases"],
      check: ({ governor: { types }, phases }, report) => {
        for (const [code, { from }] of Object.entries(types)) {
          if (from === undefined) continue;
          const at = ["governor", "types", code, "from"];
          if (!phases) report(at, "has no section phases");
          if (code === DEFAULT_TYPE)
            report(at, `must be left out: ${DEFAULT_TYPE} is the same in every phase, and is never closed`);
        }
      },
    },
    {
      says: "From phase to phase a type only goes towards the holders: vetoed, the council's, both's, the holders'. From one veto to the next, `vetoBps` never rises, and `review` and `voting` together never shrink.",
      reads: ["governor.types"],
      check: ({ governor: { types } }, report) => {
        let last: ReturnType<typeof columnsIn>[number] | undefined;
        for (const column of columnsIn(types)) {
          const { code, rules, at } = column;
          const before = last?.code === code ? last.rules : undefined;
          last = column;
          if (!before) continue;
          if (rankOf(rules) < rankOf(before))
            report(
              at,
              `goes back: it would be ${RANKS[rankOf(rules)]}, after it was ${RANKS[rankOf(before)]}`,
            );
          if (before.vetoBps === undefined || rules.vetoBps === undefined) continue;
          if (rules.vetoBps > before.vetoBps)
            report(
              [...at, "vetoBps"],
              `${rules.vetoBps} is above ${before.vetoBps}, which a veto takes before`,
            );
          const [time, earlier] = [rules.review + rules.voting, before.review + before.voting];
          if (time < earlier)
            report(
              [...at, "voting"],
              `leaves ${formatDuration(time)} for a veto, and before there are ${formatDuration(earlier)}`,
            );
        }
      },
    },
    {
      says: `With \`phases\`, scopes name ${STEPPING.map((name) => `\`Phases.${name}\``).join(", ")}, as unstoppable and open to ${DEFAULT_TYPE} alone: founders are the council, and could stop every vote that ends their phase.`,
      reads: ["phases", "governor.scopes"],
      check: ({ phases, governor: { scopes } }, report) => {
        if (!phases) return;
        for (const name of STEPPING) {
          const i = scopes.findIndex(
            (one) => one.target === "Phases" && one.function.split("(", 1)[0] === name,
          );
          if (i === -1) report(["governor", "scopes"], `must name Phases.${name}, as unstoppable`);
          else if (!scopes[i]!.unstoppable || String(scopes[i]!.types) !== DEFAULT_TYPE)
            report(
              ["governor", "scopes", i],
              `must be unstoppable and open to ${DEFAULT_TYPE} alone: founders could stop it`,
            );
        }
      },
    },
  ],
};

const RANKS = ["vetoed", "the council's", "both's", "the holders'"];
/** How far a type is the holders', as the rulebook ranks it. */
const rankOf = ({ vetoBps, proposers }: TypeRules): number => {
  if (vetoBps !== undefined) return 0;
  if (!proposers.includes("holders")) return 1;
  return proposers.includes("council") ? 2 : 3;
};
