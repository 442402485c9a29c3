import type { ChainRules } from "@polity/sdk/governor/network-rules";
import type { Problem } from "@polity/sdk/errors";
import type { WrittenNep } from "@polity/sdk/nep/format";
import { usualGrace } from "@polity/sdk/nep/grace";
import { wantedSections } from "@polity/sdk/nep/form";
import { visible } from "@polity/sdk/nep/text";
import { UNCHANGED, type Figure } from "@polity/sdk/nep/impact";

export interface ChangeFields {
  key: string;
  value: string;
  note: string;
  /** Where the text is whose hash is the value. */
  document?: string;
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
  /** Figures by name, as they were written; one that was not touched is what it is when nothing changes. */
  impact: Readonly<Record<string, string>>;
  /** Empty for what the type usually takes. */
  graceDays: string;
  backwardCompatible: boolean;
  actions: ActionFields[];
  /** By heading. */
  sections: Readonly<Record<string, string>>;
  /** Whether its author has asked what is missing: until then empty fields are no errors. */
  asked: boolean;
}

export const EMPTY_FORM: NepForm = {
  ...{ number: "", ownNumber: false, title: "", type: "", authors: "", created: "", discussionsTo: "" },
  ...{
    changes: [],
    impact: {},
    graceDays: "",
    backwardCompatible: true,
  },
  ...{ actions: [], sections: {}, asked: false },
};

/** The days of grace that a form asks for: those that were written, or what its type usually takes. */
export function graceOf({ type, graceDays }: NepForm, { governor: { types } }: ChainRules): string {
  const rules = Object.hasOwn(types, type) ? types[type] : undefined;
  return graceDays.trim() || String((rules && usualGrace(rules)) ?? "");
}

/** The figures that a form asks for: those of the network, where the proposal has to state any. */
export function figuresOf({ changes }: NepForm, { proposals }: ChainRules): readonly Figure[] {
  return proposals && (proposals.impact === "always" || changes.length > 0) ? proposals.figures : [];
}

/** What a form says of a figure. */
export const figureOf = ({ impact }: NepForm, { name, kind, optional }: Figure): string =>
  (Object.hasOwn(impact, name) ? impact[name] : optional ? "" : UNCHANGED[kind]) ?? "";

/** What a form says, for the file that it makes. Kinds and present values of parameters are the chain's. */
export function draftOf(form: NepForm, rules: ChainRules, today: string): WrittenNep {
  const { number, title, type, discussionsTo, backwardCompatible } = form;
  const { parameters } = rules.registry;
  return {
    ...{ number: number.trim(), title: title.trim(), type, discussionsTo: discussionsTo.trim() },
    ...{ authors: linesOf(form.authors), created: form.created || today },
    parameterChanges: form.changes.map(({ key, value, note, document = "" }) => {
      const known = parameters.find((one) => one.key === key);
      return {
        ...{ key, kind: known?.kind ?? "uint", value: value.trim() },
        ...(known && { was: known.now }),
        ...(note.trim() && { note: note.trim() }),
        ...(known?.document && document.trim() && { document: document.trim() }),
      };
    }),
    impact: Object.fromEntries(
      figuresOf(form, rules).flatMap((figure) => {
        const text = figureOf(form, figure).trim();
        return text || !figure.optional ? [[figure.name, text]] : [];
      }),
    ),
    graceDays: graceOf(form, rules),
    backwardCompatible,
    actions: form.actions.map(({ target, function: signature, args, value }) => ({
      ...{ target: target.trim(), function: signature.trim(), args: linesOf(args) },
      ...(value.trim() && { value: value.trim() }),
    })),
    sections: wantedSections(rules.proposals).map(({ headings: [heading] }) => ({
      heading: heading!,
      text: form.sections[heading!] ?? "",
    })),
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
  ...{
    key: "Parameter",
    kind: "Kind",
    value: "New value",
    was: "Value now",
    note: "Note",
    document: "Where the text is",
  },
  "economic-impact": "Economic impact",
  "upgrade-path": "Upgrade path",
  grace_period_days: "Days between approval and activation",
  backward_compatible: "Nodes that do not upgrade go on working",
  ...{ actions: "Other calls", target: "Contract", function: "Function", args: "Arguments" },
  ...{ file: "The file", body: "The text" },
};

/** A field as a person reads it: `parameter-changes.0.key` is "Parameters that change, 1, Parameter". */
export function fieldName(field: string, figures: readonly Figure[] = []): string {
  if (field.startsWith("## ")) return field.slice(3);
  const named = new Map([
    ...figures.map(({ name, description }) => [name, visible(description)] as const),
    ...Object.entries(NAMES),
  ]);
  const part = (name: string) => (/^\d+$/.test(name) ? String(Number(name) + 1) : undefined);
  return field
    .split(".")
    .map((name) => part(name) ?? named.get(name) ?? name.replaceAll(/[-_]/g, " "))
    .join(", ");
}
