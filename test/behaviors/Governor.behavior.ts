import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  CANCEL,
  DAY,
  EXCLUDED,
  GOV,
  ONE,
  proposalOf,
  State,
  Support,
  TYPES,
  type Proposal,
} from "../helpers/governor";
import { governorOver, SOURCES, type SourceName } from "../helpers/sources";

const parts = (against: bigint, inFavour: bigint, abstain: bigint) =>
  ethers.solidityPacked(["uint128", "uint128", "uint128"], [against, inFavour, abstain]);

const share = (amount: bigint, bps: bigint) => (amount * bps) / 10_000n;
const most = (a: bigint, b: bigint) => (a > b ? a : b);

/**
 * What a governor does with votes, whatever they are made of. Every expected figure comes from the test's own ledger, by
 * the definition of a vote; none is read back from the source.
 */
export function shouldGovernOver(source: SourceName): void {
  const { held } = SOURCES[source];
  const fixture = async () => {
    const context = await governorOver(source);
    const { governor } = context;
    const split = (proposal: Proposal, by: HardhatEthersSigner, ...how: [bigint, bigint, bigint]) =>
      governor.connect(by).castVoteWithReasonAndParams(proposal.id, Support.Parts, "", parts(...how));
    const tally = async ({ id }: Proposal): Promise<bigint[]> => [...(await governor.proposalVotes(id))];
    /** Proposed, and open for votes. */
    const begin = async (title = "# NEP-GOV: x") => {
      const proposal = await context.submit(title);
      await context.openVote(proposal);
      await mine();
      return proposal;
    };
    return { ...context, split, tally, begin };
  };

  describe("votes", () => {
    it("are those of the definition, of everyone and of all together, at every time", async () => {
      const { governor, ledger, alice, bob, carol, dave, erin, frank, stranger } = await fixture();
      const start = BigInt(await time.latest());
      const times = [0n, 1n, 7n * DAY, 14n * DAY, 100n * DAY, 728n * DAY, 1_456n * DAY].map((t) => start + t);
      await time.increaseTo(times.at(-1)! + 1n);
      for (const at of times) {
        for (const who of [alice, bob, carol, dave, erin, frank, stranger, { address: EXCLUDED }]) {
          expect(await governor.getVotes(who.address, at)).to.equal(ledger.votes(who.address, at));
        }
        const quorum = most(share(ledger.base(at), GOV.quorumBps), GOV.quorumFloor);
        expect(await governor.quorum(at)).to.equal(quorum);
      }
    });

    it("follow a delegation from the next proposal on, and not in one whose vote has begun", async () => {
      const { governor, delegate, begin, submit, openVote, weightOn, alice, bob, carol } = await fixture();
      const begun = await begin();
      const before = await weightOn(begun, bob);
      await delegate(bob, carol);
      await governor.connect(bob).castVote(begun.id, Support.For);
      expect(await governor.usedVotes(begun.id, bob)).to.equal(before);

      const next = await submit("# NEP-GOV: y");
      await openVote(next);
      await expect(governor.connect(bob).castVote(next.id, Support.For))
        .to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes")
        .withArgs(next.id, bob.address);
      const both = await weightOn(next, carol);
      await expect(governor.connect(carol).castVote(next.id, Support.For))
        .to.emit(governor, "VoteCast")
        .withArgs(carol.address, next.id, Support.For, both, "");
      expect(both > before).to.equal(true);
      expect(await weightOn(next, alice)).to.be.greaterThan(0n);
    });

    it("that nobody was given are nobody's, and count in the base of the quorum", async () => {
      const { governor, ledger, delegate, begin, vote, frank } = await fixture();
      const proposal = await begin();
      await expect(vote(proposal, frank)).to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes");
      const now = BigInt(await time.latest());
      const included = ledger.base(now);
      await delegate(frank, EXCLUDED);
      await time.increase(1);
      const later = BigInt(await time.latest()) - 1n;
      expect(ledger.base(later) < included).to.equal(true);
      expect(await governor.quorum(later)).to.equal(share(ledger.base(later), GOV.quorumBps));
    });

    it("of the snapshot stand to the end of the vote, though they are moved or run out", async () => {
      const { governor, delegate, begin, vote, tally, weightOn, ledger, alice, erin, stranger } =
        await fixture();
      const proposal = await begin();
      const [hers, ours] = [await weightOn(proposal, erin), await weightOn(proposal, alice)];
      expect(hers).to.be.greaterThan(0n);
      await delegate(alice, stranger);
      const deadline = await governor.proposalDeadline(proposal.id);
      await time.increaseTo(deadline - 60n);
      if (source === "decaying locks") expect(ledger.votes(erin.address, deadline - 60n)).to.equal(0n);
      await vote(proposal, erin);
      await vote(proposal, alice, Support.Against);
      await expect(vote(proposal, stranger)).to.be.revertedWithCustomError(
        governor,
        "GovernorCounting_NoVotes",
      );
      expect(await tally(proposal)).to.deep.equal([ours, hers, 0n]);
    });
  });

  describe("a proposal", () => {
    it("goes from its title to its effect, each state in its time", async () => {
      const {
        governor,
        token,
        target,
        submit,
        vote,
        tally,
        queue,
        execute,
        weightOn,
        setNumber,
        alice,
        bob,
        carol,
      } = await fixture();
      const proposal = await submit("# NEP-GOV 14d: Nine", [setNumber(9n)]);
      const { id } = proposal;
      const state = () => governor.state(id);
      const snapshot = await governor.proposalSnapshot(id);
      expect(snapshot).to.equal(BigInt(await time.latest()) + GOV.review);
      await time.increaseTo(snapshot);
      expect(await state()).to.equal(State.Pending);
      await time.increase(1);
      expect(await state()).to.equal(State.Active);
      await vote(proposal, alice);
      await vote(proposal, bob, Support.Abstain);
      await vote(proposal, carol, Support.Against);
      expect(await tally(proposal)).to.deep.equal([
        await weightOn(proposal, carol),
        await weightOn(proposal, alice),
        await weightOn(proposal, bob),
      ]);
      await time.increaseTo(await governor.proposalDeadline(id));
      expect(await state()).to.equal(State.Active);
      await time.increase(1);
      expect(await state()).to.equal(State.Succeeded);
      await queue(proposal);
      expect(await state()).to.equal(State.Queued);
      expect(await governor.proposalEta(id)).to.equal(BigInt(await time.latest()) + 14n * DAY);
      await expect(execute(proposal)).to.be.revertedWithCustomError(
        governor,
        "GovernorTimelock_GraceNotOver",
      );
      await time.increaseTo(await governor.proposalEta(id));
      await execute(proposal);
      expect([await state(), await target.number()]).to.deep.equal([State.Executed, 9n]);
      expect(await governor.feeToken()).to.equal(token.target);
    });

    it("that nobody votes on is defeated, and one that nobody executes expires", async () => {
      const { governor, submit, openVote, vote, closeVote, queue, execute, alice } = await fixture();
      const ignored = await submit("# NEP-GOV: x");
      await closeVote(ignored);
      expect(await governor.state(ignored.id)).to.equal(State.Defeated);
      const forgotten = await submit("# NEP-GOV: y");
      await openVote(forgotten);
      await vote(forgotten, alice);
      await closeVote(forgotten);
      await queue(forgotten);
      await time.increaseTo(await governor.proposalExpiry(forgotten.id));
      expect(await governor.state(forgotten.id)).to.equal(State.Queued);
      await time.increase(1);
      expect(await governor.state(forgotten.id)).to.equal(State.Expired);
      await expect(execute(forgotten)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    });
  });

  describe("the threshold", () => {
    it("is met with the votes of the second before, by type", async () => {
      const { governor, submit, ledger, upgrade, setNumber, dave } = await fixture();
      const emergency = await proposalOf("# NEP-EMERG: x", [upgrade("emerg", 1n)]);
      const now = BigInt(await time.latest()) + 1_000n;
      await time.setNextBlockTimestamp(now);
      await expect(governor.connect(dave).propose(...emergency.full))
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(dave.address, ledger.votes(dave.address, now - 1n), TYPES.EMERG!.threshold);
      const { id } = await submit("# NEP-GOV: x", [setNumber(1n)], dave);
      expect(await governor.proposalProposer(id)).to.equal(dave.address);
    });

    it("is not met by tokens whose votes were given away, and is by votes that were given", async () => {
      const { governor, token, delegate, setNumber, bob, stranger } = await fixture();
      await delegate(bob, stranger);
      await mine();
      const proposal = await proposalOf("# NEP-NET: x", [setNumber(1n)]);
      await expect(governor.connect(bob).propose(...proposal.full))
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(bob.address, 0n, TYPES.NET!.threshold);
      await governor.connect(stranger).propose(...proposal.full);
      expect(await token.balanceOf(stranger)).to.equal(0n);
    });

    it("has to be kept by half until the vote is won: below it anyone may cancel", async () => {
      const { governor, delegate, submit, openVote, closeVote, vote, setNumber, alice, dave, stranger } =
        await fixture();
      const cancel = (proposal: Proposal) => governor.connect(stranger)[CANCEL](...proposal.hashed);
      const pending = await submit("# NEP-GOV: a", [setNumber(1n)], dave);
      const active = await submit("# NEP-GOV: b", [setNumber(1n)], dave);
      const won = await submit("# NEP-GOV: c", [setNumber(1n)], dave);
      await mine();
      for (const proposal of [pending, active, won]) {
        await expect(cancel(proposal))
          .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
          .withArgs(proposal.id, stranger.address);
      }
      await delegate(dave, alice);
      await mine();
      await cancel(pending);
      expect(await governor.state(pending.id)).to.equal(State.Canceled);
      await delegate(dave, dave);
      await openVote(won);
      await vote(won, alice);
      await delegate(dave, alice);
      await mine();
      await cancel(active);
      expect(await governor.state(active.id)).to.equal(State.Canceled);
      await closeVote(won);
      await expect(cancel(won)).to.be.revertedWithCustomError(governor, "GovernorUnableToCancel");
      expect(await governor.state(won.id)).to.equal(State.Succeeded);
    });
  });

  it(`the fee is burned from the proposer's wallet, and costs ${held ? "as many votes" : "no vote"}`, async () => {
    const { governor, token, ledger, submit, alice } = await fixture();
    const [supply, wallet] = [await token.totalSupply(), await token.balanceOf(alice)];
    const votes = ledger.votes(alice.address, BigInt(await time.latest()));
    await submit("# NEP-GOV: x");
    expect(supply - (await token.totalSupply())).to.equal(GOV.fee);
    expect(wallet - (await token.balanceOf(alice))).to.equal(GOV.fee);
    await time.increase(1);
    const now = BigInt(await time.latest()) - 1n;
    expect(await governor.getVotes(alice, now)).to.equal(ledger.votes(alice.address, now));
    const lost = votes - ledger.votes(alice.address, now);
    if (source === "decaying locks") expect(lost < GOV.fee / 10n).to.equal(true);
    else if (!held) expect(lost).to.equal(0n);
    else expect(lost >= GOV.fee && lost < GOV.fee + ONE).to.equal(true);
  });

  describe("the quorum", () => {
    it("is the share of the base at the snapshot, and stands still from then on", async () => {
      const { governor, ledger, delegate, begin, vote, closeVote, alice, frank } = await fixture();
      const proposal = await begin();
      const quorum = share(ledger.base(await governor.proposalSnapshot(proposal.id)), GOV.quorumBps);
      expect(await governor.quorum(proposal.id)).to.equal(quorum);
      await delegate(frank, EXCLUDED);
      await vote(proposal, alice);
      expect(await governor.quorum(proposal.id)).to.equal(quorum);
      await closeVote(proposal);
      expect(await governor.quorum(proposal.id)).to.equal(quorum);
    });

    it("is reached by exactly its votes, for and abstaining, and missed by one less", async () => {
      const { governor, ledger, begin, split, closeVote, alice } = await fixture();
      for (const [missing, state] of [
        [0n, State.Succeeded],
        [1n, State.Defeated],
      ] as const) {
        const proposal = await begin(`# NEP-GOV: ${missing} missing`);
        const quorum = share(ledger.base(await governor.proposalSnapshot(proposal.id)), GOV.quorumBps);
        await split(proposal, alice, 0n, quorum - missing - 7n, 7n);
        await closeVote(proposal);
        expect(await governor.state(proposal.id)).to.equal(state);
      }
    });

    it("is not reached by votes against", async () => {
      const { governor, ledger, begin, split, closeVote, alice } = await fixture();
      const proposal = await begin();
      const quorum = share(ledger.base(await governor.proposalSnapshot(proposal.id)), GOV.quorumBps);
      await split(proposal, alice, 1n, quorum - 1n, 0n);
      await closeVote(proposal);
      expect(await governor.state(proposal.id)).to.equal(State.Defeated);
    });
  });

  describe("counting", () => {
    for (const [name, support] of Object.entries({ against: 0, for: 1, abstain: 2 })) {
      it(`takes a full vote ${name} with all votes of the snapshot, once`, async () => {
        const { governor, begin, vote, tally, weightOn, bob } = await fixture();
        const proposal = await begin();
        const weight = await weightOn(proposal, bob);
        expect(await governor.hasVoted(proposal.id, bob)).to.equal(false);
        expect(await governor.usedVotes(proposal.id, bob)).to.equal(0n);
        await expect(vote(proposal, bob, support))
          .to.emit(governor, "VoteCast")
          .withArgs(bob.address, proposal.id, support, weight, "");
        expect(await tally(proposal)).to.deep.equal(
          [0, 1, 2].map((side) => (side === support ? weight : 0n)),
        );
        expect(await governor.hasVoted(proposal.id, bob)).to.equal(true);
        expect(await governor.usedVotes(proposal.id, bob)).to.equal(weight);
        await expect(vote(proposal, bob)).to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote");
      });
    }

    it("takes votes in parts, up to the last one, and not one more", async () => {
      const { governor, begin, split, tally, weightOn, bob } = await fixture();
      const proposal = await begin();
      const weight = await weightOn(proposal, bob);
      await split(proposal, bob, 3n, 5n, 7n);
      await expect(split(proposal, bob, 0n, weight - 14n, 0n))
        .to.be.revertedWithCustomError(governor, "GovernorCounting_BadParts")
        .withArgs(proposal.id, bob.address, weight - 14n, weight - 15n);
      await split(proposal, bob, 0n, weight - 15n, 0n);
      expect(await tally(proposal)).to.deep.equal([3n, weight - 10n, 7n]);
      expect(await governor.usedVotes(proposal.id, bob)).to.equal(weight);
    });

    it("takes the rest of the votes after a part", async () => {
      const { begin, split, vote, tally, weightOn, bob } = await fixture();
      const proposal = await begin();
      await split(proposal, bob, 10n * ONE, 0n, 0n);
      await vote(proposal, bob);
      expect(await tally(proposal)).to.deep.equal([
        10n * ONE,
        (await weightOn(proposal, bob)) - 10n * ONE,
        0n,
      ]);
    });

    it("ends in success at exactly the approval, and in defeat one vote below", async () => {
      const { governor, begin, split, closeVote, alice, bob } = await fixture();
      // 19,800 of 30,000 are 66 %.
      for (const [against, state] of [
        [10_200n * ONE, State.Succeeded],
        [10_200n * ONE + 1n, State.Defeated],
      ] as const) {
        const proposal = await begin(`# NEP-GOV: ${against}`);
        await split(proposal, alice, 0n, 19_800n * ONE, 0n);
        await split(proposal, bob, against, 0n, 0n);
        await closeVote(proposal);
        expect(await governor.state(proposal.id)).to.equal(state);
      }
    });
  });

  it("a late swing extends the vote once, so that the others can answer it", async () => {
    const { governor, begin, vote, weightOn, tally, alice, bob, carol } = await fixture();
    const proposal = await begin();
    const deadline = await governor.proposalDeadline(proposal.id);
    await vote(proposal, bob, Support.Against);
    await time.setNextBlockTimestamp(deadline);
    await expect(vote(proposal, alice))
      .to.emit(governor, "ProposalExtended")
      .withArgs(proposal.id, deadline + GOV.late);
    await time.setNextBlockTimestamp(deadline + GOV.late);
    await expect(vote(proposal, carol, Support.Against)).not.to.emit(governor, "ProposalExtended");
    await time.increase(1);
    const [against, inFavour] = [
      (await weightOn(proposal, bob)) + (await weightOn(proposal, carol)),
      await weightOn(proposal, alice),
    ];
    expect(await tally(proposal)).to.deep.equal([against, inFavour, 0n]);
    expect(await governor.state(proposal.id)).to.equal(State.Defeated);
  });

  describe("ballots that are signed", () => {
    const FIELDS = [
      { name: "proposalId", type: "uint256" },
      { name: "support", type: "uint8" },
      { name: "voter", type: "address" },
    ];
    const signedFixture = async () => {
      const context = await fixture();
      const proposal = await context.begin();
      const deadline = await context.governor.proposalDeadline(proposal.id);
      const sign = async (
        type: string,
        voter: HardhatEthersSigner,
        support: number,
        last: "nonce" | "deadline",
        value: bigint,
      ) => {
        const [, name, version, chainId, verifyingContract] = await context.governor.eip712Domain();
        const fields = { [type]: [...FIELDS, { name: last, type: "uint256" }] };
        const message = { proposalId: proposal.id, support, voter: voter.address, [last]: value };
        return voter.signTypedData({ name, version, chainId, verifyingContract }, fields, message);
      };
      return { ...context, proposal, deadline, sign };
    };

    it("count for whoever signed one, with the weight of the snapshot", async () => {
      const { governor, proposal, sign, tally, weightOn, bob, stranger } = await signedFixture();
      const signature = await sign("Ballot", bob, Support.Abstain, "nonce", 0n);
      const cast = () =>
        governor.connect(stranger).castVoteBySig(proposal.id, Support.Abstain, bob.address, signature);
      await cast();
      expect(await tally(proposal)).to.deep.equal([0n, 0n, await weightOn(proposal, bob)]);
      await expect(cast()).to.be.revertedWithCustomError(governor, "GovernorInvalidSignature");
    });

    it("count together when many are relayed, and those without votes are passed over", async () => {
      const { governor, proposal, deadline, sign, tally, weightOn, alice, bob, carol, frank, stranger } =
        await signedFixture();
      const ballots = [];
      for (const [voter, support] of [
        [alice, Support.For],
        [bob, Support.Against],
        [frank, Support.For],
        [carol, Support.Abstain],
        [bob, Support.For],
      ] as const) {
        const signature = await sign("RelayedBallot", voter, support, "deadline", deadline);
        ballots.push({ voter: voter.address, support, deadline, signature });
      }
      expect(await governor.castVotesBySig.staticCall(proposal.id, ballots)).to.equal(3n);
      await expect(governor.connect(stranger).castVotesBySig(proposal.id, ballots))
        .to.emit(governor, "BallotRejected")
        .withArgs(proposal.id, frank.address, 4n);
      expect(await tally(proposal)).to.deep.equal([
        await weightOn(proposal, bob),
        await weightOn(proposal, alice),
        await weightOn(proposal, carol),
      ]);
    });
  });
}
