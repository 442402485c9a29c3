import { hexlify, ZeroAddress, type ContractTransaction, type Signer, type TransactionReceipt } from "ethers";

import type { ProtocolRegistry } from "../../typechain-types/contracts/protocol/ProtocolRegistry";
import type { Rounds } from "../../typechain-types/contracts/rounds/Rounds";
import { IERC20__factory } from "../../typechain-types/factories/@openzeppelin/contracts/token/ERC20/IERC20__factory";
import { allow } from "../court/allow";
import { signedSalt } from "../court/salt";
import { PolityError } from "../errors";
import { getBlock, isRefused } from "../provider";
import { eventOf, send } from "../transaction";
import { encodeKey } from "../nep/parameters";
import { ROUND_BOUNDS } from "./bounds";
import {
  CLAIM_CHUNK,
  isClaimable,
  readRound,
  readRoundsProgram,
  readShares,
  ripeRoundStep,
  TALLY_CHUNK,
  type RoundStep,
  type RoundView,
} from "./read";
import { commitmentOf } from "./run";
import { roundText } from "./waiting";

/** Publishes a recipe. @param text Its canonical text. @returns Its sha256. */
export const publishRecipe = (
  rounds: Rounds,
  signer: Signer,
  text: string,
  uri: string,
): Promise<TransactionReceipt> =>
  send(signer, rounds.publishRecipe.populateTransaction(new TextEncoder().encode(text), uri));

/** Opens the next round of a program. @returns The round's id. */
export async function openRound(
  rounds: Rounds,
  signer: Signer,
  program: bigint,
): Promise<{ id: bigint; receipt: TransactionReceipt }> {
  const receipt = await send(signer, rounds.open.populateTransaction(program));
  const { roundId: id } = (await eventOf(rounds, receipt, "RoundOpened")) as unknown as { roundId: bigint };
  return { id, receipt };
}

/** Lets Rounds take a sum of an asset, and says how much ether goes with the call. */
async function giving(rounds: Rounds, signer: Signer, asset: string, amount: bigint): Promise<bigint> {
  if (asset === ZeroAddress) return amount;
  if (amount > 0n)
    await allow(IERC20__factory.connect(asset, rounds.runner), signer, await rounds.getAddress(), amount);
  return 0n;
}

/** Submits an entry, and pays its fee. @param contentHash Of its text with a salt: `entryHash`. */
export async function submitEntry(
  rounds: Rounds,
  signer: Signer,
  id: bigint,
  entry: { beneficiary: string; contentHash: string; uri: string },
): Promise<{ index: number; receipt: TransactionReceipt }> {
  const round = await readRound(rounds, id);
  const { asset, entryFee } = await readRoundsProgram(rounds, round.program);
  const value = await giving(rounds, signer, asset, entryFee);
  const { beneficiary, contentHash, uri } = entry;
  const receipt = await send(
    signer,
    rounds.submit.populateTransaction(id, beneficiary, contentHash, uri, { value }),
  );
  const { index } = (await eventOf(rounds, receipt, "EntrySubmitted")) as unknown as { index: bigint };
  return { index: Number(index), receipt };
}

const SIGNED_WARNING =
  "Sign this only to commit to a run, or to reveal it. Whoever has this signature knows your scores before they are revealed.";
const TYPES = {
  Run: [
    { name: "warning", type: "string" },
    { name: "roundId", type: "uint256" },
  ],
};

/** The salt of a run that its runner's wallet can find again; nothing for one that signs differently each time. */
export async function runSalt(rounds: Rounds, signer: Signer, id: bigint): Promise<string | undefined> {
  const { chainId } = await rounds.runner!.provider!.getNetwork();
  const domain = { name: "Rounds", version: "1", chainId, verifyingContract: await rounds.getAddress() };
  return signedSalt(signer, domain, TYPES, { warning: SIGNED_WARNING, roundId: id });
}

/** A run: what is revealed of it, and everything that led there. */
export interface Revelation {
  /** A byte an entry, the root of shares, or nothing. */
  result: Uint8Array;
  bundleHash: string;
  salt: string;
}

/** Commits to a run, and gives the bond. */
export async function commitRun(
  rounds: Rounds,
  signer: Signer,
  id: bigint,
  { result, bundleHash, salt }: Revelation,
): Promise<TransactionReceipt> {
  const round = await readRound(rounds, id);
  const { asset, runnerBond } = await readRoundsProgram(rounds, round.program);
  const [{ chainId }, at, runner] = await Promise.all([
    rounds.runner!.provider!.getNetwork(),
    rounds.getAddress(),
    signer.getAddress(),
  ]);
  const commitment = commitmentOf({
    ...{ chainId, rounds: at, roundId: id, runner, scores: result, bundleHash, salt },
  });
  const value = await giving(rounds, signer, asset, runnerBond);
  return send(signer, rounds.commitRun.populateTransaction(id, commitment, { value }));
}

/** Reveals a run. @param uri Where its bundle is. */
export const revealRun = (
  rounds: Rounds,
  signer: Signer,
  id: bigint,
  { result, bundleHash, salt }: Revelation,
  uri: string,
): Promise<TransactionReceipt> =>
  send(signer, rounds.revealRun.populateTransaction(id, hexlify(result), bundleHash, uri, salt));

/** Whether an emergency vote has paused reveals, or claims; a network without the flags never does. */
export async function readPauses(
  registry: ProtocolRegistry,
  blockTag: number | "latest" = "latest",
): Promise<{ scoring: boolean; distribution: boolean }> {
  const isOn = (key: string) =>
    registry.paused(encodeKey(key), { blockTag }).catch((error: unknown) => {
      if (isRefused(error)) return false;
      throw error;
    });
  const [scoring, distribution] = await Promise.all(
    ["emerg.pauseScoring", "emerg.pauseDistribution"].map(isOn),
  );
  return { scoring: scoring!, distribution: distribution! };
}

/** The call of a step that anybody can take. */
export const roundCall = (rounds: Rounds, step: RoundStep, id: bigint): Promise<ContractTransaction> =>
  ({
    freeze: () => rounds.freeze.populateTransaction(id),
    seal: () => rounds.seal.populateTransaction(id),
    tally: () => rounds.tally.populateTransaction(id, TALLY_CHUNK),
    settle: () => rounds.settle.populateTransaction(id),
    sweep: () => rounds.sweep.populateTransaction(id),
  })[step]();

/** A round, its program, and what is due in it now. */
export async function readDue(rounds: Rounds, registry: ProtocolRegistry, id: bigint) {
  const round = await readRound(rounds, id);
  const [program, { number: block, timestamp: now }, isPaused] = await Promise.all([
    readRoundsProgram(rounds, round.program),
    getBlock(rounds.runner!.provider!, "latest"),
    readPauses(registry),
  ]);
  const at = { now, block, isPaused };
  return { round, program, at, step: ripeRoundStep(round, program, at) };
}

/** Takes the step that is due in a round. @throws PolityError when nothing is due that anybody could do. */
export async function advanceRound(
  rounds: Rounds,
  registry: ProtocolRegistry,
  signer: Signer,
  id: bigint,
): Promise<{ step: RoundStep; receipt: TransactionReceipt }> {
  const { round, program, at, step } = await readDue(rounds, registry, id);
  if (step === undefined)
    throw new PolityError(`nothing is due in round ${id} now: it ${roundText(round, program, at)}`, {
      hint: "round show says what it waits for",
    });
  return { step, receipt: await send(signer, roundCall(rounds, step, id)) };
}

/** The indexes of shares that can be claimed now; of a round that is void or struck, of fees. */
export async function claimableIn(
  rounds: Rounds,
  round: RoundView,
  now: number,
  blockTag: number | "latest" = "latest",
): Promise<number[]> {
  if (round.count === 0 || !isClaimable(round, now)) return [];
  const shares = await readShares(rounds, round, blockTag);
  const { entryFee } = await readRoundsProgram(rounds, round.program);
  return shares
    .filter(({ share, closed }) => !closed && (round.status === "tallied" ? share > 0n : entryFee > 0n))
    .map(({ index }) => index);
}

/**
 * Claims shares of entries for whom they belong to, as many as a transaction takes at a time. Where one of them cannot be
 * paid (an account that refuses ether), the others are paid one by one.
 * @throws PolityError where none can be paid.
 */
export async function claimShares(
  rounds: Rounds,
  signer: Signer,
  id: bigint,
  indexes: readonly number[],
): Promise<TransactionReceipt[]> {
  const receipts: TransactionReceipt[] = [];
  const claim = (some: readonly number[]) =>
    send(signer, rounds.claimMany.populateTransaction(id, [...some]));
  let refused: unknown;
  for (let i = 0; i < indexes.length; i += CLAIM_CHUNK) {
    const chunk = indexes.slice(i, i + CLAIM_CHUNK);
    try {
      receipts.push(await claim(chunk));
    } catch (error) {
      refused = error;
      if (chunk.length === 1) continue;
      for (const index of chunk)
        try {
          receipts.push(await claim([index]));
        } catch (one) {
          refused = one;
        }
    }
  }
  if (receipts.length === 0 && refused !== undefined) throw refused as Error;
  return receipts;
}

/** Disputes a share: gives the bond and the arbitrator's fee. @param evidence Why, or where that is written; default nothing. */
export async function flagShare(
  rounds: Rounds,
  signer: Signer,
  id: bigint,
  index: number,
  evidence = "",
): Promise<{ dispute: bigint; bond: bigint; cost: bigint; receipt: TransactionReceipt }> {
  const round = await readRound(rounds, id);
  const [{ asset, flagBond: bond }, share, token] = await Promise.all([
    readRoundsProgram(rounds, round.program),
    rounds.shareOf(id, index),
    rounds.TOKEN(),
  ]);
  if (share === 0n)
    throw new PolityError(`entry ${index} of round ${id} earns nothing`, {
      hint: "there is nothing to take from it; round show has the shares",
    });
  const cost = await rounds.disputeCost(await rounds.worthOf(asset, share));
  await giving(rounds, signer, token, bond);
  const receipt = await send(signer, rounds.flag.populateTransaction(id, index, { value: cost }));
  const { disputeId: dispute } = (await eventOf(rounds, receipt, "ShareFlagged")) as unknown as {
    disputeId: bigint;
  };
  if (evidence !== "") await send(signer, rounds.submitEvidence.populateTransaction(dispute, evidence));
  return { dispute, bond, cost, receipt };
}

/** Asks the holders to look at a whole round: gives 2.5 % of its pot. */
export async function contestRound(
  rounds: Rounds,
  signer: Signer,
  id: bigint,
): Promise<{ bond: bigint; receipt: TransactionReceipt }> {
  const round = await readRound(rounds, id);
  const { asset } = await readRoundsProgram(rounds, round.program);
  const bond = (round.pot * BigInt(ROUND_BOUNDS.contestBps)) / 10_000n;
  const value = await giving(rounds, signer, asset, bond);
  return { bond, receipt: await send(signer, rounds.contest.populateTransaction(id, { value })) };
}

/** Sends an account what it is credited with: fees and bonds of runs, what flags brought. */
export async function withdrawCredits(
  rounds: Rounds,
  signer: Signer,
  account: string,
  assets: Iterable<string>,
): Promise<{ asset: string; amount: bigint; receipt: TransactionReceipt }[]> {
  const each = [...new Set([await rounds.TOKEN(), ...assets])];
  const amounts = await Promise.all(each.map((asset) => rounds.creditOf(account, asset)));
  const sent = [];
  for (const [i, asset] of each.entries())
    if (amounts[i]! > 0n)
      sent.push({
        ...{ asset, amount: amounts[i]! },
        receipt: await send(signer, rounds.withdraw.populateTransaction(account, asset)),
      });
  return sent;
}
