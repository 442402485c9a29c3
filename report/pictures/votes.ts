import { addressOf, type AddressKey } from "@polity/sdk/core/address";
import { formatCount, formatDate } from "@polity/sdk/format";
import { visible } from "@polity/sdk/nep/text";
import type { Concentration } from "@polity/sdk/votes/figures/concentration";
import { OTHERS, type DelegationGraph } from "@polity/sdk/votes/figures/delegation";
import type { LockHistory } from "@polity/sdk/votes/figures/locks";
import {
  BAR,
  FONT,
  GAP,
  NARROW,
  type Naming,
  type Picture,
  type Plot,
  counted,
  isFlat,
  lying,
  lyingHeight,
  names,
  percent,
  plot,
  share,
  timeline,
  titleHeight,
  tokens,
  upHeight,
  upright,
} from "../plot";

/** `0x1234…abcd`, or the name that somebody gave it. */
function shortName(id: AddressKey, nameOf: Naming): string {
  if (id === OTHERS) return OTHERS;
  const address = addressOf(id);
  return visible(nameOf(address) ?? `${address.slice(0, 6)}…${address.slice(-4)}`);
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
        yAxis: names(top.map(({ key }) => shortName(key, nameOf)), frame), // prettier-ignore
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

  function node(id: AddressKey, side: string, color: string): Plot {
    const label = { formatter: shortName(id, nameOf) };
    return { name: `${side} ${id}`, depth: side === "from" ? 0 : 1, itemStyle: { color }, label };
  }
}

/** Supply and locked tokens, and the votes that proposals found. */
export function lockedPicture({ points, snapshots, table }: LockHistory, symbol: string): Picture {
  const last = points.at(-1);
  const picture = {
    ...{ id: "locked", title: "Supply, locked tokens and voting power", table },
    description: last
      ? `From ${formatDate(points[0]!.time)} to ${formatDate(last.time)}. At the end ${percent(last.lockedBps)} of the supply was locked.`
      : "Nothing was issued.",
    ...stillLocked({ points, snapshots }, symbol),
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

/** From the second point on: most networks issue everything in their first block. */
function stillLocked({ points, snapshots }: Pick<LockHistory, "points" | "snapshots">, symbol: string) {
  const later = points.slice(1);
  const [first] = later;
  const lines = [
    ...[later.map(({ supply }) => supply), later.map(({ locked }) => locked)],
    snapshots.map(({ power }) => power),
  ];
  if (!first || !lines.every(isFlat)) return {};
  const amount = (units: bigint) => `${formatCount(Math.round(tokens(units)))} ${visible(symbol)}`;
  const locked = first.locked === 0n ? "nothing was locked" : `${amount(first.locked)} were locked`;
  return {
    still: `From ${formatDate(first.time)} to ${formatDate(later.at(-1)!.time)} nothing of this changed: the supply was ${amount(first.supply)}, and ${locked}.`,
  };
}

/** The decay to come of the locks that there are. */
export function aheadPicture({ ahead, aheadTable: table }: LockHistory): Picture {
  const [first, last] = [ahead[0], ahead.at(-1)];
  const picture = {
    ...{ id: "power-ahead", title: "Power of today's locks in the year to come", table },
    description:
      first && last
        ? `From ${formatCount(Math.round(tokens(first.power)))} votes on ${formatDate(first.time)} to ${formatCount(Math.round(tokens(last.power)))} on ${formatDate(last.time)}, if nothing is done.`
        : "There are no locks.",
    ...(first &&
      isFlat(ahead.map(({ power }) => power)) && {
        still: `None of today's locks loses votes in the year to come: together they keep ${formatCount(Math.round(tokens(first.power)))} votes if nothing is done.`,
      }),
  };
  return {
    ...picture,
    height: upHeight(),
    option: (theme, frame) =>
      plot(picture, theme, frame, {
        xAxis: timeline(),
        yAxis: upright("Power (votes)", { min: 0 }),
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
