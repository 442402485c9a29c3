import { PolityError } from "@polity/sdk/errors";

/** A wallet as EIP-1193 has it. */
export interface Eip1193 {
  request(request: { method: string; params?: readonly unknown[] | object }): Promise<unknown>;
  on?(event: string, listener: (...args: never[]) => void): unknown;
  removeListener?(event: string, listener: (...args: never[]) => void): unknown;
}

/** A wallet that the page has found. Name and icon are what the wallet says of itself. */
export interface FoundWallet {
  /** Reverse domain name, `io.metamask`; `window.ethereum` for one that does not announce itself. */
  id: string;
  name: string;
  /** A data URL of a picture, where it gave one. */
  icon?: string;
  provider: Eip1193;
  /**
   * Of a Safe, which sends nothing at once: what becomes of a transaction that was handed to it, in a sentence. It signs no
   * messages, needs no ether for gas, and is not taken up again at the next visit.
   */
  handsOver?: string;
  /** Of a wallet on another device: how it finds this page. */
  pairing?: Pairing;
}

/** What a wallet on another device is shown, while it is waited for. */
export interface Pairing {
  /** Nothing while nobody is waited for. */
  readonly get: () => string | undefined;
  /** @returns What ends it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Waits no longer. A wallet that answers later is let go of. */
  readonly cancel: () => void;
  /** Where the wallet can be opened from this device: the link that it gave when it was connected. */
  readonly app: () => string | undefined;
}

/** Codes that wallets answer with: EIP-1193, EIP-1474 and what all do in their wake. */
const DECLINED: readonly unknown[] = [4001, "ACTION_REJECTED"];
const BUSY = -32002;
const UNKNOWN_CHAIN = 4902;

/** Whether the person said no in the wallet. */
export const isDeclined = (error: unknown): boolean =>
  hasCode(error, (code) => DECLINED.includes(code)) ||
  /user (rejected|denied|cancell?ed)/i.test(String((error as { message?: unknown } | null)?.message));

/** Whether the wallet does not know the chain that it was asked for. */
export const isUnknownChain = (error: unknown): boolean => hasCode(error, (code) => code === UNKNOWN_CHAIN);

/** What a wallet refused, in a sentence; anything else stays what it is. */
export function explainWallet(error: unknown): unknown {
  if (error instanceof PolityError) return error;
  if (isDeclined(error)) {
    return new PolityError("the wallet declined", {
      hint: "nothing was sent, and nothing that you wrote is lost: try again when you like",
      cause: error,
    });
  }
  if (hasCode(error, (code) => code === BUSY)) {
    return new PolityError("the wallet waits for an answer to an earlier question", {
      hint: "open the wallet, answer there, then try again",
      cause: error,
    });
  }
  if (hasCode(error, (code) => code === 4900 || code === 4901)) {
    return new PolityError("the wallet has no connection to its chain", {
      hint: "look at the network in the wallet, then try again",
      cause: error,
    });
  }
  if (hasCode(error, (code) => code === 4100)) {
    return new PolityError("the wallet does not let this page use the account", {
      hint: "connect again and choose the account",
      cause: error,
    });
  }
  return error;
}

/** Wallets put the code of an error in different depths. */
function hasCode(error: unknown, matches: (code: unknown) => boolean, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 4) return false;
  const { code, data, originalError, cause, error: inner, info } = error as Record<string, unknown>;
  if (code !== undefined && matches(code)) return true;
  return [data, originalError, cause, inner, info].some((place) => hasCode(place, matches, depth + 1));
}
