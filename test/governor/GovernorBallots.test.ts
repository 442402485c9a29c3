import { setBalance, setCode, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import type { Signer, TypedDataDomain } from "ethers";
import { ethers } from "hardhat";

import {
  code,
  DAY,
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
import { deployStaking } from "../helpers/escrow";
import { RELAYED_BALLOT } from "../helpers/signatures";

const BALLOT = {
  Ballot: [
    { name: "proposalId", type: "uint256" },
    { name: "support", type: "uint8" },
    { name: "voter", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
};
const Rejection = { Support: 1n, Expired: 2n, Voted: 3n, NoVotes: 4n, Signature: 5n } as const;
const Mood = {
  Accept: 0,
  Reject: 1,
  Revert: 2,
  BurnGas: 3,
  ReturnMuch: 4,
  ReturnMuchAndAccept: 5,
  ReturnLittle: 6,
};

/** Instrumented code costs more gas than the code that is deployed. */
const instrumented = process.env.SOLIDITY_COVERAGE === "true";

async function domainOf(governor: {
  target: unknown;
}): Promise<TypedDataDomain & { verifyingContract: string }> {
  const { chainId } = await ethers.provider.getNetwork();
  return { name: "Neuro Governor", version: "1", chainId, verifyingContract: governor.target as string };
}

interface Wishes {
  voter?: string;
  support?: number;
  deadline?: bigint;
  /** What is signed, where that differs from what is brought. */
  signed?: { proposalId?: bigint; support?: number; voter?: string; deadline?: bigint };
  domain?: TypedDataDomain;
  signature?: string;
}

describe("GovernorBallots", () => {
  async function ballotFixture() {
    const context = await fixture();
    const { governor, submit, openVote, stranger } = context;
    const proposal = await submit("# NEP-GOV: x");
    const other = await submit("# NEP-GOV: y");
    await openVote(other);
    await ethers.provider.send("evm_mine", []);
    const ends = await governor.proposalDeadline(other.id);
    const domain = await domainOf(governor);

    const ballot = async (signer: Signer, wishes: Wishes = {}, proposalId = proposal.id) => {
      const { support = Support.For, deadline = ends } = wishes;
      const voter = wishes.voter ?? (await signer.getAddress());
      const signature =
        wishes.signature ??
        (await signer.signTypedData(wishes.domain ?? domain, RELAYED_BALLOT, {
          ...{ proposalId, support, voter, deadline },
          ...wishes.signed,
        }));
      return { voter, support, deadline, signature };
    };
    type Ballots = Awaited<ReturnType<typeof ballot>>[];
    const relay = (ballots: Ballots, id = proposal.id) =>
      governor.connect(stranger).castVotesBySig(id, ballots);
    const count = (ballots: Ballots, id = proposal.id) =>
      governor.connect(stranger).castVotesBySig.staticCall(id, ballots);
    /** Brings it, expects it to be passed over, and nothing to be counted. */
    const passedOver = async (brought: Ballots[number], reason: bigint, id = proposal.id) => {
      const before = await governor.proposalVotes(id);
      await expect(relay([brought], id))
        .to.emit(governor, "BallotRejected")
        .withArgs(id, brought.voter, reason);
      expect(await governor.proposalVotes(id)).to.deep.equal(before);
    };
    /** A contract that frank's votes are delegated to, for a proposal of its own. */
    const walletOf = async (mood: number) => {
      const wallet = await ethers.deployContract("HostileWallet", [mood]);
      await context.token.connect(context.frank).delegate(wallet.target);
      return wallet.target as string;
    };
    const fresh = async (title: string): Promise<Proposal> => {
      const made = await submit(title);
      await openVote(made);
      await ethers.provider.send("evm_mine", []);
      return made;
    };
    const votes = async (id = proposal.id) => [...(await governor.proposalVotes(id))];
    return {
      ...context,
      proposal,
      other,
      ends,
      domain,
      ballot,
      relay,
      count,
      passedOver,
      walletOf,
      fresh,
      votes,
    };
  }

  it("counts for, against and abstain of many in one transaction, for whoever brings them", async () => {
    const { governor, proposal, ballot, relay, count, votes, alice, bob, carol, dave, stranger } =
      await ballotFixture();
    const ballots = [
      await ballot(alice),
      await ballot(bob, { support: Support.Against }),
      await ballot(carol, { support: Support.Abstain }),
      await ballot(dave),
    ];
    expect(await count(ballots)).to.equal(4);
    const tx = relay(ballots);
    for (const [voter, support, weight] of [
      [alice, Support.For, HOLDINGS.alice - 2n * GOV.fee],
      [bob, Support.Against, HOLDINGS.bob],
      [carol, Support.Abstain, HOLDINGS.carol],
      [dave, Support.For, HOLDINGS.dave],
    ] as const) {
      await expect(tx)
        .to.emit(governor, "VoteCast")
        .withArgs(voter.address, proposal.id, support, weight, "");
      expect(await governor.hasVoted(proposal.id, voter)).to.equal(true);
      expect(await governor.usedVotes(proposal.id, voter)).to.equal(weight);
    }
    await expect(tx).not.to.emit(governor, "BallotRejected");
    expect(await votes()).to.deep.equal([
      HOLDINGS.bob,
      HOLDINGS.alice - 2n * GOV.fee + HOLDINGS.dave,
      HOLDINGS.carol,
    ]);
    expect(await governor.hasVoted(proposal.id, stranger)).to.equal(false);
  });

  it("passes over the bad ones of a batch, says why, and counts the others", async () => {
    const { governor, proposal, ends, ballot, relay, count, votes, vote, alice, bob, carol, dave, stranger } =
      await ballotFixture();
    await vote(proposal, carol);
    const batch = [
      await ballot(alice, { support: 3 }),
      await ballot(bob),
      await ballot(alice, { deadline: BigInt(await time.latest()) - 1n }),
      await ballot(carol),
      await ballot(stranger),
      await ballot(alice, { signature: "0x" }),
      await ballot(dave, { support: Support.Against }),
      await ballot(bob),
    ];
    expect(await count(batch)).to.equal(2);
    const tx = await relay(batch);
    const rejected = (await tx.wait())!.logs
      .map((log) => governor.interface.parseLog(log)!)
      .filter(({ name }) => name === "BallotRejected")
      .map(({ args }) => [args.voter, args.reason]);
    expect(rejected).to.deep.equal([
      [alice.address, Rejection.Support],
      [alice.address, Rejection.Expired],
      [carol.address, Rejection.Voted],
      [stranger.address, Rejection.NoVotes],
      [alice.address, Rejection.Signature],
      // The same ballot twice in one batch.
      [bob.address, Rejection.Voted],
    ]);
    expect(await votes()).to.deep.equal([HOLDINGS.dave, HOLDINGS.carol + HOLDINGS.bob, 0n]);
    expect(await governor.hasVoted(proposal.id, alice)).to.equal(false);
    // Whoever was passed over can still vote.
    await relay([await ballot(alice, { deadline: ends })]);
    expect(await governor.hasVoted(proposal.id, alice)).to.equal(true);
  });

  it("takes an empty batch for what it is", async () => {
    const { relay, count, votes } = await ballotFixture();
    expect(await count([])).to.equal(0);
    await relay([]);
    expect(await votes()).to.deep.equal([0n, 0n, 0n]);
  });

  describe("a ballot", () => {
    it("counts once: not in a later batch, not after another vote, in whole or in part", async () => {
      const { governor, proposal, ballot, relay, passedOver, bob, carol } = await ballotFixture();
      const once = await ballot(bob);
      await relay([once]);
      await passedOver(once, Rejection.Voted);
      await passedOver(await ballot(bob, { support: Support.Against }), Rejection.Voted);
      const parts = ethers.solidityPacked(["uint128", "uint128", "uint128"], [1n, 0n, 0n]);
      await governor.connect(carol).castVoteWithReasonAndParams(proposal.id, Support.Parts, "", parts);
      await passedOver(await ballot(carol), Rejection.Voted);
      // Nor can the voter vote again by another way.
      await expect(governor.connect(bob).castVote(proposal.id, Support.For)).to.be.revertedWithCustomError(
        governor,
        "GovernorAlreadyCastVote",
      );
    });

    it("holds for this proposal, this voter, this support and this deadline only", async () => {
      const { proposal, other, ends, ballot, relay, passedOver, bob, carol } = await ballotFixture();
      const id = other.id;
      await passedOver(await ballot(bob), Rejection.Signature, id);
      await passedOver(await ballot(bob, { voter: carol.address }), Rejection.Signature);
      await passedOver(await ballot(bob, { signed: { voter: carol.address } }), Rejection.Signature);
      await passedOver(await ballot(bob, { signed: { support: Support.Against } }), Rejection.Signature);
      await passedOver(await ballot(bob, { signed: { deadline: ends + 1n } }), Rejection.Signature);
      await relay([await ballot(bob)]);
      await relay([await ballot(bob, {}, id)], id);
      expect(proposal.id).not.to.equal(id);
    });

    it("holds on this chain and for this governor only", async () => {
      const { ballot, relay, passedOver, domain, bob, stranger } = await ballotFixture();
      for (const elsewhere of [
        { ...domain, chainId: 1n },
        { ...domain, verifyingContract: stranger.address },
        { ...domain, name: "Other Governor" },
        { ...domain, version: "2" },
      ]) {
        await passedOver(await ballot(bob, { domain: elsewhere }), Rejection.Signature);
      }
      await relay([await ballot(bob)]);
    });

    it("may be brought in the last second of its deadline, and not after", async () => {
      const { governor, proposal, ballot, relay, bob, carol } = await ballotFixture();
      const deadline = BigInt(await time.latest()) + DAY;
      const [first, second] = [await ballot(bob, { deadline }), await ballot(carol, { deadline })];
      await time.setNextBlockTimestamp(deadline);
      await expect(relay([first])).to.emit(governor, "VoteCast");
      await time.setNextBlockTimestamp(deadline + 1n);
      await expect(relay([second]))
        .to.emit(governor, "BallotRejected")
        .withArgs(proposal.id, carol.address, Rejection.Expired);
    });

    it("is full: parts and supports that there are not are refused", async () => {
      const { ballot, relay, passedOver, bob } = await ballotFixture();
      for (const support of [3, 254, Support.Parts]) {
        await passedOver(await ballot(bob, { support }), Rejection.Support);
      }
      await relay([await ballot(bob, { support: Support.Abstain })]);
    });

    it("is another than one for a single vote by signature, and the other way round", async () => {
      const { governor, proposal, ballot, relay, passedOver, domain, bob } = await ballotFixture();
      const message = { proposalId: proposal.id, support: Support.For, voter: bob.address };
      const single = await bob.signTypedData(domain, BALLOT, { ...message, nonce: 0n });
      const relayed = await ballot(bob);
      await passedOver({ ...relayed, signature: single }, Rejection.Signature);
      // Even where the number fits both: a nonce that is a deadline.
      const disguised = await bob.signTypedData(domain, BALLOT, { ...message, nonce: relayed.deadline });
      await passedOver({ ...relayed, signature: disguised }, Rejection.Signature);
      await expect(governor.castVoteBySig(proposal.id, Support.For, bob.address, relayed.signature))
        .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
        .withArgs(bob.address);
      await relay([relayed]);
    });

    it("is refused with the mirrored signature, which many libraries take", async () => {
      const { ballot, relay, passedOver, bob } = await ballotFixture();
      const good = await ballot(bob);
      const { r, s, v } = ethers.Signature.from(good.signature);
      const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
      const mirrored = ethers.concat([
        r,
        ethers.toBeHex(order - BigInt(s), 32),
        ethers.toBeHex(v === 27 ? 28 : 27),
      ]);
      await passedOver({ ...good, signature: mirrored }, Rejection.Signature);
      await relay([good]);
    });

    it("is taken while the vote is open only", async () => {
      const { governor, submit, ballot, relay, closeVote, bob, proposal } = await ballotFixture();
      const wrongState = (id: bigint, brought: Awaited<ReturnType<typeof ballot>>) =>
        expect(relay([brought], id)).to.be.revertedWithCustomError(
          governor,
          "GovernorUnexpectedProposalState",
        );
      const pending = await submit("# NEP-GOV: z");
      await wrongState(pending.id, await ballot(bob, {}, pending.id));
      await closeVote(proposal);
      await wrongState(proposal.id, await ballot(bob));
      await expect(relay([], 1n)).to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal");
    });
  });

  describe("a voter that is a contract (ERC-1271)", () => {
    it("votes with its owner's signature, and not with another's", async () => {
      const { token, governor, fresh, ballot, relay, passedOver, bob, carol, frank } = await ballotFixture();
      const wallet = await ethers.deployContract("MockWallet", [bob.address]);
      const voter = wallet.target as string;
      await token.connect(frank).delegate(voter);
      const { id } = await fresh("# NEP-GOV: z");
      const deadline = await governor.proposalDeadline(id);
      await passedOver(await ballot(carol, { voter, deadline }, id), Rejection.Signature, id);
      await expect(relay([await ballot(bob, { voter, deadline }, id)], id))
        .to.emit(governor, "VoteCast")
        .withArgs(voter, id, Support.For, HOLDINGS.frank, "");
    });

    for (const [mood, accepted] of [
      ["Accept", true],
      ["Reject", false],
      ["Revert", false],
      ["BurnGas", false],
      ["ReturnMuch", false],
      ["ReturnMuchAndAccept", true],
      ["ReturnLittle", false],
    ] as const) {
      it(`that would ${mood} ${accepted ? "is counted" : "is passed over"}, and the others with it are counted`, async () => {
        const { governor, fresh, ballot, relay, walletOf, votes, bob, carol } = await ballotFixture();
        const voter = await walletOf(Mood[mood]);
        const { id } = await fresh("# NEP-GOV: z");
        const deadline = await governor.proposalDeadline(id);
        const hostile = await ballot(bob, { voter, deadline }, id);
        const tx = await relay(
          [await ballot(bob, { deadline }, id), hostile, await ballot(carol, { deadline }, id)],
          id,
        );
        const rest = HOLDINGS.bob + HOLDINGS.carol;
        expect(await votes(id)).to.deep.equal([0n, accepted ? rest + HOLDINGS.frank : rest, 0n]);
        if (accepted) await expect(tx).not.to.emit(governor, "BallotRejected");
        else {
          await expect(tx).to.emit(governor, "BallotRejected").withArgs(id, voter, Rejection.Signature);
        }
        if (!instrumented) expect((await tx.wait())!.gasUsed).to.be.lessThan(420_000);
      });
    }

    it("and an account with a delegation (EIP-7702) votes with its own key", async () => {
      const { ballot, relay, passedOver, count, target, bob, carol } = await ballotFixture();
      await setCode(bob.address, ethers.concat(["0xef0100", target.target as string]));
      await passedOver(await ballot(carol, { voter: bob.address }), Rejection.Signature);
      expect(await count([await ballot(bob)])).to.equal(1);
      await relay([await ballot(bob)]);
    });
  });

  describe("close to the deadline", () => {
    it("a batch that swings the vote extends it, once, and later batches do not", async () => {
      const { governor, proposal, ballot, relay, domain, alice, bob, carol, dave } = await ballotFixture();
      const deadline = await governor.proposalDeadline(proposal.id);
      const later = deadline + 2n * DAY;
      const sign = (who: typeof alice, support?: number) =>
        ballot(who, { deadline: later, domain, ...(support === undefined ? {} : { support }) });
      await relay([await sign(dave)]);
      expect(await governor.proposalDeadline(proposal.id)).to.equal(deadline);
      await time.setNextBlockTimestamp(deadline - 5n);
      const tx = await relay([await sign(bob), await sign(carol)]);
      const extended = (await tx.wait())!.logs
        .map((log) => governor.interface.parseLog(log)!)
        .filter(({ name }) => name === "ProposalExtended");
      expect(extended.map(({ args }) => [...args])).to.deep.equal([[proposal.id, deadline + GOV.late]]);
      await time.setNextBlockTimestamp(deadline + GOV.late);
      await expect(relay([await sign(alice, Support.Against)])).not.to.emit(governor, "ProposalExtended");
      expect(await governor.proposalDeadline(proposal.id)).to.equal(deadline + GOV.late);
      await time.increase(1);
      expect(await governor.state(proposal.id)).to.equal(State.Defeated);
    });

    it("a batch that swings nothing, and one of bad ballots alone, extend nothing", async () => {
      const { governor, proposal, ballot, relay, dave, alice } = await ballotFixture();
      const deadline = await governor.proposalDeadline(proposal.id);
      await time.setNextBlockTimestamp(deadline - 5n);
      await relay([
        await ballot(dave, { support: Support.Against }),
        await ballot(alice, { signature: "0x" }),
      ]);
      expect(await governor.proposalDeadline(proposal.id)).to.equal(deadline);
    });
  });

  it("costs at most 47,000 gas a ballot in a batch of 50, and 30,000 for voters of before", async () => {
    // Tracing 50 through instrumented code takes minutes, and says nothing of gas.
    const size = instrumented ? 3 : 50;
    const { alice, timelock, token, target, stranger } = await fixture();
    const escrow = await deployStaking(token);
    const rulebook = await ethers.deployContract("Rulebook", [
      timelock.target,
      [{ code: code("GOV"), rules: GOV }],
      [],
    ]);
    const governor = await ethers.deployContract("NetworkGovernor", [
      ...(["Neuro Governor", escrow.target, token.target, timelock.target, rulebook.target] as const),
    ]);
    await letPropose(timelock, governor);
    await token.connect(alice).approve(governor.target, ethers.MaxUint256);
    await token.connect(alice).approve(escrow.target, ethers.MaxUint256);
    await escrow.connect(alice).createPermanentLock(200n * ONE);
    const voters = await Promise.all(
      Array.from({ length: size }, async (_, i) => {
        const voter = new ethers.Wallet(ethers.id(`voter ${i}`), ethers.provider);
        await setBalance(voter.address, ONE);
        return voter;
      }),
    );
    for (const voter of voters) {
      await token.connect(alice).transfer(voter, 100n * ONE);
      await token.connect(voter).approve(escrow.target, 100n * ONE);
      await escrow.connect(voter).createPermanentLock(100n * ONE);
    }
    await time.increase(1);
    const domain = await domainOf(governor);
    const perBallot: bigint[] = [];
    for (const title of ["# NEP-GOV: first", "# NEP-GOV: repeat"]) {
      const { id, full } = await proposalOf(title, [{ target }]);
      await governor.connect(alice).propose(...full);
      await time.increase(GOV.review + 1n);
      const deadline = await governor.proposalDeadline(id);
      const ballots = await Promise.all(
        voters.map(async (voter) => {
          const message = { proposalId: id, support: Support.For, voter: voter.address, deadline };
          return { ...message, signature: await voter.signTypedData(domain, RELAYED_BALLOT, message) };
        }),
      );
      expect(await governor.castVotesBySig.staticCall(id, ballots)).to.equal(size);
      const receipt = (await (await governor.connect(stranger).castVotesBySig(id, ballots)).wait())!;
      perBallot.push(receipt.gasUsed / BigInt(size));
      expect((await governor.proposalVotes(id)).forVotes).to.equal(BigInt(size) * 100n * ONE);
    }
    const [first, repeat] = perBallot;
    if (instrumented) return;
    expect(first).to.be.at.most(47_000);
    expect(repeat).to.be.at.most(30_000);
  });
});
