import { ZeroHash, type ContractTransaction, type Signer, type TransactionReceipt } from "ethers";

import type { Credentials } from "../../typechain-types/contracts/people/Credentials";
import type { Reputation } from "../../typechain-types/contracts/people/Reputation";
import { PolityError } from "../errors";
import { getBlock } from "../provider";
import { send } from "../transaction";
import { holdersOf } from "./persons";

/** What one class's issuer does: a call, for a wallet or a Safe. */
export const issuing = {
  issue: (credentials: Credentials, kind: number, account: string, evidence: string = ZeroHash) =>
    credentials.issue.populateTransaction(kind, account, evidence),
  renew: (credentials: Credentials, kind: number, account: string) =>
    credentials.renew.populateTransaction(kind, account),
  revoke: (credentials: Credentials, kind: number, account: string, reason: string = ZeroHash) =>
    credentials.revoke.populateTransaction(kind, account, reason),
} as const;

/** Gives points, 18 decimals: a call, for a wallet or a Safe. */
export const awarding = (
  reputation: Reputation,
  account: string,
  points: bigint,
  ref: string = ZeroHash,
): Promise<ContractTransaction> => reputation.award.populateTransaction(account, points, ref);

/** As many accounts as one transaction trims. */
const TRIMMED_AT_ONCE = 200;

export interface Trimmed {
  /** Who lost what had lapsed. */
  accounts: string[];
  receipts: TransactionReceipt[];
}

/**
 * Takes what has lapsed out of the count of a class, so that quorums of persons do not count it.
 * @param fromBlock The block of the contract, or an earlier one.
 * @throws PolityError when nothing has lapsed, and as {@link send} does.
 */
export async function trimLapsed(
  credentials: Credentials,
  signer: Signer,
  kind: number,
  fromBlock: number,
): Promise<Trimmed> {
  const [holders, { timestamp }] = await Promise.all([
    holdersOf(credentials, kind, fromBlock),
    getBlock(credentials.runner!.provider!, "latest"),
  ]);
  const accounts = holders.filter(({ until }) => until <= timestamp).map(({ account }) => account);
  if (accounts.length === 0)
    throw new PolityError("no credential of this class has lapsed since it was trimmed last", {
      hint: "nothing is to be done: the count is what it should be",
    });
  const receipts: TransactionReceipt[] = [];
  for (let i = 0; i < accounts.length; i += TRIMMED_AT_ONCE)
    receipts.push(
      await send(
        signer,
        credentials.expire.populateTransaction(kind, accounts.slice(i, i + TRIMMED_AT_ONCE)),
      ),
    );
  return { accounts, receipts };
}
