import type { AnyDomain } from "../core/domain";
import type { History } from "../history/types";
import type { Table } from "./table";
import type { Asked } from "./types";

/** What some domains measure of a period, by the names of those that measure anything. */
export async function measure(
  domains: readonly AnyDomain[],
  history: History,
  asked: Asked,
): Promise<Record<string, readonly Table[]>> {
  const each = await Promise.all(
    domains.map(async ({ name, analytics }) => {
      const measuring = (await analytics?.())?.measuring;
      return measuring ? [[name, measuring.tables(history, asked)] as const] : [];
    }),
  );
  return Object.fromEntries(each.flat());
}

/** Tokens whose amounts some domains count, each once. */
export async function tokensOf(domains: readonly AnyDomain[], history: History): Promise<string[]> {
  const each = await Promise.all(
    domains.map(async ({ analytics }) => (await analytics?.())?.measuring.tokens?.(history) ?? []),
  );
  return [...new Set(each.flat())];
}
