import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { trackTransaction } from "@nomicfoundation/ignition-core";
import { getAddress, getNumber } from "ethers";

import { PolityError } from "@polity/sdk/errors";
import { chainOf, type RawReceipt, type Rpc } from "./chain";
import { writeAtOnce } from "./files";

/** A line of Ignition's journal, as far as it is read here. */
export interface JournalLine {
  type: string;
  futureId?: string;
  networkInteractionId?: number;
  nonce?: number;
  transaction?: { hash: string };
  receipt?: { blockNumber: number; contractAddress?: string | undefined; status?: string };
  result?: { type: string; address?: string };
}

export interface RepairOptions {
  deployer: string;
  /** Blocks that a transaction counts as final after. */
  confirmations: number;
  /** A block before the deployment's first transaction. */
  startBlock: number;
  /** How long to wait for transactions that the journal does not know, in milliseconds. */
  patience: number;
  /** Called once, when there is something to wait for. */
  onWait?: (nonces: number[]) => void;
}

const POLL = 500;

/**
 * Ignition's journal of a deployment; none if it has not begun. A line that was being written when the process died is
 * not there: what it told is asked of the chain again.
 * @throws PolityError when a line before the last one is damaged.
 */
export function readJournal(folder: string): JournalLine[] {
  const file = journalFile(folder);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.flatMap((line, i) => {
    try {
      return [JSON.parse(line) as JournalLine];
    } catch (cause) {
      if (i === lines.length - 1) return [];
      throw new PolityError(`line ${i + 1} of ${file} is damaged`, {
        hint: "restore the file from your version control",
        cause,
      });
    }
  });
}

/**
 * Makes a journal whole, so that Ignition goes on with it (docs/decisions/0501). Ignition notes that it is about to send a
 * transaction, sends it, and notes its hash; killed in between, it refuses to go on. Here the chain decides: if the nonce
 * is unused, nothing was sent, and the note is dropped; if it is used, the transaction is looked for and tracked.
 * @throws PolityError when the chain lacks a contract that the journal has deployed, or a transaction stays pending.
 */
export async function repairJournal(folder: string, rpc: Rpc, options: RepairOptions): Promise<void> {
  const { deployer, confirmations, startBlock } = options;
  const chain = chainOf(rpc);
  repairAddresses(folder);
  // Of a simulation that failed nothing was sent, and of a time-out the chain knows by now: both are tried again.
  const lines = withoutIdleSteps(
    readJournal(folder).filter(
      ({ type, result }) =>
        type !== "ONCHAIN_INTERACTION_TIMEOUT" && !/SIMULATION_ERROR$/.test(result?.type ?? ""),
    ),
  );

  for (const { receipt } of lines) {
    const address = receipt?.contractAddress;
    if (address && receipt.status !== "FAILURE" && (await chain.code(address)) === "0x") {
      throw new PolityError(`the chain has no contract at ${address}, where ${folder} says it was deployed`, {
        hint: "the chain was started anew, or another one answers: check its address, or move the folder away",
      });
    }
  }

  await settle(chain, lines, options);

  const unsent = preparedOnly(lines);
  const used = await chain.count(deployer, "latest");
  const [lost, dropped] = [
    unsent.filter(({ nonce }) => nonce < used),
    unsent.filter(({ nonce }) => nonce >= used),
  ];
  writeJournal(
    folder,
    lines.filter((_, i) => !dropped.some(({ index }) => index === i)),
  );

  const known = Math.max(startBlock, ...lines.map(({ receipt }) => receipt?.blockNumber ?? 0));
  for (const { nonce } of lost) {
    const hash = await chain.find(deployer, nonce, known);
    if (hash === undefined) {
      throw new PolityError(`transaction ${nonce} of ${deployer} is in no block from ${known} on`, {
        hint: "the node is behind: wait a minute, or use another RPC address, and start again",
      });
    }
    await trackTransaction(folder, hash, rpc, confirmations);
  }
  await noteMined(folder, chain, confirmations);
}

/** Where the contracts of a journal are, by the step that deployed them. */
export function deployedBy(lines: readonly JournalLine[]): Map<string, { address: string; block: number }> {
  const found = new Map<string, { address: string; block: number }>();
  for (const { type, futureId, receipt } of lines) {
    if (type !== "TRANSACTION_CONFIRM" || !receipt?.contractAddress) continue;
    found.set(futureId!, { address: getAddress(receipt.contractAddress), block: receipt.blockNumber });
  }
  return found;
}

/** The steps that are done. */
export function doneSteps(lines: readonly JournalLine[]): Set<string> {
  const done = lines.filter(({ type, result }) => type.endsWith("_COMPLETE") && result?.type === "SUCCESS");
  return new Set(done.map(({ futureId }) => futureId!));
}

// ----------------------------------------------------------------------------------------------------------- Helpers

const journalFile = (folder: string) => join(folder, "journal.jsonl");

function writeJournal(folder: string, lines: readonly JournalLine[]): void {
  const file = journalFile(folder);
  if (existsSync(file)) writeAtOnce(file, lines.map((line) => `\n${JSON.stringify(line)}`).join(""));
}

/** Ignition keeps a second list of addresses for its own commands, and stumbles over one that is half written. */
function repairAddresses(folder: string): void {
  const file = join(folder, "deployed_addresses.json");
  if (!existsSync(file)) return;
  try {
    JSON.parse(readFileSync(file, "utf8"));
  } catch {
    rmSync(file);
  }
}

/**
 * The lines without those of steps that were begun and asked for nothing yet. Ignition takes for granted that what was
 * begun has asked for something (IGN1); nothing is known of such a step but that its turn had come.
 */
function withoutIdleSteps(lines: readonly JournalLine[]): JournalLine[] {
  const idle = new Map<string, number>();
  lines.forEach(({ type, futureId }, index) => {
    if (/^(DEPLOYMENT|CALL|SEND_DATA|STATIC_CALL)_EXECUTION_STATE_INITIALIZE$/.test(type)) {
      idle.set(futureId!, index);
    }
    if (type === "NETWORK_INTERACTION_REQUEST") idle.delete(futureId!);
  });
  const dropped = new Set(idle.values());
  return lines.filter((_, index) => !dropped.has(index));
}

/** What was about to be sent, without a hash that says it was. */
function preparedOnly(lines: readonly JournalLine[]): { index: number; nonce: number }[] {
  const open = new Map<string, { index: number; nonce: number } | undefined>();
  lines.forEach(({ type, futureId, networkInteractionId, nonce }, index) => {
    const key = `${futureId}/${networkInteractionId}`;
    if (type === "TRANSACTION_SEND") open.set(key, undefined);
    if (type === "ONCHAIN_INTERACTION_REPLACED_BY_USER") open.delete(key);
    // A second note for a transaction that has a hash is one with a higher fee: Ignition finds either.
    if (type === "TRANSACTION_PREPARE_SEND" && !(open.has(key) && open.get(key) === undefined)) {
      open.set(key, { index, nonce: nonce! });
    }
  });
  return [...open.values()].filter((entry) => entry !== undefined);
}

/**
 * Notes of every transaction whether it is mined. Ignition would find out by itself, but not always before it counts nonces
 * for the next step: where the same key has sent something else meanwhile, it would refuse to go on (IGN405).
 */
async function noteMined(
  folder: string,
  chain: ReturnType<typeof chainOf>,
  confirmations: number,
): Promise<void> {
  const lines = readJournal(folder);
  const open = new Map<string, JournalLine[]>();
  for (const line of lines) {
    const key = `${line.futureId}/${line.networkInteractionId}`;
    if (line.type === "TRANSACTION_SEND") open.set(key, [...(open.get(key) ?? []), line]);
    if (/^(TRANSACTION_CONFIRM|ONCHAIN_INTERACTION_REPLACED_BY_USER)$/.test(line.type)) open.delete(key);
  }
  const height = open.size > 0 ? await chain.height() : 0;
  const mined: JournalLine[] = [];
  for (const { futureId, networkInteractionId, transaction } of [...open.values()].flat()) {
    const receipt = await chain.receipt(transaction!.hash);
    if (!receipt || height - getNumber(receipt.blockNumber) + 1 < confirmations) continue;
    const { hash } = transaction!;
    const line = {
      type: "TRANSACTION_CONFIRM",
      futureId,
      networkInteractionId,
      hash,
      receipt: kept(receipt),
    };
    mined.push(line);
  }
  if (mined.length > 0) writeJournal(folder, [...lines, ...mined]);
}

/** A receipt in the form in which Ignition keeps it. */
function kept({ blockHash, blockNumber, contractAddress, status, logs }: RawReceipt) {
  return {
    blockHash,
    blockNumber: getNumber(blockNumber),
    ...(contractAddress ? { contractAddress: getAddress(contractAddress) } : {}),
    status: getNumber(status) === 1 ? "SUCCESS" : "FAILURE",
    logs: logs.map(({ address, logIndex, data, topics }) => ({
      ...{ address, logIndex: getNumber(logIndex), data, topics },
    })),
  };
}

/** Waits until every pending transaction of the deployer is one that the journal knows. */
async function settle(
  chain: ReturnType<typeof chainOf>,
  lines: readonly JournalLine[],
  { deployer, confirmations, patience, onWait }: RepairOptions,
): Promise<void> {
  const known = new Set(lines.filter(({ type }) => type === "TRANSACTION_SEND").map(({ nonce }) => nonce!));
  const deadline = Date.now() + patience;
  for (let told = false; ; told = true) {
    const height = await chain.height();
    const [final, pending] = await Promise.all([
      chain.count(deployer, Math.max(0, height - confirmations + 1)),
      chain.count(deployer, "pending"),
    ]);
    const unknown = Array.from({ length: pending - final }, (_, i) => final + i).filter((n) => !known.has(n));
    if (unknown.length === 0) return;
    if (!told) onWait?.(unknown);
    if (Date.now() > deadline) {
      throw new PolityError(`transaction ${unknown.join(", ")} of ${deployer} is still pending`, {
        hint: "speed it up or cancel it in a wallet with the same key, then start again",
      });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}
