import { getAddress } from "ethers";

/**
 * An address in lower case, as logs have it: what many are kept and compared by. A checksum is a hash, which costs more than
 * all else about a log, so it is made for what is shown: {@link addressOf}.
 */
export type AddressKey = Lowercase<string>;

export const addressKey = (address: string): AddressKey => address.toLowerCase() as AddressKey;

const known = new Map<string, string>();

/** The address with its checksum, made once for each. @param key An address, however it is written. */
export function addressOf(key: string): string {
  const digits = addressKey(key);
  let address = known.get(digits);
  if (address === undefined) known.set(digits, (address = getAddress(digits)));
  return address;
}
