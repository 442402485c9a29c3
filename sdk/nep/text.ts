import { keccak256, toUtf8Bytes } from "ethers";

/**
 * Largest NEP file in UTF-8 bytes. It travels in calldata and every reader parses it. With a title line, a heading and the
 * proposer's mark it makes a description, which may have 1 KiB more: see `MAX_PROPOSAL_SIZE`.
 */
export const MAX_NEP_BYTES = 31_744;

/** Deepest nesting of quotes, lists, emphasis and links in Markdown that is read: a reader loses track long before. */
export const MAX_NESTING = 8;

/** Control characters (but line feed and tab), line separators, bidi overrides, invisible tags, lone surrogates. */
const UNSEEN = /(?![\n\t])\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]|\p{Cs}/u;

/**
 * The form in which a NEP file is hashed and published: CRLF becomes LF, and the text ends with exactly one newline.
 * A lone CR is kept, for the parser to refuse.
 */
export function normalizeNep(source: string): string {
  return `${source.replace(/\r\n/g, "\n").replace(/\n+$/, "")}\n`;
}

/** keccak256 of the normalised text in UTF-8: the `specHash` that the ProtocolRegistry records. */
export function nepHash(source: string): string {
  return keccak256(toUtf8Bytes(normalizeNep(source)));
}

/** The text with a mark in place of every character that could change what a reader, or a terminal, makes of it. */
export function visible(text: string): string {
  return text.replace(new RegExp(UNSEEN, "gu"), "\ufffd");
}

/** `U+202E` for the first character that readers cannot see but that changes what they see. */
export function unseenCharacter(text: string): string | undefined {
  return codePoint(UNSEEN.exec(text)?.[0]);
}

/** What is not seen on one line, or breaks it: newlines, tabs and all format characters too. */
const UNSEEN_ON_LINE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** As {@link unseenCharacter}, for text on one line: newlines, tabs and all format characters count too. */
export function unseenOnLine(text: string): string | undefined {
  return codePoint(UNSEEN_ON_LINE.exec(text)?.[0]);
}

/** The characters of a foreign text that is to stand within a line, with a mark in place of every one that is not seen. */
export function label(text: string): string[] {
  return Array.from(text.replace(new RegExp(UNSEEN_ON_LINE, "gu"), "\ufffd").trim());
}

function codePoint(character: string | undefined): string | undefined {
  return character && `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}
