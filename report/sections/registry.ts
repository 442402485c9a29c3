import { decisionImpact, NO_CAUSE } from "@polity/sdk/registry/figures";
import { impactPicture } from "../pictures/registry";
import { counted, shown, unlessEmpty } from "./figures";
import type { WriteChapter } from "./types";

/** What votes changed in the protocol, and what was observed before and after. */
export const registry: WriteChapter = ({ history, period, deployment }) => {
  const figures = deployment.conventions?.proposals.figures;
  const impact = decisionImpact(history, { period, ...(figures && { figures }) });
  const versions = impact.impacts;
  const steps = versions.flatMap(({ changes }) => changes).length;
  return {
    key: [
      {
        ...{ name: "New versions", value: String(versions.length) },
        note: versions.length
          ? `the last is ${versions.at(-1)!.version.semver}`
          : "the protocol did not change",
      },
    ],
    summary: [
      versions.length === 0
        ? "The protocol did not change."
        : `${counted(versions.length, "version")} of the protocol came into force, with ${counted(steps, "change")} of parameters.`,
    ],
    sections: [
      {
        ...{ id: "protocol", title: "Changes of the protocol" },
        text: [
          "Versions that votes activated in the period, what they changed, and what their proposers declared the effect to be.",
          NO_CAUSE,
        ],
        figures: [
          { table: impact.declared },
          ...unlessEmpty(impact.observed, shown(impactPicture(impact))),
          ...(impact.balances.rows.length ? [{ table: impact.balances }] : []),
        ],
      },
    ],
  };
};
