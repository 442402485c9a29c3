import * as distribution from "@polity/sdk/distribution";
import { readText } from "../../scripts/lib/text";
import { units } from "./holders";
import { PEOPLE, type PersonName } from "./people";
import type { World } from "./world";

/** A sale that a vote opens: whole tokens that each buys, and when it is over. */
export interface PlannedSale {
  day: number;
  over: number;
  buyers: Partial<Record<PersonName, number>>;
}

/** Puts a sale's purchases and its settling into the calendar; whoever bought gets a vesting vault by anybody's hand. */
export function planSale(world: World, { day, over, buyers }: PlannedSale): void {
  const { calendar, network, signer, diary } = world;
  const sale = distribution.requireSale(network);
  const all = Object.entries(buyers) as [PersonName, number][];
  for (const [i, [name, amount]] of all.entries())
    calendar.on(day + i, async () => {
      await distribution.buy(sale, await signer(name), { saleId: 1n, amount: units(amount) });
      diary.write("bought", { by: PEOPLE[name], amount: units(amount) });
    });
  calendar.on(over, async () => {
    const june = await signer("june");
    await distribution.settleSale(sale, june, await distribution.readSale(sale, 1n));
    for (const [name] of all) await distribution.claimPurchase(sale, june, 1n, PEOPLE[name]);
  });
}

/** Everybody on a list gets what a vote decided about, by June's hand. @param file The list. */
export function planClaims({ calendar, network, signer, diary }: World, day: number, file: string): void {
  const distributor = distribution.requireDistributor(network);
  calendar.on(day, async () => {
    const { recipients } = distribution.parseList(readText(file, "name the list"));
    const tree = distribution.buildTree(recipients);
    await distribution.claimLeaves(distributor, await signer("june"), 1n, tree.claims());
    for (const { account, amount } of recipients) diary.write("claimed", { account, amount });
  });
}
