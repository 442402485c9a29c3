import { visible } from "@polity/sdk/nep/text";
import type { DecisionImpact } from "@polity/sdk/registry/figures";
import { BAR, GAP, MANY, type Picture, counted, plot, share, upHeight, upright } from "../plot";

/** Turnout before and after each version. */
export function impactPicture({ impacts, observed }: DecisionImpact): Picture {
  const shown = impacts.slice(-MANY);
  const picture = {
    ...{ id: "impact", title: "Turnout before and after each version", table: observed },
    description: `${counted(shown.length, "version")}. Seen over equal windows; no proof that a version caused it.`,
    ...(shown.every((one) => one.turnoutBefore === undefined && one.turnoutAfter === undefined) && {
      still: "No vote ended in the days before or after a version: there is no turnout to compare.",
    }),
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
