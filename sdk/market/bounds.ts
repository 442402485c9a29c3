/** x402's contract of `batch-settlement`, which has this address on every chain. */
export const SETTLEMENT = "0x4020074e9dF2ce1deE5A9C1b5c3f541D02a10003";
/** Permit2, and x402's collector of deposits by it, which have these addresses on every chain, too. */
export const PERMIT2 = "0x000000000022D473030F116dDEE9F6B43aC78BA3";
export const COLLECTOR = "0x4020425FAf3B746C082C2f942b4E5159887B0005";

/** What the market's contracts count of what they are told. Amounts in whole tokens, times in seconds, shares in basis points. */
export const MARKET_BOUNDS = {
  kinds: 255,
  /** Bytes of the address of a text. */
  text: 256,
  tokens: 16,
  factor: 10,
  exitDelay: 365 * 86_400,
  /** More would not fit into the 96 bits of a stake. */
  minStake: (2n ** 96n - 1n) / 10n ** 18n,
  developerBps: 5_000n,
  usageBps: 2_000n,
  burnBps: 10_000n,
} as const;
