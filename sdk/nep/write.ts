import { formatDate } from "../format";
import type { NepAction } from "./actions";
import { formatNep } from "./format";
import { PLAIN_FORM, wantedSections, type ProposalForm, type REQUIRED_SECTIONS } from "./form";
import type { EconomicImpact } from "./impact";

/** What a NEP file is made from whose actions are known, and whose text its author completes. */
export interface ActionsDraft {
  number: number;
  title: string;
  /** Type code: `GOV`. */
  code: string;
  authors: readonly string[];
  /** Where it is discussed: an http(s) address. */
  discussion: string;
  /** Seconds. */
  today: number;
  /** Days between approval and activation; none where the type's rules say it. */
  graceDays?: number | undefined;
  actions: readonly NepAction[];
  /** Figures that are known; those that every proposal states and that are left out ask its author for them. */
  impact?: EconomicImpact | undefined;
  /** Paragraphs by section; a required section that is left out asks its author for them. */
  sections: Readonly<Record<string, readonly string[]>>;
}

/** What stands in a draft until its author says who proposes it. */
export const ASKED_AUTHOR = "Your Name <you@example.org>";
/** What stands in a draft until it is discussed somewhere. */
export const ASKED_DISCUSSION = "https://forum.example.org/t/where-it-is-discussed";
/** What the template says in place of a title, and of a reason for a parameter's value. */
export const ASKED_TITLE = "Say in a few words what changes";
export const ASKED_NOTE = "why this value";

/** What stands in a draft until its author states a figure. */
export const ASKED_FIGURE = "to be stated";
/** What a section of the network's own says until its author does. */
export const ASKED_SECTION = "What its heading says.";

/** What a section says until its author does. */
export const ASKED: Record<(typeof REQUIRED_SECTIONS)[number], string> = {
  Problem: "What is wrong today, for whom, and how you know.",
  Solution: "What changes, and why this and nothing simpler.",
  Impact: "On earnings, hardware, quality, security: with numbers, and where they come from.",
  Specification: "The actions of the header, and nothing else.",
  "Implementation plan": "Who does what after activation, and when.",
  Risks: "What may go wrong, how it is noticed, how it is undone.",
};

/** What a section asks of its author; what a network's own is about, its heading says. */
const askedFor = (section: string): string =>
  Object.hasOwn(ASKED, section) ? ASKED[section as keyof typeof ASKED] : ASKED_SECTION;

/**
 * The text of a NEP file, for its author to complete.
 * @param form What the network wants of it.
 */
export function formatActionsNep(draft: ActionsDraft, form: ProposalForm = PLAIN_FORM): string {
  const { number, title, code, authors, discussion, today, graceDays, actions, sections, impact } = draft;
  const wanted = wantedSections(form);
  const own = Object.keys(sections).filter(
    (heading) => !wanted.some(({ headings }) => headings.includes(heading)),
  );
  const figures = form.impact === "always" ? form.figures.filter(({ optional }) => !optional) : [];
  return formatNep({
    ...{ number: String(number), title, type: code, authors },
    ...{ created: formatDate(today), discussionsTo: discussion },
    parameterChanges: [],
    impact: { ...Object.fromEntries(figures.map(({ name }) => [name, ASKED_FIGURE])), ...impact },
    ...{ graceDays: graceDays === undefined ? "" : String(graceDays), backwardCompatible: true },
    actions: actions.map(writtenAction),
    sections: [
      ...wanted.map(({ section, headings }) => {
        const [heading] = headings as [string];
        const written = headings.find((one) => Object.hasOwn(sections, one));
        const paragraphs = written === undefined ? [askedFor(section)] : sections[written]!;
        return { heading, text: paragraphs.join("\n\n") };
      }),
      ...own.map((heading) => ({ heading, text: sections[heading]!.join("\n\n") })),
    ],
  });
}

/** An action as somebody would write it: without a value where there is none. */
export function writtenAction({ value, ...action }: NepAction) {
  return { ...action, ...(value > 0n && { value: value.toString() }) };
}
