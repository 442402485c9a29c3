// npx hardhat --network localhost treasury <command>. Only names and options are here.
import { scope } from "hardhat/config";

import { tasksOf } from "./define";

const command = tasksOf(
  scope("treasury", "Writes budgets and payments for votes, disburses, and keeps the books"),
  () => import("./treasury-commands"),
);

const WHO = "Address, a contract's name like Council, or a name that the deployment knows";
const TOKEN = "governance (the default), ETH, or a token's address";
const BUDGET = "The budget; budgets lists them";
const CATEGORY = "What it is for: a word of up to 31 characters, or 32 bytes in hex";
const REFERENCE = "An invoice or a decision: up to 31 characters, or 32 bytes in hex";
const AMOUNT = 'In whole tokens, like "1250.5"';

/** For what writes an action: as a NEP of its own. */
const NEP: [option: string, description: string][] = [
  ["nep", "Writes a NEP with this action, like neps/nep-0006-a-few-words.md; default only shows it"],
  ["author", 'With --nep: who proposes it, like "Ada Okafor <ada@example.org>"'],
  ["discussion", "With --nep: where it is discussed, an http(s) address"],
];

function action(name: Parameters<typeof command>[0], description: string) {
  const task = command(name, description);
  for (const [option, what] of NEP) task.addOptionalParam(option, what);
  return task;
}

command("budgets", "Lists the budgets, with what is left of each");

action("budget-grant", "Writes the action of a NEP that grants a budget")
  .addOptionalParam("spender", `${WHO}; default the council`)
  .addOptionalParam("token", TOKEN)
  .addOptionalParam("amount", `For each period. ${AMOUNT}`)
  .addOptionalParam("period", 'How long a period is, like "30d"; default 30d')
  .addOptionalParam("periods", "How many there are; default 12")
  .addOptionalParam("start", "When the first begins, YYYY-MM-DD; default with the vote's execution")
  .addOptionalParam("category", `${CATEGORY}; default anything`)
  .addFlag("rollover", "What a period leaves may be spent in later ones");

action("budget-change", "Writes the action of a NEP that raises or lowers a budget")
  .addOptionalParam("id", BUDGET)
  .addOptionalParam("amount", `For each period; default as it is. ${AMOUNT}`)
  .addOptionalParam("periods", "How many in all; default as it is");

action("budget-spender", "Writes the action of a NEP that gives a budget to another spender")
  .addOptionalParam("id", BUDGET)
  .addOptionalParam("spender", WHO);

action("budget-end", "Writes the action of a NEP that ends a budget for good").addOptionalParam("id", BUDGET);

action("budget-freeze", "Writes the action of a NEP-EMERG that freezes a budget").addOptionalParam(
  "id",
  BUDGET,
);

action("pay", "Writes the action of a NEP that pays")
  .addOptionalParam("to", WHO)
  .addOptionalParam("amount", AMOUNT)
  .addOptionalParam("token", TOKEN)
  .addOptionalParam("category", `${CATEGORY}; default none`)
  .addOptionalParam("ref", `${REFERENCE}; default none`);

command(
  "disburse",
  "Pays out of the council's budget: builds, shows, signs and executes the Safe's transaction",
)
  .addOptionalParam("file", "Where the transaction and its signatures are kept")
  .addOptionalParam("budget", `${BUDGET}. Left out, the file is there already`)
  .addOptionalParam("to", WHO)
  .addOptionalParam("amount", AMOUNT)
  .addOptionalParam("category", `${CATEGORY}; default the budget's`)
  .addOptionalParam("ref", `${REFERENCE}; default none`)
  .addOptionalParam("nonce", "Of the Safe; default its next one")
  .addFlag("sign", "Signs as --from; with the last signature that is needed, it is executed");

command("ledger", "Shows every movement, and checks that the books agree with the chain")
  .addFlag("csv", "As CSV, amounts in whole tokens")
  .addOptionalParam("token", `Only of one: ${TOKEN.replace(" (the default)", "")}`);

command("report", "Shows income, spending by category, and budgets against what was spent")
  .addOptionalParam("since", "YYYY-MM-DD; default the beginning")
  .addOptionalParam("until", "YYYY-MM-DD, not included; default now");
