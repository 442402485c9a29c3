import { dataLength, dataSlice, toUtf8String, Utf8ErrorFuncs, ZeroAddress, type Provider } from "ethers";

import type { Network } from "../network";
import { formatAmount, formatCount, parseAmount, POINT, TOKEN_DECIMALS } from "../format";
import { label } from "../nep/text";
import { isRevert, patiently } from "../provider";

/** How amounts of a token are written. Without `decimals`, in its base units. */
export interface TokenUnit {
  symbol: string;
  decimals?: number;
}

/** What a token is asked: `symbol()` and `decimals()`. */
const [SYMBOL, DECIMALS] = ["0x95d89b41", "0x313ce567"];
/** Characters of a symbol that are shown. */
const LENGTH = 11;

/** The unit of a token; the zero address is ether. What a token says of itself is only a label, and may be anything. */
export async function readTokenUnit({ addresses, token }: Network, address: string): Promise<TokenUnit> {
  if (address === ZeroAddress) return { symbol: "ETH", decimals: TOKEN_DECIMALS };
  const provider = token.runner!.provider!;
  const isOwn = address === addresses.GovernanceToken;
  const [symbol, decimals] = await Promise.all([
    ask(provider, address, SYMBOL).then(textIn),
    isOwn ? TOKEN_DECIMALS : ask(provider, address, DECIMALS).then(decimalsIn),
  ]);
  if (isOwn) return { symbol: symbol ?? address, decimals: TOKEN_DECIMALS };
  if (decimals === undefined) return { symbol: `base units of ${address}` };
  // Anybody can call a token anything: its address goes with the name.
  return { symbol: symbol === undefined ? address : `${symbol} (${address})`, decimals };
}

/** What a token answers; nothing if it refuses to. A lost connection is no refusal. */
async function ask(provider: Provider, to: string, data: string): Promise<string> {
  try {
    return await patiently(() => provider.call({ to, data }));
  } catch (error) {
    if (isRevert(error)) return "0x";
    throw error;
  }
}

/** A text, as a string or, in old tokens, as 32 bytes that end with zeros; undefined for what is neither, or empty. */
function textIn(answer: string): string | undefined {
  const text = toUtf8String(textBytes(answer), Utf8ErrorFuncs.replace);
  return label(text).slice(0, LENGTH).join("") || undefined;
}

function textBytes(answer: string): string {
  const length = dataLength(answer);
  if (length === 32) return answer.replace(/(00)+$/, "");
  if (length < 64 || BigInt(dataSlice(answer, 0, 32)) !== 32n) return "0x";
  // More than can be shown is of no use, nor is what a token announces and does not give.
  const size = BigInt(dataSlice(answer, 32, 64));
  const most = Math.min(length - 64, 64);
  return dataSlice(answer, 64, 64 + (size < BigInt(most) ? Number(size) : most));
}

function decimalsIn(answer: string): number | undefined {
  if (dataLength(answer) < 32) return undefined;
  const decimals = BigInt(dataSlice(answer, 0, 32));
  return decimals < 256n ? Number(decimals) : undefined;
}

/** `1,200.5 NEURO` */
export function formatUnits(units: bigint, { symbol, decimals }: TokenUnit): string {
  const [whole, fraction] = formatAmount(units < 0n ? -units : units, decimals ?? 0).split(POINT);
  const sign = units < 0n ? "-" : "";
  return `${sign}${formatCount(BigInt(whole!))}${fraction ? POINT + fraction : ""} ${symbol}`;
}

/** Base units of an amount that a person wrote in whole tokens, or in base units where decimals are not known. */
export function parseUnits(text: string, { decimals }: TokenUnit): bigint {
  return parseAmount(text, decimals ?? 0);
}
