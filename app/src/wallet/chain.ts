import { toQuantity } from "ethers";

import { isUnknownChain, type Eip1193 } from "./eip1193";

/** What a wallet needs to add a chain that it does not know (EIP-3085). */
export interface ChainInfo {
  chainId: number;
  name: string;
  rpcUrl: string;
  /** The chain's own currency; default Ether. */
  currency?: { name: string; symbol: string; decimals: number };
  explorer?: string;
}

const ETHER = { name: "Ether", symbol: "ETH", decimals: 18 };

/** Asks the wallet to go to a chain, and to add it where the wallet does not know it. */
export async function switchChain(wallet: Eip1193, chain: ChainInfo): Promise<void> {
  const chainId = toQuantity(chain.chainId);
  const go = () => wallet.request({ method: "wallet_switchEthereumChain", params: [{ chainId }] });
  try {
    await go();
  } catch (error) {
    if (!isUnknownChain(error)) throw error;
    await wallet.request({
      method: "wallet_addEthereumChain",
      params: [
        {
          ...{ chainId, chainName: chain.name, nativeCurrency: chain.currency ?? ETHER },
          rpcUrls: [chain.rpcUrl],
          ...(chain.explorer && { blockExplorerUrls: [chain.explorer] }),
        },
      ],
    });
    // Adding a chain need not mean going there.
    if ((await readChain(wallet)) !== chain.chainId) await go();
  }
}

/** The id of the chain that the wallet is on. */
export async function readChain(wallet: Eip1193): Promise<number> {
  return Number(await wallet.request({ method: "eth_chainId" }));
}
