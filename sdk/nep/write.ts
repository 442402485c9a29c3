import { formatTimestamp } from "../format";
import type { ActionArgument, NepAction } from "./actions";
import { REQUIRED_SECTIONS } from "./validate";

/** What a NEP file is made from. */
export interface NepDraft {
  number: number;
  title: string;
  /** Type code: `GOV`. */
  code: string;
  author: string;
  /** Where it is discussed: an http(s) address. */
  discussion: string;
  /** Seconds. */
  today: number;
  /** Days between approval and activation; none for EMERG, whose rules say it. */
  graceDays?: number | undefined;
  actions: readonly NepAction[];
  /** Paragraphs by section; a section that is left out asks its author for them. */
  sections: Partial<Record<(typeof REQUIRED_SECTIONS)[number], readonly string[]>>;
}

const ASKED: Record<(typeof REQUIRED_SECTIONS)[number], string> = {
  Problem: "What is wrong today, for whom, and how you know.",
  Solution: "What changes, and why this and nothing simpler.",
  Impact: "On earnings, hardware, quality, security: with numbers, and where they come from.",
  Specification: "The actions of the header, and nothing else.",
  "Implementation plan": "Who does what after activation, and when.",
  Risks: "What may go wrong, how it is noticed, how it is undone.",
};

/** The text of a NEP file, for its author to complete. */
export function formatNepDraft(draft: NepDraft): string {
  const { number, title, code, author, discussion, today, graceDays, actions, sections } = draft;
  return [
    "---",
    `nep: ${number}`,
    `title: ${JSON.stringify(title)}`,
    `type: ${code}`,
    `authors: [${JSON.stringify(author)}]`,
    `created: ${formatTimestamp(today).slice(0, 10)}`,
    `discussions-to: ${discussion}`,
    ...formatActions(actions),
    "upgrade-path:",
    ...(graceDays === undefined ? [] : [`  grace_period_days: ${graceDays}`]),
    "  backward_compatible: true",
    "---",
    ...REQUIRED_SECTIONS.flatMap((name) => [
      "",
      `## ${name}`,
      ...(sections[name] ?? [ASKED[name]]).flatMap((paragraph) => ["", paragraph]),
    ]),
    "",
  ].join("\n");
}

/** Actions as the header of a NEP file has them. */
export function formatActions(actions: readonly NepAction[]): string[] {
  const lines = actions.flatMap(({ target, function: signature, args }) => [
    `  - target: ${target}`,
    `    function: ${JSON.stringify(signature)}`,
    `    args: ${flow(args)}`,
  ]);
  return ["actions:", ...lines];
}

/** As YAML's flow style, which reads JSON's texts as they are. */
const flow = (argument: ActionArgument): string =>
  Array.isArray(argument) ? `[${argument.map(flow).join(", ")}]` : JSON.stringify(argument);
