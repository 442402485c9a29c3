import { ZeroHash } from "ethers";
import * as z from "zod";

import { PolityError } from "../errors";
import { parseDate } from "../format";
import { list, oneOf, rule, scalar, strictObject } from "../problems";
import { checkFunction, checkTarget, type ActionArgument, type NepAction } from "./actions";
import { MAX_GRACE_DAYS } from "./grace";
import { checkDocument } from "./documents";
import { FIGURE_NAME, MAX_FIGURE } from "./impact";
import { LINKS, type Link } from "./links";
import {
  checkKey,
  namespaceOf,
  PARAMETER_KINDS,
  parseParameter,
  type ParameterKind,
  type ParameterValue,
} from "./parameters";
import { unseenOnLine } from "./text";
import { checkTitle, TYPE_CODE } from "./title";

const refuse = (message: string, hint: string): never => {
  throw new PolityError(message, { hint });
};

/** A text on one line. */
export const line = (allowed: string) =>
  scalar(allowed, (text) => {
    const unseen = unseenOnLine(text);
    if (unseen) refuse(`contains the character ${unseen}`, "write visible characters on one line");
    return text.trim() || refuse("is empty", allowed);
  });

export const integer = (min: number, max: number) =>
  scalar(`must be an integer, ${min} to ${max}`, (text) => {
    const value = /^(?:0|[1-9]\d{0,9})$/.test(text) ? Number(text) : NaN;
    return value >= min && value <= max
      ? value
      : refuse(`"${text}" is refused`, `must be an integer, ${min} to ${max}`);
  });

const boolean = scalar("must be true or false", (text) => parseParameter("bool", text) as boolean);

export const url = scalar("must be an http(s) address", (text) => {
  const allowed = "write a whole http(s) address";
  if (!URL.canParse(text) || unseenOnLine(text)) refuse(`"${text}" is not an address`, allowed);
  return /^https?:$/.test(new URL(text).protocol) ? text : refuse(`"${text}" is not a web address`, allowed);
});

const figureName = scalar("must be a figure's name", (name) =>
  FIGURE_NAME.test(name)
    ? name
    : refuse(`"${name}" is no figure's name`, "write a-z, then a-z 0-9 _, at most 60 characters"),
);

const figure = line("must be a figure").refine(
  (text) => Array.from(text).length <= MAX_FIGURE,
  `is longer than ${MAX_FIGURE} characters; shorten it`,
);

const impact = z
  .unknown()
  .superRefine((value, context) => {
    // A record leaves this key out without a word.
    if (typeof value === "object" && value !== null && Object.hasOwn(value, "__proto__"))
      context.addIssue({ code: "custom", path: ["__proto__"], message: `"__proto__" is no figure's name` });
  })
  .pipe(z.record(figureName, figure, { error: () => "must be figures by their names" }));

const nepNumber = integer(1, 999_999);
/** One number, or a list of them. */
const neps = z
  .unknown()
  .transform((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
  .pipe(list(nepNumber, "must be a NEP's number, or a list of them"));

/** One parameter and the value it gets. */
export interface ParameterChange {
  key: string;
  /** Text before the first point of the key. */
  namespace: string;
  kind: ParameterKind;
  value: ParameterValue;
  /** Value before the change, as the author knew it: for readers, not for the chain. */
  was?: ParameterValue;
  note?: string;
  /** Where the text is whose hash is the value. */
  document?: string;
  /** Of a recipe: how it judged texts of known worth. */
  test?: EvidenceRef;
  /** Of a recipe: what the last round would have paid by it. */
  backtest?: EvidenceRef;
}

/** A file that speaks for a change: its hash, and where it is. */
export interface EvidenceRef {
  hash: string;
  at: string;
}

const place = scalar("must be where the document is", checkDocument);
const evidence = strictObject({
  hash: scalar("must be the sha256 of the file", (text) => parseParameter("bytes32", text) as string),
  at: place,
});

const parameterChange = strictObject({
  key: scalar("must be a parameter key like train.innerSteps", checkKey),
  kind: oneOf(...PARAMETER_KINDS),
  value: scalar("must be the new value", (text) => text),
  was: scalar("must be the value before", (text) => text).optional(),
  note: scalar("must be a text", (text) => text).optional(),
  document: place.optional(),
  test: evidence.optional(),
  backtest: evidence.optional(),
}).transform(({ key, kind, value, was, note, document, test, backtest }, context): ParameterChange => {
  const read = (field: string, text: string): ParameterValue => {
    try {
      return parseParameter(kind, text);
    } catch (error) {
      const { message, hint } = error as PolityError;
      context.addIssue({ code: "custom", path: [field], message: `${message}; ${hint}` });
      return z.NEVER;
    }
  };
  const parsed = read("value", value);
  if (document !== undefined && (kind !== "bytes32" || parsed === ZeroHash)) {
    const message = `belongs to a bytes32 that is the hash of a text; remove it`;
    context.addIssue({ code: "custom", path: ["document"], message });
  }
  return {
    key,
    namespace: namespaceOf(key),
    kind,
    value: parsed,
    ...(was === undefined ? {} : { was: read("was", was) }),
    ...(note === undefined ? {} : { note }),
    ...(document === undefined ? {} : { document }),
    ...(test && { test }),
    ...(backtest && { backtest }),
  };
});

const argument: z.ZodType<ActionArgument> = z.lazy(() =>
  z.union([z.string(), z.array(argument)], {
    error: () => "must be a text or a list; write a tuple as a list",
  }),
);

const action = strictObject({
  target: scalar("must be a contract name or an address", checkTarget),
  function: scalar(
    "must be a signature like setBounds(bytes32 key, bytes32 min, bytes32 max)",
    checkFunction,
  ),
  args: z.array(argument, { error: () => "must be a list of arguments; write [] for none" }),
  value: scalar("must be an amount of wei", (text) => parseParameter("uint", text) as bigint).default(0n),
});

/** The front matter of a NEP; its input is text throughout, as the file has it. */
export const nepFields = strictObject({
  nep: nepNumber,
  title: scalar("must be a title", checkTitle),
  type: scalar("must be a proposal type like TRAIN", (text) =>
    TYPE_CODE.test(text) ? text : refuse(`"${text}" is not a type code`, "write 1 to 8 characters A-Z, 0-9"),
  ),
  authors: list(line("must be a name"), "must be a list of names"),
  created: scalar("must be a date, YYYY-MM-DD", (text) => (parseDate(text), text)),
  "discussions-to": url,
  // From submission on, the chain alone knows where a NEP stands.
  status: oneOf("Draft", "Final", "Withdrawn").optional(),
  requires: neps.optional(),
  replaces: neps.optional(),
  implements: neps.optional(),
  "parameter-changes": list(parameterChange, "must be a list of {key, kind, value}").optional(),
  // Which figures there are, and how they read, is the network's.
  "economic-impact": impact.optional(),
  "upgrade-path": strictObject({
    grace_period_days: integer(1, MAX_GRACE_DAYS).optional(),
    backward_compatible: boolean,
  }).optional(),
  actions: list(action, "must be a list of {target, function, args}").optional(),
}).check(
  ...LINKS.map((link) =>
    rule<Fields & Partial<Record<Link, number[]>>>(["nep", link], (fields, report) => {
      const named = fields[link] ?? [];
      named.forEach((number, i) => {
        if (number === fields.nep) report([link, i], `is this NEP itself; remove it`);
        else if (named.indexOf(number) < i) report([link, i], `${number} appears twice; name it once`);
      });
    }),
  ),
  rule<Fields>(["parameter-changes", "actions"], (fields, report) => {
    if (!fields["parameter-changes"] && !fields.actions) {
      report(["parameter-changes"], "is missing; a NEP needs at least one parameter change or action");
    }
  }),
  rule<Fields>(["parameter-changes"], (fields, report) => {
    if (!fields["parameter-changes"]) return;
    if (!fields["upgrade-path"]) report(["upgrade-path"], "is missing; parameter changes need it");
    const seen = new Set<string>();
    fields["parameter-changes"].forEach(({ key }, i) => {
      if (seen.has(key)) report(["parameter-changes", i, "key"], `"${key}" is changed twice; change it once`);
      seen.add(key);
    });
  }),
);

interface Fields {
  nep: number;
  "parameter-changes"?: ParameterChange[];
  "upgrade-path"?: object;
  actions?: NepAction[];
}
