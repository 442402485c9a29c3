import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { EOL } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

import { parseUnits } from "ethers";

import { writeAtOnce } from "../../deploy/files";
import { lock } from "../../deploy/lock";
import { PolityError } from "../../sdk/errors";
import { parseDuration } from "../../sdk/format";
import {
  formatKeeperEvent,
  keep,
  keeperChain,
  keeperEventJson,
  memoryOf,
  memoryText,
  type Clock,
  type KeeperEvent,
  type MemoryStore,
} from "../../sdk/keeper";
import { visible } from "../../sdk/nep/text";
import { deploymentFile } from "../lib/deployments";
import { briefPatience, endPatience } from "../lib/patience";
import { readText } from "../lib/text";
import type { Command, Context } from "./command";
import { proposalOf } from "./gov-options";

/** Exit code of a keeper that ended while a transaction of its was on its way. */
export const PENDING = 3;

/** The keeper as a process that stays: see docs/keeper.md. */
export const watch: Command = async (context) => {
  const { network, signer, deployment, text, flag } = context;
  const only = text("id") === undefined ? undefined : (await proposalOf(context)).id;
  const stuck = parseDuration(text("stuck") ?? "5m");
  const options = {
    maxFee: gwei(text("maxFee") ?? "100"),
    patience: { stuck, lost: Math.min(15, stuck) },
    poll: parseDuration(text("every") ?? "12s") * 1000,
    finish: 60,
  };
  const chain = await keeperChain(network, {
    account: signer.address,
    submit: (transaction) => signer.provider.send("eth_sendTransaction", [transaction]) as Promise<string>,
    fromBlock: deployment.block,
    ...(only === undefined ? {} : { follows: ({ id }) => id === only }),
    recurring: flag("recurring"),
  });
  const file = memoryFile(context);
  const unlock = lock(`${file}.lock`, `the keeper of ${signer.address}`);
  const ending = new AbortController();
  const stop = () => {
    ending.abort();
    endPatience();
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  briefPatience();
  try {
    const pending = await keep(chain, {
      ...options,
      ...{ signal: ending.signal, store: storeAt(file), clock, log: flag("json") ? json : line },
    });
    if (pending.length > 0) process.exitCode = PENDING;
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    unlock();
  }
  return undefined;
};

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

const clock: Clock = {
  now: () => Math.floor(Date.now() / 1000),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};

const line = (event: KeeperEvent) => process.stdout.write(`${visible(formatKeeperEvent(event))}${EOL}`);
const json = (event: KeeperEvent) => process.stdout.write(`${keeperEventJson(event)}\n`);

/** Beside the deployment's addresses: it is of this account in this network. */
const memoryFile = ({ signer, text, deployment }: Context) =>
  join(dirname(text("deployment") ?? deploymentFile(deployment.chainId)), `keeper-${signer.address}.json`);

function storeAt(file: string): MemoryStore {
  let saved: string | undefined;
  return {
    load: () => (existsSync(file) ? memoryOf(readText(file, "check who may read it"), file) : undefined),
    save: (memory) => {
      const text = memoryText(memory);
      if (text !== saved) writeAtOnce(file, text);
      saved = text;
    },
  };
}

function gwei(text: string): bigint {
  try {
    const wei = parseUnits(text, "gwei");
    if (wei > 0n) return wei;
  } catch {
    // Said below, as for a fee of nothing.
  }
  throw new PolityError(`"${text}" is no fee`, { hint: "give the most to pay for a unit of gas, in gwei" });
}
