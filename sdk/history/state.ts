import { PolityError } from "../errors";
import type { TypeRules } from "../governor/rules";
import type { ParameterKind } from "../nep/parameters";
import type { HistoricAccount, HistoricBudget, HistoricProposal, History } from "./types";

/** A history in the making: lists that change later are found by their keys, and what only the fold needs is kept. */
export interface State extends Pick<
  History,
  "versions" | "parameters" | "movements" | "guardians" | "accounts" | "totals" | "vaults"
> {
  proposals: Map<bigint, HistoricProposal>;
  budgets: Map<bigint, HistoricBudget>;
  /** Rules that the governor has pinned, by their ids. */
  rules: Map<bigint, TypeRules>;
  /** How each parameter's 32 bytes are to be read. */
  kinds: Map<string, ParameterKind>;
  /** What the treasury's movements add up to, by token. */
  balances: Map<string, bigint>;
}

export function emptyState(): State {
  return {
    ...{ versions: [], parameters: [], movements: [], guardians: [], totals: [], vaults: [] },
    ...{ accounts: new Map(), proposals: new Map(), budgets: new Map() },
    ...{ rules: new Map(), kinds: new Map(), balances: new Map() },
  };
}

/**
 * A copy of a state that can be written while the original stays as it is: an entry is copied when it is first
 * {@link edit}ed. Entries in lists, and of maps without `edit`, are written by the block that made them or not at all.
 */
export class Draft {
  readonly state: State;
  readonly #own = new WeakSet();

  constructor(base: State) {
    this.state = Object.fromEntries(
      Object.entries(base).map(([name, entries]: [string, unknown[] | Map<unknown, unknown>]) => [
        name,
        Array.isArray(entries) ? [...entries] : new Map(entries),
      ]),
    ) as unknown as State;
  }

  add<K, V extends object>(entries: Map<K, V>, key: K, value: V): V {
    this.#own.add(value);
    entries.set(key, value);
    return value;
  }

  /** The entry, to be written. @throws PolityError if there is none. */
  edit<K extends string | bigint, V extends object>(entries: Map<K, V>, key: K): V {
    const value = entries.get(key);
    if (value === undefined) {
      throw new PolityError(`an event is about ${key}, which no earlier event has made`, {
        hint: "read from the block of the deployment on",
      });
    }
    return this.#own.has(value) ? value : this.add(entries, key, structuredClone(value));
  }

  /** The account, to be written; a new one if nothing was known of it. */
  account(address: string): HistoricAccount {
    const { accounts } = this.state;
    if (accounts.has(address)) return this.edit(accounts, address);
    return this.add(accounts, address, { address, held: 0n, locks: [], delegatee: {} });
  }
}
