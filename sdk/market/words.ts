import { governanceTokens, money, who } from "../calls/phrases";
import { wordText } from "../calls/words";
import type { Words } from "../core/domain";
import { formatPercent, formatTimestamp } from "../format";
import { describeDisputes, disputesLogs } from "../court/arbitrable";
import type { contracts } from "./contracts";

type Own = Words<typeof contracts>;

export const describe: Own["describe"] = {
  Market: {
    ...describeDisputes,
    list: async ({ network, args: [[, developerBps, stake, metadata], uri] }) => [
      `lists a service with a stake of ${await governanceTokens(network, stake)}`,
      `apps that bring payers get ${formatPercent(developerBps)} of what these pay, for good`,
      `it is described at ${uri}, whose hash is ${metadata}`,
    ],
    update: ({ args: [service, metadata, uri] }) => [
      `describes service ${service} by the file at ${uri}, whose hash is ${metadata}`,
    ],
    addAuthorizer: ({ network, args: [service, authorizer] }) => [
      `what ${who(network, authorizer)} claims counts as paid for service ${service}, for good`,
    ],
    linkAgent: ({ network, args: [service, registry, agentId] }) => [
      `says that service ${service} is agent ${agentId} of ${who(network, registry)}`,
    ],
    requestExit: async ({ contract, args: [service], at }) => {
      const { exitDelay } = await contract.terms(at);
      return [`takes service ${service} out of the market, and its stake ${exitDelay / 86_400n} days later`];
    },
    exit: ({ args: [service] }) => [`gives the provider of service ${service} its stake`],
    delist: ({ args: [service, reason] }) => [
      `takes service ${service} off the list, for ${wordText(reason)}; its stake stays until its provider leaves`,
    ],
    acceptToken: ({ network, args: [token, accepted] }) => [
      accepted
        ? `lets payments in ${who(network, token)} be rated`
        : `no more payments in ${who(network, token)} can be rated; ratings that there are stay`,
    ],
    rate: ({ args: [service, , stars] }) => [
      `gives service ${service} ${stars} stars, with the weight of what the network got of the caller's payments`,
    ],
    dispute: async ({ network, args: [service, , amount] }) => [
      `disputes ${await governanceTokens(network, amount)} that the caller has paid service ${service}`,
      "a ruling for the payer gives it back out of the service's stake",
    ],
  },
  FeeTill: {
    sweep: ({ network, args: [token] }) => [
      `gives the treasury what fees have come in ${who(network, token)}, for itself and for those who contribute`,
    ],
  },
};

export const already: Own["already"] = {
  Market: {
    acceptToken: async ({ network, contract, args: [token, accepted], at }) =>
      (await contract.isAccepted(token, at)) === accepted
        ? `payments in ${who(network, token)} ${accepted ? "can" : "cannot"} be rated already`
        : undefined,
  },
};

export const logs: Own["logs"] = {
  Market: {
    ServiceListed: async ({ network, args: [service, provider, , [, , stake]] }) =>
      `${who(network, provider)} lists service ${service}, with a stake of ${await governanceTokens(network, stake)}`,
    ServiceUpdated: ({ args: [service, , uri] }) => `service ${service} is described at ${uri}`,
    AuthorizerAdded: ({ network, args: [service, authorizer] }) =>
      `${who(network, authorizer)} claims for service ${service}`,
    StakeAdded: async ({ network, args: [service, from, amount] }) =>
      `${who(network, from)} adds ${await governanceTokens(network, amount)} to the stake of service ${service}`,
    AgentLinked: ({ network, args: [service, registry, agentId] }) =>
      `service ${service} is agent ${agentId} of ${who(network, registry)}`,
    ExitRequested: ({ args: [service, exitAt] }) =>
      `service ${service} leaves, and its stake is free on ${formatTimestamp(exitAt)}`,
    ServiceExited: async ({ network, args: [service, stake] }) =>
      `service ${service} is gone, with ${await governanceTokens(network, stake)}`,
    ServiceDelisted: ({ args: [service, reason] }) =>
      `service ${service} is taken off the list, for ${wordText(reason)}`,
    TokenAccepted: ({ network, args: [token, accepted] }) =>
      `payments in ${who(network, token)} can ${accepted ? "" : "no longer "}be rated`,
    Rated: ({ network, args: [service, payer, , , stars] }) =>
      `${who(network, payer)} gives service ${service} ${stars} stars`,
    PaymentDisputed: async ({ network, args: [service, id, payer, , amount] }) =>
      `${who(network, payer)} disputes ${await governanceTokens(network, amount)} paid to service ${service}, as dispute ${id}`,
    DisputeRuled: async ({ network, args: [service, id, , paid, burned] }) =>
      paid === 0n
        ? `dispute ${id} leaves the stake of service ${service} as it was`
        : `dispute ${id} takes ${await governanceTokens(network, paid)} for the payer out of the stake of service ${service}, and burns ${await governanceTokens(network, burned)}`,
    Withdrawn: async ({ network, args: [account, amount] }) =>
      `${who(network, account)} gets ${await governanceTokens(network, amount)} that rulings gave it`,
    Burned: async ({ network, args: [amount] }) =>
      `${await governanceTokens(network, amount)} that rulings took are burned`,
    Swept: async ({ network, args: [service, token, amount, share, , developers] }) =>
      `what service ${service} was paid, ${await money(network, token, amount)}, is split: ${await money(network, token, share)} for the network, ${await money(network, token, developers)} for apps, ${await money(network, token, amount - share - developers)} for the provider`,
    Attributed: async ({ network, args: [service, token, app, , payer, amount] }) =>
      `${who(network, app)} gets ${await money(network, token, amount)} of what ${who(network, payer)} has paid service ${service}`,
    ...disputesLogs,
  },
  Till: {
    NetworkOwed: async ({ network, args: [token, amount] }) =>
      `the treasury does not take ${await money(network, token, amount)}, which wait for it`,
    Withdrawn: async ({ network, args: [token, account, amount] }) =>
      `${who(network, account)} is paid ${await money(network, token, amount)}`,
  },
  FeeTill: {
    Swept: async ({ network, args: [token, amount, kept, shared] }) =>
      `${await money(network, token, amount)} of fees are the treasury's: ${await money(network, token, kept)} to keep, ${await money(network, token, shared)} for those who contribute`,
  },
};
