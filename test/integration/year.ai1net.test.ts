import { expect } from "chai";
import { encodeBytes32String, parseEther } from "ethers";

import { PEOPLE } from "../../devnet/lively/people";
import { DAY, encodeKey } from "@polity/sdk";
import { addressKey } from "@polity/sdk/core/address";
import { encodeCode } from "@polity/sdk/governor/rules";
import { extractNep } from "@polity/sdk/nep/extract";
import { readPhases } from "@polity/sdk/phases";
import { readRounds } from "@polity/sdk/rounds";
import { readBallots } from "@polity/sdk/voting";
import { readProgram } from "@polity/sdk/work";
import { endsWell, isLively, yearOf } from "../helpers/year";

const DAN = addressKey(PEOPLE.dan);

describe("A year of AI1NET", () => {
  const the = yearOf("ai1net");
  const all = () => [...the().history.governor.proposals.values()];
  const active = () => all().filter(({ executed }) => executed);

  it("I1: founders decided in the first phase what holders did not veto, and since a year was over anybody began the second", async () => {
    const { network, history, start } = the();
    const council = network.addresses.Council!;
    const [step, ...more] = history.phases.steps;
    expect([step!.from, step!.to, step!.by, more.length]).to.deep.equal([0, 1, PEOPLE.june, 0]);
    expect((step!.time - start) / DAY).to.be.within(365, 367);
    const economic = all().filter(({ type }) => type === "ECON");
    expect(
      economic.map(({ proposed, proposer }) => [proposed.time < step!.time, proposer === council]),
    ).to.deep.equal([...[[true, true] as const, [false, false] as const]]);
    const vetoed = the().nep(2);
    expect([vetoed.proposer, await the().stageAt(vetoed, history.head.block)]).to.deep.equal([
      council,
      "DEFEATED",
    ]);
    // What founders could propose in the first phase, they cannot in the second.
    const again = economic[0]!;
    const now = history.head.block;
    await expect(
      the().tryPropose(council, now, again, again.description.replace(/NEP-ECON \d+d/, "NEP-ECON 8d")),
    ).to.be.revertedWithCustomError(network.governor, "GovernorInsufficientProposerVotes");
    const { current, steps } = await readPhases(network.phases!);
    expect(current).to.equal(1);
    expect((steps[1]!.latestAt! - history.head.time) / DAY).to.be.within(4, 6);
  });

  it("I2: tokens were votes, held and staked alike, and both together for who has both", async () => {
    const { network, diary } = the();
    const [stake] = diary.read("locked");
    expect(stake!.by).to.equal(PEOPLE.finn);
    const vote = the().nep(8);
    const blockTag = await the().before(vote.snapshot + 1);
    const held = await network.token.balanceOf(PEOPLE.finn, { blockTag });
    const { votes } = vote.ballots.find(({ voter }) => voter === PEOPLE.finn)!;
    expect(votes.for).to.equal(held + stake!.amount);
    const cleos = vote.ballots.find(({ voter }) => voter === PEOPLE.cleo)!;
    expect(cleos.votes.for).to.equal(await network.token.balanceOf(PEOPLE.cleo, { blockTag }));
  });

  it("I3: technical, economic, ecosystem, market's, people's and governance proposals were decided, each within its reach", async () => {
    const { network } = the();
    const done = new Set(active().map(({ type }) => type));
    expect([...done]).to.include.members(["TECH", "ECON", "ECOSYS", "MARKET", "PEOPLE", "GOV"]);
    const upgrade = network.registry.interface.getFunction("upgrade").selector;
    const market = the().nep(8);
    const block = await the().before(market.proposed.time);
    const disguised = market.description.replace("NEP-MARKET", "NEP-PEOPLE");
    await expect(the().tryPropose(market.proposer, block, market, disguised))
      .to.be.revertedWithCustomError(network.rulebook, "Rulebook_OutOfScope")
      .withArgs(0n, network.addresses.ProtocolRegistry, upgrade, encodeCode("PEOPLE"), [
        encodeCode("MARKET"),
      ]);
  });

  it("I4: each was submitted, reviewed, voted on in its window and carried out, and a refused one changed nothing", async () => {
    const { history, network } = the();
    for (const proposal of active()) {
      const stages = await the().stagesOf(proposal);
      // Where nobody vetoed, the vote may have passed between two blocks.
      const silent = proposal.ballots.length === 0;
      expect(
        stages.filter((stage) => !silent || stage !== "VOTING"),
        proposal.title,
      ).to.deep.equal([...["REVIEW", ...(silent ? [] : ["VOTING"]), "SCHEDULED", "ACTIVE"]]);
      for (const { time } of proposal.ballots)
        expect(time > proposal.snapshot && time <= proposal.deadline).to.equal(true);
    }
    const keys = new Set(
      the()
        .diary.read("set")
        .map(({ key }) => key),
    );
    for (const key of keys) {
      const last = history.registry.parameters.filter((one) => one.key === key).at(-1)!;
      expect(last.before).to.not.equal(undefined);
    }
    expect(await network.registry.getBool(encodeBytes32String("features.agents"))).to.equal(true);
    expect(await network.registry.getUint(encodeKey("providers.trialRequests"))).to.equal(2_000n);
  });

  it("I5: 26 people decided by the square root, one let Dan vote, and what people had earned counted beside stake", async () => {
    const { network } = the();
    const people = the().nep(3);
    expect([people.type, await network.governor.proposalVoters(people.id)]).to.deep.equal(["PEOPLE", 26n]);
    const blockTag = await the().before(people.snapshot + 1);
    for (const { voter, votes } of people.ballots) {
      const held = await network.token.balanceOf(voter, { blockTag });
      // The square root of tokens, in votes of 18 decimals, to the unit.
      const root = votes.for;
      expect(root * root <= held * 10n ** 18n && (root + 1n) ** 2n > held * 10n ** 18n).to.equal(true);
    }
    const delegators = the().history.votes.accounts;
    const lent = [...delegators.values()].filter(
      ({ key, delegatee }) => key !== DAN && delegatee.held === DAN,
    );
    expect(lent.length).to.equal(1);
    // In the ecosystem's matters votes are shares of one: per token as much for all, and more for what people have earned.
    const vote = the().nep(9);
    const at = await the().before(vote.snapshot + 1);
    const tokens = async (...accounts: string[]) => {
      const each = accounts.map((one) => network.token.balanceOf(one, { blockTag: at }));
      return (await Promise.all(each)).reduce((sum, one) => sum + one, 0n);
    };
    const cast = (account: string) => vote.ballots.find(({ voter }) => voter === account)!.votes.for;
    const [evas, dans] = [await tokens(PEOPLE.eva), await tokens(PEOPLE.dan, lent[0]!.key)];
    const difference = cast(PEOPLE.dan) * evas - cast(PEOPLE.eva) * dans;
    expect(difference < evas && difference > -dans, "per token").to.equal(true);
    const earned = new Set(
      the()
        .diary.read("awarded")
        .map(({ who }) => who),
    );
    const more = vote.ballots.filter(({ voter }) => earned.has(voter));
    expect(more.length).to.be.above(3);
    for (const { voter, votes } of more)
      expect(votes.for * evas > cast(PEOPLE.eva) * (await tokens(voter)) * 2n, voter).to.equal(true);
  });

  it("I6: proposals of holders took a threshold of tokens and said problem, solution, impact, plan and risks", async () => {
    const { network, config } = the();
    for (const { description, title } of all())
      for (const heading of ["Problem", "Solution", "Impact", "Implementation plan", "Risks"])
        expect(extractNep(description).text, title).to.match(new RegExp(`^## ${heading}$`, "m"));
    const asked = the().nep(8);
    const stranger = asked.description.replace(/0x[0-9a-fA-F]{40}$/, PEOPLE.zara);
    await expect(the().tryPropose(PEOPLE.zara, await the().before(asked.proposed.time), asked, stranger))
      .to.be.revertedWithCustomError(network.governor, "GovernorInsufficientProposerVotes")
      .withArgs(PEOPLE.zara, 0n, config.governor.types.MARKET!.threshold);
  });

  it("I7: work was paid and gave points, the council gave points within its cap, and grants were open to who had earned some", async () => {
    const { history, network, diary } = the();
    const byWork = history.people.awards.filter(({ awarder }) => awarder === network.addresses.Work);
    const paid = [...history.work.jobs.values()].filter((job) => job.paid);
    expect(byWork.map(({ account, points }) => [account, points])).to.have.deep.members(
      paid.map(({ provider, budget }) => [provider, budget]),
    );
    const byCouncil = history.people.awards.filter(({ awarder }) => awarder === network.addresses.Council);
    expect(byCouncil.map(({ account, points }) => [account, points])).to.deep.equal(
      diary.read("awarded").map(({ who, points }) => [who, points]),
    );
    const ecosystem = history.work.programs.get(2n)!;
    expect([ecosystem.category, (await readProgram(network.work!, 2n)).minReputation]).to.deep.equal([
      ...["ecosystem", parseEther("1000")],
    ]);
  });

  it("I8: requests were paid with the token, providers, apps and the treasury had their shares, and payers got some back", async () => {
    const { network, history, config } = the();
    expect(history.market.services.size).to.equal(3);
    const swept = (await the().logs(network.market, 0)).filter(({ name }) => name === "Swept");
    const cheaper = the().nep(4).executed!.time;
    for (const { args, time } of swept) {
      const { network: share, amount } = args as unknown as { network: bigint; amount: bigint };
      expect(share).to.equal((amount * (time > cheaper ? 450n : 500n)) / 10_000n);
    }
    const [model] = history.market.incomes.values();
    expect(model!.given > 0n && model!.came === model!.network + model!.developers + model!.rest).to.equal(
      true,
    );
    const rebates = await readRounds(network.rounds!);
    expect(rebates.filter(({ claimed }) => claimed > 0n).length).to.equal(5);
    const back = history.rounds.money.reduce((sum, { paid }) => sum + paid, 0n);
    const kept = [...history.market.incomes.values()].reduce((sum, income) => sum + income.network, 0n);
    // At most half of what the network got.
    expect(back > 0n && back * 2n <= kept).to.equal(true);
    expect(config.market!.kinds).to.include.members(["MODEL", "PROVIDER", "APP"]);
    const [priorities] = await readBallots(network.ballots!);
    expect([priorities!.phase, priorities!.won]).to.deep.equal(["closed", [1]]);
  });

  isLively(the);
  endsWell("ai1net", the);
});
