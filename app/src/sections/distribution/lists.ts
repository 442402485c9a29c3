import { parseAccounts, parseList, type PublishedList } from "@polity/sdk/distribution/list";
import type { DistributionTerms } from "@polity/sdk/distribution/terms";
import { buildAccountTree, buildTree, type ClaimLeaf } from "@polity/sdk/distribution/tree";
import { PolityError } from "@polity/sdk/errors";
import { readDocument } from "@polity/sdk/nep/documents";
import { documents } from "../../data/documents";

/** Most lines for which a browser computes proofs: more take so long that the page stands still. */
export const MAX_LINES = 5_000;

const found = new Map<string, PublishedList>();

/** The list of a distribution, if the site's host has put it beside the page: `neps/lists/<sha256>.json`. */
export async function listBeside(hash: string): Promise<PublishedList | undefined> {
  const known = found.get(hash);
  if (known) return known;
  const at = `lists/${hash.slice(2)}.json`;
  try {
    const list = parseList(await readDocument({ hash, at }, documents), at);
    found.set(hash, list);
    return list;
  } catch {
    // Nobody has to put it there: whoever has the list gives it.
    return undefined;
  }
}

/** The places of an account in a list, with what each has for it. */
export const linesOf = ({ recipients }: PublishedList, account: string) =>
  recipients.flatMap((line, index) => (line.account === account ? [{ index, amount: line.amount }] : []));

/**
 * The claims of an account, with their proofs.
 * @throws PolityError when the list is another one, does not have the account, or is too long for a browser.
 */
export function claimsIn(
  list: PublishedList,
  terms: Pick<DistributionTerms, "listHash" | "root">,
  account: string,
): ClaimLeaf[] {
  if (list.hash !== terms.listHash) {
    throw new PolityError(`this is another list: its sha256 is ${list.hash}`, {
      hint: `take the one whose sha256 is ${terms.listHash}`,
    });
  }
  if (linesOf(list, account).length === 0) {
    throw new PolityError(`the list does not have ${account}`, { hint: "connect an account that it has" });
  }
  if (list.recipients.length > MAX_LINES) {
    throw new PolityError(`a list of ${list.recipients.length} lines is too long for a browser`, {
      hint: "claim with the command distribute claim, or let anybody do so for you",
    });
  }
  const tree = buildTree(list.recipients);
  if (tree.root !== terms.root) {
    throw new PolityError("nothing can be claimed with this list: its tree is another than the vote's", {
      hint: "tell those who proposed it; distribute verify shows what differs",
    });
  }
  return tree.claimsOf(account);
}

/**
 * That the list of a sale has an account.
 * @param text CSV with the column account.
 * @throws PolityError when it is another list, or does not have the account.
 */
export function proofIn(text: string, file: string, root: string, account: string): string[] {
  const tree = buildAccountTree(parseAccounts(text, { file }));
  if (tree.root !== root) {
    throw new PolityError(`${file} is not the list of this sale`, {
      hint: "take the list that was published with the proposal",
    });
  }
  const proof = tree.proofOf(account);
  if (proof) return proof;
  throw new PolityError(`the list does not have ${account}`, { hint: "buy with an account that it has" });
}
