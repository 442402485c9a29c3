import type {
  Future,
  IgnitionModule,
  IgnitionModuleBuilder,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";

import type { AddressesOf } from "@polity/sdk/core/domain";
import type { Domains } from "@polity/sdk/domains";
import { PolityError } from "@polity/sdk/errors";
import type { Addresses } from "@polity/sdk/network";
import type { NetworkConfig } from "../../config/schema";

/** A contract that a step deploys. */
export type Made = NamedArtifactContractDeploymentFuture<string>;
/** Contracts by their names in NEP files and in the deployment's file. */
export type Contracts = Readonly<Record<string, Made>>;
export type Module = IgnitionModule<string, string, Contracts>;

type DomainName = Domains["name"];
type Of<Name extends DomainName> = AddressesOf<Extract<Domains, { name: Name }>>;
type MadeOf<Name extends DomainName> = { readonly [Contract in keyof Of<Name>]: Made };

/** Domains that are deployed before those of the list, so that these can need them: escrow and votes where locks vote. */
export type Given = "escrow" | "votes" | "registry";
/** What every domain can be constructed with, without saying so. */
type Base = MadeOf<"token"> & { readonly TimelockController: Made };

/**
 * What a domain has in the deployment of a network. `name` is that of the domain in the SDK's list, `needs` names the
 * domains whose contracts its own are constructed with, besides token and timelock.
 */
export interface DeployPart<Name extends DomainName, Needs extends readonly DomainName[] = []> {
  readonly name: Name;
  readonly needs: Needs;
  /** The Ignition module of its contracts. Journals of running deployments hold it in the ids of their steps. */
  readonly module: string;
  /**
   * Deploys its contracts, none for a network that has none of them. The governor does not exist yet: scopes name these
   * contracts, and the rulebook is constructed with the scopes.
   */
  contracts(
    m: IgnitionModuleBuilder,
    config: NetworkConfig,
    have: Base & MadeOf<Needs[number]>,
  ): { readonly [Contract in keyof Of<Name>]?: Made };
  /**
   * What remains to be done before the hand-over. The calls of all domains share one module, so each call needs an id that
   * no other domain uses.
   * @param roles The steps that give the governor its roles, for a call that has to come after them.
   */
  finish?(
    m: IgnitionModuleBuilder,
    config: NetworkConfig,
    have: Base & MadeOf<Name | Needs[number] | Given | "governor">,
    roles: Future[],
  ): void;
  /** Deploys anew what a move to a new escrow replaces: what is bound to an escrow, or to the votes that it gives. */
  moved?(
    m: IgnitionModuleBuilder,
    from: Addresses,
    have: MadeOf<"escrow" | "votes">,
  ): { readonly [Contract in keyof Of<Name>]?: Made };
  /** What local chains have in place of contracts that public chains have, where nobody could deploy them. */
  standIns?(config: NetworkConfig): readonly StandIn[];
  /** Governance tokens that the deployer is minted, in base units, for `finish` to pass on to the last. */
  entrusts?(config: NetworkConfig): bigint;
}

/** A contract of this repository whose code a local chain gets at an address of a contract that public chains have. */
export interface StandIn {
  readonly at: string;
  readonly contract: string;
  readonly args: readonly unknown[];
}

/** The same, as what works on all domains takes it. */
export interface AnyDeployPart {
  readonly name: string;
  readonly needs: readonly string[];
  readonly module: string;
  contracts(m: IgnitionModuleBuilder, config: NetworkConfig, have: Contracts): Partial<Contracts>;
  finish?(m: IgnitionModuleBuilder, config: NetworkConfig, have: Contracts, roles: Future[]): void;
  moved?(m: IgnitionModuleBuilder, from: Addresses, have: Contracts): Partial<Contracts>;
  standIns?(config: NetworkConfig): readonly StandIn[];
  entrusts?(config: NetworkConfig): bigint;
}

/**
 * The contracts of some modules, which come before whatever is constructed with them.
 * @throws PolityError for two that deploy a contract of one name.
 */
export function together(m: IgnitionModuleBuilder, modules: readonly Module[]): Contracts {
  const have: Record<string, Made> = {};
  for (const module of new Set(modules)) {
    for (const [name, contract] of Object.entries(m.useModule(module))) {
      const other = have[name]?.module.id;
      if (other !== undefined) {
        throw new PolityError(`the modules ${other} and ${module.id} both deploy ${name}`, {
          hint: "a contract belongs to one domain: rename one of them",
        });
      }
      have[name] = contract;
    }
  }
  return have;
}
