import { DAY, formatAmount, formatDuration } from "@polity/sdk";
import { benchLimit, longestCase, MAX_CASE } from "@polity/sdk/court/limits";
import { checkAddress } from "@polity/sdk/nep/actions";
import { scalar, strictObject } from "@polity/sdk/problems";
import type { Scope } from "./governor";
import { duration, form, integer, positiveAmount, refuse, text } from "./leaves";
import type { Part } from "./part";
import { payingTypes } from "./treasury";

/** The contract's bounds: a minute at the least, and all of them together have one. */
const period = (description: string, example: string) =>
  duration(60, MAX_CASE).meta({ example, description });
/** Bytes as they are written. */
function bytesOf(value: string): string {
  if (/^0x([0-9a-f]{2}){0,1024}$/i.test(value)) return value.toLowerCase();
  return refuse(`"${value}" is not bytes in hex`, "write 0x, and two digits for each of up to 1024 bytes");
}

/** The type whose proposals overrule the court. */
const COURT = "COURT";
/** What a vote needs besides its own times: to be noticed, written and carried out. */
const SLACK = 10 * DAY;
/** A party must be able to ask for the vote: what the type needs at the most of what the one that pays needs. */
const THRESHOLD_PART = 10n;

export const sections = {
  court: strictObject({
    unit: positiveAmount.meta({
      ...form("whole tokens", "above 0", "2000"),
      description:
        "What a ticket takes. Benches of 3, 7 and 15 decide about up to 2, 4 and 8 slices of it; it never changes.",
    }),
    sliceBps: integer(1, 10_000, "an integer in basis points").meta({
      example: 5000,
      description: "What a juror risks of a unit for a seat.",
    }),
    minJurors: integer(1, 65_535).meta({
      example: 10,
      description: "How many accounts have to stake a unit; with fewer the vote decides.",
    }),
    feePerJuror: positiveAmount.meta({
      ...form("whole coins", "above 0", "0.005"),
      description: "What a seat earns, in the chain's own currency: about 250,000 gas.",
    }),
    evidence: period("How long evidence is taken before jurors are drawn.", "3d"),
    seating: period("How long tickets can be offered for seats.", "1d"),
    commit: period("How long jurors vote in secret.", "2d"),
    reveal: period("How long votes are revealed.", "2d"),
    appeal: period("How long an appeal, or a referral to a vote, can be made.", "3d"),
    referral: period("How long a vote has to overrule.", "45d"),
  })
    .describe("A court of jurors who are drawn from stake, with the vote as its last instance.")
    .optional(),
  arbitrator: strictObject({
    address: scalar("must be the address of a contract", (value) => checkAddress(value)).meta({
      ...form("address", "a contract that speaks ERC-792", "0x988b3a538b618c7a603e1c11ab82cd16dbe28069"),
      description: "Who rules.",
    }),
    extraData: scalar("must be bytes in hex, from 0x on", bytesOf).meta({
      ...form("bytes in hex", "at most 1024 bytes", "0x"),
      description:
        "What it asks for: with Kleros its court and how many jurors, a word each. Who pays and what the dispute is worth come behind it.",
    }),
    metaEvidence: text("must say where the file is", "ipfs://…").meta({
      description: "Where the file is that says what rulings mean, by ERC-1497.",
    }),
  })
    .describe(
      "An arbitrator from elsewhere in place of a court of the network's own. Votes can choose another.",
    )
    .optional(),
};

const isOverrule = ({ target, function: called }: Scope) =>
  target === "JurorCourt" && called.split("(", 1)[0] === "overrule";
const isInstructor = ({ target, function: called }: Scope) =>
  target === "DisputedBudgets" && called.split("(", 1)[0] === "setInstructor";

export const part: Part = {
  has: ({ court, treasury }, contract) =>
    (court !== undefined && contract !== "DisputedBudgets") ||
    (treasury?.disputes !== undefined && contract !== "JurorCourt"),
  foreign: ({ arbitrator }): Record<string, string> => (arbitrator ? { arbitrator: arbitrator.address } : {}),
  warns: ({ court, treasury }) =>
    court && treasury?.disputes && treasury.disputes.above > benchLimit(court)
      ? [
          `a bench decides about ${formatAmount(benchLimit(court))} tokens at the most, and payments wait beyond ${formatAmount(treasury.disputes.above)}: nearly every dispute goes to the vote at once`,
        ]
      : [],
  rules: [
    {
      says: "A network has a `court` or an `arbitrator` from elsewhere; the latter needs what asks it, `treasury.disputes`.",
      reads: ["court", "arbitrator", "treasury"],
      check: ({ court, arbitrator, treasury }, report) => {
        if (court && arbitrator) report(["arbitrator"], "stands beside a court: choose one of them");
        if (arbitrator && !treasury?.disputes)
          report(["arbitrator"], "is asked by nothing: treasury.disputes is missing");
      },
    },
    {
      says: "`treasury.disputes` needs the section `court` or `arbitrator`, and a scope that lets nobody stop `DisputedBudgets.setInstructor`.",
      reads: ["treasury", "court", "arbitrator", "governor.scopes"],
      check: ({ treasury, court, arbitrator, governor: { scopes } }, report) => {
        if (!treasury?.disputes) return;
        if (!court && !arbitrator) report(["court"], "is missing: nobody could rule about disputed payments");
        const i = scopes.findIndex(isInstructor);
        if (i === -1)
          report(
            ["governor", "scopes"],
            "must name DisputedBudgets.setInstructor, as unstoppable by the council",
          );
        else if (!scopes[i]!.unstoppable)
          report(["governor", "scopes", i, "unstoppable"], "must be true: a council could go on instructing");
      },
    },
    {
      says: `A case takes ${formatDuration(MAX_CASE)} at the most, with \`evidence\`, three benches that are drawn twice (\`seating\`, \`commit\`, \`reveal\`) and appealed against (\`appeal\`), and the vote (\`referral\`): what asks the court calls it silent after 180 days, and whoever is losing must not reach that.`,
      reads: ["court"],
      check: ({ court }, report) => {
        if (court && longestCase(court) > MAX_CASE)
          report(
            ["court"],
            `a case can take ${formatDuration(longestCase(court))}, and may take ${formatDuration(MAX_CASE)}: whoever is losing could wait until the court counts as silent`,
          );
      },
    },
    {
      says: `A network with \`court\` has a type \`${COURT}\` and a scope that opens \`JurorCourt.overrule\` to it, which nobody can stop: the council is often a party. Its quorum and approval are not below those of any type that may pay out of the treasury, its threshold at most a tenth of them, and its review, vote, extension and shortest grace fit into \`referral\`, with ${formatDuration(SLACK)} to spare.`,
      reads: ["court", "governor.types", "governor.scopes"],
      check: ({ court, governor: { types, scopes } }, report) => {
        if (!court) return;
        const rules = types[COURT];
        if (!rules) return report(["governor", "types"], `must have ${COURT}, the court's last instance`);
        const i = scopes.findIndex(isOverrule);
        if (i === -1)
          report(["governor", "scopes"], "must open JurorCourt.overrule to COURT, as unstoppable");
        else if (!scopes[i]!.unstoppable || String(scopes[i]!.types) !== COURT)
          report(["governor", "scopes", i], `must be unstoppable, and open to ${COURT} alone`);
        const { review, voting, late, graceMin } = rules;
        const needed = review + voting + late + graceMin + SLACK;
        if (needed > court.referral)
          report(
            ["court", "referral"],
            `${formatDuration(court.referral)} is too short: a vote of ${COURT} takes ${formatDuration(needed)} with what it needs besides`,
          );
        for (const code of payingTypes(scopes)) {
          const other = types[code];
          if (!other) continue;
          for (const field of ["quorumBps", "quorumFloor", "approvalBps"] as const)
            if (rules[field] < other[field])
              report(["governor", "types", COURT, field], `is below that of ${code}, which may pay`);
          if (rules.threshold * THRESHOLD_PART > other.threshold)
            report(
              ["governor", "types", COURT, "threshold"],
              `is more than a tenth of that of ${code}: a party must be able to ask for the vote`,
            );
        }
      },
    },
    {
      says: "A scope of `JurorCourt` needs `court`, and one of `DisputedBudgets` needs `treasury.disputes`.",
      reads: ["court", "treasury", "governor.scopes"],
      check: ({ court, treasury, governor: { scopes } }, report) =>
        scopes.forEach(({ target }, i) => {
          const missing =
            (target === "JurorCourt" && !court && "court") ||
            (target === "DisputedBudgets" && !treasury?.disputes && "treasury.disputes");
          if (missing) report(["governor", "scopes", i, "target"], `needs ${missing}`);
        }),
    },
  ],
};
