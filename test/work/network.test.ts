import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, id, parseEther } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { audit, connect } from "@polity/sdk";
import { discover } from "@polity/sdk/audit";
import { readHistory } from "@polity/sdk/history";
import {
  applyForGrant,
  awardCall,
  discloseAnswer,
  enterAnswer,
  postCall,
  promisedIn,
  readPrograms,
  readTaskOf,
  readTasks,
  reportOutcome,
  requireWork,
  reviewCall,
  submitJob,
} from "@polity/sdk/work";
import { keeping } from "@polity/sdk/work/keeper";
import { moving } from "@polity/sdk/work/moves";
import { standing } from "@polity/sdk/work/status";
import { send } from "@polity/sdk/transaction";
import { asAccount } from "../helpers/governor";

const DAY = 86_400;
const CATEGORY = encodeBytes32String("grants");
const HASH = id("terms");

/** Distributed.ai with work, and a program that Kofi reviews, opened by the timelock as a vote would. */
async function deployed() {
  const input = structuredClone(presets["distributed-ai"]) as unknown as Record<string, unknown>;
  input.work = {
    programs: [
      {
        ...{ name: "grants", category: "grants", token: "governance", amount: "50000", period: "90d" },
        ...{ periods: 4, maxJob: "2000", decide: "reviewers", reviewers: "kofi", reviewFor: "14d" },
        ...{ disputeFor: "7d", bond: "50", outcomeAfter: "30d", criteria: "Useful to many." },
      },
    ],
  };
  const config = parseConfig(input);
  const accounts = resolveAccounts(config, LOCAL_CHAIN);
  const contracts = await deployNetwork(hre, config, accounts);
  const network = connect(contracts, hre.ethers.provider);
  const subject = {
    provider: hre.ethers.provider,
    contracts,
    fromBlock: 0,
    config,
    accounts,
  };
  const before = await audit(subject);
  const vote = await asAccount(contracts.TimelockController);
  const { work, verdicts } = requireWork(network);
  await network.court!.connect(vote).admit(verdicts, true);
  await verdicts.connect(vote).setArbitrator(network.court!, "0x", "");
  await network.treasury!.connect(vote).grantBudget({
    ...{
      spender: work,
      token: network.token,
      amount: parseEther("50000"),
      start: 0,
      period: 90 * DAY,
    },
    ...{ periods: 4, rollover: false, category: CATEGORY },
  });
  await work.connect(vote).openProgram({
    ...{
      reviewers: LOCAL_ACCOUNTS.kofi,
      reviewFor: 14 * DAY,
      disputeFor: 7 * DAY,
      credential: 0,
    },
    ...{
      byVote: false,
      maxJob: parseEther("2000"),
      minReputation: 0,
      budgetId: 1,
      outcomeAfter: 30 * DAY,
    },
    ...{ bond: parseEther("50"), category: CATEGORY, criteria: HASH },
  });
  const people = Object.fromEntries(
    await Promise.all(
      (["gus", "kofi", "eva", "hana", "dan"] as const).map(
        async (name) => [name, await hre.ethers.getSigner(LOCAL_ACCOUNTS[name])] as const,
      ),
    ),
  ) as Record<"gus" | "kofi" | "eva" | "hana" | "dan", Awaited<ReturnType<typeof hre.ethers.getSigner>>>;
  return { network, subject, before, people };
}

describe("Work in a network", () => {
  it("is deployed with its verdicts, audited, and found from the governor alone", async () => {
    const { network, before, subject } = await loadFixture(deployed);
    expect(before.deviations).to.deep.equal([]);
    const found = await discover(hre.ethers.provider, network.addresses.NetworkGovernor, 0);
    expect([found.Work, found.Verdicts]).to.deep.equal([network.addresses.Work, network.addresses.Verdicts]);
    const { facts } = await audit(subject);
    const told = (what: string) =>
      facts.find((fact) => fact.contract === "Work" && fact.what === what)!.actual;
    expect(told("budgets")).to.deep.equal(["budget 1"]);
    expect(told("lacks for its jobs")).to.deep.equal([]);
    expect(told("programs")[0]).to.match(/^program 1, grants: .* reviews, and promises$/);
    const succession = {
      from: [LOCAL_ACCOUNTS.kofi],
      to: LOCAL_ACCOUNTS.lena,
      until: 0,
    };
    const calls = await moving.moves(network, succession);
    expect(calls.map(({ target, args }) => [target, ...args])).to.deep.equal([
      ["Work", "1", LOCAL_ACCOUNTS.lena],
    ]);
  });

  it("goes from an application to outcomes, and its keeper pays what reviewers forget", async () => {
    const { network, people } = await loadFixture(deployed);
    const { gus, kofi, eva, hana, dan } = people;
    const both = requireWork(network);
    const { work } = both;
    const start = await time.latest();
    const grant = {
      ...{
        program: 1n,
        amounts: [parseEther("500"), parseEther("1500")],
        terms: HASH,
        uri: "ipfs://terms",
      },
      dues: [start + 20 * DAY, start + 40 * DAY],
    };
    expect((await applyForGrant(work, gus, grant)).id).to.equal(1n);
    const award = awardCall(work, { ...grant, payee: gus.address, proposalId: 7n });
    const { firstJob } = await promisedIn(work, await send(kofi, award));
    expect(firstJob).to.equal(1n);
    const steps = async () => {
      const { number, timestamp } = (await hre.ethers.provider.getBlock("latest"))!;
      const due = await keeping.watch(network, { fromBlock: 0 })!({
        block: number,
        time: timestamp,
      });
      for (const { call } of due) await dan.sendTransaction({ to: call.to, data: call.data });
      return due.map(({ kind, name }) => `${kind} ${name}`);
    };
    await submitJob(work, gus, 1n, HASH);
    await send(kofi, reviewCall(both, 1n, { verdict: "accept" }));
    await time.increase(7 * DAY);
    const before = await network.token.balanceOf(gus);
    expect(await steps()).to.deep.equal(["pay job 1"]);
    expect((await network.token.balanceOf(gus)) - before).to.equal(parseEther("500"));
    await submitJob(work, gus, 2n, HASH);
    await time.increase(14 * DAY);
    expect(await steps()).to.deep.equal(["complete job 2"]);
    expect(await steps()).to.deep.equal([]);
    await time.increase(7 * DAY);
    expect(await steps()).to.deep.equal(["pay job 2"]);

    const deadline = (await time.latest()) + 10 * DAY;
    const posting = {
      program: 1n,
      prizes: [parseEther("300")],
      deadline,
      terms: HASH,
      uri: "",
    };
    const { task } = await promisedIn(work, await send(kofi, postCall(work, posting)));
    const salt = id("salt");
    for (const who of [eva, hana]) await enterAnswer(both, who, 3n, { answer: id(who.address), salt });
    await time.increaseTo(deadline);
    for (const who of [eva, hana])
      await discloseAnswer(work, who, 3n, {
        answer: id(who.address),
        salt,
        uri: "ipfs://answer",
      });
    await time.increase(7 * DAY);
    await send(kofi, reviewCall(both, 3n, { verdict: "accept", winner: hana.address }));
    const head = (await hre.ethers.provider.getBlock("latest"))!;
    const status = await standing.read(network, {
      block: head.number,
      time: head.timestamp,
      fromBlock: 0,
    });
    const { details } = standing.words({ ...status, now: head.timestamp } as never, network);
    const lines = details![0] as string[];
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^job 3, bounty of grants, is accepted; it can be disputed until /);
    await time.increase(7 * DAY);
    expect(await steps()).to.deep.equal(["pay job 3"]);
    await time.increase(60 * DAY);
    await reportOutcome(work, hana, {
      ...{
        task: 1n,
        metric: encodeBytes32String("users"),
        value: 12n,
        uri: "ipfs://figures",
      },
    });

    expect((await readPrograms(work)).map(({ category, byVote }) => [category, byVote])).to.deep.equal([
      ["grants", false],
    ]);
    const statuses = (await readTasks(both)).flatMap(({ jobs }) => jobs.map((job) => job.status));
    expect(statuses).to.deep.equal(["paid", "paid", "paid"]);
    expect((await readTaskOf(both, 3n)).task.id).to.equal(task);
    const { work: history } = await readHistory(network, { fromBlock: 0 });
    expect([...history.jobs.values()].map((job) => [job.budget, job.paid !== undefined])).to.deep.equal([
      [parseEther("500"), true],
      [parseEther("1500"), true],
      [parseEther("300"), true],
    ]);
    // Silence has no name.
    expect(history.jobs.get(2n)!.decided).not.to.have.property("by");
    expect(history.applications.get(1n)!.terms).to.equal(history.tasks.get(1n)!.terms);
    expect(history.tasks.get(1n)!.proposal).to.equal(7n);
    expect(history.tasks.get(2n)!.entries).to.equal(2);
    expect(history.outcomes.map(({ metric, value }) => [metric, value])).to.deep.equal([["users", 12n]]);
  });
});
