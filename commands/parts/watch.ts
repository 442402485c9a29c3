import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { LOCAL_CHAIN } from "../../config/local";
import { writeAtOnce } from "../../deploy/files";
import { lock } from "../../deploy/lock";
import { briefPatience, endPatience, regainPatience } from "../../scripts/lib/patience";
import { readText } from "../../scripts/lib/text";
import { explain, PolityError } from "@polity/sdk/errors";
import { formatTimestamp } from "@polity/sdk/format";
import { memoryCache, readHistory, type History } from "@polity/sdk/history";
import {
  deliver,
  duePosts,
  FEED_ENTRIES,
  forgetful,
  messageOf,
  noticesOf,
  parseWebhook,
  pauseBefore,
  toAtom,
  toJsonFeed,
  watchMemoryOf,
  watchMemoryText,
  type Message,
  type Notice,
  type WatchMemory,
  type Webhook,
} from "@polity/sdk/notices";
import { getBlock } from "@polity/sdk/provider";
import type { Answer } from "../core/answer";
import type { Context } from "../core/context";

/** Blocks that a public chain seldom takes back. */
export const DEPTH = 12;
/** Attempts of a watch that looks once. */
const ATTEMPTS = 5;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

interface WatchOptions {
  webhook: Webhook | undefined;
  feed: string | undefined;
  once: boolean;
  /** In seconds. */
  since?: number;
  depth?: number;
  state?: string;
  /** In milliseconds. */
  every: number;
}

/**
 * Where messages go, if anywhere. The address comes from an environment variable or a file and is never shown: whoever has
 * it can write in the channel, and a command line is seen by everybody on a machine.
 */
export function receiverOf(given: {
  webhookEnv?: string | undefined;
  webhookFile?: string | undefined;
  kind?: string | undefined;
  chat?: string | undefined;
}): Webhook | undefined {
  const { webhookEnv, webhookFile, kind, chat } = given;
  if (webhookEnv !== undefined && webhookFile !== undefined)
    throw new PolityError("the webhook is named twice", { hint: "give --webhook-env or --webhook-file" });
  if (webhookFile !== undefined) {
    const address = readText(webhookFile, "name a file that holds the webhook's address");
    return parseWebhook(address, { kind, chat, from: webhookFile });
  }
  const variable = webhookEnv ?? "POLITY_WEBHOOK_URL";
  if (/:\/\//.test(variable))
    throw new PolityError("--webhook-env wants the name of a variable, not an address", {
      hint: "export the address as POLITY_WEBHOOK_URL: a command line is seen by everybody on this machine",
    });
  const address = webhookEnv === undefined ? process.env.POLITY_WEBHOOK_URL : process.env[webhookEnv];
  if (address) return parseWebhook(address, { kind, chat, from: variable });
  if (webhookEnv === undefined) return undefined;
  throw new PolityError(`the environment variable ${variable} is empty`, {
    hint: "export the webhook's address in it",
  });
}

/** Looks at the network again and again, and posts each thing once. */
export async function watchNetwork(context: Context, options: WatchOptions): Promise<Answer | undefined> {
  const { webhook, once } = options;
  const file =
    options.state ?? join(dirname(context.deploymentFile), `watch-${webhook?.kind ?? "feed"}.json`);
  const unlock = lock(`${file}.lock`, `the watch that remembers in ${file}`);
  const ending = new AbortController();
  const isOver = () => ending.signal.aborted;
  const stop = () => {
    ending.abort();
    endPatience();
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  if (!once) briefPatience();
  try {
    const watch = new Watch(context, options, file, ending.signal);
    let lost = false;
    while (!isOver()) {
      try {
        const posted = await watch.look();
        if (lost) context.say("the chain answers again");
        lost = false;
        if (once) return watch.answer(posted);
      } catch (error) {
        if (once || isOver() || error instanceof Lasting) throw error;
        if (!lost) context.say(`the chain cannot be read now: ${explain(error)}`);
        lost = true;
      }
      await sleep(options.every, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  } catch (error) {
    if (!isOver()) throw error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    regainPatience();
    unlock();
  }
  return undefined;
}

/** What waiting does not mend. */
class Lasting extends PolityError {}

class Watch {
  readonly #cache = memoryCache();
  #memory: WatchMemory | undefined;
  #saved = "";
  #feed = "";
  /** What the feed said last: a chain is not asked again for the words of what is told already. */
  #messages = new Map<string, Message>();

  constructor(
    private readonly context: Context,
    private readonly options: WatchOptions,
    private readonly file: string,
    private readonly signal: AbortSignal,
  ) {
    if (existsSync(file)) this.#memory = watchMemoryOf(readText(file, "check who may read it"), file);
    // It died while it sent this, and it may have arrived.
    const { sending, ...rest } = this.#memory ?? { since: 0, sent: [] };
    if (sending === undefined) return;
    context.say(`nobody knows whether ${sending} arrived when this watch last ended: it is not sent again`);
    this.#memory = { ...rest, sent: [...rest.sent, sending] };
  }

  /** Looks once. @returns What it has posted. */
  async look(): Promise<Notice[]> {
    const { network } = this.context;
    const history = await this.#read();
    const notices = await noticesOf(network, history);
    const { time: now } = history.head;
    this.#memory ??= this.#beginning(notices, now);
    await this.#writeFeed(notices, now);
    const { webhook } = this.options;
    if (!webhook) return [];
    const posted: Notice[] = [];
    for (const notice of duePosts(notices, this.#memory, now)) {
      if (this.#isOver() || !(await this.#post(webhook, notice))) return posted;
      posted.push(notice);
    }
    this.#memory = forgetful(this.#memory, notices, now);
    this.#save();
    return posted;
  }

  /** What is there already is not told, unless a day is said. */
  #beginning(notices: readonly Notice[], now: number): WatchMemory {
    const { since } = this.options;
    if (since !== undefined) return { since, sent: [] };
    return { since: now, sent: notices.filter(({ time }) => time === now).map(({ key }) => key) };
  }

  answer(posted: readonly Notice[]): Answer {
    const { feed, webhook } = this.options;
    const lines = [
      ...(webhook ? [posted.length === 0 ? "nothing new" : `${posted.length} posted`] : []),
      ...(feed === undefined ? [] : [`the feed is in ${feed}`]),
    ];
    return {
      text: lines.join("\n"),
      json: { posted: posted.map(({ key }) => key), ...(feed !== undefined && { feed }) },
    };
  }

  async #read(): Promise<History> {
    const { network, deployment, host } = this.context;
    const { number } = await getBlock(host.provider, "latest");
    const depth = this.options.depth ?? (deployment.chainId === LOCAL_CHAIN ? 0 : DEPTH);
    const toBlock = Math.max(deployment.block, number - depth);
    return readHistory(network, { fromBlock: deployment.block, toBlock, cache: this.#cache });
  }

  /** Posts until it is taken, or refused for good. @returns Whether it is done with; not if the watch was ended. */
  async #post(webhook: Webhook, notice: Notice): Promise<boolean> {
    const { say } = this.context;
    const message = await this.#messageOf(notice);
    for (let attempt = 1; ; attempt++) {
      this.#memory = { ...this.#memory!, sending: notice.key };
      this.#save();
      const delivery = await deliver(webhook, message);
      const { since, sent } = this.#memory;
      const over = delivery.outcome !== "failed";
      const unknown = delivery.outcome === "failed" && !delivery.lost;
      this.#memory = {
        ...{ since, sent: over ? [...sent, notice.key] : sent },
        ...(unknown && { sending: notice.key }),
      };
      this.#save();
      const said = `${formatTimestamp(notice.time)}  ${message.title}`;
      if (delivery.outcome === "delivered") say(`${said}  posted`);
      if (delivery.outcome === "refused") say(`${said}  not posted: ${delivery.reason}`);
      if (over) return true;
      const { reason, retryAfter } = delivery;
      if (this.#isOver()) return false;
      if (this.options.once && attempt === ATTEMPTS)
        throw new Lasting(`${reason}, in ${ATTEMPTS} attempts`, {
          hint: "check the webhook; the next run goes on with this message",
        });
      const pause = pauseBefore(attempt, retryAfter);
      say(`${reason}; the next attempt is in ${Math.ceil(pause / 1000)} s`);
      await sleep(pause, undefined, { signal: this.signal }).catch(() => undefined);
      if (this.#isOver()) return false;
    }
  }

  async #writeFeed(notices: readonly Notice[], now: number): Promise<void> {
    const { feed } = this.options;
    if (feed === undefined) return;
    const newest = notices.filter(({ time }) => time <= now).slice(-FEED_ENTRIES);
    const where = this.#where();
    const messages = await Promise.all(newest.map((notice) => this.#messageOf(notice)));
    this.#messages = new Map(newest.map(({ key }, i) => [key, messages[i]!]));
    const { name: network, ...rest } = where;
    const write = feed.toLowerCase().endsWith(".json") ? toJsonFeed : toAtom;
    const text = write({ network, ...rest, messages });
    if (text === this.#feed) return;
    try {
      writeAtOnce(feed, text);
    } catch (cause) {
      throw new Lasting(`${feed} cannot be written`, {
        hint: "name a file in a folder that is there",
        cause,
      });
    }
    this.#feed = text;
  }

  #isOver(): boolean {
    return this.signal.aborted;
  }

  async #messageOf(notice: Notice): Promise<Message> {
    return this.#messages.get(notice.key) ?? messageOf(notice, this.#where());
  }

  #where() {
    const { deployment, network } = this.context;
    const { name, chainId } = deployment;
    return { name, chainId, governor: network.addresses.NetworkGovernor };
  }

  #save(): void {
    const text = watchMemoryText(this.#memory!);
    if (text === this.#saved) return;
    writeAtOnce(this.file, text);
    this.#saved = text;
  }
}
