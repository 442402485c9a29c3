import { measure, tokensOf, type Asked } from "@polity/sdk/analytics";
import type { AnyDomain } from "@polity/sdk/core/domain";
import type { History } from "@polity/sdk/history/types";
import { CHAPTERS } from "./sections";
import type { ReportInput } from "./sections/types";

/** What a report needs besides the history: the tables of domains without a chapter, and the tokens that it counts. */
export async function readMeasured(
  domains: readonly AnyDomain[],
  history: History,
  asked: Asked,
): Promise<Required<Pick<ReportInput, "measured">> & { tokens: string[] }> {
  const others = domains.filter(({ name }) => !Object.hasOwn(CHAPTERS, name));
  const [measured, tokens] = await Promise.all([measure(others, history, asked), tokensOf(domains, history)]);
  return { measured, tokens };
}
