import { governanceTokens, money, who } from "../calls/phrases";
import { wordText } from "../calls/words";
import type { Words } from "../core/domain";
import { describeDisputes, disputesLogs } from "../court/arbitrable";
import { formatTimestamp } from "../format";
import { budgetText } from "../treasury/granted";
import type { contracts } from "./contracts";

type Own = Words<typeof contracts>;

export const describe: Own["describe"] = {
  Rounds: {
    ...describeDisputes,
    createProgram: ({ args: [[recipeKey, , , , budgetId]] }) => [
      `opens a program whose recipe is the value of ${wordText(recipeKey)}, paid from ${budgetText(budgetId)}`,
    ],
    endProgram: ({ args: [program] }) => [
      `ends program ${program}: no round of it is opened any more; those that are open go on`,
    ],
    strike: ({ args: [round] }) => [
      `strikes round ${round}: its pot goes back to the budget, and nobody can claim a share`,
    ],
  },
};

export const logs: Own["logs"] = {
  Rounds: {
    ...disputesLogs,
    RecipePublished: ({ network, args: [, author, uri] }) =>
      `${who(network, author)} publishes a recipe, which is also at ${uri}`,
    ProgramCreated: ({ args: [program, recipeKey, budgetId] }) =>
      `program ${program} is open: its recipe is the value of ${wordText(recipeKey)}, and budget ${budgetId} pays`,
    ProgramEnded: ({ args: [program] }) => `program ${program} is over`,
    RoundOpened: ({ args: [round, program, , , closes] }) =>
      `round ${round} of program ${program} takes entries until ${formatTimestamp(closes)}`,
    EntrySubmitted: ({ network, args: [round, index, beneficiary, contributor] }) =>
      `${who(network, contributor)} hands in entry ${index} of round ${round}, for ${who(network, beneficiary)}`,
    RoundFrozen: ({ args: [round, count] }) => `round ${round} has ${count} entries, and takes no more`,
    SeedBlockSet: ({ args: [round, block] }) => `block ${block} gives the seed of round ${round}`,
    SeedTaken: ({ args: [round, , , commitUntil] }) =>
      `round ${round} has its seed: runners commit until ${formatTimestamp(commitUntil)}`,
    RunCommitted: ({ network, args: [round, run, runner] }) =>
      `${who(network, runner)} commits run ${run} of round ${round}`,
    RunRevealed: ({ network, args: [round, run, runner, , , , uri] }) =>
      `${who(network, runner)} reveals run ${run} of round ${round}; its bundle is at ${uri}`,
    TallyContinued: ({ args: [round, tallied] }) => `${tallied} entries of round ${round} are counted`,
    RoundTallied: ({ args: [round, , , windowUntil] }) =>
      `round ${round} is counted; its shares can be flagged until ${formatTimestamp(windowUntil)}`,
    RoundVoided: ({ args: [round, , commits, results, failures] }) =>
      `round ${round} ends without a result: ${commits} runs were committed, ${results} had one, ${failures} said that a check had failed`,
    ShareFlagged: async ({ network, args: [round, index, dispute, flagger, bond] }) =>
      `${who(network, flagger)} flags share ${index} of round ${round} as dispute ${dispute}, with a bond of ${await governanceTokens(network, bond)}`,
    ShareRuled: ({ args: [round, index, ruling] }) =>
      ruling === 2n
        ? `share ${index} of round ${round} is struck`
        : `share ${index} of round ${round} stands`,
    RoundContested: ({ network, args: [round, contester, , windowUntil] }) =>
      `${who(network, contester)} contests round ${round}: holders can strike it until ${formatTimestamp(windowUntil)}`,
    RoundStruck: ({ args: [round] }) => `a vote has struck round ${round}`,
    Credited: async ({ network, args: [account, asset, amount, round] }) =>
      `${who(network, account)} can withdraw ${await money(network, asset, amount)} of round ${round}`,
    Claimed: ({ network, args: [round, index, beneficiary] }) =>
      `${who(network, beneficiary)} gets share ${index} of round ${round}`,
    Swept: ({ args: [round, budgetId] }) => `what is left of round ${round} goes back to budget ${budgetId}`,
    RoundProlonged: ({ args: [round, revealUntil, claimUntil] }) =>
      `round ${round} has stood still, and has time again: to reveal until ${formatTimestamp(revealUntil)}, to claim until ${formatTimestamp(claimUntil)}`,
    Withdrawn: async ({ network, args: [account, asset, amount] }) =>
      `${who(network, account)} is paid ${await money(network, asset, amount)}`,
  },
};
