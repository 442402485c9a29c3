import {
  Contract,
  getAddress,
  isError,
  TypedDataEncoder,
  verifyTypedData,
  type ContractTransaction,
  type Signer,
  type TransactionReceipt,
  type TypedDataDomain,
} from "ethers";

import type { NetworkGovernor } from "../../typechain-types";
import { readDomain } from "../eip712";
import { formatTimestamp } from "../format";
import { explainFailure } from "../reverts";
import { MAX_TRANSACTION_GAS, send } from "../transaction";
import { SUPPORT } from "./ballot";
import { RELAYED_BALLOT, type SignedBallot } from "./ballots";
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
/** What the governor grants a contract that checks its signature, and what it answers (ERC-1271). */
const SIGNATURE_GAS = 100_000n;
const ERC1271 = ["function isValidSignature(bytes32,bytes) view returns (bytes4)"];
const IS_VALID = "0x1626ba7e";

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
      const call = await encode(governor, proposalId, batch);
      const fitting = await fits(signer, call, batch.length);
      if (fitting < batch.length) {
        size = fitting;
        continue;
      }
      const receipt = await send(signer, call);
      result.receipts.push(receipt);
      tally(governor, receipt, batch, result);
      first += batch.length;
      onProgress?.({ sent: result.counted.length + result.rejected.length, total: ballots.length, receipt });
    }
  }
  return result;
}

/** Separates ballots that would be counted now from those that would not, by the governor's own rules. */
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
  const reasons: (string | undefined)[] = [];
  for (let i = 0; i < ballots.length; i += CHECKED_AT_ONCE) {
    const some = ballots.slice(i, i + CHECKED_AT_ONCE);
    reasons.push(
      ...(await Promise.all(some.map((ballot) => reject(governor, ballot, { domain, now, snapshotOf })))),
    );
  }
  const seen = new Set<string>();
  const good: SignedBallot[] = [];
  const rejected: RejectedBallot[] = [];
  ballots.forEach((ballot, i) => {
    const key = `${ballot.proposalId} ${ballot.voter}`;
    const reason = reasons[i] ?? (seen.has(key) ? "a ballot of its voter stands before it" : undefined);
    if (reason === undefined) {
      seen.add(key);
      good.push(ballot);
    } else rejected.push({ ballot, reason });
  });
  return { good, rejected };
}

interface Here {
  domain: TypedDataDomain;
  now: bigint;
  snapshotOf: (proposalId: string) => Promise<bigint>;
}

async function reject(
  governor: NetworkGovernor,
  ballot: SignedBallot,
  { domain, now, snapshotOf }: Here,
): Promise<string | undefined> {
  const { chainId, proposalId, voter, deadline } = ballot;
  if (BigInt(chainId) !== domain.chainId)
    return `it is for chain ${chainId}, and this is ${String(domain.chainId)}`;
  if (ballot.governor !== domain.verifyingContract) return `it is for another governor, ${ballot.governor}`;
  let snapshot: bigint;
  try {
    snapshot = await snapshotOf(proposalId);
  } catch (error) {
    return explainFailure(error).message;
  }
  if (BigInt(deadline) < now) return `its deadline was ${formatTimestamp(deadline)}`;
  const [voted, weight] = await Promise.all([
    governor.hasVoted(proposalId, voter),
    governor.getVotes(voter, snapshot),
  ]);
  if (voted) return REJECTIONS[3];
  if (weight === 0n) return REJECTIONS[4];
  return (await isSigned(governor, ballot, domain)) ? undefined : REJECTIONS[5];
}

async function isSigned(
  governor: NetworkGovernor,
  { proposalId, voter, support, deadline, signature }: SignedBallot,
  domain: TypedDataDomain,
): Promise<boolean> {
  const value = { proposalId, support: SUPPORT[support], voter, deadline };
  try {
    if (getAddress(verifyTypedData(domain, RELAYED_BALLOT, value, signature)) === voter) return true;
  } catch {
    // No signature of a key; a contract may still know it.
  }
  const provider = governor.runner!.provider!;
  if ((await provider.getCode(voter)) === "0x") return false;
  const wallet = new Contract(voter, ERC1271, provider);
  const digest = TypedDataEncoder.hash(domain, RELAYED_BALLOT, value);
  // The limit is the call's, so it has to cover what any transaction costs.
  const gasLimit = SIGNATURE_GAS + 21_000n + 16n * BigInt(signature.length);
  const ask = wallet.getFunction("isValidSignature");
  return ask.staticCall(digest, signature, { gasLimit }).then(
    (answer: unknown) => answer === IS_VALID,
    () => false,
  );
}

function groupByProposal(ballots: readonly SignedBallot[]): Map<string, SignedBallot[]> {
  const groups = new Map<string, SignedBallot[]>();
  for (const ballot of ballots) {
    groups.set(ballot.proposalId, [...(groups.get(ballot.proposalId) ?? []), ballot]);
  }
  return groups;
}

function encode(governor: NetworkGovernor, proposalId: string, ballots: readonly SignedBallot[]) {
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
    if (count === 1 || (isError(error, "CALL_EXCEPTION") && error.data)) throw explainFailure(error);
    return Math.ceil(count / 2);
  }
}

function tally(
  governor: NetworkGovernor,
  { logs }: TransactionReceipt,
  batch: readonly SignedBallot[],
  { counted, rejected }: RelayResult,
): void {
  const byVoter = new Map(batch.map((ballot) => [ballot.voter, ballot]));
  for (const log of logs) {
    const event = governor.interface.parseLog(log);
    const ballot = event && byVoter.get(String(event.args.voter));
    if (!ballot) continue;
    if (event.name === "VoteCast") counted.push({ ballot, weight: event.args.weight as bigint });
    if (event.name === "BallotRejected") {
      rejected.push({
        ballot,
        reason: REJECTIONS[Number(event.args.reason)] ?? "the governor passed it over",
      });
    }
  }
}
