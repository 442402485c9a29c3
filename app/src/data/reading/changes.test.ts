import { expect, it } from "vitest";

import { addressKey } from "@polity/sdk/core/address";
import type { History } from "@polity/sdk/history";
import { Assembly, changesBetween, type Changes } from "./changes";

/** A history of entries that are told apart by their numbers alone: nobody here looks into them. */
function historyOf(
  {
    proposals = [],
    versions = [],
    totals = [],
  }: Partial<Record<"proposals" | "versions" | "totals", Entry[]>>,
  accounts: Record<string, bigint> = {},
): History {
  const held = Object.entries(accounts).map(
    ([address, held]) => [addressKey(address), accountOf(address, held)] as const,
  );
  return {
    ...{ head: { block: 7, hash: "0x7", time: 70 }, since: { block: 0, time: 0 } },
    governor: { proposals: new Map(proposals.map((entry) => [entry.id, entry])), guardians: [] },
    registry: { versions, parameters: [] },
    votes: { accounts: new Map(held), totals },
  } as unknown as History;
}
interface Entry {
  id?: bigint | number;
  [name: string]: unknown;
}
const accountOf = (address: string, held: bigint) => ({
  key: addressKey(address),
  held,
  locks: [],
  delegatee: {},
});

/** What arrives of changes at the other end of a line. */
const sent = (changes: Iterable<Changes>) => [...changes].map((part) => structuredClone(part));

function taken(assembly: Assembly, former: History | undefined, next: History): History {
  for (const changes of sent(changesBetween(former, next))) assembly.take(changes);
  return assembly.finish(next);
}

it("makes the same history at the other end, reading after reading, whatever became of the chain", () => {
  const totals = Array.from({ length: 5_000 }, (_, block) => ({ block }));
  const [one, two, three] = [{ id: 1n }, { id: 2n }, { id: 3n }];
  const first = historyOf({ proposals: [one, two], totals }, { a: 1n, b: 2n, c: 3n });
  const readings = [
    first,
    historyOf({ proposals: [one, two, three], totals }, { a: 1n, b: 2n, c: 3n }),
    historyOf({ proposals: [one, { id: 2n, votes: 5n }, three], totals }, { a: 1n, b: 2n, c: 4n }),
    historyOf({ proposals: [one], totals: totals.slice(0, 4_000) }, { b: 2n, d: 4n }),
    historyOf({}),
    first,
    // After a reorganisation the same proposals may have been made in another order.
    historyOf({ proposals: [three, two, one] }, { c: 3n, a: 1n }),
  ];
  const assembly = new Assembly();
  let former: History | undefined;
  for (const next of readings) {
    const kept = former && structuredClone(former);
    const made = taken(assembly, former, next);
    expect(made).toEqual(next);
    expect([...made.governor.proposals.keys()]).toEqual([...next.governor.proposals.keys()]);
    expect([...made.votes.accounts.keys()]).toEqual([...next.votes.accounts.keys()]);
    // A page may still show the reading before.
    expect(former).toEqual(kept);
    former = next;
  }
});

it("sends no entry twice", () => {
  const first = historyOf({ versions: [{ id: 1 }, { id: 2 }] }, { a: 1n, b: 2n });
  expect([...changesBetween(first, { ...first })]).toEqual([]);
  const b = accountOf("b", 9n);
  const { registry, votes } = first;
  const next = {
    ...first,
    registry: { ...registry, versions: [...registry.versions, { id: 3 }] },
    votes: { ...votes, accounts: new Map(votes.accounts).set(b.key, b) },
  } as unknown as History;
  expect([...changesBetween(first, next)]).toEqual([
    { of: ["registry", "versions"], keep: 2, entries: [{ id: 3 }] },
    { of: ["votes", "accounts"], gone: [], set: [["b", b]] },
  ]);
});

it("sends what is large in parts, by what is in the entries", () => {
  const proposals = Array.from({ length: 6 }, (_, id) => ({
    id,
    ballots: new Array<number>(1_500).fill(id),
  }));
  const accounts = Object.fromEntries(Array.from({ length: 4_500 }, (_, i) => [`0x${i}`, 1n]));
  const parts = sent(changesBetween(undefined, historyOf({ proposals }, accounts)));
  const sizes = (name: string) =>
    parts.flatMap((part) => (part.of[1] === name && "set" in part ? [part.set.length] : []));
  // The first part says that there is a map, also where nothing is in it.
  expect(sizes("proposals")).toEqual([0, 2, 2, 2]);
  expect(sizes("accounts")).toEqual([0, 2_000, 2_000, 500]);
});
