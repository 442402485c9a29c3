import type { History } from "@polity/sdk/history";

type Part = readonly unknown[] | ReadonlyMap<unknown, unknown>;

/** A part of what makes one history of another; `of` says of what: `["governor", "proposals"]`. */
export type Changes = { of: readonly [domain: string, name: string] } & (
  | {
      /** Of a list: its first `keep` entries stay, the rest gives way to `entries`. */ keep: number;
      entries: unknown[];
    }
  | {
      /** Of a map: these keys are gone, and the others are set. */ gone: unknown[];
      set: [unknown, unknown][];
    }
);

/** Entries of one part, about: so many are taken over in a hundredth of a second. */
const PART = 2_000;

/** The lists and maps of a history, which domains it may have. */
function partsIn({ head: _, since: __, ...slices }: History): (readonly [Changes["of"], Part])[] {
  return Object.entries(slices as unknown as Slices).flatMap(([domain, slice]) =>
    Object.entries(slice).map(([name, part]) => [[domain, name], part] as const),
  );
}

/**
 * What has changed between two readings, in parts that are each taken over at once. Entries that have not changed are
 * the same objects in both: a history is never written to (see sdk/history/state.ts).
 */
export function* changesBetween(former: History | undefined, next: History): Generator<Changes> {
  const known = new Map((former ? partsIn(former) : []).map(([of, part]) => [keyOf(of), part]));
  for (const [of, after] of partsIn(next)) {
    const before = known.get(keyOf(of));
    const changes =
      after instanceof Map
        ? changesOfMap(before as typeof after | undefined, after)
        : changesOfList(before as unknown[] | undefined, after as unknown[]);
    for (const change of changes) yield { of, ...change };
  }
}

const keyOf = (of: Changes["of"]) => of.join(".");

function* changesOfList(before: readonly unknown[] | undefined, after: readonly unknown[]) {
  const first = after.findIndex((entry, i) => entry !== before?.[i]);
  let keep = first === -1 ? after.length : first;
  if (!before || (keep === after.length && keep < before.length)) yield { keep, entries: [] };
  for (const entries of partsOf(after.slice(keep), (entry) => entry)) {
    yield { keep, entries };
    keep += entries.length;
  }
}

function* changesOfMap(before: ReadonlyMap<unknown, unknown> | undefined, after: Map<unknown, unknown>) {
  // Maps are in the order of the chain, which a reorganisation changes: from there on everything is set anew.
  const keys = [...after.keys()];
  const survivors = [...(before?.keys() ?? [])].filter((key) => after.has(key));
  const moved = survivors.findIndex((key, i) => key !== keys[i]);
  const kept = new Set(moved === -1 ? survivors : survivors.slice(0, moved));
  const gone = [...(before?.keys() ?? [])].filter((key) => !kept.has(key));
  if (!before || gone.length > 0) yield { gone, set: [] };
  const changed = [...after].filter(([key, value]) => !kept.has(key) || before?.get(key) !== value);
  for (const set of partsOf(changed, ([, value]) => value)) yield { gone: [], set };
}

function* partsOf<T>(entries: readonly T[], valueOf: (entry: T) => unknown): Generator<T[]> {
  let [part, size]: [T[], number] = [[], 0];
  for (const entry of entries) {
    part.push(entry);
    size += sizeOf(valueOf(entry));
    if (size < PART) continue;
    yield part;
    [part, size] = [[], 0];
  }
  if (part.length > 0) yield part;
}

/** An entry, and all that is in its own lists. */
function sizeOf(entry: unknown): number {
  if (typeof entry !== "object" || entry === null) return 1;
  return Object.values(entry).reduce<number>(
    (size, value) => size + (Array.isArray(value) ? value.length : 0),
    1,
  );
}

type Slices = Readonly<Record<string, Readonly<Record<string, Part>>>>;

/** Makes histories of changes. None is written to once it is made. */
export class Assembly {
  #made: Slices = {};
  #next: Record<string, Record<string, unknown[] | Map<unknown, unknown>>> = {};

  take(changes: Changes): void {
    const [domain, name] = changes.of;
    const slice = (this.#next[domain] ??= {});
    const made = this.#made[domain]?.[name];
    if ("set" in changes) {
      const map = (slice[name] ??= new Map(made as Map<unknown, unknown> | undefined)) as Map<
        unknown,
        unknown
      >;
      for (const key of changes.gone) map.delete(key);
      for (const [key, value] of changes.set) map.set(key, value);
      return;
    }
    const list = (slice[name] ??= [...((made as unknown[] | undefined) ?? [])]) as unknown[];
    list.length = changes.keep;
    for (const entry of changes.entries) list.push(entry);
  }

  /** The history that all changes so far make. */
  finish({ head, since }: Pick<History, "head" | "since">): History {
    const slices = Object.entries(this.#next).map(([domain, slice]) => [
      domain,
      { ...this.#made[domain], ...slice },
    ]);
    this.#made = { ...this.#made, ...(Object.fromEntries(slices) as Slices) };
    this.#next = {};
    return { ...this.#made, head, since } as unknown as History;
  }
}
