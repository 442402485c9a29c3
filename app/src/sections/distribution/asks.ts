import { formatUnits, readTokenUnit } from "@polity/sdk/calls/token";
import { readDistributions } from "@polity/sdk/distribution/distributions";
import { readPurchase, readSales } from "@polity/sdk/distribution/sales";
import type { Site } from "../../data/network";
import type { Ask } from "../../shell/section";
import { linesOf, listBeside } from "./lists";
import { offersOf } from "./offers";

/** What an account bought and does not have, paid for nothing, or could claim from a list that lies beside the page. */
export async function asks(site: Site, account: string): Promise<Ask[]> {
  const [bought, listed] = await Promise.all([ofSales(site, account), ofLists(site, account)]);
  return [...bought, ...listed];
}

async function ofSales({ network }: Site, account: string): Promise<Ask[]> {
  const { sale, addresses } = network;
  if (!sale) return [];
  const over = (await readSales(sale)).filter(({ status }) => status === "succeeded" || status === "failed");
  const asked = over.map(async (each): Promise<Ask[]> => {
    const { claim, refund } = offersOf(each, await readPurchase(sale, each.id, account));
    if (claim > 0n) {
      const sum = formatUnits(claim, await readTokenUnit(network, addresses.GovernanceToken));
      return [{ what: `Take the ${sum} that you bought in sale ${each.id}`, href: "/sales" }];
    }
    if (refund === 0n) return [];
    const sum = formatUnits(refund, await readTokenUnit(network, each.payment));
    return [{ what: `Take ${sum} back from sale ${each.id}, which has failed`, href: "/sales" }];
  });
  return (await Promise.all(asked)).flat();
}

async function ofLists({ network }: Site, account: string): Promise<Ask[]> {
  const { distributor, addresses } = network;
  if (!distributor) return [];
  const open = (await readDistributions(distributor)).filter(({ status }) => status === "open");
  const asked = open.map(async ({ id, listHash, end }): Promise<Ask[]> => {
    const list = await listBeside(listHash);
    const lines = list ? linesOf(list, account) : [];
    const claimed = await Promise.all(lines.map(({ index }) => distributor.isClaimed(id, index)));
    const left = lines.reduce((sum, { amount }, i) => (claimed[i] ? sum : sum + amount), 0n);
    if (left === 0n) return [];
    const sum = formatUnits(left, await readTokenUnit(network, addresses.GovernanceToken));
    return [{ what: `Claim ${sum} of distribution ${id}`, href: "/sales", until: end }];
  });
  return (await Promise.all(asked)).flat();
}
