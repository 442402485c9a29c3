import * as z from "zod";

import { BPS, DAY } from "@polity/sdk";
import { MEASURES, type MeasureName } from "@polity/sdk/analytics/targets";
import { didYouMean } from "@polity/sdk/did-you-mean";
import { oneOf, rule, strictObject } from "@polity/sdk/problems";
import { duration, eachRepeated, form, integer, text, written } from "./leaves";
import type { Part } from "./part";
import { category, GOVERNANCE_TOKEN, reporting, tokenName, unitsOf } from "./treasury";

const NAMES = Object.keys(MEASURES) as MeasureName[];
const MAX_TARGETS = 30;
const UINT128_MAX = 2n ** 128n - 1n;
const AT_LEAST = 'must be basis points or a number for a share or a count, or an amount like "24000000"';

const target = strictObject({
  name: text("must say what the network wants to reach", "Participation in major decisions").describe(
    "What people read.",
  ),
  measure: oneOf(...NAMES).meta({
    ...form("word", NAMES.join(", "), "participation"),
    description: `What is counted. ${NAMES.map((name) => `\`${name}\`: ${MEASURES[name].says.toLowerCase()}`).join("; ")}.`,
  }),
  atLeast: written(AT_LEAST).meta({
    ...form(
      "as the measure says",
      "basis points of a share; a count above 0; whole tokens, as a text, of what is paid",
      8000,
    ),
    description: "The least that meets it.",
  }),
  types: z
    .array(z.string(), "must be a list of types of proposals")
    .min(1, "must name a type, or be left out")
    .meta({
      ...form("type code", "types of this network", "GOV"),
      description:
        "Of participation, success, participants and proposals: the types that count; left out, all.",
    })
    .optional(),
  token: tokenName
    .describe(
      "Of growth and payments: the token that is counted; left out, all together in money, which takes a file of prices.",
    )
    .optional(),
  decimals: integer(0, 36)
    .meta({
      example: 6,
      description: "Of a token that is named by its address, where payments of it are counted.",
    })
    .optional(),
  categories: z
    .array(category, "must be a list of the treasury's categories")
    .min(1, "must name a category, or be left out")
    .describe("Of payments: the treasury's categories that count; left out, all.")
    .optional(),
  over: duration(DAY)
    .meta({
      example: "365d",
      description:
        "How far back from the end of a report's period it looks; left out, to the beginning of the period.",
    })
    .optional(),
}).transform((all, context) => {
  const { measure, decimals, atLeast, ...rest } = all;
  const problem = reporting(context);
  const { unit, reads }: { unit: string; reads: readonly string[] } = MEASURES[measure];
  for (const field of ["types", "token", "categories", "over"] as const) {
    if (all[field] !== undefined && !reads.includes(field))
      problem(field, `says nothing of ${measure}; remove it`);
  }
  if (decimals !== undefined && (unit !== "amount" || all.token === undefined))
    problem("decimals", "belongs to payments of a token that is named by its address; remove it");
  return { ...rest, measure, atLeast: least() };

  function least(): string {
    if (unit !== "amount") {
      const most = unit === "bps" && measure !== "treasuryGrowth" ? BPS : Number.MAX_SAFE_INTEGER;
      if (typeof atLeast === "number" && atLeast > 0 && atLeast <= most) return String(atLeast);
      problem("atLeast", unit === "bps" ? `must be basis points, 1 to ${most}` : "must be a number above 0");
      return "1";
    }
    if (typeof atLeast !== "string") {
      problem("atLeast", 'must be an amount in whole tokens, as a text like "24000000"');
      return "1";
    }
    // Money has as many decimals as the network's own token.
    const { token = GOVERNANCE_TOKEN } = all;
    const sum = { token, amount: atLeast, ...(all.token !== undefined && { decimals }) };
    return String(
      unitsOf(sum, UINT128_MAX, "write an amount above 0", (field, message) =>
        problem(field === "amount" ? "atLeast" : field, message),
      ),
    );
  }
});
export const sections = {
  targets: z
    .array(target, "must be a list of {name, measure, atLeast}")
    .max(MAX_TARGETS, `must be at most ${MAX_TARGETS}`)
    .check(
      rule<{ name: string }[]>([""], (targets, report) =>
        eachRepeated(
          targets.map(({ name }) => name),
          (name, i) => report([i, "name"], `"${name}" appears twice`),
        ),
      ),
    )
    .describe("What the network wants to reach: reports and the app show the figures beside it.")
    .default([]),
};

/** Their types are the network's. */
export const rules: NonNullable<Part["rules"]> = [
  {
    says: "The types of a target are types of proposals of the network; what it says of the treasury needs the section `treasury`, and satisfaction the section `ballots`.",
    reads: ["targets", "governor.types", "treasury", "ballots"],
    check: ({ targets, governor: { types }, treasury, ballots }, report) =>
      targets.forEach(({ measure, types: named = [] }, i) => {
        const codes = Object.keys(types);
        named.forEach((code, j) => {
          if (!codes.includes(code))
            report(
              ["targets", i, "types", j],
              `${code} is no type of this network${didYouMean(code, codes)}; known are ${codes.join(", ")}`,
            );
        });
        if (!treasury && (measure === "treasuryGrowth" || measure === "paid"))
          report(["targets", i, "measure"], "has no section treasury");
        if (!ballots && measure === "satisfaction")
          report(["targets", i, "measure"], "has no section ballots, in which members could say it");
      }),
  },
];
