import { PolityError } from "../errors";

/** A request as a server of OpenAI's kind takes it, whose length is bounded: so its price is, too. */
export interface BoundedRequest {
  /** With the bound on what is answered written in. */
  body: Record<string, unknown>;
  /** The most tokens that it can take: of what is asked, and of what is answered. */
  tokens: bigint;
}

/** The most answers to one question. */
const MAX_CHOICES = 8;

/**
 * Bounds a request: nothing is longer than its bytes, and no answer longer than is allowed.
 * @param most The most tokens of an answer; 0 for what answers without text, such as embeddings.
 * @throws PolityError for what is no such request, and for streams, whose length is known too late.
 */
export function boundedRequest(text: string, most: number): BoundedRequest {
  const refuse = (message: string, hint: string): never => {
    throw new PolityError(message, { hint });
  };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    refuse("the request is no JSON", "send one as OpenAI's interface describes it");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return refuse("the request is no JSON object", "send one as OpenAI's interface describes it");
  const asked = body as Record<string, unknown>;
  if (asked.stream === true)
    refuse("streams are not sold here", "leave stream out: an answer is paid as a whole");
  const integer = (name: string, max: number, fallback: number): number => {
    const value = asked[name] ?? fallback;
    if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > max)
      refuse(`${name} is no integer from 1 to ${max}`, "correct it, or leave it out");
    return value as number;
  };
  const bytes = BigInt(new TextEncoder().encode(text).length);
  if (most === 0) return { body: asked, tokens: bytes };
  const name = "max_completion_tokens" in asked ? "max_completion_tokens" : "max_tokens";
  const answer = integer(name, most, most);
  const choices = integer("n", MAX_CHOICES, 1);
  // Some servers write as many candidates as this and show the best.
  const drafts = integer("best_of", MAX_CHOICES, choices);
  const answers = BigInt(Math.max(choices, drafts));
  return { body: { ...asked, stream: false, [name]: answer }, tokens: bytes + answers * BigInt(answer) };
}

/** The tokens that a server says a request took, or nothing where it says none. */
export function usedTokens(answer: unknown): bigint | undefined {
  const usage = (answer as { usage?: Record<string, unknown> } | null)?.usage;
  const counts = [usage?.prompt_tokens, usage?.completion_tokens ?? 0];
  return counts.every((count) => Number.isSafeInteger(count) && (count as number) >= 0)
    ? counts.reduce<bigint>((sum, count) => sum + BigInt(count as number), 0n)
    : undefined;
}

/** What tokens cost, rounded up: by the price of a thousand, in base units. */
export const priceOf = (tokens: bigint, perThousand: bigint): bigint => (tokens * perThousand + 999n) / 1000n;
