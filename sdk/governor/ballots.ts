import type { Signer } from "ethers";
import * as z from "zod";

import type { NetworkGovernor } from "../../typechain-types";
import { readDomain, signTyped } from "../eip712";
import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import { checkAddress } from "../nep/actions";
import { parseJson, scalar, strictObject } from "../problems";
import { explainFailure } from "../reverts";
import { SUPPORT, type Support } from "./ballot";
import { votesLeft } from "./vote";

/** What a voter signs for the governor's `castVotesBySig`. */
export const RELAYED_BALLOT = {
  RelayedBallot: [
    { name: "proposalId", type: "uint256" },
    { name: "support", type: "uint8" },
    { name: "voter", type: "address" },
    { name: "deadline", type: "uint256" },
  ],
};

const address = scalar("must be an address", checkAddress);
const ballot = strictObject({
  chainId: z.int("must be the chain's id").min(1, "must be the chain's id"),
  governor: address,
  proposalId: scalar("must be the proposal's id in digits", (text) => {
    if (/^(0|[1-9]\d{0,77})$/.test(text)) return text;
    throw new PolityError("must be the proposal's id in digits");
  }),
  voter: address,
  support: z.enum(Object.keys(SUPPORT) as [Support, ...Support[]], "must be for, against or abstain"),
  deadline: z
    .int("must be seconds")
    .min(0, "must be seconds")
    .max(2 ** 48 - 1, "must be seconds"),
  signature: scalar("must be a signature", (text) => {
    if (/^0x([0-9a-f]{2})*$/i.test(text) && text.length <= 20_002) return text;
    throw new PolityError("must be 0x and an even number of hex digits, for at most 10,000 bytes");
  }),
});

/** A full vote that its voter has signed, for anybody to relay until `deadline` (seconds) and while the vote is open. */
export type SignedBallot = z.output<typeof ballot>;

/** Ballots that a relayer takes at once, at most. */
const MAX_BALLOTS = 100_000;
const ballots = z
  .array(ballot, "must be a list of signed ballots")
  .max(MAX_BALLOTS, `must be at most ${MAX_BALLOTS} ballots`);

/**
 * Signs a full vote by EIP-712, which {@link relayBallots} sends together with others.
 * @param parameters `deadline` in seconds: the last second in which it can be relayed; default the end of the vote.
 * @throws PolityError when the vote is not open, when there is nothing to cast or something was cast already, and when
 * the wallet declines.
 */
export async function signRelayedBallot(
  governor: NetworkGovernor,
  voter: Signer,
  { proposalId, support, deadline }: { proposalId: bigint; support: Support; deadline?: number },
): Promise<SignedBallot> {
  const account = await voter.getAddress();
  await votesLeft(governor, proposalId, account);
  if (await governor.hasVoted(proposalId, account)) {
    throw new PolityError(`${account} has cast a part of its votes`, {
      hint: "a relayed ballot casts all at once: cast the rest without one",
    });
  }
  const [domain, closes, now] = await Promise.all([
    readDomain(governor),
    governor.proposalDeadline(proposalId),
    governor.clock(),
  ]);
  const last = deadline ?? Number(closes);
  if (BigInt(last) < now) {
    throw new PolityError(`${formatTimestamp(last)} is past`, { hint: "choose a later deadline" });
  }
  const value = { proposalId, support: SUPPORT[support], voter: account, deadline: last };
  try {
    return {
      chainId: Number(domain.chainId),
      governor: await governor.getAddress(),
      proposalId: proposalId.toString(),
      voter: account,
      support,
      deadline: last,
      signature: await signTyped(governor, voter, RELAYED_BALLOT, value),
    };
  } catch (error) {
    throw await explainFailure(error);
  }
}

/**
 * Reads signed ballots from JSON.
 * @param text A list of what {@link signRelayedBallot} returned, as JSON.
 * @param file What to call it in errors.
 * @throws PolityError for what is not JSON, ValidationError with every problem of what is.
 */
export function parseBallots(text: string, file = "ballots"): SignedBallot[] {
  return parseJson(ballots, text, file, "give a file that vote --sign has written");
}
