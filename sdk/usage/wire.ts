import { decodeBase64, encodeBase64, getAddress, toUtf8Bytes, toUtf8String } from "ethers";
import * as z from "zod";

/** The headers of x402, version 2. */
export const ASKS = "PAYMENT-REQUIRED";
export const PAYS = "PAYMENT-SIGNATURE";
export const ANSWERS = "PAYMENT-RESPONSE";
export const SCHEME = "batch-settlement";
/** Deposits without a transaction of the payer's own: by a permit of ERC-2612 for Permit2. */
export const SPONSORING = "eip2612GasSponsoring";

/** Names of what is wrong with a payment, which stock clients know: the first two say how to go on. */
export const REFUSALS = {
  mismatch: "invalid_batch_settlement_evm_cumulative_amount_mismatch",
  below: "invalid_batch_settlement_evm_cumulative_below_claimed",
  signature: "invalid_batch_settlement_evm_voucher_signature",
  balance: "invalid_batch_settlement_evm_cumulative_exceeds_balance",
  channel: "invalid_batch_settlement_evm_channel_id_mismatch",
  receiver: "invalid_batch_settlement_evm_receiver_mismatch",
  payload: "invalid_batch_settlement_evm_payload_type",
  busy: "invalid_batch_settlement_evm_channel_busy",
  deposit: "invalid_batch_settlement_evm_deposit_transaction_failed",
  tooSmall: "invalid_batch_settlement_evm_deposit_below_min_deposit",
  leaving: "invalid_batch_settlement_evm_insufficient_balance",
} as const;
export type Refusal = (typeof REFUSALS)[keyof typeof REFUSALS];

/** The longest header that is read: a payment with a deposit takes about 3,000 characters. */
const MAX_HEADER = 16_384;
const UINT128 = 2n ** 128n;

const amount = z
  .string()
  .regex(/^\d{1,39}$/)
  .transform(BigInt)
  .refine((value) => value < UINT128);
const word = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);
const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((value) => getAddress(value.toLowerCase()));
const hash = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((value) => value.toLowerCase());
const signature = z.string().regex(/^0x([0-9a-fA-F]{2}){1,1024}$/);

const channel = z.object({
  ...{ payer: address, payerAuthorizer: address, receiver: address, receiverAuthorizer: address },
  ...{
    token: address,
    withdrawDelay: z
      .int()
      .min(0)
      .max(2 ** 40 - 1),
    salt: hash,
  },
});
const voucher = z.object({ channelId: hash, maxClaimableAmount: amount, signature });
const permit2Authorization = z.object({
  ...{ from: address, permitted: z.object({ token: address, amount }), spender: address },
  ...{ nonce: word, deadline: word, witness: z.object({ channelId: hash }), signature },
});
const payment = z.object({
  x402Version: z.literal(2),
  accepted: z.object({ scheme: z.literal(SCHEME), network: z.string().max(64) }),
  payload: z.discriminatedUnion("type", [
    z.object({ type: z.literal("voucher"), channelConfig: channel, voucher }),
    z.object({
      ...{ type: z.literal("deposit"), channelConfig: channel, voucher },
      deposit: z.object({ amount, authorization: z.object({ permit2Authorization }) }),
    }),
  ]),
  extensions: z
    .object({
      // Clients send back what was offered where they have nothing to sign: that is no permit.
      [SPONSORING]: z
        .object({
          info: z.object({
            ...{ from: address, asset: address, spender: address },
            ...{ amount, deadline: word, signature },
          }),
        })
        .optional()
        .catch(undefined),
    })
    .optional(),
});
/** What a payer sends with a request. */
export type Payment = z.output<typeof payment>;

/** Reads a payment, or nothing where this scheme does not know it. */
export const parsePayment = (header: string): Payment | undefined => parsed(payment, header);

const accept = z.object({
  ...{ scheme: z.literal(SCHEME), network: z.string().max(64), asset: address, payTo: address },
  amount,
  maxTimeoutSeconds: z
    .int()
    .min(1)
    .max(86_400 * 365),
  extra: z.object({
    receiverAuthorizer: address,
    withdrawDelay: z
      .int()
      .min(0)
      .max(2 ** 40 - 1),
    ...{ name: z.string().max(128), version: z.string().max(32), assetTransferMethod: z.literal("permit2") },
    minDeposit: amount.optional(),
    channelState: z.object({ chargedCumulativeAmount: amount.optional() }).optional(),
    voucherState: z
      .object({ signedMaxClaimable: amount.optional(), signature: signature.optional() })
      .optional(),
  }),
});
const asked = z.object({
  x402Version: z.literal(2),
  error: z.string().max(256).optional(),
  accepts: z.array(z.unknown()).max(32),
});
/** What a provider asks for. */
export type Asked = { error?: string | undefined; accept: z.output<typeof accept> };

/** What a provider asks for by this scheme, or nothing where it asks for something else. */
export function parseAsked(header: string): Asked | undefined {
  const found = parsed(asked, header);
  const offers = found?.accepts.flatMap((one) => {
    const offer = accept.safeParse(one);
    return offer.success ? [offer.data] : [];
  });
  const first = offers?.[0];
  return first && { error: found?.error, accept: first };
}

const answered = z.object({
  success: z.boolean(),
  extra: z.object({ chargedAmount: amount.optional() }).optional(),
});
/** What was charged, by what a provider says. */
export const parseCharged = (header: string): bigint | undefined => {
  const found = parsed(answered, header);
  return found?.success ? (found.extra?.chargedAmount ?? 0n) : undefined;
};

/** A header's value: JSON in base64, with amounts as decimal numbers. */
export const encodeHeader = (value: object): string =>
  encodeBase64(
    toUtf8Bytes(JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? String(one) : one))),
  );

function parsed<T>(schema: z.ZodType<T>, header: string): T | undefined {
  if (header.length > MAX_HEADER) return undefined;
  try {
    return schema.safeParse(JSON.parse(toUtf8String(decodeBase64(header)))).data;
  } catch {
    return undefined;
  }
}
