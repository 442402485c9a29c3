import { DAY } from "@polity/sdk/format";
import type { Decision } from "./decisions";
import type { NepContent } from "./nep-text";

/** A vote on GOV gives the council a mandate of most of a year. */
export const mandate =
  (day: number, says: Pick<NepContent, "title" | "author" | "grace" | "says">): Decision["nep"] =>
  (dayToTime) => ({
    type: "GOV",
    actions: [
      {
        target: "NetworkGovernor",
        function: "setGuardian(address account, uint48 until)",
        args: ["Council", String(dayToTime(day + 370) - (dayToTime(day + 370) % DAY))],
      },
    ],
    ...says,
  });
