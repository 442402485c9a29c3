import { recoverAddress, type Signer } from "ethers";

import { domainOf, hashing, type Where } from "./channel";

/** A promise that up to `ceiling` can be claimed out of a channel, over all time. A higher one replaces it. */
export interface Voucher {
  channelId: string;
  /** In base units of the channel's token. */
  ceiling: bigint;
  signature: string;
}

const VOUCHER = {
  Voucher: [
    { name: "channelId", type: "bytes32" },
    { name: "maxClaimableAmount", type: "uint128" },
  ],
};

const voucherHash = hashing(VOUCHER);

export async function signVoucher(
  signer: Pick<Signer, "signTypedData">,
  where: Where,
  channelId: string,
  ceiling: bigint,
): Promise<Voucher> {
  const signature = await signer.signTypedData(domainOf(where), VOUCHER, {
    ...{ channelId, maxClaimableAmount: ceiling },
  });
  return { channelId, ceiling, signature };
}

/**
 * Whether an account signed a voucher. A wallet that is a contract signs by a key of its own, which its channel names as
 * `payerAuthorizer`.
 */
export function isSignedBy(
  account: string,
  where: Where,
  { channelId, ceiling, signature }: Voucher,
): boolean {
  try {
    const message = { channelId, maxClaimableAmount: ceiling };
    return recoverAddress(voucherHash(where, message), signature) === account;
  } catch {
    return false;
  }
}
