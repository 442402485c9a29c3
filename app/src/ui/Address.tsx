import { getAddress } from "ethers";

import { useName } from "../data/names";
import { Copy } from "./Copy";
import { Icon } from "./Icon";
import { shortAddress } from "./words";

interface AddressProps {
  address: string;
  /** Shows all digits where there is room. */
  full?: boolean;
}

/** An address: its known name, its checksummed digits, and a button that copies all of them. */
export function Address({ address, full = false }: AddressProps) {
  const checksummed = getAddress(address);
  const { name, explorer } = useName(checksummed);
  return (
    <span className="address">
      {name && <span className="address-name">{name}</span>}
      <span className="address-digits" aria-hidden="true" title={checksummed}>
        {full ? checksummed : shortAddress(checksummed)}
      </span>
      <span className="visually-hidden">{checksummed}</span>
      <Copy text={checksummed} what={`address ${shortAddress(checksummed)}`} />
      {explorer && (
        <a
          className="copy"
          href={explorer}
          target="_blank"
          rel="noopener noreferrer"
          title="Open in the explorer"
        >
          <Icon name="outside" />
          <span className="visually-hidden">Open {shortAddress(checksummed)} in the explorer</span>
        </a>
      )}
    </span>
  );
}
