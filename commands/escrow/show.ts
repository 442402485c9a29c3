import { ZeroAddress } from "ethers";

import { requireEscrow } from "@polity/sdk/escrow/require";
import { PolityError } from "@polity/sdk/errors";
import { monthEnds, PERMANENT, readAccount, readForecast, powerOf } from "@polity/sdk/escrow";
import { DAY, formatDate, formatTimestamp, formatTokens } from "@polity/sdk/format";
import { formatTable } from "../../scripts/lib/table";
import { text } from "../core/command";
import { signedCommand } from "../core/context";

const MAX_MONTHS = 48;
/** Votes are shown to four decimals, rounded down; --json has them all. */
const STEP = 10n ** 14n;

const shown = (units: bigint) => formatTokens(units - (units % STEP));

export default signedCommand({
  words: "Shows an account's locks, with their power now and at the coming months' ends",
  options: {
    account: text("Address, or a name that the deployment knows; default who signs"),
    months: text("How many months to show, up to 48; default 3"),
  },
  async run({ network, signer, options, addressOf, nameOf }) {
    const escrow = requireEscrow(network);
    const who = addressOf(options.account ?? signer.address);
    const holder = await readAccount(escrow, who);
    const [forecast, unlocked] = await Promise.all([
      readForecast(escrow, holder, monthEnds(holder.now, monthsOf(options.months ?? "3"))),
      network.token.balanceOf(who),
    ]);

    const { now, locks, maxWeeks, locked, delegatee } = holder;
    // A month ends when the next one begins: it is called by its last day.
    const ends = forecast.map(({ time }) => formatDate(time - DAY));
    const sums = (name: string, amount: string, of: "power" | "votes" | "totalPower") => [
      name,
      amount,
      "",
      ...[holder, ...forecast].map((at) => shown(at[of])),
    ];
    const rows = [
      ["lock", "tokens", "ends", "power now", ...ends],
      ...locks.map((lock) => [
        String(lock.id),
        formatTokens(lock.amount),
        lock.unlockTime === PERMANENT ? "never" : formatDate(lock.unlockTime),
        ...[now, ...forecast.map(({ time }) => time)].map((time) => shown(powerOf([lock], maxWeeks, time))),
      ]),
      sums("all its locks", formatTokens(locked), "power"),
      sums("votes, with delegations", "", "votes"),
      sums("the whole network", "", "totalPower"),
    ];
    const whom = delegatee === who ? "itself" : delegatee === ZeroAddress ? "nobody" : nameOf(delegatee);
    return {
      text: [
        `${nameOf(who)}${nameOf(who) === who ? "" : ` ${who}`} at ${formatTimestamp(now)}: delegates to ${whom}, ${formatTokens(unlocked)} tokens unlocked`,
        formatTable(rows),
      ].join("\n"),
      json: {
        ...holder,
        unlocked,
        locks: locks.map((lock) => ({ ...lock, power: powerOf([lock], maxWeeks, now) })),
        forecast,
      },
    };
  },
});

function monthsOf(text: string): number {
  if (/^\d{1,2}$/.test(text) && Number(text) <= MAX_MONTHS) return Number(text);
  throw new PolityError(`"${text}" is no number of months`, { hint: `give 0 to ${MAX_MONTHS}` });
}
