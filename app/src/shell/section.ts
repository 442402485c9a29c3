import { lazy, type ComponentType, type ReactNode } from "react";

import type { History, Moment } from "@polity/sdk/history";
import type { Network } from "@polity/sdk/network";
import { contextOf } from "../data/context";
import type { Site } from "../data/network";

/** The five places of the app, as its navigation names them. */
export const PLACES = {
  home: "Home",
  proposals: "Proposals",
  people: "People",
  network: "Network",
  you: "You",
} as const;
export type PlaceName = keyof typeof PLACES;

/** A page, which comes when it is first asked for. */
export interface PageEntry {
  /** As the router has it: `/proposals/:id`. */
  readonly route: string;
  /** In the navigation, and of the page itself unless it names another. */
  readonly title: string;
  /** The place of the navigation that it belongs to; default the network. */
  readonly in?: PlaceName;
  /** Among the pages of its place, from the left; left out for a page that only others lead to. */
  readonly place?: number;
  /** Domains whose chapters of the report stand at its end. */
  readonly figures?: readonly string[];
  readonly load: () => Promise<ComponentType>;
}

/** A part of a page that all sections share. */
export interface Part<Props = object> {
  /** From the top, or from the left. */
  readonly place: number;
  readonly Show: ComponentType<Props>;
}

/** A part that comes when its page is asked for. */
export interface LazyPart<Props = object> {
  readonly place: number;
  readonly load: () => Promise<ComponentType<Props>>;
}

/** Something that happened, for the list of the newest. */
export interface Line extends Moment {
  /** The sentence. */
  readonly say: () => ReactNode;
}

/** Something that waits for the reader. */
export interface Ask {
  /** What to do, in words. */
  readonly what: string;
  /** Route of the page where it is done. */
  readonly href: string;
  /** Until when it can be done, in seconds; left out where nothing ends. */
  readonly until?: number;
}

/** What a domain shows of itself: all that the shell knows of it. */
export interface Section {
  /** Whether this network has it: where it does not, nothing leads to its pages. Default: every network has it. */
  readonly exists?: (network: Network) => boolean;
  readonly pages?: readonly PageEntry[];
  /** Its figures and cards on the overview; they are in the app's first load. */
  readonly overview?: { readonly figures?: readonly Part[]; readonly cards?: readonly Part[] };
  /** What it adds to the list of what happened last. */
  readonly activity?: (history: History) => Line[];
  /** What an account has of it, and can do with it, on the account's page. */
  readonly account?: readonly LazyPart<{ account: string }>[];
  /** What anybody can do there, with or without an account. */
  readonly tools?: readonly LazyPart[];
  /** What it has to say of a proposal, on the proposal's page. */
  readonly proposal?: readonly LazyPart<{ id: bigint }>[];
  /** How it shows what speaks for a document that a proposal decides: files by their kind, each about that document. */
  readonly evidence?: readonly LazyPart<{ said: Readonly<Record<string, string>> }>[];
  /** What a draft of one of its forms is, by the name that the form keeps it under, and where it is gone on with. */
  readonly drafts?: (name: string) => Pick<Ask, "what" | "href"> | undefined;
  /** What it asks of an account's owner now. Read again now and then. */
  readonly asks?: (site: Site, account: string) => Promise<Ask[]>;
}

/** Sections by the names of their domains. */
export type Sections = Readonly<Record<string, Section>>;

/** The sections of the app: whoever composes it says which. */
const [SectionsContext, useSections] = contextOf<Sections>("used where there are no sections");
export { SectionsContext, useSections };

/** All parts of one kind, in their order. */
export function inOrder<P extends { readonly place?: number }>(
  sections: Sections,
  partsOf: (section: Section) => readonly P[] | undefined,
): P[] {
  return Object.values(sections)
    .flatMap((section) => partsOf(section) ?? [])
    .sort((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity));
}

/** Parts that come when they are first shown. */
export const lazily = <Props extends object>(parts: readonly LazyPart<Props>[]): ComponentType<Props>[] =>
  parts.map(({ load }) => lazy(async () => ({ default: await load() })) as unknown as ComponentType<Props>);
