import { ZeroAddress, ZeroHash } from "ethers";

import type { Historical } from "../history/types";
import { accountOf, addTotals, setDelegatee } from "../votes/history";
import type { contracts } from "./contracts";

/** Who holds how much and whom it votes for is part of the votes. */
export const history: Historical<typeof contracts> = {
  version: 2,
  fold: {
    GovernanceToken: {
      Transfer(_, { from, to, value }, moment, surroundings) {
        // Anybody can send nothing to anybody: that makes no holder.
        if (value === 0n) return;
        if (from === ZeroAddress) addTotals(surroundings, moment, { supply: value });
        else accountOf(surroundings, from).held -= value;
        if (to === ZeroAddress) addTotals(surroundings, moment, { supply: -value });
        else accountOf(surroundings, to).held += value;
      },

      DelegateChanged(_, { delegator, toDelegate }, _moment, surroundings) {
        setDelegatee(accountOf(surroundings, delegator), "held", toDelegate);
      },

      Approval: null,
      // What transfers and delegations add up to.
      DelegateVotesChanged: null,
      EIP712DomainChanged: null,
    },
  },
  unchecked: { GovernanceToken: ["Transfer", "DelegateChanged"] },
  untimed: {
    GovernanceToken: {
      // Minting and burning change the supply, whose times are shown.
      Transfer: ([, from, to]) => from !== ZeroHash && to !== ZeroHash,
      DelegateChanged: () => true,
    },
  },
};
