import type { Audit } from "@polity/sdk/audit";
import { PolityError } from "@polity/sdk/errors";
import { formatTimestamp } from "@polity/sdk/format";
import { gateLines, phaseText, type Condition, type PhasesView } from "@polity/sdk/phases";
import { CONDITIONS, conditionText } from "@polity/sdk/phases/names";
import type { Answer } from "../core/answer";
import type { Context } from "../core/context";
import { formatAudit } from "./audit-text";
import { proposalOf, titleOf } from "./proposals";

/** Words of an option that several commands have. */
export const PROPOSALS =
  "The decisions that are the evidence, with commas between them: numbers of NEPs, or ids";

/** The ids of proposals, as a person wrote them. */
export const idsOf = async (context: Context, written: string): Promise<bigint[]> =>
  Promise.all(written.split(",").map(async (one) => (await proposalOf(context, one.trim())).id));

/** Each condition: what it must be, and what it is. */
export const conditionLines = (conditions: readonly Condition[]): string[] =>
  conditions.map(({ name, value, bound, met }) => {
    const asked = name === "handsOff" && bound === 0n ? "any" : conditionText(name, bound);
    return `${met ? "✓" : "✗"} ${CONDITIONS[name] ?? name} ${asked}: ${conditionText(name, value)}`;
  });

/** Where the network stands, and what the next step takes. */
export function phaseLines(view: PhasesView, nameOf: (address: string) => string): string[] {
  const { inForce, current, since, founders, steps, conditions, open } = view;
  const lines = [
    ...(inForce
      ? []
      : [
          "a vote has left these phases: the governor's rulebook does not ask for them, and they bind nothing",
        ]),
    `phase ${phaseText(current)}, since ${formatTimestamp(since)}`,
    `founders: ${founders.map(nameOf).join(", ")}`,
  ];
  const step = steps[current];
  if (!step || !conditions) return [...lines, "there is no phase after this one"];
  const { latestAt } = step;
  const who = open
    ? "anyone takes the next step now, where nothing is missing"
    : latestAt === undefined
      ? "a vote takes the next step, and nobody else"
      : `a vote takes the next step; from ${formatTimestamp(latestAt)} on anyone`;
  return [
    ...lines,
    `${who}. Without evidence it stands so:`,
    ...conditionLines(conditions).map((line) => `  ${line}`),
    ...steps
      .filter(({ from }) => from > current)
      .map(({ from, gate }) => `then, from phase ${phaseText(from)}: ${gateLines(gate).join("; ")}`),
  ];
}

const CONTRACTS = ["Phases", "PhasedRulebook"];

/** What an audit says of phases alone, and one sentence of verdict. */
export function phaseAudit({ contracts, facts: all, deviations: found }: Audit): Answer {
  const facts = all.filter(({ contract }) => CONTRACTS.includes(contract));
  const deviations = found.filter(({ contract }) => CONTRACTS.includes(contract));
  if (facts.length === 0)
    throw new PolityError("this network has no phases", {
      hint: "its configuration has no section phases; audit it without --phase",
    });
  const factOf = (what: string) => facts.find((fact) => fact.what === what)!;
  const named = (what: string) => factOf(what).actual;
  const replaced = factOf("in force").decided!.at(-1);
  const by = replaced?.by.map((record) => `${titleOf(record)} (id ${record.id})`)[0] ?? "no proposal";
  const [loosened, held] = [named("gates loosened"), named("powers of founders")];
  const verdict =
    String(named("in force")) !== "Phases"
      ? `the network has left its phases, which bind nothing any more: ${by} gave its governor a rulebook that does not ask for them`
      : [
          `it is phase ${named("present phase").join("")}`,
          held.length === 0 ? "no founder holds any power" : `founders hold ${held.length} powers`,
          ...(replaced ? [`${by} gave its governor another rulebook, which asks for the same phases`] : []),
          ...(loosened.length > 0 ? [`votes have loosened the gates ${loosened.join(", ")}`] : []),
          deviations.length === 0
            ? "nothing is other than it should be, and no type can go back"
            : `${deviations.length} things are other than they should be`,
        ].join("; ");
  const part = { contracts, facts, deviations, privileges: [] };
  return {
    text: [formatAudit(part), verdict].join("\n"),
    json: { verdict, facts, deviations },
    failed: deviations.length > 0,
  };
}
