import { useEffect, useState } from "react";

import { Icon } from "./Icon";

/** Copies a text, and says that it did. `what` is named to screen readers: "address 0x12…". */
export function Copy({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState<boolean>();
  useEffect(() => {
    if (copied === undefined) return undefined;
    const timer = setTimeout(() => setCopied(undefined), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <button type="button" className="copy" onClick={copy} title={`Copy ${what}`}>
      <Icon name={copied ? "check" : "copy"} />
      <span className="visually-hidden" aria-live="polite">
        {copied === undefined ? `Copy ${what}` : copied ? "Copied" : "The browser did not allow copying"}
      </span>
    </button>
  );
}
