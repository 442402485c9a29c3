import { delegation } from "../calls/phrases";
import type { Words } from "../core/domain";
import type { contracts } from "./contracts";

export const describe: Words<typeof contracts>["describe"] = {
  VestingVault: {
    release: async ({ network }) => [
      `pays to its owner what is vested in the vault, in ${await network.token.symbol()}`,
    ],
    delegate: ({ network, args: [to] }) => [delegation(network, to, "the vault's tokens")],
    delegateLocked: ({ network, args: [to] }) => [delegation(network, to, "the vault's locks")],
  },
};
