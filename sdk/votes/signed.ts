import type { ContractTransaction } from "ethers";

import { PolityError } from "../errors";
import {
  delegationContract,
  encodeDelegation,
  parseSignedDelegation,
  type SignedDelegation,
} from "../escrow/delegate";
import { formatTokens } from "../format";
import { parseBallots, type SignedBallot } from "../governor/ballots";
import { weightOf } from "../governor/counting";
import { checkBallots, encodeBallots } from "../governor/relay";
import type { Network } from "../network";

/** Something that was signed for anybody to send: what was checked of it, and the call that sends it. */
export interface SignedCall {
  kind: "ballot" | "delegation";
  /** Who signed it. */
  signer: string;
  /** What it does, and for whom: the same for two that stand in each other's way. */
  key: string;
  call: ContractTransaction;
  /** What the call returns when it does what was signed: the governor passes over a ballot that does not count. */
  returns?: string;
}

/** What the governor returns for one ballot that counts. */
const ONE_COUNTED = `0x${"1".padStart(64, "0")}`;

/** What somebody has signed. */
export type Signed = { ballot: SignedBallot } | { delegation: SignedDelegation };

/**
 * Reads what was signed: one ballot in a list of its own, or a delegation.
 * @throws PolityError or ValidationError for what is neither.
 */
export function parseSigned(text: string, file = "what was signed"): Signed {
  if (!/^\s*\[/.test(text)) return { delegation: parseSignedDelegation(text, file) };
  const ballots = parseBallots(text, file);
  const [ballot] = ballots;
  if (ballot && ballots.length === 1) return { ballot };
  throw new PolityError(`${ballots.length} ballots are in one list`, {
    hint: "hand in one at a time; gov relay sends a whole file",
  });
}

/**
 * Checks against the chain what was signed.
 * @param least What its signer must have, in base units: votes of the network, or tokens. Whoever has nothing could make any
 * number of signatures.
 * @throws PolityError that says in a sentence why it would not count.
 */
export async function checkSigned(network: Network, signed: Signed, least: bigint): Promise<SignedCall> {
  return "ballot" in signed
    ? checkBallot(network, signed.ballot, least)
    : checkDelegation(network, signed.delegation, least);
}

async function checkBallot(
  { governor, votes }: Network,
  given: SignedBallot,
  least: bigint,
): Promise<SignedCall> {
  const { good, rejected } = await checkBallots(governor, [given]);
  const [ballot] = good;
  if (!ballot) throw new PolityError(`the ballot would not count: ${rejected[0]!.reason}`);
  const { proposalId, voter } = ballot;
  const snapshot = await governor.proposalSnapshot(proposalId);
  const [weight, own] = await Promise.all([
    weightOf(governor, BigInt(proposalId), voter, snapshot),
    votes.getPastVotes(voter, snapshot),
  ]);
  // A type that counts persons, or shares of them, has a measure of its own.
  if (weight === own) checkLeast(voter, weight, least, "votes");
  return {
    kind: "ballot",
    signer: voter,
    key: `ballot ${proposalId} ${voter}`,
    call: await encodeBallots(governor, proposalId, [ballot]),
    returns: ONE_COUNTED,
  };
}

async function checkDelegation(
  network: Network,
  signed: SignedDelegation,
  least: bigint,
): Promise<SignedCall> {
  const contract = delegationContract(network, signed);
  const { delegator } = signed;
  const [call, has] = await Promise.all([encodeDelegation(contract, signed), contract.balanceOf(delegator)]);
  checkLeast(delegator, has, least, "tokens or votes of locks");
  return { kind: "delegation", signer: delegator, key: `delegation ${signed.contract} ${delegator}`, call };
}

function checkLeast(signer: string, has: bigint, least: bigint, what: string): void {
  if (has >= least) return;
  throw new PolityError(
    `${signer} has ${formatTokens(has)} ${what}, and this relay sends for those who have ${formatTokens(least)}`,
    { hint: "send it yourself, or hand the file to somebody else" },
  );
}
