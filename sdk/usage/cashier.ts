import { COLLECTOR, PERMIT2 } from "../market/bounds";
import { voucherSignerOf, type Channel, type Where } from "./channel";
import type { ChannelState, Collection, Settlement } from "./settlement";
import { isSignedBy, type Voucher } from "./voucher";
import { encodeHeader, parsePayment, REFUSALS, SCHEME, SPONSORING, type Payment, type Refusal } from "./wire";

/** What a provider takes payments by. Amounts are in base units of the token, times in seconds. */
export interface Terms extends Where {
  token: { address: string; name: string; version: string };
  till: string;
  /** Who claims: one that the provider named in the market. */
  authorizer: string;
  withdrawDelay: number;
  /** The least that is put into a channel at once, since the provider pays for that transaction. */
  minDeposit: bigint;
}

/** What a provider knows of a channel: the highest voucher, and how much of it was charged. */
export interface Account {
  channel: Channel;
  voucher: Voucher;
  charged: bigint;
}

/** Where accounts are kept: what is lost there is lost to the provider. */
export interface Accounts {
  get(channelId: string): Promise<Account | undefined>;
  set(channelId: string, account: Account): Promise<void>;
  all(): Promise<Account[]>;
}

/** What a cashier asks of the chain. `deposit` sends the transaction, and ends when it is in a block. */
export interface Chain extends Pick<Settlement, "idOf"> {
  stateOf(channelId: string): Promise<ChannelState>;
  deposit(channel: Channel, amount: bigint, collection: Collection): Promise<void>;
}

/** A request that is paid for, up to what was asked; it ends by exactly one of the two. */
export interface Sale {
  payer: string;
  /** Charges for it, and answers what the response's header says. */
  charge(amount: bigint): Promise<string>;
  /** Charges nothing. */
  release(): void;
}
/** A payment that is not taken: what the header says instead. */
export interface Refused {
  refused: Refusal;
  header: string;
}

/** Takes payments of x402's `batch-settlement` for a till. It knows nothing of what is sold. */
export class Cashier {
  readonly #busy = new Set<string>();

  constructor(
    readonly terms: Terms,
    readonly accounts: Accounts,
    readonly chain: Chain,
  ) {}

  /** What the header of a request says that was not paid, or not right. */
  ask(
    amount: bigint,
    url: string,
    error?: string,
    state: { channel?: object; voucher?: object } = {},
  ): string {
    const { chainId, token, till, authorizer, withdrawDelay, minDeposit } = this.terms;
    return encodeHeader({
      x402Version: 2,
      ...(error !== undefined && { error }),
      resource: { url },
      accepts: [
        {
          ...{ scheme: SCHEME, network: `eip155:${chainId}`, asset: token.address, amount, payTo: till },
          maxTimeoutSeconds: 600,
          extra: {
            ...{ receiverAuthorizer: authorizer, withdrawDelay, name: token.name, version: token.version },
            ...{ assetTransferMethod: "permit2", minDeposit: minDeposit > amount ? minDeposit : amount },
            ...(state.channel && { channelState: state.channel }),
            ...(state.voucher && { voucherState: state.voucher }),
          },
        },
      ],
      extensions: { [SPONSORING]: { info: { description: "Deposits by permit", version: "1" }, schema: {} } },
    });
  }

  /** Takes a payment for a request of at most `amount`. One request of a channel is served at a time. */
  async take(header: string, amount: bigint, url: string): Promise<Sale | Refused> {
    const refuse = (refused: Refusal, state = {}): Refused => ({
      ...{ refused, header: this.ask(amount, url, refused, state) },
    });
    const payment = parsePayment(header);
    if (payment?.accepted.network !== `eip155:${this.terms.chainId}`) return refuse(REFUSALS.payload);
    const { channelConfig: channel, voucher: sent } = payment.payload;
    const { till, authorizer, token, withdrawDelay } = this.terms;
    const isOurs =
      channel.receiver === till &&
      channel.receiverAuthorizer === authorizer &&
      channel.token === token.address;
    if (!isOurs || channel.withdrawDelay !== withdrawDelay) return refuse(REFUSALS.receiver);
    const id = this.chain.idOf(channel);
    if (sent.channelId !== id) return refuse(REFUSALS.channel);
    const voucher = { channelId: id, ceiling: sent.maxClaimableAmount, signature: sent.signature };
    if (!isSignedBy(voucherSignerOf(channel), this.terms, voucher)) return refuse(REFUSALS.signature);
    if (this.#busy.has(id)) return refuse(REFUSALS.busy);
    this.#busy.add(id);
    let isSold = false;
    try {
      const known = await this.accounts.get(id);
      let state = await this.chain.stateOf(id);
      const charged = known && known.charged > state.claimed ? known.charged : state.claimed;
      if (voucher.ceiling !== charged + amount)
        return refuse(voucher.ceiling < state.claimed ? REFUSALS.below : REFUSALS.mismatch, {
          channel: stateExtra(id, state, charged),
          ...(known &&
            known.voucher.ceiling >= charged && {
              voucher: { signedMaxClaimable: known.voucher.ceiling, signature: known.voucher.signature },
            }),
        });
      // What is asked back can be gone before the claim.
      if (state.withdrawing !== 0n) return refuse(REFUSALS.leaving);
      if (payment.payload.type === "deposit") {
        const { deposit } = payment.payload;
        const least = this.terms.minDeposit > amount ? this.terms.minDeposit : amount;
        if (deposit.amount < least) return refuse(REFUSALS.tooSmall);
        if (voucher.ceiling > state.balance + deposit.amount) return refuse(REFUSALS.balance);
        const collection = collectionOf(payment, id, this.terms);
        if (!collection) return refuse(REFUSALS.payload);
        const failed = await this.chain.deposit(channel, deposit.amount, collection).then(
          () => false,
          () => true,
        );
        if (failed) return refuse(REFUSALS.deposit);
        state = await this.chain.stateOf(id);
      }
      if (voucher.ceiling > state.balance) return refuse(REFUSALS.balance);
      await this.accounts.set(id, { channel, voucher, charged });
      isSold = true;
      return this.#sale({ channel, voucher, charged }, amount, state);
    } finally {
      if (!isSold) this.#busy.delete(id);
    }
  }

  #sale(account: Account, most: bigint, state: ChannelState): Sale {
    const id = account.voucher.channelId;
    const { payer } = account.channel;
    const release = () => void this.#busy.delete(id);
    return {
      payer,
      release,
      charge: async (wanted) => {
        const amount = wanted < most ? wanted : most;
        const charged = account.charged + amount;
        try {
          await this.accounts.set(id, { ...account, charged });
        } finally {
          release();
        }
        return encodeHeader({
          ...{ success: true, payer, transaction: "", network: `eip155:${this.terms.chainId}`, amount },
          extra: { chargedAmount: amount, channelState: stateExtra(id, state, charged) },
        });
      },
    };
  }

  /** What can be claimed now: of every channel in which more was charged than claimed, the largest first. */
  async claimable(): Promise<(Account & { due: bigint; withdrawing: boolean })[]> {
    const found = await Promise.all(
      (await this.accounts.all()).map(async (account) => {
        const { claimed, withdrawing } = await this.chain.stateOf(account.voucher.channelId);
        return { ...account, due: account.charged - claimed, withdrawing: withdrawing !== 0n };
      }),
    );
    return found.filter(({ due }) => due > 0n).sort((a, b) => (a.due > b.due ? -1 : 1));
  }
}

const stateExtra = (channelId: string, state: ChannelState, charged: bigint) => ({
  ...{ channelId, balance: state.balance, totalClaimed: state.claimed, chargedCumulativeAmount: charged },
  ...{ withdrawRequestedAt: state.withdrawingSince, refundNonce: "0" },
});

/** What the payer has signed for a deposit, where it is for this channel, this token and this amount. */
function collectionOf(
  { payload, extensions }: Payment,
  id: string,
  { token }: Terms,
): Collection | undefined {
  if (payload.type !== "deposit") return undefined;
  const { amount, authorization } = payload.deposit;
  const { from, permitted, spender, nonce, deadline, witness, signature } =
    authorization.permit2Authorization;
  const { payer } = payload.channelConfig;
  const isIts = from === payer && witness.channelId === id && spender === COLLECTOR;
  if (!isIts || permitted.token !== token.address || permitted.amount !== amount) return undefined;
  const info = extensions?.[SPONSORING]?.info;
  if (!info) return { nonce, deadline, signature };
  const isPermit = info.from === payer && info.asset === token.address && info.spender === PERMIT2;
  if (!isPermit || info.amount !== amount) return undefined;
  const permit = { amount, deadline: info.deadline, signature: info.signature };
  return { nonce, deadline, signature, permit };
}
