import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { parseEther } from "ethers";
import hre from "hardhat";

import { closeServer } from "../../commands/parts/http";
import { Relay, relayServer, type RelayOptions } from "../../commands/parts/relay";
import { DailyGas } from "../../commands/parts/relay-budget";
import { Limiter } from "../../commands/parts/relay-limits";
import { keep, keeperChain, type KeeperChain, type Memory } from "@polity/sdk/keeper";
import type { Network } from "@polity/sdk/network";
import { listening } from "./market";

const HOUR = 3_600_000;

interface Changes extends Partial<Pick<RelayOptions, "least" | "maxFee" | "perSigner">> {
  gasPerDay?: bigint;
  perVisitor?: Limiter;
  behindProxy?: boolean;
  /** The chain with something else in it. */
  chain?: (chain: KeeperChain) => KeeperChain;
}

/** A relay as the command starts it, for the in-process chain: it looks again at once, and says what it does into a list. */
export async function startRelay(network: Network, account: string, changes: Changes = {}) {
  const folder = mkdtempSync(join(tmpdir(), "polity-relay-"));
  const said: string[] = [];
  const clock = { at: 0 };
  const now = () => clock.at;
  const maxFee = changes.maxFee ?? 10n ** 12n;
  const plain = await keeperChain(network, {
    ...{ account, fromBlock: 0, domains: [] },
    submit: (transaction) =>
      hre.network.provider.send("eth_sendTransaction", [transaction]) as Promise<string>,
  });
  const chain = changes.chain?.(plain) ?? plain;
  const file = join(folder, "gas.json");
  const relay = new Relay({
    ...{ network, chain, maxFee, now, say: (line: string) => said.push(line) },
    budget: new DailyGas(changes.gasPerDay ?? 10n ** 7n, file, now),
    least: changes.least ?? parseEther("1"),
    perSigner: changes.perSigner ?? new Limiter(100, HOUR),
  });
  const server = relayServer({
    ...{ relay, now, say: (line: string) => said.push(line) },
    behindProxy: changes.behindProxy ?? false,
    perVisitor: changes.perVisitor ?? new Limiter(1_000, HOUR),
  });
  const url = await listening(server);
  const ending = new AbortController();
  let memory: Memory | undefined;
  const kept = keep(relay.keeperChain(), {
    ...{ signal: ending.signal, maxFee, log: relay.heard, poll: 20, finish: 5 },
    ...{ store: { load: () => memory, save: (saved: Memory) => (memory = saved) } },
    clock: {
      ...relay.clock((milliseconds, signal) => sleep(milliseconds, undefined, { signal })),
      // The relay's time stands still in a test; that of the keeper goes on, so that it ends.
      now: () => Math.floor(Date.now() / 1000),
    },
    patience: { stuck: 60, lost: 5 },
  });
  return {
    ...{ url, said, file, relay, server },
    /** Lets the relay's own time pass, in milliseconds. */
    pass: (milliseconds: number) => void (clock.at += milliseconds),
    async stop() {
      ending.abort();
      relay.stop();
      await Promise.all([closeServer(server, 100), kept]);
      rmSync(folder, { recursive: true });
    },
  };
}
