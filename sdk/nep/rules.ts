import { ZeroHash } from "ethers";

import { explain } from "../errors";
import { DAY, formatDuration } from "../format";
import { didYouMean } from "../did-you-mean";
import { fragmentOf } from "./actions";
import { contradictionsOf, contradictionWords } from "./contradictions";
import type { ProposalForm } from "./form";
import { evidenceWanted } from "./evidence";
import { choosesGrace, type GraceRules } from "./grace";
import { FIGURE_ALLOWED, readFigure } from "./impact";
import { formatParameter, type ParameterKind, type ParameterValue } from "./parameters";
import type { Nep } from "./validate";

/** A parameter, as far as a NEP can break its rules. Bounds, both inclusive, are for uint and int only. */
export interface RuledParameter {
  key: string;
  kind: ParameterKind;
  min?: bigint;
  max?: bigint;
  /** Its value now, as a NEP file writes it or as its kind has it; left out where no chain is asked. */
  now?: ParameterValue;
  /** Its value at the network's start. */
  value?: ParameterValue;
  /** The figure that changes in proportion to it. */
  drives?: string;
  /** Its value is the hash of a text for people. */
  document?: boolean;
}

/** What a network allows, as far as a NEP can break it; a parsed network configuration is one. Durations in seconds. */
export interface NetworkRules {
  governor: {
    types: Readonly<Record<string, GraceRules>>;
    defaultType: string;
    /** Which types may make which calls; left out where that is asked of the chain. */
    scopes?: readonly {
      target: string;
      function: string;
      namespace?: string;
      types: readonly string[];
      allowValue?: boolean;
    }[];
  };
  /** What it wants of a file; left out where nobody knows, and then it is not judged. */
  proposals?: ProposalForm;
  registry: { parameters: readonly RuledParameter[] };
}

/** Reports a problem at a field of the front matter. */
export type Report = (at: readonly (string | number)[], message: string) => void;

/** Reports what a NEP may not do, or does not say, on a network. */
export function checkAgainst(network: NetworkRules, nep: Omit<Nep, "specHash">, report: Report): void {
  const { governor, registry, proposals } = network;
  const codes = Object.keys(governor.types);
  if (!codes.includes(nep.code)) {
    return report(
      ["type"],
      `${nep.code} is no type of this network${didYouMean(nep.code, codes)}; known are ${codes.join(", ")}`,
    );
  }
  checkGrace(governor.types[nep.code]!, nep, report);
  if (proposals) checkImpact(proposals, nep, report);
  if (proposals?.contradictions === "refuse") {
    for (const found of contradictionsOf(nep, network))
      report(["economic-impact", found.figure], contradictionWords(found));
  }

  const { scopes = [] } = governor;
  const allowed = (matches: (scope: (typeof scopes)[number]) => boolean): readonly string[] => [
    ...new Set([...scopes.filter(matches).flatMap(({ types }) => types), governor.defaultType]),
  ];
  const checkScope = (at: readonly (string | number)[], what: string, types: readonly string[]) => {
    if (governor.scopes && !types.includes(nep.code))
      report(at, `NEP-${nep.code} may not ${what}; types that may: ${types.join(", ")}`);
  };

  nep.parameterChanges.forEach((change, i) => {
    const { key, namespace, kind, value, document } = change;
    const at = (field: string) => ["parameter-changes", i, field];
    const known = registry.parameters.find((parameter) => parameter.key === key);
    checkScope(
      at("key"),
      `change parameters of ${namespace}`,
      allowed(
        (scope) =>
          scope.target === "ProtocolRegistry" &&
          nameOf(scope.function) === "upgrade" &&
          scope.namespace === namespace,
      ),
    );
    if (!known) {
      return report(
        at("key"),
        `"${key}" is no parameter of this network${didYouMean(
          key,
          registry.parameters.map((p) => p.key),
        )}`,
      );
    }
    if (known.kind !== kind) return report(at("kind"), `is ${kind}, but ${key} is a ${known.kind}`);
    if (proposals && known.document && document === undefined && value !== ZeroHash)
      report(at("document"), "is missing: the value is the hash of a text; say where the text is");
    if (proposals && !known.document && document !== undefined)
      report(
        at("document"),
        `belongs to parameters that are the hash of a text, and ${key} is not one of them`,
      );
    for (const { field, message } of evidenceWanted(change, known)) report(at(field), message);
    if (!withinBounds(value, known)) {
      report(
        at("value"),
        `${formatParameter(value)} is out of bounds: ${known.min ?? "no minimum"} to ${known.max ?? "no maximum"}`,
      );
    }
  });

  nep.actions.forEach((action, i) => {
    const fragment = fragmentOf(action.function);
    const matching = scopes.filter(
      (scope) =>
        scope.target === action.target &&
        scope.namespace === undefined &&
        (scope.function.includes("(")
          ? fragmentOf(scope.function).selector === fragment.selector
          : scope.function === fragment.name),
    );
    checkScope(
      ["actions", i],
      `call ${action.target}.${fragment.name}`,
      allowed((scope) => matching.includes(scope)),
    );
    if (
      governor.scopes &&
      action.value > 0n &&
      nep.code !== governor.defaultType &&
      !matching.some(({ allowValue }) => allowValue)
    ) {
      report(
        ["actions", i, "value"],
        `must be 0: ${action.target}.${fragment.name} takes no value from NEP-${nep.code}`,
      );
    }
  });
}

function checkImpact(
  { impact: when, figures }: ProposalForm,
  { economicImpact: impact, upgradePath, parameterChanges }: Omit<Nep, "specHash">,
  report: Report,
): void {
  const wanted = when === "always" || parameterChanges.length > 0;
  const needs = when === "always" ? "every proposal of this network states it" : "parameter changes need it";
  if (when === "always" && !upgradePath) report(["upgrade-path"], `is missing; ${needs}`);
  const names = figures.map(({ name }) => name);
  for (const { name, kind, optional } of figures) {
    const text = impact?.[name];
    const at = ["economic-impact", name];
    try {
      if (text !== undefined) readFigure(kind, text);
      else if (impact && !optional) report(at, `is missing; ${FIGURE_ALLOWED[kind]}`);
    } catch (error) {
      report(at, `${explain(error)}; it ${FIGURE_ALLOWED[kind]}`);
    }
  }
  if (!impact && wanted && figures.some(({ optional }) => !optional))
    report(["economic-impact"], `is missing; ${needs}: ${names.join(", ")}`);
  for (const name of Object.keys(impact ?? {})) {
    if (names.includes(name)) continue;
    const known = names.length > 0 ? `known are ${names.join(", ")}` : "it names none";
    report(
      ["economic-impact", name],
      `is no figure of this network${didYouMean(name, names) || `; ${known}`}`,
    );
  }
}

function checkGrace(rules: GraceRules, { code, upgradePath }: Omit<Nep, "specHash">, report: Report): void {
  const days = upgradePath?.gracePeriodDays;
  const bounds = `${formatDuration(rules.graceMin)} to ${formatDuration(rules.graceMax)}`;
  const at = ["upgrade-path", "grace_period_days"];
  if (days === undefined) {
    if (upgradePath && choosesGrace(rules)) report(at, `is missing; NEP-${code} allows ${bounds}`);
  } else if (days * DAY < rules.graceMin || days * DAY > rules.graceMax) {
    report(at, `${days} ${days === 1 ? "day is" : "days are"} outside what NEP-${code} allows: ${bounds}`);
  }
}

/** Whether a parameter's value is inside its bounds, both inclusive; kinds without an order have none. */
export function withinBounds(value: ParameterValue, { min, max }: { min?: bigint; max?: bigint }): boolean {
  return (
    typeof value !== "bigint" || ((min === undefined || value >= min) && (max === undefined || value <= max))
  );
}

function nameOf(signature: string): string {
  return signature.split("(", 1)[0]!.trim();
}
