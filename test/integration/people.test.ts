import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id as hashText, parseEther } from "ethers";

import { DAY, encodeKey, readProposal } from "@polity/sdk";
import { readWeight, weightOf } from "@polity/sdk/governor/counting";
import { readOutcome } from "@polity/sdk/governor/proposals";
import { encodeCode, encodeConfigured } from "@polity/sdk/governor/rules";
import type { Proposal } from "@polity/sdk/nep";
import { readReach } from "@polity/sdk/people";
import { decide, rulesOf, stageOf, type NepFile } from "../helpers/preset";
import { deployWithPersons, stranger } from "../helpers/persons";

const FEEDBACK = { sections: { "Community feedback": "Two meetings asked for more of them." } };
const wish: NepFile = { type: "PEOPLE", changes: { "community.meetings": 12 }, ...FEEDBACK };
const feature: NepFile = { type: "PEOPLE", changes: { "features.agents": true } };
const ecosystem: NepFile = { type: "ECOSYS", changes: { "providers.trialRequests": 20000 } };

const ofAitbc = () => deployWithPersons("aitbc");
const ofAi1net = () => deployWithPersons("ai1net");

/** People who count as people: what the networks ask for beside one token one vote. */
describe("Votes of people", () => {
  describe("in AITBC", () => {
    it("A3: what the community wishes for is counted by person, and 25 people outvote a whale", async () => {
      const { network, submit, activate, crowd, cleo } = await loadFixture(ofAitbc);
      const { governor, token } = network;
      const proposal = await submit(wish, cleo);
      const id = proposal.proposalId;
      await decide(network, proposal, [
        [cleo, "against"],
        ...crowd.map((person) => [person, "for"] as [typeof person, "for"]),
      ]);
      const { votes } = await readProposal(governor, id);
      const stakes = await Promise.all(crowd.map((person) => token.balanceOf(person)));
      const together = stakes.reduce((sum, one) => sum + one, 0n);
      expect(await token.balanceOf(cleo)).to.be.above(together * 10n);
      expect(votes.for).to.be.above(votes.against);
      expect(await governor.proposalVoters(id)).to.equal(26n);
      expect(await stageOf(network, proposal)).to.equal("APPROVED");
      await activate(proposal, cleo);
      expect(await network.registry.getUint(encodeKey("community.meetings"))).to.equal(12n);
    });

    it("A3: 24 people are not enough, whatever they hold", async () => {
      const { network, submit, crowd, cleo } = await loadFixture(ofAitbc);
      const proposal = await submit(wish, cleo);
      await decide(network, proposal, [
        [cleo, "for"],
        ...crowd.slice(0, 23).map((person) => [person, "for"] as [typeof person, "for"]),
      ]);
      const view = await readProposal(network.governor, proposal.proposalId);
      const outcome = await readOutcome(network, view);
      expect([outcome.voters, outcome.quorumReached, outcome.approved]).to.deep.equal([24, false, true]);
      expect(view.votes.for).to.be.above(view.quorum!);
      expect(view.stage).to.equal("DEFEATED");
    });

    it("A3: people decide nothing that binds: every other parameter is out of their type's reach", async () => {
      const { network, config, encode, propose, cleo } = await loadFixture(ofAitbc);
      const binding = config.registry.parameters.filter(({ namespace }) => namespace !== "community");
      for (const namespace of new Set(binding.map((each) => each.namespace))) {
        const { key, value } = binding.find((each) => each.namespace === namespace)!;
        if (typeof value !== "bigint") continue;
        const code = config.governor.scopes.find((scope) => scope.namespace === namespace)!.types[0]!;
        const grace = Math.max(2, rulesOf(config, code).graceMin / DAY);
        const proposal = encode({ type: code, changes: { [key]: value }, grace, ...FEEDBACK }, cleo);
        const description = proposal.description.replace(`# NEP-${code}`, "# NEP-PEOPLE");
        await expect(propose({ ...proposal, description }, cleo), key).to.be.revertedWithCustomError(
          network.rulebook,
          "Rulebook_OutOfScope",
        );
      }
    });
  });

  describe("in AI1NET", () => {
    it("I5: 25 people decide about features, against the votes of somebody with four times their stake", async () => {
      const { network, submit, crowd, cleo } = await loadFixture(ofAi1net);
      const { governor, token } = network;
      const proposal = await submit(feature, cleo);
      const id = proposal.proposalId;
      const { snapshot } = await readProposal(governor, id);
      await time.increaseTo(snapshot + 1);
      // A hundred times the stake counts ten times.
      const weight = (of: typeof cleo) => weightOf(governor, id, of.address, snapshot);
      const stake = await token.getPastVotes(cleo, snapshot);
      expect((await weight(cleo)) ** 2n / parseEther("1")).to.be.closeTo(stake, 10n ** 12n);
      await decide(network, proposal, [
        [cleo, "against"],
        ...crowd.map((person) => [person, "for"] as [typeof person, "for"]),
      ]);
      expect(await stageOf(network, proposal)).to.equal("APPROVED");
    });

    it("I5: whoever is no person, or has not been one for two weeks, has no vote about features", async () => {
      const { network, submit, issue, cleo } = await loadFixture(ofAi1net);
      const { governor, token } = network;
      const late = await stranger(99);
      await token.connect(cleo).transfer(late, parseEther("1000000"));
      await token.connect(late).delegate(late);
      const proposal = await submit(feature, cleo);
      await issue(late);
      const { snapshot } = await readProposal(governor, proposal.proposalId);
      await time.increaseTo(snapshot + 1);
      for (const nobody of [late, await stranger(100)])
        await expect(governor.connect(nobody).castVote(proposal.proposalId, 1))
          .to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes")
          .withArgs(proposal.proposalId, nobody.address);
      expect(await token.getPastVotes(late, snapshot)).to.equal(parseEther("1000000"));
    });

    it("I5: what people have earned counts beside stake, by 15 % at the most", async () => {
      const { network, config, submit, award, crowd, cleo, people } = await loadFixture(ofAi1net);
      const { governor, reputation } = network;
      const { dan } = people;
      await network.token.connect(dan).delegate(dan);
      for (const person of crowd) await award(person, "400");
      const total = await reputation!.getPastTotalSupply((await time.latest()) - 1);
      expect(total).to.be.below(config.sources!.blended!.target);
      const vote = async () => {
        const proposal = await submit(ecosystem, cleo);
        const { snapshot, proposalId: id } = {
          ...(await readProposal(governor, proposal.proposalId)),
          ...proposal,
        };
        await time.increaseTo(snapshot + 1);
        const weigh = async (of: typeof cleo) =>
          (await readWeight(governor, { id, snapshot }, of.address, snapshot + 2))!;
        const [hers, theirs] = [await weigh(cleo), await Promise.all(crowd.map(weigh))];
        return { proposal, snapshot, hers, theirs: theirs.reduce((sum, one) => sum + one, 0n) };
      };
      const { snapshot, hers, theirs } = await vote();
      const staked = async (of: typeof cleo) => network.votes.getPastVotes(of, snapshot);
      const stakes = (await Promise.all(crowd.map(staked))).reduce((sum, one) => sum + one, 0n);
      // Beside her stake theirs is little; with what they have earned it is more than that.
      expect(theirs * (await staked(cleo))).to.be.above(hers * stakes);
      const rho = (parseEther("1") * 1500n * total) / config.sources!.blended!.target / 10_000n;
      expect(theirs).to.be.closeTo(
        ((parseEther("1") - rho) * stakes) / parseEther("300000000") + (rho * 25n) / 50n,
        parseEther("0.01"),
      );
    });

    it("I7: reputation is given within caps for work, fades, and cannot be bought", async () => {
      const { network, award, council, crowd, hana } = await loadFixture(ofAi1net);
      const { reputation } = network;
      await expect(award(hana, "12000")).to.emit(reputation, "Awarded");
      const [given] = [(await reputation!.awarderOf(council))[1]];
      expect(given).to.equal(0n);
      const first = await reputation!.getVotes(hana);
      expect(first).to.be.above(parseEther("7900")).and.at.most(parseEther("10000"));
      await time.increase(26 * 7 * DAY);
      const later = await reputation!.getVotes(hana);
      expect(later)
        .to.be.below((first * 7n) / 10n)
        .and.above(0n);
      await time.increase(40 * 7 * DAY);
      expect(await reputation!.getVotes(hana)).to.equal(0n);
      await expect(reputation!.connect(hana).delegate(crowd[1]!)).to.be.revertedWithCustomError(
        reputation!,
        "FixedVotes_NotDelegable",
      );
      await expect(reputation!.connect(hana).award(hana, 1n, encodeKey("x.y"))).to.be.revertedWithCustomError(
        reputation!,
        "Reputation_NotAwarder",
      );
    });

    it("I2: a vote can ask for stakes alone in a type: what is held has no vote there then", async () => {
      const { network, config, submit, cleo, people } = await loadFixture(ofAi1net);
      const { governor, rulebook, token, escrow, addresses } = network;
      const { dan, eva } = people;
      await token.connect(dan).approve(escrow!, parseEther("40000000"));
      await escrow!.connect(dan).createPermanentLock(parseEther("40000000"));
      for (const holder of [dan, eva]) await token.connect(holder).delegate(holder);
      await time.increase(1);
      const tech = { ...rulesOf(config, "TECH"), quorumFloor: 0n, source: "staked" } as const;
      const rules = encodeConfigured(tech, { VoteEscrow: addresses.VoteEscrow! });
      const data = rulebook.interface.encodeFunctionData("setRules", [encodeCode("TECH"), rules]);
      const title = "# NEP-GOV: Technical proposals are for those who stake";
      const call = [[addresses.Rulebook], [0n], [data]] as [string[], bigint[], string[]];
      const decision = { proposalId: await governor.getProposalId(...call, hashText(title)) } as Proposal;
      await governor.connect(cleo).propose(...call, title);
      await decide(network, decision, [
        [cleo, "for"],
        [dan, "for"],
        [eva, "for"],
      ]);
      await governor.connect(cleo).queue(...call, hashText(title));
      await time.increaseTo(await governor.proposalEta(decision.proposalId));
      await governor.connect(cleo).execute(...call, hashText(title));

      const proposal = await submit({ type: "TECH", changes: { "routing.fallbacks": 3 } }, cleo);
      const { snapshot } = await readProposal(governor, proposal.proposalId);
      await time.increaseTo(snapshot + 1);
      await expect(governor.connect(eva).castVote(proposal.proposalId, 1)).to.be.revertedWithCustomError(
        governor,
        "GovernorCounting_NoVotes",
      );
      await decide(network, proposal, [[dan, "for"]]);
      const { votes, quorum, stage } = await readProposal(governor, proposal.proposalId);
      expect([votes.for, quorum, stage]).to.deep.equal([
        ...[parseEther("40000000"), parseEther("4000000"), "APPROVED"],
      ]);
    });

    it("I5: says when persons could not meet a quorum that the rules ask of them", async () => {
      const { network, crowd } = await loadFixture(ofAi1net);
      const at = (await time.latest()) - 1;
      const reach = (await readReach(network, 0, at))!;
      expect([reach.voters, reach.types.map(({ type, met }) => [type, met])]).to.deep.equal([
        26,
        [["PEOPLE", true]],
      ]);
      expect(reach.votes).to.be.at.most(reach.total);
      for (const person of crowd.slice(0, 2)) await network.credentials!.connect(person).renounce(0);
      await time.increase(1);
      const fewer = (await readReach(network, 0, (await time.latest()) - 1))!;
      expect([fewer.voters, fewer.types[0]!.met]).to.deep.equal([24, false]);
    });
  });
});
