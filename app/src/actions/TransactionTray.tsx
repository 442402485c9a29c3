import { useEffect } from "react";

import { formatCount } from "@polity/sdk/format";
import { Icon } from "../ui";
import type { Followed } from "./pending";
import { TransactionLink } from "./TransactionLink";

/** Milliseconds that a transaction is shown after it has succeeded; what went wrong stays until it is put away. */
const SHOWN = 15_000;

interface TrayProps {
  transactions: readonly Followed[];
  onForget: (hash: string) => void;
}

/** Transactions of this browser that are on their way, or have just ended; also those of an earlier visit. */
export function TransactionTray({ transactions, onForget }: TrayProps) {
  return (
    <aside className="tray" aria-label="Transactions">
      <div role="status">
        {transactions.map((one) => (
          <TrayItem key={one.hash} followed={one} onForget={onForget} />
        ))}
      </div>
    </aside>
  );
}

function TrayItem({ followed, onForget }: { followed: Followed; onForget: TrayProps["onForget"] }) {
  const { hash, title, outcome, waiting } = followed;
  const good = outcome?.is === "mined";
  useEffect(() => {
    if (!good) return undefined;
    const timer = setTimeout(() => onForget(hash), SHOWN);
    return () => clearTimeout(timer);
  }, [good, hash, onForget]);
  return (
    <div className="tray-item" data-state={outcome?.is ?? waiting}>
      <div>
        <p>
          <strong>{title}</strong>: {wordsOf(followed)}
        </p>
        <TransactionLink hash={outcome && "hash" in outcome && outcome.hash ? outcome.hash : hash} />
      </div>
      <button type="button" className="icon-button" onClick={() => onForget(hash)}>
        <Icon name="close" />
        <span className="visually-hidden">Put away: {title}</span>
      </button>
    </div>
  );
}

/** How a transaction stands, in words. */
export function wordsOf({ outcome, waiting }: Pick<Followed, "outcome" | "waiting">): string {
  switch (outcome?.is) {
    case "mined":
      return `done, in block ${formatCount(outcome.block)}`;
    case "reverted":
      return `failed, in block ${formatCount(outcome.block)}`;
    case "replaced":
      return outcome.how === "canceled" ? "cancelled in the wallet" : "another transaction took its place";
    case undefined:
      if (waiting === "unreachable") return "pending; the chain cannot be reached for the moment";
      if (waiting === "unknown") return "no node shows it: it may have been dropped";
      return "pending";
  }
}
