import { linkTo } from "../data/explorers";
import { useSite } from "../data/network";
import { Copy, Icon } from "../ui";

/** The hash of a transaction, to copy, and to follow where there is an explorer. */
export function TransactionLink({ hash }: { hash: string }) {
  const { explorer } = useSite();
  const short = `${hash.slice(0, 10)}…${hash.slice(-6)}`;
  return (
    <span className="transaction">
      <span className="quiet">transaction</span>{" "}
      <span className="mono" title={hash}>
        {short}
      </span>
      <Copy text={hash} what={`transaction ${short}`} />
      {explorer !== undefined && (
        <a className="copy" href={linkTo(explorer, "tx", hash)} target="_blank" rel="noopener noreferrer">
          <Icon name="outside" />
          <span className="visually-hidden">Open the transaction in the explorer</span>
        </a>
      )}
    </span>
  );
}
