// Who signs, if it is not an account of the node. A key is read from an encrypted file or from the environment, never from the
// command line, and is in no error.
import { scrypt as scryptOf } from "node:crypto";
import { promisify } from "node:util";

import {
  AbstractSigner,
  scrypt,
  Wallet,
  type Provider,
  type TransactionRequest,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";

import { PolityError } from "@polity/sdk/errors";
import { checkAddress } from "@polity/sdk/nep/actions";
import { parseText } from "@polity/sdk/shape";
import { readText } from "../scripts/lib/text";

/** What is needed to find a key: options of the command line and the environment. */
export interface KeyWish {
  keystore?: string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
  /** Asks a person who sits there for a password, without showing it. @throws where nobody does. */
  ask: (question: string) => Promise<string>;
}

/** @returns Nothing where no key is named: then the node's own accounts sign. @throws PolityError for what is no key. */
export function keyOf({ keystore, environment, ask }: KeyWish): Key | undefined {
  const { POLITY_KEYSTORE, POLITY_KEY, POLITY_PASSWORD_FILE: password } = environment;
  const file = keystore ?? (POLITY_KEYSTORE || undefined);
  if (file !== undefined) {
    if (keystore === undefined && POLITY_KEY)
      throw new PolityError("POLITY_KEYSTORE and POLITY_KEY both name a key", {
        hint: "leave one of them empty, or say which with --keystore",
      });
    const json = readText(file, "name an encrypted key, as wallets write it, with --keystore");
    return { address: addressIn(json, file), unlock: () => unlocked(json, file, password || undefined, ask) };
  }
  if (!POLITY_KEY) return undefined;
  let wallet: Wallet;
  try {
    wallet = new Wallet(POLITY_KEY.trim());
  } catch {
    // Without the cause, which may hold what was given.
    throw new PolityError("POLITY_KEY is no private key", { hint: "set it to 0x and 64 digits from 0 to f" });
  }
  return { address: wallet.address, unlock: () => Promise.resolve(wallet) };
}

/** A key whose address is known before it is opened. */
export interface Key {
  address: string;
  unlock: () => Promise<Wallet>;
}

/** Signs with a key that is opened when something is to be signed, and not before. */
export class KeySigner extends AbstractSigner {
  readonly address: string;
  readonly #key: Key;
  #opened: Promise<Wallet> | undefined;

  constructor(key: Key, provider: Provider | null) {
    super(provider);
    this.address = key.address;
    this.#key = key;
  }

  override getAddress(): Promise<string> {
    return Promise.resolve(this.address);
  }

  override connect(provider: Provider | null): KeySigner {
    return new KeySigner({ address: this.address, unlock: () => this.#open() }, provider);
  }

  override async signTransaction(transaction: TransactionRequest): Promise<string> {
    return (await this.#open()).signTransaction(transaction);
  }

  override async signMessage(message: string | Uint8Array): Promise<string> {
    return (await this.#open()).signMessage(message);
  }

  override async signTypedData(
    domain: TypedDataDomain,
    types: Record<string, TypedDataField[]>,
    value: Record<string, unknown>,
  ): Promise<string> {
    return (await this.#open()).signTypedData(domain, types, value);
  }

  #open(): Promise<Wallet> {
    return (this.#opened ??= this.#key.unlock());
  }
}

/** Work of the password's hash that nobody asks for in earnest: 1 GiB of memory, or a parallelism above 16. */
const MEMORY = 2 ** 30;
const PARALLEL = 16;

const HINT = "name an encrypted key, as wallets write it";

/** The address of a keystore, which is not secret. @throws PolityError for a file that is not a keystore. */
function addressIn(json: string, file: string): string {
  const value = parseText(json, file, HINT) as Partial<Record<string, unknown>> | null;
  const crypto = (value?.crypto ?? value?.Crypto) as Partial<Record<string, unknown>> | undefined;
  if (typeof value?.address !== "string" || value.version !== 3 || typeof crypto?.ciphertext !== "string")
    throw new PolityError(`${file} is no encrypted key of version 3 with its address`, { hint: HINT });
  const { n = 1, r = 1, p = 1, c = 1 } = (crypto.kdfparams ?? {}) as Record<string, number>;
  const bounded = [n, r, p, c].every((factor) => Number.isSafeInteger(factor) && factor > 0);
  if (!bounded || 128 * n * r > MEMORY || p > PARALLEL || c > 10_000_000)
    throw new PolityError(`${file} asks for more work than a password needs`, {
      hint: "write it anew with your wallet's usual settings",
    });
  return checkAddress(`0x${value.address.replace(/^0x/, "")}`);
}

async function unlocked(
  json: string,
  file: string,
  passwordFile: string | undefined,
  ask: KeyWish["ask"],
): Promise<Wallet> {
  const password =
    passwordFile === undefined
      ? await ask(`Password of ${file}: `)
      : readText(passwordFile, "POLITY_PASSWORD_FILE names a file that holds the password").replace(
          /\r?\n$/,
          "",
        );
  quickly();
  try {
    return (await Wallet.fromEncryptedJson(json, password)) as Wallet;
  } catch {
    // Without the cause, which may hold the password.
    throw new PolityError(`the password does not open ${file}`, { hint: "nothing was signed" });
  }
}

/** Node's own hash of passwords is as exact as ethers', in a fraction of the time. */
function quickly(): void {
  const derive = promisify<
    Uint8Array,
    Uint8Array,
    number,
    { N: number; r: number; p: number; maxmem: number },
    Buffer
  >(scryptOf);
  scrypt.register(async (password, salt, N, r, p, length) =>
    derive(password, salt, length, { N, r, p, maxmem: 2 * MEMORY }),
  );
}

/** A terminal, as far as a password is asked on it. */
export interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?: (raw: boolean) => unknown };
  output: NodeJS.WritableStream;
}

/** Asks for a password at a terminal, and shows nothing of it. @throws PolityError where nobody is there, or who ends it. */
export async function askHidden(question: string, { input, output }: Terminal): Promise<string> {
  if (!input.isTTY || !input.setRawMode)
    throw new PolityError("nobody is there to be asked for the password", {
      hint: "write it into a file that only you can read, and name that in POLITY_PASSWORD_FILE",
    });
  output.write(question);
  input.setRawMode(true);
  let typed = "";
  try {
    for await (const chunk of input) {
      for (const character of String(chunk)) {
        if (character === "\r" || character === "\n") return typed;
        if (character === "\u0003" || character === "\u0004")
          throw new PolityError("no password was given", { hint: "nothing was signed" });
        typed = character === "\u007f" || character === "\b" ? typed.slice(0, -1) : typed + character;
      }
    }
    throw new PolityError("no password was given", { hint: "nothing was signed" });
  } finally {
    input.setRawMode(false);
    output.write("\n");
  }
}
