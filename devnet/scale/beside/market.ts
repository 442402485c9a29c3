import { id, parseEther, type Wallet } from "ethers";

import { LOCAL_ACCOUNTS } from "../../../config";
import { Till__factory } from "../../../typechain-types/factories/contracts/market/Till__factory";
import { DAY, send } from "@polity/sdk";
import * as market from "@polity/sdk/market";
import { appSalt, settlementOf, signDeposit, signVoucher, type Channel } from "@polity/sdk/usage";
import type { Compare } from "../compare";
import type { Stage } from "./stage";

/** A service of the list. */
interface Listed {
  number: bigint;
  till: string;
  provider: Wallet;
  kind: number;
  stake: bigint;
  metadata: string;
}

/** What somebody has paid for a service, through a channel. */
export interface Payment {
  service: Listed;
  payer: Wallet;
  channel: Channel;
}

export interface Services {
  listed: Listed[];
  paid: Payment[];
  /** What rulings have given payers, by their addresses. */
  owed: Map<string, bigint>;
}

const PAID = parseEther("100");
const URI = "ipfs://card";
const BPS = 10_000n;

/** What services and payers need, in base units. */
export const forServices = (services: number, minStake: bigint): bigint =>
  BigInt(services) * minStake + BigInt(payersOf(services)) * 2n * PAID;
const payersOf = (services: number) => Math.ceil(services / 5);

/** Providers list services; every fifth is paid through a channel, and what came is claimed, swept and attributed. */
export async function runServices(stage: Stage): Promise<Services> {
  const { network, model, provider, bySender, batch, config, size } = stage;
  const [list, { registry, token, addresses }] = [market.requireMarket(network), network];
  const { minStake: stake, minDeveloperBps: developerBps } = await market.readListingTerms(list, registry);
  const providers = await stage.people("provider", Math.ceil(size.services / 10));
  const payers = await stage.people("payer", payersOf(size.services));
  const services = Array.from({ length: size.services }, (_, i) => ({
    ...{ provider: providers[i % providers.length]!, kind: i % config.market!.kinds.length },
    ...{ stake, metadata: id(`card ${i}`), isPaid: i % 5 === 0, i },
  }));
  await stage.pay("tokens to providers and payers", [
    ...services.map(({ provider }) => ({ to: provider.address, amount: stake })),
    ...payers.map(({ address }) => ({ to: address, amount: 2n * PAID })),
  ]);
  // One approval for all that a provider lists.
  const each = BigInt(Math.ceil(services.length / providers.length)) * stake;
  const approve = async (provider: Wallet) =>
    void (await send(provider, token.approve.populateTransaction(list, each)));
  await stage.each("approvals of providers", providers, approve, stage.atOnce);
  const byProvider = ({ provider }: { provider: Wallet }) => provider.address;
  const found: Listed[] = [];
  await bySender("services", services, byProvider, async ({ provider, isPaid, i, kind, metadata }) => {
    const listing = { kind, developerBps, stake, metadata, uri: URI };
    const { service: number, till } = await market.listService(list, provider, listing);
    found[i] = { number, till, provider, kind, stake, metadata };
    model.move(provider.address, addresses.Market!, stake);
    if (isPaid) await send(provider, list.addAuthorizer.populateTransaction(number, provider));
  });

  const { chainId } = await provider.getNetwork();
  const settlement = settlementOf({ chainId, settlement: await list.SETTLEMENT() }, provider);
  const where = settlement.where.settlement;
  model.mint(where, await token.balanceOf(where));
  const paid = payers.map((payer, i): Payment => {
    const service = found[5 * i]!;
    const { address } = payer;
    return {
      ...{ service, payer },
      channel: {
        ...{ payer: address, payerAuthorizer: address, receiver: service.till },
        ...{ receiverAuthorizer: service.provider.address, token: addresses.GovernanceToken },
        ...{ withdrawDelay: DAY, salt: appSalt(LOCAL_ACCOUNTS.dan) },
      },
    };
  });
  const byService = ({ service }: Payment) => service.provider.address;
  await bySender("payments", paid, byService, async ({ service, payer, channel }) => {
    const signed = await signDeposit(payer, provider, settlement.where, channel, 2n * PAID);
    await send(service.provider, settlement.deposit(channel, 2n * PAID, signed));
    model.move(payer.address, where, 2n * PAID);
    const voucher = await signVoucher(payer, settlement.where, settlement.idOf(channel), PAID);
    await send(service.provider, settlement.claim([{ channel, voucher, charged: PAID }]));
  });
  const { usageBps, burnBps } = await list.keys();
  const [usage, burn] = await Promise.all([usageBps, burnBps].map((key) => registry.getUint(key)));
  const tills = paid.map(({ service, channel }) => ({
    channel,
    till: Till__factory.connect(service.till, provider),
  }));
  await batch(
    "sweeps",
    30,
    tills.map(({ till }) => till.sweep.populateTransaction(token)),
  );
  await batch(
    "attributions",
    50,
    tills.map(({ till, channel }) => till.attribute.populateTransaction([channel])),
  );
  for (const { service } of paid) {
    const fee = (PAID * usage!) / BPS;
    const burned = (fee * burn!) / BPS;
    model.move(where, service.till, PAID);
    model.burn(service.till, burned);
    model.move(service.till, model.at.treasury, fee - burned);
  }
  return { listed: found, paid, owed: new Map() };
}

/** Holds the market's list and what it owes against the model. */
export async function checkServices({ network }: Stage, { listed, owed }: Services, compare: Compare) {
  const list = market.requireMarket(network);
  const line = ({
    provider,
    kind,
    stake,
    status,
  }: Pick<market.Service, "provider" | "kind" | "stake" | "status">) =>
    `${status} of ${provider}, kind ${kind}, stake ${stake}`;
  await compare("services", listed, async ({ number, provider: { address: provider }, kind, stake }) => [
    `service ${number}`,
    line(await market.readService(list, number)),
    line({ provider, kind, stake, status: "listed" }),
  ]);
  await compare("refunds of payments", [...owed], async ([payer, amount]) => [
    payer,
    await list.creditOf(payer),
    amount,
  ]);
}

/** What is disputed of a payment, in base units. */
export const DISPUTED = PAID / 2n;
