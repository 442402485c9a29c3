import type { Figure } from "./impact";

/** The `## ` sections that every NEP has, in any order. */
export const REQUIRED_SECTIONS = [
  "Problem",
  "Solution",
  "Impact",
  "Specification",
  "Implementation plan",
  "Risks",
] as const;

/** When a proposal states its impact: whatever it does, or where it changes parameters. */
export const IMPACT_WHEN = ["parameters", "always"] as const;
/** What becomes of a proposal whose figures contradict its own changes: people see it, or it is refused. */
export const CONTRADICTIONS = ["show", "refuse"] as const;

/** What a network wants of the files of its proposals. */
export interface ProposalForm {
  /** What it calls them: `NeuroShard Enhancement Proposal`. */
  name?: string | undefined;
  /** Headings that it demands besides {@link REQUIRED_SECTIONS}. */
  sections: readonly string[];
  /** Its own headings for those that every network has: `Motivation` for `Problem`. */
  aliases: Readonly<Record<string, string>>;
  impact: (typeof IMPACT_WHEN)[number];
  figures: readonly Figure[];
  contradictions: (typeof CONTRADICTIONS)[number];
}

/** What a network calls a proposal. */
export const nameOfForm = (form: ProposalForm | undefined): string => form?.name ?? "NEP";

/** The form of a network that has said nothing of it. */
export const PLAIN_FORM: ProposalForm = {
  ...{ sections: [], aliases: {}, impact: "parameters", figures: [], contradictions: "show" },
};

/** A section that a file must have, under any of its headings; the first is the one that the network uses. */
export interface WantedSection {
  /** As {@link REQUIRED_SECTIONS} and the network's own have it. */
  section: string;
  headings: readonly string[];
}

/** The sections that a file must have. */
export function wantedSections({ sections, aliases }: ProposalForm = PLAIN_FORM): WantedSection[] {
  const own = Object.entries(aliases);
  return [...REQUIRED_SECTIONS, ...sections].map((section) => ({
    section,
    headings: [...own.flatMap(([heading, stands]) => (stands === section ? [heading] : [])), section],
  }));
}
