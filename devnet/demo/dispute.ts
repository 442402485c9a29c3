import { basename } from "node:path";

import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { encodeBytes32String, parseEther, type Signer } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS } from "../../config";
import { readNep } from "../../scripts/lib/neps";
import * as sdk from "@polity/sdk";
import * as court from "@polity/sdk/court";
import { formatTimestamp, formatTokens } from "@polity/sdk/format";
import { buildForCouncil, signAndSend } from "./council";
import { decide } from "./network";
import { title, told, type Stage } from "./scenes";

/** The budget, as the third one of its network. */
const BUDGET = "neps/distributed-ai/nep-0003-budget-that-can-be-disputed.md";
const JURORS = [
  ...(["ada", "ben", "cleo", "dan", "eva", "finn", "hana", "ivan", "pia", "quin", "rosa", "sven"] as const),
];
const COUNCIL = ["kofi", "lena", "milo"] as const;
/** Made at once, and disputed: together they are more than waits for nothing. */
const [SMALL, LARGE] = [parseEther("4000"), parseEther("3000")];
const RETURN = 2n;

/** The council pays Omar, Gus disputes it, and seven of twelve jurors send it back: one of them thinks otherwise, and loses. */
export async function dispute(stage: Stage): Promise<void> {
  const { network, tell } = stage;
  const [bench, budgets] = [court.requireCourt(network), court.requireDisputedBudgets(network)];
  const budgetId = BigInt((await sdk.readBudgets(sdk.requireTreasury(network))).length + 1);
  // Which number its budget has depends on what was granted before it.
  const text = readNep(BUDGET).replace("[3, Council]", `[${budgetId}, Council]`);
  await decide(stage, sdk.validateNep(text, { fileName: basename(BUDGET) }));

  tell.heading("Twelve people stake as jurors; stake counts a month later");
  const people = Object.fromEntries(
    await Promise.all(
      Object.entries(LOCAL_ACCOUNTS).map(
        async ([name, address]) => [name, await hre.ethers.getSigner(address)] as const,
      ),
    ),
  ) as unknown as Record<keyof typeof LOCAL_ACCOUNTS, Signer>;
  const unit = await bench.UNIT();
  for (const name of JURORS) {
    // Dan has locked nothing of what he holds.
    await network.token.connect(people.dan).transfer(people[name], unit);
    const { receipt } = await court.stakeTokens(bench, people[name], unit);
    tell.step({ who: title(name), what: `stakes ${formatTokens(unit)} tokens`, ...told(receipt) });
  }
  await time.increase(31 * sdk.DAY);

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

  await time.increaseTo((await court.readCase(bench, caseId)).until!);
  tell.heading("The evidence is there: a block draws the jurors");
  await court.sealCase(bench, people.june, caseId);
  await mine(5);
  const sealed = await court.sealCase(bench, people.june, caseId);
  tell.step({ who: "June", what: "draws them, as anyone may", ...told(sealed.receipt) });
  const seated = await court.seatJurors(bench, people.june, caseId, 0);
  const lowest = `seats ${seated.tickets.length} of ${JURORS.length}: the lowest tickets`;
  tell.step({ who: "June", what: lowest, ...told(seated.receipt) });
  await judge(stage, caseId, people);

  const { done, receipts } = await court.finishPayment(budgets, people.june, id);
  const end = `has payment ${id} ${done.join(", ")}: it is its budget's again`;
  tell.step({ who: "June", what: end, ...told(receipts.at(-1)!) });
  const gus = await court.claimAll(network, people.gus);
  const back = `has the bond back, ${formatTokens(gus.tokens)} tokens`;
  tell.step({ who: "Gus", what: back, ...told(gus.receipts.at(-1)!) });
}

/** The bench votes in secret and in the open, its ruling stands, and what its draw lost is shared out. */
async function judge(
  { network, tell }: Stage,
  caseId: bigint,
  people: Record<keyof typeof LOCAL_ACCOUNTS, Signer>,
): Promise<void> {
  const bench = court.requireCourt(network);
  const pass = async () => time.increaseTo((await court.readCase(bench, caseId)).until!);
  await pass();
  const { seats } = (await court.readCase(bench, caseId)).draws.at(-1)!;
  const seated = seats.map(({ juror }) => JURORS.find((name) => LOCAL_ACCOUNTS[name] === juror)!);
  const other = seated.at(-1)!;
  tell.heading("They vote in secret, then reveal: nobody writes a salt down");
  for (const name of seated) {
    const choice = name === other ? 1n : RETURN;
    const [voted] = await court.commitVote(bench, people[name], { caseId, choice });
    tell.step({ who: title(name), what: "votes in secret", ...told(voted!.receipt) });
  }
  await pass();
  for (const name of seated) {
    const [vote] = await court.revealVote(bench, people[name], { caseId });
    const what = vote!.choice === RETURN ? "was against the payment" : "was for the payment";
    tell.step({ who: title(name), what, ...told(vote!.receipt) });
  }
  await pass();
  await court.closeCase(bench, people.june, caseId);
  const ruled = await court.readCase(bench, caseId);
  tell.note(
    `the bench rules for choice ${ruled.ruling}; nobody appeals until ${formatTimestamp(ruled.until!)}`,
  );
  await pass();
  const before = (await court.readJuror(bench, LOCAL_ACCOUNTS[other])).stake;
  const { receipts } = await court.closeCase(bench, people.june, caseId);
  const lost = before - (await court.readJuror(bench, LOCAL_ACCOUNTS[other])).stake;
  const what = `closes the case: ${title(other)} loses ${formatTokens(lost)} tokens to the six others`;
  tell.step({ who: "June", what, ...told(receipts.at(-1)!) });
}
