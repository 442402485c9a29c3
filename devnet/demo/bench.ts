import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import type { Signer } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS } from "../../config";
import * as sdk from "@polity/sdk";
import * as court from "@polity/sdk/court";
import { formatTimestamp, formatTokens } from "@polity/sdk/format";
import { title, told, type Stage } from "./scenes";

const JURORS = [
  ...(["ada", "ben", "cleo", "dan", "eva", "finn", "hana", "ivan", "pia", "quin", "rosa", "sven"] as const),
];

export type People = Record<keyof typeof LOCAL_ACCOUNTS, Signer>;

/** All local people, by name. */
export async function everybody(): Promise<People> {
  const signers = Object.entries(LOCAL_ACCOUNTS).map(
    async ([name, address]) => [name, await hre.ethers.getSigner(address)] as const,
  );
  return Object.fromEntries(await Promise.all(signers)) as unknown as People;
}

/** Twelve people stake, unless they have done so before. */
export async function stakeJurors({ network, tell }: Stage, people: People): Promise<void> {
  const bench = court.requireCourt(network);
  if ((await court.readJuror(bench, LOCAL_ACCOUNTS.ada)).stake > 0n) return;
  tell.heading("Twelve people stake as jurors; stake counts a month later");
  const unit = await bench.UNIT();
  for (const name of JURORS) {
    // Dan has locked nothing of what he holds.
    await network.token.connect(people.dan).transfer(people[name], unit);
    const { receipt } = await court.stakeTokens(bench, people[name], unit);
    tell.step({ who: title(name), what: `stakes ${formatTokens(unit)} tokens`, ...told(receipt) });
  }
  await time.increase(31 * sdk.DAY);
}

/** What most jurors of a case choose, what the last one does, and what each then was for, in words. */
export interface Opinions {
  choice: bigint;
  other: bigint;
  right: string;
  wrong: string;
}

/** The bench of a case is drawn and judges; one of it thinks otherwise, and loses. */
export async function rule(stage: Stage, caseId: bigint, people: People, opinions: Opinions): Promise<void> {
  const { network, tell } = stage;
  const bench = court.requireCourt(network);
  await time.increaseTo((await court.readCase(bench, caseId)).until!);
  tell.heading("The evidence is there: a block draws the jurors");
  await court.sealCase(bench, people.june, caseId);
  await mine(5);
  const sealed = await court.sealCase(bench, people.june, caseId);
  tell.step({ who: "June", what: "draws them, as anyone may", ...told(sealed.receipt) });
  const seated = await court.seatJurors(bench, people.june, caseId, 0);
  const lowest = `seats ${seated.tickets.length} of ${JURORS.length}: the lowest tickets`;
  tell.step({ who: "June", what: lowest, ...told(seated.receipt) });
  await judge(stage, caseId, people, opinions);
}

/** The bench votes in secret and in the open, its ruling stands, and what its draw lost is shared out. */
async function judge(
  { network, tell }: Stage,
  caseId: bigint,
  people: People,
  { choice, other, right, wrong }: Opinions,
): Promise<void> {
  const bench = court.requireCourt(network);
  const pass = async () => time.increaseTo((await court.readCase(bench, caseId)).until!);
  await pass();
  const { seats } = (await court.readCase(bench, caseId)).draws.at(-1)!;
  const seated = seats.map(({ juror }) => JURORS.find((name) => LOCAL_ACCOUNTS[name] === juror)!);
  const dissenter = seated.at(-1)!;
  tell.heading("They vote in secret, then reveal: nobody writes a salt down");
  for (const name of seated) {
    const own = name === dissenter ? other : choice;
    const [voted] = await court.commitVote(bench, people[name], { caseId, choice: own });
    tell.step({ who: title(name), what: "votes in secret", ...told(voted!.receipt) });
  }
  await pass();
  for (const name of seated) {
    const [vote] = await court.revealVote(bench, people[name], { caseId });
    const what = vote!.choice === choice ? right : wrong;
    tell.step({ who: title(name), what, ...told(vote!.receipt) });
  }
  await pass();
  await court.closeCase(bench, people.june, caseId);
  const ruled = await court.readCase(bench, caseId);
  tell.note(
    `the bench rules for choice ${ruled.ruling}; nobody appeals until ${formatTimestamp(ruled.until!)}`,
  );
  await pass();
  const before = (await court.readJuror(bench, LOCAL_ACCOUNTS[dissenter])).stake;
  const { receipts } = await court.closeCase(bench, people.june, caseId);
  const lost = before - (await court.readJuror(bench, LOCAL_ACCOUNTS[dissenter])).stake;
  const what = `closes the case: ${title(dissenter)} loses ${formatTokens(lost)} tokens to the ${seated.length - 1} others`;
  tell.step({ who: "June", what, ...told(receipts.at(-1)!) });
}
