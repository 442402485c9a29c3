import { expect } from "chai";
import { parseEther } from "ethers";

import { PEOPLE } from "../../devnet/lively/people";
import { DAY, encodeKey, listVaults, vaultAt } from "@polity/sdk";
import { encodeCode } from "@polity/sdk/governor/rules";
import { readCases } from "@polity/sdk/court";
import { readRounds } from "@polity/sdk/rounds";
import { readTasks, requireWork } from "@polity/sdk/work";
import { endsWell, isLively, yearOf } from "../helpers/year";

describe("A year of Distributed.ai", () => {
  const the = yearOf("distributed-ai");
  const all = () => [...the().history.governor.proposals.values()];
  const active = () => all().filter(({ executed }) => executed);

  it("D1: contributors have two thirds of what could vote on the first day, got more by a list, and vote with it", async () => {
    const { config, network, diary, history } = the();
    const { token, votes } = network;
    const [supply, given] = [config.token.supply!, config.token.allocation];
    const of = (wanted: string) =>
      given.filter((one) => one.class === wanted).reduce((sum, { amount }) => sum + amount, 0n);
    const outside = supply - given.find(({ to }) => to === "treasury")!.amount;
    expect((of("contributor") * 3n) / outside).to.equal(2n);
    expect(await token.balanceOf(PEOPLE.ada, { blockTag: await the().day(0.5) })).to.equal(
      given.find(({ to }) => to === "ada")!.amount,
    );
    const claimed = diary.read("claimed");
    expect(claimed.length).to.equal(5);
    for (const { account, amount } of claimed) {
      const [before, after] = [await the().day(30), await the().day(30.1)].map((blockTag) =>
        token.balanceOf(account, { blockTag }),
      );
      expect((await after!) - (await before!)).to.equal(amount);
    }
    const vote = active()[0]!.ballots.find(({ voter }) => voter === PEOPLE.ada)!;
    expect(vote.votes.for).to.equal(await votes.getPastVotes(PEOPLE.ada, active()[0]!.snapshot));
    expect(history.distribution.distributions.size).to.equal(1);
  });

  it("D2: fees and a sale fed the treasury, and a vote stood behind everything that left it", () => {
    const { history, network, diary } = the();
    const { movements, budgets } = history.treasury;
    const came = (counterparty: string) =>
      movements
        .filter((one) => one.kind === "deposit" && one.counterparty === counterparty)
        .reduce((sum, { amount }) => sum + amount, 0n);
    expect(came(network.addresses.FeeTill!)).to.equal(parseEther(String(800 + 1_400 + 2_100)));
    const bought = diary.read("bought").reduce((sum, { amount }) => sum + amount, 0n);
    expect(bought).to.equal(parseEther("80000"));
    const proceeds = came(network.addresses.Sale!);
    // 80,000 tokens at 0.001 to 0.002 ether.
    expect(proceeds > parseEther("80") && proceeds < parseEther("160")).to.equal(true);
    const voted = new Set(active().map(({ id }) => id));
    const left = movements.filter(({ amount }) => amount < 0n);
    expect(left.length).to.be.above(8);
    for (const { proposalId, budgetId } of left)
      expect(voted.has(budgetId === undefined ? proposalId : budgets.get(budgetId)!.proposalId)).to.equal(
        true,
      );
  });

  it("D3: votes decided on a roadmap, on spending, on the protocol, and on the prompt that judges contributions", async () => {
    const { network, history } = the();
    const decided = new Set(active().map(({ type }) => type));
    expect([...decided]).to.include.members(["GOV", "TREASURY", "PROMPT", "PROTOCOL"]);
    for (const key of ["charter.roadmapHash", "prompt.equity"]) {
      const [step] = history.registry.parameters.filter((one) => one.key === key && one.before !== undefined);
      expect(await network.registry.get(encodeKey(key)), key).to.equal(step!.after);
    }
    const prompt = active().find(({ type }) => type === "PROMPT")!;
    const block = await the().before(prompt.proposed.time);
    await expect(
      the().tryPropose(
        prompt.proposer,
        block,
        prompt,
        prompt.description.replace("NEP-PROMPT", "NEP-PROTOCOL"),
      ),
    )
      .to.be.revertedWithCustomError(network.rulebook, "Rulebook_OutOfScope")
      .withArgs(
        ...[
          0n,
          network.addresses.ProtocolRegistry,
          network.registry.interface.getFunction("upgrade").selector,
        ],
        ...[encodeCode("PROTOCOL"), [encodeCode("PROMPT")]],
      );
  });

  it("D4: of two who locked as much, the one for a year had a quarter of the other's votes, and fewer every day", async () => {
    const { votes } = the().network;
    const share = async (day: number) => {
      const blockTag = await the().day(day);
      const [long, short] = await Promise.all(
        [PEOPLE.pia, PEOPLE.quin].map((account) => votes.getVotes(account, { blockTag })),
      );
      expect(long).to.equal(parseEther("400000"));
      return Number((short! * 1_000n) / long!) / 10;
    };
    expect(await share(2)).to.be.within(24, 25.2);
    expect(await share(184)).to.be.within(11.5, 13);
    expect(await share(380)).to.equal(0);
  });

  it("D5: grants were asked for and promised by votes, a bounty was answered, and taking part in votes was paid", async () => {
    const { network, history } = the();
    const tasks = await readTasks(requireWork(network));
    const paid = tasks.flatMap(({ kind, jobs }) =>
      jobs.flatMap((job) => (job.status === "paid" ? [kind] : [])),
    );
    expect(paid.sort()).to.deep.equal(["bounty", "grant", "grant"]);
    const promised = [...history.work.tasks.values()].filter(({ kind }) => kind === "grant");
    const byVote = new Set(active().map(({ executed }) => executed!.transaction));
    for (const { promised: moment } of promised) expect(byVote.has(moment.transaction)).to.equal(true);
    const asked = [...history.work.applications.values()].map(({ applicant }) => applicant);
    expect(asked).to.include.members([PEOPLE.gus, PEOPLE.hana, PEOPLE.kira]);
    const taking = (await readRounds(network.rounds!)).filter(({ program }) => program === 2n);
    expect(taking.map(({ claimed }) => claimed > 0n)).to.deep.equal([true]);
  });

  it("D6: founders and investors got nothing for a year and then a quarter of theirs", async () => {
    const { network, config } = the();
    for (const owner of ["ivan", "june"] as const) {
      const { amount } = config.vesting!.find(({ beneficiary }) => beneficiary === owner)!;
      const [listed] = await listVaults(network.vesting!, { owner: PEOPLE[owner] });
      const vault = vaultAt(listed!.vault, network.token.runner);
      const start = Number(await vault.start());
      const free = async (day: number) =>
        vault["releasable(address)"](network.token, { blockTag: await the().before(start + day * DAY) });
      expect(await free(364.9)).to.equal(0n);
      const days = (Number(await the().network.governor.clock()) - start) / DAY;
      expect(days).to.be.within(365, 400);
      const vested = await vault["vestedAmount(address,uint64)"](network.token, start + 365 * DAY);
      expect(vested).to.equal(amount / 4n);
      const [taken, left] = [
        await vault["released(address)"](network.token),
        await vault["releasable(address)"](network.token),
      ];
      // Ivan took his on the first day on which he could; June has not yet.
      expect(taken > 0n).to.equal(owner === "ivan");
      expect(taken + left).to.equal((amount * BigInt(Math.round(days * DAY))) / BigInt(1_460 * DAY));
    }
  });

  it("D7: models judged what contributors did, by a voted prompt, and whoever had done nothing got nothing", async () => {
    const { network, history } = the();
    const { rounds, registry } = network;
    const judged = (await readRounds(rounds!)).filter(
      ({ program, status }) => program === 1n && status === "tallied",
    );
    expect(judged.length).to.equal(3);
    const recipe = await registry.get(encodeKey("prompt.equity"));
    for (const round of judged) expect(round.recipe).to.equal(recipe);
    const claims = await rounds!.queryFilter(rounds!.filters.Claimed());
    const got = (who: string) =>
      claims.filter(({ args }) => args.beneficiary === who).reduce((sum, { args }) => sum + args.amount, 0n);
    // Of the same months, whoever did more got more.
    expect(got(PEOPLE.nina) > got(PEOPLE.hana)).to.equal(true);
    expect(got(PEOPLE.rosa)).to.equal(0n);
    // Ownership vests over a year.
    expect(
      history.vesting.vaults.filter(({ beneficiary }) => beneficiary === PEOPLE.nina).length,
    ).to.be.above(0);
  });

  it("D8: thresholds decided, a refused grant was ruled by jurors and paid, and each decision had all its stages", async () => {
    const { network } = the();
    for (const proposal of active())
      expect(await the().stagesOf(proposal), proposal.title).to.deep.equal([
        ...["REVIEW", "VOTING", "SCHEDULED", "ACTIVE"],
      ]);
    for (const { type, votes, quorum, queued, executed, deadline } of all()) {
      if (deadline >= the().history.head.time) continue;
      const { approvalBps } = the().config.governor.types[type]!;
      const passed =
        votes.for + votes.abstain >= quorum! &&
        votes.for * 10_000n >= (votes.for + votes.against) * BigInt(approvalBps);
      expect(Boolean(queued ?? executed)).to.equal(passed);
    }
    expect(all().some(({ queued, deadline }) => !queued && deadline < the().history.head.time)).to.equal(
      true,
    );
    const cases = await readCases(network.court!);
    expect(cases.map(({ phase }) => phase)).to.deep.equal(["executed", "committing"]);
  });

  isLively(the);
  endsWell("distributed-ai", the);
});
