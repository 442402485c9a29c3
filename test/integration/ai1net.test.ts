import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";

import {
  DAY,
  electorateOf,
  encodeKey,
  participation,
  readHistory,
  readOutcome,
  readProposal,
  readStatus,
  readVoteSource,
  requireEscrow,
  ValidationError,
  WEEK,
} from "@polity/sdk";
import { encodeCode } from "@polity/sdk/governor/rules";
import { SUPPORT } from "@polity/sdk/governor/ballot";
import { VestingVault__factory } from "../../typechain-types";
import { decide, deployPreset, rulesOf, stageOf, type DeployedPreset, type NepFile } from "../helpers/preset";
import { argumentsOf } from "@polity/sdk/governor/proposals";

const technical: NepFile = { type: "TECH", changes: { "routing.maxLatencyMs": 3000, "infra.minNodes": 9 } };
const economic: NepFile = {
  type: "ECON",
  changes: { "fees.usageBps": 400, "rewards.usagePool": 300000, "distribution.maxShareBps": 400 },
  impact: { usage_reward_multiplier: "1.2" },
};
const fees: NepFile = { type: "ECON", changes: { "fees.usageBps": 400 } };
const ecosystem: NepFile = {
  type: "ECOSYS",
  changes: { "providers.trialRequests": 20000, "distribution.maxShareBps": 600 },
};

/** AI1NET from its preset, by the rules of its last phase: what its documents promise. How it comes there is in phases.test.ts. */
describe("AI1NET", () => {
  /** The vault of one of the core team, with its owner as the sender. */
  async function vaultOf({ vesting }: DeployedPreset["network"], owner: HardhatEthersSigner) {
    const [created] = await vesting!.queryFilter(vesting!.filters.VaultCreated(owner.address));
    return VestingVault__factory.connect(created!.args.vault, owner);
  }
  /**
   * Ada stakes 30 of her 70 million, Ben all of his 60, none of which has vested; Cleo and Dan hold 50 and 40; Eva has not
   * delegated.
   */
  async function heldAndStaked() {
    const deployed = await deployPreset("ai1net", "none");
    const { network, people } = deployed;
    const { ada, ben, cleo, dan } = people;
    const escrow = requireEscrow(network);
    for (const holder of [cleo, dan]) await network.token.connect(holder).delegate(holder);
    const [vault, bens] = [await vaultOf(network, ada), await vaultOf(network, ben)];
    await vault.delegate(ada);
    await vault.createPermanentLock(parseEther("30000000"));
    await bens.createPermanentLock(parseEther("60000000"));
    await time.increase(1);
    return { ...deployed, ...people, escrow, vault };
  }

  it("I2: each token is a vote, held or staked: staking moves no vote, and none counts twice", async () => {
    const { network, escrow, ada, ben, cleo, dan } = await loadFixture(heldAndStaked);
    const { votes, token } = network;
    for (const [holder, amount] of [
      [ada, "70000000"],
      [ben, "60000000"],
      [cleo, "50000000"],
    ] as const)
      expect(await votes.getVotes(holder)).to.equal(parseEther(amount));

    await token.connect(cleo).approve(escrow, parseEther("50000000"));
    await escrow.connect(cleo).createPermanentLock(parseEther("20000000"));
    expect(await votes.getVotes(cleo)).to.equal(parseEther("50000000"));
    await time.increase(1);
    const then = (await time.latest()) - 1;
    let sum = 0n;
    for (const holder of [ada, ben, cleo, dan]) sum += await votes.getPastVotes(holder, then);
    expect(sum).to.equal(parseEther("220000000"));
    expect(sum < (await votes.getPastTotalSupply(then))).to.equal(true);
  });

  it("I2: held and staked votes are delegated each for itself, and a stake that leaves runs off in four weeks", async () => {
    const { network, escrow, vault, ada, dan } = await loadFixture(heldAndStaked);
    const { votes } = network;
    await vault.delegate(dan);
    expect(await votes.getVotes(ada)).to.equal(parseEther("30000000"));
    expect(await votes.getVotes(dan)).to.equal(parseEther("80000000"));
    await vault.startDecay(0);
    const [{ unlockTime }] = (await escrow.locksOf(vault)) as unknown as [{ unlockTime: bigint }];
    const now = await time.latest();
    expect(await votes.getVotes(ada)).to.equal(
      (parseEther("30000000") * (unlockTime - BigInt(now))) / BigInt(4 * WEEK),
    );
    await time.increaseTo(unlockTime);
    expect(await votes.getVotes(ada)).to.equal(0n);
    await vault.withdraw(0);
    // Back in the vault, they vote where the vault's votes go.
    expect(await votes.getVotes(dan)).to.equal(parseEther("110000000"));
  });

  it("I2: what is staked and what is held decide together, as of the end of the review", async () => {
    const { network, submit, ada, ben, cleo, dan, eva } = await loadFixture(heldAndStaked);
    const { governor, votes } = network;
    const proposal = await submit(technical, ada);
    const { snapshot } = await readProposal(governor, proposal.proposalId);
    await time.increaseTo(snapshot + 1);
    await network.token.connect(eva).delegate(eva);
    await expect(
      governor.connect(eva).castVote(proposal.proposalId, SUPPORT.against),
    ).to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes");
    await decide(network, proposal, [
      [ada, "for"],
      [ben, "for"],
      [cleo, "against"],
      [dan, "abstain"],
    ]);
    const view = await readProposal(governor, proposal.proposalId);
    expect(view.votes).to.deep.equal({
      for: parseEther("130000000"),
      against: parseEther("50000000"),
      abstain: parseEther("40000000"),
    });
    // The base is every token that can vote, staked or not: all but the treasury's.
    const base = (await votes.getPastTotalSupply(snapshot)) - parseEther("200000000");
    expect(view.quorum).to.equal(base / 10n);
    expect(view.stage).to.equal("APPROVED");

    // Whoever voted took part, on whichever side; and every figure is of the votes that can be cast.
    expect(base).to.equal(parseEther("300000000"));
    expect(await readOutcome(network, view)).to.include({
      ...{ cast: parseEther("220000000"), towardsQuorum: parseEther("170000000") },
      ...{ electorate: base, turnoutBps: 7_333, approvalBps: 7_222 },
    });
    expect((await readStatus(network, 0)).votes).to.equal(base);
    const history = await readHistory(network, { fromBlock: 0 });
    const source = await readVoteSource(network);
    expect(electorateOf(history, source)).to.equal(base);
    const taken = participation(history, source);
    expect(taken.turnoutBps).to.equal(7_333);
    expect(taken.proposals[0]).to.include({ cast: parseEther("220000000"), electorate: base });
  });

  for (const [nep, kind] of [
    [technical, "a technical proposal changes routing and infrastructure"],
    [economic, "an economic proposal changes fees, rewards and their distribution"],
    [ecosystem, "an ecosystem proposal changes providers and how rewards are divided"],
  ] as const) {
    it(`I3: ${kind}, and no other type does`, async () => {
      const { network, encode, propose, activate, ada, ben, cleo, june } = await loadFixture(heldAndStaked);
      const proposal = encode(nep, ada);
      const others = ["TECH", "ECON", "ECOSYS", "PEOPLE", "EMERG"].filter((code) => code !== nep.type);
      for (const code of others) {
        const description = proposal.description.replace(/^# NEP-\w+ 7d/, `# NEP-${code}`);
        await expect(propose({ ...proposal, description }, ada), code)
          .to.be.revertedWithCustomError(network.rulebook, "Rulebook_OutOfScope")
          .withArgs(
            0n,
            network.addresses.ProtocolRegistry,
            network.registry.interface.getFunction("upgrade").selector,
            encodeCode(code),
            [encodeCode(nep.type)],
          );
      }
      await propose(proposal, ada);
      await decide(network, proposal, [
        [ada, "for"],
        [ben, "for"],
        [cleo, "abstain"],
      ]);
      await activate(proposal, june);
      for (const [key, value] of Object.entries(nep.changes)) {
        const word = encodeKey(key);
        const actual =
          typeof value === "boolean"
            ? await network.registry.getBool(word)
            : await network.registry.getUint(word);
        expect(actual, key).to.equal(typeof value === "boolean" ? value : BigInt(value));
      }
    });
  }

  it("I3: how much is given away is no matter of the easiest type, for anything that it may change beside it", async () => {
    const { network, encode, propose, ada } = await loadFixture(heldAndStaked);
    for (const key of ["rewards.usagePool", "rewards.contributorPool", "rewards.developerBps"]) {
      const changes = { "providers.trialRequests": 20000, [key]: 100 };
      expect(() => encode({ type: "ECOSYS", changes }, ada), key).to.throw(
        ValidationError,
        "NEP-ECOSYS may not change parameters of rewards; types that may: ECON",
      );
    }
    const { description, ...calls } = encode(economic, ada);
    const disguised = description.replace(/^# NEP-ECON/, "# NEP-ECOSYS");
    await expect(propose({ ...calls, description: disguised }, ada)).to.be.revertedWithCustomError(
      network.rulebook,
      "Rulebook_OutOfScope",
    );
  });

  it("I1: the core team vests over four years and votes meanwhile, and is the first council without a mandate", async () => {
    const { network, config, vault, ada, ben, kofi, lena, milo } = await loadFixture(heldAndStaked);
    const start = await vault.start();
    const vested = (days: number) =>
      vault["vestedAmount(address,uint64)"](network.token, start + BigInt(days * DAY));
    const { amount } = config.vesting!.find(({ beneficiary }) => beneficiary === "ada")!;
    expect(await vested(364)).to.equal(0n);
    expect(await vested(365)).to.equal(amount / 4n);
    expect(await vested(1460)).to.equal(amount);
    expect(await network.token.balanceOf(ada)).to.equal(0n);
    expect(await network.votes.getVotes(ada)).to.equal(amount);

    const council = network.council!;
    const members = [ada, ben, kofi, lena, milo].map(({ address }) => address);
    expect([...(await council.getOwners())]).to.have.members(members);
    expect(await council.getThreshold()).to.equal(3n);
    expect([...(await network.governor.guardian())]).to.deep.equal([ZeroAddress, 0n]);
  });

  it("I3: the DAO's structure, its treasury and partnerships are GOV's: nothing else mints, pays or changes rules", async () => {
    const { network, config, ada } = await loadFixture(heldAndStaked);
    const { governor, token, rulebook, addresses } = network;
    const calls = [
      [addresses.GovernanceToken, token.interface.encodeFunctionData("mint", [ada.address, 1n])],
      [addresses.GovernanceToken, token.interface.encodeFunctionData("transfer", [ada.address, 1n])],
      [addresses.NetworkGovernor, governor.interface.encodeFunctionData("setRulebook", [addresses.Rulebook])],
      [addresses.TimelockController, network.timelock.interface.encodeFunctionData("updateDelay", [1n])],
    ] as const;
    for (const [target, data] of calls) {
      for (const code of Object.keys(config.governor.types).filter((type) => type !== "GOV")) {
        await expect(
          governor.connect(ada).propose([target], [0n], [data], `# NEP-${code}: Take it`),
        ).to.be.revertedWithCustomError(rulebook, "Rulebook_OutOfScope");
      }
      await governor.connect(ada).propose([target], [0n], [data], "# NEP-GOV: Take it");
    }
  });

  it("I4: submit, review, voting window, votes, and the result is carried out by whoever comes first", async () => {
    const { network, config, submit, ada, ben, dan, june, kofi } = await loadFixture(heldAndStaked);
    const { governor, registry } = network;
    const { review, voting } = rulesOf(config, "ECON");
    const proposal = await submit({ ...fees, grace: 10 }, ada);
    const submitted = await time.latest();
    const view = () => readProposal(governor, proposal.proposalId);
    const stages: string[] = [];
    const note = async () => stages.push((await view()).stage);
    await note();
    const { snapshot, deadline } = await view();
    expect([snapshot - submitted, deadline - snapshot]).to.deep.equal([review, voting]);
    await time.increaseTo(snapshot + 1);
    await note();
    await decide(network, proposal, [
      [ada, "for"],
      [ben, "for"],
      [dan, "against"],
    ]);
    await note();
    await governor.connect(june).queue(...argumentsOf(proposal));
    await note();
    const { eta } = await view();
    expect(eta - (await time.latest())).to.equal(10 * DAY);
    await expect(governor.connect(kofi).execute(...argumentsOf(proposal))).to.be.revertedWithCustomError(
      governor,
      "GovernorTimelock_GraceNotOver",
    );
    await time.increaseTo(eta);
    await governor.connect(kofi).execute(...argumentsOf(proposal));
    await note();
    expect(stages).to.deep.equal(["REVIEW", "VOTING", "APPROVED", "SCHEDULED", "ACTIVE"]);
    expect(await registry.getUint(encodeKey("fees.usageBps"))).to.equal(400n);
    expect(await registry.semver()).to.equal("1.1.0");
  });

  it("I4: a proposal that the voters refuse changes nothing, and nobody can carry it out", async () => {
    const { network, submit, ada, ben, cleo, june } = await loadFixture(heldAndStaked);
    const proposal = await submit(fees, ada);
    await decide(network, proposal, [
      [ada, "for"],
      [ben, "against"],
      [cleo, "against"],
    ]);
    expect(await stageOf(network, proposal)).to.equal("DEFEATED");
    for (const action of ["queue", "execute"] as const) {
      await expect(
        network.governor.connect(june)[action](...argumentsOf(proposal)),
      ).to.be.revertedWithCustomError(network.governor, "GovernorUnexpectedProposalState");
    }
    expect(await network.registry.getUint(encodeKey("fees.usageBps"))).to.equal(500n);
  });

  it("I6: a proposer holds or stakes the type's threshold, both together", async () => {
    const { network, config, escrow, encode, propose, cleo, dan } = await loadFixture(heldAndStaked);
    const { threshold } = rulesOf(config, "ECOSYS");
    const { token } = network;
    await token.connect(dan).transfer(cleo, (await token.balanceOf(dan)) - threshold + 1n);
    await token.connect(dan).approve(escrow, threshold);
    await escrow.connect(dan).createPermanentLock(threshold / 2n);
    await time.increase(1);
    const proposal = encode(ecosystem, dan);
    await expect(propose(proposal, dan))
      .to.be.revertedWithCustomError(network.governor, "GovernorInsufficientProposerVotes")
      .withArgs(dan.address, threshold - 1n, threshold);
    await token.connect(cleo).transfer(dan, 1n);
    await time.increase(1);
    await propose(proposal, dan);
    expect(await stageOf(network, proposal)).to.equal("REVIEW");
  });

  for (const section of ["Problem", "Solution", "Impact", "Implementation plan", "Risks"]) {
    it(`I6: a proposal without the section "${section}" is refused before it costs anything`, async () => {
      const { encode, ada } = await loadFixture(heldAndStaked);
      expect(() => encode({ ...technical, sections: { [section]: "" } }, ada)).to.throw(
        ValidationError,
        new RegExp(`1 problem\\n  ## ${section}: is missing; required are `),
      );
    });
  }
});
