import { ZeroAddress } from "ethers";

import { delegation, governanceTokens, money, warning, who } from "../calls/phrases";
import { readTokenUnit } from "../calls/token";
import type { Words } from "../core/domain";
import { formatDuration, formatTimestamp } from "../format";
import { whyUnclaimed } from "./beneficiary";
import type { contracts } from "./contracts";

type Own = Words<typeof contracts>;

export const describe: Own["describe"] = {
  VestingFactory: {
    create: async ({ network, args: [grants] }) => {
      const lines = grants.map(async ([[to, start, duration, cliff, revocable], amount]) => {
        return [
          `grants ${await governanceTokens(network, amount)} to ${who(network, to)}: ` +
            schedule(start, duration, cliff, revocable),
          ...warning(`what is granted to ${who(network, to)} is lost`, whyUnclaimed(network, to)),
        ];
      });
      return (await Promise.all(lines)).flat();
    },
  },
  VestingVault: {
    release: async ({ network }) => [
      `pays to its owner what is vested in the vault, in ${(await readTokenUnit(network, network.addresses.GovernanceToken)).symbol}`,
    ],
    delegate: ({ network, args: [to] }) => [delegation(network, to, "the vault's tokens")],
    delegateLocked: ({ network, args: [to] }) => [delegation(network, to, "the vault's locks")],
  },
};

export const logs: Own["logs"] = {
  VestingFactory: {
    VaultCreated: ({ network, args: [beneficiary, vault, start, duration, cliff, revocable] }) =>
      `a grant for ${who(network, beneficiary)}, in the vault ${vault}: ` +
      schedule(start, duration, cliff, revocable),
    VaultFunded: async ({ network, args: [vault, funder, amount] }) =>
      `${who(network, funder)} puts ${await governanceTokens(network, amount)} into the vault ${vault}`,
  },
  VestingVault: {
    GrantRevoked: async ({ network, contract, args: [amount] }) =>
      `the grant in the vault ${await contract.getAddress()} is revoked: ${await governanceTokens(network, amount)} come back`,
    ERC20Released: async ({ network, contract, args: [token, amount] }) =>
      `the vault ${await contract.getAddress()} pays ${await money(network, token, amount)} to its owner`,
    EtherReleased: async ({ network, contract, args: [amount] }) =>
      `the vault ${await contract.getAddress()} pays ${await money(network, ZeroAddress, amount)} to its owner`,
    OwnershipTransferStarted: async ({ network, contract, args: [, to] }) =>
      `the vault ${await contract.getAddress()} is offered to ${who(network, to)}`,
    OwnershipTransferred: async ({ network, contract, args: [from, to] }) =>
      `the vault ${await contract.getAddress()} goes from ${who(network, from)} to ${who(network, to)}`,
  },
};

/** When a grant vests. Times in seconds. */
function schedule(start: bigint, duration: bigint, cliff: bigint, revocable: boolean): string {
  return (
    `it vests over ${formatDuration(Number(duration))} from ${formatTimestamp(start)}` +
    (cliff === 0n ? "" : `, nothing in the first ${formatDuration(Number(cliff))}`) +
    (revocable ? "; a vote can revoke it" : "; nobody can revoke it")
  );
}
