import { getAddress, type TypedDataDomain, TypedDataEncoder, ZeroAddress } from "ethers";

import type { TypedFields } from "../eip712";

/** Which Safe a signature is for: nothing that is signed for one is valid for another, on any chain. */
export interface SafeId {
  chainId: number;
  address: string;
}

/** How a Safe makes a call: as itself, or by running the target's code as its own. */
export const OPERATION = { call: 0, delegatecall: 1 } as const;

/** A Safe's transaction as its owners sign it. Amounts in wei, gas in units. */
export interface SafeTransaction {
  to: string;
  value: bigint;
  data: string;
  operation: number;
  safeTxGas: bigint;
  baseGas: bigint;
  gasPrice: bigint;
  gasToken: string;
  refundReceiver: string;
  nonce: number;
}

/** The EIP-712 struct that owners sign, as Safe defines it. */
export const SAFE_TX: TypedFields = {
  SafeTx: [
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "data", type: "bytes" },
    { name: "operation", type: "uint8" },
    { name: "safeTxGas", type: "uint256" },
    { name: "baseGas", type: "uint256" },
    { name: "gasPrice", type: "uint256" },
    { name: "gasToken", type: "address" },
    { name: "refundReceiver", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
};

/** The EIP-712 domain of a Safe: it has no name and no version. */
export function safeDomain({ chainId, address }: SafeId): TypedDataDomain {
  return { chainId, verifyingContract: address };
}

/**
 * The transaction that makes one call, and refunds no gas to anybody.
 * @param nonce The Safe's next one, or a later one for a transaction that shall wait.
 */
export function buildSafeTransaction(
  { to, value = 0n, data = "0x" }: { to: string; value?: bigint; data?: string },
  nonce: number,
): SafeTransaction {
  return {
    ...{ to: getAddress(to), value, data: data.toLowerCase() },
    operation: OPERATION.call,
    ...{ safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, gasToken: ZeroAddress, refundReceiver: ZeroAddress },
    nonce,
  };
}

/** What a wallet may show of a Safe's transaction in place of its fields. */
export interface SafeHashes {
  /** Of the Safe and its chain. */
  domain: string;
  /** Of the transaction alone. */
  message: string;
  /** Of both: what is signed, and what the Safe calls its transaction. */
  hash: string;
}

/** The hashes to compare with a wallet's screen before it signs. */
export const safeHashes = (safe: SafeId, transaction: SafeTransaction): SafeHashes => ({
  domain: TypedDataEncoder.hashDomain(safeDomain(safe)),
  message: TypedDataEncoder.hashStruct("SafeTx", SAFE_TX, transaction),
  hash: hashSafeTransaction(safe, transaction),
});

/** What the owners sign: the same as the Safe's `getTransactionHash`. */
export function hashSafeTransaction(safe: SafeId, transaction: SafeTransaction): string {
  return TypedDataEncoder.hash(safeDomain(safe), SAFE_TX, transaction);
}
