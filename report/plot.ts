import type { EChartsCoreOption } from "echarts/core";

import { formatCell, type Table } from "@polity/sdk/analytics";
import { formatDate } from "@polity/sdk/format";
import { visible } from "@polity/sdk/nep/text";
import type { Theme } from "./theme";

/** How large a picture is drawn, in pixels, and whether its title is drawn in it. */
export interface Frame {
  width: number;
  titled?: boolean;
}

/** A picture of a figure: drawn by echarts, in a browser or on a server. */
export interface Picture {
  /** A name for files and anchors. */
  id: string;
  title: string;
  /** What it shows, for those who do not see it. */
  description: string;
  table: Table;
  /** What there is to say in place of the picture, where it would show nothing but a line that does not move, or no line. */
  still?: string;
  /** Height in pixels, for a frame. */
  height(frame: Frame): number;
  /** What echarts draws; {@link ./draw} has the parts that it needs. */
  option(theme: Theme, frame: Frame): EChartsCoreOption;
}

/** Names of addresses, where there are some. */
export type Naming = (address: string) => string | undefined;

export const NARROW = 560;
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
export const share = (bps: number | undefined) => (bps === undefined ? null : bps / 100);
export const percent = (bps: number | undefined) =>
  formatCell(bps, "bps", { token: { symbol: "" }, tokens: new Map() });
export const tokens = (units: bigint, decimals = 18) => Number(units) / 10 ** decimals;
export const counted = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;

/** Whether a series never changes. */
export const isFlat = (values: readonly bigint[]): boolean => values.every((value) => value === values[0]);

/** 21,000,000 → `21M`: an axis has little room, and its table every digit. */
const compact = (value: number) => Intl.NumberFormat("en", { notation: "compact" }).format(value);

export type Plot = Record<string, unknown>;

/** What all pictures have in common: fonts, colours, room for the title and the legend, words for a screen reader. */
export function plot(
  { title, description }: Pick<Picture, "title" | "description">,
  theme: Theme,
  frame: Frame,
  own: Plot & { series: readonly Plot[] },
): EChartsCoreOption {
  const text = { color: theme.muted, fontSize: 12, fontFamily: FONT };
  const { titled } = frame;
  const entries = [
    ...new Set(own.series.flatMap(({ name }) => (name === undefined ? [] : [name as string]))),
  ];
  const top = titleHeight(frame) + legendHeight(entries, frame);
  const axes = Object.fromEntries(
    (["xAxis", "yAxis"] as const)
      .filter((key) => own[key])
      .map((key) => [key, { ...(own[key] as Plot), ...styleOf(own[key] as Plot, theme) }]),
  );
  return {
    animation: false,
    aria: { enabled: true, label: { description: `${title}. ${description}` } },
    color: [...theme.series],
    textStyle: text,
    tooltip: { renderMode: "richText", confine: true },
    ...(titled && {
      title: { text: title, left: 0, top: 0, textStyle: { ...text, color: theme.ink, fontSize: 15, fontWeight: 600 } },
    }),
    ...(entries.length > 1 && {
      legend: { left: 0, top: titled ? 32 : 0, itemGap: GAP_BETWEEN, itemWidth: 12, itemHeight: 12, icon: "roundRect", textStyle: { ...text, color: theme.ink } },
    }),
    grid: gridOf(own, top),
    ...own,
    ...axes,
  }; // prettier-ignore
}

function styleOf(axis: Plot, theme: Theme): Plot {
  const lines = axis.type === "category" ? { show: false } : { show: true, lineStyle: { color: theme.grid } };
  const text = { color: theme.muted, fontSize: 12, fontFamily: FONT };
  return {
    axisLine: { show: axis.type === "category", lineStyle: { color: theme.muted } },
    axisTick: { show: false },
    splitLine: lines,
    axisLabel: { ...text, hideOverlap: true, ...(axis.axisLabel as Plot | undefined) },
    nameTextStyle: { ...text, ...(axis.nameTextStyle as Plot | undefined) },
  };
}

/** The value axis of an upright picture: its name stands above it, from the left edge on. */
export const upright = (name: string, own: Plot = {}): Plot => ({
  ...{
    type: "value",
    name,
    nameLocation: "end",
    nameGap: 16,
    nameTextStyle: { align: "left", padding: [0, 0, 0, -48] },
  },
  axisLabel: { formatter: compact },
  ...own,
});

/** The value axis of a lying picture: its name stands below it. */
export const lying = (name: string, own: Plot = {}): Plot => ({
  ...{ type: "value", name, nameLocation: "middle", nameGap: 28, axisLabel: { formatter: compact } },
  ...own,
});

/** Names at the left of lying bars, the first on top. */
export const names = (texts: readonly string[], frame: Frame): Plot => ({
  ...{ type: "category", data: labels(texts, frame), inverse: true },
});

/** Titles so short that they stand beside their bars. */
function labels(texts: readonly string[], { width }: Frame): string[] {
  const most = width < NARROW ? 17 : 34;
  return texts.map((text) => {
    const letters = Array.from(visible(text));
    return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : letters.join("");
  });
}

/** Room for the labels, from their letters: a server cannot measure them. */
function gridOf({ yAxis }: Plot, top: number) {
  const { type, data = [] } = (yAxis ?? {}) as { type?: string; data?: string[] };
  const room = { right: 44, bottom: 46, outerBoundsMode: "none" };
  if (type !== "category") return { ...room, left: 56, right: 26, top: top + 30 };
  const longest = Math.max(0, ...data.map((text) => Array.from(text).length));
  return { ...room, left: longest * LETTER + 14, top: top + 8 };
}

/** Width of a letter of 12 pixels in a wide font. */
const LETTER = 7.2;

export const months = (data: readonly string[]): Plot => ({
  ...{ type: "category", data: [...data], name: "Month", nameLocation: "middle", nameGap: 28 },
});

export const timeline = (): Plot => ({
  ...{ type: "time", name: "Date (UTC)", nameLocation: "middle", nameGap: 28 },
  axisLabel: { formatter: (time: number) => formatDate(time / 1000) },
});

export const titleHeight = ({ titled }: Frame) => (titled ? 34 : 0);

/** Rows that the entries of a legend take, counted by their letters. One alone needs no legend. */
function legendHeight(entries: readonly string[], { width }: Frame): number {
  if (entries.length < 2) return 0;
  let [rows, used] = [1, 0];
  for (const entry of entries) {
    const needed = 17 + Array.from(entry).length * LETTER + GAP_BETWEEN;
    if (used > 0 && used + needed - GAP_BETWEEN > width) [rows, used] = [rows + 1, 0];
    used += needed;
  }
  return rows * 24 + 4;
}
const GAP_BETWEEN = 22;

/** Lying bars: so high that each has its room. */
export const lyingHeight =
  (bars: number, entries: readonly string[] = []) =>
  (frame: Frame) =>
    bars * 30 + 62 + legendHeight(entries, frame) + titleHeight(frame);
export const upHeight =
  (entries: readonly string[] = []) =>
  (frame: Frame) =>
    (frame.width < NARROW ? 250 : 290) + legendHeight(entries, frame) + titleHeight(frame);
export const BAR = { type: "bar", barMaxWidth: 22 };
export const GAP = { borderRadius: 2 };

/** Things that are shown in a picture at most; its table has them all. */
export const MANY = 24;
