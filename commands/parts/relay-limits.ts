import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";

/** Keys that are remembered at most: the one that was quiet for longest is forgotten first. */
const MAX_KEYS = 10_000;

/** So much for each key in a time: it comes back bit by bit. */
export class Limiter {
  readonly #left = new Map<string, { count: number; at: number }>();

  /**
   * @param most How often a key is let through at once.
   * @param period Milliseconds in which all of it comes back.
   */
  constructor(
    private readonly most: number,
    private readonly period: number,
  ) {}

  /** Whether a key is let through once more. */
  take(key: string, now: number): boolean {
    const before = this.#left.get(key) ?? { count: this.most, at: now };
    const back = ((now - before.at) * this.most) / this.period;
    const count = Math.min(this.most, before.count + Math.max(0, back));
    const passes = count >= 1;
    this.#left.delete(key);
    this.#left.set(key, { count: passes ? count - 1 : count, at: now });
    const [oldest] = this.#left.keys();
    if (this.#left.size > MAX_KEYS) this.#left.delete(oldest!);
    return passes;
  }
}

/**
 * Who asks: an IPv4 address, or the half of an IPv6 address that a provider gives to one customer.
 * @param behindProxy Whether the last address that was added to `X-Forwarded-For` is by one's own proxy. Everything before it
 * was written by whoever asks.
 */
export function visitorOf(
  { headers, socket }: Pick<IncomingMessage, "headers" | "socket">,
  behindProxy: boolean,
): string {
  const forwarded = [headers["x-forwarded-for"] ?? []].flat().join(",").split(",").at(-1)?.trim();
  const address = (behindProxy && forwarded) || (socket.remoteAddress ?? "unknown");
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, "").slice(0, 64);
  return isIPv6(plain) ? networkOf(plain) : plain;
}

/** The first four groups, written out: `2001:db8::1` and `2001:DB8:0:0:f::` are one network. */
function networkOf(address: string): string {
  const [head = "", tail] = address.split("%", 1)[0]!.toLowerCase().split("::");
  const [first, last] = [head, tail ?? ""].map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first!.length - last!.length);
  const groups = [...first!, ...Array<string>(zeros).fill("0"), ...last!];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
