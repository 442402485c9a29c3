import { loadFixture, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { BrowserProvider, getAddress, parseEther, toBeHex, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import type { Network } from "@polity/sdk/network";
import { MAX_QUADRATIC_QUORUM_BPS } from "@polity/sdk/people/bounds";
import { isMet, reachLines, readReach } from "@polity/sdk/people/persons";
import { holdings, leastShare, normalAt, reached } from "../../tools/people/reach";
import { deployPeople, PERSON } from "./fixture";

describe("What persons could cast by quadratic votes", () => {
  it("is what the contract counts, for persons with the same stakes", async () => {
    const { quadratic, issue, ada, ben, seasoned, token } = await loadFixture(deployPeople);
    await issue(ada);
    await issue(ben);
    const at = await seasoned();
    const cast = (await quadratic.getPastVotes(ada, at)) + (await quadratic.getPastVotes(ben, at));
    const counted = Number(cast) / Number(await quadratic.getPastTotalSupply(at));
    // 10,000 and 100 of the 10,101 tokens that can vote.
    const [stake, mine] = [10_101, 10_100];
    expect(await token.totalSupply()).to.equal(parseEther(String(stake + 40_000)));
    const roots = [10_000, 100].reduce((sum, one) => sum + Math.sqrt(one / mine), 0);
    const expected = (Math.sqrt(mine / stake) * roots) / Math.sqrt(2);
    expect(counted).to.be.closeTo(expected, 1e-9);
    // The model spreads its own stakes: with two persons, one above and one below the middle.
    const [less, more] = holdings(2, 1);
    expect(reached(2, 1, 1)).to.be.closeTo((Math.sqrt(less!) + Math.sqrt(more!)) / Math.SQRT2, 1e-12);
  });

  it("is asked for with as many requests for sixty persons as for three", async () => {
    const { quadratic, credentials, issuer, token, ada, ben, cleo, seasoned } =
      await loadFixture(deployPeople);
    const asked: string[] = [];
    const request = ({ method, params }: { method: string; params?: unknown[] }) => {
      asked.push(method);
      return ethers.provider.send(method, params ?? []);
    };
    // A provider answers for a quarter of a second from memory, and all of this may take less.
    const provider = new BrowserProvider({ request }, undefined, { cacheTimeout: -1 });
    const network = {
      credentials: credentials.connect(provider),
      quadraticVotes: quadratic.connect(provider),
      rulebook: { types: () => Promise.resolve([]) },
    } as unknown as Network;
    const read = async () => {
      const at = await seasoned();
      asked.length = 0;
      const { voters, votes } = (await readReach(network, 0, at))!;
      return { voters, votes, requests: asked.filter((method) => method !== "eth_chainId").sort() };
    };
    const give = async (account: string) => credentials.connect(issuer).issue(PERSON, account, ZeroHash);
    for (const { address } of [ada, ben, cleo]) await give(address);
    const few = await read();
    const crowd = Array.from({ length: 57 }, (_, i) => getAddress(toBeHex(0xca11_0000 + i, 20)));
    for (const account of crowd) {
      await give(account);
      await token.connect(ada).transfer(account, parseEther("1"));
    }
    await setBalance(crowd[0]!, parseEther("1"));
    const one = await ethers.getImpersonatedSigner(crowd[0]!);
    await token.connect(one).delegate(one);
    const many = await read();
    expect([few.voters, many.voters]).to.deep.equal([3, 4]);
    expect(many.requests).to.deep.equal(few.requests);
    const at = (await time.latest()) - 1;
    const each = await Promise.all([ada, ben, cleo, crowd[0]!].map((who) => quadratic.getPastVotes(who, at)));
    expect(many.votes).to.equal(each.reduce((sum, more) => sum + more, 0n));
    expect(await quadratic.getPastVotesOf([ada, crowd[1]!, crowd[0]!], at)).to.deep.equal([
      each[0],
      0n,
      each[3],
    ]);
    expect(await quadratic.getPastVotesOf([], at)).to.deep.equal([]);
  });

  it("is a seventh to a fifth of the total for a hundred persons with a twentieth of the stake, and a third of that where thirty vote", () => {
    for (const [spread, low, high] of [
      [0, 0.22, 0.23],
      [1, 0.19, 0.21],
      [2, 0.13, 0.16],
    ] as const) {
      expect(reached(100, 0.05, spread)).to.be.within(low, high);
      expect(reached(100, 0.05, spread, 0.3)).to.be.within(low * 0.3, high * 0.3);
    }
    // POLICY's quorum of 15 % could not be met by thirty of them; the largest that a configuration may have can.
    expect(reached(100, 0.05, 0, 0.3)).to.be.below(0.15);
    expect(reached(100, 0.05, 2, 0.3) * 10_000).to.be.above(MAX_QUADRATIC_QUORUM_BPS);
  });

  it("grows with the root of the stake that persons hold, and not with their number where parts are equal", () => {
    expect(reached(100, 0.04, 0)).to.be.closeTo(2 * reached(100, 0.01, 0), 1e-12);
    expect(reached(1000, 0.05, 0)).to.be.closeTo(reached(25, 0.05, 0), 1e-12);
    expect(leastShare(300, 1)).to.be.closeTo(0.0009, 1e-12);
    expect(reached(77, leastShare(300, 0.3), 0, 0.3)).to.be.closeTo(0.03, 1e-12);
  });

  it("is of holdings that sum to one, and of a normal distribution", () => {
    for (const spread of [0, 1, 2])
      expect(holdings(50, spread).reduce((sum, one) => sum + one, 0)).to.be.closeTo(1, 1e-12);
    for (const [p, x] of [
      [0.5, 0],
      [0.975, 1.959964],
      [0.025, -1.959964],
      [0.001, -3.090232],
      [0.999, 3.090232],
    ] as const)
      expect(normalAt(p)).to.be.closeTo(x, 1e-5);
  });

  it("is said for each type, with what is missing where nobody could meet it", () => {
    const type = { type: "PEOPLE", quorum: 3n, quorumBps: 300, minVoters: 2 };
    const reach = { voters: 1, votes: 2n, total: 100n };
    const told = (of: typeof reach) => reachLines({ ...of, types: [{ ...type, met: isMet(of, type) }] });
    expect(told(reach)).to.deep.equal([
      "NEP-PEOPLE: one person could vote today, with 2 % of all, and none of its proposals can pass: 2 have to vote and 3 % have to take part",
    ]);
    expect(told({ ...reach, votes: 3n })[0]).to.match(/can pass: 2 have to vote$/);
    expect(told({ ...reach, voters: 2 })[0]).to.match(/can pass: 3 % have to take part$/);
    expect(told({ ...reach, voters: 2, votes: 3n })).to.deep.equal([
      "NEP-PEOPLE: 2 persons could vote today, with 3 % of all; it takes 2 and 3 %",
    ]);
    expect(told({ voters: 0, votes: 0n, total: 0n })[0]).to.match(/0 persons .*no votes are there/);
  });
});
