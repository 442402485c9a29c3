/** Addresses of contracts by name: `{ ProtocolRegistry: "0x…" }`. */
export type ContractAddresses = Readonly<Record<string, string>>;

/** The name of an address among some contracts, or the address. */
export function contractName(contracts: ContractAddresses, address: string): string {
  const same = ([, known]: [string, string]) => known.toLowerCase() === address.toLowerCase();
  return Object.entries(contracts).find(same)?.[0] ?? address;
}
