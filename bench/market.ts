import { time } from "@nomicfoundation/hardhat-network-helpers";

import { deployMarket, FEE, ONE, saltOf } from "../test/market/fixture";
import { START, suite, used } from "./suite";

const PAID = 100n * ONE;

/** A service that was paid and swept before, with new money in four channels of two apps, and in four more that are new. */
async function deploy() {
  await time.setNextBlockTimestamp(START);
  const world = await deployMarket();
  const { list, channel, pay, token, market, app, stranger, payer } = world;
  const { id, till } = await list();
  const configs = [app, stranger].flatMap(({ address }) =>
    [0, 1].map((number) => channel(till, { salt: saltOf(address, number) })),
  );
  const fresh = [0, 1, 2, 3].map((number) => channel(till, { salt: saltOf(app.address, 100 + number) }));
  for (const config of configs) await pay(config, PAID);
  await till.sweep(token);
  await till.attribute(configs);
  await market.connect(payer).rate(id, configs[0]!, 5, "");
  for (const config of [...configs, ...fresh]) await pay(config, PAID);
  return { ...world, id, till, configs, fresh };
}

/** What providers, apps and payers pay for; goals are those of the design. */
export const market = suite<Awaited<ReturnType<typeof deploy>>>(
  "market",
  [
    "A service that was swept and rated before. Claims and deposits are x402's contract's, and are not measured here.",
  ],
  deploy,
  [
    {
      name: "list a service, with its till",
      goal: 260_000,
      forced: { limit: 266_000, record: "docs/decisions/0496-a-till-receives-and-splits.md" },
      measure: ({ market, provider, listing }) =>
        used(
          market.connect(provider).list(listing(), "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3ocl"),
        ),
    },
    {
      name: "sweep the network's token",
      goal: 150_000,
      forced: { limit: 228_000, record: "docs/decisions/0496-a-till-receives-and-splits.md" },
      measure: ({ till, token }) => used(till.sweep(token)),
    },
    {
      name: "attribute, four channels, each",
      goal: 35_000,
      measure: async ({ till, token, configs }) => {
        await till.sweep(token);
        return Math.round((await used(till.attribute(configs))) / 4);
      },
    },
    {
      name: "attribute, four channels for the first time, each",
      measure: async ({ till, token, fresh }) => {
        await till.sweep(token);
        return Math.round((await used(till.attribute(fresh))) / 4);
      },
    },
    {
      name: "rate, for the second time in a quarter",
      goal: 85_000,
      measure: ({ market, payer, id, configs }) => used(market.connect(payer).rate(id, configs[0]!, 4, "")),
    },
    {
      name: "dispute a payment",
      measure: ({ market, payer, id, configs }) =>
        used(market.connect(payer).dispute(id, configs[0]!, ONE, { value: FEE })),
    },
    {
      name: "withdraw a provider's income",
      measure: ({ till, token, provider }) => used(till.withdraw(token, provider)),
    },
  ],
);
