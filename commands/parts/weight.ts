import { formatTimestamp } from "@polity/sdk/format";
import type { TypeWeight } from "@polity/sdk/governor/counting";
import { text } from "../core/command";
import type { Context } from "../core/context";
import { shown } from "./proposals";

/** Whose votes a command tells. */
export const WEIGHED = text("Whose weight is shown; default who signs, if somebody can");

/** Whose weight is shown; nobody's where nobody can sign and none is named. */
export function weighedIn(context: Context<{ account: string | undefined }>): string | undefined {
  const { account } = context.options;
  if (account !== undefined) return context.addressOf(account);
  try {
    return context.signer.address;
  } catch {
    return undefined;
  }
}

/** What somebody could cast on proposals of some types whose votes began now. @param now Seconds. */
export const weightLines = (weights: readonly TypeWeight[], name: string, now: number): string[] =>
  weights.map(({ types, votes }) => {
    const on = types.map((type) => `NEP-${type}`).join(" or ");
    return votes === undefined
      ? `${on}: what counts its votes fails, so that nobody knows what ${name} could cast`
      : `${on}: ${name} could cast ${shown(votes)} votes, as of ${formatTimestamp(now)}`;
  });
