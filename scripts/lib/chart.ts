import { formatTimestamp } from "@polity/sdk/format";

/** What a chart shows: a share between 0 and 1 at each time (seconds) from the first to the last. */
export interface Curve {
  from: number;
  to: number;
  /** Of the whole, in basis points. */
  bpsAt: (time: number) => number;
  /** What 100 % is, in words. */
  whole: string;
  now: number;
}

const WIDTH = 60;
const HEIGHT = 10;
const EIGHTHS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

const day = (time: number) => formatTimestamp(time).slice(0, 10);

/** The curve as a chart of 60 by 10 characters, with the present day below it. */
export function terminalChart({ from, to, bpsAt, whole, now }: Curve): string {
  const timeAt = (column: number) => from + Math.floor(((to - from) * column) / (WIDTH - 1));
  const eighths = Array.from({ length: WIDTH }, (_, i) =>
    Math.floor((bpsAt(timeAt(i)) * HEIGHT * 8) / 10_000),
  );
  const rows = Array.from({ length: HEIGHT }, (_, i) => {
    const row = HEIGHT - 1 - i;
    const label = i === 0 ? "100 %" : row === HEIGHT / 2 - 1 ? "50 %" : "";
    const cells = eighths.map((height) => EIGHTHS[Math.min(8, Math.max(0, height - row * 8))]);
    return `${label.padStart(5)} │${cells.join("").trimEnd()}`;
  });
  const column = Math.round(((now - from) * (WIDTH - 1)) / Math.max(1, to - from));
  const marker = now < from || now > to ? [] : [`${" ".repeat(7 + column)}▲ ${day(now)}`];
  return [
    ...rows,
    `  0 % └${"─".repeat(WIDTH)}`,
    `${" ".repeat(7)}${day(from)}${day(to).padStart(WIDTH - 10)}`,
    ...marker,
    `100 % is ${whole}`,
  ].join("\n");
}

/** The points of a curve as a picture, for a report or a web page. It has no script and loads nothing. */
export function svgChart({ from, to, bpsAt, whole, now }: Curve, times: readonly number[]): string {
  const [left, top, width, height] = [60, 20, 640, 280];
  const x = (time: number) => (left + (width * (time - from)) / Math.max(1, to - from)).toFixed(1);
  const y = (bps: number) => (top + height - (height * bps) / 10_000).toFixed(1);
  const points = times.map((time) => `${x(time)},${y(bpsAt(time))}`).join(" ");
  const text = (at: string, below: string, anchor: string, words: string) =>
    `<text x="${at}" y="${below}" text-anchor="${anchor}">${words}</text>`;
  const share = (bps: number) =>
    `<line x1="${left}" x2="${left + width}" y1="${y(bps)}" y2="${y(bps)}" stroke="#ccc"/>` +
    text(String(left - 8), y(bps - 150), "end", `${bps / 100} %`);
  const present =
    now < from || now > to
      ? []
      : [
          `<line x1="${x(now)}" x2="${x(now)}" y1="${top}" y2="${top + height}" stroke="#888" stroke-dasharray="4"/>`,
          text(x(now), String(top - 6), "middle", day(now)),
        ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 350" font-family="sans-serif" font-size="12">`,
    `<title>Vesting of ${whole}</title>`,
    ...[0, 2_500, 5_000, 7_500, 10_000].map(share),
    `<polyline points="${points}" fill="none" stroke="#2563eb" stroke-width="2"/>`,
    ...present,
    text(String(left), String(top + height + 20), "start", day(from)),
    text(String(left + width), String(top + height + 20), "end", day(to)),
    `</svg>\n`,
  ].join("\n");
}
