import { expect } from "chai";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { ethers } from "hardhat";

import { fixture, HOLDINGS, Support } from "../helpers/governor";

const BALLOT = {
  Ballot: [
    { name: "proposalId", type: "uint256" },
    { name: "support", type: "uint8" },
    { name: "voter", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
};
const EXTENDED_BALLOT = {
  ExtendedBallot: [...BALLOT.Ballot, { name: "reason", type: "string" }, { name: "params", type: "bytes" }],
};
const SOME_PARTS = ethers.solidityPacked(["uint128", "uint128", "uint128"], [1n, 2n, 3n]);

describe("Votes by signature", () => {
  async function signingFixture() {
    const context = await fixture();
    const { governor, submit, openVote } = context;
    const proposal = await submit("# NEP-GOV: x");
    const other = await submit("# NEP-GOV: y");
    await openVote(other);
    const { chainId } = await ethers.provider.getNetwork();
    const domain = {
      name: "Neuro Governor",
      version: "1",
      chainId,
      verifyingContract: governor.target as string,
    };
    const ballot = (signer: HardhatEthersSigner, changes = {}, voter = signer.address, inDomain = domain) =>
      signer.signTypedData(inDomain, BALLOT, {
        proposalId: proposal.id,
        support: Support.For,
        voter,
        nonce: 0n,
        ...changes,
      });
    return { ...context, proposal, other, id: proposal.id, domain, ballot };
  }

  it("are counted for the voter, whoever brings them", async () => {
    const { governor, id, ballot, bob, stranger } = await signingFixture();
    const signature = await ballot(bob);
    await expect(governor.connect(stranger).castVoteBySig(id, Support.For, bob.address, signature))
      .to.emit(governor, "VoteCast")
      .withArgs(bob.address, id, Support.For, HOLDINGS.bob, "");
    expect(await governor.hasVoted(id, bob)).to.equal(true);
    expect(await governor.hasVoted(id, stranger)).to.equal(false);
    expect(await governor.nonces(bob)).to.equal(1);
  });

  it("carry a reason and parts", async () => {
    const { governor, id, domain, bob } = await signingFixture();
    const signature = await bob.signTypedData(domain, EXTENDED_BALLOT, {
      proposalId: id,
      support: Support.Parts,
      voter: bob.address,
      nonce: 0n,
      reason: "torn",
      params: SOME_PARTS,
    });
    const cast = (reason: string, params: string) =>
      governor.castVoteWithReasonAndParamsBySig(id, Support.Parts, bob.address, reason, params, signature);
    await expect(cast("other words", SOME_PARTS)).to.be.revertedWithCustomError(
      governor,
      "GovernorInvalidSignature",
    );
    const more = ethers.solidityPacked(["uint128", "uint128", "uint128"], [2n, 2n, 3n]);
    await expect(cast("torn", more)).to.be.revertedWithCustomError(governor, "GovernorInvalidSignature");
    await expect(cast("torn", SOME_PARTS))
      .to.emit(governor, "VoteCastWithParams")
      .withArgs(bob.address, id, Support.Parts, 6, "torn", SOME_PARTS);
    // The same parts again would be within the voter's votes, but the nonce is used.
    await expect(cast("torn", SOME_PARTS)).to.be.revertedWithCustomError(
      governor,
      "GovernorInvalidSignature",
    );
  });

  it("hold for this voter, this support, this proposal and this nonce only", async () => {
    const { governor, id, other, ballot, bob, carol } = await signingFixture();
    const signature = await ballot(bob);
    const refused = (proposalId: bigint, support: number, voter: string, sig: string) =>
      expect(governor.castVoteBySig(proposalId, support, voter, sig))
        .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
        .withArgs(voter);
    await refused(id, Support.Against, bob.address, signature);
    await refused(other.id, Support.For, bob.address, signature);
    await refused(id, Support.For, carol.address, signature);
    await refused(id, Support.For, bob.address, await ballot(bob, { nonce: 1n }));
    await refused(id, Support.For, bob.address, await ballot(carol, {}, bob.address));
    await refused(id, Support.For, bob.address, "0x");
    await governor.castVoteBySig(id, Support.For, bob.address, signature);
  });

  it("hold on this chain and for this governor only", async () => {
    const { governor, id, ballot, bob, domain } = await signingFixture();
    for (const elsewhere of [
      { ...domain, chainId: 1n },
      { ...domain, verifyingContract: bob.address },
      { ...domain, name: "Other Governor" },
    ]) {
      const signature = await ballot(bob, {}, bob.address, elsewhere);
      await expect(
        governor.castVoteBySig(id, Support.For, bob.address, signature),
      ).to.be.revertedWithCustomError(governor, "GovernorInvalidSignature");
    }
  });

  it("are accepted from contract accounts (ERC-1271)", async () => {
    const { governor, token, submit, openVote, bob, carol, domain } = await signingFixture();
    const wallet = await ethers.deployContract("MockWallet", [bob.address]);
    await token.connect(carol).delegate(wallet.target);
    const proposal = await submit("# NEP-GOV: z");
    await openVote(proposal);
    const message = { proposalId: proposal.id, support: Support.For, voter: wallet.target, nonce: 0n };
    const wrong = await carol.signTypedData(domain, BALLOT, message);
    const right = await bob.signTypedData(domain, BALLOT, message);
    await expect(
      governor.castVoteBySig(proposal.id, Support.For, wallet.target, wrong),
    ).to.be.revertedWithCustomError(governor, "GovernorInvalidSignature");
    await expect(governor.castVoteBySig(proposal.id, Support.For, wallet.target, right))
      .to.emit(governor, "VoteCast")
      .withArgs(wallet.target, proposal.id, Support.For, HOLDINGS.carol, "");
  });
});
