import { PolityError } from "../errors";
import { cut } from "../notices/text";
import { object, optional, parseText, readShape, text } from "../shape";

/** The most that is read of a relay's answer, in bytes. */
const MAX_ANSWER = 16_384;
const MAX_WORDS = 300;
/** Milliseconds that a relay may take to answer: it answers when it has sent. */
const TIMEOUT = 150_000;

const HINT = "hand the file to somebody else, or send it yourself";

const answer = object<{ transaction?: string | undefined; error?: { message: string } | undefined }>({
  transaction: optional(text("must be a transaction's hash", /^0x[0-9a-f]{64}$/)),
  error: optional(object({ message: text() })),
});

/**
 * Hands something signed to a relay, which pays for sending it.
 * @param url Where the relay is.
 * @param signed What `vote --sign`, `delegate --sign` or the app has written: one ballot in a list, or a delegation.
 * @returns The hash of the transaction, as the relay says: whether it counts is for the chain to say.
 * @throws PolityError with the relay's own words, when it refuses, or does not answer as a relay.
 */
export async function handToRelay(url: string, signed: string, timeout = TIMEOUT): Promise<string> {
  const { host } = new URL(url);
  const { status, body } = await post(url, signed, timeout).catch((cause: unknown) => {
    throw new PolityError(`the relay at ${host} does not answer`, { hint: HINT, cause });
  });
  let told: { transaction?: string | undefined; error?: { message: string } | undefined };
  try {
    told = readShape(answer, parseText(body, host, HINT), host);
  } catch (cause) {
    throw new PolityError(`what ${host} answers is not a relay's answer (${status})`, { hint: HINT, cause });
  }
  if (status === 200 && told.transaction !== undefined) return told.transaction;
  const words = told.error ? cut(told.error.message, MAX_WORDS) : `it answers ${status}`;
  throw new PolityError(`the relay does not send it: ${words}`);
}

/** Nothing of the visitor goes along but what was signed. */
async function post(url: string, signed: string, timeout: number): Promise<{ status: number; body: string }> {
  const response = await fetch(url, {
    ...{ method: "POST", headers: { "content-type": "application/json" }, body: signed },
    ...{ credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" },
    signal: AbortSignal.timeout(timeout),
  });
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader!.read()) {
    length += part.value.length;
    if (length > MAX_ANSWER) {
      await reader!.cancel();
      throw new PolityError(`the answer is longer than ${MAX_ANSWER} bytes`);
    }
    parts.push(part.value);
  }
  const whole = new Uint8Array(length);
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return { status: response.status, body: new TextDecoder().decode(whole) };
}

/**
 * Waits until the chain shows what was handed to a relay.
 * @param counts Whether it does, by the reader's own node.
 * @returns Whether it did within `most` milliseconds.
 */
export async function shownByChain(
  counts: () => Promise<boolean>,
  { most = 90_000, every = 2_000 }: { most?: number; every?: number } = {},
): Promise<boolean> {
  for (let waited = 0; ; waited += every) {
    if (await counts()) return true;
    if (waited >= most) return false;
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
