import { expect, it } from "vitest";

import { rulesInWords } from "./rules";

const DAY = 86_400;
const rules = {
  ...{ review: 7 * DAY, voting: 5 * DAY, graceMin: 2 * DAY, approvalBps: 6600, quorumBps: 2000 },
  ...{ threshold: 0n, fee: 0n },
};

it("explains an ordinary vote, one with a least number of voters, and one that passes unless it is stopped", () => {
  const begin = "Discussed for 7 days, then voted on for 5 days. ";
  const end = " It takes effect 2 days after that at the earliest.";
  const sides = "It passes if 66 % of those who take a side are for it and 20 % of all votes take part";
  const say = (part: object) => rulesInWords({ ...rules, ...part }).replaceAll("\u00a0", " ");
  expect(say({})).toBe(`${begin}${sides}.${end}`);
  expect(say({ minVoters: 3 })).toBe(`${begin}${sides}, from 3 accounts at the least.${end}`);
  expect(say({ vetoBps: 1000, graceMin: 0 })).toBe(
    `${begin}It passes unless 10 % of all votes are against it. It can take effect at once.`,
  );
});
