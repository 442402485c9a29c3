import { Link } from "wouter";

import { wordName } from "../../../../sdk/analytics/treasury";
import { visible } from "../../../../sdk/nep/text";
import type { Activity } from "../../data/activity";
import { hrefOf, nameOf } from "../../sections/governor/proposals";
import { useNow } from "../../data/clock";
import { Address, Empty, Time } from "../../ui";
import { TokenAmount } from "../../parts/TokenAmount";

/** What happened last, a line each. */
export function ActivityList({ activity }: { activity: readonly Activity[] }) {
  const now = useNow(30);
  if (activity.length === 0) return <Empty>Nothing has happened yet.</Empty>;
  return (
    <ul className="activity">
      {activity.map((one, i) => (
        <li key={i}>
          <span className="quiet small">
            {/* A block may be newer than the clock. */}
            <Time at={Math.min(one.time, now)} show="relative" />
          </span>
          <span>
            <Sentence activity={one} />
          </span>
        </li>
      ))}
    </ul>
  );
}

const DONE = {
  proposed: "was proposed",
  queued: "was approved and queued",
  executed: "became active",
  canceled: "was canceled",
};

function Sentence({ activity }: { activity: Activity }) {
  switch (activity.what) {
    case "version":
      return (
        <>
          The network runs version <Link href="/protocol">{activity.version.semver}</Link>
        </>
      );
    case "guardian":
      return BigInt(activity.guardian) === 0n ? (
        <>The guardian’s mandate ended</>
      ) : (
        <>
          <Address address={activity.guardian} /> became guardian until{" "}
          <Time at={activity.until} show="date" />
        </>
      );
    case "money":
      return <Money activity={activity} />;
    case "voted":
      return (
        <>
          {activity.voters} {activity.voters === 1 ? "account" : "accounts"} voted on{" "}
          <Link href={hrefOf(activity.proposal)}>{visible(nameOf(activity.proposal))}</Link>
        </>
      );
    default:
      return (
        <>
          <Link href={hrefOf(activity.proposal)}>{visible(nameOf(activity.proposal))}</Link>{" "}
          {DONE[activity.what]}
        </>
      );
  }
}

function Money({ activity: { movement } }: { activity: Extract<Activity, { what: "money" }> }) {
  const { token, amount, counterparty, category } = movement;
  const sum = <TokenAmount value={amount < 0n ? -amount : amount} token={token} />;
  if (counterparty === undefined) return <>The treasury booked a difference of {sum}</>;
  return (
    <>
      The treasury {amount < 0n ? "paid" : "received"} {sum} {amount < 0n ? "to" : "from"}{" "}
      <Address address={counterparty} /> <span className="quiet">for {visible(wordName(category))}</span>
    </>
  );
}
