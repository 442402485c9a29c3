import type { History } from "../history/types";
import type { VoteSource } from "../votes";
import type { Money } from "./money";
import type { Period, Table } from "./table";
import type { Target } from "./targets";

/** Of what figures are asked. */
export interface Asked {
  period: Period;
  /** What counts as votes. */
  source: VoteSource;
  /** The network's own token. */
  token?: string | undefined;
  /** The network's own contracts: what they have is nobody's. */
  own?: readonly string[] | undefined;
  /** What tokens were worth, where the reporter says it. */
  money?: Money | undefined;
}

/** Where a network stands with one of its targets: in the measure's unit, or why there is nothing yet. */
export type Standing =
  { figure: number | bigint; missing?: undefined } | { figure?: undefined; missing: string };

/** What a domain measures, from the network's history alone. */
export interface Measuring {
  /** Every table of a period. A figure of which there is nothing is a table without rows. */
  readonly tables: (history: History, asked: Asked) => readonly Table[];
  /** What it can hold targets against, by their measure. The period is the target's own. */
  readonly aims?: Readonly<Record<string, (history: History, target: Target, asked: Asked) => Standing>>;
  /** Tokens whose amounts it counts, besides the network's own: whoever shows them has to look their units up. */
  readonly tokens?: (history: History) => readonly string[];
}
