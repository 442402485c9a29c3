import { formatTokens } from "../format";
import type { PublishedList } from "./list";
import type { DistributionTerms } from "./terms";
import type { ListTree } from "./tree";

/** What of a list is not as a distribution says; nothing where all is. */
export function compareList(
  list: PublishedList,
  tree: ListTree,
  { listHash, root, amount }: Pick<DistributionTerms, "listHash" | "root" | "amount">,
): string[] {
  const differs = (what: string, found: string, wanted: string) =>
    found.toLowerCase() === wanted.toLowerCase() ? [] : [`its ${what} is ${found}, and should be ${wanted}`];
  const accounts = new Set(list.recipients.map(({ account }) => account));
  return [
    ...differs("sha256", list.hash, listHash),
    ...differs("root", tree.root, root),
    ...(list.sum === amount
      ? []
      : [`its amounts add up to ${formatTokens(list.sum)}, and ${formatTokens(amount)} are distributed`]),
    ...(accounts.size === list.recipients.length
      ? []
      : [
          `it has ${list.recipients.length} lines for ${accounts.size} accounts: some are there more than once`,
        ]),
  ];
}
