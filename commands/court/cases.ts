import { phaseText, readCases, readPayments, requireDisputes, statusText } from "@polity/sdk/court";
import { UNKNOWN_WORTH } from "@polity/sdk/court/figures";
import { formatUnits } from "@polity/sdk/calls";
import { formatTimestamp, formatTokens } from "@polity/sdk/format";
import { formatTable } from "../../scripts/lib/table";
import { readingCommand } from "../core/context";
import { unitsOf } from "../parts/books";
import { tellAccount } from "../parts/treasury";

export default readingCommand({
  words: "Lists the cases of the court, and payments that wait and can be disputed, or are not over",
  options: {},
  async run(context) {
    const { court, disputedBudgets } = requireDisputes(context.network);
    const [cases, payments] = await Promise.all([
      court ? readCases(court) : [],
      disputedBudgets ? readPayments(disputedBudgets) : [],
    ]);
    const open = payments.filter(({ status }) => status !== "paid" && status !== "returned");
    const units = await unitsOf(
      context,
      open.map(({ token }) => token),
    );
    const caseRows = cases.map((each) => [
      each.id.toString(),
      tellAccount(context, each.arbitrable),
      each.value === UNKNOWN_WORTH ? "not known" : formatTokens(each.value),
      each.draws.map(({ size }) => size).join(" → ") || "vote",
      each.byBench || each.phase === "decided" || each.phase === "executed" ? each.ruling.toString() : "",
      phaseText(each),
      each.until === undefined ? "" : formatTimestamp(each.until),
    ]);
    const paymentRows = open.map((each) => [
      each.id.toString(),
      each.budgetId.toString(),
      tellAccount(context, each.payee),
      formatUnits(each.amount, units.get(each.token)!),
      statusText(each),
      each.status === "waiting" ? formatTimestamp(each.until) : "",
    ]);
    const caseHead = ["case", "of", "worth", "benches", "ruling", "it", "until"];
    const paymentHead = ["payment", "budget", "to", "amount", "it", "and can be disputed until"];
    return {
      text: [
        ...(court
          ? [caseRows.length > 0 ? formatTable([caseHead, ...caseRows]) : "no case was opened yet"]
          : []),
        ...(court && paymentRows.length > 0 ? [""] : []),
        ...(paymentRows.length > 0 ? [formatTable([paymentHead, ...paymentRows])] : []),
        ...(!court && paymentRows.length === 0 ? ["no payment waits"] : []),
      ].join("\n"),
      json: { cases, payments: open },
    };
  },
});
