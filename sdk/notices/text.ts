import { formatTimestamp } from "../format";
import { label } from "../nep/text";

/** A time (seconds) to the minute, as notices say it. */
export const when = (time: number): string => `${formatTimestamp(time).slice(0, 16).replace("T", " ")} UTC`;

/** A text on one line, with what nobody sees marked, and cut to a number of characters. */
export function cut(text: string, most: number): string {
  // More than that is never shown: what follows is not even looked at.
  const characters = label(text.slice(0, 8 * most).replace(/\s+/g, " "));
  return characters.length <= most ? characters.join("") : `${characters.slice(0, most - 1).join("")}…`;
}

/** A text as `escape` writes it, one character after the other, as long as it is not longer than `most` UTF-16 units. */
export function escapedWithin(text: string, most: number, escape: (character: string) => string): string {
  let written = "";
  for (const character of text) {
    const next = escape(character);
    if (written.length + next.length > most - 1) return `${written}…`;
    written += next;
  }
  return written;
}

/**
 * Discord reads Markdown, mentions, emojis and links: a backslash takes the meaning from each sign that begins one, and
 * is not shown itself.
 */
export const escapeDiscord = (character: string): string =>
  /[\\`*_{}[\]()#+\-.!|~<>@:/]/.test(character) ? `\\${character}` : character;

/**
 * Telegram reads a plain text for @names, #tags, $tags, /commands and addresses: a joiner, which nobody sees, takes the
 * meaning from each.
 */
export const escapePlain = (text: string): string => text.replace(/[@#$/](?=\S)|\.(?=\p{L})/gu, "$&\u2060");
