import { decodeBytes32String } from "ethers";

import type { Reverts } from "../core/domain";
import { formatTimestamp } from "../format";
import type { contracts } from "./contracts";

export const reverts: Reverts<typeof contracts> = {
  Budgets_Exceeded: (id, given, left) => [
    `budget ${id} has ${left} left in this period, and ${given} were asked for, in base units`,
    "wait for its next period, ask for less, or have a vote raise it",
  ],
  Budgets_NotSpender: (id, caller, spender) => [
    `budget ${id} is spent by ${spender}, not by ${caller}`,
    "a vote names the spender",
  ],
  Treasury_NotDue: (recurringId, due) => [
    `the next instalment of payment ${recurringId} is not due yet`,
    `anybody can pay it from ${formatTimestamp(due)} on`,
  ],
  Budgets_Frozen: (id) => [`budget ${id} is frozen`, "a vote unfreezes it"],
  Budgets_WrongCategory: (id, given, expected) => [
    `budget ${id} is for ${label(expected)}, not for ${label(given)}`,
    "name its own category",
  ],
  OutflowCap_Exceeded: (token, given, available, enoughAt) => [
    `the cap lets ${available} of ${token} leave now, and ${given} were to, in base units`,
    enoughAt > 2n ** 40n
      ? "the cap itself is lower: only a vote raises it"
      : `wait until ${formatTimestamp(enoughAt)}`,
  ],
};

function label(bytes: string): string {
  try {
    return decodeBytes32String(bytes) || "anything";
  } catch {
    return bytes;
  }
}
