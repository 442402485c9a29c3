import { useQueries } from "@tanstack/react-query";

import { readTokenUnit, type TokenUnit } from "../../../sdk/calls/token";
import { TOKEN_DECIMALS } from "../../../sdk/format";
import { useSite } from "./network";

/** The units of tokens by address (the zero address is ether); without decimals while one is being read. */
export function useUnits(tokens: readonly string[]): ReadonlyMap<string, TokenUnit> {
  const { network } = useSite();
  const distinct = [...new Set(tokens)];
  return useQueries({
    queries: distinct.map((token) => ({
      queryKey: ["unit", token],
      queryFn: () => readTokenUnit(network, token),
    })),
    combine: (answers) =>
      new Map(answers.flatMap(({ data }, i): [string, TokenUnit][] => (data ? [[distinct[i]!, data]] : []))),
  });
}

/** The unit of the governance token. */
export function useTokenUnit(): TokenUnit {
  const { GovernanceToken } = useSite().deployment.contracts;
  return useUnits([GovernanceToken]).get(GovernanceToken) ?? { symbol: "tokens", decimals: TOKEN_DECIMALS };
}
