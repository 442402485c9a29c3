import type { Provider, Signer } from "ethers";

import type { AnyDomain } from "@polity/sdk/core/domain";
import type { Simulator } from "@polity/sdk/governor/simulate";
import type { Compiled } from "../../deploy/artifacts";
import type { Rpc } from "../../deploy/chain";

/** An account that signs. */
export type Account = Signer & { readonly address: string };

/** What commands need of the program that runs them. */
export interface Host {
  /** The domains that this program knows. */
  readonly domains: readonly AnyDomain[];
  /** The chosen network's name, as a person calls it. */
  readonly network: string;
  readonly provider: Provider;
  /** The chain's id, as the chain itself says: a network's name says nothing of where its address leads. */
  chainId: () => Promise<number>;
  /** Accounts that can sign here. */
  accounts: () => Promise<Account[]>;
  /** Asks the node as it is. @returns What it answers. */
  request: (method: string, params: unknown[]) => Promise<unknown>;
  /** Tries calls without a trace on the chain. */
  simulator: () => Promise<Simulator>;
  /** The folder in which this program keeps deployments. */
  readonly deployments: string;
  /** What a person does where something is missing here, as the end of an error. */
  readonly ways: {
    /** Nobody can sign. */
    readonly sign: string;
    /** The network does not answer. */
    readonly reach: string;
  };
  /** What deploying needs besides the network. */
  workshop: () => Promise<Workshop>;
}

/** What a program has for deploying. */
export interface Workshop {
  /** The compiled contracts, as their sources are now. */
  readonly compiled: Compiled;
  /** The network, with the accounts that sign here. */
  readonly rpc: Rpc;
  /** Begins a chain of its own, to rehearse on. @throws PolityError where this program has none. */
  rehearsal: () => Promise<{ rpc: Rpc; stop: () => void }>;
  /** Publishes sources on an explorer; absent where this program has none, or no explorer is set. */
  publish?: (contracts: readonly Publishable[], say: (line: string) => void) => Promise<unknown>;
}

/** A contract whose source is to be published: where it is, and what it was constructed with, ABI-encoded. */
export interface Publishable {
  name: string;
  address: string;
  constructorArguments: string;
}

/** What every command works with. */
export interface HostContext<Given = unknown> {
  host: Host;
  /** What a person wrote, by option. */
  options: Given;
  json: boolean;
  /** Says what happens on the way, beside the answer, so that a machine reads JSON alone. */
  say: (line: string) => void;
  /** Tells a person at a terminal how far something is. */
  progress: (line: string) => void;
}
