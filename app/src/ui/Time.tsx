import { formatTimestamp } from "@polity/sdk/format";
import { useNow } from "../data/clock";
import { dateWords, durationWords, relativeWords, spanWords } from "./words";

interface TimeProps {
  /** Seconds since 1970. */
  at: number;
  /** What is shown at once; pointing tells the rest. Default both: the minute, and how far it is. */
  show?: "both" | "minute" | "date" | "relative";
}

/** A moment: how far it is, and its date in UTC. The day alone is enough for what is long ago, and for columns. */
export function Time({ at, show = "both" }: TimeProps) {
  const now = useNow(30);
  const [date, relative] = [dateWords(at), relativeWords(at, now)];
  return (
    <time dateTime={formatTimestamp(at)} title={`${dateWords(at, { seconds: true })}, ${relative}`}>
      {show === "date" ? (
        date.slice(0, 10)
      ) : show === "minute" ? (
        date
      ) : show === "relative" ? (
        relative
      ) : (
        <>
          {date} <span className="quiet">{relative}</span>
        </>
      )}
    </time>
  );
}

/** What is left until a moment, second by second; `over` once it has come. */
export function Countdown({ to, over = "over" }: { to: number; over?: string }) {
  const now = useNow();
  const left = to - now;
  return (
    <time dateTime={formatTimestamp(to)} title={dateWords(to, { seconds: true })} className="countdown">
      {left > 0 ? durationWords(left) : over}
    </time>
  );
}

/** A span of time, in seconds. */
export function Duration({ seconds, rough = false }: { seconds: number; rough?: boolean }) {
  return <span>{rough ? durationWords(seconds) : spanWords(seconds)}</span>;
}
