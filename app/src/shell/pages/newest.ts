import type { History } from "@polity/sdk/history";
import type { Line, Sections } from "../section";

/** The newest of all that happened, the newest first. */
export function newestOf(sections: Sections, history: History, limit: number): Line[] {
  return Object.values(sections)
    .flatMap(({ activity }) => activity?.(history) ?? [])
    .sort((a, b) => b.time - a.time || b.block - a.block)
    .slice(0, limit);
}
