import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { fixture, GOV, HOLDINGS, letPropose, ONE, proposalOf, State, Support } from "../helpers/governor";

const BALLOT = {
  Ballot: [
    { name: "proposalId", type: "uint256" },
    { name: "support", type: "uint8" },
    { name: "voter", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
};

describe("Attack: a signed ballot brought again", () => {
  it("where it carries no nonce, a part of a vote becomes all of it, and more", async () => {
    const { token, target, bob, setNumber } = await fixture();
    const naive = await ethers.deployContract("NaiveGovernor", [token.target, 30_000n * ONE, 0n]);
    const { data } = setNumber(1n);
    await naive.propose(bob.address, target.target, data!, "x", 0n);
    const id = await naive.idOf(target, data!, "x");
    for (let i = 0; i < 30; ++i) await naive.castVoteBySig(id, bob.address, 1_000n * ONE);
    expect((await naive.proposals(id)).inFavour).to.be.greaterThan(HOLDINGS.bob);
    expect(await naive.passed(id, ethers.ZeroHash)).to.equal(true);
  });

  it("here it is spent: on this proposal, on the next, and at another governor of the same name", async () => {
    const { governor, rulebook, timelock, token, submit, openVote, bob, carol, stranger, alice, target } =
      await fixture();
    const twin = await ethers.deployContract("NetworkGovernor", [
      "Neuro Governor",
      token.target,
      token.target,
      timelock.target,
      rulebook.target,
    ]);
    await letPropose(timelock, twin);
    await token.connect(alice).approve(twin.target, ethers.MaxUint256);
    const proposal = await submit("# NEP-GOV: x", [{ target }]);
    await twin.connect(alice).propose(...proposal.full);
    const next = await submit("# NEP-GOV: y");
    await openVote(next);
    await mine();
    const { chainId } = await ethers.provider.getNetwork();
    const domain = {
      name: "Neuro Governor",
      version: "1",
      chainId,
      verifyingContract: governor.target as string,
    };
    const message = { proposalId: proposal.id, support: Support.For, voter: bob.address, nonce: 0n };
    const signature = await bob.signTypedData(domain, BALLOT, message);

    const bring = (to: typeof governor, id: bigint, voter = bob.address) =>
      to.connect(stranger).castVoteBySig(id, Support.For, voter, signature);
    const refused = (attempt: Promise<unknown>) =>
      expect(attempt).to.be.revertedWithCustomError(governor, "GovernorInvalidSignature");
    // Proposal ids say nothing of the chain or the governor; the ballot's domain does.
    expect(await twin.state(proposal.id)).to.equal(State.Active);
    await refused(bring(twin, proposal.id));
    await refused(bring(governor, proposal.id, carol.address));
    await bring(governor, proposal.id);
    await refused(bring(governor, proposal.id));
    await refused(bring(governor, next.id));
    expect((await governor.proposalVotes(proposal.id)).forVotes).to.equal(HOLDINGS.bob);
  });

  it("an empty part of a vote cannot be cast for ever to fill the log", async () => {
    const { governor, submit, openVote, bob } = await fixture();
    const proposal = await submit("# NEP-GOV: x");
    await openVote(proposal);
    await expect(
      governor
        .connect(bob)
        .castVoteWithReasonAndParams(proposal.id, Support.Parts, "", `0x${"00".repeat(48)}`),
    ).to.be.revertedWithCustomError(governor, "GovernorCounting_BadParts");
  });
});

describe("Attack: making somebody else pay the fee", () => {
  it("where one proposes in another's name, the other pays until the allowance is gone", async () => {
    const { token, target, alice, stranger } = await fixture();
    const naive = await ethers.deployContract("NaiveGovernor", [token.target, 1n, 10n * ONE]);
    await token.connect(alice).approve(naive.target, 30n * ONE);
    for (let i = 0; i < 3; ++i) {
      await naive.connect(stranger).propose(alice.address, target.target, "0x", `spam ${i}`, 0n);
    }
    expect(await token.allowance(alice, naive.target)).to.equal(0);
    expect(await token.balanceOf(alice)).to.equal(HOLDINGS.alice - 30n * ONE);
  });

  it("here the caller pays, whoever is named in the text and whoever passes the call on", async () => {
    const { governor, token, alice, bob, setNumber, stranger } = await fixture();
    const batcher = await ethers.deployContract("Batcher");
    await token.connect(bob).delegate(batcher.target);
    await time.increase(1);
    const before = await token.balanceOf(alice);
    expect(await token.allowance(alice, governor.target)).to.equal(ethers.MaxUint256);

    const named = await proposalOf(`# NEP-GOV: x\n#proposer=${alice.address}`, [setNumber(1n)]);
    const plain = await proposalOf("# NEP-GOV: x", [setNumber(1n)]);
    const encode = (proposal: typeof plain) =>
      governor.interface.encodeFunctionData("propose", proposal.full);
    await expect(
      batcher.connect(stranger).run([governor.target], [encode(named)]),
    ).to.be.revertedWithCustomError(governor, "GovernorRestrictedProposer");
    // Even when the victim itself is talked into sending the transaction.
    await expect(batcher.connect(alice).run([governor.target], [encode(plain)]))
      .to.be.revertedWithCustomError(governor, "GovernorFee_AllowanceTooLow")
      .withArgs(token.target, governor.target, 0, GOV.fee);
    expect(await token.balanceOf(alice)).to.equal(before);
  });

  it("nor does a passed proposal reach the allowances: it is the timelock that calls, not the governor", async () => {
    const { governor, token, timelock, alice, stranger, pass, queue, toEta, execute } = await fixture();
    const theft = token.interface.encodeFunctionData("transferFrom", [alice.address, stranger.address, ONE]);
    const burn = token.interface.encodeFunctionData("burnFrom", [alice.address, ONE]);
    for (const data of [theft, burn]) {
      const proposal = await pass(`# NEP-GOV: ${data.slice(0, 10)}`, [{ target: token, data }]);
      await queue(proposal);
      await toEta(proposal);
      await expect(execute(proposal))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(timelock.target, 0, ONE);
    }
    expect(await governor.feeToken()).to.equal(token.target);
  });
});
