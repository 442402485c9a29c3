import type { Reverts } from "../core/domain";
import { formatDuration, formatTimestamp } from "../format";
import type { contracts } from "./contracts";

const STATUSES = ["has not begun", "is open", "has succeeded and is over", "has failed"];
const standing = (id: bigint, status: bigint) => `sale ${id} ${STATUSES[Number(status)]}`;

export const reverts: Reverts<typeof contracts> = {
  BudgetSpender_NotTimelock: (caller) => [
    `only a vote may do this, and ${caller} is not the timelock`,
    "write it into a proposal",
  ],
  BudgetSpender_WrongToken: (id, token, expected) => [
    `budget ${id} pays ${token}, and ${expected} is handed out`,
    "name a budget of the network's own token",
  ],
  BudgetSpender_NoVesting: () => [
    "the network has no vesting vaults",
    "hand the tokens out to wallets instead",
  ],
  BudgetSpender_CliffAfterEnd: (cliff, duration) => [
    `a cliff of ${formatDuration(Number(cliff))} is later than the end of ${formatDuration(Number(duration))} of vesting`,
    "shorten the cliff",
  ],
  BudgetSpender_EndsTooLate: (_end, max) => [
    `vesting would end after ${formatTimestamp(max)}`,
    "times are in seconds, not milliseconds",
  ],

  Sale_Unknown: (id) => [`there is no sale ${id}`, "list shows the sales there are"],
  Sale_BadTerms: (amount, startPrice, endPrice, least) => [
    `a sale of ${amount} at ${startPrice} to ${endPrice} that needs ${least}, all in base units, cannot succeed`,
    "sell something, at a price above 0 that does not rise, and ask for no more than all of it brings",
  ],
  Sale_BadTimes: (start, duration, latest) => [
    `a sale from ${start} for ${duration} seconds cannot be opened`,
    `start before ${formatTimestamp(latest)}, and last an hour to a year`,
  ],
  Sale_BadPayment: (payment) => [
    `${payment} cannot be paid with`,
    "take ether, or a token to which a vote has given a cap in the treasury; not the token that is sold",
  ],
  Sale_NotOpen: (id, status) => [
    standing(id, status),
    status === 0n ? "wait until it begins" : "nothing more is sold in it",
  ],
  Sale_NotSucceeded: (id, status) => [
    standing(id, status),
    status === 3n ? "its buyers take their payments back" : "wait until it is over",
  ],
  Sale_NotFailed: (id, status) => [
    standing(id, status),
    "payments come back only if a sale does not reach its least amount",
  ],
  Sale_NotOver: (id, status) => [standing(id, status), "what is unsold goes back when it is over"],
  Sale_NotAllowed: (id, account) => [
    `the list of sale ${id} does not have ${account}, or the proof is of another list`,
    "use an account of the list, and the list that the vote decided about",
  ],
  Sale_ZeroAmount: () => ["nothing was asked for", "name an amount above 0"],
  Sale_PriceTooHigh: (id, price, most) => [
    `a token of sale ${id} costs ${price} now, and ${most} were accepted, in base units`,
    "accept more, or wait if the price falls",
  ],
  Sale_CapExceeded: (id, account, total, cap) => [
    `${account} would have bought ${total} in sale ${id}, and may buy ${cap}, in base units`,
    "buy less",
  ],
  Sale_WrongValue: (sent, needed) => [
    `${sent} wei came with the purchase, and ${needed} are needed`,
    needed === 0n ? "this sale is not paid in ether" : "send the cost; what is too much comes back",
  ],
  Sale_WrongReceipt: (payment, received, expected) => [
    `the token ${payment} was to pay ${expected}, and ${received} arrived, in base units`,
    "it takes a fee, or does not do what it says: such tokens cannot be paid with",
  ],
  Sale_NothingToClaim: (id, account) => [
    `${account} has nothing to claim in sale ${id}`,
    "it bought nothing, has claimed, or had its tokens at once",
  ],
  Sale_NothingToRefund: (id, account) => [
    `${account} has nothing to take back from sale ${id}`,
    "it paid nothing, or has taken it back",
  ],
  Sale_NothingToCollect: (id) => [
    `the treasury has all proceeds of sale ${id}`,
    "come back when more was sold",
  ],
  Sale_NothingToReturn: (id) => [
    `nothing of sale ${id} is left to return`,
    "everything was sold, or is back already",
  ],
  Sale_LeastNotRaised: (id, raised, least) => [
    `sale ${id} has raised ${raised}, and needs ${least}, in base units`,
    "until then its payments may go back to the buyers",
  ],

  Distributor_BadTerms: () => [
    "a distribution needs tokens, the root of its list, and the hash of its list",
    "build says both",
  ],
  Distributor_BadDuration: (duration, min, max) => [
    `claims for ${formatDuration(Number(duration))} are refused`,
    `let them be made for ${formatDuration(Number(min))} to ${formatDuration(Number(max))}`,
  ],
  Distributor_BadDestination: () => [
    "the terms say something that their destination does not have",
    "leave out what is of locks or vaults alone",
  ],
  Distributor_NoEscrow: () => ["the network has no vote escrow", "distribute to wallets instead"],
  Distributor_BadLock: (seconds, max) => [
    `locks of ${formatDuration(Number(seconds))} are refused`,
    max === 0n ? "lock for good" : `lock for a week to ${formatDuration(Number(max))}, or for good`,
  ],
  Distributor_Unknown: (id) => [`there is no distribution ${id}`, "list shows the distributions there are"],
  Distributor_Over: (id, end) => [
    `claims of distribution ${id} could be made until ${formatTimestamp(end)}`,
    "what was not claimed goes back to the treasury",
  ],
  Distributor_NotOver: (id, end) => [
    `claims of distribution ${id} can be made until ${formatTimestamp(end)}`,
    "what is left goes back after that",
  ],
  Distributor_AlreadyClaimed: (id, index) => [
    `line ${index} of distribution ${id} was claimed before`,
    "the tokens are where the vote sent them: look at the account",
  ],
  Distributor_NotListed: (id, index, account, amount) => [
    `the list of distribution ${id} does not have ${amount} base units for ${account} in line ${index}`,
    "use the list that the vote decided about; verify compares it",
  ],
  Distributor_Exhausted: (id, amount, left) => [
    `distribution ${id} has ${left} left, and ${amount} are claimed, in base units`,
    "its list promises more than was distributed: only another vote can give more",
  ],
  Distributor_NotToWallet: (id) => [
    `the claims of distribution ${id} do not go to wallets`,
    "claim without a delegation",
  ],
  Distributor_NotDelegated: (account, delegatee, present) => [
    `the signature does not give the votes of ${account} to ${delegatee}: they are with ${present}`,
    "sign again, or claim without a delegation",
  ],
  Distributor_NothingToReturn: (id) => [
    `nothing of distribution ${id} is left to return`,
    "everything was claimed, or is back already",
  ],
};
