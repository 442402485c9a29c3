import { basename } from "node:path";

import { encodeBytes32String, parseEther } from "ethers";

import { LOCAL_ACCOUNTS } from "../../config";
import { readNep } from "../../scripts/lib/neps";
import * as sdk from "@polity/sdk";
import * as court from "@polity/sdk/court";
import { formatTimestamp, formatTokens } from "@polity/sdk/format";
import { everybody, rule, stakeJurors } from "./bench";
import { buildForCouncil, signAndSend } from "./council";
import { decide } from "./network";
import { told, type Stage } from "./scenes";

const BUDGET = "neps/distributed-ai/nep-0003-budget-that-can-be-disputed.md";
const COUNCIL = ["kofi", "lena", "milo"] as const;
/** Made at once, and disputed: together they are more than waits for nothing. */
const [SMALL, LARGE] = [parseEther("4000"), parseEther("3000")];
const RETURN = 2n;

/** The council pays Omar, Gus disputes it, and seven of twelve jurors send it back: one of them thinks otherwise, and loses. */
export async function dispute(stage: Stage): Promise<void> {
  const { network, tell } = stage;
  const budgets = court.requireDisputedBudgets(network);
  const budgetId = BigInt((await sdk.readBudgets(sdk.requireTreasury(network))).length + 1);
  await decide(stage, sdk.validateNep(readNep(BUDGET), { fileName: basename(BUDGET) }));

  const people = await everybody();
  await stakeJurors(stage, people);

  tell.heading("The council pays Omar twice; the second payment is too large to be made at once");
  for (const amount of [SMALL, LARGE]) {
    const call = budgets.interface.encodeFunctionData("disburse", [
      ...([budgetId, LOCAL_ACCOUNTS.omar, amount, encodeBytes32String("models")] as const),
      encodeBytes32String("model-7"),
    ]);
    const transaction = await buildForCouncil(network, network.addresses.DisputedBudgets!, call);
    const members = COUNCIL.map((name) => people[name]);
    const receipt = await signAndSend(network, transaction, members, people.june);
    const what = `sends what three members signed: ${formatTokens(amount)} tokens`;
    tell.step({ who: "June", what, ...told(receipt) });
  }
  const { id, until } = (await court.readPayments(budgets)).at(-1)!;
  tell.note(`payment ${id} waits until ${formatTimestamp(until)}`);
  await network.token.connect(people.dan).transfer(people.gus, (await budgets.terms()).bond);
  const { bond, caseId, receipt } = await court.disputePayment(budgets, people.gus, id);
  const bonded = `disputes payment ${id}, with a bond of ${formatTokens(bond)} tokens`;
  tell.step({ who: "Gus", what: bonded, ...told(receipt) });

  await rule(stage, caseId, people, {
    ...{ choice: RETURN, other: 1n, right: "was against the payment", wrong: "was for the payment" },
  });

  const { done, receipts } = await court.finishPayment(budgets, people.june, id);
  const end = `has payment ${id} ${done.join(", ")}: it is its budget's again`;
  tell.step({ who: "June", what: end, ...told(receipts.at(-1)!) });
  const gus = await court.claimAll(network, people.gus);
  const back = `has the bond back, ${formatTokens(gus.tokens)} tokens`;
  tell.step({ who: "Gus", what: back, ...told(gus.receipts.at(-1)!) });
}
