import { explain, ValidationError, type Problem } from "../errors";
import { DAY, formatDuration } from "../format";
import { didYouMean, problemsOf } from "../problems";
import { Rulebook__factory } from "../../typechain-types/factories/contracts/governor/Rulebook__factory";
import { NetworkGovernor__factory } from "../../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { DEFAULT_TYPE, encodeCode } from "../core/code";
import { refusalOfCalls } from "../governor/size";
import { ANY_CONTRACT, encodeAction, fragmentOf, type NepAction } from "./actions";
import { choosesGrace, type GraceRules } from "./grace";
import { formatParameter, type ParameterKind, type ParameterValue } from "./parameters";
import { METADATA_SECTION } from "./extract";
import { readNep, type NepSection, type ParsedNep } from "./parse";
import { nepFields, type ParameterChange } from "./schema";
import { sectionProblems } from "./sections";
import { nepHash } from "./text";

/** The `## ` sections that every NEP has, in any order. */
export const REQUIRED_SECTIONS = [
  "Problem",
  "Solution",
  "Impact",
  "Specification",
  "Implementation plan",
  "Risks",
] as const;

/** Basis points: 10,000 is a multiplier of 1, or 100 %. */
export interface EconomicImpact {
  /** uint32 > 0. */
  trainingEfficiencyBps: number;
  /** uint32 > 0. */
  trainingRewardBps: number;
  /** int32 ≥ -10,000. */
  netEarningsChangeBps: number;
}

export interface UpgradePath {
  /** Whole days; absent for the least that the type allows. */
  gracePeriodDays?: number;
  backwardCompatible: boolean;
}

/** A valid NEP. */
export interface Nep {
  number: number;
  /** Type code: `TRAIN`. */
  code: string;
  title: string;
  authors: string[];
  /** YYYY-MM-DD */
  created: string;
  discussionsTo: string;
  status?: "Draft" | "Final" | "Withdrawn";
  requires: number[];
  parameterChanges: ParameterChange[];
  /** Present whenever there are parameter changes. */
  economicImpact?: EconomicImpact;
  /** Present whenever there are parameter changes. */
  upgradePath?: UpgradePath;
  actions: NepAction[];
  sections: NepSection[];
  /** The whole file, normalised; `specHash` is its keccak256. */
  text: string;
  frontMatter: string;
  body: string;
  specHash: string;
  /** Name of the file without its folder, where known. */
  fileName?: string;
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
  /** Headings that this network demands besides {@link REQUIRED_SECTIONS}. */
  proposals?: { sections: readonly string[] };
  registry: {
    parameters: readonly { key: string; kind: ParameterKind; min?: bigint; max?: bigint }[];
  };
}

export interface ValidateOptions {
  /** Name of the file, with or without its folder. A number in it (`nep-0001-…`) must be the NEP's. */
  fileName?: string;
  /** Also checks type, grace, parameters and scopes against this network. */
  network?: NetworkRules;
}

/**
 * Reads and checks a NEP file.
 * @param source Text of the file.
 * @throws ValidationError with every problem: of form, fields, sections and, given a network, of its rules.
 */
export function validateNep(source: string, { fileName, network }: ValidateOptions = {}): Nep {
  const baseName = fileName?.split(/[\\/]/).at(-1);
  const subject = baseName ?? "NEP";
  const { parsed, problems } = readNep(source);
  if (!parsed) throw new ValidationError(subject, problems);

  const sections = [...REQUIRED_SECTIONS, ...(network?.proposals?.sections ?? [])];
  problems.push(...sectionProblems(parsed.sections, sections), ...reservedProblems(parsed));
  const fields = parsed.fields === undefined ? undefined : nepFields.safeParse(parsed.fields);
  if (fields?.error) problems.push(...problemsOf(fields.error, (path) => parsed.lineOf(path)));
  if (!fields?.success) throw new ValidationError(subject, problems);

  const { data } = fields;
  const impact = data["economic-impact"];
  const path = data["upgrade-path"];
  const nep: Omit<Nep, "specHash"> = {
    number: data.nep,
    code: data.type,
    title: data.title,
    authors: data.authors,
    created: data.created,
    discussionsTo: data["discussions-to"],
    ...(data.status ? { status: data.status } : {}),
    requires: data.requires ?? [],
    parameterChanges: data["parameter-changes"] ?? [],
    ...(impact && {
      economicImpact: {
        trainingEfficiencyBps: impact.training_efficiency_multiplier,
        trainingRewardBps: impact.training_reward_multiplier,
        netEarningsChangeBps: impact.net_earnings_change_percent,
      },
    }),
    ...(path && {
      upgradePath: {
        ...(path.grace_period_days === undefined ? {} : { gracePeriodDays: path.grace_period_days }),
        backwardCompatible: path.backward_compatible,
      },
    }),
    actions: data.actions ?? [],
    sections: parsed.sections,
    text: parsed.text,
    frontMatter: parsed.frontMatter,
    body: parsed.body,
    ...(baseName === undefined ? {} : { fileName: baseName }),
  };

  const report: Report = (at, message) => {
    problems.push({ field: at.join("."), line: parsed.lineOf(at), message });
  };
  const numbered = /^nep-(\d+)/i.exec(baseName ?? "")?.[1];
  if (numbered && Number(numbered) !== nep.number)
    report(["nep"], `is ${nep.number}, but the file is called ${baseName}`);
  const calldatas = nep.actions.map((action, i) => {
    try {
      return encodeAction(action, () => ANY_CONTRACT).calldata;
    } catch (error) {
      report(["actions", i, "args"], explain(error));
      return undefined;
    }
  });
  checkAdoption(nep.actions, calldatas, report);
  const large = refusalOfCalls(calldatas.filter((data) => data !== undefined));
  if (large) report(["actions"], large);
  if (network) checkAgainst(network, nep, report);
  if (problems.length > 0) throw new ValidationError(subject, problems);
  // Last, since text with half a character has no hash.
  return { ...nep, specHash: nepHash(nep.text) };
}

type Report = (at: readonly (string | number)[], message: string) => void;

function reservedProblems({ sections }: ParsedNep): Problem[] {
  const reserved = sections.find(({ heading }) => heading.toLowerCase() === METADATA_SECTION.toLowerCase());
  if (!reserved) return [];
  const message = "is reserved: the description carries the front matter under this heading";
  return [{ field: `## ${reserved.heading}`, line: reserved.line, message }];
}

const SET_RULES = Rulebook__factory.createInterface().getFunction("setRules").selector;
const SET_RULEBOOK = NetworkGovernor__factory.createInterface().getFunction("setRulebook").selector;

/** The governor keeps its own copy of the default type's rules: until it adopts new ones, no other type is open. */
function checkAdoption(
  actions: readonly NepAction[],
  calldatas: readonly (string | undefined)[],
  report: Report,
): void {
  const changes = `${SET_RULES}${encodeCode(DEFAULT_TYPE).slice(2)}`;
  const last = actions
    .map(({ target }, i) => target === "Rulebook" && calldatas[i]?.startsWith(changes))
    .lastIndexOf(true);
  const adopted = actions.some(
    ({ target }, i) => i > last && target === "NetworkGovernor" && calldatas[i]?.startsWith(SET_RULEBOOK),
  );
  if (last === -1 || adopted) return;
  report(
    ["actions", last],
    `changes the rules of ${DEFAULT_TYPE}, and every other type waits until the governor adopts them: ` +
      "let NetworkGovernor.setRulebook(address newRulebook) with Rulebook follow in the same NEP",
  );
}

function checkAgainst(
  { governor, registry }: NetworkRules,
  nep: Omit<Nep, "specHash">,
  report: Report,
): void {
  const codes = Object.keys(governor.types);
  if (!codes.includes(nep.code)) {
    return report(
      ["type"],
      `${nep.code} is no type of this network${didYouMean(nep.code, codes)}; known are ${codes.join(", ")}`,
    );
  }
  checkGrace(governor.types[nep.code]!, nep, report);

  const { scopes = [] } = governor;
  const allowed = (matches: (scope: (typeof scopes)[number]) => boolean): readonly string[] => [
    ...new Set([...scopes.filter(matches).flatMap(({ types }) => types), governor.defaultType]),
  ];
  const checkScope = (at: readonly (string | number)[], what: string, types: readonly string[]) => {
    if (governor.scopes && !types.includes(nep.code))
      report(at, `NEP-${nep.code} may not ${what}; types that may: ${types.join(", ")}`);
  };

  nep.parameterChanges.forEach(({ key, namespace, kind, value }, i) => {
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
