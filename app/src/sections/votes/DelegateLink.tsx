import { Link } from "wouter";

import { useName } from "../../data/names";
import { Address, shortAddress } from "../../ui";

/** An account, and the way to its record. */
export function DelegateLink({ address }: { address: string }) {
  const { name } = useName(address);
  return (
    <span className="delegate">
      <Address address={address} />
      <Link href={`/delegates/${address}`} className="record-link">
        record<span className="visually-hidden"> of {name ?? shortAddress(address)}</span>
      </Link>
    </span>
  );
}
