import type { Reverts } from "../core/domain";
import { formatDuration, formatTimestamp } from "../format";
import type { contracts } from "./contracts";
import { PHASES, STATUSES } from "./phases";

export const reverts: Reverts<typeof contracts> = {
  JurorCourt_BadParameters: () => [
    "these parameters do not fit a court",
    "a slice is up to the whole unit, a juror is needed at least, and every period lasts a minute to a year",
  ],
  JurorCourt_NotTimelock: (caller) => [
    `only a vote may do this, and ${caller} is not the timelock`,
    "write it into a proposal",
  ],
  JurorCourt_NotAdmitted: (arbitrable) => [
    `no vote has admitted ${arbitrable}`,
    "cases come from what a vote has admitted",
  ],
  JurorCourt_BadChoice: (choice, choices) => [
    `${choice} is not among the ${choices} choices`,
    "choose one of them, or 0 to leave everything as it was",
  ],
  JurorCourt_BadExtraData: () => [
    "the extra data does not say who pays and what the dispute is worth",
    "both stand at the end of the extra data, a word each",
  ],
  JurorCourt_FeeTooLow: (value, cost) => [
    `${value} wei came, and the jurors cost ${cost}`,
    "send the whole cost; the court says it",
  ],
  JurorCourt_NotInPhase: (id, phase) => [
    `case ${id} ${PHASES[Number(phase)]}`,
    "show says what can be done with it now, and until when",
  ],
  JurorCourt_TooSoon: (block, target) => [
    `the hash of block ${target} is needed, and block ${block} has just begun`,
    "wait for a few blocks",
  ],
  JurorCourt_NoSuchTicket: (juror, index, count) => [
    `${juror} has ${count} tickets in this case, and ticket ${index} is not among them`,
    "tickets are of stake that was there 30 days before the case, and still just before it",
  ],
  JurorCourt_NobodySeated: (id) => [
    `none of these tickets gets a seat in case ${id}`,
    "they have theirs, or are too high, or their jurors have no slice free",
  ],
  JurorCourt_NotJuror: (id, seat, account) => [
    `${account} is not the juror of seat ${seat} in case ${id}`,
    "vote with the account that was drawn, for its own seat",
  ],
  JurorCourt_VoteLost: (id, seat) => [
    `the vote of seat ${seat} in case ${id} was known too early`,
    "its slice is lost, and it cannot vote any more",
  ],
  JurorCourt_WrongOpening: (id, seat) => [
    `seat ${seat} of case ${id} did not commit to this choice with this salt`,
    "use those that the vote was made with",
  ],
  JurorCourt_WrongInstance: (id, size) => [
    `case ${id} was ruled by ${size} jurors`,
    size === 15n ? "they are the largest bench: refer it to a vote" : "appeal to a larger bench first",
  ],
  JurorCourt_NothingToSettle: (id, draw) => [
    `draw ${draw} of case ${id} has nothing to settle`,
    "it is settled, or there was none",
  ],
  JurorCourt_NoFreeStake: (juror, amount, free) => [
    `${juror} wants ${amount} of a stake of which ${free} are free, in base units`,
    "what is at risk in a case comes free when its draw is settled",
  ],
  JurorCourt_NothingToWithdraw: (account, amount, time) =>
    amount === 0n
      ? [`${account} has nothing to withdraw`, "take it out of the stake first"]
      : [
          `${account} can withdraw ${amount} base units from ${formatTimestamp(time)} on`,
          "wait until then; each request begins the wait anew",
        ],
  JurorCourt_ZeroAmount: () => ["the amount is nothing", "there is nothing to deposit or to claim"],

  Disputes_NotTimelock: (caller) => [
    `only a vote may do this, and ${caller} is not the timelock`,
    "write it into a proposal",
  ],
  Disputes_BadArbitrator: (arbitrator) => [
    `there is no contract at ${arbitrator}`,
    "an arbitrator is a contract that speaks ERC-792",
  ],
  Disputes_BadRate: (token) => [`the rate of ${token} is too high`, "it has 128 bits"],
  Disputes_NoArbitrator: () => [
    "nobody rules in these disputes yet",
    "a vote chooses the arbitrator: propose one",
  ],
  Disputes_WrongFee: (value, cost) => [
    `${value} wei came, and the arbitrator asks for ${cost}`,
    "send exactly the cost; it may have changed",
  ],
  Disputes_Unknown: (id) => [`there is no dispute ${id}`, "list shows those that there are"],
  Disputes_NotArbitrator: (caller, id) => [
    `${caller} was not asked about its dispute ${id}`,
    "the arbitrator rules that the dispute was opened with",
  ],
  Disputes_Ruled: (id) => [`dispute ${id} is ruled`, "nothing can be added to it"],
  Disputes_NotSilent: (id, deadline) => [
    `the arbitrator of dispute ${id} has until ${formatTimestamp(deadline)} to rule`,
    "come back then",
  ],
  Disputes_EvidenceTooLong: (length, max) => [
    `the address of the evidence has ${length} bytes, and may have ${max}`,
    "put the text into a file, and give its address",
  ],

  DisputedBudgets_BadTerms: ([, , window]) => [
    `payments cannot wait for ${formatDuration(Number(window))}`,
    "let them wait for a minute to a year",
  ],
  DisputedBudgets_NotSpender: (id, spender) => [
    `${spender} spends budget ${id}, and not DisputedBudgets`,
    "name a budget whose spender is DisputedBudgets, or grant one in the same proposal",
  ],
  DisputedBudgets_NotInstructor: (id, caller, instructor) => [
    `${instructor} instructs budget ${id}, and not ${caller}`,
    BigInt(instructor) === 0n ? "a vote names who does" : "ask whoever does",
  ],
  DisputedBudgets_BadPayee: (payee) => [`${payee} cannot be paid`, "name somebody who can use it"],
  DisputedBudgets_NotNow: (id, status, until) => [
    `payment ${id} ${STATUSES[Number(status)]}`,
    status === 1n || status === 3n
      ? `it can be made from ${formatTimestamp(until)} on, and given up 180 days later`
      : "show says what can be done with it now",
  ],
  DisputedBudgets_NotTreasury: (sender) => [
    `ether comes from the treasury alone, and ${sender} is not it`,
    "send it to the treasury",
  ],
  DisputedBudgets_NothingToWithdraw: (account) => [
    `${account} has no bonds here`,
    "they come back with the ruling",
  ],
};
