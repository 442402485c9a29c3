import { expect, it } from "vitest";

import type { History } from "@polity/sdk/history";
import type { Line } from "../section";
import { newestOf } from "./newest";

const at = (time: number, block = time): Line => ({
  ...{ block, time, transaction: `0x${time}` },
  say: () => `at ${time} in ${block}`,
});

it("tells the newest of all sections first, and no more than are asked for", () => {
  const asked: unknown[] = [];
  const history = {} as History;
  const sections = {
    one: { activity: (given: History) => (asked.push(given), [at(10), at(90), at(40)]) },
    silent: {},
    other: { activity: () => [at(90, 91), at(50)] },
  };
  const told = newestOf(sections, history, 4);
  expect(told.map(({ say }) => say())).toEqual(["at 90 in 91", "at 90 in 90", "at 50 in 50", "at 40 in 40"]);
  expect(asked).toEqual([history]);
});
