import { formatCell } from "@polity/sdk/analytics";
import type { Participation } from "@polity/sdk/governor/figures/participation";
import {
  STAGE_NAMES,
  STAGES,
  type Decisions,
  type Paces,
  type ProposalsByType,
  type Stage,
} from "@polity/sdk/governor/figures/proposals";
import {
  BAR,
  GAP,
  MANY,
  type Picture,
  counted,
  lying,
  lyingHeight,
  months,
  names,
  percent,
  plot,
  share,
  upHeight,
  upright,
} from "../plot";

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
            name: STAGE_NAMES[stage],
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
    description: `${counted(shown.length, "activated proposal")}; the middle one took ${formatCell(median?.total, "seconds", { token: { symbol: "" }, tokens: new Map() })}.`,
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
