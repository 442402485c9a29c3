import { decodeBytes32String, isHexString } from "ethers";

import { PolityError } from "./errors";
import { formatAmount, formatDuration, formatTimestamp } from "./format";
import { INTERFACES } from "./interfaces";

/** What happened, and what to do about it. The arguments are those of the custom error, in its order. */
type Sentence = (...args: string[]) => [message: string, hint: string];

const amount = (units: string) => formatAmount(BigInt(units));
const code = (word: string) => `NEP-${decodeBytes32String(word.padEnd(66, "0"))}`;
const list = (words: string) => [...words.split(",").filter(Boolean).map(code), "NEP-GOV"].join(" and ");
const STATES = "Pending,Active,Canceled,Defeated,Succeeded,Queued,Expired,Executed".split(",");
const word = (bytes: string) => {
  try {
    return decodeBytes32String(bytes) || "anything";
  } catch {
    return bytes;
  }
};
const date = (seconds: string) => formatTimestamp(BigInt(seconds));

/** The errors that people meet. All others are told by their name and values. */
const SENTENCES: Partial<Record<string, Sentence>> = {
  VoteEscrow_AmountTooSmall: (given, min) => [
    `${amount(given)} tokens are too few to lock`,
    `lock at least ${amount(min)}`,
  ],
  VoteEscrow_BadUnlockTime: (time, max) => [
    `a lock cannot end in the week of ${date(time)}`,
    `choose a week that begins after now and until ${date(max)}`,
  ],
  VoteEscrow_NotLater: (time, current) => [
    `the week of ${date(time)} is not later than the lock's end, ${date(current)}`,
    "a lock can only be moved to a later week",
  ],
  VoteEscrow_TooManyLocks: (account) => [
    `${account} has 16 locks, which is the most there can be`,
    "merge two, or withdraw one that has ended",
  ],
  VoteEscrow_NoLock: (account, id) => [`${account} has no lock ${id}`, "show lists the locks there are"],
  VoteEscrow_LockExpired: (_account, id, end) => [
    `lock ${id} ended at ${date(end)}`,
    "withdraw it, or merge it into another",
  ],
  VoteEscrow_LockActive: (_account, id, end) =>
    end === "0"
      ? [`lock ${id} is permanent`, "start its decay, then wait for its end"]
      : [`lock ${id} ends at ${date(end)}`, "it can be withdrawn from then on"],
  VoteEscrow_LockPermanent: (_account, id) => [`lock ${id} is permanent`, "start its decay to let it end"],
  VoteEscrow_LockNotPermanent: (_account, id) => [
    `lock ${id} decays already`,
    "extend it to let it end later",
  ],
  VoteEscrow_SameLock: (id) => [`lock ${id} cannot be merged with itself`, "name two locks"],
  VoteEscrow_LockerNotAllowed: (account, locker) => [
    `${account} does not let ${locker} create locks for it`,
    "the account has to allow the locker first",
  ],
  VoteEscrow_NotTransferable: () => [
    "locked tokens and their votes cannot be transferred",
    "delegate the votes",
  ],
  VotesExpiredSignature: (expiry) => [`the signature expired at ${date(expiry)}`, "sign again"],
  InvalidAccountNonce: (account, current) => [
    `the signature of ${account} has been used or replaced: its next nonce is ${current}`,
    "sign again",
  ],
  VestingVault_NotOwner: (caller) => [
    `${caller} is not the owner of the vault`,
    "send it from the account that owns the vault",
  ],
  VestingVault_NotPendingOwner: (caller) => [
    `the vault is not offered to ${caller}`,
    "its owner has to offer it first",
  ],
  VestingVault_Revocable: () => [
    "a grant that can be revoked cannot be locked",
    "delegate its votes instead",
  ],
  VestingVault_NoEscrow: () => ["the network has no vote escrow", "delegate the tokens' votes instead"],
  VestingVault_NothingToRevoke: () => [
    "nothing is left to revoke",
    "everything is vested, or the grant was revoked before",
  ],
  VestingFactory_Revoked: (_index, vault) => [
    `the grant of vault ${vault} was revoked`,
    "what is added to it would be its owner's at once: change its terms",
  ],
  VestingFactory_EndsTooLate: (_index, end, max) => [
    `the grant ends in ${end} (seconds), later than ${date(max)}`,
    "times are in seconds, not milliseconds",
  ],
  ERC20InsufficientAllowance: (spender, allowance, needed) => [
    `${spender} may take ${amount(allowance)} tokens, and ${amount(needed)} are needed`,
    "approve the amount first",
  ],
  ERC20InsufficientBalance: (sender, balance, needed) => [
    `${sender} has ${amount(balance)} tokens, and ${amount(needed)} are needed`,
    "take less, or get more first",
  ],
  GovernorInsufficientProposerVotes: (proposer, votes, threshold) => [
    `${proposer} has ${amount(votes)} votes, and proposing takes ${amount(threshold)}`,
    "lock more tokens, or have votes delegated",
  ],
  GovernorFee_AllowanceTooLow: (_token, spender, allowance, fee) => [
    `${spender} may take ${amount(allowance)} tokens, and the fee is ${amount(fee)}`,
    "approve exactly the fee first",
  ],
  GovernorFee_BalanceTooLow: (_token, proposer, balance, fee) => [
    `${proposer} has ${amount(balance)} unlocked tokens, and the fee is ${amount(fee)}`,
    "get more unlocked tokens first",
  ],
  GovernorCounting_NoVotes: (_id, voter) => [
    `${voter} had no votes when the vote began`,
    "votes count from the second in which the review ends: lock or delegate before",
  ],
  GovernorTimelock_GraceNotOver: (_id, eta) => [
    `the grace period lasts until ${date(eta)}`,
    "execute after it",
  ],
  GovernorTimelock_NoPower: () => [
    "this governor has no power: the network has moved to another, or has not moved to it yet",
    "look at the newest deployment file, or name it with --deployment",
  ],
  GovernorTypes_GraceOutOfRange: (grace, min, max) => [
    `the title asks for ${formatDuration(Number(grace))} of grace`,
    `the type allows ${formatDuration(Number(min))} to ${formatDuration(Number(max))}`,
  ],
  GovernorTypes_RulebookNotAdopted: () => [
    "the rules of NEP-GOV have changed, and the governor has not adopted them yet",
    "a NEP-GOV that calls the governor's setRulebook opens the other types again",
  ],
  GovernorTypes_CouncilOnly: (type) => [`only the council proposes ${code(type)}`, "choose another type"],
  Rulebook_OutOfScope: (action, target, selector, type, allowed) => [
    `action ${Number(action) + 1}, which calls ${selector} of ${target}, is not open to ${code(type)}`,
    `it is open to ${list(allowed)}`,
  ],
  Rulebook_ValueNotAllowed: (action) => [
    `action ${Number(action) + 1} carries value, which its type may not send`,
    "propose it as NEP-GOV, or without value",
  ],
  GovernorPins_NoCode: (action, target) => [
    `action ${Number(action) + 1} calls ${target}, which has no code of its own`,
    "deploy it first, or correct the address",
  ],
  GovernorPins_CodeChanged: () => [
    "a contract that the proposal calls has other code than when it was proposed",
    "propose again, after a look at the new code",
  ],
  GovernorUnexpectedProposalState: (_id, state) => [
    `the proposal is ${STATES[Number(state)]}`,
    "show tells what can be done with it now",
  ],
  GovernorNonexistentProposal: (id) => [`there is no proposal ${id}`, "list shows all"],
  GovernorUnableToCancel: (_id, account) => [
    `${account} cannot cancel the proposal`,
    "its proposer can during the review, anyone once the proposer's votes are gone, the guardian until execution",
  ],
  GovernorCounting_BadParts: (_id, voter, sum, available) => [
    `the parts are ${amount(sum)} votes, and ${voter} has ${amount(available)} to cast`,
    "give at least one part, and no more than there are",
  ],
  Budgets_Exceeded: (id, given, left) => [
    `budget ${id} has ${left} left in this period, and ${given} were asked for, in base units`,
    "wait for its next period, ask for less, or have a vote raise it",
  ],
  Budgets_NotSpender: (id, caller, spender) => [
    `budget ${id} is spent by ${spender}, not by ${caller}`,
    "a vote names the spender",
  ],
  Budgets_Frozen: (id) => [`budget ${id} is frozen`, "a vote unfreezes it"],
  Budgets_WrongCategory: (id, given, expected) => [
    `budget ${id} is for ${word(expected)}, not for ${word(given)}`,
    "name its own category",
  ],
  OutflowCap_Exceeded: (token, given, available, enoughAt) => [
    `the cap lets ${available} of ${token} leave now, and ${given} were to, in base units`,
    BigInt(enoughAt) > 2n ** 40n
      ? "the cap itself is lower: only a vote raises it"
      : `wait until ${date(enoughAt)}`,
  ],
  GovernorAlreadyCastVote: (voter) => [`${voter} has voted already`, "a vote cannot be changed"],
};

/** The sentence for what a contract reverted with, or nothing for an error that no contract of ours has. */
export function decodeRevert(data: string, cause?: unknown): PolityError | undefined {
  for (const known of Object.values(INTERFACES)) {
    const error = known.parseError(data);
    if (!error) continue;
    const values = [...error.args].map(String);
    const sentence = SENTENCES[error.name]?.(...values);
    if (sentence) return new PolityError(sentence[0], { hint: sentence[1], cause });
    const named = error.fragment.inputs.map(({ name }, i) => `${name || "reason"} ${values[i]!}`);
    return new PolityError(
      `the contract refused: ${error.name}${named.length ? ` (${named.join(", ")})` : ""}`,
      {
        cause,
      },
    );
  }
  return undefined;
}

/** What went wrong when something was sent, in a sentence: decoded, or the shortest that the error has to say. */
export function explainFailure(error: unknown): PolityError {
  if (error instanceof PolityError) return error;
  const data = revertData(error);
  const decoded = data && decodeRevert(data, error);
  if (decoded) return decoded;

  const { code, shortMessage, message, receipt } = error as Record<string, unknown>;
  const text = String(shortMessage ?? message ?? error).split("\n", 1)[0]!;
  if (code === "ACTION_REJECTED" || code === 4001) {
    return new PolityError("the wallet declined", {
      hint: "nothing was sent; confirm to go on",
      cause: error,
    });
  }
  if (code === "INSUFFICIENT_FUNDS" || /insufficient funds|enough funds/i.test(String(message))) {
    return new PolityError("the account cannot pay for the gas", {
      hint: "send it some of the chain's own currency",
      cause: error,
    });
  }
  const { hash } = (receipt ?? {}) as { hash?: string };
  if (hash) {
    return new PolityError(`transaction ${hash} was reverted`, {
      hint: "the state changed on the way; look again and retry",
      cause: error,
    });
  }
  return new PolityError(text, { cause: error });
}

/** Providers put what a contract reverted with in different places. */
export function revertData(error: unknown, depth = 0): string | undefined {
  if (isHexString(error) && error.length >= 10) return error;
  if (typeof error !== "object" || error === null || depth > 4) return undefined;
  const { data, error: inner, info, cause } = error as Record<string, unknown>;
  for (const place of [data, inner, info, cause]) {
    const found = revertData(place, depth + 1);
    if (found) return found;
  }
  return undefined;
}
