// The host of the program `polity`: a node by its address, and who signs.
import { existsSync } from "node:fs";

import type { Provider } from "ethers";

import { DOMAINS } from "@polity/sdk/domains";
import { PolityError } from "@polity/sdk/errors";
import { failureOf } from "@polity/sdk/provider";
import type { Account, Host } from "../commands/core/host";
import { DEPLOYMENTS } from "../deploy/files";
import { NETWORK_DEPLOYMENTS } from "../scripts/lib/deployments";
import { patienceWith } from "../scripts/lib/patience";
import { keyOf, KeySigner, type KeyWish } from "./keys";
import { chainIdOf, KeyedProvider, nodeAddress, rpcOf, simulatorAt } from "./node";

/** What a command line and the environment say of the network and of who signs. */
export interface HostWish extends KeyWish {
  rpc: string | undefined;
}

/** What a command works with in this program. @throws PolityError for what is not an address, or not a key. */
export async function programHost({ rpc, ...wish }: HostWish): Promise<Host> {
  const key = keyOf(wish);
  const url = rpc === undefined ? undefined : nodeAddress(rpc);
  const network = url?.host ?? "no network";
  // What fails here fails for a command that asks the network; others need none.
  const chain = url === undefined ? undefined : await reached(url, network).catch((error: unknown) => error);
  const provider = (): KeyedProvider => {
    if (chain instanceof KeyedProvider) return chain;
    if (chain !== undefined) throw chain as Error;
    throw new PolityError("no network is chosen", {
      hint: "give the address of a node with --rpc, or in POLITY_RPC_URL",
    });
  };
  const signer = key && chain instanceof KeyedProvider ? new KeySigner(key, chain) : undefined;
  if (signer && chain instanceof KeyedProvider) chain.signWith(signer);
  const request = async (method: string, params: unknown[]) => provider().send(method, params);
  return {
    domains: DOMAINS,
    network,
    get provider(): Provider {
      return provider();
    },
    chainId: async () => Number((await provider().getNetwork()).chainId),
    accounts: async () => (signer ? [signer] : accountsOf(provider())),
    request,
    // In a clone of Polity's repository the folder is that of Hardhat.
    deployments: existsSync(DEPLOYMENTS) ? DEPLOYMENTS : NETWORK_DEPLOYMENTS,
    ways: {
      sign: "name an encrypted key with --keystore, or set POLITY_KEY; --from one of the node's accounts works where it has some",
      reach: "check the address after --rpc or in POLITY_RPC_URL",
    },
    simulator: () => simulatorAt(provider()),
    workshop: async () => {
      const { packedContracts, rehearsalChain } = await import("./deploying");
      return { compiled: packedContracts, rpc: rpcOf(provider()), rehearsal: rehearsalChain };
    },
  };
}

/** Public nodes have no accounts, and most refuse the question. */
const accountsOf = (provider: KeyedProvider): Promise<Account[]> =>
  provider.listAccounts().catch((error: unknown) => {
    if (failureOf(error).kind === "refused") return [];
    throw error;
  });

async function reached(url: URL, network: string): Promise<KeyedProvider> {
  const { retry, onAnswer } = await patienceWith(network);
  const chainId = await chainIdOf(url.href, retry);
  onAnswer();
  return new KeyedProvider(url.href, chainId, { retry });
}
