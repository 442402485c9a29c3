import type { KnownParameter } from "../../../../sdk/governor/network-rules";
import type { Problem } from "../../../../sdk/errors";
import type { WrittenNep } from "../../../../sdk/nep/format";
import { REQUIRED_SECTIONS } from "../../../../sdk/nep/validate";

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
  graceDays: string;
  backwardCompatible: boolean;
  actions: ActionFields[];
  sections: string[];
  /** Whether its author has asked what is missing: until then empty fields are no errors. */
  asked: boolean;
}

export const EMPTY_FORM: NepForm = {
  ...{ number: "", title: "", type: "", authors: "", created: "", discussionsTo: "" },
  ...{
    changes: [],
    efficiency: "1.0",
    reward: "1.0",
    netChange: "0",
    graceDays: "14",
    backwardCompatible: true,
  },
  ...{ actions: [], sections: REQUIRED_SECTIONS.map(() => ""), asked: false },
};

/** What a form says, for the file that it makes. Kinds and present values of parameters are the chain's. */
export function draftOf(form: NepForm, parameters: readonly KnownParameter[], today: string): WrittenNep {
  const { number, title, type, discussionsTo, graceDays, backwardCompatible } = form;
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
    graceDays: type === "EMERG" ? "" : graceDays.trim(),
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
