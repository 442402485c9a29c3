import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { MaxUint256, parseEther, type Signer } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { connect, type Network } from "@polity/sdk/deployment";
import { requireEscrow } from "@polity/sdk/escrow/require";
import { SUPPORT } from "@polity/sdk/governor/ballot";
import { encodeCode } from "@polity/sdk/governor/rules";
import { readProposal, type NepStage } from "@polity/sdk/governor/timeline";
import {
  declaredIn,
  encodeKey,
  encodeNep,
  encodeParameter,
  validateNep,
  type Proposal,
} from "@polity/sdk/nep";
import { markdownIn, readText } from "../helpers/files";
import { arraysOf } from "@polity/sdk/nep/actions";
import { argumentsOf } from "@polity/sdk/governor/proposals";

const config = parseConfig(presets.neuroshard);

/** The NEPs that ship, on the network that the preset deploys: real files, real contracts, the SDK between them. */
describe("NeuroShard", () => {
  async function staked() {
    const network = connect(
      await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN)),
      hre.ethers.provider,
    );
    const [ada, ben, june] = await Promise.all(
      [LOCAL_ACCOUNTS.ada, LOCAL_ACCOUNTS.ben, LOCAL_ACCOUNTS.june].map((account) =>
        hre.ethers.getSigner(account),
      ),
    );
    for (const holder of [ada!, ben!]) {
      const escrow = requireEscrow(network);
      await network.token.connect(holder).approve(escrow, parseEther("1200000"));
      await escrow.connect(holder).createPermanentLock(parseEther("1200000"));
    }
    return { network, ada: ada!, ben: ben!, june: june! };
  }

  const load = (file: string) => validateNep(readText(`neps/${file}`), { fileName: file, network: config });
  const encode = async ({ addresses }: Network, proposer: Signer, file: string) =>
    encodeNep(load(file), { proposer: await proposer.getAddress(), contracts: { ...addresses } });

  async function propose(
    { token, governor, rulebook }: Network,
    proposer: Signer,
    file: string,
    proposal: Proposal,
  ) {
    const { fee } = await rulebook.rulesOf(encodeCode(load(file).code));
    await token.connect(proposer).approve(governor, fee);
    const { calls, description } = proposal;
    await governor.connect(proposer).propose(...arraysOf(calls), description);
  }

  async function decide(
    { governor }: Network,
    { proposalId }: Proposal,
    ballots: [Signer, keyof typeof SUPPORT][],
  ) {
    await time.increaseTo((await readProposal(governor, proposalId)).snapshot + 1);
    for (const [voter, support] of ballots)
      await governor.connect(voter).castVote(proposalId, SUPPORT[support]);
    await time.increaseTo((await readProposal(governor, proposalId)).deadline + 1);
  }

  /** Whether the registry has every value that a file asks for. */
  function hasValues(file: string) {
    return async ({ registry }: Network) => {
      const { parameterChanges } = load(file);
      expect(parameterChanges).not.to.be.empty;
      for (const { key, kind, value } of parameterChanges)
        expect(await registry.get(encodeKey(key)), key).to.equal(encodeParameter(kind, value));
    };
  }

  for (const [file, version, check] of [
    [
      "nep-0001-multi-token-prediction.md",
      "1.1.0",
      async ({ registry }: Network) => {
        expect(await registry.getUint(encodeKey("train.multiTokenHeads"))).to.equal(4n);
        expect(await registry.getAt(encodeKey("train.multiTokenHeads"), 1)).to.equal(
          `0x${"1".padStart(64, "0")}`,
        );
      },
    ],
    ["nep-0002-reward-rate-and-fees.md", "1.1.0", hasValues("nep-0002-reward-rate-and-fees.md")],
    [
      "nep-0003-wider-bounds-for-training.md",
      "1.0.0",
      async ({ registry }: Network) => {
        expect(BigInt((await registry.parameter(encodeKey("train.multiTokenHeads"))).max)).to.equal(16n);
        expect(await registry.getUint(encodeKey("train.gradientClipMilli"))).to.equal(1000n);
      },
    ],
    [
      "nep-0004-pause-training-rewards.md",
      "1.0.1",
      async ({ registry }: Network) => {
        expect(await registry.paused(encodeKey("emerg.pauseRewards"))).to.equal(true);
      },
    ],
    [
      "nep-0005-budget-for-grants.md",
      "1.0.0",
      async ({ treasury, addresses }: Network) => {
        const { spender, amount, periods } = await treasury!.budget(1n);
        expect([spender, amount, periods]).to.deep.equal([addresses.Council, parseEther("50000"), 12n]);
      },
    ],
    ["nep-0007-half-rotary-positions.md", "2.0.0", hasValues("nep-0007-half-rotary-positions.md")],
    ["nep-0008-overlapping-outer-steps.md", "2.0.0", hasValues("nep-0008-overlapping-outer-steps.md")],
    ["nep-0009-wire-protocol-2.md", "2.0.0", hasValues("nep-0009-wire-protocol-2.md")],
    ["nep-0020-roadmap-2027.md", "1.1.0", hasValues("nep-0020-roadmap-2027.md")],
  ] as const) {
    it(`takes ${file} from review to active, and the network runs ${version}`, async () => {
      const { network, ada, ben, june } = await loadFixture(staked);
      const { governor, registry, token } = network;
      const proposal = await encode(network, ada, file);
      const stage = async (): Promise<NepStage> => (await readProposal(governor, proposal.proposalId)).stage;

      const supply = await token.totalSupply();
      await propose(network, ada, file, proposal);
      expect(supply - (await token.totalSupply()), "burned").to.equal(parseEther("10"));
      expect(await stage()).to.equal("REVIEW");

      await decide(network, proposal, [
        [ada, "for"],
        [ben, "for"],
      ]);
      expect(await stage()).to.equal("APPROVED");

      await governor.connect(june).queue(...argumentsOf(proposal));
      const { eta, grace } = await readProposal(governor, proposal.proposalId);
      const { gracePeriodDays } = load(file).upgradePath!;
      expect(grace).to.equal(
        gracePeriodDays === undefined ? config.governor.types.EMERG!.graceMin : gracePeriodDays * 86_400,
      );
      await time.setNextBlockTimestamp(eta - 1);
      await expect(governor.connect(june).execute(...argumentsOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorTimelock_GraceNotOver")
        .withArgs(proposal.proposalId, eta);
      expect(await stage()).to.equal("SCHEDULED");

      await time.setNextBlockTimestamp(eta + 60);
      await governor.connect(june).execute(...argumentsOf(proposal));
      expect(await stage()).to.equal("ACTIVE");
      expect(await registry.semver()).to.equal(version);
      await check(network);
    });
  }

  it("ships no other NEP than those", () => {
    expect(markdownIn("neps")).to.have.length(11);
  });

  it("keeps a NEP's specification with the version it made: its hash is in the registry, its text in the description", async () => {
    const { network, ada, ben, june } = await loadFixture(staked);
    const file = "nep-0001-multi-token-prediction.md";
    const proposal = await encode(network, ada, file);
    await propose(network, ada, file, proposal);
    await decide(network, proposal, [
      [ada, "for"],
      [ben, "for"],
    ]);
    await network.governor.connect(june).queue(...argumentsOf(proposal));
    await time.increaseTo((await readProposal(network.governor, proposal.proposalId)).eta);
    await network.governor.connect(june).execute(...argumentsOf(proposal));
    const [, { specHash, activatedAt, activatedBlock }] = await network.registry.currentVersion();
    expect(specHash).to.equal(load(file).specHash);
    expect([activatedAt, activatedBlock]).to.deep.equal(
      [await time.latest(), await time.latestBlock()].map(BigInt),
    );
    expect(declaredIn(proposal.description).impact).to.deep.equal({
      training_efficiency_multiplier: "2.0",
      training_reward_multiplier: "1.0",
      net_earnings_change_percent: "0",
    });
  });

  it("defeats a NEP that half of the voters oppose", async () => {
    const { network, ada, ben, june } = await loadFixture(staked);
    const file = "nep-0002-reward-rate-and-fees.md";
    const proposal = await encode(network, ada, file);
    await propose(network, ada, file, proposal);
    await decide(network, proposal, [
      [ada, "for"],
      [ben, "against"],
    ]);
    expect((await readProposal(network.governor, proposal.proposalId)).stage).to.equal("DEFEATED");
    await expect(
      network.governor.connect(june).queue(...argumentsOf(proposal)),
    ).to.be.revertedWithCustomError(network.governor, "GovernorUnexpectedProposalState");
  });

  it("defeats a NEP that nobody votes on: the quorum is short", async () => {
    const { network, ada } = await loadFixture(staked);
    const file = "nep-0002-reward-rate-and-fees.md";
    const proposal = await encode(network, ada, file);
    await propose(network, ada, file, proposal);
    await decide(network, proposal, []);
    const { stage, quorum } = await readProposal(network.governor, proposal.proposalId);
    expect(stage).to.equal("DEFEATED");
    expect(quorum).to.equal(parseEther("1000000"));
  });

  describe("where one staked token is one vote", () => {
    const FILE = "nep-0002-reward-rate-and-fees.md";
    /** June has tokens of her own; `submit` proposes as she would. */
    async function newcomer() {
      const all = await loadFixture(staked);
      const { network, ada, june } = all;
      const escrow = requireEscrow(network).connect(june);
      await network.token.connect(ada).transfer(june, parseEther("300"));
      for (const spender of [escrow, network.governor])
        await network.token.connect(june).approve(spender, MaxUint256);
      const { calls, description } = await encode(network, june, FILE);
      const submit = () => network.governor.connect(june).propose(...arraysOf(calls), description);
      const isShort = (votes: bigint) =>
        expect(submit())
          .to.be.revertedWithCustomError(network.governor, "GovernorInsufficientProposerVotes")
          .withArgs(june, votes, parseEther("100"));
      return { ...all, escrow, submit, isShort };
    }

    it("N3: 99 staked tokens cannot propose, and 100 can, whatever locks they are in", async () => {
      const { network, escrow, june, submit, isShort } = await newcomer();
      await escrow.createPermanentLock(parseEther("60"));
      await escrow.createPermanentLock(parseEther("39"));
      await time.increase(1);
      await isShort(parseEther("99"));
      await escrow.increaseAmount(june, 1, parseEther("1"));
      await time.increase(1);
      await expect(submit()).to.emit(network.governor, "ProposalCreated");
    });

    it("N3: a stake that is on its way out cannot propose once it is worth less than 100 votes", async () => {
      const { network, escrow, submit, isShort } = await newcomer();
      await escrow.createPermanentLock(parseEther("100"));
      await escrow.startDecay(0);
      const votes = await escrow.projectedVotes(LOCAL_ACCOUNTS.june, (await time.latest()) + 9);
      expect(votes).to.be.within(parseEther("74"), parseEther("100") - 1n);
      await time.setNextBlockTimestamp((await time.latest()) + 10);
      await isShort(votes);
      await escrow.makePermanent(0);
      await time.increase(1);
      await expect(submit()).to.emit(network.governor, "ProposalCreated");
    });

    it("N4: one staked token is one vote whatever lock it is in: none can be made that weighs less", async () => {
      const { network, escrow, ada, june } = await newcomer();
      const end = (await time.latest()) + 21 * 86_400;
      for (const light of [
        () => escrow.createLock(parseEther("10"), end),
        () => escrow.createLockFor(june, parseEther("10"), end),
      ])
        await expect(light()).to.be.revertedWithCustomError(escrow, "VoteEscrow_PermanentOnly").withArgs(end);
      await escrow.createPermanentLock(parseEther("10"));
      await escrow.allowLocker(ada, true);
      await network.token.connect(ada).approve(escrow, parseEther("7"));
      await requireEscrow(network).connect(ada).createLockFor(june, parseEther("7"), 0);
      await escrow.increaseAmount(june, 0, parseEther("1"));
      await time.increase(1);
      const staked = await network.token.balanceOf(escrow);
      expect(await network.votes.getVotes(june)).to.equal(parseEther("18"));
      expect(await network.votes.getPastTotalSupply((await time.latest()) - 1)).to.equal(staked);
    });
  });
});
