import MarkdownIt from "markdown-it";

import type { Problem } from "../errors";
import { MAX_NESTING } from "./text";

/** CommonMark, in time linear to the text. It leaves out blocks in more than 20 others, which {@link MAX_NESTING} refuses. */
const parser = new MarkdownIt("commonmark");

/** A piece of a parsed text: an element's beginning or end, or what stands within. */
export type Token = ReturnType<typeof parser.parse>[number];

/** What a text is made of; nothing for one that nests deeper than {@link MAX_NESTING}, of which parts would be missing. */
export function parseMarkdown(markdown: string): Token[] | undefined {
  const tokens = parser.parse(markdown, {});
  return deepestOf(tokens) > MAX_NESTING ? undefined : tokens;
}

/** How deep quotes, lists, emphasis and links stand in one another. */
function deepestOf(tokens: readonly Token[], depth = 0, inline = false): number {
  let deepest = depth;
  for (const token of tokens) {
    if (inline || isContainer(token)) depth += token.nesting;
    deepest = Math.max(deepest, depth, token.children ? deepestOf(token.children, depth, true) : 0);
  }
  return deepest;
}

/** A heading that stands at the beginning of a line, in no quote or list. Lines are counted from 0. */
export interface Heading {
  level: number;
  /** Its words, without emphasis, links and escapes. */
  text: string;
  line: number;
  /** The line after it: one written with an underline takes two or more. */
  end: number;
}

/** What a text is made of, as far as rules ask for it. */
export interface Outline {
  headings: Heading[];
  /** Lines count from 0. */
  problems: (Pick<Problem, "message"> & { line: number })[];
}

/** Stands where the encoder puts what follows a body: it has to be seen there. */
const NEXT = "\n## Next\n";

const isContainer = ({ type }: Token) => /^(?:blockquote|list_item)_/.test(type);
const HTML =
  "raw HTML that can hide what it holds is refused; write it in Markdown, or in a fenced block or backticks";

/** The headings of a Markdown text, and what would make it read differently than it looks. */
export function outlineOf(markdown: string): Outline {
  const outline: Outline = { headings: [], problems: [] };
  const tokens = parser.parse(markdown + NEXT, {});
  const report = (line: number, message: string) => outline.problems.push({ line, message });
  let [depth, deepest, line] = [0, 0, 0];
  const step = ({ nesting }: Token) => {
    depth += nesting;
    if (depth > MAX_NESTING && deepest <= MAX_NESTING) report(line, NESTS);
    deepest = Math.max(deepest, depth);
  };

  for (const [i, token] of tokens.entries()) {
    line = token.map?.[0] ?? line;
    if (isContainer(token)) step(token);
    if (token.type === "html_block" && isHtml(token.content)) report(line, HTML);
    for (const child of token.children ?? []) {
      if (child.type === "html_inline" && isHtml(child.content)) report(line, HTML);
      step(child);
    }
    if (token.type !== "heading_open") continue;
    const [level, text] = [Number(token.tag.slice(1)), textOf(tokens[i + 1]!)];
    if (level === 1)
      report(line, "has a first-level heading; the title is in the front matter, sections begin with ##");
    if (token.level === 0) outline.headings.push({ level, text, line, end: token.map![1] });
  }

  const lines = markdown.split("\n");
  if (outline.headings.at(-1)?.line === lines.length) outline.headings.pop();
  else if (deepest <= MAX_NESTING) {
    const open = tokens.at(-1)!;
    const kind = open.type === "fence" ? "fence" : "HTML or comment";
    report(open.map?.[0] ?? 0, `the ${kind} opened here is never closed`);
  }
  return outline;
}

const NESTS = `nests quotes, lists, emphasis or links deeper than ${MAX_NESTING} levels; nest less`;

/** Whether there is more than complete comments. */
const isHtml = (content: string) => content.replace(/<!--[^]*?-->/g, "").includes("<");

/** Whether a text says nothing. Quotes and lists count as they are: what nests too deep in them is not parsed. */
export function isBlank(markdown: string): boolean {
  return parser
    .parse(markdown, {})
    .every((token) => !isContainer(token) && (token.type === "html_block" || textOf(token).trim() === ""));
}

function textOf({ children, content }: Token): string {
  if (!children) return content;
  return children
    .map(({ type, content: text }) => (type.endsWith("break") ? " " : type === "html_inline" ? "" : text))
    .join("");
}
