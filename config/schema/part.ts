import type * as z from "zod";

import type { AnyDomain } from "@polity/sdk/core/domain";
import type { Report } from "@polity/sdk/problems";
import type { NetworkConfig } from ".";

/** A rule across sections. It is judged as soon as what it reads is well-formed, whatever else is wrong. */
export interface Rule<Network = NetworkConfig> {
  /** The rule as a sentence, for docs/configuration.md. */
  readonly says: string;
  /** Dotted paths of the fields that `check` reads. */
  readonly reads: readonly string[];
  readonly check: (network: Network, report: Report, known: Known) => void;
}

/** What a configuration is checked with. */
export interface Known {
  readonly domains: readonly AnyDomain[];
  readonly parts: readonly AnyPart[];
}

/** What is known only at the deployment. */
export interface Moment {
  /** The address of an account's label; an address stays. */
  readonly addressOf: (account: string) => string;
  /** The day of the deployment, in seconds. */
  readonly today: number;
  /** The address of the council's Safe, where that is known. */
  readonly council?: string | undefined;
}

/** What a domain knows of its sections of the configuration, besides what each field may be. */
export interface Part<Network = NetworkConfig> {
  readonly rules?: readonly Rule<Network>[];
  /** What is allowed, and probably not meant: a sentence each, without a full stop. */
  readonly warns?: (network: Network) => readonly string[];
  /** Contracts of others that must be on the chain before, by what they are called. */
  readonly foreign?: (network: Network) => Readonly<Record<string, string>>;
  /** Whether a network has the domain, or that contract of it; left out, every network has it. */
  readonly has?: (network: Network, contract?: string) => boolean;
  /** The input before it is checked, with shorthands written out. It may have any form. */
  readonly expand?: (input: Record<string, unknown>) => Record<string, unknown>;
  /** What it takes of the initial supply, in base units. */
  readonly supply?: (network: Network) => bigint;
  /** Its sections with addresses for labels, and with a day where none is said. */
  readonly settle?: (network: Network, moment: Moment) => Partial<Network>;
  /** Its sections as a deployment reads them: without what only comes after it. */
  readonly deployed?: (network: Network) => Partial<Network>;
}

/** What a domain's file in this folder exports. */
export interface DomainPart {
  readonly sections: z.core.$ZodLooseShape;
  readonly part?: Part<never>;
}
/** The same, with its name, as what works on all domains takes it. */
export interface AnyPart extends DomainPart {
  readonly name: string;
}

/** Tokens that exist after deployment, in base units: what all domains take of them. */
export function supplyOf(network: NetworkConfig, parts: readonly AnyPart[]): bigint {
  return parts.reduce((sum, { part }) => sum + ((part as Part | undefined)?.supply?.(network) ?? 0n), 0n);
}
