import { ZeroHash, type Provider } from "ethers";

import { decodeCall, nameCall, type DecodedCall, type Known } from "../calls/decode";
import type { Call } from "../nep/actions";
import type { ScopeBook } from "./book";
import { describeCounting } from "./counting";
import { DEFAULT_TYPE } from "../core/code";

/** One action: the types it is open to, and why. */
export interface ExplainedAction {
  call: DecodedCall;
  /** `ProtocolRegistry.upgrade of train`. */
  name: string;
  /** The default type is the last. */
  types: string[];
  why: string;
  /** What the target runs, if it is a proxy that can be given other code. */
  proxy?: string;
}

/** Which type a proposal needs. */
export interface Explanation {
  actions: ExplainedAction[];
  /** Types that may make all actions, the least strict one first; never empty. */
  types: string[];
  /** Of these, the ones whose votes count in a way of their own, in words. */
  counting: { type: string; how: string[] }[];
  /** What is wrong with the declared type, or what would be easier; a sentence each. */
  verdict: string;
  /** Whether the declared type may make all actions. */
  allowed: boolean;
}

/** Slots in which a proxy keeps what it runs (ERC-1967): implementation and beacon. */
const PROXY_SLOTS = [
  "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
  "0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50",
] as const;

/**
 * Which types may make the calls of a proposal, and why.
 * @param parameters `declared` is the type that the file or the title names; with a `provider` targets are also looked
 * at for being proxies.
 */
export async function explainCalls(
  book: ScopeBook,
  known: Known,
  { calls, declared, provider }: { calls: readonly Call[]; declared: string; provider?: Provider },
): Promise<Explanation> {
  const actions = await Promise.all(
    calls.map(async (raw): Promise<ExplainedAction> => {
      const call = decodeCall(known, raw);
      const proxy = provider && (await implementationOf(provider, raw.target));
      return { call, name: nameCall(call), ...(await explainOne(book, call)), ...(proxy && { proxy }) };
    }),
  );
  const types = [...book.types.keys()]
    .filter((code) => actions.every((action) => action.types.includes(code)))
    .sort((a, b) => compareStrictness(book, a, b));
  const nameOf = (source: string) =>
    Object.entries(known.addresses).find(([, address]) => address === source)?.[0] ?? source;
  const counting = types
    .map((type) => ({ type, how: describeCounting(book.types.get(type)!, nameOf) }))
    .filter(({ how }) => how.length > 0);
  return { actions, types, counting, ...judge(book, actions, types, declared) };
}

async function explainOne(book: ScopeBook, call: DecodedCall): Promise<{ types: string[]; why: string }> {
  const { contract, calldata, value } = call;
  const name = nameCall(call);
  const only = (because: string) => ({
    types: [DEFAULT_TYPE],
    why: `this call is open to NEP-${DEFAULT_TYPE} only, because ${because}`,
  });
  if (calldata.length > 2 && calldata.length < 10) return only("calldata of 1 to 3 bytes cannot be scoped");
  if (contract === "NetworkGovernor" || contract === "Rulebook" || contract === "TimelockController") {
    return only(`the ${contract} obeys NEP-${DEFAULT_TYPE} alone`);
  }
  const { codes, allowsValue } = await book.openTo(call);
  if (codes.length === 0) return only(`no scope names ${name}`);
  if (value > 0n && !allowsValue) return only(`it carries value, and the scope of ${name} allows none`);
  const types = [...codes.filter((code) => code !== DEFAULT_TYPE), DEFAULT_TYPE];
  const list = types.map((code) => `NEP-${code}`).join(" and ");
  return { types, why: `this call is open to ${list}, because a scope names ${name}` };
}

function judge(
  book: ScopeBook,
  actions: readonly ExplainedAction[],
  types: readonly string[],
  declared: string,
): Pick<Explanation, "verdict" | "allowed"> {
  const [least] = types;
  if (!book.types.has(declared)) {
    return {
      allowed: false,
      verdict: `NEP-${declared} is no type of this network, and would be decided as NEP-${DEFAULT_TYPE}; name NEP-${least!}`,
    };
  }
  if (!types.includes(declared)) {
    const first = actions.findIndex((action) => !action.types.includes(declared));
    return {
      allowed: false,
      verdict: `NEP-${declared} is the wrong type: action ${first + 1}, ${actions[first]!.name}, is not open to it; NEP-${least!} may make all actions`,
    };
  }
  const easier = least === declared ? "" : `; NEP-${least!} could, too, and is less strict`;
  return { allowed: true, verdict: `NEP-${declared} may make all actions${easier}` };
}

/** Less strict is what is in force sooner; then what takes less approval, quorum, stake. The default type is the last. */
function compareStrictness(book: ScopeBook, a: string, b: string): number {
  if (a === DEFAULT_TYPE || b === DEFAULT_TYPE) return a === b ? 0 : a === DEFAULT_TYPE ? 1 : -1;
  const [x, y] = [book.types.get(a)!, book.types.get(b)!];
  return (
    x.review + x.voting + x.graceMin - (y.review + y.voting + y.graceMin) ||
    x.approvalBps - y.approvalBps ||
    x.quorumBps - y.quorumBps ||
    (x.threshold < y.threshold ? -1 : x.threshold > y.threshold ? 1 : 0)
  );
}

async function implementationOf(provider: Provider, target: string): Promise<string | undefined> {
  const words = await Promise.all(PROXY_SLOTS.map((slot) => provider.getStorage(target, slot)));
  const word = words.find((stored) => stored !== ZeroHash);
  return word && `0x${word.slice(-40)}`;
}
