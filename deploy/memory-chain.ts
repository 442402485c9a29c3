import { createProvider } from "hardhat/internal/core/providers/construction";
import { normalizeHardhatNetworkAccountsConfig } from "hardhat/internal/core/providers/util";
import type { EthereumProvider, HardhatConfig, HardhatNetworkConfig } from "hardhat/types";

/** The accounts of Hardhat's network with their keys: their derivation takes longer than the rest of a chain. */
let accounts: HardhatNetworkConfig["accounts"] | undefined;

/**
 * Another chain in this process, for as long as somebody holds it; Hardhat has no public way to a second one.
 * It has no artifacts: Hardhat would parse all of the compiler's output first, for stack traces that nobody reads.
 */
export async function memoryChain(
  config: HardhatConfig,
  changes: Partial<HardhatNetworkConfig> = {},
): Promise<EthereumProvider> {
  const { hardhat, ...others } = config.networks;
  accounts ??= normalizeHardhatNetworkAccountsConfig(hardhat.accounts);
  const network = { ...hardhat, accounts, ...changes };
  return createProvider({ ...config, networks: { ...others, hardhat: network } }, "hardhat");
}
