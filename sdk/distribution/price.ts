/** What decides about a sale's price. Prices in base units of the payment token for one token, times in seconds. */
export interface PriceTerms {
  startPrice: bigint;
  endPrice: bigint;
  start: number;
  end: number;
}

/** Base units of the token that a price is for: one token. */
export const PRICE_UNIT = 10n ** 18n;

/** The price at a time, rounded up: what {@link costAt} of one token is. */
export const priceAt = (terms: PriceTerms, time: number): bigint => costAt(terms, PRICE_UNIT, time);

/** What an amount costs at a time, rounded up, as the contract counts. */
export function costAt(
  { startPrice, endPrice, start, end }: PriceTerms,
  amount: bigint,
  time: number,
): bigint {
  const duration = BigInt(end - start);
  const elapsed = BigInt(Math.min(Math.max(time, start), end) - start);
  const exact = amount * (startPrice * duration - (startPrice - endPrice) * elapsed);
  const unit = PRICE_UNIT * duration;
  return (exact + unit - 1n) / unit;
}
