import * as z from "zod";

import { DAY } from "../format";
import { parseJson, strictObject } from "../problems";
import type { Notice } from "./types";

/**
 * What a watch remembers: nothing older than `since` concerns it, and what it has sent since then. `sending` was on its
 * way when the memory was written: after a death nobody knows whether it arrived.
 */
export interface WatchMemory {
  since: number;
  sent: string[];
  sending?: string | undefined;
}

const memory = strictObject({
  version: z.literal(1),
  since: z.int().min(0),
  sent: z.array(z.string().max(200)),
  sending: z.string().max(200).optional(),
});

/** @throws PolityError for what is no memory of a watch. */
export function watchMemoryOf(text: string, file: string): WatchMemory {
  const { since, sent, sending } = parseJson(
    memory,
    text,
    file,
    "remove it: the watch begins anew, with now",
  );
  return { since, sent, ...(sending !== undefined && { sending }) };
}

export const watchMemoryText = (memory: WatchMemory): string =>
  `${JSON.stringify({ version: 1, ...memory })}\n`;

/** How long things are remembered: what a reorganisation brings back later than that is posted again. */
const REMEMBERED = 7 * DAY;

/** What is to be sent, the oldest first: not yet sent, not too old, and not over by now (seconds). */
export function duePosts(notices: readonly Notice[], { since, sent }: WatchMemory, now: number): Notice[] {
  const known = new Set(sent);
  return notices.filter(
    ({ key, time, until }) => time >= since && time <= now && !known.has(key) && (until ?? now) >= now,
  );
}

/** The memory without what is too old to be posted again; only of a watch that has sent all that was due. */
export function forgetful(memory: WatchMemory, notices: readonly Notice[], now: number): WatchMemory {
  const since = Math.max(memory.since, now - REMEMBERED);
  const times = new Map(notices.map(({ key, time }) => [key, time]));
  return { since, sent: memory.sent.filter((key) => (times.get(key) ?? since) >= since) };
}

/** Milliseconds before another try: twice as long each time, up to ten minutes, or what the receiver asks for. */
export const pauseBefore = (attempt: number, wanted = 0): number =>
  Math.min(600_000, Math.max(wanted, 1_000 * 2 ** Math.min(attempt - 1, 20)));
