import type { Reverts } from "../core/domain";
import { formatTimestamp } from "../format";
import type { contracts } from "./contracts";
import { STATUSES } from "./statuses";

const FOREVER = 2n ** 48n - 1n;

export const reverts: Reverts<typeof contracts> = {
  Rounds_BadRecipe: (length, max) => [
    `a recipe has 1 to ${max} bytes, and this one has ${length}`,
    "put long texts into files of their own, and their hashes into the recipe",
  ],
  Rounds_AlreadyPublished: (recipe, publishedAt) => [
    `the recipe ${recipe} is public since ${formatTimestamp(publishedAt)}`,
    "nothing needs to be done: anyone can read it in that event",
  ],
  Rounds_NotPublished: (recipe) => [
    BigInt(recipe) === 0n
      ? "no vote has adopted a recipe for this program"
      : `the recipe ${recipe} that is in force was never published`,
    BigInt(recipe) === 0n
      ? "a PROMPT proposal adopts one"
      : "publish its file first: prompt publish; whoever has it can",
  ],
  Rounds_BadProgram: () => [
    "these terms do not make a program",
    "it has a pot, a cap up to the whole, 1 to 15 runs of whom more than half are revealed, and times from a minute to a year; one that computes takes no entry fee",
  ],
  Rounds_BadBudget: (budgetId, spender, token) => [
    `budget ${budgetId} is spent by ${spender} in ${token}`,
    "grant a budget of the program's asset whose spender is Rounds",
  ],
  Rounds_BadVesting: (asset) => [
    `shares in ${asset} cannot vest by these terms`,
    "only the network's token vests, for a hundred years at the most, with a cliff before the end",
  ],
  Rounds_NoProgram: (programId) => [
    `there is no program ${programId}, or a vote has ended it`,
    "round list shows the programs that open rounds",
  ],
  Rounds_NotDue: (programId, dueAt) => [
    `the next round of program ${programId} is due at ${formatTimestamp(dueAt)}`,
    "try again then",
  ],
  Rounds_WrongReceipt: (_asset, received, expected) => [
    `${received} arrived, and ${expected} was to`,
    "send exactly the sum; tokens that take a fee of transfers cannot be used",
  ],
  Rounds_NotNow: (roundId, status, from, until) => [
    `round ${roundId} ${STATUSES[Number(status)] ?? "stands otherwise"}, and this is not the time for it`,
    until === 0n || (from === 0n && until >= FOREVER)
      ? "round show says what can be done with it now"
      : `it can be done ${[
          ...(from === 0n ? [] : [`from ${formatTimestamp(from)}`]),
          ...(until >= FOREVER ? [] : [`until ${formatTimestamp(until)}`]),
        ].join(" ")}, while the round stands right for it`,
  ],
  Rounds_NoEntries: (roundId) => [
    `round ${roundId} is of a program that computes, and takes no entries`,
    "its shares follow from the chain; there is nothing to submit",
  ],
  Rounds_Full: (roundId, max) => [
    `round ${roundId} has ${max} entries, which is the most there can be`,
    "submit to the next round",
  ],
  Rounds_BadBeneficiary: (beneficiary) => [
    `${beneficiary} cannot be paid a share`,
    "name the account that shall have it",
  ],
  Rounds_UriTooLong: (length, max) => [
    `the address has ${length} bytes, and ${max} are the most`,
    "use a shorter one, such as ipfs:// and the content's identifier",
  ],
  Rounds_TooSoon: (blockNumber, seedBlock) => [
    `the hash of block ${seedBlock} is needed, and this is block ${blockNumber}`,
    "wait for a few blocks",
  ],
  Rounds_NotRunner: (account, runnerClass) => [
    `${account} has no valid credential of class ${runnerClass}, which runners need`,
    "its issuer can issue one",
  ],
  Rounds_AlreadyCommitted: (roundId, runner) => [
    `${runner} has committed to a run of round ${roundId}`,
    "a runner has one run in each round; reveal it when its time comes",
  ],
  Rounds_TooManyRuns: (roundId, max) => [
    `round ${roundId} has ${max} runs, which is the most there can be`,
    "run the next round",
  ],
  Rounds_NothingToReveal: (roundId, runner) => [
    `${runner} has no run in round ${roundId} that is still to be revealed`,
    "reveal with the account that has committed",
  ],
  Rounds_WrongLength: (length, expected) => [
    `the run has ${length} bytes, and ${expected} are needed`,
    "there is one score for each entry; a run that failed its gates is empty",
  ],
  Rounds_WrongOpening: () => [
    "what is revealed is not what was committed to",
    "give the same scores, bundle and salt as in the commitment",
  ],
  Rounds_Paused: (_key, paused) => [
    paused ? "an emergency vote has paused this" : "nothing is paused",
    paused ? "wait until a vote ends the pause; round prolong keeps the time" : "the times run as they are",
  ],
  Rounds_NothingToTally: (roundId, entries) => [
    `${entries} entries are too few to tally in round ${roundId}`,
    "tally 32 at least, and only what is not tallied yet",
  ],
  Rounds_NotClaimable: (roundId, index) => [
    `nothing can be claimed for entry ${index} of round ${roundId}`,
    "it was claimed, struck or flagged, earned nothing, or does not exist; round show says which",
  ],
  Rounds_WrongProof: (roundId, root) => [
    `the proof does not lead to ${root}, the root of round ${roundId}`,
    "make the proof from the shares that most runs agree on",
  ],
  Rounds_AbovePot: (roundId, claimed, pot) => [
    `the claims of round ${roundId} would come to ${claimed} of a pot of ${pot}`,
    "the shares promise more than there is; a vote can strike the round in its window",
  ],
  Rounds_AlreadyContested: (roundId) => [
    `round ${roundId} is contested already`,
    "its window is 45 days longer; a proposal can strike it",
  ],
  Rounds_FlagsOpen: (roundId, flags) => [
    `${flags} flags of round ${roundId} are not ruled yet`,
    "the rest goes back when they are",
  ],
  Rounds_NothingToWithdraw: (account, asset) => [
    `there is nothing here for ${account} in ${asset}`,
    "credits come with settled rounds and ruled flags",
  ],
  Rounds_NothingToSweep: (roundId) => [
    `nothing of round ${roundId} can go back`,
    "what is left was claimed or returned",
  ],
  Rounds_AlreadySettled: (roundId) => [
    `the runners of round ${roundId} are settled`,
    "each can withdraw what is credited",
  ],
  Rounds_NotTreasury: (sender) => [
    `ether came from ${sender}, and is taken from the treasury alone`,
    "pay fees and bonds with the calls that ask for them",
  ],
};
