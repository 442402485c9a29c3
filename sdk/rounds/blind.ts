import { concat, dataSlice, keccak256, toBeHex } from "ethers";

/** What an entry is called before models: from the seed, so that nobody could choose it. */
export const pseudonymOf = (seed: string, index: number): string =>
  `contributor ${dataSlice(keccak256(concat([seed, toBeHex(index, 32)])), 0, 4).slice(2)}`;

const PATTERNS: readonly (readonly [pattern: RegExp, word: string])[] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s<>"')\]]+/gi, "[link]"],
  [/\b(?:www\.)[^\s<>"')\]]+/gi, "[link]"],
  [/[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}/g, "[mail]"],
  [/\b0x[0-9a-fA-F]{40,}\b/g, "[address]"],
  [/\b[\w-]+\.eth\b/gi, "[address]"],
  [/(?<![\w/])@[A-Za-z0-9_.-]{2,}/g, "[handle]"],
  [/[$€£¥]\s?\d[\d.,]*(?:\s?[kKmM])?|\b\d[\d.,]*\s?(?:USDC?|EUR|ETH|tokens?)\b/g, "[amount]"],
];

/**
 * A text without what says who wrote it or what they want: links, addresses, handles, mails, sums, and the names given.
 * It works on models only: a person can find who wrote a text by its content.
 */
export function blind(text: string, names: readonly string[] = []): string {
  const bare = PATTERNS.reduce((rest, [pattern, word]) => rest.replace(pattern, word), text);
  return names
    .filter((each) => each.trim().length > 2)
    .reduce((rest, each) => rest.replaceAll(new RegExp(escape(each.trim()), "giu"), "[name]"), bare);
}

const escape = (each: string): string => each.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
