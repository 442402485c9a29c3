import { formatUnits } from "@polity/sdk/calls";
import { readPrograms, requireWork } from "@polity/sdk/work";
import { findApplications } from "@polity/sdk/work/find";
import { formatDate } from "@polity/sdk/format";
import { requireTreasury } from "@polity/sdk/treasury/require";
import { formatTable } from "../../scripts/lib/table";
import { readingCommand } from "../core/context";
import { unitsOf } from "../parts/books";
import { scanOf } from "../parts/proposals";
import { tellAccount } from "../parts/treasury";

export default readingCommand({
  words: "Lists the programs, what is left of their budgets, and what was asked for in them",
  options: {},
  async run(context) {
    const { work } = requireWork(context.network);
    const treasury = requireTreasury(context.network);
    const [programs, applications] = await Promise.all([
      readPrograms(work),
      findApplications(work, scanOf(context)),
    ]);
    const [left, units] = await Promise.all([
      Promise.all(programs.map(({ budgetId }) => treasury.budgetAvailable(budgetId))),
      unitsOf(
        context,
        programs.map(({ token }) => token),
      ),
    ]);
    const rows = programs.map(({ id, category, token, maxJob, byVote, reviewers, ended }, i) => [
      ...[id.toString(), category, formatUnits(left[i]!, units.get(token)!)],
      ...[formatUnits(maxJob, units.get(token)!), byVote ? "votes" : "reviewers"],
      ...[tellAccount(context, reviewers), ended ? "ended" : "open"],
    ]);
    const asked = applications.map(({ id, program, applicant, amounts, dues, uri }) => {
      const unit = units.get(programs[Number(program) - 1]!.token)!;
      const sum = amounts.reduce((all, one) => all + one, 0n);
      return [
        ...[id.toString(), program.toString(), tellAccount(context, applicant), formatUnits(sum, unit)],
        ...[amounts.length.toString(), formatDate(dues.at(-1)!), uri],
      ];
    });
    const head = ["program", "category", "left now", "a job pays up to", "promises", "reviews", "it is"];
    const askedHead = ["application", "program", "by", "amount", "milestones", "until", "where"];
    return {
      text: [
        rows.length > 0 ? formatTable([head, ...rows]) : "no vote has opened a program yet",
        ...(asked.length > 0 ? ["", formatTable([askedHead, ...asked])] : []),
      ].join("\n"),
      json: { programs: programs.map((program, i) => ({ ...program, left: left[i] })), applications },
    };
  },
});
