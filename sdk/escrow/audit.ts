import { anyone, owner, votes } from "../audit/authority";
import { is } from "../audit/facts";
import type { Auditing } from "../audit/types";
import type { contracts } from "./contracts";
import type { LockKind } from "./time";

/** What a configuration says of it. */
export interface Expected {
  escrow?: { maxWeeks: number; minAmount: bigint; locks: LockKind } | undefined;
}

type Own = Auditing<typeof contracts, Expected>;

const authority: Own["authority"] = {
  VoteEscrow: {
    createLock: owner("locks one's own tokens"),
    createPermanentLock: owner("locks one's own tokens"),
    createLockFor: owner("locks the caller's tokens for an account that has allowed the caller"),
    increaseAmount: anyone("adds the caller's tokens to a lock"),
    extend: owner("moves the end of one's own lock"),
    makePermanent: owner("makes one's own lock permanent"),
    startDecay: owner("lets one's own lock decay"),
    merge: owner("merges one's own locks"),
    withdraw: owner("takes back what one's own ended lock holds"),
    allowLocker: owner("allows another to lock for oneself"),
    multicall: anyone("makes several of these calls, each as the caller"),
    selfPermit: anyone("delivers the caller's own permit"),
    ...votes,
  },
};

const getters: Own["getters"] = {
  VoteEscrow: {
    "token() view returns (address)": is("GovernanceToken"),
    "MAX_WEEKS() view returns (uint256)": ({ config }) => config?.escrow?.maxWeeks,
    "MIN_AMOUNT() view returns (uint256)": ({ config }) => config?.escrow?.minAmount,
    "PERMANENT_ONLY() view returns (bool)": ({ config }) =>
      config?.escrow && String(config.escrow.locks === "permanent"),
  },
};

export const auditing: Own = { authority, getters };
