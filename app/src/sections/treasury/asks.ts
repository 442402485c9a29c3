import { formatUnits, readTokenUnit } from "@polity/sdk/calls/token";
import { dueInstalments, readRecurring } from "@polity/sdk/treasury/recurring";
import type { Site } from "../../data/network";
import type { Ask } from "../../shell/section";

/** Instalments that are due to the account: nobody is paid before somebody asks for it. */
export async function asks({ network }: Site, account: string): Promise<Ask[]> {
  const { treasury } = network;
  if (!treasury) return [];
  const { number, timestamp } = (await treasury.runner!.provider!.getBlock("latest"))!;
  const due = dueInstalments(await readRecurring(treasury, number), timestamp);
  return Promise.all(
    due
      .filter(({ payee }) => payee === account)
      .map(async ({ id, amount, token }) => {
        const sum = formatUnits(amount, await readTokenUnit(network, token));
        return { what: `Have ${sum} of recurring payment ${id} paid to you`, href: "/treasury" };
      }),
  );
}
