import { JsonRpcProvider } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

export type OnProgress = (phase: string, done: number, total: number) => void;

/** Transactions of different senders at the same time, on a chain that is served. */
const SENDERS = 40;

/** The chain that a load works on, and the clock by which its phases are measured. */
export type Pace = ReturnType<typeof paceOf>;

export function paceOf(hre: HardhatRuntimeEnvironment, onProgress: OnProgress = () => undefined) {
  const provider = providerOf(hre);
  // In this process it would save nothing, and which of them comes first, and pays for it, would be chance.
  const atOnce = provider === hre.ethers.provider ? 1 : SENDERS;
  const seconds: Record<string, number> = {};
  const phase = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    try {
      return await act();
    } finally {
      seconds[name] = (seconds[name] ?? 0) + (performance.now() - start) / 1000;
    }
  };
  /** Does something with each, so many `together` at the same time: those have to be of different senders. */
  const each = async <T>(
    name: string,
    list: readonly T[],
    act: (one: T, i: number) => Promise<void>,
    together = 1,
  ) =>
    phase(name, async () => {
      for (let i = 0; i < list.length; i += together) {
        onProgress(name, i, list.length);
        await Promise.all(list.slice(i, i + together).map((one, k) => act(one, i + k)));
      }
      onProgress(name, list.length, list.length);
    });
  return {
    /** Seconds that each phase took. */
    ...{ provider, atOnce, seconds, phase, each, onProgress },
  };
}

/** The chain in this process, or a quick line to one that is served: requests of one moment go together. */
function providerOf({ ethers, network }: HardhatRuntimeEnvironment) {
  if (!("url" in network.config)) return ethers.provider;
  return new JsonRpcProvider(network.config.url, undefined, {
    ...{ cacheTimeout: -1, pollingInterval: 25, polling: true, staticNetwork: true, batchStallTime: 0 },
  });
}

/** A list in parts of nearly the same size, none above `most`. */
export function chunks<T>(list: readonly T[], most: number): T[][] {
  const count = Math.ceil(list.length / most);
  const until = (part: number) => Math.floor((part * list.length) / count);
  return Array.from({ length: count }, (_, part) => list.slice(until(part), until(part + 1)));
}
