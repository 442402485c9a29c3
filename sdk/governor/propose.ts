import type { Signer, TransactionReceipt } from "ethers";

import { GovernanceToken__factory } from "../../typechain-types/factories/contracts/token/GovernanceToken__factory";
import type { Network } from "../network";
import { PolityError } from "../errors";
import { formatAmount } from "../format";
import type { Proposal } from "../nep/encode";
import { parseTitle } from "../nep/title";
import { send } from "../transaction";
import { decodeCode, DEFAULT_TYPE, encodeCode } from "../core/code";
import { checkSize } from "./size";
import { PROPOSERS } from "./rules";
import { arraysOf } from "../nep/actions";

export interface ProposeResult {
  proposalId: bigint;
  /** Burned, in base units. */
  fee: bigint;
  receipt: TransactionReceipt;
  /** The approval of exactly the fee, when the allowance was another. */
  approval?: TransactionReceipt;
}

export interface ProposeOptions {
  /** The most that may be burned, in base units; left out, whatever the rules ask for now. */
  maxFee?: bigint;
}

/** What proposing demands of an account, and what the account has. Votes and tokens in base units. */
export interface ProposerCheck {
  /** The type that the chain will read from the title. */
  type: string;
  threshold: bigint;
  votes: bigint;
  fee: bigint;
  balance: bigint;
  /** Of the fee's token, for the governor. */
  allowance: bigint;
}

/**
 * Makes a proposal, and burns what the rules ask for now or nothing: the allowance is set to exactly that first, also where
 * it was higher. A fee that is raised before the proposal is included is refused by the chain, as the allowance is short.
 * @throws PolityError before anything is sent: when the proposal is too large or the fee above the bound, when the signer has
 * too few votes or tokens, is not whom the description names, or when it has been proposed already; and as {@link send} does.
 */
export async function propose(
  network: Network,
  signer: Signer,
  proposal: Proposal,
  { maxFee }: ProposeOptions = {},
): Promise<ProposeResult> {
  const { governor } = network;
  checkSize(proposal);
  const account = await signer.getAddress();
  const { type, fee, allowance } = await checkProposer(network, account, proposal);
  checkFee(type, fee, maxFee);
  const token = GovernanceToken__factory.connect(await governor.feeToken(), governor.runner);
  const approval =
    allowance === fee ? undefined : await send(signer, token.approve.populateTransaction(governor, fee));
  const { calls, description, proposalId } = proposal;
  const call = governor.propose.populateTransaction(...arraysOf(calls), description);
  return { proposalId, fee, receipt: await send(signer, call), ...(approval && { approval }) };
}

/** @throws PolityError for a fee above the bound. */
export function checkFee(type: string, fee: bigint, maxFee: bigint | undefined): void {
  if (maxFee === undefined || fee <= maxFee) return;
  throw new PolityError(
    `proposing NEP-${type} burns ${formatAmount(fee)} tokens, and at most ${formatAmount(maxFee)} may be burned`,
    { hint: "the rules may have changed: allow more, or do not propose" },
  );
}

/**
 * Whether an account may make a proposal now.
 * @throws PolityError with what is missing.
 */
export async function checkProposer(
  { governor, rulebook }: Network,
  account: string,
  { description, proposalId }: Pick<Proposal, "description" | "proposalId">,
): Promise<ProposerCheck> {
  const named = /#proposer=(0x[0-9a-fA-F]{40})$/.exec(description)?.[1];
  if (named && named.toLowerCase() !== account.toLowerCase()) {
    throw new PolityError(`only ${named} can make this proposal, and you are ${account}`, {
      hint: "encode it for the account that proposes",
    });
  }
  if ((await governor.proposalSnapshot(proposalId)) !== 0n) {
    throw new PolityError("exactly this has been proposed already", {
      hint: `see proposal ${proposalId}; a change in the file makes another proposal of it`,
    });
  }
  const token = GovernanceToken__factory.connect(await governor.feeToken(), governor.runner);
  const [codes, now, [guardian, until]] = await Promise.all([
    rulebook.types(),
    governor.clock(),
    governor.guardian(),
  ]);
  const tag = parseTitle(description).code ?? DEFAULT_TYPE;
  const type = codes.map(decodeCode).includes(tag) ? tag : DEFAULT_TYPE;
  const [{ threshold, fee, proposers }, votes, balance, allowance] = await Promise.all([
    rulebook.rulesOf(encodeCode(type)),
    governor.getVotes(account, now - 1n),
    token.balanceOf(account),
    token.allowance(account, governor),
  ]);

  const council = guardian.toLowerCase() === account.toLowerCase() && now <= until;
  const asCouncil = council && (Number(proposers) & PROPOSERS.council) !== 0;
  if (!asCouncil && (Number(proposers) & PROPOSERS.holders) === 0) {
    throw new PolityError(`only the council proposes NEP-${type}`, { hint: "choose another type" });
  }
  if (!asCouncil && votes < threshold) {
    throw new PolityError(
      `${account} has ${formatAmount(votes)} votes, and proposing NEP-${type} takes ${formatAmount(threshold)}`,
      { hint: "lock more tokens, or have votes delegated; votes count from the second after" },
    );
  }
  if (balance < fee) {
    throw new PolityError(
      `${account} has ${formatAmount(balance)} unlocked tokens, and the fee is ${formatAmount(fee)}`,
      { hint: "get more unlocked tokens first" },
    );
  }
  return { type, threshold: asCouncil ? 0n : threshold, votes, fee, balance, allowance };
}
