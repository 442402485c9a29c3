import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  code,
  fixture,
  letPropose,
  GOV,
  HOLDINGS,
  ONE,
  proposalOf,
  State,
  Support,
  type Proposal,
} from "../helpers/governor";

/** Against, for, abstain, as a partial vote carries them. */
const parts = (against: bigint, inFavour: bigint, abstain: bigint) =>
  ethers.solidityPacked(["uint128", "uint128", "uint128"], [against, inFavour, abstain]);

describe("GovernorCounting", () => {
  async function votingFixture() {
    const context = await fixture();
    const { governor, submit, openVote } = context;
    const proposal = await submit("# NEP-GOV: x");
    await openVote(proposal);
    await mine();
    const { id } = proposal;
    const part = (by: HardhatEthersSigner, ...split: [bigint, bigint, bigint]) =>
      governor.connect(by).castVoteWithReasonAndParams(id, Support.Parts, "because", parts(...split));
    const tally = async (proposalId = id) =>
      (await governor.proposalVotes(proposalId)).map(String).map(BigInt);
    return { ...context, proposal, id, part, tally };
  }

  describe("a full vote", () => {
    it("carries a reason", async () => {
      const { governor, id, bob } = await votingFixture();
      await expect(governor.connect(bob).castVoteWithReason(id, Support.For, "good"))
        .to.emit(governor, "VoteCast")
        .withArgs(bob.address, id, Support.For, HOLDINGS.bob, "good");
    });

    it("is cast once, whatever it says", async () => {
      const { governor, proposal, vote, bob, tally } = await votingFixture();
      await vote(proposal, bob);
      for (const support of [Support.Against, Support.For, Support.Abstain]) {
        await expect(vote(proposal, bob, support))
          .to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote")
          .withArgs(bob.address);
      }
      expect(await tally()).to.deep.equal([0n, HOLDINGS.bob, 0n]);
    });

    it("knows no other support", async () => {
      const { governor, proposal, vote, bob } = await votingFixture();
      for (const support of [3, 254]) {
        await expect(vote(proposal, bob, support)).to.be.revertedWithCustomError(
          governor,
          "GovernorInvalidVoteType",
        );
      }
    });

    it("carries no params", async () => {
      const { governor, id, bob } = await votingFixture();
      await expect(
        governor.connect(bob).castVoteWithReasonAndParams(id, Support.For, "", "0x00"),
      ).to.be.revertedWithCustomError(governor, "GovernorInvalidVoteParams");
      await expect(governor.connect(bob).castVoteWithReasonAndParams(id, Support.For, "", "0x"))
        .to.emit(governor, "VoteCast")
        .withArgs(bob.address, id, Support.For, HOLDINGS.bob, "");
    });
  });

  describe("a partial vote", () => {
    it("counts what it says on each side", async () => {
      const { governor, id, part, bob, tally } = await votingFixture();
      await expect(part(bob, 1n, 2n, 3n))
        .to.emit(governor, "VoteCastWithParams")
        .withArgs(bob.address, id, Support.Parts, 6, "because", parts(1n, 2n, 3n));
      expect(await tally()).to.deep.equal([1n, 2n, 3n]);
      expect(await governor.hasVoted(id, bob)).to.equal(true);
      expect(await governor.usedVotes(id, bob)).to.equal(6);
    });

    it("can be followed by others until the votes are used up", async () => {
      const { governor, id, part, bob, tally } = await votingFixture();
      await part(bob, 1n, 0n, 0n);
      await part(bob, 0n, 1n, 0n);
      await expect(part(bob, HOLDINGS.bob, 0n, 0n))
        .to.be.revertedWithCustomError(governor, "GovernorCounting_BadParts")
        .withArgs(id, bob.address, HOLDINGS.bob, HOLDINGS.bob - 2n);
      await part(bob, 0n, 0n, HOLDINGS.bob - 2n);
      expect(await tally()).to.deep.equal([1n, 1n, HOLDINGS.bob - 2n]);
      expect(await governor.usedVotes(id, bob)).to.equal(HOLDINGS.bob);
      await expect(part(bob, 1n, 0n, 0n))
        .to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote")
        .withArgs(bob.address);
      await expect(governor.connect(bob).castVote(id, Support.For)).to.be.revertedWithCustomError(
        governor,
        "GovernorAlreadyCastVote",
      );
    });

    it("can be followed by a full vote, which counts the rest", async () => {
      const { governor, proposal, id, part, vote, bob, tally } = await votingFixture();
      await part(bob, 5n, 0n, 0n);
      await expect(vote(proposal, bob))
        .to.emit(governor, "VoteCast")
        .withArgs(bob.address, id, Support.For, HOLDINGS.bob - 5n, "");
      expect(await tally()).to.deep.equal([5n, HOLDINGS.bob - 5n, 0n]);
      expect(await governor.usedVotes(id, bob)).to.equal(HOLDINGS.bob);
      await expect(part(bob, 1n, 0n, 0n)).to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote");
    });

    it("of nothing is refused, first and later", async () => {
      const { governor, id, part, bob } = await votingFixture();
      await expect(part(bob, 0n, 0n, 0n))
        .to.be.revertedWithCustomError(governor, "GovernorCounting_BadParts")
        .withArgs(id, bob.address, 0, HOLDINGS.bob);
      expect(await governor.hasVoted(id, bob)).to.equal(false);
      await part(bob, 1n, 0n, 0n);
      await expect(part(bob, 0n, 0n, 0n)).to.be.revertedWithCustomError(
        governor,
        "GovernorCounting_BadParts",
      );
    });

    it("of more than the voter has is refused, even if the sum exceeds 128 bits", async () => {
      const { governor, id, part, bob } = await votingFixture();
      await expect(part(bob, HOLDINGS.bob, 1n, 0n))
        .to.be.revertedWithCustomError(governor, "GovernorCounting_BadParts")
        .withArgs(id, bob.address, HOLDINGS.bob + 1n, HOLDINGS.bob);
      const max = 2n ** 128n - 1n;
      await expect(part(bob, max, max, max))
        .to.be.revertedWithCustomError(governor, "GovernorCounting_BadParts")
        .withArgs(id, bob.address, 3n * max, HOLDINGS.bob);
      await part(bob, HOLDINGS.bob - 1n, 1n, 0n);
    });

    it("has 48 bytes of params, neither more nor less", async () => {
      const { governor, id, bob } = await votingFixture();
      const good = parts(1n, 0n, 0n);
      for (const bad of ["0x", ethers.dataSlice(good, 0, 47), good + "00"]) {
        await expect(
          governor.connect(bob).castVoteWithReasonAndParams(id, Support.Parts, "", bad),
        ).to.be.revertedWithCustomError(governor, "GovernorInvalidVoteParams");
      }
      await expect(governor.connect(bob).castVote(id, Support.Parts)).to.be.revertedWithCustomError(
        governor,
        "GovernorInvalidVoteParams",
      );
    });
  });

  describe("who votes", () => {
    it("had votes when the vote began: nobody votes with nothing", async () => {
      const { governor, proposal, id, vote, stranger, frank, part } = await votingFixture();
      for (const voter of [stranger, frank]) {
        await expect(vote(proposal, voter))
          .to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes")
          .withArgs(id, voter.address);
        await expect(part(voter, 0n, 0n, 0n)).to.be.revertedWithCustomError(
          governor,
          "GovernorCounting_NoVotes",
        );
      }
    });

    it("votes while the vote is open only", async () => {
      const { governor, submit, vote, alice, bob, closeVote } = await fixture();
      const proposal = await submit("# NEP-GOV: x");
      const { id } = proposal;
      const notOpen = () =>
        expect(vote(proposal, alice)).to.be.revertedWithCustomError(
          governor,
          "GovernorUnexpectedProposalState",
        );
      await notOpen();
      await time.setNextBlockTimestamp(await governor.proposalSnapshot(id));
      await notOpen();
      await time.setNextBlockTimestamp((await governor.proposalSnapshot(id)) + 1n);
      await vote(proposal, alice);
      await time.setNextBlockTimestamp(await governor.proposalDeadline(id));
      await vote(proposal, bob);
      await closeVote(proposal);
      await notOpen();
      await expect(governor.castVote(1n, Support.For))
        .to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal")
        .withArgs(1);
    });

    it("has voted on no proposal that there is not", async () => {
      const { governor, proposal, vote, bob } = await votingFixture();
      await vote(proposal, bob);
      // The first proposal's marks are where an unknown one's would be.
      expect(await governor.hasVoted(1n, bob)).to.equal(false);
      expect(await governor.usedVotes(1n, bob)).to.equal(0);
    });
  });

  describe("more than 128 proposals", () => {
    it("cross from one word of marks into the next without touching each other", async function () {
      if (process.env.SOLIDITY_COVERAGE) this.skip(); // hundreds of calls, which cover what one does
      const { governor, alice, bob, carol, setNumber } = await fixture();
      const proposals: Proposal[] = [];
      for (let i = 0; i < 131; ++i) {
        const proposal = await proposalOf(`# NEP-NET: ${i}`, [setNumber(BigInt(i))]);
        await governor.connect(alice).propose(...proposal.full);
        proposals.push(proposal);
      }
      await time.increaseTo((await governor.proposalSnapshot(proposals.at(-1)!.id)) + 1n);

      // Alice votes in full on every third, Bob in part on every second.
      for (const [i, { id }] of proposals.entries()) {
        if (i % 3 === 0) await governor.connect(alice).castVote(id, Support.For);
        if (i % 2 === 0) {
          await governor
            .connect(bob)
            .castVoteWithReasonAndParams(id, Support.Parts, "", parts(0n, 0n, BigInt(i + 1)));
        }
      }
      for (const [i, { id }] of proposals.entries()) {
        expect(await governor.hasVoted(id, alice)).to.equal(i % 3 === 0);
        expect(await governor.hasVoted(id, bob)).to.equal(i % 2 === 0);
        expect(await governor.hasVoted(id, carol)).to.equal(false);
        expect(await governor.usedVotes(id, bob)).to.equal(i % 2 === 0 ? i + 1 : 0);
        expect(await governor.proposalVotes(id)).to.deep.equal([
          0n,
          i % 3 === 0 ? HOLDINGS.alice : 0n,
          i % 2 === 0 ? BigInt(i + 1) : 0n,
        ]);
      }
      for (const i of [0, 126, 129]) {
        await expect(
          governor.connect(alice).castVote(proposals[i]!.id, Support.For),
        ).to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote");
      }
      await governor.connect(alice).castVote(proposals[128]!.id, Support.For);
      await governor.connect(bob).castVote(proposals[128]!.id, Support.For);
      expect((await governor.proposalVotes(proposals[128]!.id)).forVotes).to.equal(
        HOLDINGS.alice + HOLDINGS.bob - 129n,
      );
    });
  });

  describe("the outcome", () => {
    it("is defeat at a tie, even where half is enough", async () => {
      const { timelock, token, target, alice, bob } = await fixture();
      const half = [{ code: code("GOV"), rules: { ...GOV, approvalBps: 5_000n } }];
      const book = await ethers.deployContract("Rulebook", [timelock.target, half, []]);
      const args = ["x", token.target, token.target, timelock.target, book.target] as const;
      const governor = await ethers.deployContract("NetworkGovernor", [...args]);
      await letPropose(timelock, governor);
      await token.connect(alice).approve(governor.target, ethers.MaxUint256);
      for (const [inFavour, state] of [
        [20_000n * ONE, State.Defeated],
        [20_000n * ONE + 1n, State.Succeeded],
      ] as const) {
        const proposal = await proposalOf(`# NEP-GOV: ${inFavour}`, [{ target }]);
        await governor.connect(alice).propose(...proposal.full);
        await time.increaseTo((await governor.proposalSnapshot(proposal.id)) + 1n);
        for (const [voter, split] of [
          [alice, parts(0n, inFavour, 0n)],
          [bob, parts(20_000n * ONE, 0n, 0n)],
        ] as const) {
          await governor.connect(voter).castVoteWithReasonAndParams(proposal.id, Support.Parts, "", split);
        }
        await time.increaseTo((await governor.proposalDeadline(proposal.id)) + 1n);
        expect(await governor.state(proposal.id)).to.equal(state);
      }
    });

    it("asks for the approval of the proposal's own type", async () => {
      const { governor, submit, openVote, closeVote, alice, bob, upgrade } = await fixture();
      // 63 % for: more than TRAIN's 60 %, less than GOV's 66 %.
      for (const [type, state] of [
        ["TRAIN", State.Succeeded],
        ["GOV", State.Defeated],
      ] as const) {
        const proposal = await submit(`# NEP-${type}: x`, [upgrade("train", 1n)]);
        await openVote(proposal);
        for (const [voter, split] of [
          [alice, parts(0n, 25_200n * ONE, 0n)],
          [bob, parts(14_800n * ONE, 0n, 0n)],
        ] as const) {
          await governor.connect(voter).castVoteWithReasonAndParams(proposal.id, Support.Parts, "", split);
        }
        await closeVote(proposal);
        expect(await governor.state(proposal.id)).to.equal(state);
      }
    });

    it("counts abstentions for the quorum, and not for the approval", async () => {
      const { governor, submit, openVote, closeVote, vote, alice, dave } = await fixture();
      const proposal = await submit("# NEP-GOV: x");
      await openVote(proposal);
      await vote(proposal, alice, Support.Abstain);
      await vote(proposal, dave, Support.For);
      await closeVote(proposal);
      expect(await governor.state(proposal.id)).to.equal(State.Succeeded);
    });

    it("is defeat when everybody abstains", async () => {
      const { governor, submit, openVote, closeVote, vote, alice, bob } = await fixture();
      const proposal = await submit("# NEP-GOV: x");
      await openVote(proposal);
      await vote(proposal, alice, Support.Abstain);
      await vote(proposal, bob, Support.Abstain);
      await closeVote(proposal);
      expect(await governor.state(proposal.id)).to.equal(State.Defeated);
    });

    it("takes no votes against for the quorum", async () => {
      const { governor, submit, openVote, closeVote, vote, carol, dave } = await fixture();
      const proposal = await submit("# NEP-GOV: x");
      await openVote(proposal);
      await vote(proposal, carol, Support.For);
      await vote(proposal, dave, Support.Against);
      await closeVote(proposal);
      // 15,000 for, 400 against: 97 %, but 18,000 are the quorum.
      expect(await governor.state(proposal.id)).to.equal(State.Defeated);
    });
  });
});
