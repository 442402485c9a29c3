import {
  getAddress,
  verifyTypedData,
  type Addressable,
  type Signer,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";

import { PolityError } from "./errors";
import { normalizeSignature } from "./signature";

/** A contract that gives its domain by EIP-5267. */
export interface HasDomain {
  target: string | Addressable;
  getAddress(): Promise<string>;
  eip712Domain(): Promise<{
    fields: string;
    name: string;
    version: string;
    chainId: bigint;
    verifyingContract: string;
    salt: string;
  }>;
}

export type TypedFields = Record<string, TypedDataField[]>;

const FIELDS = ["name", "version", "chainId", "verifyingContract", "salt"] as const;

/**
 * The domain in which a contract checks signatures, with the fields that it uses.
 * @throws PolityError when the contract names another as the one that verifies: what is signed must be for itself.
 */
export async function readDomain(contract: HasDomain): Promise<TypedDataDomain> {
  const [told, address] = await Promise.all([contract.eip712Domain(), contract.getAddress()]);
  if (getAddress(told.verifyingContract) !== getAddress(address)) {
    throw new PolityError(`${address} asks for signatures for ${told.verifyingContract}`, {
      hint: "do not sign for this contract",
    });
  }
  const used = Number(told.fields);
  return Object.fromEntries(
    FIELDS.flatMap((field, bit) => (used & (1 << bit) ? [[field, told[field]]] : [])),
  );
}

/** Signs `value`, a struct of `types`, for a contract to verify. A key's signature comes in the form that contracts take. */
export async function signTyped(
  contract: HasDomain,
  signer: Signer,
  types: TypedFields,
  value: Record<string, unknown>,
): Promise<string> {
  const domain = await readDomain(contract);
  const signature = await signer.signTypedData(domain, types, value);
  const key = recoverKey(domain, types, value, signature);
  return key?.signer === getAddress(await signer.getAddress()) ? key.signature : signature;
}

/** The key that signed, and its signature in the form that contracts take; undefined for what is no signature of a key. */
export function recoverKey(
  domain: TypedDataDomain,
  types: TypedFields,
  value: Record<string, unknown>,
  signature: string,
): { signer: string; signature: string } | undefined {
  const normal = normalizeSignature(signature);
  if (normal === undefined) return undefined;
  try {
    return { signer: verifyTypedData(domain, types, value, normal), signature: normal };
  } catch {
    return undefined;
  }
}

/**
 * Who signed `value` for the contract, and the signature in the form that contracts take.
 * @throws PolityError for a signature that is malformed.
 */
export async function recoverTyped(
  contract: HasDomain,
  types: TypedFields,
  value: Record<string, unknown>,
  signature: string,
): Promise<{ signer: string; signature: string }> {
  const key = recoverKey(await readDomain(contract), types, value, signature);
  if (key) return key;
  throw new PolityError("the signature is malformed", { hint: "sign again" });
}
