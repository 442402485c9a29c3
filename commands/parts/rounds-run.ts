import { getBytes } from "ethers";

import { contentHash } from "@polity/sdk/core/content";
import { PolityError } from "@polity/sdk/errors";
import { buildTree } from "@polity/sdk/distribution/tree";
import { outcomeOf, scoresOf, type RoundsProgramView, type RoundView, type Share } from "@polity/sdk/rounds";
import { readText } from "../../scripts/lib/text";
import { readBundle } from "./rounds";

/** The shares in a file that `round compute` has written, and its text. */
export function readShareFile(
  file: string,
  round: Pick<RoundView, "id" | "seed">,
): { shares: Share[]; text: string } {
  const hint = "round compute writes one for this round";
  const text = readText(file, hint);
  let read: Record<string, unknown>;
  try {
    read = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch (cause) {
    throw new PolityError(`${file} is no JSON`, { hint, cause });
  }
  if (read.format !== "polity-shares-v1" || read.round !== `${round.id}` || read.seed !== round.seed)
    throw new PolityError(`${file} has no shares of round ${round.id}`, { hint });
  const shares = (Array.isArray(read.shares) ? read.shares : []).map((each: unknown): Share => {
    const { account, amount } = Object(each) as { account?: unknown; amount?: unknown };
    if (!/^0x[0-9a-fA-F]{40}$/.test(String(account)) || !/^\d{1,39}$/.test(String(amount)))
      throw new PolityError(`${file} has a share without an address or an amount`, { hint });
    return { account: String(account), amount: BigInt(String(amount)) };
  });
  return { shares, text };
}

/** What a runner commits to and reveals, from the file of its run. */
export function revealedBy(
  file: string,
  round: RoundView,
  { computes }: Pick<RoundsProgramView, "computes">,
): { result: Uint8Array; bundleHash: string } {
  if (computes) {
    const { shares, text } = readShareFile(file, round);
    const result = shares.length > 0 ? getBytes(buildTree(shares).root) : new Uint8Array();
    return { result, bundleHash: contentHash(text) };
  }
  const { bundle, text } = readBundle(file);
  if (
    bundle.round !== `${round.id}` ||
    bundle.seed !== round.seed ||
    contentHash(bundle.recipe) !== round.recipe
  )
    throw new PolityError(`${file} is the bundle of another round, seed or recipe`, {
      hint: "collect and run this round",
    });
  if (bundle.entries.length !== round.count)
    throw new PolityError(`${file} has ${bundle.entries.length} entries, and the round ${round.count}`, {
      hint: "collect it again",
    });
  return { result: scoresOf(outcomeOf(bundle)), bundleHash: contentHash(text) };
}
