import { delegation, lossWarning, money, relayedDelegation, votesLogs, who } from "../calls/phrases";
import type { Words } from "../core/domain";
import { formatAmount } from "../format";
import type { contracts } from "./contracts";

type Own = Words<typeof contracts>;

export const describe: Own["describe"] = {
  GovernanceToken: {
    mint: async ({ network, contract, args: [to, amount], at }) => {
      const supply = await contract.totalSupply(at);
      return [
        `mints ${formatAmount(amount)} tokens to ${who(network, to)}`,
        `the supply: ${formatAmount(supply)} → ${formatAmount(supply + amount)} tokens`,
        ...lossWarning(network, to),
      ];
    },
    transfer: ({ network, args: [to, amount] }) => [
      `pays ${formatAmount(amount)} tokens to ${who(network, to)}`,
      ...lossWarning(network, to),
    ],
    transferFrom: ({ network, args: [from, to, amount] }) => [
      `takes ${formatAmount(amount)} tokens from ${who(network, from)} for ${who(network, to)}`,
      ...lossWarning(network, to),
    ],
    approve: ({ network, args: [to, amount] }) => [
      `lets ${who(network, to)} take up to ${formatAmount(amount)} tokens`,
    ],
    delegate: ({ network, args: [to] }) => [delegation(network, to, "the tokens you hold")],
    delegateBySig: ({ network, args: [to] }) => [relayedDelegation(network, to, "tokens")],
  },
};

export const already: Own["already"] = {
  GovernanceToken: {
    mint: ({ args: [, amount] }) => (amount === 0n ? "it mints no tokens" : undefined),
    transfer: ({ args: [, amount] }) => (amount === 0n ? "it pays no tokens" : undefined),
    approve: async ({ network, contract, args: [to, amount], at }) =>
      (await contract.allowance(network.addresses.TimelockController, to, at)) === amount
        ? `${who(network, to)} may take up to ${formatAmount(amount)} tokens already`
        : undefined,
    delegate: async ({ network, contract, args: [to], at }) =>
      (await contract.delegates(network.addresses.TimelockController, at)) === to
        ? "the votes of these tokens go there already"
        : undefined,
  },
};

export const logs: Own["logs"] = {
  GovernanceToken: {
    Transfer: async ({ network, contract, args: [from, to, value] }) => {
      const amount = await money(network, await contract.getAddress(), value);
      if (BigInt(from) === 0n) return `mints ${amount} to ${who(network, to)}`;
      if (BigInt(to) === 0n) return `burns ${amount} of ${who(network, from)}`;
      return `${amount} go from ${who(network, from)} to ${who(network, to)}`;
    },
    Approval: async ({ network, contract, args: [owner, spender, value] }) => {
      const amount = await money(network, await contract.getAddress(), value);
      return `${who(network, spender)} may take up to ${amount} of ${who(network, owner)}`;
    },
    ...votesLogs("tokens"),
  },
};
