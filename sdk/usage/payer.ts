import { Contract, hexlify, randomBytes, type Provider, type Signer } from "ethers";

import { PolityError } from "../errors";
import { COLLECTOR, PERMIT2 } from "../market/bounds";
import { channelIdOf, type Channel, type Where } from "./channel";
import type { Collection, Settlement } from "./settlement";
import { isSignedBy, signVoucher } from "./voucher";
import {
  ANSWERS,
  ASKS,
  encodeHeader,
  parseAsked,
  parseCharged,
  PAYS,
  REFUSALS,
  SPONSORING,
  type Asked,
} from "./wire";
import { PERMIT } from "../token/permit";

const TOKEN = [
  "function name() view returns (string)",
  "function nonces(address) view returns (uint256)",
  "function allowance(address,address) view returns (uint256)",
];
const TRANSFER = {
  PermitWitnessTransferFrom: [
    { name: "permitted", type: "TokenPermissions" },
    { name: "spender", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
    { name: "witness", type: "DepositWitness" },
  ],
  TokenPermissions: [
    { name: "token", type: "address" },
    { name: "amount", type: "uint256" },
  ],
  DepositWitness: [{ name: "channelId", type: "bytes32" }],
};
/** How long a deposit that was signed can be made, in seconds. */
const FOR = 600n;

/** Signs for a deposit: the transfer, and the approval of Permit2 where that is missing. */
export async function signDeposit(
  signer: Signer,
  provider: Provider,
  where: Where,
  channel: Channel,
  amount: bigint,
): Promise<Collection> {
  const { chainId } = where;
  const token = new Contract(channel.token, TOKEN, provider);
  const [block, allowance] = (await Promise.all([
    provider.getBlock("latest"),
    token.getFunction("allowance")(channel.payer, PERMIT2),
  ])) as [{ timestamp: number }, bigint];
  const deadline = BigInt(block.timestamp) + FOR;
  const nonce = BigInt(hexlify(randomBytes(32)));
  const signature = await signer.signTypedData(
    { name: "Permit2", chainId, verifyingContract: PERMIT2 },
    TRANSFER,
    {
      ...{ permitted: { token: channel.token, amount }, spender: COLLECTOR, nonce, deadline },
      witness: { channelId: channelIdOf(where, channel) },
    },
  );
  if (allowance >= amount) return { nonce, deadline, signature };
  const [name, nonceOfPermit] = (await Promise.all([
    token.getFunction("name")(),
    token.getFunction("nonces")(channel.payer),
  ])) as [string, bigint];
  const permit = await signer.signTypedData(
    { name, version: "1", chainId, verifyingContract: channel.token },
    PERMIT,
    { owner: channel.payer, spender: PERMIT2, value: amount, nonce: nonceOfPermit, deadline },
  );
  return { nonce, deadline, signature, permit: { amount, deadline, signature: permit } };
}

/** What somebody pays, and to whom: what a gateway asks for beyond it is refused. */
export interface Limits {
  till: string;
  authorizer: (account: string) => Promise<boolean>;
  token: string;
  /** The most for a request, and in a channel at once, in base units. */
  perRequest: bigint;
  deposit: bigint;
  salt: string;
  /** The longest wait for what was not used, in seconds. */
  withdrawDelay: number;
}

/** Pays gateways of a service, request by request. It remembers what was charged, and believes no gateway beyond it. */
export class Payer {
  readonly #charged = new Map<string, bigint>();

  constructor(
    readonly signer: Signer & { readonly address: string },
    readonly provider: Provider,
    readonly settlement: Settlement,
    readonly limits: Limits,
  ) {}

  /** Makes a request, and pays for it where the answer asks for that; corrected once by what the gateway can prove. */
  async fetch(url: string, init: RequestInit): Promise<{ response: Response; charged: bigint }> {
    let response = await fetch(url, init);
    for (let attempt = 0; response.status === 402 && attempt < 2; attempt++) {
      const asked = parseAsked(response.headers.get(ASKS) ?? "");
      if (!asked) throw new PolityError(`${url} asks for a payment that this market's services do not take`);
      if (attempt > 0 && !(await this.#correct(asked))) break;
      const { accept } = asked;
      const channel = await this.channelOf(asked);
      const headers = new Headers(init.headers);
      headers.set(PAYS, encodeHeader(await this.#pay(channel, accept)));
      response = await fetch(url, { ...init, headers });
      const charged = parseCharged(response.headers.get(ANSWERS) ?? "");
      if (charged === undefined) continue;
      if (charged > accept.amount)
        throw new PolityError(
          `${url} says that it has charged ${charged} base units, and asked for ${accept.amount}`,
        );
      const id = this.settlement.idOf(channel);
      this.#charged.set(id, (this.#charged.get(id) ?? 0n) + charged);
      return { response, charged };
    }
    if (response.status === 402) {
      const error = parseAsked(response.headers.get(ASKS) ?? "")?.error ?? "without a reason";
      throw new PolityError(`${url} does not take the payment: ${error}`, {
        hint: "look at the channel with usage state; another client may be using it",
      });
    }
    return { response, charged: 0n };
  }

  /** The channel that is paid through. @throws PolityError for what this payer has not agreed to. */
  async channelOf({ accept }: Asked): Promise<Channel> {
    const { payTo, asset, amount, network, extra } = accept;
    const { limits } = this;
    const no = (what: string, hint: string) => {
      throw new PolityError(`the gateway asks for ${what}`, { hint });
    };
    if (network !== `eip155:${this.settlement.where.chainId}`)
      no(`a payment on ${network}`, "use a gateway of this chain");
    if (payTo !== limits.till)
      no(
        `a payment to ${payTo}, which is not the service's till`,
        "what is paid there cannot be rated or disputed",
      );
    if (asset !== limits.token) no(`a payment in ${asset}`, "pay in a token that you have agreed to");
    if (amount > limits.perRequest)
      no(`${amount} base units for a request`, "raise the limit, or ask for a shorter answer");
    if (extra.withdrawDelay > limits.withdrawDelay)
      no(`a channel whose money comes back after ${extra.withdrawDelay} seconds`, "use another gateway");
    if (!(await limits.authorizer(extra.receiverAuthorizer)))
      no(
        `a channel that ${extra.receiverAuthorizer} claims, whom the provider has not named`,
        "what is paid there cannot be rated or disputed",
      );
    return {
      ...{ payer: this.signer.address, payerAuthorizer: this.signer.address, receiver: payTo, token: asset },
      ...{ receiverAuthorizer: extra.receiverAuthorizer, withdrawDelay: extra.withdrawDelay },
      salt: limits.salt,
    };
  }

  async #pay(channel: Channel, accept: Asked["accept"]): Promise<object> {
    const { where } = this.settlement;
    const id = this.settlement.idOf(channel);
    const { balance, claimed } = await this.settlement.stateOf(id);
    const known = this.#charged.get(id) ?? 0n;
    const charged = known > claimed ? known : claimed;
    this.#charged.set(id, charged);
    const ceiling = charged + accept.amount;
    const { signature } = await signVoucher(this.signer, where, id, ceiling);
    const voucher = { channelId: id, maxClaimableAmount: ceiling, signature };
    const { extra, ...rest } = accept;
    const payment = { x402Version: 2, accepted: { ...rest, extra } };
    if (ceiling <= balance)
      return { ...payment, payload: { type: "voucher", channelConfig: channel, voucher } };
    const least = ceiling - balance;
    const wanted = [least, extra.minDeposit ?? 0n, this.limits.deposit].reduce((a, b) => (a > b ? a : b));
    if (wanted > this.limits.deposit)
      throw new PolityError(`the gateway asks for a deposit of ${wanted} base units`, {
        hint: "raise the limit of what is put into a channel",
      });
    const {
      nonce,
      deadline,
      signature: collected,
      permit,
    } = await signDeposit(...([this.signer, this.provider, where, channel, wanted] as const));
    const { payer, token } = channel;
    const permit2Authorization = {
      ...{ from: payer, permitted: { token, amount: wanted }, spender: COLLECTOR, nonce, deadline },
      ...{ witness: { channelId: id }, signature: collected },
    };
    const info = permit && { from: payer, asset: token, spender: PERMIT2, ...permit };
    return {
      ...payment,
      payload: {
        ...{ type: "deposit", channelConfig: channel, voucher },
        deposit: { amount: wanted, authorization: { permit2Authorization } },
      },
      ...(info && { extensions: { [SPONSORING]: { info } } }),
    };
  }

  /** Takes over what a gateway says was charged, where this payer's own signature covers it. */
  async #correct(asked: Asked): Promise<boolean> {
    if (asked.error !== REFUSALS.mismatch && asked.error !== REFUSALS.below) return false;
    const id = this.settlement.idOf(await this.channelOf(asked));
    const { claimed } = await this.settlement.stateOf(id);
    const { channelState, voucherState } = asked.accept.extra;
    const charged = channelState?.chargedCumulativeAmount;
    const { signedMaxClaimable: ceiling, signature } = voucherState ?? {};
    if (charged === undefined || ceiling === undefined || signature === undefined) {
      this.#charged.set(id, claimed);
      return true;
    }
    const isMine = isSignedBy(this.signer.address, this.settlement.where, {
      channelId: id,
      ceiling,
      signature,
    });
    if (!isMine || charged > ceiling || charged < claimed) return false;
    this.#charged.set(id, charged);
    return true;
  }
}
