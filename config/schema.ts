import * as z from "zod";

import {
  BPS,
  checkAddress,
  DEFAULT_TYPE,
  didYouMean,
  explain,
  formatAmount,
  formatDuration,
  MAX_KEY,
  namespaceOf,
  PARAMETER_KINDS,
  parseAmount,
  parseDate,
  parseDuration,
  parseParameter,
  PLAIN_TRANSFER,
  PolityError,
  PROPOSERS,
  TYPE_CODE,
  ValidationError,
  withinBounds,
  type ParameterKind,
  type ParameterValue,
  type ProposerClass,
} from "../sdk";
import { fragmentOf } from "../sdk/nep/actions";
import { list, oneOf, problemsOf, rule, scalar, strictObject } from "../sdk/problems";

export { DEFAULT_TYPE };
/** The fast track: short periods, and nothing but what {@link EMERGENCY_SCOPES} names. */
export const EMERGENCY_TYPE = "EMERG";
/** Codes that presets may not use yet. */
export const RESERVED_TYPES: readonly string[] = ["PROMPT"];
/** An emergency proposal needs this many times the stake of a GOV proposal. */
export const EMERGENCY_THRESHOLD_FACTOR = 5n;
/** The account that receives what belongs to everyone: the timelock, whose address deployment knows first. */
export const TIMELOCK = "timelock";
/** Vote sources that deployment supports; the schema knows more. */
export const DEPLOYABLE_VOTE_SOURCES: readonly VoteSource[] = ["escrow"];

const PROPOSER_CLASSES = Object.keys(PROPOSERS) as [ProposerClass, ...ProposerClass[]];

const VOTE_SOURCES = ["token", "escrow", "combined"] as const;
export type VoteSource = (typeof VOTE_SOURCES)[number];

/** What EMERG may ever do: nothing here moves funds, mints or changes roles. */
const EMERGENCY_SCOPES: readonly { target: string; name: string; namespace?: string }[] = [
  { target: "ProtocolRegistry", name: "upgrade", namespace: "emerg" },
  { target: "ProtocolRegistry", name: "emergencyRollback" },
];

/** Functions that carry other calls: whoever may call one may call anything. */
const WRAPPER = /^(?:multicall|execute|schedule|exectransaction|relay)/i;

const UINT32_MAX = 2 ** 32 - 1;
/** Checkpoints hold token amounts in 96 bits. */
const UINT96_MAX = 2n ** 96n - 1n;

const refuse = (message: string, hint: string): never => {
  throw new PolityError(message, { hint });
};

// ------------------------------------------------------------------------------------------------------------ Leaves

const text = (allowed: string) =>
  scalar(allowed, (value) =>
    value.trim() === value && value ? value : refuse("is empty or padded", allowed),
  );

const tokens = (min: bigint) =>
  scalar('must be an amount in whole tokens, as a text like "100"', (value) => {
    const units = parseAmount(value);
    if (units > UINT96_MAX) refuse(`"${value}" is too much`, `write at most ${formatAmount(UINT96_MAX)}`);
    return units >= min ? units : refuse(`"${value}" is refused`, "write an amount above 0");
  });
const amount = tokens(0n);
const positiveAmount = tokens(1n);

const duration = (min: number) =>
  scalar('must be a duration like "7d", "36h" or "90m"', (value) => {
    const seconds = parseDuration(value);
    if (seconds > UINT32_MAX) refuse(`"${value}" is too long`, "write at most 49710d");
    return seconds >= min ? seconds : refuse(`"${value}" is refused`, "write a duration above 0");
  });

const integer = (min: number, max: number, what = "an integer") => {
  const allowed = `must be ${what}, ${min} to ${max}`;
  return z
    .int({ error: ({ input }) => (input === undefined ? `is missing; ${allowed}` : allowed) })
    .min(min, allowed)
    .max(max, allowed);
};

const bps = (min: number) => integer(min, BPS, "an integer in basis points");

const account = scalar("must be an account label like ada, or an address", (value) =>
  value.startsWith("0x")
    ? checkAddress(value)
    : /^[a-z][a-z0-9-]{0,30}$/.test(value)
      ? value
      : refuse(
          `"${value}" is no account`,
          "write a label (a-z, then a-z 0-9 -, at most 31 characters) or an address",
        ),
);

const contractName = scalar("must be a contract name like ProtocolRegistry", (value) =>
  /^[A-Z][A-Za-z0-9]{0,63}$/.test(value)
    ? value
    : refuse(`"${value}" is no contract name`, "write one like ProtocolRegistry"),
);

const typeCode = scalar("must be a type code", (value) => {
  if (!TYPE_CODE.test(value)) refuse(`"${value}" is no type code`, "write 1 to 8 characters A-Z, 0-9");
  return RESERVED_TYPES.includes(value) ? refuse(`${value} is reserved`, "choose another code") : value;
});

// ---------------------------------------------------------------------------------------------------------- Sections

const token = strictObject({
  name: text("must be the token's name"),
  symbol: scalar("must be the token's symbol", (value) =>
    /^[A-Z0-9]{1,11}$/.test(value)
      ? value
      : refuse(`"${value}" is no symbol`, "write 1 to 11 characters A-Z, 0-9"),
  ),
  hardCap: positiveAmount,
  yearlyInflationBps: bps(0),
  allocation: list(
    strictObject({ to: account, amount: positiveAmount, note: text("must say what the amount is for") }),
    "must be a list of {to, amount, note}",
  ),
}).check(
  rule<{ allocation: { to: string }[] }>(["allocation"], ({ allocation }, report) =>
    eachRepeated(
      allocation.map(({ to }) => to),
      (to, i) => report(["allocation", i, "to"], `"${to}" appears twice; give one amount to each`),
    ),
  ),
);

const vestingGrant = strictObject({
  beneficiary: account,
  amount: positiveAmount,
  start: scalar("must be a date, YYYY-MM-DD", parseDate).optional(),
  duration: duration(1),
  cliff: duration(0),
}).check(
  rule<{ cliff: number; duration: number }>(["cliff", "duration"], ({ cliff, duration: whole }, report) => {
    if (cliff > whole)
      report(["cliff"], `${formatDuration(cliff)} is beyond the duration of ${formatDuration(whole)}`);
  }),
);

const typeRules = strictObject({
  /** Between proposal and vote. Above 0: votes count as of its end, so that no flash loan can vote. */
  review: duration(1),
  voting: duration(1),
  /** Between approval and activation. */
  graceMin: duration(0),
  graceMax: duration(0),
  /** In which an approved proposal must be executed after its grace period. */
  window: duration(1),
  /** Extension when the outcome turns within the last `late` seconds; 0 for none. */
  late: duration(0),
  /** Share of the votes that exist which must take part. */
  quorumBps: bps(0),
  /** Votes that must take part whatever their share, in tokens. */
  quorumFloor: amount,
  /** Share of for among for and against. At 5000 a tie passes. */
  approvalBps: integer(BPS / 2, BPS, "an integer in basis points"),
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
  /** The guardian cannot stop a proposal made of such calls alone. */
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

const governor = strictObject({
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

const parameter = strictObject({
  key: scalar("must be a key like train.innerSteps", (key) => (namespaceOf(key), key)),
  kind: oneOf(...PARAMETER_KINDS),
  min: written("must be an integer").optional(),
  max: written("must be an integer").optional(),
  value: written("must be the value at the start"),
  description: text("must say what it does, with its unit"),
}).transform((raw, context): Parameter => {
  const problem = (field: string, message: string): never => {
    context.addIssue({ code: "custom", path: [field], message });
    return z.NEVER;
  };
  const read = (field: "min" | "max" | "value"): ParameterValue => {
    try {
      return parseParameter(raw.kind, String(raw[field]));
    } catch (error) {
      return problem(field, explain(error));
    }
  };
  const ordered = raw.kind === "uint" || raw.kind === "int";
  const bound = (field: "min" | "max"): { [name in typeof field]?: bigint } => {
    if (raw[field] === undefined) return {};
    return { [field]: ordered ? read(field) : problem(field, `a ${raw.kind} has no bounds; remove it`) };
  };
  const { key, kind, description } = raw;
  const parsed: Parameter = {
    key,
    namespace: namespaceOf(key),
    kind,
    ...bound("min"),
    ...bound("max"),
    value: read("value"),
    description,
  };
  const { min, max, value } = parsed;
  if (typeof min === "bigint" && typeof max === "bigint" && min > max)
    problem("min", `${min} is above max, ${max}`);
  else if (ordered && !withinBounds(value, parsed)) {
    problem("value", `${String(value)} is out of bounds: ${min ?? "no minimum"} to ${max ?? "no maximum"}`);
  }
  return parsed;
});

/** A parameter that the network starts with. Bounds are inclusive; only uint and int have them. */
export interface Parameter {
  key: string;
  namespace: string;
  kind: ParameterKind;
  min?: bigint;
  max?: bigint;
  value: ParameterValue;
  description: string;
}

/** A value as a preset writes it: text, whole number, bigint or boolean. */
function written(allowed: string) {
  return z.union([z.string(), z.int(), z.bigint(), z.boolean()], {
    error: ({ input }) => `${input === undefined ? "is missing; " : ""}${allowed}`,
  });
}

// ----------------------------------------------------------------------------------------------------- Configuration

const config = strictObject({
  name: text("must be the network's name"),
  description: text("must be a sentence about the network"),
  token,
  /** Needed unless votes come from the token alone. */
  escrow: strictObject({ maxWeeks: integer(1, 208), minAmount: positiveAmount }).optional(),
  /** Where votes come from; {@link DEPLOYABLE_VOTE_SOURCES} can be deployed today. */
  voteSource: oneOf(...VOTE_SOURCES),
  timelock: strictObject({ minDelay: duration(1) }),
  governor,
  registry: strictObject({
    parameters: list(parameter, "must be a list of parameters").check(
      rule<Parameter[]>([""], (parameters, report) =>
        eachRepeated(
          parameters.map(({ key }) => key),
          (key, i) => report([i, "key"], `"${key}" is defined twice`),
        ),
      ),
    ),
  }),
  /** Signers of the multisig that spends approved budgets. Deployment of councils comes later. */
  council: strictObject({
    members: list(account, "must be a list of account labels"),
    threshold: integer(1, 50),
  })
    .check(
      rule<{ members: string[]; threshold: number }>(
        ["members", "threshold"],
        ({ members, threshold }, report) => {
          if (threshold > members.length)
            report(["threshold"], `${threshold} is above the number of members, ${members.length}`);
          eachRepeated(members, (member, i) => report(["members", i], `"${member}" appears twice`));
          if (members.includes(TIMELOCK))
            report(["members", members.indexOf(TIMELOCK)], "cannot sign: it is a contract");
        },
      ),
    )
    .optional(),
  /** Grants with a cliff. Deployment of vesting comes later: a configuration that has them is refused until then. */
  vesting: z.array(vestingGrant, "must be a list of grants").optional(),
}).check(
  rule<NetworkConfig>(["token.allocation", "token.hardCap", "vesting"], (network, report) => {
    const supply = initialSupply(network);
    if (supply > network.token.hardCap) {
      report(
        ["token", "allocation"],
        `sums to ${formatAmount(supply)} with vesting, above hardCap, ${formatAmount(network.token.hardCap)}`,
      );
    }
  }),
  rule<NetworkConfig>(["voteSource", "escrow"], ({ voteSource, escrow }, report) => {
    if (voteSource !== "token" && !escrow) report(["escrow"], `is missing; votes come from ${voteSource}`);
  }),
  rule<NetworkConfig>(
    ["governor.types", "timelock"],
    ({ governor: { types }, timelock: { minDelay } }, report) => {
      for (const [code, { graceMin }] of Object.entries(types)) {
        if (graceMin < minDelay) {
          const message = `${formatDuration(graceMin)} is below timelock.minDelay, ${formatDuration(minDelay)}`;
          report(["governor", "types", code, "graceMin"], message);
        }
      }
    },
  ),
  rule<NetworkConfig>(["governor.types", "token.allocation", "vesting", "voteSource"], (network, report) => {
    const supply = initialSupply(network);
    // Escrowed power decays, so a share of it alone could shrink to nothing.
    const lowest = network.voteSource === "token" ? 0n : supply / 50n;
    for (const [code, { quorumFloor, threshold }] of Object.entries(network.governor.types)) {
      const at = (field: string) => ["governor", "types", code, field];
      if (quorumFloor < lowest) {
        report(
          at("quorumFloor"),
          `${formatAmount(quorumFloor)} is below 2 % of the initial supply, ${formatAmount(lowest)}`,
        );
      }
      for (const [field, votes] of Object.entries({ quorumFloor, threshold })) {
        if (votes > supply)
          report(
            at(field),
            `${formatAmount(votes)} is above the initial supply, ${formatAmount(supply)}: nobody could reach it`,
          );
      }
    }
  }),
  rule<NetworkConfig>(
    ["governor.scopes", "registry.parameters"],
    ({ governor: { scopes }, registry }, report) => {
      const namespaces = [...new Set(registry.parameters.map(({ namespace }) => namespace))];
      scopes.forEach(({ namespace }, i) => {
        if (namespace !== undefined && !namespaces.includes(namespace)) {
          const known = namespaces.join(", ");
          report(
            ["governor", "scopes", i, "namespace"],
            `"${namespace}" has no parameters${didYouMean(namespace, namespaces)}; known are ${known}`,
          );
        }
      });
    },
  ),
);

/** A network as a person writes it: durations "7d", amounts in whole tokens "100", ratios in basis points. */
export type NetworkInput = z.input<typeof config>;

/** A checked network. Durations in seconds, amounts in base units (18 decimals), ratios in basis points. */
export type NetworkConfig = z.output<typeof config>;

/**
 * Checks a network's configuration.
 * @throws ValidationError with every problem. A rule across fields is judged once the fields it reads are well-formed.
 */
export function parseConfig(input: unknown): NetworkConfig {
  const result = config.safeParse(input);
  if (result.success) return result.data;
  const name = (input as { name?: unknown } | null | undefined)?.name;
  const subject = typeof name === "string" && name ? `configuration of ${name}` : "configuration";
  throw new ValidationError(subject, problemsOf(result.error));
}

/** Gives a preset its types. It is checked by {@link parseConfig}. */
export function defineNetwork(input: NetworkInput): NetworkInput {
  return input;
}

/** Tokens that exist after deployment, in base units. */
export function initialSupply({
  token: { allocation },
  vesting = [],
}: Pick<NetworkConfig, "token" | "vesting">): bigint {
  return [...allocation, ...vesting].reduce((sum, { amount: units }) => sum + units, 0n);
}

// ----------------------------------------------------------------------------------------------------------- Helpers

/** GOV is at least as strict as every other type; EMERG trades a short track for a higher stake and approval. */
function compareWithStrictest(
  code: string,
  rules: TypeRules,
  strictest: TypeRules,
  report: (field: string, message: string) => void,
): void {
  const formats = {
    review: formatDuration,
    quorumBps: String,
    quorumFloor: formatAmount,
    approvalBps: String,
    graceMin: formatDuration,
    graceMax: formatDuration,
    threshold: formatAmount,
  } satisfies Partial<Record<keyof TypeRules, unknown>>;
  for (const [field, format] of Object.entries(formats) as [
    keyof typeof formats,
    (value: unknown) => string,
  ][]) {
    const exempt = code === EMERGENCY_TYPE && (field === "approvalBps" || field === "threshold");
    if (!exempt && rules[field] > strictest[field]) {
      report(
        field,
        `${format(rules[field])} is above that of ${DEFAULT_TYPE}, ${format(strictest[field])}: ${DEFAULT_TYPE} is the strictest`,
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

function nameOf(signature: string): string {
  return signature.split("(", 1)[0]!;
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

function eachRepeated(values: readonly string[], report: (value: string, index: number) => void): void {
  values.forEach((value, i) => {
    if (values.indexOf(value) < i) report(value, i);
  });
}
