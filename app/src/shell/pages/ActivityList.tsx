import { useNow } from "../../data/clock";
import { Empty, Time } from "../../ui";
import type { Line } from "../section";

/** What happened last, a line each. */
export function ActivityList({ lines }: { lines: readonly Line[] }) {
  const now = useNow(30);
  if (lines.length === 0) return <Empty>Nothing has happened yet.</Empty>;
  return (
    <ul className="activity">
      {lines.map(({ time, say }, i) => (
        <li key={i}>
          <span className="quiet small">
            {/* A block may be newer than the clock. */}
            <Time at={Math.min(time, now)} show="relative" />
          </span>
          <span>{say()}</span>
        </li>
      ))}
    </ul>
  );
}
