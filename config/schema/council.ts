import { list, rule, strictObject } from "@polity/sdk/problems";
import { account, eachRepeated, integer, TIMELOCK, TREASURY } from "./leaves";
import type { Part } from "./part";

const council = strictObject({
  members: list(account, "must be a list of account labels").describe("Who signs; each stands in it once."),
  threshold: integer(1, 50).meta({
    example: 3,
    description: "How many of them it takes; at most as many as there are.",
  }),
})
  .check(
    rule<{ members: string[]; threshold: number }>(
      ["members", "threshold"],
      ({ members, threshold }, report) => {
        if (threshold > members.length)
          report(["threshold"], `${threshold} is above the number of members, ${members.length}`);
        eachRepeated(members, (member, i) => report(["members", i], `"${member}" appears twice`));
        for (const contract of [TIMELOCK, TREASURY]) {
          if (members.includes(contract))
            report(["members", members.indexOf(contract)], "cannot sign: it is a contract");
        }
      },
    ),
  )
  .describe(
    "The Safe that spends what votes grant it. Its powers over proposals come by a vote too, for a year at most.",
  );

export const sections = { council: council.optional() };

export const part: Part = {
  has: (network) => network.council !== undefined,
  settle: ({ council: seats }, { addressOf }) =>
    seats ? { council: { ...seats, members: seats.members.map(addressOf) } } : {},
};
