import type { ReactNode } from "react";

import { Weight } from "./Amount";
import { shareWords } from "./words";

/** Percent of a whole, with two decimals, 0 to 100. */
const percent = (part: bigint, whole: bigint) =>
  whole === 0n ? 0 : Math.min(100, Number((part * 10_000n) / whole) / 100);

/** What the whole length of a bar of votes stands for. */
function barOf({ votes, quorum }: TallyProps): bigint {
  const sum = votes.for + votes.against + votes.abstain;
  return quorum === undefined || sum > quorum ? sum : quorum;
}

interface ProgressProps {
  label: string;
  value: bigint;
  of: bigint;
  /** How much of it is needed, as a mark on the bar. */
  mark?: bigint;
  /** Told beside the label; default the share in percent. */
  told?: ReactNode;
  tone?: "good" | "bad" | "plain";
}

/** How much of something there is, as a bar. */
export function Progress({ label, value, of, mark, told, tone = "plain" }: ProgressProps) {
  const width = percent(value, of);
  return (
    <div className="progress">
      <div className="progress-words">
        <span>{label}</span>
        <span>{told ?? shareWords(value, of)}</span>
      </div>
      <div
        className="track"
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={width}
        aria-valuetext={shareWords(value, of)}
      >
        <div className={`fill ${tone}`} style={{ width: `${width}%` }} />
        {mark !== undefined && <span className="mark" style={{ left: `${percent(mark, of)}%` }} />}
      </div>
    </div>
  );
}

interface TallyProps {
  votes: { for: bigint; against: bigint; abstain: bigint };
  /** Nobody can tell it where what counts the votes fails. */
  quorum: bigint | undefined;
  /** All votes that can be cast, where they are known. */
  electorate?: bigint | undefined;
}

/**
 * Votes for, against and abstaining, as parts of one bar and in numbers. The bar is as long as the quorum where fewer
 * votes were cast: what is missing stays empty.
 */
export function Tally({ votes, quorum, electorate }: TallyProps) {
  const sum = votes.for + votes.against + votes.abstain;
  const whole = barOf({ votes, quorum });
  const sides = [
    ["for", "For", votes.for],
    ["against", "Against", votes.against],
    ["abstain", "Abstain", votes.abstain],
  ] as const;
  return (
    <div className="tally">
      <div className="track" aria-hidden="true">
        {sides.map(([side, , value]) => (
          <div key={side} className={`fill side-${side}`} style={{ width: `${percent(value, whole)}%` }} />
        ))}
      </div>
      <dl className="tally-words">
        {sides.map(([side, name, value]) => (
          <div key={side} className={`side-${side}`}>
            <dt>{name}</dt>
            <dd>{shareWords(value, sum)}</dd>
            <dd className="quiet small">
              <Weight value={value} of={electorate} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/**
 * The votes as a small bar and in percent, for a list; a mark shows where the quorum is.
 * @param props `veto`: it passes unless as many as the quorum are against it; `over`: nobody votes any more.
 */
export function MiniTally({
  votes,
  quorum,
  veto = false,
  over = false,
}: TallyProps & { veto?: boolean; over?: boolean }) {
  if (veto) return <MiniVeto against={votes.against} needed={quorum ?? 0n} over={over} />;
  const sum = votes.for + votes.against + votes.abstain;
  if (sum === 0n) return <span className="mini-tally quiet">{over ? "nobody voted" : "no votes yet"}</span>;
  const whole = barOf({ votes, quorum });
  const missed = quorum === undefined || votes.for + votes.abstain < quorum;
  return (
    <span className="mini-tally">
      <span className="track" aria-hidden="true">
        {(["for", "against", "abstain"] as const).map((side) => (
          <span
            key={side}
            className={`fill side-${side}`}
            style={{ width: `${percent(votes[side], whole)}%` }}
          />
        ))}
        {quorum !== undefined && <span className="mark" style={{ left: `${percent(quorum, whole)}%` }} />}
      </span>
      <span className="quiet">
        {shareWords(votes.for, sum)} for, {shareWords(votes.against, sum)} against; quorum{" "}
        {missed ? "not reached" : "reached"}
      </span>
    </span>
  );
}

function MiniVeto({ against, needed, over }: { against: bigint; needed: bigint; over: boolean }) {
  const width = `${percent(against, needed)}%`;
  return (
    <span className="mini-tally">
      <span className="track" aria-hidden="true">
        <span className="fill side-against" style={{ width }} />
        <span className="mark" style={{ left: "100%" }} />
      </span>
      <span className="quiet">{vetoWords(against, needed, over)}</span>
    </span>
  );
}

function vetoWords(against: bigint, needed: bigint, over: boolean): string {
  if (against > 0n && against >= needed) return "enough votes are against it to stop it";
  const far = `${shareWords(against, needed)} of the votes that stop it`;
  if (!over) return `passes unless stopped; ${far} are cast`;
  return against === 0n ? "nobody voted against it" : `not stopped; ${far} were cast`;
}
