import { formatUnits, readTokenUnit } from "@polity/sdk/calls/token";
import { heldVotes } from "@polity/sdk/votes";
import type { Site } from "../../data/network";
import type { Ask } from "../../shell/section";
import { isNobody } from "./account/read";

/** Tokens in the wallet that could vote, and count for nobody. */
export async function asks({ network }: Site, account: string): Promise<Ask[]> {
  if (!heldVotes(network)) return [];
  const { token, addresses } = network;
  const [held, delegatee] = await Promise.all([token.balanceOf(account), token.delegates(account)]);
  if (held === 0n || !isNobody(delegatee)) return [];
  const unit = await readTokenUnit(network, addresses.GovernanceToken);
  return [{ what: `Choose for whom your ${formatUnits(held, unit)} vote: now for nobody`, href: "/account" }];
}
