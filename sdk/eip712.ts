import {
  getAddress,
  verifyTypedData,
  type Addressable,
  type Signer,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";

import { PolityError } from "./errors";

/** A contract that tells its domain by EIP-5267. */
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

/** Signs `value`, a struct of `types`, for a contract to verify. */
export async function signTyped(
  contract: HasDomain,
  signer: Signer,
  types: TypedFields,
  value: Record<string, unknown>,
): Promise<string> {
  return signer.signTypedData(await readDomain(contract), types, value);
}

/**
 * Who signed `value` for the contract.
 * @throws PolityError for a signature that is malformed.
 */
export async function recoverTyped(
  contract: HasDomain,
  types: TypedFields,
  value: Record<string, unknown>,
  signature: string,
): Promise<string> {
  const domain = await readDomain(contract);
  try {
    return verifyTypedData(domain, types, value, signature);
  } catch (cause) {
    throw new PolityError("the signature is malformed", { hint: "sign again", cause });
  }
}
