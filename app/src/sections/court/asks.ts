import { readJuror, readOpenCases, seatsOf } from "@polity/sdk/court/cases";
import { getBlock } from "@polity/sdk/provider";
import type { Site } from "../../data/network";
import type { Ask } from "../../shell/section";

/** What a juror has to vote on and to reveal, and what court and disputed budgets have for an account. */
export async function asks({ network }: Site, account: string): Promise<Ask[]> {
  const { court, disputedBudgets, governor } = network;
  if (!court && !disputedBudgets) return [];
  const { number, timestamp } = await getBlock(governor.runner!.provider!, "latest");
  const [cases, juror, bonds] = await Promise.all([
    court ? readOpenCases(court, number) : [],
    court && readJuror(court, account),
    disputedBudgets?.bondsOf(account),
  ]);
  const duties = cases.flatMap((view): Ask[] => {
    const { id, phase, until } = view;
    const own = seatsOf(view, account).map(({ ballot }) => ballot);
    const due = { href: "/court", ...(until !== undefined && { until }) };
    if (phase === "committing" && own.includes("open"))
      return [{ what: `Vote as a juror in case ${id}`, ...due }];
    if (phase === "revealing" && own.includes("committed"))
      return [{ what: `Reveal your vote in case ${id}, or lose the slice`, ...due }];
    return [];
  });
  const isThere =
    (juror && (juror.credit > 0n || (juror.exit > 0n && timestamp >= juror.exitTime))) || (bonds ?? 0n) > 0n;
  return [...duties, ...(isThere ? [{ what: "Take what the court has for you", href: "/court" }] : [])];
}
