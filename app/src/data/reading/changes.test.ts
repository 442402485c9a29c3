import { expect, it } from "vitest";

import type { History } from "../../../../sdk/history";
import { Assembly, changesBetween, type Changes } from "./changes";

/** A history of entries that are told apart by their numbers alone: nobody here looks into them. */
function historyOf(
  lists: Partial<Record<keyof History, unknown[]>>,
  accounts: Record<string, bigint> = {},
): History {
  const names = [
    "proposals",
    "versions",
    "parameters",
    "movements",
    "budgets",
    "guardians",
    "totals",
    "vaults",
  ];
  const held = Object.entries(accounts).map(([address, held]) => {
    return [address, { address, held, locks: [], delegatee: {} }] as const;
  });
  return {
    ...Object.fromEntries(names.map((name) => [name, []])),
    ...{ head: { block: 7, hash: "0x7", time: 70 }, since: { block: 0, time: 0 } },
    ...lists,
    accounts: new Map(held),
  } as unknown as History;
}

/** What arrives of changes at the other end of a line. */
const sent = (changes: Iterable<Changes>) => [...changes].map((part) => structuredClone(part));

function taken(assembly: Assembly, former: History | undefined, next: History): History {
  for (const changes of sent(changesBetween(former, next))) assembly.take(changes);
  return assembly.finish(next);
}

it("makes the same history at the other end, reading after reading, whatever became of the chain", () => {
  const totals = Array.from({ length: 5_000 }, (_, block) => ({ block }));
  const first = historyOf({ proposals: [{ id: 1n }, { id: 2n }], totals }, { a: 1n, b: 2n, c: 3n });
  const longer = { ...first, proposals: [...first.proposals, { id: 3n }] } as unknown as History;
  const changed = { ...longer, proposals: [longer.proposals[0], { id: 2n, votes: 5n }, longer.proposals[2]] };
  const reorganised = historyOf(
    { proposals: [first.proposals[0]], totals: totals.slice(0, 4_000) },
    { b: 2n, d: 4n },
  );
  const assembly = new Assembly();
  let former: History | undefined;
  for (const next of [first, longer, changed as unknown as History, reorganised, historyOf({}), first]) {
    const kept = former && structuredClone(former);
    expect(taken(assembly, former, next)).toEqual(next);
    // A page may still show the reading before.
    expect(former).toEqual(kept);
    former = next;
  }
});

it("sends no entry twice", () => {
  const first = historyOf({ versions: [{ id: 1 }, { id: 2 }] }, { a: 1n, b: 2n });
  expect([...changesBetween(first, { ...first })]).toEqual([]);
  const b = { address: "b", held: 9n, locks: [], delegatee: {} };
  const next = {
    ...first,
    versions: [...first.versions, { id: 3 }] as unknown as History["versions"],
    accounts: new Map(first.accounts).set("b", b),
  };
  expect([...changesBetween(first, next)]).toEqual([
    { of: "versions", keep: 2, entries: [{ id: 3 }] },
    { of: "accounts", gone: [], entries: [b] },
  ]);
});

it("sends what is large in parts, by what is in the entries", () => {
  const proposals = Array.from({ length: 6 }, (_, id) => ({
    id,
    ballots: new Array<number>(1_500).fill(id),
  }));
  const accounts = Object.fromEntries(Array.from({ length: 4_500 }, (_, i) => [`0x${i}`, 1n]));
  const parts = sent(changesBetween(undefined, historyOf({ proposals }, accounts)));
  const sizes = (of: string) => parts.filter((part) => part.of === of).map(({ entries }) => entries.length);
  expect(sizes("proposals")).toEqual([2, 2, 2]);
  expect(sizes("accounts")).toEqual([2_000, 2_000, 500]);
});
