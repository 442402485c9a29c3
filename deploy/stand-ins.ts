import { Interface, type InterfaceAbi } from "ethers";

import { LOCAL_CHAIN } from "../config/local";
import type { NetworkConfig } from "../config/schema";
import type { Rpc } from "./chain";
import type { AnyDeployPart, StandIn } from "./modules/part";

interface Artifacts {
  loadArtifact(name: string): Promise<{ abi: unknown; bytecode: string }>;
}

/** The stand-ins of a network on a chain: none on a public one. */
export const standInsOf = (
  chainId: number,
  config: NetworkConfig,
  parts: readonly AnyDeployPart[],
): readonly StandIn[] =>
  chainId === LOCAL_CHAIN ? parts.flatMap((part) => part.standIns?.(config) ?? []) : [];

/**
 * Gives a local chain the code of contracts that every public chain has at the same address, where it has none yet. It takes
 * no transaction, so that no address of the deployment depends on it.
 */
export async function placeStandIns(
  rpc: Rpc,
  artifacts: Artifacts,
  standIns: readonly StandIn[],
): Promise<void> {
  for (const { at, contract, args } of standIns) {
    if ((await rpc.request({ method: "eth_getCode", params: [at, "latest"] })) !== "0x") continue;
    const { abi, bytecode } = await artifacts.loadArtifact(contract);
    const data = bytecode + new Interface(abi as InterfaceAbi).encodeDeploy(args).slice(2);
    const code = await rpc.request({ method: "eth_call", params: [{ data }, "latest"] });
    await rpc.request({ method: "hardhat_setCode", params: [at, code] });
  }
}
