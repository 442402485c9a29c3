import { list, rule, strictObject } from "../../sdk/problems";
import { TIMELOCK, TREASURY, integer, account, eachRepeated } from "./leaves";

/** Signers of the Safe that spends approved budgets, and how many of them it takes. */
export const council = strictObject({
  members: list(account, "must be a list of account labels"),
  threshold: integer(1, 50),
}).check(
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
);
