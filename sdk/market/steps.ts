import { IERC20__factory } from "../../typechain-types/factories/@openzeppelin/contracts/token/ERC20/IERC20__factory";
import type { Signer, TransactionReceipt } from "ethers";

import type { Market } from "../../typechain-types/contracts/market/Market";
import { allow } from "../court/allow";
import { findEvents } from "../events";
import { eventsOf, send } from "../transaction";
import { voucherSignerOf, type Channel } from "../usage/channel";
import type { ChannelState, Settlement } from "../usage/settlement";
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
