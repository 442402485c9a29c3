import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import { parseRetryAfter } from "../provider/failure";
import { escapeDiscord, escapedWithin, escapePlain } from "./text";
import type { Message } from "./types";

/** How a receiver wants its messages. */
export const WEBHOOK_KINDS = ["discord", "telegram", "json"] as const;
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

/** Where messages go. The address is a secret: who has it can post. Nothing here says it. */
export interface Webhook {
  kind: WebhookKind;
  url: URL;
  /** Telegram's chat. */
  chat?: string;
}

/** What became of a message. */
export type Posting =
  | { outcome: "delivered" }
  /**
   * Worth another try, not before so many milliseconds if the receiver says so. It may have arrived all the same unless
   * `lost` says that it has not.
   */
  | { outcome: "failed"; reason: string; lost: boolean; retryAfter?: number }
  /** This message will never be taken. */
  | { outcome: "refused"; reason: string };

/** Discord takes 2,000 UTF-16 units and Telegram 4,096 characters. */
const MAX_DISCORD = 1_900;
const MAX_TELEGRAM = 3_800;
const TIMEOUT = 10_000;

/** Of answers that say something of the receiver and not of the message. */
const RECEIVERS = [401, 403, 404, 405, 408, 409, 410, 421, 423, 425, 426, 429];

/**
 * Reads a receiver. No message of an error says the address: it is a secret.
 * @throws PolityError for what is no address, one without TLS that leaves this machine, and for a missing chat.
 */
export function parseWebhook(
  address: string,
  { kind, chat, from }: { kind?: string | undefined; chat?: string | undefined; from: string },
): Webhook {
  const url = URL.canParse(address.trim()) ? new URL(address.trim()) : undefined;
  if (!url || url.username || url.password || !/^https?:$/.test(url.protocol))
    throw new PolityError(`${from} holds no address of a webhook`, {
      hint: "put one like https://… there, without a name and password in it; it is not shown here, since it is a secret",
    });
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    throw new PolityError(`the webhook in ${from} is not encrypted`, {
      hint: "use its https address: http is for receivers on this machine alone",
    });
  const known = kind ?? guess(url.hostname);
  if (!WEBHOOK_KINDS.some((one) => one === known))
    throw new PolityError(`"${known}" is no kind of webhook`, { hint: `write ${WEBHOOK_KINDS.join(", ")}` });
  if (known === "telegram" && chat === undefined)
    throw new PolityError("Telegram wants to know the chat", { hint: "give --chat, an id or @channel" });
  return { kind: known as WebhookKind, url, ...(chat !== undefined && { chat }) };
}

/** What the names of this machine are. A name that leads elsewhere by DNS is not among them. */
const isLoopback = (host: string) =>
  host === "localhost" || host === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

function guess(host: string): WebhookKind {
  if (/(^|\.)discord(app)?\.com$/.test(host)) return "discord";
  return host === "api.telegram.org" ? "telegram" : "json";
}

/** The body of a message as a receiver reads it. What strangers wrote is text there, and mentions nobody. */
export function bodyFor({ kind, chat }: Webhook, message: Message): string {
  const { network, title, text, transaction } = message;
  const lines = [`${network}: ${title}`, text, ...(transaction === undefined ? [] : [transaction])];
  switch (kind) {
    case "discord": {
      const content = escapedWithin(lines.join("\n"), MAX_DISCORD, escapeDiscord);
      // 4: no preview of what a link leads to.
      return JSON.stringify({ content, allowed_mentions: { parse: [] }, flags: 4 });
    }
    case "telegram": {
      const plain = escapePlain(lines.join("\n")).slice(0, MAX_TELEGRAM);
      return JSON.stringify({ chat_id: chat, text: plain, link_preview_options: { is_disabled: true } });
    }
    case "json":
      return JSON.stringify({ ...message, time: formatTimestamp(message.time) });
  }
}

/** Posts a message once. Never throws, and never says the address. */
export async function deliver(
  webhook: Webhook,
  message: Message,
  { timeout = TIMEOUT }: { timeout?: number } = {},
): Promise<Posting> {
  try {
    const response = await fetch(webhook.url, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": message.id },
      body: bodyFor(webhook, message),
      // A redirect would carry the message to somewhere that nobody has named.
      redirect: "manual",
      credentials: "omit",
      signal: AbortSignal.timeout(timeout),
    });
    const { status } = response;
    const wanted = parseRetryAfter(response.headers.get("retry-after"));
    await response.body?.cancel();
    if (status >= 200 && status < 300) return { outcome: "delivered" };
    if (status >= 400 && status < 500 && !RECEIVERS.includes(status))
      return { outcome: "refused", reason: refusal(webhook, status) };
    return {
      ...{ outcome: "failed", lost: true },
      reason: `the receiver answers ${status === 0 ? "with a redirect" : status}`,
      ...(wanted !== undefined && { retryAfter: wanted * 1000 }),
    };
  } catch (error) {
    // What fetch says may hold the address.
    const late = (error as Error).name === "TimeoutError";
    const reason = late
      ? `the receiver did not answer within ${timeout / 1000} s`
      : "the receiver does not answer";
    return { outcome: "failed", reason, lost: UNREACHED.includes(codeOf(error)) };
  }
}

/** Where no connection came about, nothing can have arrived. */
const UNREACHED = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];

function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === "string" ? cause.code : "";
}

const refusal = ({ kind }: Webhook, status: number): string =>
  `the receiver refuses this message: it answers ${status}${kind === "telegram" ? "; look whether --chat is right, and the bot a member of it" : ""}`;
