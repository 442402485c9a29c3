import { list, rule, strictObject } from "../../sdk/problems";
import { TIMELOCK, integer, account, eachRepeated } from "./leaves";

/** Signers of the multisig that spends approved budgets. */
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
      if (members.includes(TIMELOCK))
        report(["members", members.indexOf(TIMELOCK)], "cannot sign: it is a contract");
    },
  ),
);
