/** What hardhat-verify takes as `etherscan`. */
export interface Explorer {
  apiKey: string | Record<string, string>;
  customChains: { network: string; chainId: number; urls: { apiURL: string; browserURL: string } }[];
}

/**
 * The explorer that sources are published on. One key is Etherscan's, whose API (v2) serves every chain at one address;
 * hardhat-verify then ignores any other. An explorer of one's own (Blockscout, Routescan, …) speaks the older API, which
 * takes a key by network.
 */
export function explorerOf(
  { key = "", url }: { key?: string | undefined; url?: string | undefined },
  network: string,
  chainId: number,
): Explorer {
  if (!url) return { apiKey: key, customChains: [] };
  const browserURL = new URL(url).origin;
  return {
    apiKey: { [network]: key },
    customChains: [{ network, chainId, urls: { apiURL: url, browserURL } }],
  };
}
