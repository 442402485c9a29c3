import { stringify } from "yaml";

/** What a NEP file of the lively network says; the rest follows from the day on which it is proposed. */
export interface NepContent {
  title: string;
  type: string;
  author: string;
  changes?: { key: string; kind: string; was?: number | boolean; value: number | boolean; note?: string }[];
  actions?: { target: string; function: string; args: unknown[] }[];
  /** Training efficiency and reward as multipliers, earnings in percent; default no effect. */
  impact?: [efficiency: number, reward: number, earnings: number];
  /** Days; absent for EMERG. */
  grace?: number;
  /** What each section says, in the order of {@link SECTIONS}. */
  says: readonly [string, string, string, string, string, string];
}

const SECTIONS = ["Problem", "Solution", "Impact", "Specification", "Implementation plan", "Risks"] as const;

/**
 * Writes a NEP as the file that a person would have written.
 * @param created YYYY-MM-DD
 */
export function nepText(number: number, content: NepContent, created: string): string {
  const { title, type, author, changes, actions, impact = [1, 1, 0], grace, says } = content;
  const [efficiency, reward, earnings] = impact;
  const head = {
    nep: number,
    title,
    type,
    authors: [author],
    created,
    "discussions-to": `https://forum.neuroshard.example/t/nep-${number}`,
    ...(changes && { "parameter-changes": changes }),
    "economic-impact": {
      training_efficiency_multiplier: efficiency,
      training_reward_multiplier: reward,
      net_earnings_change_percent: earnings,
    },
    "upgrade-path": {
      ...(grace === undefined ? {} : { grace_period_days: grace }),
      backward_compatible: true,
    },
    ...(actions && { actions }),
  };
  const body = SECTIONS.map((section, i) => `## ${section}\n\n${says[i]!}\n`).join("\n");
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
