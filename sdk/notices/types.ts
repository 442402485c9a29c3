import type { History } from "../history/types";
import type { Network } from "../network";

/** Something that members may want to hear of. */
export interface Notice {
  /** Its name, the same in every reading: no two things have the same. */
  key: string;
  /** What it is, in one word of its domain's own, like `proposed` or `paid`. */
  kind: string;
  /** When it happened, in seconds. */
  time: number;
  /** After this (seconds) nobody needs to hear of it any more. */
  until?: number;
  /** The transaction in which it happened; what only time brings has none. */
  transaction?: string;
  /** Its words, which may hold a stranger's own. */
  say: () => Words | Promise<Words>;
}

/** What a notice says. Titles and names may be strangers' words: nothing in them is checked or escaped. */
export interface Words {
  title: string;
  text: string;
}

/** Something that is to happen, or can happen from then on. */
export interface Appointment {
  /** Its name, the same in every reading, also when its time changes: no two have the same. */
  key: string;
  kind: string;
  /** In seconds. */
  at: number;
  /** Since when it is known, in seconds. */
  known: number;
  /** Its words, which may hold a stranger's own. */
  say: () => Words | Promise<Words>;
}

/** What a domain reports of a history. */
export interface Noticing {
  readonly notices: (network: Network, history: History) => readonly Notice[];
  /** What stands in a calendar: what is to come, and what was to come until it came. */
  readonly appointments?: (
    network: Network,
    history: History,
  ) => readonly Appointment[] | Promise<readonly Appointment[]>;
}

/** A notice in words, as it is sent. */
export interface Message extends Words {
  /** Unique beyond its network. */
  id: string;
  network: string;
  kind: string;
  time: number;
  transaction?: string;
}
