import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther, ZeroHash } from "ethers";

import { DAY, deployPeople, EXCLUDED, PERSON } from "../people/fixture";

describe("Attack: persons who are none, or who are many", () => {
  const fixture = () => loadFixture(deployPeople);

  it("persons whom an issuer makes for a vote that is out do not count in it", async () => {
    const { quadratic, blended, credentials, issuer, token, stranger, ada, award } = await fixture();
    await award(stranger, parseEther("5000"));
    await token.connect(ada).transfer(stranger, parseEther("100"));
    await token.connect(stranger).delegate(stranger);
    await time.increase(2);
    const before = await blended.getVotes(stranger);
    await credentials.connect(issuer).issue(PERSON, stranger, ZeroHash);
    await time.increase(13 * DAY);
    expect(await quadratic.getVotes(stranger)).to.equal(0n);
    expect(await blended.getVotes(stranger)).to.be.closeTo(before, before / 100n);
    await time.increase(DAY + 1);
    expect(await quadratic.getVotes(stranger)).to.equal(parseEther("10"));
    expect(await blended.getVotes(stranger)).to.be.above(before);
  });

  it("stake that is split over wallets without credentials gains nothing", async () => {
    const { quadratic, issue, token, ada, stranger, cleo, seasoned } = await fixture();
    await issue(ada);
    for (const wallet of [stranger, cleo]) {
      await token.connect(ada).transfer(wallet, parseEther("3000"));
      await token.connect(wallet).delegate(wallet);
    }
    const at = await seasoned();
    expect(await quadratic.getPastVotes(ada, at)).to.be.below(parseEther("100"));
    for (const wallet of [stranger, cleo]) expect(await quadratic.getPastVotes(wallet, at)).to.equal(0n);
  });

  it("a delegate of many is one person, whose votes are the root of the sum", async () => {
    const { quadratic, issue, token, ada, ben, cleo, seasoned } = await fixture();
    for (const who of [ada, ben, cleo]) await issue(who);
    for (const who of [ada, ben]) await token.connect(who).delegate(cleo);
    const at = await seasoned();
    const votes = await quadratic.getPastVotes(cleo, at);
    expect(votes ** 2n).to.be.closeTo(parseEther("10101") * 10n ** 18n, 2n * votes);
    for (const who of [ada, ben]) expect(await quadratic.getPastVotes(who, at)).to.equal(0n);
  });

  it("whoever is revoked during a vote had their votes as it began", async () => {
    const { quadratic, credentials, issue, issuer, ada, seasoned } = await fixture();
    await issue(ada);
    const snapshot = await seasoned();
    await credentials.connect(issuer).revoke(PERSON, ada, ZeroHash);
    expect(await quadratic.getPastVotes(ada, snapshot)).to.equal(parseEther("100"));
    await time.increase(2);
    expect(await quadratic.getVotes(ada)).to.equal(0n);
  });

  it("a captured issuer who makes a person of what cannot vote breaks no total", async () => {
    const { quadratic, blended, credentials, issuer, token, ada, issue, seasoned } = await fixture();
    await issue(ada);
    await credentials.connect(issuer).issue(PERSON, EXCLUDED, ZeroHash);
    const at = await seasoned();
    expect(await token.getPastVotes(EXCLUDED, at)).to.equal(parseEther("40000"));
    expect(await quadratic.getPastVotes(EXCLUDED, at)).to.equal(0n);
    expect(await blended.getPastVotes(EXCLUDED, at)).to.equal(0n);
    expect(await quadratic.getPastVotes(ada, at)).to.be.at.most(await quadratic.getPastTotalSupply(at));
  });

  it("persons who have lapsed raise the total until anybody trims them, and never lower it", async () => {
    const { quadratic, credentials, issue, issuer, ada, ben, stranger } = await fixture();
    await issue(ada);
    await issue(ben);
    await time.increase(364 * DAY);
    await credentials.connect(issuer).renew(PERSON, ada);
    await time.increase(2 * DAY);
    const lapsed = (await time.latest()) - 1;
    const high = await quadratic.getPastTotalSupply(lapsed);
    await credentials.connect(stranger).expire(PERSON, [ada, ben]);
    await time.increase(2);
    const trimmed = (await time.latest()) - 1;
    const total = await quadratic.getPastTotalSupply(trimmed);
    expect(high ** 2n).to.be.closeTo(2n * total ** 2n, 4n * high);
    expect(await quadratic.getPastVotes(ada, trimmed)).to.be.at.most(total);
    expect(await quadratic.getPastTotalSupply(lapsed), "the past stays").to.equal(high);
  });
});
