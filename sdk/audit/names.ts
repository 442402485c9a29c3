import { ZeroAddress } from "ethers";

import { interfacesOf } from "../core/interfaces";
import type { Subject } from "./types";

/** What a selector calls: a function's name, or the selector where none is known. */
export function functionIn({ domains }: Subject, selector: string): string {
  const found = Object.values(interfacesOf(domains))
    .map((known) => known.getFunction(selector)?.name)
    .find(Boolean);
  return found ?? (Number(selector) === 0 ? "receive" : selector);
}

/** The name of a contract of the network or of an account of the configuration, or the address itself. */
export function nameIn({ contracts, accounts = {}, deployment, deployer }: Subject, address: string): string {
  if (address === ZeroAddress) return "nobody";
  const known = [...Object.entries(contracts), ...Object.entries(accounts)].find(([, at]) => at === address);
  if (known) return known[0];
  return address === (deployment?.deployer ?? deployer) ? `the deployer ${address}` : address;
}
