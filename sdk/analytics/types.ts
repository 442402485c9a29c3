import type { History } from "../history/types";
import type { VoteSource } from "../votes";
import type { Period, Table } from "./table";

/** Of what figures are asked. */
export interface Asked {
  period: Period;
  /** What counts as votes. */
  source: VoteSource;
}

/** What a domain measures, from the network's history alone. */
export interface Measuring {
  /** Every table of a period. A figure of which there is nothing is a table without rows. */
  readonly tables: (history: History, asked: Asked) => readonly Table[];
  /** Tokens whose amounts it counts, besides the network's own: whoever shows them has to look their units up. */
  readonly tokens?: (history: History) => readonly string[];
}
