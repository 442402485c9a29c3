import { decodeBytes32String } from "ethers";

import { NetworkGovernor__factory } from "../../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { Rulebook__factory } from "../../typechain-types/factories/contracts/governor/Rulebook__factory";
import { findEvents } from "../events";
import { decodeCode } from "../core/code";
import { functionIn, nameIn } from "./names";
import type { Subject } from "./types";

/** A call that is open to types besides the default one. */
export interface OpenScope {
  target: string;
  how: number;
  selector: string;
  word: string;
  allowsValue: boolean;
  unstoppable: boolean;
  /** Codes of the types, in words. */
  codes: string[];
}

/** What makes two scopes different. */
export function scopeKey({ target, how, selector, word }: OpenScope): string {
  return [target, how, selector, word].join("|").toLowerCase();
}

/** The scopes of the governor's rulebook that are open now: of each call the last one that was set. */
export async function readScopes({ provider, contracts, fromBlock }: Subject): Promise<OpenScope[]> {
  const governor = NetworkGovernor__factory.connect(contracts.NetworkGovernor!, provider);
  const address = await governor.rulebook();
  const book = Rulebook__factory.connect(address, provider);
  const scopes = new Map<string, OpenScope>();
  for (const { args } of await findEvents(book, book.filters.ScopeSet(), { fromBlock })) {
    const { target, selector, word, how, allowsValue, unstoppable, codes } = args;
    const scope = { target, how: Number(how), selector, word, allowsValue, unstoppable };
    const open: OpenScope = { ...scope, codes: [...codes].map(decodeCode) };
    scopes.set(scopeKey(open), open);
  }
  return [...scopes.values()].filter(({ codes }) => codes.length > 0);
}

/** `ProtocolRegistry.upgrade("econ")` */
export function callOf({ target, selector, word }: OpenScope, subject: Subject): string {
  const argument = Number(word) === 0 ? "" : `("${decodeBytes32String(word)}")`;
  return `${nameIn(subject, target)}.${functionIn(subject, selector)}${argument}`;
}

/** `ProtocolRegistry.upgrade("econ") open to ECON` */
export function describeScope(scope: OpenScope, subject: Subject): string {
  const marks = [scope.allowsValue && "with value", scope.unstoppable && "unstoppable"].filter(Boolean);
  return [callOf(scope, subject), "open to", [...scope.codes].sort().join(", "), ...marks].join(" ");
}
