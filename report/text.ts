import { visible } from "@polity/sdk/nep/text";
import type { Cell } from "@polity/sdk/analytics";

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it may stand in HTML or SVG, between tags or in a quoted attribute; what nobody sees is marked. */
export function escapeText(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Text as it may stand in a cell of a Markdown table: nothing in it is a link, a tag, an image or emphasis. */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/\s+/g, " ")
    .replace(/[&<>]/g, (character) => ENTITIES[character]!)
    .replace(/[\\`*_{}[\]()#+!|~$^=:@-]/g, "\\$&")
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`);
}

/** A cell as a word: what a link or a verdict is made from. Amounts are none. */
export function wordOf(cell: Cell): string {
  return cell === undefined || typeof cell === "object" ? "" : String(cell);
}
