import { formatDate } from "@polity/sdk/format";
import type { EChartsCoreOption } from "echarts/core";

import { formatCell, isAmount, unitOf, type Table, type Units } from "@polity/sdk/analytics";
import type { Participation } from "@polity/sdk/governor/figures/participation";
import {
  capital,
  STAGES,
  type Decisions,
  type Paces,
  type ProposalsByType,
  type Stage,
} from "@polity/sdk/governor/figures/proposals";
import type { DecisionImpact } from "@polity/sdk/registry/figures";
import type { BudgetUse, TreasuryAccounts } from "@polity/sdk/treasury/figures";
import type { Concentration } from "@polity/sdk/votes/figures/concentration";
import { OTHERS, type DelegationGraph } from "@polity/sdk/votes/figures/delegation";
import type { LockHistory } from "@polity/sdk/votes/figures/locks";
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
  /** Height in pixels, for a frame. */
  height(frame: Frame): number;
  /** What echarts draws; {@link ./draw} has the parts that it needs. */
  option(theme: Theme, frame: Frame): EChartsCoreOption;
}

/** Names of addresses, where there are some. */
export type Naming = (address: string) => string | undefined;

const NARROW = 560;
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
const share = (bps: number | undefined) => (bps === undefined ? null : bps / 100);
const percent = (bps: number | undefined) =>
  formatCell(bps, "bps", { votes: { symbol: "" }, tokens: new Map() });
const tokens = (units: bigint, decimals = 18) => Number(units) / 10 ** decimals;
const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** 21,000,000 → `21M`: an axis has little room, and its table every digit. */
const compact = (value: number) => Intl.NumberFormat("en", { notation: "compact" }).format(value);

/** `0x1234…abcd`, or the name that somebody gave it. */
const shortName = (address: string, nameOf: Naming) =>
  address === OTHERS ? OTHERS : visible(nameOf(address) ?? `${address.slice(0, 6)}…${address.slice(-4)}`);

type Plot = Record<string, unknown>;

/** What all pictures have in common: fonts, colours, room for the title and the legend, words for a screen reader. */
function plot(
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
const upright = (name: string, own: Plot = {}): Plot => ({
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
const lying = (name: string, own: Plot = {}): Plot => ({
  ...{ type: "value", name, nameLocation: "middle", nameGap: 28, axisLabel: { formatter: compact } },
  ...own,
});

/** Names at the left of lying bars, the first on top. */
const names = (texts: readonly string[], frame: Frame): Plot => ({
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

const months = (data: readonly string[]): Plot => ({
  ...{ type: "category", data: [...data], name: "Month", nameLocation: "middle", nameGap: 28 },
});

const timeline = (): Plot => ({
  ...{ type: "time", name: "Date (UTC)", nameLocation: "middle", nameGap: 28 },
  axisLabel: { formatter: (time: number) => formatDate(time / 1000) },
});

const titleHeight = ({ titled }: Frame) => (titled ? 34 : 0);

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
const lyingHeight =
  (bars: number, entries: readonly string[] = []) =>
  (frame: Frame) =>
    bars * 30 + 62 + legendHeight(entries, frame) + titleHeight(frame);
const upHeight =
  (entries: readonly string[] = []) =>
  (frame: Frame) =>
    (frame.width < NARROW ? 250 : 290) + legendHeight(entries, frame) + titleHeight(frame);
const BAR = { type: "bar", barMaxWidth: 22 };
const GAP = { borderRadius: 2 };

/** Of each decision, how the votes went, as shares of all that could be cast. */
export function decisionsPicture({ proposals, table }: Decisions): Picture {
  const shown = proposals.slice(-MANY);
  const passed = shown.filter(({ passed }) => passed).length;
  const picture = {
    ...{ id: "decisions", title: "How the votes went", table },
    description: `${counted(shown.length, "decision")}, of which ${passed} passed. Each bar shows the votes for, against and abstaining as shares of the votes that could be cast, and a line where the quorum stood, which for and abstain count towards.`,
  };
  const of = (part: bigint, whole = 0n) => (whole === 0n ? 0 : Number((part * 10_000n) / whole) / 100);
  const side = (name: string, key: "for" | "against" | "abstain", color: string) => ({
    ...{ ...BAR, name, stack: "votes", itemStyle: { ...GAP, color } },
    data: shown.map(({ votes, electorate }) => of(votes[key], electorate)),
  });
  return {
    ...picture,
    height: lyingHeight(shown.length, ["For", "Against", "Abstain", "Quorum"]),
    option: (theme, frame) =>
      plot(picture, theme, frame, {
        xAxis: lying("Share of the votes that could be cast (%)", { min: 0 }),
        yAxis: names(shown.map(({ title, passed }) => `${passed ? "✓" : "✗"} ${title}`), frame), // prettier-ignore
        series: [
          side("For", "for", theme.inFavour),
          side("Against", "against", theme.against),
          side("Abstain", "abstain", theme.abstain),
          {
            ...{
              type: "scatter",
              name: "Quorum",
              symbol: "rect",
              symbolSize: [3, 26],
              z: 5,
            },
            itemStyle: { color: theme.ink },
            data: shown.map(({ quorum, electorate }, i) => [of(quorum ?? 0n, electorate), i]),
          },
        ],
      }),
  };
}

/** Things that are shown in a picture at most; its table has them all. */
const MANY = 24;

/** Turnout by share and by heads, month by month. */
export function participationPicture({ months: all, byMonth, turnoutBps, voters }: Participation): Picture {
  const shown = all.slice(-MANY);
  const picture = {
    ...{ id: "participation", title: "Participation by month", table: byMonth },
    description: `Turnout over ${counted(shown.length, "month")}: ${percent(turnoutBps)} of the votes that could be cast, by ${counted(voters, "account")}.`,
  };
  return {
    ...picture,
    height: upHeight(["By share of votes", "By heads"]),
    option: (theme, frame) =>
      plot(picture, theme, frame, {
        xAxis: months(shown.map(({ month }) => month)),
        yAxis: upright("Turnout (%)", { min: 0 }),
        series: [
          {
            ...BAR,
            name: "By share of votes",
            itemStyle: GAP,
            data: shown.map((one) => share(one.turnoutBps)),
          },
          { ...BAR, name: "By heads", itemStyle: GAP, data: shown.map((one) => share(one.headsBps)) },
        ],
      }),
  };
}

/** The Lorenz curve of votes that can be cast. */
export function lorenzPicture({ lorenz, spreads, table }: Concentration): Picture {
  const votes = spreads[0]!;
  const picture = {
    ...{ id: "lorenz", title: "How votes are spread over accounts", table },
    description: `Lorenz curve of ${counted(votes.accounts, "account")} with votes. Gini coefficient ${percent(votes.giniBps)}; ${votes.nakamoto === undefined ? "no group has more than half" : `${counted(votes.nakamoto, "account")} together have more than half`}. The closer the curve is to the straight line, the more even.`,
  };
  return {
    ...picture,
    height: upHeight(["Votes", "If all had the same"]),
    option: (theme, frame) =>
      plot(picture, theme, frame, {
        xAxis: lying("Accounts, from the smallest (%)", { min: 0, max: 100 }),
        yAxis: upright("Votes (%)", { min: 0, max: 100 }),
        series: [
          {
            ...{ type: "line", name: "Votes", showSymbol: false, areaStyle: { opacity: 0.12 } },
            ...{
              lineStyle: { width: 2.5 },
              data: lorenz.map((point) => [point.peopleBps / 100, point.votesBps / 100]),
            },
          },
          {
            ...{ type: "line", name: "If all had the same", showSymbol: false, color: theme.muted },
            lineStyle: { width: 1.5, type: "dashed", color: theme.muted },
            data: lorenz.length ? [[0, 0], [100, 100]] : [], // prettier-ignore
          },
        ],
      }),
  };
}

/** The accounts with the most votes. */
export function topPicture({ top, topTable: table }: Concentration, nameOf: Naming): Picture {
  const picture = {
    ...{ id: "top-voters", title: "Accounts with the most votes", table },
    description: top.length
      ? `The largest of ${counted(top.length, "account")} has ${percent(top[0]!.shareBps)} of the votes that can be cast.`
      : "No account has votes.",
  };
  return {
    ...picture,
    height: lyingHeight(top.length),
    option: (theme, frame) =>
      plot(picture, theme, frame, {
        xAxis: lying("Share of the votes that can be cast (%)", { min: 0 }),
        yAxis: names(top.map(({ address }) => shortName(address, nameOf)), frame), // prettier-ignore
        series: [
          {
            ...{ ...BAR, name: "Share", itemStyle: GAP, data: top.map(({ shareBps }) => share(shareBps)) },
            label: { show: true, position: "right", formatter: "{c} %", color: theme.ink, fontFamily: FONT },
          },
        ],
      }),
  };
}

/** Who gives votes to whom, from left to right: somebody who does both stands on both sides. */
export function delegationPicture(graph: DelegationGraph, nameOf: Naming): Picture {
  const { edges, delegators, table } = graph;
  const left = [...new Set(edges.map(({ from }) => from))];
  const right = [...new Set(edges.map(({ to }) => to))];
  const picture = {
    ...{ id: "delegation", title: "Who votes for whom", table },
    description: `${counted(delegators, "account")} delegate votes to others. The wider the band, the more votes; the table has every band.`,
  };
  const tallest = Math.max(left.length, right.length);
  return {
    ...picture,
    height: (frame) => Math.max(160, tallest * 30 + 24) + titleHeight(frame),
    option: (theme, frame) =>
      plot(picture, theme, frame, {
        series: [
          {
            ...{ type: "sankey", left: 4, right: frame.width < NARROW ? 96 : 130, bottom: 8 },
            ...{ top: frame.titled ? 44 : 8, nodeWidth: 10, nodeGap: 15, draggable: false },
            label: { color: theme.ink, fontFamily: FONT, fontSize: 12 },
            lineStyle: { color: "source", opacity: 0.35, curveness: 0.5 },
            data: [
              ...left.map((id, i) => node(id, "from", theme.series[i % theme.series.length]!)),
              ...right.map((id) => node(id, "to", theme.muted)),
            ],
            links: edges.map(({ from, to, votes }) => ({
              ...{ source: `from ${from}`, target: `to ${to}` },
              value: tokens(votes),
            })),
          },
        ],
      }),
  };

  function node(id: string, side: string, color: string): Plot {
    const label = { formatter: shortName(id, nameOf) };
    return { name: `${side} ${id}`, depth: side === "from" ? 0 : 1, itemStyle: { color }, label };
  }
}

/** Proposals by type, and where they stand. */
export function typesPicture({ types, table }: ProposalsByType): Picture {
  const present = STAGES.filter((stage) => types.some(({ stages }) => stages[stage]));
  const count = types.reduce((all, one) => all + one.count, 0);
  const picture = {
    ...{ id: "types", title: "Proposals by type and outcome", table },
    description: `${counted(count, "proposal")} of ${counted(types.length, "type")}, by where they stand at the end.`,
  };
  return {
    ...picture,
    height: lyingHeight(types.length, present),
    option: (theme, frame) => {
      const colours: Record<Stage, string> = {
        ...{ ACTIVE: theme.inFavour, DEFEATED: theme.against, CANCELED: theme.abstain },
        ...{ SCHEDULED: theme.series[2]!, APPROVED: theme.series[2]!, EXPIRED: theme.series[4]! },
        ...{ VOTING: theme.series[3]!, REVIEW: theme.grid },
      };
      return plot(picture, theme, frame, {
        xAxis: lying("Proposals (count)", { min: 0, minInterval: 1 }),
        yAxis: names(types.map(({ type }) => type), frame), // prettier-ignore
        series: present.map((stage) => ({
          ...{
            ...BAR,
            name: capital(stage),
            stack: "stages",
            itemStyle: { ...GAP, color: colours[stage], opacity: stage === "APPROVED" ? 0.55 : 1 },
          },
          data: types.map(({ stages }) => stages[stage] ?? 0),
        })),
      });
    },
  };
}

/** How long each stage took, of the proposals that became active. */
export function pacePicture({ paces, median, table }: Paces): Picture {
  const shown = paces.slice(-MANY);
  const picture = {
    ...{ id: "pace", title: "Time from proposal to activation", table },
    description: `${counted(shown.length, "activated proposal")}; the middle one took ${formatCell(median?.total, "seconds", { votes: { symbol: "" }, tokens: new Map() })}.`,
  };
  const stage = (name: string, key: "review" | "voting" | "queueing" | "grace") => ({
    ...{ ...BAR, name, stack: "time", itemStyle: GAP },
    data: shown.map((pace) => Math.round(pace[key] / 864) / 100),
  });
  return {
    ...picture,
    height: lyingHeight(shown.length, ["Review", "Voting", "Until queued", "Grace"]),
    option: (theme, frame) =>
      plot(picture, theme, frame, {
        xAxis: lying("Time (days)", { min: 0 }),
        yAxis: names(shown.map(({ proposal }) => proposal.title), frame), // prettier-ignore
        series: [
          stage("Review", "review"),
          stage("Voting", "voting"),
          stage("Until queued", "queueing"),
          stage("Grace", "grace"),
        ],
      }),
  };
}

/** Turnout before and after each version. */
export function impactPicture({ impacts, observed }: DecisionImpact): Picture {
  const shown = impacts.slice(-MANY);
  const picture = {
    ...{ id: "impact", title: "Turnout before and after each version", table: observed },
    description: `${counted(shown.length, "version")}. Seen over equal windows; no proof that a version caused it.`,
  };
  return {
    ...picture,
    height: upHeight(["Before", "After"]),
    option: (theme, frame) =>
      plot(picture, theme, frame, {
        xAxis: {
          ...{ type: "category", data: shown.map(({ version }) => visible(version.semver)) },
          ...{ name: "Version", nameLocation: "middle", nameGap: 28 },
        },
        yAxis: upright("Turnout (%)", { min: 0 }),
        series: [
          { ...BAR, name: "Before", color: theme.abstain, itemStyle: GAP, data: shown.map((one) => share(one.turnoutBefore)) },
          { ...BAR, name: "After", color: theme.series[0], itemStyle: GAP, data: shown.map((one) => share(one.turnoutAfter)) },
        ],
      }),
  }; // prettier-ignore
}

/** Supply and locked tokens, and the votes that proposals found. */
export function lockedPicture({ points, snapshots, table }: LockHistory, symbol: string): Picture {
  const last = points.at(-1);
  const picture = {
    ...{ id: "locked", title: "Supply, locked tokens and voting power", table },
    description: last
      ? `From ${formatDate(points[0]!.time)} to ${formatDate(last.time)}. At the end ${percent(last.lockedBps)} of the supply was locked.`
      : "Nothing was issued.",
  };
  const line = (name: string, key: "supply" | "locked", area: boolean) => ({
    ...{ type: "line", name, step: "end", showSymbol: false, lineStyle: { width: 2 } },
    ...(area && { areaStyle: { opacity: 0.14 } }),
    data: points.map((point) => [point.time * 1000, tokens(point[key])]),
  });
  return {
    ...picture,
    height: upHeight(["Supply", "Locked", "Votes at snapshots"]),
    option: (theme, frame) =>
      plot(picture, theme, frame, {
        xAxis: timeline(),
        yAxis: upright(`Amount (${symbol})`, { min: 0 }),
        series: [
          line("Supply", "supply", false),
          line("Locked", "locked", true),
          {
            ...{
              type: "scatter",
              name: "Votes at snapshots",
              symbol: "diamond",
              symbolSize: 9,
            },
            data: snapshots.map(({ time, power }) => [time * 1000, tokens(power)]),
          },
        ],
      }),
  };
}

/** The decay to come of the locks that there are. */
export function aheadPicture({ ahead, aheadTable: table }: LockHistory, symbol: string): Picture {
  const [first, last] = [ahead[0], ahead.at(-1)];
  const picture = {
    ...{ id: "power-ahead", title: "Power of today's locks in the year to come", table },
    description:
      first && last
        ? `From ${Math.round(tokens(first.power)).toLocaleString("en")} votes on ${formatDate(first.time)} to ${Math.round(tokens(last.power)).toLocaleString("en")} on ${formatDate(last.time)}, if nothing is done.`
        : "There are no locks.",
  };
  return {
    ...picture,
    height: upHeight(),
    option: (theme, frame) =>
      plot(picture, theme, frame, {
        xAxis: timeline(),
        yAxis: upright(`Power (${symbol})`, { min: 0 }),
        series: [
          {
            ...{ type: "line", name: "Power", showSymbol: false, lineStyle: { width: 2 } },
            ...{ areaStyle: { opacity: 0.14 } },
            data: ahead.map(({ time, power }) => [time * 1000, tokens(power)]),
          },
        ],
      }),
  };
}

/** The rows of a table that are of one token. */
function only({ title, rows, ...table }: Table, token: string): Table {
  const own = rows.filter((row) => row.every((cell) => !isAmount(cell) || cell.token === token));
  return { ...table, title, rows: own };
}

/** Income above the line and spending below it, by month and category: a picture for each token. */
export function flowPictures({ byMonth, monthTable }: TreasuryAccounts, units: Units): Picture[] {
  const all = [...new Set(byMonth.map(({ token }) => token))];
  return all.map((token, i): Picture => {
    const own = byMonth.filter((flow) => flow.token === token);
    const { symbol, decimals = 0 } = unitOf(token, units);
    const inMonths = [...new Set(own.map(({ month }) => month))].sort().slice(-MANY);
    const categories = [...new Set(own.map(({ category }) => category))];
    const picture = {
      ...{
        id: `flows-${i + 1}`,
        table: only(monthTable, token),
        title: `Treasury flows in ${visible(symbol)}`,
      },
      description: `Income and spending in ${counted(inMonths.length, "month")}, by ${counted(categories.length, "category", "categories")}. What came in stands above the line, what went out below.`,
    };
    const bars = categories.map((category) => {
      const parts = inMonths.map((month) => {
        const same = own.find((flow) => flow.month === month && flow.category === category);
        return same ? [same.income, same.spending + same.differences] : [0n, 0n];
      });
      const bar = { ...BAR, stack: "flows", name: category };
      return [0, 1].map((way) => ({ ...bar, data: parts.map((part) => tokens(part[way]!, decimals)) }));
    });
    return {
      ...picture,
      height: upHeight(categories),
      option: (theme, frame) =>
        plot(picture, theme, frame, {
          xAxis: { ...months(inMonths), axisLine: { onZero: true } },
          yAxis: upright(`Amount (${visible(symbol)})`),
          series: bars.flatMap((pair, at) =>
            pair.map((bar) => ({
              ...bar,
              itemStyle: { ...GAP, color: theme.series[at % theme.series.length] },
            })),
          ),
        }),
    };
  });
}

/** What each budget allows beside what was spent: a picture for each token. */
export function budgetPictures(
  { uses, table }: { uses: BudgetUse[]; table: Table },
  units: Units,
): Picture[] {
  const all = [...new Set(uses.map(({ budget }) => budget.token))];
  return all.map((token, i): Picture => {
    const own = uses.filter(({ budget }) => budget.token === token).slice(-MANY);
    const { symbol, decimals = 0 } = unitOf(token, units);
    const picture = {
      ...{ id: `budgets-${i + 1}`, table: only(table, token), title: `Budgets in ${visible(symbol)}` },
      description: `${counted(own.length, "budget")}: what the periods that had begun allow, and what was spent.`,
    };
    const bar = (name: string, of: (use: BudgetUse) => bigint) => ({
      ...{ ...BAR, name, itemStyle: GAP, data: own.map((use) => tokens(of(use), decimals)) },
    });
    return {
      ...picture,
      height: lyingHeight(own.length * 1.6, ["Granted", "Spent"]),
      option: (theme, frame) =>
        plot(picture, theme, frame, {
          xAxis: lying(`Amount (${visible(symbol)})`, { min: 0 }),
          yAxis: names(own.map(({ budget }) => `Budget ${budget.id}`), frame), // prettier-ignore
          series: [
            { ...bar("Granted", ({ granted }) => granted), color: theme.abstain },
            { ...bar("Spent", ({ spent }) => spent), color: theme.series[0] },
          ],
        }),
    };
  });
}
