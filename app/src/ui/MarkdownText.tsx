import { createElement, Fragment, type ReactNode } from "react";

import { parseMarkdown, type Token } from "@polity/sdk/nep/markdown";
import { visible } from "@polity/sdk/nep/text";

const SCHEMES = ["http:", "https:", "ipfs:"];

/** The address of a link, or nothing for one that could do more than open a page. */
export function safeLink(url: string): string | undefined {
  try {
    return SCHEMES.includes(new URL(url).protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

// Headings go below those of the page.
const HEADINGS: Readonly<Record<string, string>> = {
  h1: "h3",
  h2: "h3",
  h3: "h4",
  h4: "h5",
  h5: "h6",
  h6: "h6",
};

/** Markdown from the chain, inert: no HTML, no scripts, nothing loaded, and what nobody would see made visible. */
export function MarkdownText({ text }: { text: string }) {
  const seen = visible(text);
  const tokens = parseMarkdown(seen);
  if (tokens) return <div className="markdown">{elementsOf(tokens)}</div>;
  return (
    <div className="markdown">
      <p className="quiet small">
        It nests quotes, lists, emphasis or links too deep to be laid out. This is the text as it was written.
      </p>
      <pre tabIndex={0}>{seen}</pre>
    </div>
  );
}

interface Open {
  token?: Token;
  children: ReactNode[];
}

/** Tokens stand in a row, an element's beginning and end among them. */
function elementsOf(tokens: readonly Token[]): ReactNode {
  const open: Open[] = [{ children: [] }];
  for (const token of tokens) {
    if (token.nesting === 1) open.push({ token, children: [] });
    else if (token.nesting === 0) open.at(-1)!.children.push(leafOf(token));
    else {
      const { token: begun, children } = open.pop()!;
      open.at(-1)!.children.push(elementOf(begun!, children));
    }
  }
  return createElement(Fragment, null, ...open[0]!.children);
}

function elementOf(token: Token, children: ReactNode[]): ReactNode {
  // A list whose items are lines has no paragraphs.
  if (token.hidden) return createElement(Fragment, null, ...children);
  if (token.type === "link_open") {
    const href = safeLink(String(token.attrGet("href")));
    if (href === undefined) return createElement("span", null, ...children);
    return createElement(
      "a",
      { href, title: href, target: "_blank", rel: "noopener noreferrer nofollow" },
      ...children,
    );
  }
  const start = token.type === "ordered_list_open" ? token.attrGet("start") : null;
  return createElement(
    HEADINGS[token.tag] ?? token.tag,
    start === null ? null : { start: Number(start) },
    ...children,
  );
}

function leafOf(token: Token): ReactNode {
  switch (token.type) {
    case "inline":
      return elementsOf(token.children!);
    case "code_inline":
      return <code>{token.content}</code>;
    case "fence":
    case "code_block":
      return (
        <pre tabIndex={0}>
          <code>{token.content}</code>
        </pre>
      );
    case "image":
      // A picture would be a request to whoever the author chose: it is named, not loaded.
      return (
        <span className="picture">
          picture, not loaded: {token.content} {token.attrGet("src")}
        </span>
      );
    case "hardbreak":
      return <br />;
    case "softbreak":
      return "\n";
    case "hr":
      return <hr />;
    default:
      return token.content;
  }
}
