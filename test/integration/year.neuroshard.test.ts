import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";

import { PEOPLE } from "../../devnet/lively/people";
import { planProposal } from "../../devnet/lively/lifecycle";
import { pay, units } from "../../devnet/lively/holders";
import type { World } from "../../devnet/lively/world";
import { DAY, encodeKey, lock, PERMANENT, requireEscrow } from "@polity/sdk";
import { encodeCode } from "@polity/sdk/governor/rules";
import { declaredIn, encodeParameter } from "@polity/sdk/nep";
import { extractNep } from "@polity/sdk/nep/extract";
import { endsWell, yearOf } from "../helpers/year";

/** June buys what just lets her propose, a token after what does not. */
const [ENOUGH, NUMBER] = [100, 30];
function newcomer(world: World): void {
  const { calendar, network, signer, diary } = world;
  const stake = async (tokens: number) => {
    const amount = units(tokens);
    const june = await signer("june");
    await lock(requireEscrow(network), june, { amount, unlockTime: PERMANENT });
    diary.write("locked", { by: PEOPLE.june, amount });
  };
  calendar.on(20, async () => {
    await pay(world, "eva", PEOPLE.june, units(ENOUGH + 10));
    await stake(ENOUGH - 1);
  });
  calendar.on(22, () => stake(1));
  planProposal(world, {
    ...{ number: NUMBER, day: 23, by: "june", sides: {}, turnout: 0, support: 0, fate: "defeated" },
    nep: () => ({
      ...{ title: "A heartbeat every ten seconds", type: "NET", author: "June Park", grace: 7 },
      changes: [{ key: "net.heartbeatSeconds", kind: "uint", was: 5, value: 10 }],
      says: ["Noise.", "Less of it.", "None.", "`net.heartbeatSeconds` = 10.", "At once.", "Slow repair."],
    }),
  });
}

/** As the Governor standard numbers them. */
const [DEFEATED, SUCCEEDED] = [3n, 4n];
const TYPES = ["ARCH", "ECON", "TRAIN", "NET", "GOV", "EMERG"];

describe("A year of NeuroShard", () => {
  const the = yearOf("neuroshard", newcomer);
  const all = () => [...the().history.governor.proposals.values()];
  const decided = () =>
    all().filter(({ deadline, canceled }) => !canceled && deadline < the().history.head.time);

  it("N1: each NEP that was decided went from review to voting, was scheduled, and is active since", async () => {
    const executed = all().filter((one) => one.executed);
    expect(executed.length).to.be.above(12);
    for (const proposal of executed) {
      expect(await the().stagesOf(proposal), proposal.title).to.deep.equal([
        ...["REVIEW", "VOTING", "SCHEDULED", "ACTIVE"],
      ]);
      expect(await the().stageAt(proposal, proposal.executed!.block - 1)).to.equal("SCHEDULED");
      // Nodes have known the second from the day on which it was scheduled.
      expect(proposal.executed!.time).to.be.at.least(proposal.queued!.eta);
      const { review, voting } = the().config.governor.types[proposal.type]!;
      const { proposed, snapshot, deadline, extended } = proposal;
      expect([snapshot - proposed.time, deadline - snapshot > voting]).to.deep.equal([
        ...[review, extended !== undefined],
      ]);
    }
  });

  it("N2: all six types have decided something, each with its own reach, and none another's", async () => {
    const year = the();
    expect(new Set(all().flatMap(({ type, executed }) => (executed ? [type] : [])))).to.deep.equal(
      new Set(TYPES),
    );
    const { registry, rulebook, addresses } = year.network;
    const change = all().find(({ type }) => type === "ECON")!;
    const block = await year.before(change.proposed.time);
    for (const type of ["ARCH", "TRAIN", "NET"]) {
      const disguised = change.description.replace(/NEP-ECON/, `NEP-${type}`);
      await expect(year.tryPropose(change.proposer, block, change, disguised))
        .to.be.revertedWithCustomError(rulebook, "Rulebook_OutOfScope")
        .withArgs(
          ...[0n, addresses.ProtocolRegistry, registry.interface.getFunction("upgrade").selector],
          ...[encodeCode(type), [encodeCode("ECON")]],
        );
    }
    const urgent = change.description.replace(/NEP-ECON [0-9]+d/, "NEP-EMERG");
    await expect(year.tryPropose(change.proposer, block, change, urgent)).to.be.revertedWithCustomError(
      rulebook,
      "Rulebook_OutOfScope",
    );
  });

  it("N3: with 99 staked tokens June could not propose and with 100 she did, and everybody burned 10", async () => {
    const year = the();
    const { governor, token } = year.network;
    const own = year.nep(NUMBER);
    expect(own.proposer).to.equal(PEOPLE.june);
    await expect(year.tryPropose(PEOPLE.june, await year.day(21), own, own.description))
      .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
      .withArgs(PEOPLE.june, parseEther("99"), parseEther("100"));
    const burned = await token.queryFilter(token.filters.Transfer(undefined, ZeroAddress));
    expect(burned.map(({ args, transactionHash }) => [transactionHash, args.from, args.value])).to.deep.equal(
      all().map(({ transaction, proposer }) => [transaction, proposer, parseEther("10")]),
    );
    const supply = year.config.token.supply!;
    expect(await token.totalSupply()).to.equal(supply - parseEther("10") * BigInt(all().length));
  });

  it("N4: a staked token was a vote, 66 % had to agree, and a fifth of all stakes to take part", async () => {
    const year = the();
    // Whoever came on the first two days, with what they wrote down; Ben's votes are Ada's.
    const [first] = all();
    const staked = new Map<string, bigint>();
    for (const { by, amount } of year.diary.read("locked").slice(0, 9))
      staked.set(by, (staked.get(by) ?? 0n) + amount);
    staked.set(PEOPLE.ada, staked.get(PEOPLE.ada)! + staked.get(PEOPLE.ben)!);
    const large = first!.ballots.filter(({ voter }) => staked.has(voter));
    expect(large.length).to.be.at.least(6);
    for (const { voter, votes } of large)
      expect(votes.for + votes.against + votes.abstain, voter).to.equal(staked.get(voter));

    const reasons = new Set<string>();
    for (const { type, votes, quorum, electorate, queued, executed, title, id, snapshot } of decided()) {
      const { votes: source, governor } = year.network;
      const [total, floor] = [await source.getPastTotalSupply(snapshot), parseEther("1000000")];
      expect(electorate, title).to.equal(total);
      expect(quorum, title).to.equal(total / 5n > floor ? total / 5n : floor);
      const enough = votes.for + votes.abstain >= quorum!;
      const bps = type === "EMERG" ? 7_500n : 6_600n;
      const agreed = votes.for * 10_000n >= (votes.for + votes.against) * bps && votes.for > votes.against;
      reasons.add(enough ? (agreed ? "passed" : "too many against") : "too few");
      if (queued || executed) expect(enough && agreed, title).to.equal(true);
      else expect(await governor.state(id), title).to.equal(enough && agreed ? SUCCEEDED : DEFEATED);
    }
    expect(reasons).to.deep.equal(new Set(["passed", "too many against", "too few"]));
  });

  it("N5: each NEP chose a grace of 7 to 30 days, and nobody could have chosen another", async () => {
    const year = the();
    const days = new Set<number>();
    for (const { type, queued, grace } of all()) {
      if (!queued || type === "EMERG") continue;
      expect(queued.eta - queued.time).to.equal(grace);
      days.add(grace / DAY);
    }
    expect([Math.min(...days), Math.max(...days), days.size > 3]).to.deep.equal([7, 30, true]);
    const longest = all().find(({ grace }) => grace === 30 * DAY)!;
    const block = await year.before(longest.proposed.time);
    for (const wrong of [6, 31])
      await expect(
        year.tryPropose(
          longest.proposer,
          block,
          longest,
          longest.description.replace(`NEP-${longest.type} 30d`, `NEP-${longest.type} ${wrong}d`),
        ),
      )
        .to.be.revertedWithCustomError(year.network.governor, "GovernorTypes_GraceOutOfRange")
        .withArgs(wrong * DAY, 7 * DAY, 30 * DAY);
  });

  it("N6: every NEP, also one of calls alone, says title, motivation, specification, impact in three figures and upgrade path", () => {
    for (const { description, title, calls } of all()) {
      const { text } = extractNep(description);
      expect(Object.keys(declaredIn(description).impact), title).to.include.members([
        ...["training_efficiency_multiplier", "training_reward_multiplier", "net_earnings_change_percent"],
      ]);
      expect(text, title).to.match(/^title: .+$/m);
      for (const heading of [
        /^## (Problem|Motivation)$/m,
        /^## Specification$/m,
        /^ {2}backward_compatible: /m,
      ])
        expect(text, title).to.match(heading);
      expect(calls.length).to.be.above(0);
    }
    expect(all().some(({ description }) => !/^parameter-changes:/m.test(description))).to.equal(true);
  });

  it("N7: from activation on parameters and version are on the chain, and not a block earlier", async () => {
    const year = the();
    const { registry } = year.network;
    const sets = year.diary.read("set");
    expect(sets.length).to.be.above(10);
    const steps = year.history.registry.parameters.filter(({ before }) => before !== undefined);
    expect(steps.map(({ key, after }) => [key, after])).to.deep.equal(
      sets.filter(({ key }) => steps.some((step) => step.key === key)).map(({ key, value }) => [key, value]),
    );
    for (const { key, after, before, block } of steps) {
      const kind = year.history.registry.kinds.get(key)!;
      const at = (blockTag: number) => registry.get(encodeKey(key), { blockTag });
      const word = (value: string) =>
        encodeParameter(kind, kind === "bool" ? value === "true" : kind === "uint" ? BigInt(value) : value);
      expect([await at(block - 1), await at(block)], key).to.deep.equal([word(before!), word(after)]);
    }
    const versions = year.history.registry.versions;
    expect(versions.at(-1)!.semver).to.equal(await registry.semver());
    for (const { block, semver, specHash, id } of versions.slice(1)) {
      expect(await registry.semver({ blockTag: block })).to.equal(semver);
      expect((await registry.version(id)).specHash).to.equal(specHash);
    }
  });

  it("N8: everybody could read each NEP, with its calls, before anybody could vote", async () => {
    const year = the();
    const { governor } = year.network;
    for (const { id, proposed, snapshot, description, type } of all()) {
      const events = await governor.queryFilter(
        governor.filters.ProposalCreated(),
        proposed.block,
        proposed.block,
      );
      expect(events.find(({ args }) => args.proposalId === id)!.args.description).to.equal(description);
      expect(snapshot - proposed.time).to.equal(type === "EMERG" ? DAY / 2 : 7 * DAY);
      const blockTag = await year.before(Math.min(snapshot, year.history.head.time));
      await expect(
        governor.castVote.staticCall(id, 1, { from: PEOPLE.ada, blockTag }),
      ).to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState");
    }
  });

  endsWell("neuroshard", the);
});
