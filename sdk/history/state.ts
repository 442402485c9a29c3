import { PolityError } from "../errors";
import type { Slices } from "../network";
import type { SliceDraft } from "./types";

/** What happened up to some block: each domain's slice. */
export type State = Slices;

/**
 * A copy of a state that can be written while the original stays as it is: an entry is copied when it is first
 * {@link edit}ed.
 */
export class Draft {
  readonly state: State;
  readonly #own = new WeakSet();
  readonly #slices: ReadonlyMap<string, SliceDraft<object>>;

  constructor(base: State) {
    const copies = Object.entries(base).map(([name, slice]) => [name, copyOf(slice)] as const);
    this.state = Object.fromEntries(copies) as unknown as State;
    const [add, edit] = [this.add.bind(this), this.edit.bind(this)] as const;
    this.#slices = new Map(copies.map(([name, state]) => [name, { state, add, edit }]));
  }

  /** A domain's own part of it; an empty one for a domain without. */
  slice<Name extends keyof Slices>(name: Name): SliceDraft<Slices[Name]>;
  slice(name: string): SliceDraft<object>;
  slice(name: string): SliceDraft<object> {
    return this.#slices.get(name) ?? { state: {}, add: this.add.bind(this), edit: this.edit.bind(this) };
  }

  add<K, V extends object>(entries: Map<K, V>, key: K, value: V): V {
    this.#own.add(value);
    entries.set(key, value);
    return value;
  }

  edit<K extends string | bigint, V extends object>(entries: Map<K, V>, key: K): V {
    const value = entries.get(key);
    if (value === undefined) {
      throw new PolityError(`an event is about ${key}, which no earlier event has made`, {
        hint: "read from the block of the deployment on",
      });
    }
    return this.#own.has(value) ? value : this.add(entries, key, structuredClone(value));
  }
}

/** A slice with its lists and maps copied, and the entries in them not. */
function copyOf(slice: object): object {
  return Object.fromEntries(
    Object.entries(slice).map(([name, entries]: [string, unknown[] | Map<unknown, unknown>]) => [
      name,
      Array.isArray(entries) ? [...entries] : new Map(entries),
    ]),
  );
}
