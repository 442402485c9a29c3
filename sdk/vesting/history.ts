import type { Historical, Moment } from "../history/types";
import type { contracts } from "./contracts";

export interface VestingHistory {
  /** Vaults of the network's factory. */
  vaults: (Moment & { vault: string; beneficiary: string })[];
}

export const history: Historical<typeof contracts, VestingHistory> = {
  version: 1,
  initial: () => ({ vaults: [] }),
  fold: {
    VestingFactory: {
      VaultCreated({ state }, { vault, beneficiary }, moment) {
        state.vaults.push({ ...moment, vault, beneficiary });
      },
      // The vault's tokens are read from the chain.
      VaultFunded: null,
    },
    // Their addresses are in no deployment file: what they hold and released is read from each.
    VestingVault: null,
  },
};
