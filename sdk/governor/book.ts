import { toBeHex, ZeroAddress } from "ethers";

import type { DecodedCall, Known } from "../calls/decode";
import type { AnyDomain } from "../core/domain";
import { interfacesOf } from "../core/interfaces";
import type { Network } from "../network";
import type { NetworkRules } from "../nep/rules";
import { decodeCode, DEFAULT_TYPE } from "../core/code";
import type { Counting } from "./counting";
import { SOURCES, type ConfiguredRules, type TypeRules } from "./rules";
import { encodeScope, MATCH, type ScopeSetting } from "./scope";

/** What makes a type more or less strict. Durations in seconds. */
export type Strictness = Pick<
  TypeRules,
  "review" | "voting" | "graceMin" | "approvalBps" | "quorumBps" | "threshold" | "fee"
> &
  Counting;

/** Which types there are, and which calls each may make besides the default type, which may make any. */
export interface ScopeBook {
  types: ReadonlyMap<string, Strictness>;
  /** The types besides the default one that may make the call, and whether it may carry value. */
  openTo(call: DecodedCall): Promise<{ codes: readonly string[]; allowsValue: boolean }>;
}

/** The rulebook of a network, read from its chain. */
export async function chainBook({ rulebook }: Network): Promise<ScopeBook> {
  const codes = [...(await rulebook.types())];
  const rules = await Promise.all(codes.map((code) => rulebook.rulesOf(code)));
  return {
    types: new Map(
      rules.map((one, i) => {
        const { review, voting, graceMin, approvalBps, quorumBps, threshold, fee } = one;
        return [
          decodeCode(codes[i]!),
          {
            ...{ review: Number(review), voting: Number(voting), graceMin: Number(graceMin) },
            ...{ approvalBps: Number(approvalBps), quorumBps: Number(quorumBps), threshold, fee },
            ...(one.voteSource !== ZeroAddress && { voteSource: one.voteSource }),
            ...{ vetoBps: Number(one.vetoBps), minVoters: Number(one.minVoters) },
          },
        ];
      }),
    ),
    async openTo({ target, calldata, contract }) {
      // The governor obeys the default type alone, whatever was scoped.
      if (contract === "NetworkGovernor") return { codes: [], allowsValue: false };
      const { codes, allowsValue } = await rulebook.scopeOf(target, calldata);
      return { codes: codes.map(decodeCode), allowsValue };
    },
  };
}

/** A configuration, as far as types and scopes go. */
export interface BookConfig {
  governor: {
    types: Readonly<Record<string, Strictness & Pick<ConfiguredRules, "source">>>;
    scopes: NetworkRules["governor"]["scopes"] & readonly ScopeSetting[];
  };
}

/** The rulebook that a configuration would deploy: nothing is asked of a chain. */
export function presetBook(
  { governor: { types, scopes } }: BookConfig,
  domains: readonly AnyDomain[],
): ScopeBook {
  const entries = scopes.map((scope) => ({ target: scope.target, ...encodeScope(scope, domains) }));
  return {
    types: new Map(
      Object.entries(types).map(([code, { source, ...rules }]) => [
        code,
        { ...rules, ...(source && { voteSource: SOURCES[source] }) },
      ]),
    ),
    openTo({ contract, selector = "0x00000000", calldata }) {
      const plain = calldata === "0x";
      const word = calldata.length >= 74 ? `0x${calldata.slice(10, 74)}` : undefined;
      const open = entries.find(
        (entry) =>
          entry.target === contract &&
          (entry.how === MATCH.PlainTransfer) === plain &&
          entry.selector === selector &&
          (entry.how !== MATCH.SelectorAndWord || entry.word === word),
      );
      const codes = open?.codes.map(decodeCode).filter((code) => code !== DEFAULT_TYPE) ?? [];
      return Promise.resolve({ codes, allowsValue: open?.allowsValue ?? false });
    },
  };
}

/** Some domains with addresses that stand for their contracts, where there is no chain. */
export function standInContracts(domains: readonly AnyDomain[]): Known {
  const names = Object.keys(interfacesOf(domains));
  return { domains, addresses: Object.fromEntries(names.map((name, i) => [name, toBeHex(i + 1, 20)])) };
}
