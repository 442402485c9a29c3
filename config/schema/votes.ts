import { oneOf } from "@polity/sdk/problems";
import { form } from "./leaves";
import type { Part } from "./part";

const VOTE_SOURCES = ["token", "escrow", "combined"] as const;
/** One token one vote, one vote per token locked in proportion to its time, or both together. */
export type VoteSource = (typeof VOTE_SOURCES)[number];

export const sections = {
  voteSource: oneOf(...VOTE_SOURCES).meta({
    ...form("word", VOTE_SOURCES.join(", "), "escrow"),
    description: "Where votes come from: tokens held, tokens locked, or both.",
  }),
};

export const part: Part = {
  rules: [
    {
      says: "`escrow` is there exactly if `voteSource` is `escrow` or `combined`.",
      reads: ["voteSource", "escrow"],
      check: ({ voteSource, escrow }, report) => {
        if (voteSource !== "token" && !escrow)
          report(["escrow"], `is missing; votes come from ${voteSource}`);
        // Who locked tokens would lose their votes by it.
        if (voteSource === "token" && escrow)
          report(
            ["escrow"],
            "must be left out: votes come from the token, and what is locked would have none",
          );
      },
    },
  ],
};
