import { expect } from "chai";
import { parseEther } from "ethers";

import { PEOPLE } from "../../devnet/lively/people";
import { DAY, encodeKey } from "@polity/sdk";
import { encodeCode } from "@polity/sdk/governor/rules";
import { readCases } from "@polity/sdk/court";
import { readRounds } from "@polity/sdk/rounds";
import { readBallots } from "@polity/sdk/voting";
import { readTasks, requireWork } from "@polity/sdk/work";
import { endsWell, isLively, yearOf } from "../helpers/year";

describe("A year of AITBC", () => {
  const the = yearOf("aitbc");
  const all = () => [...the().history.governor.proposals.values()];
  const active = () => all().filter(({ executed }) => executed);

  it("A1: one token was one vote, for its holder or its delegate, within the voting period, and a quorum counted", async () => {
    const { network, config, history } = the();
    const { token, governor } = network;
    const decision = the().nep(3);
    const holding = async (...names: (keyof typeof PEOPLE)[]) => {
      const blockTag = await the().before(decision.snapshot + 1);
      const each = await Promise.all(names.map((name) => token.balanceOf(PEOPLE[name], { blockTag })));
      return each.reduce((sum, one) => sum + one, 0n);
    };
    const cast = (name: keyof typeof PEOPLE) =>
      decision.ballots.find(({ voter }) => voter === PEOPLE[name])!.votes.for;
    expect(cast("ada")).to.equal(await holding("ada"));
    // Gus lets Ben vote.
    const asked = all().find(({ nep, type }) => nep === 10 && type === "TREASURY")!;
    const bens = asked.ballots.find(({ voter }) => voter === PEOPLE.ben)!.votes.for;
    const blockTag = await the().before(asked.snapshot + 1);
    const both = await Promise.all([PEOPLE.ben, PEOPLE.gus].map((one) => token.balanceOf(one, { blockTag })));
    expect(bens).to.equal(both[0]! + both[1]!);
    for (const { ballots, snapshot, deadline, type, quorum, electorate, rules } of all()) {
      for (const { time } of ballots) expect(time > snapshot && time <= deadline, type).to.equal(true);
      if (quorum === undefined) continue;
      const { quorumBps, quorumFloor } = config.governor.types[type]!;
      const share = (electorate! * BigInt(quorumBps)) / 10_000n;
      expect(quorum, type).to.equal(share > quorumFloor ? share : quorumFloor);
      expect(rules.voteSource === undefined).to.equal(type !== "PEOPLE");
    }
    const late = { from: PEOPLE.eva, blockTag: history.head.block };
    await expect(governor.castVote.staticCall(decision.id, 1, late)).to.be.revertedWithCustomError(
      governor,
      "GovernorUnexpectedProposalState",
    );
  });

  it("A2: the council had a mandate by a vote, proposed a partnership, and what it refused jurors ruled", async () => {
    const { network, history, diary } = the();
    const council = network.addresses.Council!;
    const [mandate] = history.governor.guardians;
    expect(mandate!.guardian).to.equal(council);
    const partnership = all().find(({ type }) => type === "PARTNER")!;
    expect([partnership.proposer, Boolean(partnership.executed)]).to.deep.equal([council, true]);
    // Before the vote gave it one, it could not have.
    const block = await the().before(mandate!.time);
    await expect(
      the().tryPropose(council, block, partnership, partnership.description),
    ).to.be.revertedWithCustomError(network.governor, "GovernorInsufficientProposerVotes");
    const cases = await readCases(network.court!);
    expect(cases.map(({ phase }) => phase)).to.deep.equal(["executed", "committing"]);
    const [first] = history.court.cases.values();
    const voices = diary.read("judged").filter(({ case: id }) => id === first!.id);
    const forIt = voices.filter(({ choice }) => choice === first!.ruling).length;
    expect(forIt * 2 > voices.length).to.equal(true);
  });

  it("A3: technical, treasury, partnership, policy and people's proposals had rules of their own, and came to be", async () => {
    const { network, config } = the();
    const done = new Set(active().map(({ type }) => type));
    expect([...done]).to.include.members(["TECH", "TREASURY", "PARTNER", "POLICY", "PEOPLE", "GOV"]);
    for (const proposal of active()) {
      const { review, voting, graceMin, graceMax } = config.governor.types[proposal.type]!;
      expect([
        proposal.snapshot - proposal.proposed.time,
        proposal.deadline - proposal.snapshot,
      ]).to.deep.equal([...[review, voting]]);
      expect(proposal.grace).to.be.within(graceMin, graceMax);
      expect(proposal.description).to.match(/^## Community feedback$|^# NEP-/m);
      expect(await the().stagesOf(proposal)).to.deep.equal(["REVIEW", "VOTING", "SCHEDULED", "ACTIVE"]);
    }
    expect(await network.registry.getUint(encodeKey("community.meetings"))).to.equal(12n);
    const people = all().find(({ type }) => type === "PEOPLE")!;
    expect(await network.governor.proposalVoters(people.id)).to.equal(26n);
    const policy = all().find(({ type }) => type === "POLICY")!;
    await expect(
      the().tryPropose(
        policy.proposer,
        await the().before(policy.proposed.time),
        policy,
        policy.description.replace("NEP-POLICY", "NEP-TECH"),
      ),
    )
      .to.be.revertedWithCustomError(network.rulebook, "Rulebook_OutOfScope")
      .withArgs(
        ...[
          0n,
          network.addresses.ProtocolRegistry,
          network.registry.interface.getFunction("upgrade").selector,
        ],
        ...[encodeCode("TECH"), [encodeCode("POLICY")]],
      );
  });

  it("A4: whoever voted got a little for it, members said how satisfied they are, and the report says which aims were met", async () => {
    const { network, diary, history } = the();
    const pots = await readRounds(network.rounds!);
    const rewarded = pots.filter(({ claimed }) => claimed > 0n);
    expect(rewarded.length).to.be.above(1);
    const claims = await network.rounds!.queryFilter(network.rounds!.filters.Claimed());
    const voters = new Set(diary.read("voted").map(({ by }) => by));
    voters.add(PEOPLE.gus);
    for (const { args } of claims) expect(voters.has(args.beneficiary), args.beneficiary).to.equal(true);
    // Gus voted with nothing himself: his delegate did.
    expect(claims.some(({ args }) => args.beneficiary === PEOPLE.gus)).to.equal(true);

    const asked = (await readBallots(network.ballots!)).find(({ options }) => options.length === 5)!;
    const satisfied = asked.options.slice(3).reduce((sum, { votes }) => sum + votes, 0n);
    const cast = asked.options.reduce((sum, { votes }) => sum + votes, 0n);
    const figures = new Map(
      the()
        .rows("Targets")
        .map(([name, , , figure, state]) => [
          name,
          { figure: (figure as { value: unknown } | undefined)?.value, state },
        ]),
    );
    expect(figures.size).to.equal(the().config.targets.length);
    expect(figures.get("Satisfaction of members")!.figure).to.equal(Number((satisfied * 10_000n) / cast));
    const { from, to } = the().period;
    const ended = all().filter(
      ({ deadline }) => deadline >= from && deadline < history.head.time && deadline < to,
    );
    const passed = ended.filter(({ queued }) => queued).length;
    expect(figures.get("Success of proposals")!.figure).to.equal(
      Math.floor((passed * 10_000) / ended.length),
    );
  });

  it("A5: a ballot said what matters, a vote promised an auditor's pay, and anybody had it paid every month", async () => {
    const { network, history } = the();
    const [priorities] = await readBallots(network.ballots!);
    expect([priorities!.phase, priorities!.won]).to.deep.equal(["closed", [0]]);
    const treasury = network.treasury!;
    const paid = await treasury.queryFilter(treasury.filters.RecurringPaid());
    expect(paid.length).to.equal(7);
    for (const { args } of paid)
      expect([args.payee, args.amount]).to.deep.equal([PEOPLE.viktor, parseEther("15000")]);
    expect(await network.council!.getThreshold()).to.equal(3n);
    for (const { amount, proposalId, budgetId } of history.treasury.movements)
      if (amount < 0n && budgetId === undefined)
        expect(active().some(({ id }) => id === proposalId)).to.equal(true);
  });

  it("A6: grants of research, development, innovation and community were paid, and it was reported what came of one", async () => {
    const { network, history } = the();
    const categories = the().column("Work by category", "Category");
    expect(categories).to.deep.equal(["community", "development", "innovation", "research"]);
    for (const paid of the().column("Work by category", "Paid")) expect((paid as bigint) > 0n).to.equal(true);
    const tasks = await readTasks(requireWork(network));
    expect(tasks.some(({ jobs }) => jobs.some(({ status }) => status === "refused"))).to.equal(true);
    expect(history.work.outcomes.map(({ metric, value }) => [metric, value])).to.deep.equal([
      ["machines", 214n],
    ]);
  });

  it("A7: a challenge had a prize and a winner, a certified tool was listed, rated and sold, and its app got a share", async () => {
    const { network, history, diary } = the();
    const [prize] = [...history.work.tasks.values()].filter(({ kind }) => kind !== "grant");
    const [won] = [...history.work.jobs.values()].filter(({ task }) => task === prize!.id);
    expect([won!.provider, Boolean(won!.paid)]).to.deep.equal([PEOPLE.noor, true]);
    const [tool] = history.market.services.values();
    const kindOf = (name: string) =>
      [...history.people.classes.values()].find((one) => one.name === name)!.kind;
    const now = await network.governor.clock();
    for (const [name, account] of [
      ["DEVELOPER", PEOPLE.eva],
      ["SOLUTION", tool!.till],
      ["AWARD", PEOPLE.noor],
    ] as const)
      expect(await network.credentials!.untilOf(kindOf(name), account), name).to.satisfy(
        (until: bigint) => until > now,
      );
    expect(diary.read("rated").length).to.equal(2);
    const [income] = history.market.incomes.values();
    expect(income!.given).to.equal(income!.came / 10n);
    // Five of a hundred, and four of what was sold since the policy changed.
    const policy = all().find(({ type }) => type === "POLICY")!.executed!.time;
    const { addresses, token, market } = network;
    const swept = (await the().logs(market, 0)).filter(({ name }) => name === "Swept");
    for (const { args, time } of swept) {
      const { network: share, amount } = args as unknown as { network: bigint; amount: bigint };
      expect(share).to.equal((amount * (time > policy ? 400n : 500n)) / 10_000n);
    }
    expect(new Set(swept.map(({ time }) => time > policy)).size).to.equal(2);
    expect(await token.balanceOf(addresses.Market!)).to.equal(parseEther("3000"));
  });

  it("A8: holders, voters and proposals are counted by the report as the chain has them", async () => {
    const { network, deployment } = the();
    const figures = new Map(
      the()
        .rows("Targets")
        .map(([name, , , figure]) => [name, (figure as { value: unknown } | undefined)?.value]),
    );
    const { from, to } = the().period;
    const blockTag = the().reported.head.block;
    const wallets = new Set<string>();
    for (const { args } of await the().logs(network.token, 0)) if (args.to) wallets.add(args.to);
    const own = new Set(Object.values(deployment.contracts));
    let holders = 0;
    for (const wallet of wallets)
      if (!own.has(wallet) && (await network.token.balanceOf(wallet, { blockTag })) > 0n) holders++;
    expect(figures.get("Token holders")).to.equal(holders);
    const made = (await the().logs(network.governor, 0)).filter(({ name }) => name === "ProposalCreated");
    expect(figures.get("Proposals")).to.equal(made.length);
    const ended = all().filter(
      ({ deadline }) => deadline >= from && deadline < to && deadline < the().reported.head.time,
    );
    const voters = new Set(ended.flatMap(({ ballots }) => ballots.map(({ voter }) => voter)));
    expect(figures.get("Active participants")).to.equal(voters.size);
    const major = ended.filter(({ type }) => ["TREASURY", "POLICY", "GOV"].includes(type));
    let [cast, whole] = [0n, 0n];
    for (const { id, snapshot } of major) {
      const tally = await network.governor.proposalVotes(id);
      cast += tally[0] + tally[1] + tally[2];
      whole += await network.votes.getPastTotalSupply(snapshot);
      whole -= await network.votes.getPastVotes(the().excluded, snapshot);
    }
    expect(figures.get("Participation in major decisions")).to.equal(Number((cast * 10_000n) / whole));
    expect((to - from) / DAY).to.equal(365);
  });

  isLively(the);
  endsWell("aitbc", the);
});
