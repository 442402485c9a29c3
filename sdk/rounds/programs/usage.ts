import { inProportion, type Share } from "./shares";

/** A payment for a service, as the chain has it. */
export interface Payment {
  payer: string;
  developer: string;
  /** In base units of the asset. */
  amount: bigint;
}

const sums = (payments: readonly Payment[], by: (payment: Payment) => string): Map<string, bigint> => {
  const found = new Map<string, bigint>();
  for (const payment of payments) {
    const key = by(payment).toLowerCase();
    found.set(key, (found.get(key) ?? 0n) + payment.amount);
  }
  return found;
};

/** Who pays himself earns nothing by it. */
const real = (payments: readonly Payment[]): Payment[] =>
  payments.filter(({ payer, developer }) => payer.toLowerCase() !== developer.toLowerCase());

/** `revenue-v1`: the pot in proportion to what each developer's services were paid in the epoch. */
export const revenue = (payments: readonly Payment[], pot: bigint, capBps: number): Share[] =>
  inProportion(
    sums(real(payments), ({ developer }) => developer),
    pot,
    capBps,
  );

/**
 * `usage-rebate-v1`: the pot in proportion to what each account has paid, and never more than `rebateBps` of it: whoever
 * pays in circles with a friend gets back less than the fees that it cost.
 */
export function usageRebate(
  payments: readonly Payment[],
  pot: bigint,
  capBps: number,
  rebateBps: number,
): Share[] {
  const paid = sums(real(payments), ({ payer }) => payer);
  return inProportion(paid, pot, capBps)
    .map(({ account, amount }) => {
      const most = ((paid.get(account.toLowerCase()) ?? 0n) * BigInt(rebateBps)) / 10_000n;
      return { account, amount: amount < most ? amount : most };
    })
    .filter(({ amount }) => amount > 0n);
}
