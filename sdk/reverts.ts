import { isHexString } from "ethers";

import type { AnyDomain } from "./core/domain";
import { interfacesOf } from "./core/interfaces";
import { DOMAINS } from "./domains";
import { PolityError } from "./errors";
import { failureOf, type FailureKind } from "./provider";

/**
 * The sentence for what a contract reverted with: the one of the domain that explains the error, else its name and values.
 * Nothing for an error that no contract of ours has.
 */
export async function decodeRevert(
  data: string,
  cause?: unknown,
  domains: readonly AnyDomain[] = DOMAINS,
): Promise<PolityError | undefined> {
  for (const known of Object.values(interfacesOf(domains))) {
    const error = known.parseError(data);
    if (!error) continue;
    const explain = await explanationOf(error.name, domains);
    const sentence = explain?.(...([...error.args] as never[]));
    if (sentence) return new PolityError(sentence[0], { hint: sentence[1], cause });
    const named = error.fragment.inputs.map(({ name }, i) => `${name || "reason"} ${String(error.args[i])}`);
    return new PolityError(
      `the contract refused: ${error.name}${named.length ? ` (${named.join(", ")})` : ""}`,
      {
        cause,
      },
    );
  }
  return undefined;
}

/** The explanation of the first domain that has one. Only those are loaded whose contracts have such an error. */
async function explanationOf(name: string, domains: readonly AnyDomain[]) {
  const own = domains.filter(({ contracts }) =>
    Object.values(contracts).some(({ factory: { abi } }) =>
      abi.some((item) => item.type === "error" && item.name === name),
    ),
  );
  // Words that cannot be loaded, of a page whose host has newer files, do not hide what the contract said.
  const all = await Promise.all(
    own.map(async ({ reverts }) => (await reverts?.().catch(() => undefined))?.reverts),
  );
  return all.map((reverts) => reverts?.[name]).find((known) => known !== undefined);
}

/** What to do about what is no refusal. */
const HINTS: Partial<Record<FailureKind, string>> = {
  limited: "the provider takes no more requests for now: try again in a minute, or use another provider",
  range: "it was too much at once for this provider: use another provider",
  behind: "the provider has not caught up with the chain: try again in a minute",
  outage: "the provider is out of order: try again in a minute, or use another provider",
  unreachable: "look at the connection, and at the provider's address",
};

/** What went wrong when something was sent or read, in a sentence: decoded, or in the provider's own words. */
export async function explainFailure(
  error: unknown,
  domains: readonly AnyDomain[] = DOMAINS,
): Promise<PolityError> {
  if (error instanceof PolityError) return error;
  const data = revertData(error);
  const decoded = data && (await decodeRevert(data, error, domains));
  if (decoded) return decoded;

  const { code, message, receipt } = Object(error) as Record<string, unknown>;
  const { kind, words } = failureOf(error);
  if (code === "ACTION_REJECTED" || code === 4001) {
    return new PolityError("the wallet declined", {
      hint: "nothing was sent; confirm to go on",
      cause: error,
    });
  }
  if (
    code === "INSUFFICIENT_FUNDS" ||
    /insufficient funds|enough funds/i.test(`${String(message)} ${words}`)
  ) {
    return new PolityError("the account cannot pay for the gas", {
      hint: "send it some of the chain's own currency",
      cause: error,
    });
  }
  const { hash } = (receipt ?? {}) as { hash?: string };
  if (hash) {
    return new PolityError(`transaction ${hash} was reverted`, {
      hint: "the state changed on the way; look again and retry",
      cause: error,
    });
  }
  const hint = HINTS[kind];
  return new PolityError(words, { ...(hint !== undefined && { hint }), cause: error });
}

/** Providers put what a contract reverted with in different places. */
export function revertData(error: unknown, depth = 0): string | undefined {
  if (isHexString(error) && error.length >= 10) return error;
  if (typeof error !== "object" || error === null || depth > 4) return undefined;
  const { data, error: inner, info, cause } = error as Record<string, unknown>;
  for (const place of [data, inner, info, cause]) {
    const found = revertData(place, depth + 1);
    if (found) return found;
  }
  return undefined;
}
