import { JsonRpcProvider, toQuantity } from "ethers";
import type { EthereumProvider, HardhatRuntimeEnvironment } from "hardhat/types";

import { memoryChain } from "../../deploy/memory-chain";
import { explainFailure, revertData } from "@polity/sdk/reverts";
import { MAX_TRANSACTION_GAS } from "@polity/sdk/transaction";
import type { RawLog } from "@polity/sdk/calls";
import type { SimulatedCall, Simulator } from "@polity/sdk/governor/simulate";

/**
 * A simulator on a copy of a chain in this process: Hardhat's own network as a fork, which reads from the node at `url`
 * and writes nothing there. It serves for nodes that have no `eth_simulateV1`, such as Hardhat's.
 */
export function forkSimulator(hre: HardhatRuntimeEnvironment, url: string, chainId: bigint): Simulator {
  return async ({ from, calls, balance, storage }) => {
    // Named, or Hardhat would take an older block on a long chain, and keep what it reads there for other runs.
    const blockNumber = await latestBlock(url);
    const forking = { enabled: true, url, blockNumber, httpHeaders: {} };
    const settings = { chainId: Number(chainId), forking, throwOnTransactionFailures: false };
    const fork = await memoryChain(hre.config, settings);
    // A block of its own: by which rules those before it ran, Hardhat need not know.
    await fork.send("hardhat_mine", ["0x1"]);
    await fork.send("hardhat_impersonateAccount", [from]);
    for (const [address, words] of Object.entries(storage)) {
      for (const [slot, word] of Object.entries(words))
        await fork.send("hardhat_setStorageAt", [address, toQuantity(slot), word]);
    }
    const funds = BigInt((await fork.send("eth_getBalance", [from, "latest"])) as string);
    if (funds < balance) await fork.send("hardhat_setBalance", [from, toQuantity(balance)]);

    const results: SimulatedCall[] = [];
    for (const { target, value, calldata } of calls) {
      const call = { from, to: target, value: toQuantity(value), data: calldata, gas: GAS, gasPrice: "0x0" };
      results.push(await attempt(fork, call));
    }
    return results;
  };
}

async function latestBlock(url: string): Promise<number> {
  const node = new JsonRpcProvider(url, undefined, { cacheTimeout: -1 });
  try {
    return await node.getBlockNumber();
  } finally {
    node.destroy();
  }
}

const GAS = toQuantity(MAX_TRANSACTION_GAS);

async function attempt(fork: EthereumProvider, call: object): Promise<SimulatedCall> {
  try {
    await fork.send("eth_call", [call, "latest"]);
  } catch (error) {
    return { success: false, gas: 0n, logs: [], revert: revertData(error) ?? (await refuse(error)) };
  }
  await fork.send("hardhat_setNextBlockBaseFeePerGas", ["0x0"]);
  const hash = (await fork.send("eth_sendTransaction", [call])) as string;
  const receipt = (await fork.send("eth_getTransactionReceipt", [hash])) as {
    status: string;
    gasUsed: string;
    logs: RawLog[];
  };
  return { success: BigInt(receipt.status) === 1n, gas: BigInt(receipt.gasUsed), logs: receipt.logs };
}

/** A call that reverts without a reason is an answer; anything else is a failure of the fork. */
async function refuse(error: unknown): Promise<string> {
  if (/revert|exception|invalid opcode|out of gas|function call to a non-contract/i.test(String(error)))
    return "0x";
  throw await explainFailure(error);
}
