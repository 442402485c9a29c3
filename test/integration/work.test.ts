import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, id, parseEther } from "ethers";

import type { Given } from "../../commands/core/run";
import type { Scope } from "../../commands/scopes";
import { conventionsOf, DAY, formatDeployment, readHistory, requireEscrow, WEEK, weekOf } from "@polity/sdk";
import { aimsOf } from "@polity/sdk/analytics/targets";
import { formatActions } from "@polity/sdk/nep/format";
import type { NepAction } from "@polity/sdk/nep/actions";
import { send } from "@polity/sdk/transaction";
import { satisfactionTerms, castBallot, openBallot } from "@polity/sdk/voting/open";
import { readBallot } from "@polity/sdk/voting/read";
import {
  applyForGrant,
  discloseAnswer,
  enterAnswer,
  finishJob,
  postCall,
  promisedIn,
  readPrograms,
  readTask,
  reportOutcome,
  requireWork,
  reviewCall,
  shortlistCall,
  submitJob,
} from "@polity/sdk/work";
import { categoryFigures, jobsImplementing } from "@polity/sdk/work/figures";
import { runCommand } from "../helpers/command";
import { fails } from "../helpers/fails";
import { asCouncil } from "../helpers/persons";
import { decide, deployPreset, nepText, type DeployedPreset } from "../helpers/preset";
import type { PresetName } from "../../config";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-work-rows-"));
const [TERMS, SALT] = [id("terms"), id("salt")];
const FEEDBACK = { "Community feedback": "Two calls, and a ballot." };

after(() => rmSync(FOLDER, { recursive: true }));

/** A preset whose programs a vote has opened, by the NEP that `work plan` writes. */
async function withWork(
  name: PresetName,
  voters: (deployed: DeployedPreset) => Promise<HardhatEthersSigner[]>,
) {
  const deployed = await deployPreset(name, "none");
  const { network, config, people, submit, activate } = deployed;
  const deployment = join(FOLDER, `${name}.json`);
  const contracts = network.addresses;
  writeFileSync(
    deployment,
    formatDeployment({
      name: config.name,
      chainId: 31_337,
      block: 0,
      contracts,
      conventions: conventionsOf(config),
    }),
  );
  const voting = await voters(deployed);
  await time.increase(1);
  const json = async <T>(scope: Scope, command: string, given: Given): Promise<T> => {
    const { stdout, stderr } = await runCommand(scope, command, { deployment, json: true, ...given });
    expect(stderr, command).to.equal("");
    return JSON.parse(stdout) as T;
  };
  /** Votes on actions that commands have shown, and carries them out. */
  const enact = async (type: string, actions: readonly NepAction[]) => {
    const lines = formatActions(actions.map(({ value: _, ...action }) => action))
      .split("\n")
      .slice(1);
    const grace = config.governor.types[type]!.graceMin / DAY;
    const file = {
      ...{
        type,
        changes: {},
        actions: lines.map((line) => line.replace(/^ {2}/, "")),
        grace: Math.ceil(grace),
      },
      ...(name === "aitbc" && { sections: FEEDBACK }),
    };
    const proposal = await submit(file, voting[0]!);
    await decide(
      network,
      proposal,
      voting.map((voter) => [voter, "for"]),
    );
    await activate(proposal, people.june);
    return { ...proposal, text: nepText(file, config.proposals) };
  };
  const { actions } = await json<{ actions: NepAction[] }>("work", "plan", { preset: name });
  await enact("GOV", actions);
  const both = requireWork(network);
  const council = await asCouncil(network.addresses.Council);

  /** From its promise to its payment, with reviewers who accept. */
  const deliver = async (payee: HardhatEthersSigner, job: bigint) => {
    await submitJob(both.work, payee, job, id(`report ${job}`));
    await send(council, reviewCall(both, job, { verdict: "accept" }));
    await time.increase(7 * DAY);
    expect((await finishJob(both, people.june, job)).step).to.equal("pay");
  };
  /** Answers a prize of the council's, until answers can be judged. */
  const compete = async (job: bigint, ...accounts: HardhatEthersSigner[]) => {
    const entry = ({ address }: HardhatEthersSigner) => ({ answer: id(address), salt: SALT });
    for (const who of accounts) await enterAnswer(both, who, job, entry(who));
    await time.increase(10 * DAY);
    for (const who of accounts) await discloseAnswer(both.work, who, job, { ...entry(who), uri: "ipfs://a" });
    await time.increase(7 * DAY);
  };
  const post = async (program: bigint, prizes: readonly string[], votingFor?: number) => {
    const deadline = (await time.latest()) + 10 * DAY - 60;
    const call = postCall(both.work, {
      ...{
        program,
        prizes: prizes.map((prize) => parseEther(prize)),
        deadline,
        terms: TERMS,
        uri: "ipfs://t",
      },
      ...(votingFor !== undefined && { poll: { quorum: 0n, votingFor } }),
    });
    return promisedIn(both.work, await send(council, call));
  };
  /** What somebody asks for in a program, and the action of the NEP that promises it. */
  const apply = async (program: bigint, payee: HardhatEthersSigner, given: Given, ...amounts: string[]) => {
    const now = await time.latest();
    const { id: application } = await applyForGrant(both.work, payee, {
      ...{ program, amounts: amounts.map((amount) => parseEther(amount)), terms: TERMS, uri: "ipfs://asked" },
      dues: amounts.map((_, i) => now + (60 + 30 * i) * DAY),
    });
    const asked = { application: String(application), ...given };
    return (await json<{ action: NepAction }>("work", "award", asked)).action;
  };
  return { ...deployed, ...both, both, council, voting, json, enact, deliver, compete, post, apply };
}

describe("Work in Distributed.ai", () => {
  const open = () =>
    withWork("distributed-ai", async ({ network, people }) => {
      const escrow = requireEscrow(network);
      const voters = [people.ada, people.ben, people.cleo];
      const end = weekOf((await time.latest()) + 200 * WEEK);
      for (const voter of voters) {
        await network.token.connect(voter).approve(escrow, parseEther("2000000"));
        await escrow.connect(voter).createLock(parseEther("2000000"), end);
      }
      return voters;
    });

  it("D5: grants are proposed by anybody and promised by votes, bounties by the council, and who takes part is rewarded", async () => {
    const { network, people, config, work, both, council, voting, enact, deliver, compete, post, apply } =
      await loadFixture(open);
    const { token } = network;
    const { gus, eva, hana, june } = people;
    const programs = await readPrograms(work);
    expect(programs.map(({ category, byVote }) => [category, byVote])).to.deep.equal([
      ["grants", true],
      ["bounties", false],
    ]);

    // Whoever voted on every proposal so far shares what a month has for them.
    const { pot } = config.rounds!.programs.find(({ name }) => name === "participation")!;
    const pool = pot / 10n ** 18n;
    const { governor } = await readHistory(network, { fromBlock: 0 });
    const took = voting.filter(({ address }) =>
      [...governor.proposals.values()].every(({ ballots }) => ballots.some(({ voter }) => voter === address)),
    );
    expect(took.length).to.equal(3);
    const each = pool / 3n;
    const award = await apply(1n, gus, {}, "500", "1500");
    const pay: NepAction = {
      ...{ target: "Treasury", value: 0n },
      function:
        "pay((address token, address payee, uint256 amount, bytes32 category, bytes32 ref)[] payments)",
      args: [
        took.map(({ address }) => [
          "GovernanceToken",
          address,
          `tokens(${each})`,
          "key(participation)",
          "uint(1)",
        ]),
      ],
    };
    const before = await Promise.all(took.map((who) => token.balanceOf(who)));
    await enact("TREASURY", [award, pay]);
    const after = await Promise.all(took.map((who) => token.balanceOf(who)));
    expect(after.map((balance, i) => balance - before[i]!)).to.deep.equal(
      took.map(() => parseEther(each.toString())),
    );
    // No council promises what votes do, and no bounty is larger than one that needs no vote.
    const now = await time.latest();
    await expect(
      work.connect(council).award(1, eva, [1], [now + DAY], { terms: TERMS, proposalId: 0, uri: "" }),
    ).to.be.revertedWithCustomError(work, "Work_NotReviewer");
    await fails(post(2n, ["2001"]), /cannot pay 2001/);

    const held = await token.balanceOf(gus);
    await deliver(gus, 1n);
    // The council forgets the second milestone: its silence accepts it.
    await submitJob(work, gus, 2n, id("report"));
    await time.increase(14 * DAY);
    expect((await finishJob(both, june, 2n)).step).to.equal("complete");
    await time.increase(7 * DAY);
    await finishJob(both, june, 2n);
    expect((await token.balanceOf(gus)) - held).to.equal(parseEther("2000"));

    const { firstJob } = await post(2n, ["800"]);
    await compete(firstJob, eva, hana);
    await send(council, reviewCall(both, firstJob, { verdict: "accept", winner: hana.address }));
    await time.increase(7 * DAY);
    const hanas = await token.balanceOf(hana);
    await finishJob(both, june, firstJob);
    expect((await token.balanceOf(hana)) - hanas).to.equal(parseEther("800"));
    expect(await work.escrowed(token)).to.equal(0n);
  });
});

describe("Work in AITBC", () => {
  const open = () =>
    withWork("aitbc", async ({ network, people }) => {
      const voters = [people.ada, people.ben, people.cleo];
      for (const voter of voters) await network.token.connect(voter).delegate(voter);
      return voters;
    });

  it("A6, A7: four categories of grants are judged by criteria and counted by what came of them, and holders give the prizes of a challenge", async () => {
    const { network, people, config, work, both, council, voting, enact, deliver, compete, post, apply } =
      await loadFixture(open);
    const { token, ballots } = network;
    const { gus, hana, eva, finn, june } = people;
    const programs = await readPrograms(work);
    expect(programs.map(({ category }) => category)).to.deep.equal([
      ...["research", "development", "innovation", "community"],
    ]);
    const criteria = config.work!.programs.map((program) => program.criteria);
    expect(new Set(programs.map((program) => program.criteria)).size).to.equal(criteria.length);

    // Research and development by a vote; the second implements the proposal that promised the first.
    const first = await enact("TREASURY", [await apply(1n, gus, {}, "60000")]);
    const proposal = String(first.proposalId);
    await enact("TREASURY", [await apply(2n, hana, { proposal }, "40000", "40000")]);
    await deliver(gus, 1n);
    await deliver(hana, 2n);
    // The rest of it is not delivered, and goes back to the budget.
    await time.increase(120 * DAY);
    expect((await finishJob(both, june, 3n)).step).to.equal("refund");
    const history = await readHistory(network, { fromBlock: 0 });
    expect(
      jobsImplementing(history, first.proposalId).map(({ jobs }) => jobs.map((job) => job.id)),
    ).to.deep.equal([[2n, 3n]]);

    // The proposal's own page says how far it is carried out.
    const folder = mkdtempSync(join(FOLDER, "neps-"));
    writeFileSync(join(folder, "nep-0001-test.md"), first.text);
    const shown = await runCommand("nep", "show", {
      deployment: join(FOLDER, "aitbc.json"),
      id: "1",
      folder,
    });
    expect(shown.stdout || shown.stderr).to.match(
      /\nwork that implements it\n {2}job 2, a grant of development, is paid\n {2}job 3, a grant of development, was not done in time, /,
    );

    // The council posts a bounty of the community, and a challenge whose prizes a ballot gives.
    const bounty = await post(4n, ["20000"]);
    await compete(bounty.firstJob, eva);
    await send(council, reviewCall(both, bounty.firstJob, { verdict: "accept", winner: eva.address }));
    const challenge = await post(3n, ["50000", "30000"], 7 * DAY);
    await compete(challenge.firstJob, eva, finn, gus);
    const accounts = [eva, finn, gus].map(({ address }) => address);
    await send(council, shortlistCall(both, challenge.task, accounts, ""));
    const { ballot } = await readTask(both, challenge.task);
    const rising = [...accounts].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    const choice = (who: HardhatEthersSigner) => new Map([[rising.indexOf(who.address), undefined]]);
    await time.increase(1);
    await castBallot(ballots!, voting[0]!, ballot!, choice(finn));
    await castBallot(ballots!, voting[1]!, ballot!, choice(gus));
    await time.increase(8 * DAY);
    expect((await finishJob({ ...both, ballots }, june, challenge.firstJob)).step).to.equal("settle");
    await time.increase(7 * DAY);
    const held = await Promise.all([finn, gus].map((who) => token.balanceOf(who)));
    for (const job of [bounty.firstJob, challenge.firstJob, challenge.firstJob + 1n])
      expect((await finishJob(both, june, job)).step).to.equal("pay");
    const got = await Promise.all([finn, gus].map((who) => token.balanceOf(who)));
    expect(got.map((balance, i) => balance - held[i]!)).to.deep.equal(
      ["50000", "30000"].map((one) => parseEther(one)),
    );

    // Success is what came of a task, long after it.
    await time.increase(200 * DAY);
    for (const [task, metric, value] of [
      [1n, "citations", 12n],
      [2n, "users", 1_200n],
    ] as const)
      await reportOutcome(work, hana, { task, metric: encodeBytes32String(metric), value, uri: "ipfs://f" });
    const after = await readHistory(network, { fromBlock: 0 });
    const figures = categoryFigures(after).map(({ category, promised, paid, back, outcomes }) => [
      category,
      ...[promised, paid, back].map((amount) => amount / 10n ** 18n),
      outcomes,
    ]);
    expect(figures).to.deep.equal([
      ["community", 20_000n, 20_000n, 0n, 0],
      ["development", 80_000n, 40_000n, 40_000n, 1],
      ["innovation", 80_000n, 80_000n, 0n, 0],
      ["research", 60_000n, 60_000n, 0n, 1],
    ]);

    // A8: what programs have paid is a target, and so is how satisfied members say they are.
    const opened = await openBallot(
      ballots!,
      voting[0]!,
      satisfactionTerms(await network.votes.getAddress(), await time.latest()),
      "",
    );
    await time.increase(2 * 3_600);
    await castBallot(ballots!, voting[0]!, opened.id, new Map([[4, 10_000]]));
    await castBallot(ballots!, voting[1]!, opened.id, new Map([[1, 10_000]]));
    await time.increase(15 * DAY);
    expect((await readBallot(ballots!, opened.id)).phase).to.equal("closed");
    const year = await readHistory(network, { fromBlock: 0 });
    const asked = {
      ...{ period: { from: year.since.time, to: year.head.time + 1 }, source: { held: true } as const },
      ...{ token: await token.getAddress(), votes: await network.votes.getAddress() },
    };
    const { aims } = await aimsOf(network.domains, year, asked, config.targets);
    const of = (measure: string) => aims.find(({ target }) => target.measure === measure)!;
    // Research and development were paid more than a year ago.
    expect(of("paidForWork").figure!.value).to.deep.equal({
      token: asked.token,
      units: parseEther("100000"),
    });
    expect(of("satisfaction").figure!.value).to.equal(5_217);
  });

  it("A5: a ballot divides a budget over priorities, and the vote about it grants what it says", async () => {
    const { network, voting, json, enact } = await loadFixture(open);
    const { ballots, treasury } = network;
    const question = {
      question: "What comes first?",
      options: "research;audits;events",
      split: true,
      in: "1h",
      for: "7d",
    };
    await json("ballot", "open", { ...question, from: "ada" });
    await time.increase(2 * 3_600);
    await castBallot(ballots!, voting[0]!, 1n, new Map([[0, 7_500], [1, 2_500]])); // prettier-ignore
    await time.increase(8 * DAY);
    const plan = await json<{ actions: NepAction[] }>("treasury", "budget-plan", {
      ballot: "1",
      amount: "400000",
    });
    await enact("TREASURY", plan.actions);
    const count = Number(await treasury!.budgetCount());
    const granted = await Promise.all([count - 1, count].map((budget) => treasury!.budget(budget)));
    expect(granted.map(({ amount, category }) => [amount, category])).to.deep.equal([
      [parseEther("300000"), encodeBytes32String("research")],
      [parseEther("100000"), encodeBytes32String("audits")],
    ]);
  });
});

describe("Work in AI1NET", () => {
  const open = () =>
    withWork("ai1net", async ({ network, people }) => {
      const voters = [people.cleo, people.dan, people.eva, people.finn];
      for (const voter of voters) await network.token.connect(voter).delegate(voter);
      return voters;
    });

  it("I7: work is paid and gives reputation, which opens larger grants to those who did it", async () => {
    const { network, people, work, council, enact, deliver, apply } = await loadFixture(open);
    const { token, reputation } = network;
    const { hana, june } = people;
    const held = await token.balanceOf(hana);
    const now = await time.latest();
    const brief = { terms: TERMS, proposalId: 0n, uri: "" };
    // Nobody who has done nothing is promised the ecosystem's grants, whatever a vote says.
    const wanted = await apply(2n, hana, {}, "30000");
    await expect(enact("GOV", [wanted])).to.be.revertedWithCustomError(work, "Work_NoAccess");

    await work.connect(council).award(1, hana, [parseEther("3000")], [now + 300 * DAY], brief);
    await deliver(hana, 1n);
    expect((await token.balanceOf(hana)) - held).to.equal(parseEther("3000"));
    // A point for each token; points fade over five quarters that begin with the one in which they were given.
    expect(await reputation!.getVotes(hana)).to.be.within(parseEther("2400"), parseEther("3000"));
    await enact("GOV", [await apply(2n, hana, {}, "30000")]);
    expect((await work.jobOf(2)).provider).to.equal(hana.address);
    expect((await readPrograms(work))[1]!.minReputation).to.equal(parseEther("1000"));
    expect(await reputation!.getVotes(june)).to.equal(0n);
  });
});
