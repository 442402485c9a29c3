import { Icon } from "../ui";
import type { Followed } from "./pending";
import { TransactionLink } from "./TransactionLink";

/** Transactions of this browser that are on their way, or have just ended; also those of an earlier visit. */
export function TransactionTray({
  transactions,
  onForget,
}: {
  transactions: readonly Followed[];
  onForget: (hash: string) => void;
}) {
  return (
    <aside className="tray" aria-label="Transactions">
      <div role="status">
        {transactions.map((one) => (
          <div key={one.hash} className="tray-item" data-state={one.outcome?.is ?? one.waiting}>
            <div>
              <p>
                <strong>{one.title}</strong>: {wordsOf(one)}
              </p>
              <TransactionLink hash={one.outcome?.hash ?? one.hash} />
            </div>
            <button type="button" className="icon-button" onClick={() => onForget(one.hash)}>
              <Icon name="close" />
              <span className="visually-hidden">Forget {one.title}</span>
            </button>
          </div>
        ))}
      </div>
    </aside>
  );
}

/** How a transaction stands, in words. */
export function wordsOf({ outcome, waiting }: Pick<Followed, "outcome" | "waiting">): string {
  switch (outcome?.is) {
    case "mined":
      return `done, in block ${outcome.block.toLocaleString("en")}`;
    case "reverted":
      return `failed, in block ${outcome.block.toLocaleString("en")}`;
    case "replaced":
      return outcome.how === "canceled" ? "cancelled in the wallet" : "another transaction took its place";
    case undefined:
      if (waiting === "unreachable") return "pending; the chain cannot be reached for the moment";
      if (waiting === "unknown") return "no node shows it: it may have been dropped";
      return "pending";
  }
}
