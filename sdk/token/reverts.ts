import type { Reverts } from "../core/domain";
import { formatAmount, formatTimestamp } from "../format";
import type { contracts } from "./contracts";

export const reverts: Reverts<typeof contracts> = {
  VotesExpiredSignature: (expiry) => [`the signature expired at ${formatTimestamp(expiry)}`, "sign again"],
  InvalidAccountNonce: (account, current) => [
    `the signature of ${account} has been used or replaced: its next nonce is ${current}`,
    "sign again",
  ],
  ERC20InsufficientAllowance: (spender, allowance, needed) => [
    `${spender} may take ${formatAmount(allowance)} tokens, and ${formatAmount(needed)} are needed`,
    "approve the amount first",
  ],
  ERC20InsufficientBalance: (sender, balance, needed) => [
    `${sender} has ${formatAmount(balance)} tokens, and ${formatAmount(needed)} are needed`,
    "take less, or get more first",
  ],
};
