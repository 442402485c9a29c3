import { delegation, relayedDelegation, who } from "../calls/phrases";
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
      ];
    },
    transfer: ({ network, args: [to, amount] }) => [
      `pays ${formatAmount(amount)} tokens to ${who(network, to)}`,
    ],
    approve: ({ network, args: [to, amount] }) => [
      `lets ${who(network, to)} take up to ${formatAmount(amount)} tokens`,
    ],
    delegate: ({ network, args: [to] }) => [delegation(network, to, "the tokens you hold")],
    delegateBySig: ({ network, args: [to] }) => [relayedDelegation(network, to, "tokens")],
  },
};

export const logs: Own["logs"] = {
  GovernanceToken: {
    Transfer: ({ network, args: [from, to, value] }) => {
      const tokens = `${formatAmount(value)} tokens`;
      if (BigInt(from) === 0n) return `mints ${tokens} to ${who(network, to)}`;
      if (BigInt(to) === 0n) return `burns ${tokens} of ${who(network, from)}`;
      return `${tokens} go from ${who(network, from)} to ${who(network, to)}`;
    },
  },
};
