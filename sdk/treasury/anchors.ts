import { encodeBytes32String, ZeroAddress, type Signer, type TransactionReceipt } from "ethers";

import { columnsOf, type Table } from "../analytics/table";
import { PolityError } from "../errors";
import { scanAll } from "../events";
import type { History } from "../history/types";
import type { Network } from "../network";
import { getBlock } from "../provider";
import { send } from "../transaction";
import { wordName } from "./figures";
import { requireTreasury } from "./require";

/** A calendar period's name: a year, and its quarter or month. */
export const CALENDAR_PERIOD = /^(19[7-9]\d|2[01]\d\d)(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$/;

/** What an anchor's deposit is for: `report 2026-Q1`. */
const PREFIX = "report ";
/** What it gives: the least that a deposit can. */
const GIFT = 1n;

/** A report's hash as somebody put it on the chain. Whoever reads it learns that the file was there then, and no more. */
export interface Anchor {
  /** The name of the calendar period. */
  period: string;
  /** sha256 of the report's manifest. */
  hash: string;
  by: string;
  /** In seconds. */
  time: number;
  block: number;
  transaction: string;
}

/**
 * Puts a report's hash on the chain: a deposit of one wei, whose category is the period and whose reference is the hash.
 * Anybody may.
 */
export async function anchorReport(
  network: Network,
  signer: Signer,
  { period, hash }: Pick<Anchor, "period" | "hash">,
): Promise<TransactionReceipt> {
  const treasury = requireTreasury(network);
  return send(
    signer,
    treasury.deposit.populateTransaction(ZeroAddress, GIFT, categoryOf(period), hash, { value: GIFT }),
  );
}

/**
 * Every anchor of a calendar period since a block, in the order of the chain.
 * @param fromBlock An anchor is later than the last block of its report.
 */
export async function readAnchors(
  network: Network,
  { period, fromBlock }: { period: string; fromBlock: number },
): Promise<Anchor[]> {
  const treasury = requireTreasury(network);
  const provider = treasury.runner!.provider!;
  const abi = treasury.interface;
  const topics = [abi.getEvent("Deposited").topicHash, null, null, categoryOf(period)];
  const logs = await scanAll(provider, { address: await treasury.getAddress(), topics }, { fromBlock });
  return Promise.all(
    logs.map(async (log): Promise<Anchor> => {
      const { from, ref } = abi.parseLog(log)!.args as unknown as { from: string; ref: string };
      const { blockNumber: block, transactionHash: transaction } = log;
      const { timestamp: time } = await getBlock(provider, block);
      return { period, hash: ref, by: from, time, block, transaction };
    }),
  );
}

function categoryOf(period: string): string {
  if (CALENDAR_PERIOD.test(period)) return encodeBytes32String(`${PREFIX}${period}`);
  throw new PolityError(`"${period}" is no calendar period`, {
    hint: "write one like 2026-03, 2026-Q1 or 2026",
  });
}

/** The reports whose hashes were put on the chain, from the treasury's deposits. */
export function anchoredReports({ treasury: { movements } }: Pick<History, "treasury">): {
  anchors: Anchor[];
  table: Table;
} {
  const anchors = movements.flatMap((movement): Anchor[] => {
    const name = wordName(movement.category);
    const period = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : "";
    if (movement.kind !== "deposit" || !CALENDAR_PERIOD.test(period)) return [];
    const { reference: hash, counterparty: by, time, blockNumber, transactionHash } = movement;
    return [{ period, hash, by: by!, time, block: blockNumber, transaction: transactionHash }];
  });
  const table: Table = {
    title: "Reports that were anchored",
    method:
      "Anybody can put a hash on the chain under a period's name: it proves that the file was there then. Making the report again (dao report-verify) shows whether its figures are the chain's.",
    columns: columnsOf(
      ["Period", "text"],
      ["sha256 of the report's manifest", "text"],
      ["Anchored", "time"],
      ["By", "account"],
      ["Anchored in", "hash"],
    ),
    rows: anchors.map(({ period, hash, time, by, transaction }) => [period, hash, time, by, transaction]),
  };
  return { anchors, table };
}
