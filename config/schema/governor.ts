import { FunctionFragment } from "ethers";
import * as z from "zod";

import {
  DEFAULT_TYPE,
  didYouMean,
  formatAmount,
  formatDuration,
  MAX_KEY,
  PLAIN_TRANSFER,
  PROPOSERS,
  TYPE_CODE,
  type ProposerClass,
} from "@polity/sdk";
import type { AnyDomain } from "@polity/sdk/core/domain";
import { interfaceOf } from "@polity/sdk/core/interfaces";
import {
  EMERGENCY_THRESHOLD_FACTOR,
  MAX_TYPES,
  RULE_BOUNDS,
  MIN_VETO_VOTING,
  NONE_WITH_VETO,
  STRICTER_IN_EMERGENCIES,
  STRICTEST,
  VOICE_BOUNDS,
} from "@polity/sdk/governor/bounds";
import { ruleColumns, SOURCES, type SourceName } from "@polity/sdk/governor/rules";
import { scopableContracts, scopableOf } from "@polity/sdk/governor/scope";
import { nameOf, onlyTakes } from "@polity/sdk/governor/unstoppable";
import { fragmentOf } from "@polity/sdk/nep/actions";
import { list, oneOf, rule, scalar, strictObject, type Report } from "@polity/sdk/problems";
import { amount, contractName, duration, eachRepeated, flag, form, integer, refuse, text } from "./leaves";
import { supplyOf, type Known, type Part } from "./part";
import * as proposals from "./proposals";
import * as targets from "./targets";

export { DEFAULT_TYPE, EMERGENCY_THRESHOLD_FACTOR };
/** The fast track: short periods, and nothing but what the contracts' descriptions leave to emergencies. */
export const EMERGENCY_TYPE = "EMERG";

const PROPOSER_CLASSES = Object.keys(PROPOSERS) as [ProposerClass, ...ProposerClass[]];

/** Functions that carry other calls: whoever may call one may call anything. The treasury's schedule carries none. */
const WRAPPER = /^(?:multicall|execute|schedule(?!Recurring\b)|exectransaction|relay)/i;

const typeCode = scalar("must be a type code", (value) => {
  return TYPE_CODE.test(value)
    ? value
    : refuse(`"${value}" is no type code`, "write 1 to 8 characters A-Z, 0-9");
}).meta(form("type code", "1 to 8 characters A-Z, 0-9", "ARCH"));

const SOURCE_NAMES = Object.keys(SOURCES) as [SourceName, ...SourceName[]];

const { quorumBps, approvalBps } = RULE_BOUNDS;
const { vetoBps, minVoters } = VOICE_BOUNDS;
/** A duration that the rulebook takes; what it is measured by another field is a rule across them. */
const within = (field: "review" | "voting" | "graceMin" | "graceMax" | "window" | "late") => {
  const { min, max } = RULE_BOUNDS[field];
  return duration(typeof min === "number" ? min : 0, typeof max === "number" ? max : undefined);
};

const proposerList = list(
  oneOf(...PROPOSER_CLASSES).meta(form("word", PROPOSER_CLASSES.join(", "), "holders")),
  "must be a list of holders, council",
).describe("Who may propose: holders above the threshold, the council while its mandate lasts.");

const ruleFields = strictObject({
  review: within("review").describe(
    "Between proposal and vote. Votes count as of its end, so that no flash loan can vote.",
  ),
  voting: within("voting").describe("How long votes are cast."),
  graceMin: within("graceMin").meta({
    bounds: "`timelock.minDelay` to `graceMax`",
    description: "Between approval and activation, at the least. A proposal says how long in these bounds.",
  }),
  graceMax: within("graceMax").meta({ example: "30d", description: "The same, at the most." }),
  window: within("window").meta({
    example: "14d",
    description: "In which an approved proposal must be executed after its grace period.",
  }),
  late: within("late").meta({
    bounds: "0 to `voting`",
    example: "1d",
    description:
      "If the outcome turns within this time of its end, the vote is extended by it; 0s for never.",
  }),
  quorumBps: integer(quorumBps.min, quorumBps.max, "an integer in basis points").meta({
    example: 2000,
    description: "Share of the votes that exist which must take part.",
  }),
  quorumFloor: amount.meta({
    example: "1000000",
    description: "Votes that must take part whatever their share.",
  }),
  approvalBps: integer(approvalBps.min, approvalBps.max, "an integer in basis points").meta({
    example: 6600,
    description: "Share of for among for and against. A tie never passes.",
  }),
  threshold: amount.describe("Votes that a proposer needs: held, and kept."),
  proposers: proposerList.default(["holders"]),
  fee: amount.meta({
    example: "10",
    description: "Burned from the proposer's wallet. It may exceed the threshold: that one is only held.",
  }),
  source: oneOf(...SOURCE_NAMES)
    .meta({
      ...form("word", SOURCE_NAMES.join(", "), "staked"),
      description:
        "What counts this type's votes, where the network's own do not: `staked`, locks alone; `quadratic` and `blended`, as `sources` says.",
    })
    .optional(),
  vetoBps: integer(vetoBps.min, vetoBps.max, "an integer in basis points")
    .meta({
      example: 1000,
      description:
        "A proposal passes unless this share of the votes is against it; left out, it needs votes.",
    })
    .optional(),
  minVoters: integer(1, minVoters.max)
    .meta({
      example: 25,
      description: "How many persons must vote, beside the quorum; of `quadratic` alone.",
    })
    .optional(),
});

const typeRules = ruleFields
  .extend({
    from: z
      .partialRecord(
        z.enum(["1", "2", "3"], "must be a phase, 1 to 3"),
        ruleFields.partial().extend({
          proposers: proposerList.optional(),
          vetoBps: integer(0, vetoBps.max, "an integer in basis points")
            .meta({ example: 500, description: "As above; 0 where a vote takes the place of a veto." })
            .optional(),
        }),
        {
          error: ({ code }: { code: string }) =>
            code === "unrecognized_keys" ? "1, 2, 3" : "must have rules by the number of a phase: 1, 2 or 3",
        },
      )
      .describe(
        "What differs from a phase on, by its number: 1, 2 or 3. Who proposes, how it passes and what a veto takes only go towards the holders.",
      )
      .optional(),
  })
  .check(
    rule<{ graceMin: number; graceMax: number }>(
      ["graceMin", "graceMax"],
      ({ graceMin, graceMax }, report) => {
        if (graceMin > graceMax)
          report(["graceMin"], `${formatDuration(graceMin)} is above graceMax, ${formatDuration(graceMax)}`);
      },
    ),
    rule<{ late: number; voting: number }>(["late", "voting"], ({ late, voting }, report) => {
      if (late > voting)
        report(["late"], `${formatDuration(late)} is above voting, ${formatDuration(voting)}`);
    }),
    rule<{ proposers: string[] }>(["proposers"], ({ proposers }, report) =>
      eachRepeated(proposers, (name, i) => report(["proposers", i], `"${name}" appears twice`)),
    ),
  );

/** Rules of one proposal type. Durations in seconds, shares in basis points, amounts in base units. */
export type TypeRules = z.output<typeof typeRules>;

/** Every type's rules, in the phases in which it has some of its own, and where these are written. */
export const columnsIn = (types: Readonly<Record<string, TypeRules>>) =>
  Object.entries(types).flatMap(([code, all]) =>
    ruleColumns(all).map(([phase, rules]) => ({
      ...{ code, phase, rules },
      at: ["governor", "types", code, ...(phase === 0 ? [] : ["from", String(phase)])],
    })),
  );

const scope = strictObject({
  target: contractName.describe("The contract that is called."),
  function: scalar("must be a function's name or signature", (value) => {
    if (value.includes("(")) return fragmentOf(value).format("sighash");
    const allowed = `write a name, a signature, or ${PLAIN_TRANSFER} for a plain transfer`;
    return /^[A-Za-z_$][\w$]*$/.test(value) ? value : refuse(`"${value}" is no function`, allowed);
  }).meta({
    ...form("function", `a name for all overloads, a signature, or ${PLAIN_TRANSFER}`, "upgrade"),
    description: `What is called; ${PLAIN_TRANSFER} is a plain transfer, which needs allowValue.`,
  }),
  namespace: scalar("must be a namespace", (value) =>
    /^[a-z0-9]+$/.test(value) && value.length <= MAX_KEY - 2
      ? value
      : refuse(`"${value}" is no namespace`, "write a-z, 0-9"),
  )
    .meta({
      ...form("namespace", "a-z, 0-9; of ProtocolRegistry.upgrade alone", "arch"),
      description: "Which parameters; each namespace of `upgrade` has a scope of its own.",
    })
    .optional(),
  types: list(typeCode, "must be a list of type codes").describe("The types that may make the call."),
  unstoppable: flag.describe(
    "The guardian cannot stop a proposal made of such calls alone. What also gives is then open to GOV alone.",
  ),
  allowValue: flag.describe("The call may carry value."),
}).check(
  rule<Scope>(["function", "types"], ({ function: signature, types }, report) => {
    const lower = types.filter((code) => code !== DEFAULT_TYPE);
    if (WRAPPER.test(signature) && lower.length > 0) {
      report(
        ["types"],
        `${nameOf(signature)} carries other calls: only ${DEFAULT_TYPE} may call it, not ${lower.join(", ")}`,
      );
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

const governor = strictObject({
  name: text(
    "must be the governor's name, as wallets show it when signing a vote",
    "NeuroShard Governor",
  ).describe("What wallets show when somebody signs a vote."),
  defaultType: z.literal(DEFAULT_TYPE, `must be ${DEFAULT_TYPE}`).meta({
    ...form("type code", DEFAULT_TYPE, DEFAULT_TYPE),
    description: "The type of what carries no tag, and of what no scope names.",
  }),
  types: z
    .record(typeCode, typeRules, { error: () => "must be the rules of each type, by code" })
    .describe(
      `The rules of each type of proposals, by its code. ${DEFAULT_TYPE} is there, and no type is stricter; ${EMERGENCY_TYPE}, if it is there, may ask for more approval, and asks for ${EMERGENCY_THRESHOLD_FACTOR} times the threshold or more. ${MAX_TYPES} types at most.`,
    )
    .check(
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
        for (const { code, rules, at } of columnsIn(types)) {
          if (code !== DEFAULT_TYPE)
            compareWithStrictest(code, rules, strictest, (field, message) =>
              report([...at.slice(2), field], message),
            );
        }
      }),
    ),
  scopes: z
    .array(scope, {
      error: ({ input }) => `${input === undefined ? "is missing; " : ""}must be a list of scopes`,
    })
    .describe(
      `The calls that types besides ${DEFAULT_TYPE} may make, and those that nobody can stop. A function stands in one scope.`,
    ),
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

/** What the scopes of a network may name, as its contracts describe it. */
const scopeRules: Record<string, (entry: Scope, report: Report, domains: readonly AnyDomain[]) => void> = {
  "A scope names a contract that scopes may open, and a function of it that changes something.": (
    { target, function: name },
    report,
    domains,
  ) => {
    const known = scopableContracts(domains);
    if (!known.includes(target))
      return report(
        ["target"],
        `${target} is no contract that a scope may name${didYouMean(target, known)}; known are ${known.join(", ")}`,
      );
    const functions = interfaceOf(domains, target)!
      .fragments.filter((fragment) => FunctionFragment.isFragment(fragment))
      .filter(({ stateMutability }) => stateMutability === "nonpayable" || stateMutability === "payable");
    const same = functions.some((one) => one.name === name || one.format("sighash") === name);
    if (name === PLAIN_TRANSFER || same) return;
    const names = functions.map((one) => one.name);
    report(
      ["function"],
      `${target} has no function ${name} that changes anything${didYouMean(nameOf(name), names)}; known are ${names.join(", ")}`,
    );
  },
  "A scope of `ProtocolRegistry.upgrade` names a namespace, and no other scope does.": (
    { target, function: name, namespace },
    report,
    domains,
  ) => {
    const known = domains.flatMap(({ contracts }) =>
      Object.entries(contracts).flatMap(([contract, { scopable }]) =>
        (scopable?.namespaced ?? []).map((each) => `${contract}.${each}`),
      ),
    );
    const isNamespaced = known.includes(`${target}.${nameOf(name)}`);
    if (isNamespaced && namespace === undefined)
      report(["namespace"], `is missing; ${nameOf(name)} is scoped per namespace`);
    if (!isNamespaced && namespace !== undefined)
      report(["namespace"], `belongs to ${known.join(", ")} only; remove it`);
  },
  // The council would have no say in who gets something from a type that is easier to win than GOV.
  [`What nobody can stop and what may give is open to ${DEFAULT_TYPE} alone; what only decides an open case of the court is the one exception.`]:
    (entry, report, domains) => {
      const lower = entry.types.filter((code) => code !== DEFAULT_TYPE);
      if (!entry.unstoppable || lower.length === 0 || onlyTakes(domains, entry.target, entry.function))
        return;
      report(
        ["types"],
        `${nameOf(entry.function)} may give to anybody, and nobody could stop it: only ${DEFAULT_TYPE} may call it, not ${lower.join(", ")}`,
      );
    },
  [`${EMERGENCY_TYPE} may only call what moves no funds, mints nothing and changes no role, without value.`]:
    ({ types, target, function: called, namespace, allowValue }, report, domains) => {
      if (!types.includes(EMERGENCY_TYPE)) return;
      const named = scopableOf(domains, target)?.emergency?.some(
        (one) => one.name === nameOf(called) && one.namespace === namespace,
      );
      if (named && !allowValue) return;
      const may = domains.flatMap(({ contracts }) =>
        Object.entries(contracts).flatMap(([contract, { scopable }]) =>
          (scopable?.emergency ?? []).map(
            (one) => `${contract}.${one.name}${one.namespace ? ` of ${one.namespace}` : ""}`,
          ),
        ),
      );
      report(["types"], `${EMERGENCY_TYPE} may only call ${may.join(" and ")}, without value`);
    },
};

/** The domain whose contract a scope names, where a network of this configuration does not have it. */
function missingFor(target: string, network: object, { domains, parts }: Known): string | undefined {
  const domain = domains.find(({ contracts }) => Object.hasOwn(contracts, target));
  const found = parts.find(({ name }) => name === domain?.name)?.part as Part<object> | undefined;
  return found?.has?.(network) === false ? domain!.name : undefined;
}

export const sections = {
  timelock: strictObject({
    minDelay: duration(1).meta({
      example: "1h",
      description: "The least that anything waits between approval and activation.",
    }),
  }).describe("Holds every power, and does what votes decided after a delay."),
  governor,
  ...proposals.sections,
  ...targets.sections,
};

export const part: Part = {
  rules: [
    ...proposals.rules,
    ...targets.rules,
    ...Object.entries(scopeRules).map(([says, check]) => ({
      says,
      reads: ["governor.scopes"],
      check: (({ governor: { scopes } }, report, { domains }) =>
        scopes.forEach((entry, i) =>
          check(entry, (path, message) => report(["governor", "scopes", i, ...path], message), domains),
        )) satisfies NonNullable<Part["rules"]>[number]["check"],
    })),
    {
      says: "A scope names no contract of a section that is left out.",
      reads: ["governor.scopes"],
      check: (network, report, known) =>
        network.governor.scopes.forEach(({ target }, i) => {
          const missing = missingFor(target, network, known);
          if (missing) report(["governor", "scopes", i, "target"], `has no section ${missing}`);
        }),
    },
    {
      says: "Every type's `graceMin` is `timelock.minDelay` or more.",
      reads: ["governor.types", "timelock"],
      check: ({ governor: { types }, timelock: { minDelay } }, report) => {
        for (const { rules, at } of columnsIn(types)) {
          if (rules.graceMin >= minDelay) continue;
          const message = `${formatDuration(rules.graceMin)} is below timelock.minDelay, ${formatDuration(minDelay)}`;
          report([...at, "graceMin"], message);
        }
      },
    },
    {
      says: "Every type's `quorumFloor` and `threshold` are at most the initial supply; where locks vote, `quorumFloor` is 2 % of it or more, but of a type with `source` or `vetoBps`.",
      reads: ["governor.types", "token.allocation", "vesting", "voteSource"],
      check: (network, report, { parts }) => {
        const supply = supplyOf(network, parts);
        for (const { rules, at: path } of columnsIn(network.governor.types)) {
          const { quorumFloor, threshold } = rules;
          // Escrowed power decays, so a share of it alone could shrink to nothing.
          const lowest = network.voteSource === "token" || isSpecial(rules) ? 0n : supply / 50n;
          const at = (field: string) => [...path, field];
          if (quorumFloor < lowest)
            report(
              at("quorumFloor"),
              `${formatAmount(quorumFloor)} is below 2 % of the initial supply, ${formatAmount(lowest)}`,
            );
          for (const [field, votes] of Object.entries({ quorumFloor, threshold })) {
            if (votes > supply)
              report(
                at(field),
                `${formatAmount(votes)} is above the initial supply, ${formatAmount(supply)}: nobody could reach it`,
              );
          }
        }
      },
    },
    {
      says: "A type with `source` or `vetoBps` is neither GOV nor EMERG, its `quorumFloor` is 0, and only scopes of a namespace name it, without value: it pays, mints and appoints nobody.",
      reads: ["governor.types", "governor.scopes"],
      check: ({ governor: { types, scopes } }, report) => {
        for (const { code, rules, at: path } of columnsIn(types).filter((each) => isSpecial(each.rules))) {
          const at = (field: string) => [...path, field];
          const why = rules.source === undefined ? "vetoBps" : "source";
          if (code === DEFAULT_TYPE || code === EMERGENCY_TYPE)
            report(at(why), `must be left out: the network's own votes decide ${code}, in an ordinary vote`);
          if (rules.quorumFloor > 0n)
            report(
              at("quorumFloor"),
              `must be 0: with ${why}, other votes are counted than those of a floor`,
            );
          scopes.forEach(({ target, function: name, namespace, types: codes, allowValue }, i) => {
            if (!codes.includes(code) || (namespace !== undefined && !allowValue)) return;
            report(
              ["governor", "scopes", i, "types"],
              `${code} has ${why}, so only calls of a namespace without value are open to it, not ${target}.${nameOf(name)}`,
            );
          });
        }
      },
    },
    {
      says: "A type with `vetoBps` is the council's alone, votes for 3 days or more, and has no `late`, `fee`, `threshold` or `source`.",
      reads: ["governor.types"],
      check: ({ governor: { types } }, report) => {
        for (const { rules, at } of columnsIn(types)) {
          if (rules.vetoBps === undefined) continue;
          const say = (field: string, message: string) => report([...at, field], message);
          if (rules.proposers.join() !== "council")
            say("proposers", "must be council alone: what passes in silence is not everybody's to propose");
          if (rules.voting < MIN_VETO_VOTING)
            say(
              "voting",
              `${formatDuration(rules.voting)} is below ${formatDuration(MIN_VETO_VOTING)}: a veto takes time`,
            );
          for (const field of NONE_WITH_VETO)
            if (rules[field]) say(field, "must be 0 with vetoBps: a veto is free, and final when it is cast");
          if (rules.source) say("source", "must be left out with vetoBps: the network's own votes veto");
        }
      },
    },
    {
      says: "A type's `source` is `staked` only where held tokens vote too: `voteSource` is `combined`.",
      reads: ["governor.types", "voteSource"],
      check: ({ governor: { types }, voteSource }, report) => {
        for (const { rules, at } of columnsIn(types)) {
          if (rules.source !== "staked" || voteSource === "combined") continue;
          const why = voteSource === "escrow" ? "locks alone vote in every type" : "no locks vote";
          report([...at, "source"], `must be left out: ${why} here, by voteSource ${voteSource}`);
        }
      },
    },
    {
      says: "A scope's namespace is that of a parameter.",
      reads: ["governor.scopes", "registry.parameters"],
      check: ({ governor: { scopes }, registry }, report) => {
        const namespaces = [...new Set(registry.parameters.map(({ namespace }) => namespace))];
        scopes.forEach(({ namespace }, i) => {
          if (namespace === undefined || namespaces.includes(namespace)) return;
          report(
            ["governor", "scopes", i, "namespace"],
            `"${namespace}" has no parameters${didYouMean(namespace, namespaces)}; known are ${namespaces.join(", ")}`,
          );
        });
      },
    },
  ],
};

/** Whether a type is decided otherwise than by an ordinary vote of the network's own votes; it can then do little. */
const isSpecial = ({ source, vetoBps }: Pick<TypeRules, "source" | "vetoBps">): boolean =>
  source !== undefined || vetoBps !== undefined;

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
