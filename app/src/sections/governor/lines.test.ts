import { expect, it } from "vitest";

import type { HistoricProposal } from "@polity/sdk/governor/history";
import { linesOf } from "./lines";

const at = (time: number) => ({ block: time, time, transaction: `0x${time}` });

it("tells what happened to a proposal, and its ballots together, by the last", () => {
  const ballots = [
    { ...at(40), voter: "ada" },
    { ...at(50), voter: "ben" },
    { ...at(60), voter: "ada" },
  ];
  const proposal = { proposed: at(10), executed: at(90), ballots } as unknown as HistoricProposal;
  const told = linesOf(proposal);
  expect(told.map(({ what, moment }) => [what, moment])).toEqual([
    ["proposed", at(10)],
    ["executed", at(90)],
    ["voted", at(60)],
  ]);
  expect(told[2]).toMatchObject({ voters: 2, proposal });
});
