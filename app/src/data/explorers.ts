/** Explorers of chains that many know, with the paths of EIP-3091. A site or a visitor may name another one. */
const EXPLORERS: Readonly<Record<number, string>> = {
  1: "https://etherscan.io",
  10: "https://optimistic.etherscan.io",
  56: "https://bscscan.com",
  100: "https://gnosisscan.io",
  137: "https://polygonscan.com",
  8453: "https://basescan.org",
  17000: "https://holesky.etherscan.io",
  42161: "https://arbiscan.io",
  59144: "https://lineascan.build",
  84532: "https://sepolia.basescan.org",
  421614: "https://sepolia.arbiscan.io",
  534352: "https://scrollscan.com",
  560048: "https://hoodi.etherscan.io",
  11155111: "https://sepolia.etherscan.io",
  11155420: "https://sepolia-optimism.etherscan.io",
};

/** The explorer of a chain, where one is known; nobody is asked before somebody follows a link. */
export const explorerOf = (chainId: number): { explorer?: string } =>
  Object.hasOwn(EXPLORERS, chainId) ? { explorer: EXPLORERS[chainId]! } : {};

/** What an explorer shows, by EIP-3091: `https://etherscan.io/tx/0x…`. */
export const linkTo = (explorer: string, kind: "tx" | "address", what: string): string =>
  `${explorer}/${kind}/${what}`;
