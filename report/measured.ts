import {
  aimsOf,
  measure,
  tokenOf,
  tokensOf,
  type Aims,
  type Asked,
  type Target,
} from "@polity/sdk/analytics";
import type { AnyDomain } from "@polity/sdk/core/domain";
import type { Deployment } from "@polity/sdk/deployment";
import type { History } from "@polity/sdk/history/types";
import { CHAPTERS } from "./sections";
import type { ReportInput } from "./sections/types";

interface Measured extends Required<Pick<ReportInput, "measured">> {
  /** Where the network stands with its targets, if it has some. */
  aims?: Aims;
  tokens: string[];
}

/** What a report needs besides the history: the tables of domains without a chapter, and the tokens that it counts. */
export async function readMeasured(
  domains: readonly AnyDomain[],
  history: History,
  asked: Asked,
  targets: readonly Target[] = [],
): Promise<Measured> {
  const others = domains.filter(({ name }) => !Object.hasOwn(CHAPTERS, name));
  const [measured, tokens, aims] = await Promise.all([
    measure(others, history, asked),
    tokensOf(domains, history),
    aimsOf(domains, history, asked, targets),
  ]);
  const named = targets.flatMap((target) => tokenOf(target, asked) ?? []);
  return { measured, tokens: [...new Set([...tokens, ...named])], ...(targets.length > 0 && { aims }) };
}

/** What a deployment adds to what is asked. */
export const askedOf = ({ contracts }: Deployment): Pick<Asked, "token" | "own"> => ({
  token: contracts.GovernanceToken,
  own: Object.values(contracts),
});
