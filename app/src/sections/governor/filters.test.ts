import { expect, it } from "vitest";

import { ADA, BEN } from "../../../test/fakes";
import { filtersOf, matches, searchOf } from "./filters";
import type { LiveProposal } from "./proposals";

const proposal = (title: string, stage: string, type: string, proposer: string) =>
  ({
    record: { id: 7n, title, proposer },
    view: { stage, type, state: stage === "VOTING" ? "Active" : "Executed" },
  }) as unknown as LiveProposal;
const ALL = [
  ...[proposal("Burn fees", "VOTING", "ECON", ADA), proposal("Burn more", "ACTIVE", "ECON", BEN)],
  proposal("More heads", "VOTING", "ARCH", BEN),
];
const found = (search: string) =>
  ALL.filter((one) => matches(filtersOf(new URLSearchParams(search)), one)).map(({ record }) => record.title);

it("finds by words, state, type and author, and by all of them together", () => {
  expect(found("")).toHaveLength(3);
  expect(found("words=burn")).toEqual(["Burn fees", "Burn more"]);
  expect(found("words=more+econ")).toEqual(["Burn more"]);
  expect(found("state=VOTING")).toEqual(["Burn fees", "More heads"]);
  expect(found("state=live")).toEqual(["Burn fees", "More heads"]);
  expect(found("type=ARCH")).toEqual(["More heads"]);
  expect(found(`author=${BEN.toLowerCase()}`)).toEqual(["Burn more", "More heads"]);
  expect(found(`author=${BEN}&state=VOTING&words=heads&type=ARCH`)).toEqual(["More heads"]);
  expect(found("state=nonsense")).toEqual([]);
});

it("gives back to the address what it has read there, without what is empty and without what is too long", () => {
  const filters = filtersOf(new URLSearchParams(`words=${"a".repeat(500)}&state=live&other=1`));
  expect(searchOf(filters)).toEqual({ words: "a".repeat(100), state: "live" });
  expect(searchOf(filtersOf(new URLSearchParams()))).toEqual({});
});
