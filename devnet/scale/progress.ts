import { formatCount } from "@polity/sdk/format";
import { bar } from "../../scripts/lib/steps";

/** Milliseconds between two drawings. */
const PACE = 100;

/**
 * Shows how far a long work is, on standard error: a bar that grows where there is a terminal, else a line for each phase.
 * @param total What is `done` at the end of the phase.
 */
export type ShowProgress = (phase: string, done: number, total: number) => void;

export function progressBar(stream: NodeJS.WriteStream = process.stderr): ShowProgress {
  let shown = { phase: "", at: 0 };
  return (phase, done, total) => {
    const [now, finished] = [Date.now(), done >= total];
    if (!stream.isTTY) {
      if (finished) stream.write(`${phase}: ${formatCount(total)}\n`);
      return;
    }
    if (!finished && phase === shown.phase && now - shown.at < PACE) return;
    shown = { phase, at: now };
    const count = `${formatCount(done)} of ${formatCount(total)}`;
    stream.write(`\r\u001b[K${bar(done, total)} ${phase}, ${count}${finished ? "\n" : ""}`);
  };
}
