import type { TransactionReceipt } from "ethers";
import { formatCount } from "@polity/sdk/format";

/** What a command says: for a person, and with `--json` for a machine. */
export interface Answer {
  text: string;
  json: object;
  /** Something of it failed: exit code 1, although there is an answer. */
  failed?: boolean;
}

/** Something was sent: what it led to, the transaction and its gas. */
export function done({ hash, gasUsed }: TransactionReceipt, what: string, json: object): Answer {
  const text = `${what}\ntx ${hash}, ${formatCount(gasUsed)} gas`;
  return { text, json: { ...json, transaction: hash, gas: Number(gasUsed) } };
}
