import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, parseEther } from "ethers";

import { DAY, encodeKey, nepHash, readProposal, ValidationError } from "@polity/sdk";
import { encodeCode } from "@polity/sdk/governor/rules";
import { SUPPORT } from "@polity/sdk/governor/ballot";
import { decide, deployPreset, nepText, rulesOf, stageOf, type NepFile } from "../helpers/preset";
import { argumentsOf } from "@polity/sdk/governor/proposals";

const FEEDBACK = {
  sections: { "Community feedback": "Three calls and a poll; the fee was halved after them." },
};
const technical: NepFile = { type: "TECH", changes: { "chain.blockSeconds": 4 }, ...FEEDBACK };
/** With the least grace that its type allows. */
const partnership: NepFile = {
  ...{ type: "PARTNER", grace: 2, changes: { "partner.revenueShareBps": 1500 } },
  ...FEEDBACK,
};
const policy: NepFile = {
  type: "POLICY",
  changes: { "market.feeBps": 400, "cert.validDays": 180 },
  ...FEEDBACK,
};

/** AITBC from its preset: what its documents promise, on its own rules. */
describe("AITBC", () => {
  /** Ada, Ben, Cleo and Dan vote for themselves, Dan for Eva too; Finn has never delegated. */
  async function delegated() {
    const deployed = await deployPreset("aitbc");
    const { ada, ben, cleo, dan, eva } = deployed.people;
    const { token } = deployed.network;
    for (const holder of [ada, ben, cleo, dan]) await token.connect(holder).delegate(holder);
    await token.connect(eva).delegate(dan);
    await time.increase(1);
    return { ...deployed, ...deployed.people };
  }

  it("A1: one token is one vote, for its holder or for whom the holder has chosen, and for nobody twice", async () => {
    const { network, ada, dan, eva, finn, gus } = await loadFixture(delegated);
    const { votes, token } = network;
    expect(await votes.getVotes(ada)).to.equal(await token.balanceOf(ada));
    expect(await votes.getVotes(dan)).to.equal((await token.balanceOf(dan)) + (await token.balanceOf(eva)));
    expect([await votes.getVotes(eva), await votes.getVotes(finn)]).to.deep.equal([0n, 0n]);
    await token.connect(ada).transfer(gus, parseEther("20000000"));
    expect(await votes.getVotes(ada)).to.equal(await token.balanceOf(ada));
    await token.connect(eva).delegate(ada);
    expect(await votes.getVotes(ada)).to.equal((await token.balanceOf(ada)) + (await token.balanceOf(eva)));
    expect(await votes.getVotes(dan)).to.equal(await token.balanceOf(dan));
  });

  it("A1: one token one vote is the rule of every type that binds: a tally is the tokens of those who voted, to the unit", async () => {
    const { network, config, submit, ada, ben, dan, eva } = await loadFixture(delegated);
    const { governor, token } = network;
    const byType: Record<string, NepFile> = {
      TECH: technical,
      TREASURY: {
        ...{ type: "TREASURY", changes: {}, ...FEEDBACK },
        actions: ['- { target: Treasury, function: "cancelRecurring(uint256 id)", args: [1] }'],
      },
      PARTNER: partnership,
      POLICY: policy,
      PROMPT: {
        ...{ type: "PROMPT", changes: { "prompt.participation": id("another recipe") }, ...FEEDBACK },
        documents: {
          "prompt.participation": `, document: contents/participation-2.json, ${["test", "backtest"].map((each) => `${each}: { hash: "${id(each)}", at: contents/${each}.json }`).join(", ")}`,
        },
      },
      COURT: {
        ...{ type: "COURT", changes: {}, ...FEEDBACK },
        actions: [
          '- { target: JurorCourt, function: "overrule(uint256 caseId, uint256 ruling)", args: [1, 0] }',
        ],
      },
      GOV: { type: "GOV", changes: { "chain.blockSeconds": 4 }, grace: 14, ...FEEDBACK },
      EMERG: { type: "EMERG", changes: { "emerg.pauseMarket": true }, ...FEEDBACK },
    };
    // PEOPLE says what the community wishes for, and nothing acts on it.
    const { PEOPLE, ...binding } = config.governor.types;
    expect(byType).to.have.all.keys(Object.keys(binding));
    const wishes = config.governor.scopes.filter(({ types }) => types.includes("PEOPLE"));
    expect(wishes.map(({ namespace }) => namespace)).to.deep.equal(["community"]);
    for (const { key, readBy } of config.registry.parameters)
      if (key.startsWith("community.")) expect(readBy, key).to.deep.equal(["people"]);
    expect(Object.values(binding).filter(({ source }) => source)).to.deep.equal([]);
    expect(PEOPLE!.source).to.equal("quadratic");
    const [adas, bens, evas] = await Promise.all([ada, ben, eva].map((holder) => token.balanceOf(holder)));
    const dans = (await token.balanceOf(dan)) + evas!;
    for (const [type, nep] of Object.entries(byType)) {
      const proposal = await submit(nep, ada);
      await decide(network, proposal, [
        [ada, [adas! / 3n, adas! - adas! / 3n - 1n, 1n]],
        [ben, "against"],
        [dan, "for"],
      ]);
      const { votes } = await readProposal(governor, proposal.proposalId);
      expect(votes, type).to.deep.equal({
        ...{ against: adas! / 3n + bens!, for: adas! - adas! / 3n - 1n + dans, abstain: 1n },
      });
    }
  });

  it("A1: votes are cast within the voting period, to the second, with the tokens of its beginning", async () => {
    const { network, config, submit, ada, ben, cleo, gus } = await loadFixture(delegated);
    const { governor, token } = network;
    const { review, voting } = rulesOf(config, "TECH");
    const { proposalId: id } = await submit(technical, ada);
    const submitted = await time.latest();
    const { snapshot, deadline } = await readProposal(governor, id);
    expect([snapshot - submitted, deadline - snapshot]).to.deep.equal([review, voting]);

    const cast = (voter: typeof ada) => governor.connect(voter).castVote(id, SUPPORT.for);
    const closed = (voter: typeof ada) =>
      expect(cast(voter)).to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState");
    const before = await token.balanceOf(ada);
    await time.setNextBlockTimestamp(snapshot);
    await closed(ada);
    await time.setNextBlockTimestamp(snapshot + 1);
    await cast(ada);
    await token.connect(ada).transfer(gus, before);
    expect((await readProposal(governor, id)).votes.for).to.equal(before);
    await time.setNextBlockTimestamp(deadline - 2 * DAY);
    await cast(ben);
    // What ada sent votes for nobody now: it had voted.
    await token.connect(gus).delegate(gus);
    await expect(cast(gus)).to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes");
    await time.setNextBlockTimestamp(deadline + 1);
    await closed(cleo);
  });

  it("A1: a tenth of the tokens that can vote has to take part in a technical proposal: with one unit less it is defeated", async () => {
    const { network, submit, ada, cleo } = await loadFixture(delegated);
    // A thousand million, less the treasury's four hundred.
    const tenth = parseEther("60000000");
    for (const [missing, stage] of [
      [1n, "DEFEATED"],
      [0n, "APPROVED"],
    ] as const) {
      const proposal = await submit({ ...technical, title: `${missing} missing` }, ada);
      await decide(network, proposal, [[cleo, [0n, tenth - missing, 0n]]]);
      const { quorum } = await readProposal(network.governor, proposal.proposalId);
      expect(quorum).to.equal(tenth);
      expect(await stageOf(network, proposal), String(missing)).to.equal(stage);
    }
  });

  for (const nep of [technical, partnership, policy]) {
    it(`A3: a proposal of type ${nep.type} is counted and carried out by whoever cares to, and its file stays known`, async () => {
      const { network, config, submit, activate, ada, dan, ben, june } = await loadFixture(delegated);
      const proposal = await submit(nep, ada);
      await decide(network, proposal, [
        [ada, "for"],
        [dan, "for"],
        [ben, "abstain"],
      ]);
      expect(await stageOf(network, proposal)).to.equal("APPROVED");
      await activate(proposal, june);
      expect(await stageOf(network, proposal)).to.equal("ACTIVE");
      const { registry } = network;
      for (const [key, value] of Object.entries(nep.changes)) {
        expect(await registry.getUint(encodeKey(key)), key).to.equal(BigInt(value));
        expect(config.registry.parameters.find((p) => p.key === key)!.value, key).not.to.equal(BigInt(value));
      }
      // What was carried out can be traced to the text that was voted on.
      const [, { specHash }] = await registry.currentVersion();
      expect(specHash).to.equal(nepHash(nepText(nep, config.proposals)));
    });
  }

  it("A3: the same ballots decide differently by type: 58 % are enough for a partnership, not for technique or policy", async () => {
    const { network, submit, ada, ben, cleo, dan } = await loadFixture(delegated);
    for (const [nep, stage] of [
      [partnership, "APPROVED"],
      [technical, "DEFEATED"],
      [policy, "DEFEATED"],
    ] as const) {
      const proposal = await submit(nep, ada);
      await decide(network, proposal, [
        [ada, "for"],
        [dan, "for"],
        [ben, "against"],
        [cleo, "against"],
      ]);
      const { votes, quorum } = await readProposal(network.governor, proposal.proposalId);
      expect([votes.for, votes.against], nep.type).to.deep.equal([
        parseEther("290000000"),
        parseEther("210000000"),
      ]);
      expect(votes.for > quorum!, nep.type).to.equal(true);
      expect(await stageOf(network, proposal), nep.type).to.equal(stage);
    }
  });

  it("A3: a majority is more than half: a partnership that divides the voters evenly is defeated", async () => {
    const { network, submit, ada, ben } = await loadFixture(delegated);
    const half = parseEther("100000000");
    for (const [extra, stage] of [
      [0n, "DEFEATED"],
      [1n, "APPROVED"],
    ] as const) {
      const proposal = await submit({ ...partnership, title: `By ${extra}` }, ada);
      await decide(network, proposal, [
        [ada, [0n, half + extra, 0n]],
        [ben, [half, 0n, 0n]],
      ]);
      expect(await stageOf(network, proposal), String(extra)).to.equal(stage);
    }
  });

  it("A3: a type reaches its own parameters and no others, whatever its title says", async () => {
    const { network, encode, propose, ada } = await loadFixture(delegated);
    expect(() => encode({ ...policy, type: "TECH" }, ada)).to.throw(
      ValidationError,
      /NEP-TECH may not change parameters of market/,
    );
    const proposal = encode(policy, ada);
    for (const code of ["TECH", "PARTNER", "TREASURY", "EMERG"]) {
      const description = proposal.description.replace(/NEP-POLICY 7d/, `NEP-${code}`);
      await expect(propose({ ...proposal, description }, ada), code)
        .to.be.revertedWithCustomError(network.rulebook, "Rulebook_OutOfScope")
        .withArgs(
          0n,
          network.addresses.ProtocolRegistry,
          network.registry.interface.getFunction("upgrade").selector,
          encodeCode(code),
          [encodeCode("POLICY")],
        );
    }
  });

  it("A3: every proposal has one form: a file without the community's feedback is refused, an empty one too", async () => {
    const { encode, ada } = await loadFixture(delegated);
    expect(() => encode({ ...technical, sections: {} }, ada)).to.throw(
      ValidationError,
      /## Community feedback: is missing; required are Problem, .*, Risks, Community feedback/,
    );
    expect(() =>
      encode({ ...technical, sections: { "Community feedback": "<!-- later -->" } }, ada),
    ).to.throw(ValidationError, /## Community feedback: is empty; comments do not count/);
  });

  it("A3: more is asked of who wants to spend or to rule than of who wants to change a number", async () => {
    const { network, config, submit, encode, propose, ada, gus } = await loadFixture(delegated);
    const needed = (code: string) => rulesOf(config, code).threshold;
    expect([needed("TECH") < needed("TREASURY"), needed("TREASURY") < needed("GOV")]).to.deep.equal([
      true,
      true,
    ]);
    await network.token.connect(gus).delegate(gus);
    const { token } = network;
    await token.connect(gus).transfer(ada, (await token.balanceOf(gus)) - needed("TECH"));
    await time.increase(1);
    await submit(technical, gus);
    const larger = encode({ ...technical, type: "GOV", grace: 14 }, gus);
    await expect(propose(larger, gus))
      .to.be.revertedWithCustomError(network.governor, "GovernorInsufficientProposerVotes")
      .withArgs(gus.address, needed("TECH"), needed("GOV"));
  });

  it("A1: a proposal that waits too long expires, and one that its proposer withdraws ends in review", async () => {
    const { network, submit, ada, dan, june } = await loadFixture(delegated);
    const { governor } = network;
    const withdrawn = await submit(technical, ada);
    await governor.connect(ada)["cancel(uint256)"](withdrawn.proposalId);
    expect(await stageOf(network, withdrawn)).to.equal("CANCELED");
    const forgotten = await submit({ ...technical, title: "Forgotten" }, ada);
    await decide(network, forgotten, [
      [ada, "for"],
      [dan, "for"],
    ]);
    await governor.connect(june).queue(...argumentsOf(forgotten));
    await time.increaseTo((await readProposal(governor, forgotten.proposalId)).expiry + 1);
    expect(await stageOf(network, forgotten)).to.equal("EXPIRED");
  });
});
