import type { Network } from "../network";
import { decodeKey, decodeParameter, PARAMETER_KINDS } from "../nep/parameters";
import type { NetworkRules, RuledParameter } from "../nep/rules";
import { decodeCode, DEFAULT_TYPE } from "../core/code";

/** A parameter as the registry has it. */
export interface KnownParameter extends RuledParameter {
  /** As a NEP file writes it. */
  now: string;
}

/** The rules that a NEP file can break, as a network's chain has them. */
export interface ChainRules extends NetworkRules {
  registry: { parameters: readonly KnownParameter[] };
}

/**
 * Reads types and parameters from the chain, for `validateNep`. Scopes cannot be listed: which type a call needs is what
 * `explainCalls` with `chainBook` says that.
 */
export async function readNetworkRules({ rulebook, registry }: Network): Promise<ChainRules> {
  const [codes, keys] = await Promise.all([rulebook.types(), registry.keys()]);
  const [rules, parameters] = await Promise.all([
    Promise.all(codes.map((code) => rulebook.rulesOf(code))),
    Promise.all(keys.map((key) => registry.parameter(key))),
  ]);
  return {
    governor: {
      defaultType: DEFAULT_TYPE,
      types: Object.fromEntries(
        rules.map(({ graceMin, graceMax }, i) => [
          decodeCode(codes[i]!),
          { graceMin: Number(graceMin), graceMax: Number(graceMax) },
        ]),
      ),
    },
    registry: {
      parameters: parameters.map(({ kind: number, min, max, value }, i) => {
        const kind = PARAMETER_KINDS[Number(number) - 1]!;
        const bounded = kind === "uint" || kind === "int";
        const bound = (word: string) => decodeParameter(kind, word) as bigint;
        return {
          ...{ key: decodeKey(keys[i]!), kind, now: String(decodeParameter(kind, value)) },
          ...(bounded && { min: bound(min), max: bound(max) }),
        };
      }),
    },
  };
}
