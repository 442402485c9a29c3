import { toCsv } from "@polity/sdk/analytics/write";
import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { formatDate } from "@polity/sdk/format";
import { ledgerTable } from "@polity/sdk/treasury/figures";
import { formatTable } from "../../scripts/lib/table";
import type { Answer } from "../core/answer";
import { flag, text } from "../core/command";
import { signedCommand } from "../core/context";
import { disagreements, readAll, unitsOf } from "../parts/books";
import { tellAccount, tellWord, TOKEN, tokenOf } from "../parts/treasury";

/** Every movement with the balance after it. */
export default signedCommand({
  words: "Shows every movement, and checks that the books agree with the chain",
  options: {
    csv: flag("As CSV, amounts in whole tokens"),
    token: text(`Only of one: ${TOKEN.replace(" (the default)", "")}`),
  },
  async run(context) {
    const { options } = context;
    const all = await readAll(context);
    const wrong = await disagreements(context, all);
    const only = options.token === undefined ? undefined : (await tokenOf(context, options.token)).address;
    const movements = all.movements.filter(({ token }) => only === undefined || token === only);
    const units = await unitsOf(context, all.balances.keys());
    const json = { movements, balances: Object.fromEntries(all.balances), agrees: wrong.length === 0, wrong };
    const answer = (lines: string): Answer => ({
      text: wrong.length ? `${lines}\n\nThe books do not agree:\n  ${wrong.join("\n  ")}` : lines,
      json,
      failed: wrong.length > 0,
    });
    if (options.csv) {
      const token = await readTokenUnit(context.network, context.network.addresses.GovernanceToken);
      return answer(toCsv(ledgerTable({ treasury: { movements } }), { tokens: units, token }).trimEnd());
    }

    const rows = movements.map((movement) => {
      const unit = units.get(movement.token)!;
      return [
        formatDate(movement.time),
        movement.kind,
        formatUnits(movement.amount, unit),
        formatUnits(movement.balance, unit),
        movement.counterparty === undefined ? "" : tellAccount(context, movement.counterparty),
        tellWord(movement.category),
        tellWord(movement.reference),
        movement.proposalId === 0n ? "" : movement.proposalId.toString().slice(0, 10),
      ];
    });
    const head = ["day", "kind", "amount", "balance", "with", "category", "reference", "proposal"];
    const agrees = wrong.length ? "" : "\nthe sums agree with the treasury's books on the chain";
    return answer(`${formatTable([head, ...rows])}${agrees}`);
  },
});
