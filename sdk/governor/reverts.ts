import type { Reverts } from "../core/domain";
import { formatAmount, formatDuration, formatTimestamp } from "../format";
import { decodeCode, DEFAULT_TYPE } from "../core/code";
import { PROPOSAL_STATES, stageOfState } from "./timeline";
import type { contracts } from "./contracts";

const nameOf = (code: string) => `NEP-${decodeCode(code)}`;
const namesOf = (codes: readonly string[]) => [...codes.map(nameOf), `NEP-${DEFAULT_TYPE}`].join(" and ");

export const reverts: Reverts<typeof contracts> = {
  GovernorInsufficientProposerVotes: (proposer, votes, threshold) => [
    `${proposer} has ${formatAmount(votes)} votes, and proposing takes ${formatAmount(threshold)}`,
    "lock more tokens, or have votes delegated",
  ],
  GovernorFee_AllowanceTooLow: (_token, spender, allowance, fee) => [
    `${spender} may take ${formatAmount(allowance)} tokens, and the fee is ${formatAmount(fee)}`,
    "approve exactly the fee first",
  ],
  GovernorFee_BalanceTooLow: (_token, proposer, balance, fee) => [
    `${proposer} has ${formatAmount(balance)} unlocked tokens, and the fee is ${formatAmount(fee)}`,
    "get more unlocked tokens first",
  ],
  GovernorCounting_NoVotes: (_id, voter) => [
    `${voter} had no votes when the vote began`,
    "votes count from the second in which the review ends: lock or delegate before",
  ],
  GovernorTimelock_GraceNotOver: (_id, eta) => [
    `the grace period lasts until ${formatTimestamp(eta)}`,
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
  GovernorTypes_CouncilOnly: (type) => [`only the council proposes ${nameOf(type)}`, "choose another type"],
  Rulebook_OutOfScope: (action, target, selector, type, allowed) => [
    `action ${Number(action) + 1}, which calls ${selector} of ${target}, is not open to ${nameOf(type)}`,
    `it is open to ${namesOf(allowed)}`,
  ],
  Rulebook_ValueNotAllowed: (action) => [
    `action ${Number(action) + 1} carries value, which its type may not send`,
    "propose it as NEP-GOV, or without value",
  ],
  GovernorBounds_TooLarge: (calls, description, limit) => [
    `the proposal is too large: ${calls} bytes of calls and ${description} of text`,
    `at most ${limit} bytes of each are taken: divide it among several proposals`,
  ],
  GovernorGuardian_TooLittleGas: (_available, needed) => [
    "the rulebook does not answer, and the transaction has too little gas to be sure of it",
    `send it with ${needed} gas more`,
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
    `the proposal is ${stageOfState(PROPOSAL_STATES[Number(state)]!)}`,
    "show says what can be done with it now",
  ],
  GovernorNonexistentProposal: (id) => [`there is no proposal ${id}`, "list shows all"],
  GovernorUnableToCancel: (_id, account) => [
    `${account} cannot cancel the proposal`,
    "its proposer can during the review, anyone once the proposer's votes are gone, the guardian until execution",
  ],
  GovernorCounting_BadParts: (_id, voter, sum, available) => [
    `the parts are ${formatAmount(sum)} votes, and ${voter} has ${formatAmount(available)} to cast`,
    "give at least one part, and no more than there are",
  ],
  GovernorAlreadyCastVote: (voter) => [`${voter} has voted already`, "a vote cannot be changed"],
};
