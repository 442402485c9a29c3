import { getSingletonFactoryInfo } from "@safe-global/safe-singleton-factory";
import {
  getCompatibilityFallbackHandlerDeployments,
  getCreateCallDeployments,
  getMultiSendCallOnlyDeployments,
  getMultiSendDeployments,
  getProxyFactoryDeployments,
  getSafeL2SingletonDeployments,
  getSignMessageLibDeployments,
  getSimulateTxAccessorDeployments,
} from "@safe-global/safe-deployments";
import simulateTxAccessor from "@safe-global/safe-smart-account/build/artifacts/contracts/accessors/SimulateTxAccessor.sol/SimulateTxAccessor.json";
import fallbackHandler from "@safe-global/safe-smart-account/build/artifacts/contracts/handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler.json";
import createCall from "@safe-global/safe-smart-account/build/artifacts/contracts/libraries/CreateCall.sol/CreateCall.json";
import multiSend from "@safe-global/safe-smart-account/build/artifacts/contracts/libraries/MultiSend.sol/MultiSend.json";
import multiSendCallOnly from "@safe-global/safe-smart-account/build/artifacts/contracts/libraries/MultiSendCallOnly.sol/MultiSendCallOnly.json";
import signMessageLib from "@safe-global/safe-smart-account/build/artifacts/contracts/libraries/SignMessageLib.sol/SignMessageLib.json";
import proxyFactory from "@safe-global/safe-smart-account/build/artifacts/contracts/proxies/SafeProxyFactory.sol/SafeProxyFactory.json";
import singleton from "@safe-global/safe-smart-account/build/artifacts/contracts/SafeL2.sol/SafeL2.json";
import { concat, keccak256, Transaction, ZeroHash, type Signer } from "ethers";

import { LOCAL_CHAIN } from "../config/local";
import { PolityError } from "@polity/sdk/errors";
import type { Chain } from "./chain";

/** The release of Safe that councils run. */
export const SAFE_VERSION = "1.5.0";

/** What a council's Safe is made of. */
const SOURCES = {
  proxyFactory: { registry: getProxyFactoryDeployments, artifact: proxyFactory },
  singleton: { registry: getSafeL2SingletonDeployments, artifact: singleton },
  fallbackHandler: { registry: getCompatibilityFallbackHandlerDeployments, artifact: fallbackHandler },
} as const;
/** What Safe's own tools ask for besides, before they attach to a Safe. */
const TOOLS = {
  multiSend: { registry: getMultiSendDeployments, artifact: multiSend },
  multiSendCallOnly: { registry: getMultiSendCallOnlyDeployments, artifact: multiSendCallOnly },
  signMessageLib: { registry: getSignMessageLibDeployments, artifact: signMessageLib },
  createCall: { registry: getCreateCallDeployments, artifact: createCall },
  simulateTxAccessor: { registry: getSimulateTxAccessorDeployments, artifact: simulateTxAccessor },
} as const;
type Part = keyof typeof SOURCES;
const PARTS = Object.keys(SOURCES) as Part[];

/** Addresses of the contracts that a Safe is made of. */
export type SafeContracts = Record<Part, string>;

/**
 * Safe's own contracts on a chain: at the addresses and with the code of Safe's registry. Nothing is deployed, but on
 * the local chain, where {@link installSafe} puts the very same code to the same addresses.
 * @throws PolityError when the registry knows none on this chain, or the chain has other code there.
 */
export async function safeContracts(signer: Signer): Promise<SafeContracts> {
  const provider = signer.provider!;
  const chainId = Number((await provider.getNetwork()).chainId);
  if (chainId === LOCAL_CHAIN) await installSafe(signer, chainId);
  else checkRegistered(chainId);
  return checkCode((address) => provider.getCode(address), chainId);
}

/**
 * Asks a chain whether councils can be made there, and sends nothing. The local chain gets Safe's contracts when a council
 * is made.
 * @throws PolityError that names the first of Safe's contracts that is missing.
 */
export async function checkSafe(chain: Chain): Promise<void> {
  const chainId = await chain.id();
  if (chainId === LOCAL_CHAIN) return;
  checkRegistered(chainId);
  await checkCode((address) => chain.code(address), chainId);
}

/**
 * Deploys Safe's contracts, those that its tools need too, from the artifacts that Safe ships, through its singleton factory: CREATE2 gives them their
 * canonical addresses on every chain. What is there already is left alone. For local chains only.
 */
export async function installSafe(signer: Signer, chainId: number): Promise<void> {
  const provider = signer.provider!;
  const factory = getSingletonFactoryInfo(chainId);
  if (!factory) {
    throw new PolityError(`Safe's singleton factory has no transaction for chain ${chainId}`, {
      hint: `use chain ${LOCAL_CHAIN}`,
    });
  }
  if ((await provider.getCode(factory.address)) === "0x") {
    // Signed by Safe for this chain: only its sender has to be able to pay.
    const { gasLimit, gasPrice } = Transaction.from(factory.transaction);
    const funding = await signer.sendTransaction({ to: factory.signerAddress, value: gasLimit * gasPrice! });
    await funding.wait();
    await (await provider.broadcastTransaction(factory.transaction)).wait();
  }
  for (const { registry, artifact } of Object.values({ ...SOURCES, ...TOOLS })) {
    const { address } = registry({ version: SAFE_VERSION })!.deployments.canonical!;
    if ((await provider.getCode(address)) !== "0x") continue;
    const data = concat([ZeroHash, artifact.bytecode]);
    await (await signer.sendTransaction({ to: factory.address, data })).wait();
  }
}

/** Where a part is on every chain that has it, and the hash of its code there. */
function canonical(part: Part): { address: string; codeHash: string } {
  return SOURCES[part].registry({ version: SAFE_VERSION })!.deployments.canonical!;
}

function checkRegistered(chainId: number): void {
  for (const part of PARTS) {
    const found = SOURCES[part].registry({ version: SAFE_VERSION, network: String(chainId) });
    if (![found?.networkAddresses[chainId]].flat().includes(canonical(part).address)) {
      throw new PolityError(`Safe ${SAFE_VERSION} is not deployed on chain ${chainId}: no ${part}`, {
        hint: "ask Safe to deploy it there, leave the council out of the configuration, or choose another chain",
      });
    }
  }
}

async function checkCode(
  codeAt: (address: string) => Promise<string>,
  chainId: number,
): Promise<SafeContracts> {
  const checked = await Promise.all(
    PARTS.map(async (part) => {
      const { address, codeHash } = canonical(part);
      const code = await codeAt(address);
      if (keccak256(code) !== codeHash) {
        const what = code === "0x" ? "no code" : "other code than Safe's";
        throw new PolityError(`chain ${chainId} has ${what} at ${address}, for Safe's ${part}`, {
          hint: "do not put money there: check the network that the RPC address serves",
        });
      }
      return [part, address] as const;
    }),
  );
  return Object.fromEntries(checked) as SafeContracts;
}
