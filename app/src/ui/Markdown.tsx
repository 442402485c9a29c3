import { lazy, Suspense } from "react";

import { Loading } from "./State";

const MarkdownText = lazy(async () => ({ default: (await import("./MarkdownText")).MarkdownText }));

/** Markdown that somebody else wrote, shown inert; its reader comes when there is something to read. */
export function Markdown({ text }: { text: string }) {
  return (
    <Suspense fallback={<Loading rows={6} what="Laying out the text" />}>
      <MarkdownText text={text} />
    </Suspense>
  );
}
