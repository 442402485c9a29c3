import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { getAddress, toBeHex, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import type { Network } from "@polity/sdk/network";
import { keeping } from "@polity/sdk/people/keeper";
import { DAY, deployPeople, PERSON, TERM } from "./fixture";

describe("A keeper of people", () => {
  const fixture = async () => {
    const context = await loadFixture(deployPeople);
    const { credentials, quadratic } = context;
    const network = { credentials, quadraticVotes: quadratic } as unknown as Network;
    const watch = keeping.watch(network, { fromBlock: 0 })!;
    const due = async () => {
      const { number, timestamp } = (await ethers.provider.getBlock("latest"))!;
      return watch({ block: number, time: timestamp });
    };
    const total = async () => credentials.totalAt(PERSON, await time.latest());
    return { ...context, due, total };
  };

  it("is not needed where no votes depend on the number of persons", async () => {
    const { credentials, quadratic } = await fixture();
    for (const network of [{}, { credentials }, { quadraticVotes: quadratic }])
      expect(keeping.watch(network as unknown as Network, { fromBlock: 0 })).to.equal(undefined);
  });

  it("trims who has lapsed, and leaves who was renewed, has renounced or is valid", async () => {
    const { credentials, issuer, issue, due, total, ada, ben, cleo, treasury, stranger } = await fixture();
    for (const person of [ada, ben, cleo, treasury]) await issue(person);
    expect(await due()).to.deep.equal([]);
    await credentials.connect(treasury).renounce(PERSON);
    await time.increase(TERM - DAY);
    await credentials.connect(issuer).renew(PERSON, ben);
    expect(await due()).to.deep.equal([]);
    await time.increase(2 * DAY);
    const [step, ...others] = await due();
    expect(others).to.deep.equal([]);
    expect([step!.kind, step!.name]).to.deep.equal(["trim", "2 credentials that have lapsed"]);
    expect((await due())[0]!.key, "the same step, asked for again").to.equal(step!.key);
    expect(await total()).to.equal(3n);
    await stranger.sendTransaction({ to: step!.call.to, data: step!.call.data });
    expect(await total()).to.equal(1n);
    expect(await credentials.hasAt(PERSON, ben, await time.latest())).to.equal(true);
    expect(await due()).to.deep.equal([]);
    // Whoever is issued one again lapses again.
    await issue(ada);
    await time.increase(TERM);
    expect((await due())[0]!.name).to.equal("2 credentials that have lapsed");
  });

  it("waits until a hundredth of a class has lapsed, which is what a transaction is worth", async () => {
    const { credentials, issuer, issue, due, ada } = await fixture();
    await issue(ada);
    await time.increase(2 * DAY);
    for (let i = 0; i < 100; i++)
      await credentials.connect(issuer).issue(PERSON, getAddress(toBeHex(0xca11_0000 + i, 20)), ZeroHash);
    await time.increaseTo(await credentials.untilOf(PERSON, ada));
    expect(await due(), "one of 101").to.deep.equal([]);
    await credentials.connect(issuer).revoke(PERSON, getAddress(toBeHex(0xca11_0000, 20)), ZeroHash);
    expect(await due(), "one of 100").to.have.length(1);
  });

  it("trims a class so large that no transaction can trim a hundredth of it", async () => {
    const { credentials, quadratic, issuer } = await fixture();
    for (let i = 0; i < 220; i++)
      await credentials.connect(issuer).issue(PERSON, getAddress(toBeHex(0xca11_0000 + i, 20)), ZeroHash);
    await time.increase(2 * TERM);
    let total = 22_000n;
    const large = new Proxy(credentials, {
      get: (of, name) => (name === "totalAt" ? () => Promise.resolve(total) : Reflect.get(of, name)),
    });
    const network = { credentials: large, quadraticVotes: quadratic } as unknown as Network;
    const watch = keeping.watch(network, { fromBlock: 0 })!;
    const { number, timestamp } = (await ethers.provider.getBlock("latest"))!;
    const [step] = await watch({ block: number, time: timestamp });
    expect(step!.name).to.equal("200 credentials that have lapsed");
    total = 22_001n;
    expect(await watch({ block: number, time: timestamp }), "220 of 22,001").to.deep.equal([]);
  });
});
