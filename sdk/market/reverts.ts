import { toUtf8String } from "ethers";

import type { Reverts } from "../core/domain";
import { formatPercent, formatTimestamp } from "../format";
import type { contracts } from "./contracts";

const STATUSES = ["unknown", "listed", "off the list", "gone"];

export const reverts: Reverts<typeof contracts> = {
  Market_BadSetup: () => [
    "these parts do not make a market",
    "give contracts that are there, one kind or more, a delay of a year at the most, and up to 16 tokens",
  ],
  Market_UnknownService: (service) => [`there is no service ${service}`, "services are numbered from 1"],
  Market_NotProvider: (service, caller) => [
    `${caller} is not the provider of service ${service}`,
    "use the account that listed it",
  ],
  Market_Paused: (key) => [
    `no service is listed while ${flag(key)} is set`,
    "wait until a vote, or its end, clears the flag",
  ],
  Market_BadKind: (kind, kinds) => [
    `there is no kind ${kind} of services`,
    `kinds count from 0 to ${kinds - 1n}`,
  ],
  Market_BadShare: (share, min, max) => [
    `a share of ${formatPercent(share)} for apps is out of bounds`,
    `give ${formatPercent(min)} to ${formatPercent(max)}`,
  ],
  Market_StakeTooLow: (stake, min) => [
    `a stake of ${stake} base units is too low`,
    `a service takes ${min} at least`,
  ],
  Market_WrongStatus: (service, status) => [
    `service ${service} is ${STATUSES[Number(status)]}`,
    "a service that is off the list can only leave, and one that is gone does nothing any more",
  ],
  Market_Leaving: (service, exitAt) => [
    `the provider of service ${service} leaves`,
    `what was paid can be disputed until ${formatTimestamp(exitAt)}`,
  ],
  Market_CannotExit: (service, exitAt, open) => [
    `the stake of service ${service} is not free yet`,
    exitAt === 0n
      ? "its provider has to ask first"
      : `it is from ${formatTimestamp(exitAt)} on, when no dispute is open; ${open} are`,
  ],
  Market_NotAgentOwner: (registry, agentId, owner) => [
    BigInt(owner) === 0n
      ? `${registry} does not say whose agent ${agentId} is`
      : `agent ${agentId} of ${registry} is owned by ${owner}`,
    "link an agent that the provider's account owns",
  ],
  Market_TextTooLong: (length, max) => [
    `the address of the text has ${length} bytes`,
    `shorten it to ${max}, or store the text elsewhere`,
  ],
  Market_WrongChannel: (service, channelId) => [
    `channel ${channelId} is no payment of the caller to service ${service}`,
    "its payer is the caller, its receiver the service's till, its authorizer one that the provider named, and its token one that counts",
  ],
  Market_BadStars: (stars) => [`${stars} stars are no rating`, "give 1 to 5"],
  Market_NothingToRate: (channelId) => [
    `the network got nothing of channel ${channelId} that was not rated before`,
    "a rating weighs what the network's share was of payments since the last one",
  ],
  Market_TooMuch: (channelId, amount, left) => [
    `${amount} base units cannot be disputed in channel ${channelId}`,
    `of what was claimed ${left} are left; each is disputed once`,
  ],
  Market_NothingToWithdraw: (account) => [
    BigInt(account) === 0n ? "there is nothing to burn" : `there is nothing for ${account}`,
    "rulings give something, when they are for the payer",
  ],
  Till_Paused: (key) => [
    `tills split nothing while ${flag(key)} is set`,
    "what was split before can be withdrawn; the rest waits",
  ],
  Till_NothingToSweep: (token) => [
    `nothing has come in ${token} since the last sweep`,
    "claim the vouchers first, which moves the money to the till",
  ],
  Till_OtherReceiver: (receiver) => [
    `the channel pays ${receiver}, and not this till`,
    "give it to the till that it names",
  ],
  Till_NothingToWithdraw: (token, account) => [
    `the till owes ${account} nothing in ${token}`,
    "sweep first, and attribute where it is an app's share",
  ],
  FeeTill_NothingToSweep: (token) => [
    BigInt(token) === 0n
      ? "no ether has come since the last sweep"
      : `nothing has come in ${token} since the last sweep`,
    "products pay their fees to this contract's address; then anybody sweeps",
  ],
};

/** The key of a pause flag, as it is written. */
const flag = (key: string) => toUtf8String(key).replace(/\0+$/, "");
