import type { VestingTermsStruct } from "../../typechain-types/contracts/vesting/VestingFactory";

/** The terms of a grant, which decide the address of its vault. Times and durations in seconds. */
export interface VestingTerms {
  beneficiary: string;
  /** When vesting begins; may be past. */
  start: number;
  /** From the start until everything is vested. */
  duration: number;
  /** From the start until anything is vested; at most the duration. */
  cliff: number;
  /** Whether the timelock may take back what is not vested. */
  revocable: boolean;
}

/** Terms and how much is granted by them, in base units. */
export interface Grant extends VestingTerms {
  amount: bigint;
}

/** The terms as the contracts take them. */
export function toStruct({
  beneficiary,
  start,
  duration,
  cliff,
  revocable,
}: VestingTerms): VestingTermsStruct {
  return { beneficiary, start, durationSeconds: duration, cliffSeconds: cliff, revocable };
}
