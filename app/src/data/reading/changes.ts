import type { HistoricAccount, History } from "../../../../sdk/history";

const LISTS = [
  ...(["proposals", "versions", "parameters", "movements"] as const),
  ...(["budgets", "guardians", "totals", "vaults"] as const),
] as const;
type List = (typeof LISTS)[number];

/** A part of what makes one history of another. */
export type Changes =
  | { of: "accounts"; gone: string[]; entries: HistoricAccount[] }
  /** The first `keep` entries of the list stay, the rest gives way to `entries`. */
  | { of: List; keep: number; entries: unknown[] };

/** Entries of one part, about: so many are taken over in a hundredth of a second. */
const PART = 2_000;

/**
 * What has changed between two readings, in parts that are each taken over at once. Entries that have not changed are
 * the same objects in both: a history is never written to (see sdk/history/state.ts).
 */
export function* changesBetween(former: History | undefined, next: History): Generator<Changes> {
  for (const of of LISTS) {
    const [before, after]: (readonly unknown[])[] = [former?.[of] ?? [], next[of]];
    const first = after!.findIndex((entry, i) => entry !== before![i]);
    let keep = first === -1 ? after!.length : first;
    if (keep === after!.length && keep < before!.length) yield { of, keep, entries: [] };
    for (const entries of partsOf(after!.slice(keep))) {
      yield { of, keep, entries };
      keep += entries.length;
    }
  }
  const [before, after] = [former?.accounts, next.accounts];
  const gone = [...(before?.keys() ?? [])].filter((address) => !after.has(address));
  if (gone.length > 0) yield { of: "accounts", gone, entries: [] };
  const changed = [...after.values()].filter((account) => before?.get(account.address) !== account);
  for (const entries of partsOf(changed)) yield { of: "accounts", gone: [], entries };
}

function* partsOf<T>(entries: readonly T[]): Generator<T[]> {
  let [part, size]: [T[], number] = [[], 0];
  for (const entry of entries) {
    part.push(entry);
    size += sizeOf(entry);
    if (size < PART) continue;
    yield part;
    [part, size] = [[], 0];
  }
  if (part.length > 0) yield part;
}

function sizeOf(entry: unknown): number {
  const { ballots, locks } = entry as { ballots?: unknown[]; locks?: unknown[] };
  return 1 + (ballots?.length ?? 0) + (locks?.length ?? 0);
}

/** Makes histories of changes. None is written to once it is made. */
export class Assembly {
  #made: History | undefined;
  #next: Partial<History> = {};

  take(changes: Changes): void {
    if (changes.of === "accounts") {
      const accounts = (this.#next.accounts ??= new Map(this.#made?.accounts));
      for (const address of changes.gone) accounts.delete(address);
      for (const account of changes.entries) accounts.set(account.address, account);
      return;
    }
    const { of, keep, entries } = changes;
    const lists = this.#next as Partial<Record<List, unknown[]>>;
    const list = (lists[of] ??= [...(this.#made?.[of] ?? [])]);
    list.length = keep;
    for (const entry of entries) list.push(entry);
  }

  /** The history that all changes so far make. */
  finish({ head, since }: Pick<History, "head" | "since">): History {
    const { accounts, ...lists } = this.#made ?? { ...emptyLists(), accounts: new Map() };
    this.#made = { ...lists, accounts, ...this.#next, head, since };
    this.#next = {};
    return this.#made;
  }
}

const emptyLists = () =>
  Object.fromEntries(LISTS.map((name) => [name, []])) as unknown as Pick<History, List>;
