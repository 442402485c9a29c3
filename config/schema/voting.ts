import { BPS, DAY, DEFAULT_TYPE, formatDuration } from "@polity/sdk";
import { contractsOf, domainOf } from "@polity/sdk/core/find";
import { nameOf } from "@polity/sdk/governor/unstoppable";
import { rule, strictObject } from "@polity/sdk/problems";
import { BALLOT_BOUNDS, MANDATE } from "@polity/sdk/voting/bounds";
import { bps, duration, integer } from "./leaves";
import type { Known, Part } from "./part";

/** What an election's vote needs besides its own times: to be written, proposed and carried out. */
const SLACK = 14 * DAY;
const { winners, nomineeBps, voting, ahead } = BALLOT_BOUNDS;

const elections = strictObject({
  seats: integer(1, winners).meta({
    example: 5,
    description: "How many win at the most: the members of the next council's Safe.",
  }),
  threshold: integer(1, winners).meta({
    example: 3,
    description: "How many of them sign; with fewer winners there is no council.",
  }),
  everyDays: integer(30, MANDATE / DAY).meta({
    example: 280,
    description: "How many days of a mandate of a year pass before the next election is due.",
  }),
  nomineeBps: integer(nomineeBps, BPS, "an integer in basis points").meta({
    example: 100,
    description: "The share of all votes that an account needs of its own to stand.",
  }),
  quorumBps: bps(1).meta({
    example: 500,
    description: "The share of all votes that has to take part, or nobody wins.",
  }),
  nominating: duration(DAY, ahead - voting).meta({
    example: "14d",
    description: "How long nominations are taken.",
  }),
  voting: duration(voting, ahead - DAY).meta({
    example: "7d",
    description: "How long votes are taken after that.",
  }),
}).check(
  rule<{ seats: number; threshold: number; nomineeBps: number }>(
    ["seats", "threshold", "nomineeBps"],
    ({ seats, threshold, nomineeBps: share }, report) => {
      if (threshold > seats) report(["threshold"], `${threshold} is above the number of seats, ${seats}`);
      // One account with all votes, or one more than there are seats: without a choice it is no election.
      const places = Math.floor(BPS / share);
      if (places <= seats)
        report(["nomineeBps"], `${share} leaves room for ${places} who stand, for ${seats} seats`);
    },
  ),
);

export const sections = {
  ballots: strictObject({
    openBps: bps(1).meta({
      example: 100,
      description: "The share of the network's votes that an account needs to open a ballot.",
    }),
  })
    .describe("Polls that decide nothing by themselves: elections, priorities, what people think.")
    .optional(),
  elections: elections
    .describe(
      "How the council is elected: by a ballot, whose result a vote of GOV carries out. A mandate ends after a year.",
    )
    .optional(),
};

/** What hands a power of the council over, of the contracts that a network has. */
function handsOver(network: object, { domains, parts }: Known): [target: string, name: string][] {
  return contractsOf(domains).flatMap(([target, { handsOver: names = [] }]) => {
    const owner = domainOf(domains, target)!.name;
    const part = parts.find(({ name }) => name === owner)?.part as Part<object> | undefined;
    return part?.has?.(network, target) === false
      ? []
      : names.map((name): [string, string] => [target, name]);
  });
}

export const part: Part = {
  has: ({ ballots }) => ballots !== undefined,
  rules: [
    {
      says: "`elections` needs the sections `ballots` and `council`.",
      reads: ["elections", "ballots", "council"],
      check: ({ elections: wanted, ballots, council }, report) => {
        if (!wanted) return;
        if (!ballots) report(["ballots"], "is missing: an election is a ballot");
        if (!council) report(["council"], "is missing: it is in office until somebody is elected");
      },
    },
    {
      says: `With \`elections\`, the days between two, the ballot, and GOV's review, vote, extension and shortest grace fit into a mandate of ${formatDuration(MANDATE)}, with ${formatDuration(SLACK)} to spare.`,
      reads: ["elections", "governor.types"],
      check: ({ elections: wanted, governor: { types } }, report) => {
        const rules = types[DEFAULT_TYPE];
        if (!wanted || !rules) return;
        const { review, voting: vote, late, graceMin } = rules;
        const rest = wanted.nominating + wanted.voting + review + vote + late + graceMin + SLACK;
        if (wanted.everyDays * DAY + rest > MANDATE)
          report(
            ["elections", "everyDays"],
            `${wanted.everyDays} is too many: the ballot and the vote take ${formatDuration(rest)}, and the mandate ends after ${formatDuration(MANDATE)}`,
          );
      },
    },
    {
      says: "With `elections`, what hands a power of the council over is unstoppable and open to GOV alone: no sitting council keeps the next one out, and no easier type makes one.",
      reads: ["elections", "governor.scopes"],
      check: (network, report, known) => {
        if (!network.elections) return;
        const { scopes } = network.governor;
        for (const [target, name] of handsOver(network, known)) {
          const i = scopes.findIndex((scope) => scope.target === target && nameOf(scope.function) === name);
          if (i === -1) {
            report(["governor", "scopes"], `must name ${target}.${name}, as unstoppable by the council`);
            continue;
          }
          const { unstoppable, types } = scopes[i]!;
          if (!unstoppable)
            report(
              ["governor", "scopes", i, "unstoppable"],
              "must be true: a council could keep the next one out of office",
            );
          const easier = types.filter((code) => code !== DEFAULT_TYPE);
          if (easier.length > 0)
            report(
              ["governor", "scopes", i, "types"],
              `must be ${DEFAULT_TYPE} alone, not ${easier.join(", ")}: what makes a council decides like the rules themselves`,
            );
        }
      },
    },
  ],
};
