import { id as hashText, type Signer } from "ethers";

import * as sdk from "@polity/sdk";
import { Till__factory } from "../../typechain-types/factories/contracts/market/Till__factory";
import * as market from "@polity/sdk/market";
import { send } from "@polity/sdk/transaction";
import { appSalt, settlementOf, signDeposit, signVoucher, type Channel } from "@polity/sdk/usage";
import { pay, units } from "./holders";
import { PEOPLE, type PersonName } from "./people";
import type { World } from "./world";

/** A service that is listed, and who pays for it through which app. */
export interface Service {
  by: PersonName;
  kind: string;
  what: string;
  day: number;
  /** Whole tokens. */
  stake: number;
  developerBps: bigint;
  /** Each payer has one channel, which an app has brought; what is paid on which day is in whole tokens. */
  payers: readonly {
    name: PersonName;
    app: PersonName;
    paid: readonly (readonly [day: number, amount: number])[];
    stars?: readonly [day: number, stars: bigint];
  }[];
}

/**
 * Puts a service into the calendar. Requests are no transactions: a payer promises by vouchers what they cost, the provider
 * claims them, and June splits what came.
 */
export function planService(
  world: World,
  { by, kind, what, day, stake, developerBps, payers }: Service,
): void {
  const { calendar, config, network, signer, diary } = world;
  const list = market.requireMarket(network);
  const { provider } = list.runner!;
  let listed: { service: bigint; till: string };
  calendar.on(day, async () => {
    const owner = await signer(by);
    listed = await market.listService(list, owner, {
      ...{ kind: config.market!.kinds.indexOf(kind), developerBps, stake: units(stake) },
      ...{ metadata: hashText(what), uri: `ipfs://services/${by}` },
    });
    await send(owner, list.addAuthorizer.populateTransaction(listed.service, owner));
    diary.write("listed", { by: PEOPLE[by] });
  });
  for (const { name, app, paid, stars } of payers) {
    const channelOf = async (): Promise<{ payer: Signer; channel: Channel }> => ({
      payer: await signer(name),
      channel: {
        ...{ payer: PEOPLE[name], payerAuthorizer: PEOPLE[name], receiver: listed.till },
        ...{ receiverAuthorizer: PEOPLE[by], token: network.addresses.GovernanceToken },
        ...{ withdrawDelay: sdk.DAY, salt: appSalt(PEOPLE[app]) },
      },
    });
    const settlementAt = async () => {
      const { chainId } = await provider!.getNetwork();
      return settlementOf({ chainId, settlement: await list.SETTLEMENT() }, provider!);
    };
    let ceiling = 0n;
    for (const [at, amount] of paid)
      calendar.on(at, async () => {
        const [{ payer, channel }, settlement, owner] = await Promise.all([
          channelOf(),
          settlementAt(),
          signer(by),
        ]);
        const charged = units(amount);
        ceiling += charged;
        // Twice as much is put in: the rest is the payer's.
        await pay(world, "cleo", PEOPLE[name], charged * 2n);
        const collected = await signDeposit(payer, provider!, settlement.where, channel, charged * 2n);
        await send(owner, settlement.deposit(channel, charged * 2n, collected));
        const voucher = await signVoucher(payer, settlement.where, settlement.idOf(channel), ceiling);
        await send(owner, settlement.claim([{ channel, voucher, charged: ceiling }]));
        const june = await signer("june");
        const till = Till__factory.connect(listed.till, provider);
        await send(june, till.sweep.populateTransaction(network.token));
        await send(june, till.attribute.populateTransaction([channel]));
        diary.write("sold", { service: PEOPLE[by], amount: charged });
      });
    if (stars)
      calendar.on(stars[0], async () => {
        const { payer, channel } = await channelOf();
        await send(payer, list.rate.populateTransaction(listed.service, channel, stars[1], ""));
        diary.write("rated", { service: PEOPLE[by], stars: stars[1] });
      });
  }
}
