import * as z from "zod";

import { formatTokens } from "@polity/sdk";
import { list, rule, scalar, strictObject } from "@polity/sdk/problems";
import { BUDGET_BOUNDS } from "@polity/sdk/treasury/bounds";
import { WORK_BOUNDS } from "@polity/sdk/work/bounds";
import {
  account,
  amount,
  duration,
  eachRepeated,
  form,
  integer,
  positiveAmount,
  refuse,
  text,
  TIMELOCK,
  TREASURY,
} from "./leaves";
import type { Part } from "./part";
import { category, COUNCIL, GOVERNANCE_TOKEN, reporting, tokenName, unitsOf } from "./treasury";

const UINT96_MAX = 2n ** 96n - 1n;
/** The largest bench decides about as many slices. */
const SLICES = 8n;
const BPS = 10_000n;

const NAME = /^[a-z][a-z0-9-]{0,30}$/;
const name = scalar("must be the program's name", (value) =>
  NAME.test(value)
    ? value
    : refuse(`"${value}" is no name`, "write a-z, then a-z, 0-9 and -, 31 characters at most"),
).meta({
  ...form("name", "a-z, then a-z, 0-9 and -, 31 characters at most; each stands in the list once", "grants"),
  description: "What `work plan --program` calls it.",
});
const whole = (example: string) => form("whole tokens", "above 0", example);
const window = (example: string, description: string) =>
  duration(WORK_BOUNDS.minWindow, WORK_BOUNDS.maxWindow).meta({ example, description });

const program = strictObject({
  name,
  category: category.describe(
    "What the ledger books it under: `research`, `development`, `innovation`, `community`, or the network's own.",
  ),
  token: tokenName.describe("Which token it pays; it needs a cap, and is not ether."),
  decimals: integer(0, 36)
    .meta({ example: 6, description: "Of a token that is named by its address." })
    .optional(),
  amount: scalar('must be an amount in whole tokens, as a text like "100"', (value) => value).meta({
    ...whole("50000"),
    description: "Its budget, for each period.",
  }),
  period: duration(1).meta({ example: "90d", description: "How long a period of its budget is." }),
  periods: integer(1, BUDGET_BOUNDS.periods).meta({
    example: 4,
    description: "How many periods there are; after the last nothing more is promised.",
  }),
  maxJob: scalar('must be an amount in whole tokens, as a text like "100"', (value) => value).meta({
    ...whole("2000"),
    description: "The most that a milestone or a prize pays.",
  }),
  decide: z
    .enum(["vote", "reviewers"], "must be vote or reviewers")
    .meta({ ...form("word", "`vote` or `reviewers`", "vote"), description: "Who promises." }),
  reviewers: account.meta({
    ...form("account", `a label, an address, or ${COUNCIL}`, COUNCIL),
    description: "Who judges what is delivered.",
  }),
  reviewFor: window("14d", "How long they have; then silence accepts a milestone, and a prize goes back."),
  disputeFor: window("7d", "How long a decision can be disputed."),
  bond: amount.meta({
    ...form("whole tokens", "of the network's own; 0 for none", "50"),
    description: "What a dispute takes, and loses if it is in vain.",
  }),
  outcomeAfter: duration(0, WORK_BOUNDS.ahead).meta({
    example: "180d",
    description: "How long after a task's deadline outcomes are reported.",
  }),
  criteria: text(
    "must say by what is judged",
    "Useful to many; done by who can do it; worth its price.",
  ).describe("By what reviewers judge; its hash is on the chain."),
  credential: scalar("must be a class of credentials like PERSON", (value) => value)
    .meta({ ...form("class", "a class of `people.credentials`", "PERSON"), description: "What payees need." })
    .optional(),
  minReputation: positiveAmount
    .meta({ ...form("points", "above 0", "100"), description: "The votes by reputation that payees need." })
    .optional(),
}).transform((writtenDown, context) => {
  const { amount: sum, maxJob: most, token, decimals, ...rest } = writtenDown;
  const units = (field: "amount" | "maxJob", value: string) =>
    unitsOf({ token, amount: value, decimals }, UINT96_MAX, "write more", (at, message) =>
      reporting(context)(at === "amount" ? field : at, message),
    );
  return { ...rest, token, amount: units("amount", sum), maxJob: units("maxJob", most) };
});
type Program = z.output<typeof program>;

export const sections = {
  work: strictObject({
    pauseFlag: scalar("must be a flag like emerg.pausePayments", (value) => value)
      .meta({
        ...form("key", "a Bool of `registry.parameters` in the namespace emerg", "emerg.pausePayments"),
        description: "The flag that stops promises and payments; all times of work wait with them.",
      })
      .optional(),
    pointsPerQuarter: positiveAmount
      .meta({
        ...form("points", "above 0", "50000"),
        description:
          "The most reputation that payments give in 13 weeks: a point for each token of the network's own.",
      })
      .optional(),
    programs: list(program, "must be a list of programs")
      .check(
        rule<Program[]>([""], (programs, report) =>
          eachRepeated(
            programs.map((each) => each.name),
            (one, i) => report([i, "name"], `"${one}" appears twice`),
          ),
        ),
      )
      .describe("What the launch proposals open: budgets come by votes alone."),
  })
    .describe("Grants, bounties and challenges, which programs promise out of budgets.")
    .optional(),
};

export const part: Part = {
  has: ({ work }) => work !== undefined,
  deployed: ({ work }) => (work ? { work: { ...work, programs: [] } } : {}),
  rules: [
    {
      says: "A network with `work` has `treasury`, a `court` or an `arbitrator`, and a cap for each token that its programs pay; none pays ether.",
      reads: ["work", "treasury", "court", "arbitrator"],
      check: ({ work, treasury, court, arbitrator }, report) => {
        if (!work) return;
        if (!treasury) report(["work"], "needs the section treasury, whose budgets it spends");
        if (!court && !arbitrator)
          report(["work"], "needs the section court or arbitrator: every decision can be disputed");
        const caps = new Set(treasury?.caps.map(({ token }) => token));
        work.programs.forEach(({ token }, i) => {
          if (BigInt(/^0x/.test(token) ? token : 1) === 0n)
            report(["work", "programs", i, "token"], "is ether: jobs are paid in tokens");
          else if (!caps.has(token)) report(["work", "programs", i, "token"], "has no cap in treasury.caps");
        });
      },
    },
    {
      says: "`maxJob` of a program that pays the network's token is at most 8 slices of the court: no bench could decide about a job otherwise, and every dispute were a vote.",
      reads: ["work", "court"],
      check: ({ work, court }, report) => {
        if (!work || !court) return;
        const most = (SLICES * court.unit * BigInt(court.sliceBps)) / BPS;
        work.programs.forEach(({ token, maxJob }, i) => {
          if (token === GOVERNANCE_TOKEN && maxJob > most)
            report(
              ["work", "programs", i, "maxJob"],
              `is more than the ${formatTokens(most)} that a bench may decide about: every dispute were a vote`,
            );
        });
      },
    },
    {
      says: `Programs are reviewed by people or the \`${COUNCIL}\`, which needs its section; \`credential\` names a class of \`people.credentials\`, and \`minReputation\` and \`pointsPerQuarter\` need \`people.reputation\`.`,
      reads: ["work", "council", "people"],
      check: ({ work, council, people }, report) => {
        if (!work) return;
        const at = (i: number, field: string) => ["work", "programs", i, field];
        work.programs.forEach(({ reviewers, credential, minReputation }, i) => {
          if (reviewers === TIMELOCK || reviewers === TREASURY)
            report(
              at(i, "reviewers"),
              "is a contract that does what votes say: name an account, or the council",
            );
          if (reviewers === COUNCIL && !council) report(at(i, "reviewers"), "has no section council");
          if (credential !== undefined && !people?.credentials.some((each) => each.name === credential))
            report(at(i, "credential"), `${credential} is no class of people.credentials`);
          if (minReputation !== undefined && !people?.reputation)
            report(at(i, "minReputation"), "needs people.reputation");
        });
        if (work.pointsPerQuarter !== undefined && !people?.reputation)
          report(["work", "pointsPerQuarter"], "needs people.reputation");
      },
    },
    {
      says: "`work.pauseFlag` is a Bool of `registry.parameters`, in the namespace emerg.",
      reads: ["work", "registry"],
      check: ({ work, registry }, report) => {
        const flag = work?.pauseFlag;
        if (flag === undefined) return;
        const isFlag =
          flag.startsWith("emerg.") &&
          registry.parameters.some(({ key, kind }) => key === flag && kind.toLowerCase() === "bool");
        if (!isFlag) report(["work", "pauseFlag"], `${flag} is no flag of registry.parameters`);
      },
    },
    {
      says: "A scope of `Work` or `Verdicts` needs `work`.",
      reads: ["work", "governor.scopes"],
      check: ({ work, governor: { scopes } }, report) => {
        if (work) return;
        scopes.forEach(({ target }, i) => {
          if (target === "Work" || target === "Verdicts")
            report(["governor", "scopes", i, "target"], "needs work");
        });
      },
    },
  ],
};
