import type { VestingFactory } from "../../../typechain-types/contracts/vesting/VestingFactory";
import type { EventFolds } from "../event";

export const foldVesting: EventFolds<VestingFactory> = {
  VaultCreated({ state }, { vault, beneficiary }, moment) {
    state.vaults.push({ ...moment, vault, beneficiary });
  },
};
