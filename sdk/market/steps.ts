import { IERC20__factory } from "../../typechain-types/factories/@openzeppelin/contracts/token/ERC20/IERC20__factory";
import type { Provider, Signer, TransactionReceipt } from "ethers";

import type { Market } from "../../typechain-types/contracts/market/Market";
import { allow } from "../court/allow";
import { PolityError } from "../errors";
import { findEvents } from "../events";
import { eventsOf, send } from "../transaction";
import { voucherSignerOf, type Channel } from "../usage/channel";
import { signDeposit } from "../usage/payer";
import type { ChannelState, Settlement } from "../usage/settlement";
import { PERMIT2 } from "./bounds";
import { readService } from "./read";

/** What a provider lists; amounts in base units. */
export interface NewService {
  kind: number;
  developerBps: bigint;
  stake: bigint;
  metadata: string;
  uri: string;
}

/** Lists a service with a stake, which is approved first, as far as that is needed. */
export async function listService(
  market: Market,
  signer: Signer,
  { uri, ...listing }: NewService,
): Promise<{ service: bigint; till: string; receipt: TransactionReceipt }> {
  const token = IERC20__factory.connect(await market.TOKEN(), market.runner);
  await allow(token, signer, await market.getAddress(), listing.stake);
  const receipt = await send(signer, market.list.populateTransaction(listing, uri));
  const [{ service, till }] = (await eventsOf(market, receipt, "ServiceListed")) as unknown as [
    { service: bigint; till: string },
  ];
  return { service, till, receipt };
}

/** Who claims for a service, by what its provider said. */
export async function readAuthorizers(market: Market, service: bigint, fromBlock: number): Promise<string[]> {
  const named = await findEvents(market, market.filters.AuthorizerAdded(service), { fromBlock });
  return [...new Set(named.map(({ args }) => args.authorizer))];
}

/** A channel that is on the chain. */
export interface FoundChannel {
  id: string;
  channel: Channel;
  state: ChannelState;
}

/** What is known of a channel that is looked for: with stock clients the wait is the gateway's, and the salt 0. */
export interface Sought {
  payer: string;
  token: string;
  withdrawDelay: number;
  salt: string;
}

/** The channels of a payer to a service: whoever may claim, and whoever signs, payer or nobody in particular. */
export async function findChannels(
  market: Market,
  settlement: Settlement,
  service: bigint,
  { payer, token, withdrawDelay, salt }: Sought,
  fromBlock: number,
): Promise<FoundChannel[]> {
  const [{ till }, authorizers] = await Promise.all([
    readService(market, service),
    readAuthorizers(market, service, fromBlock),
  ]);
  const found = await Promise.all(
    authorizers.flatMap((receiverAuthorizer) =>
      [payer, NOBODY].map(async (payerAuthorizer): Promise<FoundChannel> => {
        const channel = {
          payer,
          payerAuthorizer,
          receiver: till,
          receiverAuthorizer,
          token,
          withdrawDelay,
          salt,
        };
        const id = settlement.idOf(channel);
        return { id, channel, state: await settlement.stateOf(id) };
      }),
    ),
  );
  return found.filter(({ channel, state }) => voucherSignerOf(channel) === payer && state.balance > 0n);
}

/**
 * A channel to a service that is not there yet: for the first account that its provider has named, and signed for by the payer.
 * @throws PolityError if the service is off the list, its provider leaves, or nobody claims for it.
 */
export async function newChannel(
  market: Market,
  service: bigint,
  { payer, token, withdrawDelay, salt }: Sought,
  fromBlock: number,
): Promise<Channel> {
  const [{ till, status, exitAt }, [receiverAuthorizer]] = await Promise.all([
    readService(market, service),
    readAuthorizers(market, service, fromBlock),
  ]);
  if (status !== "listed" || exitAt !== undefined)
    throw new PolityError(`service ${service} is ${status === "listed" ? "about to leave" : status}`, {
      hint: "pay one that is on the list",
    });
  if (receiverAuthorizer === undefined)
    throw new PolityError(`nobody claims for service ${service}`, {
      hint: "its provider names somebody first",
    });
  return { payer, payerAuthorizer: payer, receiver: till, receiverAuthorizer, token, withdrawDelay, salt };
}

/**
 * Puts money into a channel of the signer's. What x402 takes it by, Permit2, is let have exactly the amount: by a permit where
 * the token is known to take one, else by an approval that is sent first.
 * @throws PolityError when the balance is too low, and as {@link send} does.
 */
export async function topUp(
  signer: Signer,
  provider: Provider,
  settlement: Settlement,
  channel: Channel,
  amount: bigint,
  { permits }: { permits: boolean },
): Promise<TransactionReceipt> {
  const token = IERC20__factory.connect(channel.token, provider);
  const balance = await token.balanceOf(channel.payer);
  if (balance < amount)
    throw new PolityError(`${channel.payer} has less of the token than that`, {
      hint: "put in less, or get more first; locked and staked tokens do not count",
    });
  if (!permits) await allow(token, signer, PERMIT2, amount);
  const collection = await signDeposit(signer, provider, settlement.where, channel, amount);
  return send(signer, settlement.deposit(channel, amount, collection));
}

const NOBODY = "0x0000000000000000000000000000000000000000";

/** Disputes what was paid through a channel, with the arbitrator's fee. */
export async function disputePayment(
  market: Market,
  signer: Signer,
  service: bigint,
  channel: Channel,
  amount: bigint,
): Promise<{ disputeId: bigint; caseId: bigint; cost: bigint; receipt: TransactionReceipt }> {
  const [{ stake }, { factor }] = await Promise.all([readService(market, service), market.terms()]);
  const worth = amount * (1n + factor);
  const cost = await market.disputeCost(worth < stake ? worth : stake);
  const receipt = await send(
    signer,
    market.dispute.populateTransaction(service, channel, amount, { value: cost }),
  );
  const [{ disputeId }] = (await eventsOf(market, receipt, "PaymentDisputed")) as unknown as [
    { disputeId: bigint },
  ];
  const { disputeId: caseId } = await market.disputeOf(disputeId);
  return { disputeId, caseId, cost, receipt };
}
