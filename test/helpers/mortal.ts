import hre from "hardhat";

import type { Rpc } from "../../deploy/chain";
import { memoryChain } from "../../deploy/memory-chain";

/** A chain in this process that makes blocks only when somebody asks for its newest one, as if time had passed. */
export interface MortalChain {
  rpc: Rpc;
  /** How many requests were made so far. */
  readonly requests: number;
  /**
   * Lets who asks die at one of the next requests, before or after the chain has got it: no answer comes any more. Resolves
   * when it happens.
   */
  dieAt(request: number, when: "before" | "after"): Promise<void>;
  /** A line to the same chain for who comes next, once it has got what was on its way. */
  revive(): Promise<Rpc>;
  send<T>(method: string, ...params: unknown[]): Promise<T>;
}

interface Life {
  alive: boolean;
}
/** Asked anew: it may have ended while something was waited for. */
const isAlive = (life: Life) => life.alive;
const forEver = () => new Promise<never>(() => undefined);

/**
 * @param onChange Called before and after each request that changes the chain.
 */
export async function mortalChain(
  onChange?: (when: "before" | "after") => Promise<void> | void,
): Promise<MortalChain> {
  const chain = (await memoryChain(hre.config)) as Rpc;
  const send = <T>(method: string, ...params: unknown[]) => chain.request({ method, params }) as Promise<T>;
  await send("evm_setAutomine", false);
  let life: Life = { alive: true };
  let requests = 0;
  const underWay = new Set<Promise<unknown>>();
  let death: { request: number; when: "before" | "after"; told: () => void } | undefined;

  const end = () => {
    life.alive = false;
    const told = death?.told;
    death = undefined;
    told?.();
  };

  function line(): Rpc {
    const mine = life;
    return {
      async request(call) {
        if (!mine.alive) return forEver();
        const turn = ++requests;
        const last = turn === death?.request ? death.when : undefined;
        if (last === "before") {
          end();
          return forEver();
        }
        const passed = pass(call).then(
          (value) => () => value,
          (error: unknown) => () => {
            throw error as Error;
          },
        );
        underWay.add(passed);
        const result = await passed;
        underWay.delete(passed);
        if (last === "after") end();
        return isAlive(mine) ? result() : forEver();
      },
    };
  }

  async function pass(call: { method: string; params?: unknown[] }): Promise<unknown> {
    if (
      call.method === "eth_blockNumber" ||
      (call.method === "eth_getBlockByNumber" && call.params?.[0] === "latest")
    ) {
      await change(() => send("evm_mine"));
    }
    if (call.method === "eth_sendTransaction") return change(() => chain.request(call));
    return chain.request(call);
  }

  async function change(act: () => Promise<unknown>): Promise<unknown> {
    await onChange?.("before");
    const result = await act();
    await onChange?.("after");
    return result;
  }

  return {
    rpc: line(),
    get requests() {
      return requests;
    },
    dieAt: (request, when) =>
      new Promise((resolve) => {
        death = { request: requests + request, when, told: resolve };
      }),
    async revive() {
      await Promise.all(underWay);
      life = { alive: true };
      return line();
    },
    send,
  };
}
