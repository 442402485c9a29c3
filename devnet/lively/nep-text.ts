import { stringify } from "yaml";

/** What a NEP file of the lively network says; the rest follows from the day on which it is proposed. */
export interface NepContent {
  title: string;
  type: string;
  author: string;
  changes?: {
    key: string;
    kind: string;
    was?: number | boolean;
    value: number | boolean | string;
    note?: string;
    document?: string;
  }[];
  actions?: { target: string; function: string; args: unknown[] }[];
  /** The network's figures, in their order; default no effect. */
  impact?: readonly number[];
  /** Days; absent for EMERG. */
  grace?: number;
  /** What each section says, in the order of {@link SECTIONS}. */
  says: readonly [string, string, string, string, string, string];
}

/** What files of a network have in common. */
export interface NepForm {
  /** Where NEPs are discussed, up to the number. */
  forum: string;
  /** The figures that each states, with what says "no effect". */
  figures: readonly (readonly [name: string, none: number])[];
  /** Headings that the network demands besides {@link SECTIONS}, with what they say. */
  besides?: readonly (readonly [heading: string, text: string])[];
}

export const NEUROSHARD: NepForm = {
  forum: "https://forum.neuroshard.example/t/nep-",
  figures: [
    ["training_efficiency_multiplier", 1],
    ["training_reward_multiplier", 1],
    ["net_earnings_change_percent", 0],
  ],
};

const SECTIONS = ["Problem", "Solution", "Impact", "Specification", "Implementation plan", "Risks"] as const;

/**
 * Writes a NEP as the file that a person would have written.
 * @param created YYYY-MM-DD
 */
export function nepText(number: number, content: NepContent, created: string, form: NepForm): string {
  const { title, type, author, changes, actions, impact = [], grace, says } = content;
  const head = {
    nep: number,
    title,
    type,
    authors: [author],
    created,
    "discussions-to": `${form.forum}${number}`,
    ...(changes && { "parameter-changes": changes }),
    "economic-impact": Object.fromEntries(form.figures.map(([name, none], i) => [name, impact[i] ?? none])),
    "upgrade-path": {
      ...(grace === undefined ? {} : { grace_period_days: grace }),
      backward_compatible: true,
    },
    ...(actions && { actions }),
  };
  const sections = [...SECTIONS.map((section, i) => [section, says[i]!] as const), ...(form.besides ?? [])];
  const body = sections.map(([heading, text]) => `## ${heading}\n\n${text}\n`).join("\n");
  return `---\n${stringify(head)}---\n\n${body}`;
}

/** The name of its file: `nep-0006-resume-rewards.md`. */
export function nepFileName(number: number, title: string): string {
  const words = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return `nep-${String(number).padStart(4, "0")}-${words.slice(0, 40).replace(/-$/, "")}.md`;
}
