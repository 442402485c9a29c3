import type { Signer, TransactionReceipt } from "ethers";

import type { JurorCourt } from "../../typechain-types/contracts/court/JurorCourt";
import { IERC20__factory } from "../../typechain-types/factories/@openzeppelin/contracts/token/ERC20/IERC20__factory";
import { PolityError } from "../errors";
import { formatTimestamp, formatTokens } from "../format";
import type { Network } from "../network";
import { getBlock } from "../provider";
import { eventOf, send } from "../transaction";
import { allow } from "./allow";
import { readJuror } from "./cases";

export interface StakeResult {
  /** What the signer has staked now, in base units. */
  stake: bigint;
  receipt: TransactionReceipt;
}

/**
 * Adds tokens of the signer to its stake, in base units. They count in cases that begin 30 days later.
 * @throws PolityError when the balance is too low, and as {@link send} does.
 */
export async function stakeTokens(court: JurorCourt, signer: Signer, amount: bigint): Promise<StakeResult> {
  const [token, spender] = await Promise.all([court.TOKEN(), court.getAddress()]);
  await allow(IERC20__factory.connect(token, court.runner), signer, spender, amount);
  return changed(court, await send(signer, court.deposit.populateTransaction(amount)));
}

/** Takes tokens, in base units, out of the signer's stake at once; 7 days later {@link claimAll} sends them. */
export async function requestStake(court: JurorCourt, signer: Signer, amount: bigint): Promise<StakeResult> {
  return changed(court, await send(signer, court.requestWithdraw.populateTransaction(amount)));
}

export interface Claimed {
  /** Base units of the governance token that came: stake, shares, rewards, bonds. */
  tokens: bigint;
  /** Fees that came, in wei. */
  fees: bigint;
  receipts: TransactionReceipt[];
}

/**
 * Sends the signer everything that court and disputed budgets have for it now, and leaves what can be withdrawn only later.
 * @throws PolityError when there is nothing now, and as {@link send} does.
 */
export async function claimAll(
  { court, disputedBudgets: budgets }: Pick<Network, "court" | "disputedBudgets">,
  signer: Signer,
): Promise<Claimed> {
  const account = await signer.getAddress();
  const [juror, bonds = 0n] = await Promise.all([
    court ? readJuror(court, account) : NOTHING,
    budgets?.bondsOf(account),
  ]);
  const { exit, exitTime, credit } = juror;
  const isReady = exit > 0n && (await getBlock(signer.provider!, "latest")).timestamp >= exitTime;
  if (!isReady && credit === 0n && bonds === 0n) {
    throw new PolityError(`the court has nothing for ${account} now`, {
      hint:
        exit > 0n
          ? `${formatTokens(exit)} tokens can be withdrawn from ${formatTimestamp(exitTime)} on`
          : "shares and fees are there when a draw is settled, stake 7 days after it was taken out",
    });
  }
  const receipts: TransactionReceipt[] = [];
  if (isReady) receipts.push(await send(signer, court!.withdraw.populateTransaction()));
  if (credit > 0n) receipts.push(await send(signer, court!.claim.populateTransaction(account)));
  if (bonds > 0n) receipts.push(await send(signer, budgets!.withdrawBonds.populateTransaction(account)));
  return { tokens: (isReady ? exit : 0n) + bonds, fees: credit, receipts };
}

const NOTHING = { exit: 0n, exitTime: 0, credit: 0n };

async function changed(court: JurorCourt, receipt: TransactionReceipt): Promise<StakeResult> {
  const { stake } = (await eventOf(court, receipt, "StakeChanged")) as unknown as { stake: bigint };
  return { stake, receipt };
}
