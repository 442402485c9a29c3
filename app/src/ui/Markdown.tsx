import { Component, lazy, Suspense, type ReactNode } from "react";

import { visible } from "@polity/sdk/nep/text";
import { Loading } from "./State";

const MarkdownText = lazy(async () => ({ default: (await import("./MarkdownText")).MarkdownText }));

/** Markdown that somebody else wrote, shown inert; its reader comes when there is something to read. */
export function Markdown({ text }: { text: string }) {
  return (
    <Apart key={text} text={text}>
      <Suspense fallback={<Loading rows={6} what="Laying out the text" />}>
        <MarkdownText text={text} />
      </Suspense>
    </Apart>
  );
}

interface Props {
  text: string;
  children: ReactNode;
}

/** Keeps foreign text that cannot be laid out from taking what stands beside it along. */
export class Apart extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <pre tabIndex={0}>{visible(this.props.text)}</pre>;
  }
}
