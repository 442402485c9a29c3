import type { Provider } from "ethers";

import type { ProposalRecord } from "../governor/proposals";
import type { TypeRules } from "../governor/rules";
import type { ScopeSetting } from "../governor/scope";
import type { encodeDefinition } from "../nep/parameters";

/** Addresses of a network's contracts by name. */
export type Contracts = Readonly<Partial<Record<string, string>>>;

/** What a configuration says of powers; a network's whole configuration is one. */
export interface Expectation {
  token: {
    name: string;
    symbol: string;
    hardCap: bigint;
    yearlyInflationBps: number;
    allocation: readonly { to: string; amount: bigint }[];
  };
  escrow?: { maxWeeks: number; minAmount: bigint } | undefined;
  timelock: { minDelay: number };
  governor: {
    name: string;
    types: Readonly<Record<string, TypeRules>>;
    scopes: readonly ScopeSetting[];
  };
  registry: { parameters: readonly Parameters<typeof encodeDefinition>[0][] };
  treasury?: { caps: readonly { token: string; amount: bigint }[] } | undefined;
  vesting?:
    | readonly {
        beneficiary: string;
        amount: bigint;
        /** In seconds; a grant without one starts on the day of its deployment. */
        start?: number | undefined;
        duration: number;
        cliff: number;
        revocable: boolean;
      }[]
    | undefined;
  council?: { members: readonly string[]; threshold: number } | undefined;
}

/** What an audit works with. */
export interface Subject {
  provider: Provider;
  /** At least the governor; {@link discover} finds the others. */
  contracts: Contracts;
  /** What of these the auditor named, and not the chain. */
  named?: Contracts | undefined;
  /** The block of the first contract, or an earlier one. */
  fromBlock: number;
  /** Without it, the audit tells what is, and only the order of authority is held against it. */
  config?: Expectation | undefined;
  /** Addresses of the accounts that the configuration names. */
  accounts?: Readonly<Record<string, string>> | undefined;
  /** At a deployment: who deploys, and whether the administration of the timelock is still theirs. */
  deployment?: { deployer: string; handedOver: boolean } | undefined;
}

/** What executed proposals have made other than the configuration says. */
export interface VotedChange {
  /** As the configuration says; absent for what is new. */
  before?: string;
  /** As it is; absent for what is gone. */
  after?: string;
  by: ProposalRecord[];
}

/** One thing that was read from the chain, and what it should be, where something says so. */
export interface Fact {
  contract: string;
  what: string;
  actual: string[];
  /** As the configuration says, or as {@link Fact.decided} has changed it since. */
  expected?: string[];
  decided?: VotedChange[];
}
