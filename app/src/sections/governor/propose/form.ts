import type { ChainRules } from "@polity/sdk/governor/network-rules";
import type { Problem } from "@polity/sdk/errors";
import type { WrittenNep } from "@polity/sdk/nep/format";
import { usualGrace } from "@polity/sdk/nep/grace";
import { REQUIRED_SECTIONS } from "@polity/sdk/nep/validate";

export interface ChangeFields {
  key: string;
  value: string;
  note: string;
}

export interface ActionFields {
  target: string;
  function: string;
  /** One argument a line. */
  args: string;
  value: string;
}

/** The form of a NEP, as it is filled in. */
export interface NepForm {
  number: string;
  /** Whether its author has written the number: until then it is the next free one. */
  ownNumber: boolean;
  title: string;
  type: string;
  /** One author a line. */
  authors: string;
  created: string;
  discussionsTo: string;
  changes: ChangeFields[];
  efficiency: string;
  reward: string;
  netChange: string;
  /** Empty for what the type usually takes. */
  graceDays: string;
  backwardCompatible: boolean;
  actions: ActionFields[];
  sections: string[];
  /** Whether its author has asked what is missing: until then empty fields are no errors. */
  asked: boolean;
}

export const EMPTY_FORM: NepForm = {
  ...{ number: "", ownNumber: false, title: "", type: "", authors: "", created: "", discussionsTo: "" },
  ...{
    changes: [],
    efficiency: "1.0",
    reward: "1.0",
    netChange: "0",
    graceDays: "",
    backwardCompatible: true,
  },
  ...{ actions: [], sections: REQUIRED_SECTIONS.map(() => ""), asked: false },
};

/** The days of grace that a form asks for: those that were written, or what its type usually takes. */
export function graceOf({ type, graceDays }: NepForm, { governor: { types } }: ChainRules): string {
  const rules = Object.hasOwn(types, type) ? types[type] : undefined;
  return graceDays.trim() || String((rules && usualGrace(rules)) ?? "");
}

/** What a form says, for the file that it makes. Kinds and present values of parameters are the chain's. */
export function draftOf(form: NepForm, rules: ChainRules, today: string): WrittenNep {
  const { number, title, type, discussionsTo, backwardCompatible } = form;
  const { parameters } = rules.registry;
  return {
    ...{ number: number.trim(), title: title.trim(), type, discussionsTo: discussionsTo.trim() },
    ...{ authors: linesOf(form.authors), created: form.created || today },
    parameterChanges: form.changes.map(({ key, value, note }) => {
      const known = parameters.find((one) => one.key === key);
      return {
        ...{ key, kind: known?.kind ?? "uint", value: value.trim() },
        ...(known && { was: known.value }),
        ...(note.trim() && { note: note.trim() }),
      };
    }),
    impact: {
      efficiency: form.efficiency.trim(),
      reward: form.reward.trim(),
      netChange: form.netChange.trim(),
    },
    graceDays: graceOf(form, rules),
    backwardCompatible,
    actions: form.actions.map(({ target, function: signature, args, value }) => ({
      ...{ target: target.trim(), function: signature.trim(), args: linesOf(args) },
      ...(value.trim() && { value: value.trim() }),
    })),
    sections: REQUIRED_SECTIONS.map((heading, i) => ({ heading, text: form.sections[i] ?? "" })),
  };
}

const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** What is wrong with a field, and with all inside it, in one text; nothing when all is in order. */
export function problemAt(problems: readonly Problem[], field: string): string | undefined {
  const found = problems.filter((one) => one.field === field || one.field.startsWith(`${field}.`));
  return found.length ? found.map(({ message }) => message).join("; ") : undefined;
}

/** What the form calls the fields of the file that it makes. */
const NAMES: Readonly<Record<string, string>> = {
  ...{ nep: "Number", type: "Type", created: "Created", title: "Title", authors: "Authors" },
  "discussions-to": "Discussed at",
  "parameter-changes": "Parameters that change",
  ...{ key: "Parameter", kind: "Kind", value: "New value", was: "Value now", note: "Note" },
  "economic-impact": "Economic impact",
  training_efficiency_multiplier: "Training efficiency",
  training_reward_multiplier: "Training reward",
  net_earnings_change_percent: "Net earnings change",
  "upgrade-path": "Upgrade path",
  grace_period_days: "Days between approval and activation",
  backward_compatible: "Nodes that do not upgrade go on working",
  ...{ actions: "Other calls", target: "Contract", function: "Function", args: "Arguments" },
  ...{ file: "The file", body: "The text" },
};

/** A field as a person reads it: `parameter-changes.0.key` is "Parameters that change, 1, Parameter". */
export function fieldName(field: string): string {
  if (field.startsWith("## ")) return field.slice(3);
  const part = (name: string) => (/^\d+$/.test(name) ? String(Number(name) + 1) : undefined);
  return field
    .split(".")
    .map((name) => part(name) ?? (Object.hasOwn(NAMES, name) ? NAMES[name]! : name.replaceAll(/[-_]/g, " ")))
    .join(", ");
}
