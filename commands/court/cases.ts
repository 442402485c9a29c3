import { readCases, readPayments, requireCourt } from "@polity/sdk/court";
import { UNKNOWN_WORTH } from "@polity/sdk/court/figures";
import { formatUnits } from "@polity/sdk/calls";
import { formatTimestamp, formatTokens } from "@polity/sdk/format";
import { formatTable } from "../../scripts/lib/table";
import { readingCommand } from "../core/context";
import { unitsOf } from "../parts/books";
import { phaseText } from "../parts/court";
import { tellAccount } from "../parts/treasury";

export default readingCommand({
  words: "Lists the cases of the court, and payments that wait and can be disputed",
  options: {},
  async run(context) {
    const { network } = context;
    const [cases, payments] = await Promise.all([
      readCases(requireCourt(network)),
      network.disputedBudgets ? readPayments(network.disputedBudgets) : [],
    ]);
    const waiting = payments.filter(({ status }) => status === "waiting");
    const units = await unitsOf(
      context,
      waiting.map(({ token }) => token),
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
    const paymentRows = waiting.map(({ id, budgetId, payee, token, amount, until }) => [
      id.toString(),
      budgetId.toString(),
      tellAccount(context, payee),
      formatUnits(amount, units.get(token)!),
      formatTimestamp(until),
    ]);
    const caseHead = ["case", "of", "worth", "benches", "ruling", "it", "until"];
    const paymentHead = ["payment", "budget", "to", "amount", "can be disputed until"];
    return {
      text: [
        caseRows.length > 0 ? formatTable([caseHead, ...caseRows]) : "no case was opened yet",
        ...(paymentRows.length > 0 ? ["", formatTable([paymentHead, ...paymentRows])] : []),
      ].join("\n"),
      json: { cases, waiting },
    };
  },
});
