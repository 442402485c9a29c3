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
    ...(process.env.SEPOLIA_RPC_URL ? { sepolia: { url: process.env.SEPOLIA_RPC_URL, accounts } } : {}),
  };
}
