import {
  ALWAYS,
  byWeight,
  columnsOf,
  groupBy,
  isWithin,
  sum,
  type Cell,
  type Period,
  type Table,
} from "../analytics/table";
import type { History } from "../history/types";

/** How many accounts the table of reputation names. */
const MOST = 20;

/** What each class has at the end of a history, and what was issued and ended in a period. */
export function credentialsTable({ people, head }: History, period: Period = ALWAYS): Table {
  const all = [...people.credentials.values()];
  return {
    title: "Credentials",
    method:
      "Valid ones, and those that have lapsed and that nobody has trimmed, are as of the end of this history; quorums of persons count both. Issued and ended are of the period: of what was issued to an account more than once, the last time.",
    columns: columnsOf(
      ["Class", "text"],
      ["Issuer", "account"],
      ["Term", "seconds"],
      ["Valid", "count"],
      ["Lapsed and counted", "count"],
      ["Issued", "count"],
      ["Ended", "count"],
    ),
    rows: [...people.classes.values()].map(({ kind, name, issuer, term }): Cell[] => {
      const own = all.filter((each) => each.kind === kind);
      const counted = own.filter((each) => each.counted);
      const valid = counted.filter(({ until }) => until > BigInt(head.time));
      return [
        ...[name, issuer, Number(term), valid.length, counted.length - valid.length],
        own.filter(({ issued }) => isWithin(issued.time, period)).length,
        own.filter(({ revoked }) => revoked && isWithin(revoked.moment.time, period)).length,
      ];
    }),
  };
}

/** Who was given most in a period, and what of it has not ended. */
export function reputationTable({ people, head }: History, period: Period = ALWAYS): Table {
  const inPeriod = people.awards.filter(({ time }) => isWithin(time, period));
  const rows = [...groupBy(people.awards, ({ account }) => account)].map(([account, awards]) => {
    const own = inPeriod.filter((each) => each.account === account);
    const lasting = awards.filter(({ week }) => week * 604_800n > BigInt(head.time));
    return {
      account,
      given: sum(own.filter(({ points }) => points > 0n).map(({ points }) => points)),
      taken: sum(own.filter(({ points }) => points < 0n).map(({ points }) => -points)),
      points: sum(lasting.map(({ points }) => points)),
    };
  });
  const order = byWeight<(typeof rows)[number]>(
    ({ points }) => points,
    ({ account }) => account,
  );
  return {
    title: "Reputation",
    method: `The ${MOST} accounts with most points at the end of this history, in points as they were given: they weigh less as they fade. Given and taken are of the period.`,
    columns: columnsOf(
      ["Account", "account"],
      ["Points", "points"],
      ["Given", "points"],
      ["Taken", "points"],
    ),
    rows: rows
      .sort(order)
      .slice(0, MOST)
      .map(({ account, points, given, taken }): Cell[] => [account, points, given, taken]),
  };
}
