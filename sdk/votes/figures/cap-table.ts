import { columnsOf, shareOf, sum, type Table } from "../../analytics/table";
import type { FirstHolder, HolderClass } from "../../conventions";
import type { History } from "../../history/types";
import type { VoteSource } from "..";
import { addressKey } from "../../core/address";
import { powersOf } from "./power";

/** The network's own: nobody votes with it. */
const OWN = ["treasury", "timelock"];

/** What those of a class have, in base units. */
export interface CapRow {
  /** Absent for those whom the configuration puts in no class; `treasury` for the network's own. */
  class?: HolderClass | "treasury";
  holders: number;
  /** At the start, in wallets and in vesting vaults. */
  start: bigint;
  /** Of the supply at the start. */
  supplyBps?: number;
  /** Of all that is not the network's own: who could decide on the first day. */
  outsideBps?: number;
}

/** Who had what at a network's start, by class, the network's own last. */
export function capTable(holders: readonly FirstHolder[]): CapRow[] {
  const amountOf = (of: readonly FirstHolder[]) => sum(of.map(({ amount }) => BigInt(amount)));
  const own = holders.filter(({ account }) => OWN.includes(account));
  const others = holders.filter(({ account }) => !OWN.includes(account));
  const [supply, outside] = [amountOf(holders), amountOf(others)];
  const row = (of: readonly FirstHolder[], name: CapRow["class"], whole?: bigint): CapRow => {
    const start = amountOf(of);
    return {
      ...{ holders: new Set(of.map(({ account }) => account)).size, start },
      ...(name !== undefined && { class: name }),
      supplyBps: shareOf(start, supply),
      ...(whole !== undefined && { outsideBps: shareOf(start, whole) }),
    };
  };
  const classes = [...new Set(others.map((holder) => holder.class))];
  return [
    ...classes.map((name) => {
      const theirs = others.filter((holder) => holder.class === name);
      return row(theirs, name, outside);
    }),
    ...(own.length > 0 ? [row(own, "treasury")] : []),
  ];
}

const NAMES: Record<HolderClass | "treasury", string> = {
  founder: "Founders",
  investor: "Investors",
  contributor: "Contributors",
  user: "Users",
  treasury: "The treasury, which does not vote",
};

/**
 * The cap table of a network: shares at its start, and what the same accounts own at the head of a history, in wallets,
 * locks and vesting vaults.
 * @param addressOf The address of a first holder's account; undefined where nobody knows it.
 */
export function capTableOf(
  history: History,
  source: VoteSource,
  holders: readonly FirstHolder[],
  addressOf: (account: string) => string | undefined,
): Table {
  const owned = new Map(powersOf(history, source).map((power) => [power.key, power.owned]));
  const vaults = history.vesting.vaults;
  const nowOf = (account: string) => {
    const address = addressOf(account);
    if (address === undefined) return undefined;
    const theirs = vaults.filter(({ beneficiary }) => beneficiary === address).map(({ vault }) => vault);
    return sum([address, ...theirs].map((at) => owned.get(addressKey(at)) ?? 0n));
  };
  const accountsOf = (name: CapRow["class"]) =>
    holders
      .filter(({ account, class: kind }) => (OWN.includes(account) ? "treasury" : kind) === name)
      .map(({ account }) => account);
  return {
    title: "Cap table",
    method:
      "What the configuration gave to each class at the start, in wallets and vesting vaults, and what the same accounts and their vaults owned at the end of this history. Outside the treasury: of all tokens that are not the network's own.",
    columns: columnsOf(
      ["Class", "text"],
      ["Holders", "count"],
      ["At the start", "tokens"],
      ["Of the supply", "bps"],
      ["Outside the treasury", "bps"],
      ["At the end", "tokens"],
    ),
    rows: capTable(holders).map(({ class: name, holders: count, start, supplyBps, outsideBps }) => {
      const now = [...new Set(accountsOf(name))].map(nowOf);
      const end = now.some((amount) => amount === undefined) ? undefined : sum(now.map((amount) => amount!));
      return [name === undefined ? "Others" : NAMES[name], count, start, supplyBps, outsideBps, end];
    }),
  };
}
