import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";
import { ethers } from "hardhat";

import { deployBallots, SPLIT, URI } from "../voting/fixture";

describe("Attack: polls that say what their opener wants", () => {
  const fixture = () => loadFixture(deployBallots);

  it("votes that are passed on are cast once", async () => {
    const { ballots, open, token, toVoting, ada, stranger } = await fixture();
    const id = await open();
    await toVoting();
    await ballots.connect(ada).cast(id, [0], []);
    await token.connect(ada).delegate(stranger);
    await time.increase(2);
    await expect(ballots.connect(stranger).cast(id, [0], [])).to.be.revertedWithCustomError(
      ballots,
      "Ballots_NoVotes",
    );
  });

  it("nobody crowds candidates out by nominating puppets with the same votes", async () => {
    const { ballots, open, token, ada, ben, cleo, stranger } = await fixture();
    const id = await open({ options: 0, nomineeBps: 900 });
    await ballots.connect(ada).nominate(id, URI);
    await token.connect(ada).delegate(stranger);
    await time.increase(2);
    await expect(ballots.connect(stranger).nominate(id, URI)).to.be.revertedWithCustomError(
      ballots,
      "Ballots_TooFewVotes",
    );
    for (const honest of [ben, cleo]) await ballots.connect(honest).nominate(id, URI);
    expect((await ballots.ballotOf(id)).terms.options).to.equal(3n);
  });

  it("a source that prints votes spoils the ballot that names it, and no other", async () => {
    const { ballots, open, toVoting, ada, ben, cleo } = await fixture();
    const told = await ethers.deployContract("ToldVotes");
    for (const liar of [ada, ben, cleo]) await told.give(liar, 2n ** 127n);
    const [spoiled, fair] = [await open({ source: told.target as string }), await open()];
    await toVoting();
    await ballots.connect(ada).cast(spoiled, [0, 1], []);
    // Of the lower half alone, too, which would run over into its neighbour.
    const low = await open({ source: told.target as string, opens: (await time.latest()) + 60 });
    await time.increase(60);
    await ballots.connect(ada).cast(low, [0], []);
    await expect(ballots.connect(ben).cast(low, [0], [])).to.be.revertedWithCustomError(
      ballots,
      "SafeCastOverflowedUintDowncast",
    );
    // Two tallies share a word: what would run over is refused.
    await expect(ballots.connect(ben).cast(spoiled, [0, 1], [])).to.be.reverted;
    expect(await ballots.talliesOf(spoiled)).to.deep.equal([2n ** 127n, 2n ** 127n, 0n, 0n]);
    await told.become(1);
    await expect(ballots.connect(cleo).cast(spoiled, [0], [])).to.be.revertedWith("no votes");
    await ballots.connect(ben).cast(fair, [0], []);
    expect((await ballots.talliesOf(fair))[0]).to.equal(parseEther("3000"));
  });

  it("a source without any votes lets nobody stand", async () => {
    const { ballots, open, stranger } = await fixture();
    const told = await ethers.deployContract("ToldVotes");
    const id = await open({ source: told.target as string, options: 0, nomineeBps: 900 });
    await expect(ballots.connect(stranger).nominate(id, URI))
      .to.be.revertedWithCustomError(ballots, "Ballots_TooFewVotes")
      .withArgs(stranger.address, 0n, 0n);
  });

  it("a source without a bottom fills a ballot with nominees, and takes no word of another", async () => {
    const { ballots, open } = await fixture();
    const told = await ethers.deployContract("ToldVotes");
    const id = await open({ source: told.target as string, options: 127, nomineeBps: 10_000 });
    const [, , , , , , , one, two] = await ethers.getSigners();
    for (const liar of [one!, two!]) await told.give(liar, 5n);
    await told.setTotal(5n);
    await ballots.connect(one).nominate(id, URI);
    await expect(ballots.connect(two).nominate(id, URI))
      .to.be.revertedWithCustomError(ballots, "Ballots_Full")
      .withArgs(id, 128);
  });

  it("a vote in parts never weighs more than it has, whatever the parts", async () => {
    const { ballots, open, token, toVoting, dan, stranger } = await fixture();
    await token.connect(dan).transfer(stranger, 9_999n);
    await token.connect(stranger).delegate(stranger);
    await time.increase(2);
    const id = await open({ kind: SPLIT });
    await toVoting();
    await ballots.connect(stranger).cast(id, [0, 1, 2, 3], [1, 1, 1, 9_997]);
    const tallies = await ballots.talliesOf(id);
    expect([...tallies]).to.deep.equal([0n, 0n, 0n, 9_996n]);
    expect((await ballots.ballotOf(id)).turnout).to.equal(9_999n);
  });
});
