import type { Reverts } from "../core/domain";
import { formatDuration, formatTimestamp } from "../format";
import { formatPoints, formatWeek } from "./points";
import type { contracts } from "./contracts";

export const reverts: Reverts<typeof contracts> = {
  Credentials_NotTimelock: (caller) => [
    `only a vote may do this, and ${caller} is not the timelock`,
    "write it into a proposal",
  ],
  Credentials_UnknownClass: (kind, count) => [
    `there is no class ${kind}`,
    count === 0n ? "no vote has opened one" : `classes are numbered from 0 to ${count - 1n}`,
  ],
  Credentials_TooManyClasses: (max) => [
    `there are ${max} classes, which is the most there can be`,
    "give one that is not used to another issuer",
  ],
  Credentials_BadTerm: (term, min) => [
    `a term of ${formatDuration(Number(term))} is too short`,
    `let credentials last for ${formatDuration(Number(min))} at least`,
  ],
  Credentials_NotIssuer: (kind, caller) => [
    `${caller} does not issue credentials of class ${kind}`,
    "its issuer does; a vote can name another",
  ],
  Credentials_AlreadyHeld: (kind, account, until) => [
    `${account} has a credential of class ${kind} until ${formatTimestamp(until)}`,
    "renew it, to let it last longer",
  ],
  Credentials_NotHeld: (kind, account) => [
    `${account} has no valid credential of class ${kind}`,
    "one that has lapsed is issued again",
  ],
  Credentials_Irrevocable: (kind) => [
    `the issuer of class ${kind} cannot revoke`,
    "a proposal can, and so can whoever has the credential",
  ],
  Credentials_ZeroAccount: () => ["the zero address has no credentials", "name the account"],
  Credentials_NotTransferable: () => [
    "credentials cannot be transferred",
    "the issuer can issue one to the other account",
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
