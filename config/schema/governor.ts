import { FunctionFragment } from "ethers";
import * as z from "zod";

import {
  DAY,
  DEFAULT_TYPE,
  didYouMean,
  formatAmount,
  formatDuration,
  MAX_KEY,
  PLAIN_TRANSFER,
  PROPOSERS,
  TYPE_CODE,
  type ProposerClass,
} from "../../sdk";
import { interfaceOf } from "../../sdk/core/interfaces";
import { DOMAINS } from "../../sdk/domains";
import { scopableContracts } from "../../sdk/governor/scope";
import {
  EMERGENCY_THRESHOLD_FACTOR,
  MAX_TYPES,
  RULE_BOUNDS,
  STRICTER_IN_EMERGENCIES,
  STRICTEST,
} from "../../sdk/governor/bounds";
import { ENDS_SPENDERS, nameOf, onlyTakes } from "../../sdk/governor/unstoppable";
import { fragmentOf } from "../../sdk/nep/actions";
import { list, oneOf, rule, scalar, strictObject } from "../../sdk/problems";
import { refuse, text, amount, duration, integer, contractName, eachRepeated } from "./leaves";

export { DEFAULT_TYPE, EMERGENCY_THRESHOLD_FACTOR };
/** The fast track: short periods, and nothing but what {@link EMERGENCY_SCOPES} names. */
export const EMERGENCY_TYPE = "EMERG";
/** Codes that presets may not use yet. */
export const RESERVED_TYPES: readonly string[] = ["PROMPT"];

const PROPOSER_CLASSES = Object.keys(PROPOSERS) as [ProposerClass, ...ProposerClass[]];

/** What EMERG may ever do: nothing here moves funds, mints or changes roles. */
const EMERGENCY_SCOPES: readonly { target: string; name: string; namespace?: string }[] = [
  { target: "ProtocolRegistry", name: "upgrade", namespace: "emerg" },
  { target: "ProtocolRegistry", name: "emergencyRollback" },
  // It can only stop: what it freezes, a vote unfreezes.
  { target: "Treasury", name: "freezeBudget" },
];

/** An approved payment that meets an exhausted cap waits; after this the bucket is full again. */
const MIN_PAYMENT_WINDOW = 30 * DAY;

/** Functions that carry other calls: whoever may call one may call anything. The treasury's schedule carries none. */
const WRAPPER = /^(?:multicall|execute|schedule(?!Recurring\b)|exectransaction|relay)/i;

const SCOPABLE = scopableContracts(DOMAINS);
/** The functions of a contract that change something. */
const callable = (target: string) =>
  interfaceOf(DOMAINS, target)!
    .fragments.filter((fragment) => FunctionFragment.isFragment(fragment))
    .filter(({ stateMutability }) => stateMutability === "nonpayable" || stateMutability === "payable");

const typeCode = scalar("must be a type code", (value) => {
  if (!TYPE_CODE.test(value)) refuse(`"${value}" is no type code`, "write 1 to 8 characters A-Z, 0-9");
  return RESERVED_TYPES.includes(value) ? refuse(`${value} is reserved`, "choose another code") : value;
});

const { quorumBps, approvalBps } = RULE_BOUNDS;
/** A duration that the rulebook takes; what it is measured by another field is a rule across them. */
const within = (field: "review" | "voting" | "graceMin" | "graceMax" | "window" | "late") => {
  const { min, max } = RULE_BOUNDS[field];
  return duration(typeof min === "number" ? min : 0, typeof max === "number" ? max : undefined);
};

const typeRules = strictObject({
  /** Between proposal and vote. Above 0: votes count as of its end, so that no flash loan can vote. */
  review: within("review"),
  voting: within("voting"),
  /** Between approval and activation. */
  graceMin: within("graceMin"),
  graceMax: within("graceMax"),
  /** In which an approved proposal must be executed after its grace period. */
  window: within("window"),
  /** Extension when the outcome turns within the last `late` seconds; 0 for none. */
  late: within("late"),
  /** Share of the votes that exist which must take part. */
  quorumBps: integer(quorumBps.min, quorumBps.max, "an integer in basis points"),
  /** Votes that must take part whatever their share, in tokens. */
  quorumFloor: amount,
  /** Share of for among for and against. A tie never passes. */
  approvalBps: integer(approvalBps.min, approvalBps.max, "an integer in basis points"),
  /** Votes that a proposer needs, in tokens: held, and kept. */
  threshold: amount,
  /** Who may propose: holders above the threshold, the council while its mandate lasts. */
  proposers: list(oneOf(...PROPOSER_CLASSES), "must be a list of holders, council").default(["holders"]),
  /** Burned from the proposer's wallet, in tokens. It may exceed the threshold: that one is only held. */
  fee: amount,
}).check(
  rule<{ graceMin: number; graceMax: number }>(["graceMin", "graceMax"], ({ graceMin, graceMax }, report) => {
    if (graceMin > graceMax)
      report(["graceMin"], `${formatDuration(graceMin)} is above graceMax, ${formatDuration(graceMax)}`);
  }),
  rule<{ late: number; voting: number }>(["late", "voting"], ({ late, voting }, report) => {
    if (late > voting) report(["late"], `${formatDuration(late)} is above voting, ${formatDuration(voting)}`);
  }),
  rule<{ proposers: string[] }>(["proposers"], ({ proposers }, report) =>
    eachRepeated(proposers, (name, i) => report(["proposers", i], `"${name}" appears twice`)),
  ),
);

/** Rules of one proposal type. Durations in seconds, shares in basis points, amounts in base units. */
export type TypeRules = z.output<typeof typeRules>;

const scope = strictObject({
  target: contractName,
  function: scalar("must be a function's name or signature", (value) => {
    if (value.includes("(")) return fragmentOf(value).format("sighash");
    const allowed = `write a name, a signature, or ${PLAIN_TRANSFER} for a plain transfer`;
    return /^[A-Za-z_$][\w$]*$/.test(value) ? value : refuse(`"${value}" is no function`, allowed);
  }),
  namespace: scalar("must be a namespace", (value) =>
    /^[a-z0-9]+$/.test(value) && value.length <= MAX_KEY - 2
      ? value
      : refuse(`"${value}" is no namespace`, "write a-z, 0-9"),
  ).optional(),
  types: list(typeCode, "must be a list of type codes"),
  /** The guardian cannot stop a proposal made of such calls alone. What also gives is then open to GOV alone. */
  unstoppable: z.boolean("must be true or false").default(false),
  /** The call may carry value. */
  allowValue: z.boolean("must be true or false").default(false),
}).check(
  rule<Scope>(["target", "function", "namespace"], ({ target, function: signature, namespace }, report) => {
    const isUpgrade = target === "ProtocolRegistry" && nameOf(signature) === "upgrade";
    if (isUpgrade && namespace === undefined)
      report(["namespace"], "is missing; upgrade is scoped per namespace");
    if (!isUpgrade && namespace !== undefined)
      report(["namespace"], "belongs to ProtocolRegistry.upgrade only; remove it");
  }),
  rule<Scope>(["target"], ({ target }, report) => {
    if (!SCOPABLE.includes(target)) {
      report(
        ["target"],
        `${target} is no contract that a scope may name${didYouMean(target, SCOPABLE)}; known are ${SCOPABLE.join(", ")}`,
      );
    }
  }),
  rule<Scope>(["target", "function"], ({ target, function: name }, report) => {
    if (name === PLAIN_TRANSFER || !SCOPABLE.includes(target)) return;
    const known = callable(target);
    if (known.some((fragment) => fragment.name === name || fragment.format("sighash") === name)) return;
    const names = known.map((fragment) => fragment.name);
    report(
      ["function"],
      `${target} has no function ${name} that changes anything${didYouMean(nameOf(name), names)}; known are ${names.join(", ")}`,
    );
  }),
  // The council would have no say in who gets something from a type that is easier to win than GOV.
  rule<Scope>(["target", "function", "types", "unstoppable"], (entry, report) => {
    const lower = entry.types.filter((code) => code !== DEFAULT_TYPE);
    if (!entry.unstoppable || lower.length === 0 || onlyTakes(entry.target, entry.function)) return;
    report(
      ["types"],
      `${nameOf(entry.function)} may give to anybody, and nobody could stop it: only ${DEFAULT_TYPE} may call it, not ${lower.join(", ")}`,
    );
  }),
  rule<Scope>(["function", "types"], ({ function: signature, types }, report) => {
    const lower = types.filter((code) => code !== DEFAULT_TYPE);
    if (WRAPPER.test(signature) && lower.length > 0) {
      report(
        ["types"],
        `${nameOf(signature)} carries other calls: only ${DEFAULT_TYPE} may call it, not ${lower.join(", ")}`,
      );
    }
  }),
  rule<Scope>(["target", "function", "namespace", "types", "allowValue"], (entry, report) => {
    if (!entry.types.includes(EMERGENCY_TYPE)) return;
    const named = EMERGENCY_SCOPES.some(
      ({ target, name, namespace }) =>
        target === entry.target && name === nameOf(entry.function) && namespace === entry.namespace,
    );
    if (!named || entry.allowValue) {
      const may = EMERGENCY_SCOPES.map(
        ({ target, name, namespace }) => `${target}.${name}${namespace ? ` of ${namespace}` : ""}`,
      );
      report(["types"], `${EMERGENCY_TYPE} may only call ${may.join(" and ")}, without value`);
    }
  }),
  rule<Scope>(["function", "allowValue"], ({ function: signature, allowValue }, report) => {
    if (signature === PLAIN_TRANSFER && !allowValue)
      report(["allowValue"], "must be true for a plain transfer");
  }),
);

/** Which types may call a function. What no scope names is open to GOV alone. */
export interface Scope {
  target: string;
  /** Name of all overloads, canonical signature of one, or {@link PLAIN_TRANSFER}. */
  function: string;
  namespace?: string;
  types: string[];
  unstoppable: boolean;
  allowValue: boolean;
}

export const governor = strictObject({
  name: text("must be the governor's name, as wallets show it when signing a vote"),
  defaultType: z.literal(DEFAULT_TYPE, `must be ${DEFAULT_TYPE}`),
  types: z.record(typeCode, typeRules, { error: () => "must be the rules of each type, by code" }).check(
    rule<Record<string, TypeRules>>([""], (types, report) => {
      const strictest = types[DEFAULT_TYPE];
      if (!strictest) return report([DEFAULT_TYPE], "is missing; it is the default type");
      if (!strictest.proposers.includes("holders")) {
        report(
          [DEFAULT_TYPE, "proposers"],
          `must include holders: ${DEFAULT_TYPE} alone can change anything`,
        );
      }
      const count = Object.keys(types).length;
      if (count > MAX_TYPES) report([], `has ${count} types, and a rulebook has room for ${MAX_TYPES}`);
      for (const [code, rules] of Object.entries(types)) {
        if (code !== DEFAULT_TYPE)
          compareWithStrictest(code, rules, strictest, (field, message) => report([code, field], message));
      }
    }),
  ),
  scopes: z.array(scope, {
    error: ({ input }) => `${input === undefined ? "is missing; " : ""}must be a list of scopes`,
  }),
}).check(
  rule<{ types: object; scopes: Scope[] }>(["types", "scopes"], ({ types, scopes }, report) => {
    const codes = Object.keys(types);
    scopes.forEach((entry, i) =>
      entry.types.forEach((code, j) => {
        if (!codes.includes(code)) {
          report(
            ["scopes", i, "types", j],
            `${code} is no type of this network${didYouMean(code, codes)}; known are ${codes.join(", ")}`,
          );
        }
      }),
    );
  }),
  rule<{ scopes: Scope[] }>(["scopes"], ({ scopes }, report) =>
    scopes.forEach((entry, i) => {
      const first = scopes.findIndex((other) => overlap(other, entry));
      if (first < i)
        report(["scopes", i], `names the same function as scopes.${first}; list all types in one scope`);
    }),
  ),
);

/** Codes of the types that may pay out of the treasury: the default type alone unless a scope says otherwise. */
function payingTypes(scopes: readonly Scope[]): readonly string[] {
  const opened = scopes.filter(
    ({ target, function: name }) => target === "Treasury" && nameOf(name) === "pay",
  );
  return opened.length > 0 ? opened.flatMap(({ types }) => types) : [DEFAULT_TYPE];
}

/** What a treasury asks of the rules: time for payments that meet its cap, and an end to budgets that none can stop. */
export function checkTreasuryRules(
  { types, scopes }: { types: Record<string, TypeRules>; scopes: Scope[] },
  hasCouncil: boolean,
  report: (path: (string | number)[], message: string) => void,
): void {
  for (const code of payingTypes(scopes)) {
    const { window } = types[code] ?? { window: MIN_PAYMENT_WINDOW };
    if (window < MIN_PAYMENT_WINDOW) {
      const least = formatDuration(MIN_PAYMENT_WINDOW);
      report(
        ["types", code, "window"],
        `${formatDuration(window)} is below ${least}: a payment may have to wait for the treasury's cap`,
      );
    }
  }
  if (!hasCouncil) return;
  for (const name of Object.keys(ENDS_SPENDERS)) {
    const i = scopes.findIndex(
      ({ target, function: called }) => target === "Treasury" && nameOf(called) === name,
    );
    if (i === -1) report(["scopes"], `must name Treasury.${name}, as unstoppable by the council`);
    else if (!scopes[i]!.unstoppable) {
      report(["scopes", i, "unstoppable"], `must be true: a council could keep its own budget`);
    }
  }
}

/** GOV is at least as strict as every other type; EMERG trades a short track for a higher stake and approval. */
function compareWithStrictest(
  code: string,
  rules: TypeRules,
  strictest: TypeRules,
  report: (field: string, message: string) => void,
): void {
  const show = (field: (typeof STRICTEST)[number], value: number | bigint) =>
    typeof value === "bigint"
      ? formatAmount(value)
      : field.endsWith("Bps")
        ? String(value)
        : formatDuration(value);
  for (const field of STRICTEST) {
    const exempt = code === EMERGENCY_TYPE && STRICTER_IN_EMERGENCIES.includes(field);
    if (!exempt && rules[field] > strictest[field]) {
      report(
        field,
        `${show(field, rules[field])} is above that of ${DEFAULT_TYPE}, ${show(field, strictest[field])}: ${DEFAULT_TYPE} is the strictest`,
      );
    }
  }
  const lowest = EMERGENCY_THRESHOLD_FACTOR * strictest.threshold;
  if (code === EMERGENCY_TYPE && rules.threshold < lowest) {
    report(
      "threshold",
      `${formatAmount(rules.threshold)} is below ${EMERGENCY_THRESHOLD_FACTOR} times that of ${DEFAULT_TYPE}, ${formatAmount(lowest)}`,
    );
  }
}

/** A name alone stands for every overload. */
function overlap(a: Scope, b: Scope): boolean {
  const named = !a.function.includes("(") || !b.function.includes("(");
  return (
    a.target === b.target &&
    a.namespace === b.namespace &&
    (named ? nameOf(a.function) === nameOf(b.function) : a.function === b.function)
  );
}
