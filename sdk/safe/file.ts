import { isHexString } from "ethers";
import * as z from "zod";

import { PolityError } from "../errors";
import { checkAddress } from "../nep/actions";
import { parseJson, scalar, strictObject } from "../problems";
import { checkSignatures, type SafeSignature } from "./signatures";
import { hashSafeTransaction, type SafeId, type SafeTransaction } from "./transaction";

/** The longest file that is read, in characters: a proposal of the largest size needs half of it. */
export const MAX_SAFE_FILE = 500_000;
/** The most signatures that are read: no Safe of people has so many owners. */
const MAX_SIGNATURES = 100;

const AGAIN = "build the transaction anew, or ask who sent the file";

const refuse = (message: string): never => {
  throw new PolityError(message, { hint: AGAIN });
};
const address = scalar("must be an address", (text) =>
  checkAddress(text) === text ? text : refuse(`"${text}" is not in checksummed form`),
);
const units = scalar("must be an integer as a text", (text) =>
  /^(0|[1-9]\d{0,77})$/.test(text) ? BigInt(text) : refuse(`"${text}" is not an integer`),
);
const bytes = scalar("must be bytes, 0x and hex digits", (text) =>
  isHexString(text, true) && text === text.toLowerCase() ? text : refuse(`"${text}" is not bytes`),
);
const count = (allowed: string) => z.int(allowed).min(0, allowed);

const schema = strictObject({
  safe: address,
  chainId: count("must be the chain's id"),
  transaction: strictObject({
    to: address,
    value: units,
    data: bytes,
    operation: z.int("must be 0 for a call").min(0, "must be 0 for a call").max(1, "must be 0 for a call"),
    safeTxGas: units,
    baseGas: units,
    gasPrice: units,
    gasToken: address,
    refundReceiver: address,
    nonce: count("must be the Safe's nonce"),
  }),
  hash: bytes,
  signatures: z
    .array(strictObject({ signer: address, signature: bytes }), "must be a list of signatures")
    .max(MAX_SIGNATURES, `must be ${MAX_SIGNATURES} signatures at the most`),
});

/** A Safe's transaction with the signatures that were collected so far. */
export interface SafeFile {
  safe: SafeId;
  transaction: SafeTransaction;
  signatures: SafeSignature[];
}

/** The file's text: always the same for the same content, so that two people can compare it. */
export function formatSafeFile(file: SafeFile): string {
  return textOf({ ...file, signatures: checkSignatures(file.safe, file.transaction, file.signatures) });
}

function textOf({ safe, transaction, signatures }: SafeFile): string {
  const { to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, nonce } =
    transaction;
  const json = {
    safe: safe.address,
    chainId: safe.chainId,
    transaction: {
      ...{
        to,
        value: String(value),
        data,
        operation,
        safeTxGas: String(safeTxGas),
        baseGas: String(baseGas),
      },
      ...{ gasPrice: String(gasPrice), gasToken, refundReceiver, nonce },
    },
    hash: hashSafeTransaction(safe, transaction),
    signatures: signatures.map(({ signer, signature }) => ({ signer, signature })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/**
 * Reads what {@link formatSafeFile} wrote, and trusts nothing in it: the hash is computed anew, each signature is
 * checked and brought into the form that a Safe takes, and a file that says the same in another way is refused.
 * @param file What to call it in errors.
 * @throws PolityError or ValidationError with what is wrong.
 */
export function parseSafeFile(text: string, file = "the file"): SafeFile {
  if (text.length > MAX_SAFE_FILE) {
    throw new PolityError(`${file} is longer than ${MAX_SAFE_FILE} characters`, { hint: AGAIN });
  }
  const { safe, chainId, transaction, hash, signatures } = parseJson(schema, text, file, AGAIN);
  const id: SafeId = { chainId, address: safe };
  const expected = hashSafeTransaction(id, transaction);
  if (hash !== expected) {
    throw new PolityError(`${file} says the hash is ${hash}, and it is ${expected}: it was changed`, {
      hint: AGAIN,
    });
  }
  const checked = checkSignatures(id, transaction, signatures);
  if (textOf({ safe: id, transaction, signatures }) !== text.replaceAll("\r\n", "\n")) {
    throw new PolityError(`${file} is not as it was written: fields repeated or in another order`, {
      hint: AGAIN,
    });
  }
  return { safe: id, transaction, signatures: checked };
}

/** The file with one more signature; the same signer's earlier one is replaced. */
export function addSignature(file: SafeFile, added: SafeSignature): SafeFile {
  const others = file.signatures.filter(({ signer }) => signer !== added.signer);
  return { ...file, signatures: checkSignatures(file.safe, file.transaction, [...others, added]) };
}

/**
 * Two files of one transaction as one, with the signatures of both.
 * @throws PolityError when they are of different transactions.
 */
export function mergeSafeFiles(file: SafeFile, other: SafeFile): SafeFile {
  const [hash, otherHash] = [file, other].map(({ safe, transaction }) =>
    hashSafeTransaction(safe, transaction),
  );
  if (hash !== otherHash) {
    throw new PolityError(`${hash} and ${otherHash} are different transactions`, {
      hint: "each goes its own way",
    });
  }
  return other.signatures.reduce(addSignature, file);
}
