import { addressOf, type AddressKey } from "../../core/address";
import type { History } from "../../history/types";
import { EXCLUDED_KEY, type VoteSource } from "..";
import { delegationsOf, powersOf, type Delegation } from "./power";
import { columnsOf, groupBy, sum, type Table } from "../../analytics/table";

/** The node that stands for everybody who is not shown alone. */
export const OTHERS = "others";

export interface DelegationNode {
  /** An address in lower case, or {@link OTHERS}. */
  id: AddressKey;
  /** Accounts that it stands for. */
  accounts: number;
  /** What it can vote with, in base units. */
  votes: bigint;
}

export interface DelegationGraph {
  nodes: DelegationNode[];
  /** Votes that go to somebody else, the heaviest first. */
  edges: Delegation[];
  /** All votes that go to somebody else, shown or not. */
  delegated: bigint;
  /** Accounts that delegate to somebody else. */
  delegators: number;
  table: Table;
}

/**
 * Who votes for whom at the head of a history. The `limit` delegatees that are given most, and the `limit` delegators
 * that give most, are nodes of their own; all the rest are one node, so that the graph stays readable and loses no vote.
 * What is delegated where nobody may vote is left out.
 */
export function delegationGraph(
  history: History,
  source: VoteSource,
  { limit = 12 }: { limit?: number } = {},
): DelegationGraph {
  const all = delegationsOf(history, source).filter(({ from, to }) => from !== to && to !== EXCLUDED_KEY);
  const shown = new Set([...largest(all, ({ to }) => to, limit), ...largest(all, ({ from }) => from, limit)]);
  const place = (address: AddressKey) => (shown.has(address) ? address : OTHERS);
  const pairs = groupBy(all, ({ from, to }) => `${place(from)} ${place(to)}`);
  const edges = [...pairs.values()]
    .map((same): Delegation => {
      const { from, to } = same[0]!;
      return { from: place(from), to: place(to), votes: sum(same.map(({ votes }) => votes)) };
    })
    .sort((a, b) => (a.votes > b.votes ? -1 : a.votes < b.votes ? 1 : 0));

  const votes = new Map(powersOf(history, source).map((power) => [power.key, power.votes]));
  const people = groupBy(new Set(all.flatMap(({ from, to }) => [from, to])), place);
  const nodes = [...people].map(([id, accounts]): DelegationNode => ({
    ...{ id, accounts: accounts.length },
    votes: sum(accounts.map((address) => votes.get(address) ?? 0n)),
  }));
  return {
    ...{ nodes, edges, delegated: sum(all.map((one) => one.votes)) },
    delegators: new Set(all.map(({ from }) => from)).size,
    table: edgeTable(edges),
  };
}

/** The accounts with the largest sums. */
function largest(
  all: readonly Delegation[],
  who: (one: Delegation) => AddressKey,
  limit: number,
): AddressKey[] {
  const sums = [...groupBy(all, who)].map(
    ([address, ones]) => [address, sum(ones.map(({ votes }) => votes))] as const,
  );
  return sums
    .sort(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x > y ? -1 : 1))
    .slice(0, limit)
    .map(([address]) => address);
}

const shown = (id: AddressKey) => (id === OTHERS ? id : addressOf(id));

const edgeTable = (edges: readonly Delegation[]): Table => ({
  title: "Delegations",
  method:
    "Votes that one account gives to another, at the end of this history. Small ones are added up as others; what somebody keeps is not shown.",
  columns: columnsOf(["From", "account"], ["To", "account"], ["Votes", "votes"]),
  rows: edges.map(({ from, to, votes }) => [shown(from), shown(to), votes]),
});
