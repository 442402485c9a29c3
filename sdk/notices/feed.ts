import { formatTimestamp } from "../format";
import type { Message } from "./types";

/** A feed of messages, the newest last in the list and first in the feed. */
export interface Feed {
  network: string;
  chainId: number;
  governor: string;
  messages: readonly Message[];
}

/** Entries that a feed shows. */
export const FEED_ENTRIES = 100;

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
/** Text for XML: what XML cannot say at all is marked. */
const escape = (text: string) =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!);

const idOf = ({ chainId, governor }: Feed) => `urn:polity:${chainId}:${governor.toLowerCase()}`;
const newest = ({ messages }: Feed) => [...messages].slice(-FEED_ENTRIES).reverse();

/** As Atom, RFC 4287. All texts are plain: nothing in them is markup. */
export function toAtom(feed: Feed): string {
  const entries = newest(feed);
  const updated = formatTimestamp(entries[0]?.time ?? 0);
  const items = entries.map(
    ({ id, title, text, time, kind, transaction }) =>
      `<entry><id>${escape(id)}</id><title type="text">${escape(title)}</title><updated>${formatTimestamp(time)}</updated><category term="${escape(kind)}"/><content type="text">${escape(transaction === undefined ? text : `${text} Transaction ${transaction}.`)}</content></entry>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>${escape(idOf(feed))}</id><title type="text">${escape(feed.network)}</title><updated>${updated}</updated><author><name>${escape(feed.network)}</name></author>
${items.map((item) => `${item}\n`).join("")}</feed>
`;
}

/** As JSON Feed 1.1. All texts are plain. */
export function toJsonFeed(feed: Feed): string {
  const items = newest(feed).map(({ id, title, text, time, kind, transaction }) => ({
    ...{ id, title, content_text: text, date_published: formatTimestamp(time), tags: [kind] },
    ...(transaction !== undefined && { _polity: { transaction } }),
  }));
  return `${JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: feed.network, items }, null, 2)}\n`;
}
