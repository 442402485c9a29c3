import { Contract, isError, ZeroAddress } from "ethers";

import type { Network } from "../network";
import { formatAmount, parseAmount, TOKEN_DECIMALS } from "../format";

/** How amounts of a token are written. Without `decimals`, in its base units. */
export interface TokenUnit {
  symbol: string;
  decimals?: number;
}

const METADATA = ["function symbol() view returns (string)", "function decimals() view returns (uint8)"];

/** The unit of a token; the zero address is ether. What a token says of itself is only a label. */
export async function readTokenUnit({ addresses, token }: Network, address: string): Promise<TokenUnit> {
  if (address === ZeroAddress) return { symbol: "ETH", decimals: TOKEN_DECIMALS };
  if (address === addresses.GovernanceToken) {
    return { symbol: await token.symbol(), decimals: TOKEN_DECIMALS };
  }
  const other = new Contract(address, METADATA, token.runner);
  try {
    const [symbol, decimals] = (await Promise.all([
      other.getFunction("symbol").staticCall(),
      other.getFunction("decimals").staticCall(),
    ])) as [string, bigint];
    // Anybody can call a token anything: its address goes with the name.
    return { symbol: `${symbol.slice(0, 11)} (${address})`, decimals: Number(decimals) };
  } catch (error) {
    if (isError(error, "CALL_EXCEPTION") || isError(error, "BAD_DATA")) {
      return { symbol: `base units of ${address}` };
    }
    throw error;
  }
}

/** `1,200.5 NEURO` */
export function formatUnits(units: bigint, { symbol, decimals }: TokenUnit): string {
  const [whole, fraction] = formatAmount(units < 0n ? -units : units, decimals ?? 0).split(".");
  const sign = units < 0n ? "-" : "";
  return `${sign}${BigInt(whole!).toLocaleString("en")}${fraction ? `.${fraction}` : ""} ${symbol}`;
}

/** Base units of an amount that a person wrote in whole tokens, or in base units where decimals are not known. */
export function parseUnits(text: string, { decimals }: TokenUnit): bigint {
  return parseAmount(text, decimals ?? 0);
}
