import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, ZeroAddress, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { EXCLUDED } from "../helpers/governor";
import { change, key, SPEC, SPEC_URI, uint } from "../protocol/fixture";
import { ONE } from "./fixture";

const BPS = 10_000n;
const SHARE = 7_000n;
const KEY = "fee.treasuryShareBps";
const KEPT = encodeBytes32String("usage");
const SHARED = encodeBytes32String("profit");

async function deploy() {
  const [timelock, product, anyone] = await ethers.getSigners();
  const token = await ethers.deployContract("GovernanceToken", [
    ...["Test", "TEST", timelock!, [{ account: product!.address, amount: 1_000n * ONE }]],
    ...[2n ** 96n - 1n, 0],
  ] as never);
  const dollar = await ethers.deployContract("OddToken");
  await dollar.mint(product!, 1_000n * ONE);
  const treasury = await ethers.deployContract("Treasury", [
    ...[timelock!, ZeroAddress, [token, ZeroAddress].map((each) => ({ token: each, cap: 1_000n * ONE }))],
  ] as never);
  const registry = await ethers.deployContract("ProtocolRegistry", [
    timelock!,
    [uint(KEY, SHARE, 0n, 20_000n)],
  ]);
  const till = await ethers.deployContract("FeeTill", [token, treasury, registry, key(KEY)]);
  const set = (value: bigint) => registry.upgrade(key("fee"), [change(KEY, value)], true, SPEC, SPEC_URI);
  return { product: product!, anyone: anyone!, token, dollar, treasury, registry, till, set };
}

describe("FeeTill", () => {
  it("has its votes out of every quorum, and says what it reads", async () => {
    const { till, token, treasury, registry } = await loadFixture(deploy);
    expect(await token.delegates(till)).to.equal(EXCLUDED);
    expect(await Promise.all([till.TREASURY(), till.REGISTRY(), till.SHARE_KEY()])).to.deep.equal([
      treasury.target,
      registry.target,
      key(KEY),
    ]);
  });

  it("is not made where the registry lacks the parameter", async () => {
    const { token, treasury, registry } = await loadFixture(deploy);
    await expect(
      ethers.deployContract("FeeTill", [token, treasury, registry, key("fee.none")]),
    ).to.be.revertedWithCustomError(registry, "ProtocolRegistry_UnknownKey");
  });

  it("gives the treasury what came, in two incomes, to the wei, by anybody's call", async () => {
    const { till, token, treasury, product, anyone } = await loadFixture(deploy);
    const paid = 10n * ONE + 7n;
    await token.connect(product).transfer(till, paid);
    const kept = (paid * SHARE) / BPS;
    const tx = till.connect(anyone).sweep(token);
    await expect(tx)
      .to.emit(till, "Swept")
      .withArgs(token, paid, kept, paid - kept);
    await expect(tx).to.emit(treasury, "Deposited").withArgs(token, till, KEPT, kept, ZeroHash);
    await expect(tx)
      .to.emit(treasury, "Deposited")
      .withArgs(token, till, SHARED, paid - kept, ZeroHash);
    expect(await treasury.booked(token)).to.equal(paid);
    expect([await token.balanceOf(till), await token.allowance(till, treasury)]).to.deep.equal([0n, 0n]);
  });

  it("splits ether alike", async () => {
    const { till, treasury, product } = await loadFixture(deploy);
    await product.sendTransaction({ to: till, value: 101n });
    const tx = till.sweep(ZeroAddress);
    await expect(tx).to.emit(treasury, "Deposited").withArgs(ZeroAddress, till, KEPT, 70n, ZeroHash);
    await expect(tx).to.emit(treasury, "Deposited").withArgs(ZeroAddress, till, SHARED, 31n, ZeroHash);
    await expect(tx).to.changeEtherBalances([till, treasury], [-101n, 101n]);
  });

  it("takes the share of the sweep's second, and leaves nothing to share above the whole", async () => {
    const { till, treasury, product, set } = await loadFixture(deploy);
    const send = () => product.sendTransaction({ to: till, value: 100n });
    for (const [share, incomes] of [
      [0n, [[SHARED, 100n]]],
      [10_000n, [[KEPT, 100n]]],
      [20_000n, [[KEPT, 100n]]],
    ] as [bigint, [string, bigint][]][]) {
      await send();
      await set(share);
      await till.sweep(ZeroAddress);
      const found = await treasury.queryFilter(treasury.filters.Deposited(), "latest");
      expect(found.map(({ args }) => [args.category, args.amount])).to.deep.equal(incomes);
    }
  });

  it("has nothing to sweep when nothing came", async () => {
    const { till, token } = await loadFixture(deploy);
    for (const each of [token.target, ZeroAddress])
      await expect(till.sweep(each))
        .to.be.revertedWithCustomError(till, "FeeTill_NothingToSweep")
        .withArgs(each);
  });

  it("keeps a token for which the treasury has no books until it has", async () => {
    const { till, dollar, treasury, product } = await loadFixture(deploy);
    await dollar.connect(product).transfer(till, ONE);
    await expect(till.sweep(dollar)).to.be.revertedWithCustomError(treasury, "Treasury_UnlistedToken");
    expect(await dollar.balanceOf(till)).to.equal(ONE);
  });

  it("is not entered by a token that calls it back", async () => {
    const { till, product, treasury } = await loadFixture(deploy);
    await product.sendTransaction({ to: till, value: 10n });
    const caller = await ethers.deployContract("SweepingToken", [till]);
    await expect(till.sweep(caller)).to.be.revertedWithCustomError(till, "ReentrancyGuardReentrantCall");
    expect(await treasury.booked(ZeroAddress)).to.equal(0n);
  });
});
