import { useQueries, type UseQueryResult } from "@tanstack/react-query";

import { readTokenUnit, type TokenUnit } from "@polity/sdk/calls/token";
import { TOKEN_DECIMALS } from "@polity/sdk/format";
import { say } from "@polity/sdk/language";
import { useSite } from "./network";

type Named = readonly [token: string, unit: TokenUnit];

/** The units of tokens by address (the zero address is ether); without those that are still being read. */
export function useUnits(tokens: readonly string[]): ReadonlyMap<string, TokenUnit> {
  const { network } = useSite();
  return useQueries({
    queries: [...new Set(tokens)].map((token) => ({
      queryKey: ["unit", token],
      queryFn: async (): Promise<Named> => [token, await readTokenUnit(network, token)],
    })),
    combine: byToken,
  });
}

// Outside, so that the map stays the same until an answer changes.
const byToken = (answers: UseQueryResult<Named>[]): ReadonlyMap<string, TokenUnit> =>
  new Map(answers.flatMap(({ data }) => (data ? [data] : [])));

const UNREAD: TokenUnit = { symbol: say("tokens"), decimals: TOKEN_DECIMALS };

/** The unit of the governance token. */
export function useTokenUnit(): TokenUnit {
  const { GovernanceToken } = useSite().deployment.contracts;
  return useUnits([GovernanceToken]).get(GovernanceToken) ?? UNREAD;
}
