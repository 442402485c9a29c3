import type { Provider } from "ethers";

import type { AnyDomain, Contracts } from "../core/domain";
import type { ProposalRecord } from "../governor/proposals";
import type { Authority } from "./authority";

/** Addresses of a network's contracts by name. */
export type AuditedContracts = Readonly<Partial<Record<string, string>>>;

/** What an audit works with. `Config` is what a configuration says of powers; a network's whole configuration is one. */
export interface Subject<Config = object> {
  domains: readonly AnyDomain[];
  provider: Provider;
  /** At least the governor; `discover` finds the others. */
  contracts: AuditedContracts;
  /** What of these the auditor named, and not the chain. */
  named?: AuditedContracts | undefined;
  /** The block of the first contract, or an earlier one. */
  fromBlock: number;
  /** Without it, the audit lists what there is, and checks only the order of authority. */
  config?: Config | undefined;
  /** Addresses of the accounts that the configuration names. */
  accounts?: Readonly<Record<string, string>> | undefined;
  /** At a deployment: who deploys, and whether the administration of the timelock is still theirs. */
  deployment?: { deployer: string; handedOver: boolean } | undefined;
  /** Who deployed it, to be called so where they appear. */
  deployer?: string | undefined;
}

/**
 * What has been made other than the configuration says by those who may: executed proposals, an election, or the council's
 * members.
 */
export interface Change {
  /** As the configuration says; absent for what is new. */
  before?: string;
  /** As it is; absent for what is gone. */
  after?: string;
  /** The proposals that did it; none where an election or the council did. */
  by: ProposalRecord[];
  /** The ballot in which those who are there now were elected. */
  ballot?: bigint;
  /** The transaction by which the council's members replaced one of them. */
  transaction?: string;
}

/** One thing that was read from the chain, and what it should be, where something says so. */
export interface Fact {
  contract: string;
  what: string;
  actual: string[];
  /** As the configuration says, or as {@link Fact.decided} has changed it since. */
  expected?: string[];
  /** What a vote may have added, since the configuration asks for it: no deviation whether it is there or not. */
  later?: string[];
  decided?: Change[];
}

/** What a getter's answer must be: one value, several, or nothing in particular. */
export type Wanted<Config> = (subject: Subject<Config>) => string | number | bigint | string[] | undefined;

/** Something that an account can do in a network, and others cannot. */
export interface Seat {
  holder: string;
  /** What it can do, after its name: `reviews program 2`. */
  does: string;
  /** Whether anyone may take such a seat, by a stake of their own for instance. Else somebody has given it. */
  open?: true;
  /** The contract that it owns or moves, and whose seat it is. */
  through?: string;
}

type LeadsTo = (found: AuditedContracts, provider: Provider, fromBlock: number) => Promise<AuditedContracts>;

/** What an audit knows of a domain: who may call what, and what has to hold. By contract. */
export interface Auditing<C extends Contracts, Config = object> {
  /** Every function that changes state. */
  readonly authority: { readonly [N in keyof C]?: Authority };
  /** What the contract answers about itself, by the signature of a getter. */
  readonly getters?: { readonly [N in keyof C]?: Readonly<Record<string, Wanted<Config>>> };
  /** What takes more than a getter to read. */
  readonly readers?: {
    readonly [N in keyof C]?: (at: string, subject: Subject<Config>) => Promise<Fact[]>;
  };
  /** A view by which the contract is recognised among those that the rulebook opens calls to. */
  readonly marks?: { readonly [N in keyof C]?: string };
  /** Contracts that those which were found name themselves. */
  readonly leadsTo?: LeadsTo;
  /** Everybody who can do something of this domain now that others cannot: accounts that no function of a contract fixes. */
  readonly seats?: (subject: Subject<Config>) => Promise<readonly Seat[]>;
}

/** What an audit knows of any domain. */
export interface AnyAuditing {
  readonly authority: Readonly<Record<string, Authority | undefined>>;
  readonly getters?: Readonly<Record<string, Readonly<Record<string, Wanted<never>>> | undefined>>;
  readonly readers?: Readonly<
    Record<string, ((at: string, subject: Subject<never>) => Promise<Fact[]>) | undefined>
  >;
  readonly marks?: Readonly<Record<string, string | undefined>>;
  readonly leadsTo?: LeadsTo;
  readonly seats?: (subject: Subject<never>) => Promise<readonly Seat[]>;
}
