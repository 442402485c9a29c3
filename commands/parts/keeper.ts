import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { EOL } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

import { parseUnits } from "ethers";

import { writeAtOnce } from "../../deploy/files";
import { lock } from "../../deploy/lock";
import { PolityError } from "@polity/sdk/errors";
import { parseDuration } from "@polity/sdk/format";
import {
  formatKeeperEvent,
  keep,
  keeperChain,
  keeperEventJson,
  memoryOf,
  memoryText,
  verbsOf,
  type Clock,
  type KeeperEvent,
  type MemoryStore,
} from "@polity/sdk/keeper";
import { visible } from "@polity/sdk/nep/text";
import { briefPatience, endPatience } from "../../scripts/lib/patience";
import { readText } from "../../scripts/lib/text";
import { flag, text, type Values } from "../core/command";
import type { Context } from "../core/context";
import { ID, proposalOf } from "./proposals";

/** What the keeper is asked for. */
export const KEEPER = {
  id: text(`${ID}; default all`),
  watch: flag("Stays and goes on until it is ended; with --json one object a line. See docs/keeper.md"),
  all: flag("With --watch: also does what else is due and open to anyone, besides proposals"),
  maxFee: text("With --watch: the most to pay for a unit of gas, in gwei; default 100"),
  stuck: text('With --watch: replaces what waits so long, with a higher fee; default "5m"'),
  every: text('With --watch: time between two looks at the chain; default "12s"'),
};

/** Exit code of a keeper that ended while a transaction of its was on its way. */
export const PENDING = 3;

/** The keeper as a process that stays: see docs/keeper.md. */
export async function watch(context: Context<Values<typeof KEEPER>>): Promise<undefined> {
  const { host, network, signer, deployment, options, json } = context;
  const { id, maxFee = "100", every = "12s" } = options;
  const only = id === undefined ? undefined : (await proposalOf(context, id)).id;
  const stuck = parseDuration(options.stuck ?? "5m");
  const pace = {
    maxFee: gwei(maxFee),
    patience: { stuck, lost: Math.min(15, stuck) },
    poll: parseDuration(every) * 1000,
    finish: 60,
  };
  const chain = await keeperChain(network, {
    account: signer.address,
    submit: (transaction) => host.request("eth_sendTransaction", [transaction]) as Promise<string>,
    fromBlock: deployment.block,
    ...(only === undefined ? {} : { follows: ({ id }) => id === only }),
    ...(!options.all && { domains: ["governor"] }),
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
      ...pace,
      ...{
        signal: ending.signal,
        store: storeAt(file),
        clock,
        log: json ? jsonLine : line(await verbsOf(network.domains)),
      },
    });
    if (pending.length > 0) process.exitCode = PENDING;
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    unlock();
  }
  return undefined;
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

const clock: Clock = {
  now: () => Math.floor(Date.now() / 1000),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};

const line = (verbs: Readonly<Record<string, string>>) => (event: KeeperEvent) =>
  process.stdout.write(`${visible(formatKeeperEvent(event, verbs))}${EOL}`);
const jsonLine = (event: KeeperEvent) => process.stdout.write(`${keeperEventJson(event)}\n`);

/** Beside the deployment's addresses: it is of this account in this network. */
const memoryFile = ({ signer, deploymentFile }: Context) =>
  join(dirname(deploymentFile), `keeper-${signer.address}.json`);

/** A keeper's memory as a file. */
export function storeAt(file: string): MemoryStore {
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

/** An amount of gwei that somebody wrote, in wei. */
export function gwei(text: string): bigint {
  try {
    const wei = parseUnits(text, "gwei");
    if (wei > 0n) return wei;
  } catch {
    // Said below, as for a fee of nothing.
  }
  throw new PolityError(`"${text}" is no fee`, { hint: "give the most to pay for a unit of gas, in gwei" });
}
