import type { Reverts } from "../core/domain";
import { formatTimestamp } from "../format";
import type { contracts } from "./contracts";

const nothingToSweep = (token: string) =>
  [`nothing has come in ${token} since the last sweep`, "pay first, and claim the vouchers"] as const;

export const reverts: Reverts<typeof contracts> = {
  Market_UnknownService: (service) => [`there is no service ${service}`, "count from 1"],
  Market_NotProvider: (service, caller) => [
    `${caller} is not the provider of service ${service}`,
    "use its account",
  ],
  Market_NotTill: (service, caller) => [
    `${caller} is not the till of service ${service}`,
    "ask the till to sweep or to attribute: it says so by itself",
  ],
  Market_Paused: () => ["no service is listed while its pause flag is set", "wait until it is cleared"],
  Market_BadKind: (kind, kinds) => [`there is no kind ${kind} of services`, `give 0 to ${kinds - 1n}`],
  Market_BadShare: (share, min, max) => [
    `${share} basis points for apps are refused`,
    `give ${min} to ${max}`,
  ],
  Market_StakeTooLow: (stake, min) => [`a stake of ${stake} base units is too low`, `give ${min}`],
  Market_WrongStatus: (service) => [
    `service ${service} is off the list, or gone`,
    "off the list it can only leave",
  ],
  Market_Leaving: (service, exitAt) => [
    `the provider of service ${service} leaves`,
    `what was paid can be disputed until ${formatTimestamp(exitAt)}`,
  ],
  Market_CannotExit: (service, exitAt, open) => [
    `the stake of service ${service} is not free: ${open} disputes are open`,
    exitAt === 0n ? "ask first" : `wait until ${formatTimestamp(exitAt)}`,
  ],
  Market_NotAgentOwner: (registry, agentId, owner) => [
    `agent ${agentId} of ${registry} is owned by ${owner}`,
    "link the provider's own",
  ],
  Market_TextTooLong: (length, max) => [`${length} bytes of text are too many`, `give ${max} at most`],
  Market_WrongChannel: (service, channelId) => [
    `channel ${channelId} is no payment of the caller to service ${service}`,
    "check till, authorizer and token",
  ],
  Market_BadStars: (stars) => [`${stars} stars are no rating`, "give 1 to 5"],
  Market_NothingToRate: (channelId) => [
    `channel ${channelId} has nothing that was not rated before`,
    "pay first",
  ],
  Market_TooMuch: (channelId, amount, left) => [
    `${amount} base units cannot be disputed in channel ${channelId}`,
    `${left} are left of what was claimed`,
  ],
  Market_NothingToWithdraw: (account) => [`there is nothing for ${account}`, "rulings give it"],
  Till_Paused: () => ["nothing is split while the pause flag is set", "wait until it is cleared"],
  Till_NothingToSweep: nothingToSweep,
  Till_OtherReceiver: (receiver) => [`the channel pays ${receiver}, and not this till`, "ask that one"],
  Till_NothingToWithdraw: (token, account) => [
    `the till owes ${account} nothing in ${token}`,
    "sweep first; attribute an app's share",
  ],
  FeeTill_NothingToSweep: nothingToSweep,
};
