import ReactMarkdown, { type Components } from "react-markdown";

import { visible } from "../../../sdk/nep/text";

const SCHEMES = ["http:", "https:", "ipfs:"];

/** The address of a link, or nothing for one that could do more than open a page. */
export function safeLink(url: string): string | undefined {
  try {
    return SCHEMES.includes(new URL(url).protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

// Headings go below those of the page. Pictures would be requests to whoever the author chose: they are told, not loaded.
const components: Components = {
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
  h6: ({ children }) => <h6>{children}</h6>,
  a: ({ href = "", children }) =>
    href ? (
      <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  img: ({ src, alt }) => (
    <span className="picture">
      picture, not loaded: {alt} {typeof src === "string" && src}
    </span>
  ),
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
};

/** Markdown from the chain, inert: no HTML, no scripts, nothing loaded, and what nobody would see made visible. */
export function MarkdownText({ text }: { text: string }) {
  return (
    <div className="markdown">
      <ReactMarkdown components={components} urlTransform={safeLink}>
        {visible(text)}
      </ReactMarkdown>
    </div>
  );
}
