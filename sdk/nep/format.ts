import { stringify } from "yaml";

import type { ActionArgument } from "./actions";
import type { EconomicImpact } from "./impact";
import type { ParameterKind } from "./parameters";
import type { EvidenceRef } from "./schema";

/** A NEP as somebody fills it in: every value as it was written, to be checked as a file is. */
export interface WrittenNep {
  number: string;
  title: string;
  /** `TRAIN` */
  type: string;
  authors: readonly string[];
  /** YYYY-MM-DD */
  created: string;
  discussionsTo: string;
  parameterChanges: readonly {
    key: string;
    kind: ParameterKind;
    was?: string;
    value: string;
    note?: string;
    document?: string;
    test?: EvidenceRef;
    backtest?: EvidenceRef;
  }[];
  /** Figures by their names; absent if the text states no figures. */
  impact: EconomicImpact;
  /** Empty for a type whose grace comes from its rules. */
  graceDays: string;
  backwardCompatible: boolean;
  actions: readonly DraftAction[];
  sections: readonly { heading: string; text: string }[];
}

/** An action as it is written; `value` in wei. */
export interface DraftAction {
  target: string;
  function: string;
  args: readonly ActionArgument[];
  value?: string;
}

/** The file that says what a draft says. It may be invalid: {@link validateNep} checks it. */
export function formatNep(draft: WrittenNep): string {
  const { parameterChanges: changes, actions, impact, graceDays, backwardCompatible } = draft;
  const stated = Object.keys(impact).length > 0;
  const front = {
    nep: draft.number,
    title: draft.title,
    type: draft.type,
    authors: draft.authors,
    created: draft.created,
    "discussions-to": draft.discussionsTo,
    ...(changes.length && {
      "parameter-changes": changes.map(({ key, kind, was, value, note, document, test, backtest }) => ({
        ...{ key, kind },
        ...(was && { was }),
        value,
        ...(note && { note }),
        ...(document && { document }),
        ...(test && { test }),
        ...(backtest && { backtest }),
      })),
    }),
    ...(stated && { "economic-impact": impact }),
    ...((changes.length > 0 || stated || graceDays) && {
      "upgrade-path": {
        ...(graceDays && { grace_period_days: graceDays }),
        backward_compatible: String(backwardCompatible),
      },
    }),
    ...(actions.length && actionsOf(actions)),
  };
  const body = draft.sections.map(({ heading, text }) => `## ${heading}\n\n${text.trim()}\n`).join("\n");
  return `---\n${write(front)}---\n\n${body}`;
}

/** Actions as the front matter of a NEP file has them. */
export function formatActions(actions: readonly DraftAction[]): string {
  return write(actionsOf(actions));
}

const actionsOf = (actions: readonly DraftAction[]) => ({
  actions: actions.map(({ value, ...action }) => ({ ...action, ...(value && { value }) })),
});

/** By the failsafe schema every value is a text, which is how NEP files are read. */
const write = (value: object) => stringify(value, { schema: "failsafe", lineWidth: 0 });

/** `nep-0012-raise-the-reward.md` */
export function nepFileName({ number, title }: { number: number | string; title: string }): string {
  const words = title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
  return `nep-${String(number).padStart(4, "0")}-${words || "untitled"}.md`;
}
