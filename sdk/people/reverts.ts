import type { Reverts } from "../core/domain";
import { formatPoints, formatWeek } from "./points";
import type { contracts } from "./contracts";

export const reverts: Reverts<typeof contracts> = {
  Reputation_NoTimelock: () => [
    "the zero address is no timelock",
    "give the timelock of the network, which names awarders",
  ],
  Reputation_NotTimelock: (caller) => [
    `only a vote may do this, and ${caller} is not the timelock`,
    "write it into a proposal",
  ],
  Reputation_NotAwarder: (caller) => [
    `no vote has ever let ${caller} give points`,
    "a proposal that calls setAwarder makes it an awarder",
  ],
  Reputation_NotHeld: (account, week, points, has) => [
    `${account} has ${formatPoints(has)} that end on ${formatWeek(week)}, and ${formatPoints(points)} were to be taken`,
    "take some of them; the event of each award says in which week its points end",
  ],
  FixedVotes_NotDelegable: () => [
    "these votes cannot be delegated",
    "they stay with whoever earned them; votes of tokens can be delegated where the tokens are",
  ],
};
