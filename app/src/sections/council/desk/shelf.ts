import type { Deployment, Network } from "@polity/sdk/deployment";
import { checkCouncilFile } from "@polity/sdk/council/require";
import { PolityError } from "@polity/sdk/errors";
import { formatSafeFile, mergeSafeFiles, parseSafeFile, type SafeFile } from "@polity/sdk/safe/file";
import { hashSafeTransaction } from "@polity/sdk/safe/transaction";
import type { Memory } from "../../../wallet/session";

/** The most transactions that a browser keeps: a council that has more under way has another problem. */
export const MOST = 40;

export const hashOf = ({ safe, transaction }: SafeFile): string => hashSafeTransaction(safe, transaction);

/**
 * Transactions of the council that this browser keeps, with the signatures that it has seen. Whatever comes from the storage
 * is checked as a file from anybody is. A store for React.
 */
export class Shelf {
  #files: readonly SafeFile[];
  readonly #listeners = new Set<() => void>();
  readonly #key: string;

  constructor(
    private readonly memory: Memory,
    private readonly network: Pick<Network, "addresses">,
    private readonly deployment: Pick<Deployment, "name" | "chainId">,
  ) {
    this.#key = `desk.${deployment.chainId}.${network.addresses.Council ?? ""}`;
    this.#files = this.#load();
  }

  /** In the order of their nonces. */
  readonly get = (): readonly SafeFile[] => this.#files;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Keeps a transaction; signatures are added to those that are there already.
   * @throws PolityError for another Safe's, and when there are too many.
   */
  put(file: SafeFile, called = "it"): void {
    checkCouncilFile(this.network, this.deployment, file, called);
    const hash = hashOf(file);
    const old = this.#files.find((one) => hashOf(one) === hash);
    if (!old && this.#files.length >= MOST) {
      throw new PolityError(`the desk has ${MOST} transactions, which is the most`, {
        hint: "remove those that are over first",
      });
    }
    const others = this.#files.filter((one) => one !== old);
    this.#set([...others, old ? mergeSafeFiles(old, file) : file]);
  }

  remove(file: SafeFile): void {
    const hash = hashOf(file);
    this.#set(this.#files.filter((one) => hashOf(one) !== hash));
  }

  #set(files: readonly SafeFile[]): void {
    this.#files = inOrder(files);
    const texts = this.#files.map(formatSafeFile);
    this.memory.save(this.#key, texts.length ? JSON.stringify(texts) : undefined);
    for (const listener of this.#listeners) listener();
  }

  #load(): SafeFile[] {
    let texts: unknown;
    try {
      texts = JSON.parse(this.memory.load(this.#key) ?? "[]");
    } catch {
      return [];
    }
    if (!Array.isArray(texts)) return [];
    const files = texts.slice(0, MOST).flatMap((text: unknown) => {
      try {
        const file = parseSafeFile(String(text), "the desk");
        checkCouncilFile(this.network, this.deployment, file, "the desk");
        return [file];
      } catch {
        // What cannot be read any more is not worth keeping the page from its user.
        return [];
      }
    });
    return inOrder(files);
  }
}

const inOrder = (files: readonly SafeFile[]): SafeFile[] =>
  [...files].sort((a, b) => a.transaction.nonce - b.transaction.nonce || (hashOf(a) < hashOf(b) ? -1 : 1));

/** What is kept and what a service has, each transaction once with all signatures. */
export function together(...lists: readonly (readonly SafeFile[])[]): SafeFile[] {
  const all = new Map<string, SafeFile>();
  for (const file of lists.flat()) {
    const hash = hashOf(file);
    const old = all.get(hash);
    all.set(hash, old ? mergeSafeFiles(old, file) : file);
  }
  return inOrder([...all.values()]);
}
