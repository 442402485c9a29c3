import { getAddress } from "ethers";

import { readBody } from "../core/content";
import { explain, PolityError, ValidationError } from "../errors";
import { list, object, orNull, parseText, readShape, text, textRead, whole, type Shape } from "../shape";
import { addSignature, type SafeFile } from "./file";
import { checkSignatures } from "./signatures";
import { hashSafeTransaction, type SafeId, type SafeTransaction } from "./transaction";

/** The most of an answer that is read, in bytes. */
const MAX_ANSWER = 4_000_000;
/** Milliseconds until the service is held not to answer. */
const TIMEOUT = 15_000;
/** Transactions that are asked for at once: a queue of people is shorter. */
const MAX_PENDING = 50;
/** Signatures of one transaction that are looked at. */
const MAX_CONFIRMATIONS = 100;

/** What the service says of a transaction that nobody has executed. */
interface Listed {
  safe: string;
  to: string;
  value: bigint;
  data: string | null;
  operation: 0 | 1;
  safeTxGas: bigint;
  baseGas: bigint;
  gasPrice: bigint;
  gasToken: string | null;
  refundReceiver: string | null;
  nonce: bigint;
  safeTxHash: string;
  confirmations: { owner: string; signature: string | null }[] | null;
}

const address = textRead("must be an address", getAddress);
/** Versions of the service differ in which numbers they write as texts. */
const units: Shape<bigint> = (value, problems) => {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  if (typeof value === "string" && /^\d{1,78}$/.test(value)) return BigInt(value);
  problems.push({ field: "", message: "must be a number that is not below 0" });
  return 0n;
};
const operation: Shape<0 | 1> = (value, problems) => {
  if (value === 0 || value === 1) return value;
  problems.push({ field: "", message: "must be 0 or 1" });
  return 0;
};
const bytes = text("must be bytes in hex", /^0x([0-9a-fA-F]{2})*$/);

const listed = object<Listed>({
  ...{ safe: address, to: address, value: units, data: orNull(bytes), operation },
  ...{ safeTxGas: units, baseGas: units, gasPrice: units, nonce: units },
  ...{ gasToken: orNull(address), refundReceiver: orNull(address) },
  safeTxHash: text("must be 32 bytes in hex", /^0x[0-9a-fA-F]{64}$/),
  confirmations: orNull(list(object({ owner: address, signature: orNull(bytes) }))),
});
const answer = object<{ count: number; results: unknown[] }>({
  count: whole(0),
  results: list((value) => value),
});

/** What a service has, and what of it is not believed. */
export interface Pending {
  files: SafeFile[];
  /** Why a transaction or a signature is left out, one sentence each. */
  refused: string[];
}

/** A Safe Transaction Service: it keeps what owners have signed until there is enough. It is foreign, and believed nothing. */
export interface SafeService {
  /** Transactions of a Safe that are not executed, from a nonce on. */
  pending(safe: SafeId, nonce: number): Promise<Pending>;
  /** Hands over a transaction with its signatures, of which there must be one. */
  share(file: SafeFile): Promise<void>;
}

/**
 * The service at an address, by Safe's documented interface: `/api/v2/safes/…/multisig-transactions/` and
 * `/api/v1/multisig-transactions/…/confirmations/`.
 * @param url Up to the part before `/api`: `https://api.safe.global/tx-service/eth`.
 */
export function safeService(url: string): SafeService {
  const root = url.replace(/\/+$/, "").replace(/\/api$/, "");

  async function ask(path: string, body?: object): Promise<string> {
    const at = `${root}/api/${path}`;
    try {
      const response = await fetch(at, {
        ...(body && {
          ...{ method: "POST", body: JSON.stringify(body) },
          headers: { "content-type": "application/json" },
        }),
        ...{ credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(TIMEOUT) },
      });
      const said = new TextDecoder().decode(await readBody(response, at, MAX_ANSWER));
      if (response.ok) return said;
      throw new PolityError(`it answers ${response.status}${said && `: ${said.slice(0, 200)}`}`);
    } catch (cause) {
      const why = (cause as Error).name === "TimeoutError" ? "it does not answer" : explain(cause);
      throw new PolityError(`the Safe Transaction Service at ${root} cannot be asked: ${why}`, {
        hint: "the file or the link does the same without it",
        cause,
      });
    }
  }

  return {
    async pending(safe, nonce) {
      const path = `v2/safes/${safe.address}/multisig-transactions/`;
      const said = await ask(`${path}?executed=false&nonce__gte=${nonce}&limit=${MAX_PENDING}`);
      const name = "the answer of the Safe Transaction Service";
      const { count, results } = readShape(answer, parseText(said, name, "check its address"), name);
      const refused: string[] = [];
      const files = results.slice(0, MAX_PENDING).flatMap((value) => {
        try {
          const file = fileOf(safe, readShape(listed, value, "a transaction"), refused);
          return file.transaction.nonce < nonce ? [] : [file];
        } catch (error) {
          refused.push(error instanceof ValidationError ? error.message : explain(error));
          return [];
        }
      });
      if (count > MAX_PENDING) refused.push(`it has ${count} transactions; ${MAX_PENDING} are shown`);
      return { files, refused };
    },

    async share(file) {
      const [first, ...others] = checkSignatures(file.safe, file.transaction, file.signatures);
      if (!first) {
        throw new PolityError("nobody has signed it yet", { hint: "sign it first, then hand it over" });
      }
      const { transaction, safe } = file;
      const { to, value, data, operation: kind, nonce } = transaction;
      const { safeTxGas, baseGas, gasPrice, gasToken, refundReceiver } = transaction;
      const hash = hashSafeTransaction(safe, transaction);
      await ask(`v2/safes/${safe.address}/multisig-transactions/`, {
        ...{ to, value: String(value), data: data === "0x" ? null : data, operation: kind, nonce },
        ...{ safeTxGas: String(safeTxGas), baseGas: String(baseGas), gasPrice: String(gasPrice) },
        ...{ gasToken, refundReceiver, contractTransactionHash: hash },
        ...{ sender: first.signer, signature: first.signature, origin: "Polity" },
      });
      for (const { signature } of others) {
        await ask(`v1/multisig-transactions/${hash}/confirmations/`, { signature });
      }
    },
  };
}

/**
 * A transaction as the service has it, once its hash is the one that it says; signatures that are not who they say are
 * left out.
 */
function fileOf(safe: SafeId, one: Listed, refused: string[]): SafeFile {
  if (one.safe !== safe.address) throw new PolityError(`${one.safeTxHash} is of the Safe ${one.safe}`);
  const transaction: SafeTransaction = {
    ...{ to: one.to, value: one.value, data: (one.data ?? "0x").toLowerCase(), operation: one.operation },
    ...{ safeTxGas: one.safeTxGas, baseGas: one.baseGas, gasPrice: one.gasPrice },
    gasToken: one.gasToken ?? NOBODY,
    refundReceiver: one.refundReceiver ?? NOBODY,
    nonce: Number(one.nonce),
  };
  const hash = hashSafeTransaction(safe, transaction);
  if (hash !== one.safeTxHash.toLowerCase()) {
    throw new PolityError(
      `the service calls a transaction ${one.safeTxHash}, and what it says of it has the hash ${hash}`,
    );
  }
  let file: SafeFile = { safe, transaction, signatures: [] };
  for (const { owner, signature } of (one.confirmations ?? []).slice(0, MAX_CONFIRMATIONS)) {
    try {
      file = addSignature(file, { signer: owner, signature: (signature ?? "0x").toLowerCase() });
    } catch (error) {
      refused.push(`${hash}: ${explain(error)}`);
    }
  }
  return file;
}

const NOBODY = "0x0000000000000000000000000000000000000000";
