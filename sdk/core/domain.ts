import type { BaseContract, ContractRunner } from "ethers";

import type { Measuring } from "../analytics/types";
import type { AnyAuditing, Auditing } from "../audit/types";
import type { Moving } from "../council/powers";
import type { AnyHistorical, Historical } from "../history/types";
import type { Keeping } from "../keeper/types";
import type { Noticing } from "../notices/types";
import type { AnyStanding, Standing } from "../status/types";
import type { Network } from "../network";
import type { Abi, ArgsOf, NamesOf } from "./abi";

/** A contract of a domain. */
export interface DomainContract {
  /** The factory that TypeChain generated for it. */
  readonly factory: {
    readonly abi: Abi;
    connect(address: string, runner?: ContractRunner | null): BaseContract;
  };
  /** Required and optional contracts stand in the deployment file; of `many` only the interface is known. */
  readonly presence: "required" | "optional" | "many";
  /** Its property on the connected network; left out where nobody calls it through the network. */
  readonly as?: string;
  /** Who can use what it is paid: those whom it belongs to, or votes. Left out, nobody: it is lost. */
  readonly usedBy?: "members" | "votes";
  /** Whether it can be the spender of a budget. */
  readonly spends?: boolean;
  /** What scopes may open of it. Left out, only proposals of the default type can call it. */
  readonly scopable?: Scopable;
  /** How it knows the network's governor, where it asks one: what the timelock names it with, and a getter that returns it. */
  readonly follows?: { readonly set: string; readonly get: string };
  /** The same of what gives the network's own votes, for one that asks for a share of them. */
  readonly counts?: { readonly set: string; readonly get: string };
  /** Where it counts stake: what a type that counts by it counts by when its network has moved to another escrow. */
  readonly succeededBy?: string;
  /** What a council calls of it in the course of its work. Whoever is asked to sign anything else is warned. */
  readonly ordinary?: readonly string[];
  /**
   * Functions that give a power of the council to another account. Where councils are elected, they are the default type's
   * alone, and nobody can stop them; the domain's {@link Domain.moves} says which calls an election makes of them.
   */
  readonly handsOver?: readonly string[];
}
/** What scopes may open of a contract's functions, by their names: all, within these limits. */
export interface Scopable {
  /** Those whose first argument is a namespace, for each of which there is a scope of its own. */
  readonly namespaced?: readonly string[];
  /** Those that only take from somebody. A type below the default one may call no others that the council cannot stop. */
  readonly onlyTakes?: readonly string[];
  /** Those that only decide about what an open case holds already: they give no power and move nothing else. */
  readonly onlyDecides?: readonly string[];
  /** Those that an emergency may call: they move no funds, mint nothing and change no role. */
  readonly emergency?: readonly { readonly name: string; readonly namespace?: string }[];
}
export type Contracts = Readonly<Record<string, DomainContract>>;

export type AbiOf<C extends DomainContract> = C["factory"]["abi"];
type Typed<C extends DomainContract> = ReturnType<C["factory"]["connect"]>;

/** What each parameter means, by its key: the chain does not say it. */
export type ParameterNotes = Readonly<Record<string, string>>;

/** What a describer is given. `contract` is the one that is called, or that emitted. */
export interface Scene<Args = readonly unknown[], C = BaseContract> {
  readonly network: Network;
  readonly contract: C;
  readonly args: Args;
  readonly notes: ParameterNotes;
  readonly at: { readonly blockTag: number | "latest" };
}
type Lines = string[] | Promise<string[]>;

/** Plain words for calls and events of a domain, by contract and by function or event. */
export interface Words<C extends Contracts> {
  /** What a call changes, one sentence a line: the state as it is, then as it would be. */
  readonly describe?: {
    readonly [N in keyof C]?: {
      readonly [F in NamesOf<AbiOf<C[N]>, "function">]?: (
        scene: Scene<ArgsOf<AbiOf<C[N]>, "function", F>, Typed<C[N]>>,
      ) => Lines;
    };
  };
  /**
   * Of a call whose values are those of now: a sentence that says so. Nothing where the call changes something. A function
   * that always does is left out.
   */
  readonly already?: {
    readonly [N in keyof C]?: {
      readonly [F in NamesOf<AbiOf<C[N]>, "function">]?: (
        scene: Scene<ArgsOf<AbiOf<C[N]>, "function", F>, Typed<C[N]>>,
      ) => string | undefined | Promise<string | undefined>;
    };
  };
  /** What an event says has changed; nothing where another event says it, or it only keeps the books. */
  readonly logs?: {
    readonly [N in keyof C]?: {
      readonly [E in NamesOf<AbiOf<C[N]>, "event">]?: (
        scene: Scene<ArgsOf<AbiOf<C[N]>, "event", E>, Typed<C[N]>>,
      ) => string | undefined | Promise<string>;
    };
  };
}

/** What happened and what to do about it, by the name of a custom error. */
export type Reverts<C extends Contracts> = {
  readonly [E in NamesOf<AbiOf<C[keyof C]>, "error">]?: (
    ...args: ArgsOf<AbiOf<C[keyof C]>, "error", E>
  ) => readonly [message: string, hint: string];
};

/** The types that a domain adds to what the engines share. */
export interface Parts {
  /** What an audit reads of a network's configuration. */
  readonly config?: object;
  /** What its events add up to: its slice of the history. */
  readonly history?: object;
  /** What it adds to a network's status. */
  readonly status?: object;
}
type ConfigOf<P> = P extends { readonly config: infer Config } ? Config : object;
type StandingOf<P> = P extends { readonly status: infer Own extends object } ? Own : object;
type SliceOf<P> = P extends { readonly history: infer Slice } ? Slice : never;

/** A part of a network with contracts of its own: all that the engines know of it. */
export interface Domain<Name extends string, C extends Contracts, P extends Parts = Parts> {
  readonly name: Name;
  readonly contracts: C;
  /** Loaded when something is to be described. */
  readonly words?: () => Promise<Words<C>>;
  /** Loaded when one of its contracts refuses something. */
  readonly reverts?: () => Promise<{ reverts: Reverts<C> }>;
  /** Loaded when somebody audits. */
  readonly audit?: () => Promise<{ auditing: Auditing<C, ConfigOf<P>> }>;
  /** Loaded when the history is read. */
  readonly history?: () => Promise<{ history: Historical<C, SliceOf<P>> }>;
  /** Loaded when somebody asks how the network stands. */
  readonly status?: () => Promise<{ standing: Standing<StandingOf<P>> }>;
  /** Loaded when a keeper starts. */
  readonly keeper?: () => Promise<{ keeping: Keeping }>;
  /** Loaded when somebody asks for its figures. */
  readonly analytics?: () => Promise<{ measuring: Measuring }>;
  /** Loaded when somebody wants to hear what happens. */
  readonly notices?: () => Promise<{ noticing: Noticing }>;
  /** Loaded when a council hands over to the next one. */
  readonly moves?: () => Promise<{ moving: Moving }>;
  /** Never set: carries the types of a domain's own parts. */
  readonly parts?: P;
}

type Handler = (...args: never[]) => unknown;
/** Functions by contract and by function or event. */
export type Handlers = Readonly<Record<string, Readonly<Record<string, Handler | undefined>> | undefined>>;

/** The words of any domain. */
export interface AnyWords {
  readonly describe?: Handlers;
  readonly already?: Handlers;
  readonly logs?: Handlers;
}

/** The explanations of any domain. */
export type AnyReverts = Readonly<
  Record<string, ((...args: never[]) => readonly [message: string, hint: string]) | undefined>
>;

/** A domain as the engines see it, which know none by name. */
export interface AnyDomain {
  readonly name: string;
  readonly contracts: Contracts;
  readonly words?: () => Promise<AnyWords>;
  readonly reverts?: () => Promise<{ reverts: AnyReverts }>;
  readonly audit?: () => Promise<{ auditing: AnyAuditing }>;
  readonly history?: () => Promise<{ history: AnyHistorical }>;
  readonly status?: () => Promise<{ standing: AnyStanding }>;
  readonly keeper?: () => Promise<{ keeping: Keeping }>;
  readonly analytics?: () => Promise<{ measuring: Measuring }>;
  readonly notices?: () => Promise<{ noticing: Noticing }>;
  readonly moves?: () => Promise<{ moving: Moving }>;
  readonly parts?: Parts;
}

/** Every contract of a list of domains, with its name. */
type Entries<D extends AnyDomain> = D extends AnyDomain
  ? { [N in keyof D["contracts"]]: { name: N } & D["contracts"][N] }[keyof D["contracts"]]
  : never;
type With<E, P extends DomainContract["presence"]> = Extract<E, { presence: P }>;

/** Addresses by contract. */
export type AddressesOf<D extends AnyDomain> = {
  [E in With<Entries<D>, "required"> as E["name"] & string]: string;
} & {
  [E in With<Entries<D>, "optional"> as E["name"] & string]?: string | undefined;
};

/** Connected contracts by the property that their domains name. */
export type ConnectedOf<D extends AnyDomain> = {
  [E in Extract<Entries<D>, { as: string }> as E["as"]]:
    ReturnType<E["factory"]["connect"]> | (E["presence"] extends "optional" ? undefined : never);
};

/** What the events of some domains add up to, by the domain's name. */
export type SlicesOf<D extends AnyDomain> = {
  readonly [E in Extract<D, { readonly parts?: { readonly history: object } }> as E["name"]]: SliceOf<
    NonNullable<E["parts"]>
  >;
};

/** What a configuration says, as far as the audits of some domains read it. */
export type ExpectationOf<D extends AnyDomain> = All<
  D extends { readonly parts?: infer P } ? ConfigOf<NonNullable<P>> : never
>;
/** How a network stands, by all that some domains say of it. */
export type StandingsOf<D extends AnyDomain> = All<
  D extends { readonly parts?: infer P } ? StandingOf<NonNullable<P>> : never
>;
type All<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer Every) => void
  ? Every
  : never;
