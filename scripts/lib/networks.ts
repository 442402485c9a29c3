import type { NetworksUserConfig } from "hardhat/types";

/** The networks that the settings of the environment name, and who signs on them: the deployer first. */
export function networksOf(): NetworksUserConfig {
  const keys = [process.env.DEPLOYER_KEY, ...(process.env.SIGNER_KEYS ?? "").split(",")]
    .map((key) => key?.trim())
    .filter((key): key is string => !!key);
  // Without a key the node itself signs, or a wallet behind its address.
  const accounts = keys.length > 0 ? [...new Set(keys)] : undefined;
  return {
    localhost: { url: process.env.LOCALHOST_RPC_URL || "http://127.0.0.1:8545" },
    ...Object.fromEntries(named().map(([name, url]) => [name, { url, accounts }])),
  };
}

/** `NETWORK_BASE_SEPOLIA_RPC_URL` names the network base-sepolia. Which chain it is, its node says. */
function named(): [name: string, url: string][] {
  const sepolia = process.env.SEPOLIA_RPC_URL;
  const others = Object.entries(process.env).flatMap(([variable, url]): [string, string][] => {
    const [, name] = /^NETWORK_([A-Z0-9]+(?:_[A-Z0-9]+)*)_RPC_URL$/.exec(variable) ?? [];
    return name && url ? [[name.toLowerCase().replaceAll("_", "-"), url]] : [];
  });
  return [...(sepolia ? [["sepolia", sepolia] as [string, string]] : []), ...others];
}
