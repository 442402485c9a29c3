import type { ContractTransaction, Signer, TransactionReceipt, TypedDataDomain } from "ethers";

import type { NetworkGovernor } from "../../typechain-types";
import { readDomain, recoverKey } from "../eip712";
import { formatTimestamp } from "../format";
import { failureOf, isPassing } from "../provider";
import { explainFailure, revertData } from "../reverts";
import { eventsOf, MAX_TRANSACTION_GAS, send } from "../transaction";
import { SUPPORT } from "./ballot";
import { RELAYED_BALLOT, type SignedBallot } from "./ballots";
import { weightOf } from "./counting";
import { checkOpen } from "./vote";

/** A ballot that is not counted, and why. */
export interface RejectedBallot {
  ballot: SignedBallot;
  reason: string;
}

export interface RelayResult {
  /** Counted on the chain, with their votes in base units. */
  counted: { ballot: SignedBallot; weight: bigint }[];
  /** Not sent, or passed over on the chain. */
  rejected: RejectedBallot[];
  /** One for each transaction. */
  receipts: TransactionReceipt[];
}

export interface RelayProgress {
  /** Ballots that have been sent. */
  sent: number;
  total: number;
  receipt: TransactionReceipt;
}

/** First ballots of a proposal that fit a transaction: each takes some 47,000 gas. */
export const BALLOTS_PER_TRANSACTION = 350;
/** An estimate above this leaves too little room in a transaction for what may change until it is in a block. */
const GAS_BUDGET = (MAX_TRANSACTION_GAS * 95n) / 100n;
/** Ballots that are checked at the same time. */
const CHECKED_AT_ONCE = 20;

/** Reasons in the order of the governor's `BallotRejection`. */
const REJECTIONS = [
  "it was counted",
  "it is for no side that there is",
  "its deadline has passed",
  "its voter has voted already",
  "its voter had no votes when the vote began",
  "it is not signed by its voter",
] as const;

/**
 * Sends signed ballots, as many in a transaction as fit. Each is checked before: what would be passed over is not sent.
 * The signer pays the gas and needs no votes.
 * @throws PolityError as {@link send} does; what was relayed before stays counted, and the same file can be sent again.
 */
export async function relayBallots(
  governor: NetworkGovernor,
  signer: Signer,
  {
    ballots,
    onProgress,
  }: { ballots: readonly SignedBallot[]; onProgress?: (progress: RelayProgress) => void },
): Promise<RelayResult> {
  const { good, rejected } = await checkBallots(governor, ballots);
  const result: RelayResult = { counted: [], rejected, receipts: [] };
  for (const [proposalId, group] of groupByProposal(good)) {
    for (let [first, size] = [0, BALLOTS_PER_TRANSACTION]; first < group.length;) {
      const batch = group.slice(first, first + size);
      const call = await encodeBallots(governor, proposalId, batch);
      const fitting = await fits(signer, call, batch.length);
      if (fitting < batch.length) {
        size = fitting;
        continue;
      }
      const receipt = await send(signer, call);
      result.receipts.push(receipt);
      await tally(governor, receipt, batch, result);
      first += batch.length;
      onProgress?.({ sent: result.counted.length + result.rejected.length, total: ballots.length, receipt });
    }
  }
  return result;
}

/**
 * Separates ballots that would be counted now from those that would not, by the governor's own rules. The good ones have
 * their signatures in the form that the governor takes, whatever form they came in.
 */
export async function checkBallots(
  governor: NetworkGovernor,
  ballots: readonly SignedBallot[],
): Promise<{ good: SignedBallot[]; rejected: RejectedBallot[] }> {
  const [domain, now] = await Promise.all([readDomain(governor), governor.clock()]);
  const open = new Map<string, Promise<bigint>>();
  const snapshotOf = (id: string) => {
    const known = open.get(id) ?? checkOpen(governor, BigInt(id));
    open.set(id, known);
    return known;
  };
  const verdicts: Verdict[] = [];
  for (let i = 0; i < ballots.length; i += CHECKED_AT_ONCE) {
    const some = ballots.slice(i, i + CHECKED_AT_ONCE);
    verdicts.push(
      ...(await Promise.all(some.map((ballot) => judge(governor, ballot, { domain, now, snapshotOf })))),
    );
  }
  const seen = new Set<string>();
  const good: SignedBallot[] = [];
  const rejected: RejectedBallot[] = [];
  ballots.forEach((ballot, i) => {
    const key = `${ballot.proposalId} ${ballot.voter}`;
    const { signature, reason } = verdicts[i]!;
    if (signature === undefined) rejected.push({ ballot, reason });
    else if (seen.has(key)) rejected.push({ ballot, reason: "a ballot of its voter stands before it" });
    else {
      seen.add(key);
      good.push({ ...ballot, signature });
    }
  });
  return { good, rejected };
}

/** The signature as the governor takes it, or why the ballot would not be counted. */
type Verdict = { signature: string; reason?: never } | { signature?: never; reason: string };

interface Here {
  domain: TypedDataDomain;
  now: bigint;
  snapshotOf: (proposalId: string) => Promise<bigint>;
}

async function judge(
  governor: NetworkGovernor,
  ballot: SignedBallot,
  { domain, now, snapshotOf }: Here,
): Promise<Verdict> {
  const { chainId, proposalId, voter, deadline } = ballot;
  if (BigInt(chainId) !== domain.chainId)
    return { reason: `it is for chain ${chainId}, and this is ${String(domain.chainId)}` };
  if (ballot.governor !== domain.verifyingContract)
    return { reason: `it is for another governor, ${ballot.governor}` };
  let snapshot: bigint;
  try {
    snapshot = await snapshotOf(proposalId);
  } catch (error) {
    const failure = await explainFailure(error);
    // A lost connection says nothing about a ballot.
    if (isPassing(failureOf(error))) throw failure;
    return { reason: failure.message };
  }
  if (BigInt(deadline) < now) return { reason: `its deadline was ${formatTimestamp(deadline)}` };
  const [voted, weight] = await Promise.all([
    governor.hasVoted(proposalId, voter),
    weightOf(governor, BigInt(proposalId), voter, snapshot),
  ]);
  if (voted) return { reason: REJECTIONS[3] };
  if (weight === 0n) return { reason: REJECTIONS[4] };
  const signature = await validSignature(governor, ballot, domain);
  return signature === undefined ? { reason: REJECTIONS[5] } : { signature };
}

/** The signature as the governor takes it: a key's in its one form, a contract's as it is. */
async function validSignature(
  governor: NetworkGovernor,
  ballot: SignedBallot,
  domain: TypedDataDomain,
): Promise<string | undefined> {
  const { proposalId, voter, support, deadline, signature } = ballot;
  const value = { proposalId, support: SUPPORT[support], voter, deadline };
  const key = recoverKey(domain, RELAYED_BALLOT, value, signature);
  if (key?.signer === voter) return key.signature;
  const provider = governor.runner!.provider!;
  if ((await provider.getCode(voter)) === "0x") return undefined;
  // The governor itself asks the contract, with the gas that it grants: whoever asks in another way learns less.
  const call = await encodeBallots(governor, proposalId, [ballot]);
  const answer = await provider.call(call);
  return BigInt(answer) === 1n ? signature : undefined;
}

function groupByProposal(ballots: readonly SignedBallot[]): Map<string, SignedBallot[]> {
  const groups = new Map<string, SignedBallot[]>();
  for (const ballot of ballots) {
    groups.set(ballot.proposalId, [...(groups.get(ballot.proposalId) ?? []), ballot]);
  }
  return groups;
}

/** The call by which anybody hands in ballots of one proposal. */
export function encodeBallots(
  governor: NetworkGovernor,
  proposalId: string,
  ballots: readonly SignedBallot[],
) {
  const list = ballots.map(({ voter, support, deadline, signature }) => ({
    ...{ voter, support: SUPPORT[support], deadline, signature },
  }));
  return governor.castVotesBySig.populateTransaction(proposalId, list);
}

/** How many of `count` ballots fit: all, or fewer to try with. */
async function fits(signer: Signer, call: ContractTransaction, count: number): Promise<number> {
  try {
    const gas = await signer.estimateGas(call);
    return gas <= GAS_BUDGET || count === 1 ? count : Math.max(1, Number((BigInt(count) * GAS_BUDGET) / gas));
  } catch (error) {
    // A node refuses to estimate what no transaction may cost; what the contract refuses has data.
    if (count === 1 || revertData(error) || isPassing(failureOf(error))) throw await explainFailure(error);
    return Math.ceil(count / 2);
  }
}

async function tally(
  governor: NetworkGovernor,
  receipt: TransactionReceipt,
  batch: readonly SignedBallot[],
  { counted, rejected }: RelayResult,
): Promise<void> {
  const byVoter = new Map(batch.map((ballot) => [ballot.voter, ballot]));
  for (const { voter, weight } of await eventsOf(governor, receipt, "VoteCast")) {
    const ballot = byVoter.get(String(voter));
    if (ballot) counted.push({ ballot, weight: weight as bigint });
  }
  for (const { voter, reason } of await eventsOf(governor, receipt, "BallotRejected")) {
    const ballot = byVoter.get(String(voter));
    if (ballot) {
      rejected.push({ ballot, reason: REJECTIONS[Number(reason)] ?? "the governor passed it over" });
    }
  }
}
