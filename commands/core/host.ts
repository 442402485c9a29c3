import type { Provider, Signer } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { AnyDomain } from "@polity/sdk/core/domain";
import type { Simulator } from "@polity/sdk/governor/simulate";

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
  /** For what only Hardhat can do: compile, deploy, publish sources. */
  readonly hardhat: () => HardhatRuntimeEnvironment;
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
