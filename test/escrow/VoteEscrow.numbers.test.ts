import { loadFixture, mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { UNIT, deployEscrow } from "./fixture";

describe("VoteEscrow: the numbers of voters", () => {
  async function numbered() {
    const world = await deployEscrow();
    const numberOf = async ({ address }: { address: string }) =>
      Number(await world.escrow.voterNumber(address));
    return { ...world, numberOf };
  }
  const fixture = () => loadFixture(numbered);

  it("are given with the first votes, in their order, and to nobody else", async () => {
    const { escrow, numberOf, inWeeks, alice, bob, carol, dave } = await fixture();
    await escrow.connect(bob).createPermanentLock(UNIT);
    await escrow.connect(alice).createLock(UNIT, inWeeks(10));
    // Carol has never voted herself when Dave gets her votes.
    await escrow.connect(carol).delegate(dave);
    expect(await numberOf(dave)).to.equal(0);
    await escrow.connect(carol).createPermanentLock(UNIT);
    expect(await Promise.all([bob, alice, dave, carol].map(numberOf))).to.deep.equal([1, 2, 3, 0]);
    expect(await escrow.voterNumber(ethers.ZeroAddress)).to.equal(0);
  });

  it("are kept for ever: without votes, with new ones, by whatever way they come and go", async () => {
    const { escrow, numberOf, inWeeks, alice, bob, carol } = await fixture();
    await escrow.connect(alice).createLock(UNIT, inWeeks(2));
    await escrow.connect(alice).delegate(bob);
    expect(await Promise.all([alice, bob].map(numberOf))).to.deep.equal([1, 2]);
    await escrow.connect(alice).delegate(ethers.ZeroAddress);
    await time.increaseTo(inWeeks(3));
    await escrow.connect(alice).withdraw(0);
    await escrow.connect(carol).createPermanentLock(UNIT);
    await escrow.connect(alice).createPermanentLock(UNIT);
    await escrow.connect(alice).delegate(bob);
    await escrow.connect(alice).delegate(alice);
    expect(await Promise.all([alice, bob, carol].map(numberOf))).to.deep.equal([1, 2, 3]);
  });

  it("leave locks and delegation as they are: sixteen locks, merged, and votes given away", async () => {
    const { escrow, numberOf, inWeeks, alice, bob } = await fixture();
    for (let id = 0; id < 16; ++id) await escrow.connect(alice).createLock(UNIT, inWeeks(10 + id));
    expect(await escrow.locksOf(alice)).to.have.length(16);
    await escrow.connect(alice).delegate(bob);
    await escrow.connect(alice).merge(0, 15);
    expect(await escrow.locksOf(alice)).to.have.length(15);
    expect(await escrow.delegates(alice)).to.equal(bob.address);
    expect(await Promise.all([alice, bob].map(numberOf))).to.deep.equal([1, 2]);
  });

  it("are told together with past votes", async () => {
    const { escrow, inWeeks, alice, dave } = await fixture();
    await escrow.connect(alice).createLock(UNIT, inWeeks(10));
    const then = await time.latest();
    await mine();
    const [votes, number] = await escrow.pastVotesAndNumber(alice, then);
    expect([votes, number]).to.deep.equal([await escrow.getPastVotes(alice, then), 1n]);
    expect(await escrow.pastVotesAndNumber(alice, then - 1)).to.deep.equal([0n, 1n]);
    expect(await escrow.pastVotesAndNumber(dave, then)).to.deep.equal([0n, 0n]);
    const now = await time.latest();
    await expect(escrow.pastVotesAndNumber(alice, now)).to.be.revertedWithCustomError(
      escrow,
      "ERC5805FutureLookup",
    );
  });
});
