import { loadFixture, setStorageAt, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

const MAX_OLDER = 2n ** 30n - 1n;
const PANIC_OUT_OF_BOUNDS = 0x32;

/** What differs from OpenZeppelin's votes: test/token/PackedVotes.t.sol holds everything else against them. */
describe("PackedVotes", () => {
  async function fixture() {
    const [ada, ben, cleo] = await ethers.getSigners();
    const supply = { account: ada!.address, amount: 1_000n };
    const token = await ethers.deployContract("PackedGovernanceToken", [
      ...(["Neuro", "NEURO", ada!, [supply], 2n ** 96n - 1n, 10_000] as const),
    ]);
    const deployed = await time.latest();
    await token.delegate(ada!);
    /** Where the account's head lies. */
    const slotOf = async (account: string): Promise<string> => {
      for (let i = 0; i < 20; ++i) {
        const slot = ethers.keccak256(
          ethers.AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [account, i]),
        );
        if (BigInt(await ethers.provider.getStorage(token, slot)) >> 96n !== 0n) return slot;
      }
      throw new Error(`no head of ${account}`);
    };
    return { token, deployed, slotOf, ada: ada!, ben: ben!, cleo: cleo! };
  }

  it("knows every second of a long history, however far back it is asked for", async () => {
    const { token, ada, ben } = await loadFixture(fixture);
    const known: [second: number, votes: bigint][] = [];
    for (let i = 0n; i < 40n; ++i) {
      await time.increase(10);
      await token.transfer(ben, 1n);
      known.push([await time.latest(), 999n - i]);
    }
    await time.increase(1);
    for (const [second, votes] of known) {
      expect(await token.getPastVotes(ada, second)).to.equal(votes);
      expect(await token.getPastVotes(ada, second - 1)).to.equal(votes + 1n);
    }
    expect(await token.numCheckpoints(ada)).to.equal(41);
    expect(await token.numCheckpoints(ben)).to.equal(0);
  });

  it("has no votes before the first of many checkpoints, and moves no more than there is", async () => {
    const { token, deployed, ada, ben } = await loadFixture(fixture);
    for (let i = 0; i < 9; ++i) await token.transfer(ben, 1n);
    expect(await token.getPastVotes(ada, deployed)).to.equal(0);
    await expect(token.transfer(ben, 992n))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
      .withArgs(ada, 991n, 992n);
  });

  it("shows its checkpoints from the oldest on, and none beyond the newest", async () => {
    const { token, ada, ben } = await loadFixture(fixture);
    const first = await time.latest();
    await token.transfer(ben, 1n);
    const second = await time.latest();
    expect(await token.checkpoints(ada, 0)).to.deep.equal([first, 1_000n]);
    expect(await token.checkpoints(ada, 1)).to.deep.equal([second, 999n]);
    for (const [account, pos] of [
      [ada, 2],
      [ben, 0],
    ] as const)
      await expect(token.checkpoints(account, pos)).to.be.revertedWithPanic(PANIC_OUT_OF_BOUNDS);
  });

  it("empties the delegatee that an account does not need any more", async () => {
    const { token, ada, ben, cleo } = await loadFixture(fixture);
    for (const delegatee of [ben, cleo, ada, ben, ethers.ZeroAddress] as const) {
      await token.delegate(delegatee);
      expect(await token.delegates(ada)).to.equal(
        typeof delegatee === "string" ? delegatee : delegatee.address,
      );
      expect(await token.getVotes(ada)).to.equal(delegatee === ada ? 1_000n : 0n);
      expect(await token.getVotes(ben)).to.equal(delegatee === ben ? 1_000n : 0n);
    }
  });

  it("refuses a supply of more than 96 bits", async () => {
    const { token, ada, ben } = await loadFixture(fixture);
    const supply = [ada, ben].map(({ address }) => ({ account: address, amount: 2n ** 95n }));
    await expect(ethers.deployContract("PackedGovernanceToken", ["N", "N", ada, supply, 1n, 0] as never))
      .to.be.revertedWithCustomError(token, "ERC20ExceededSafeSupply")
      .withArgs(2n ** 96n, 2n ** 96n - 1n);
  });

  it("writes no history after its last second, and says so; what has no votes still moves", async () => {
    const { token, deployed, ada, ben, cleo } = await loadFixture(fixture);
    const last = deployed - 1 + (2 ** 32 - 1);
    expect(await token.LAST_SECOND()).to.equal(last);
    await time.setNextBlockTimestamp(last);
    await token.transfer(ben, 10n);
    const calls = [
      () => token.transfer(ben, 1n),
      () => token.delegate(ben),
      () => token.burn(1n),
      () => token.mint(ben, 1n),
    ];
    for (const call of calls)
      await expect(call()).to.be.revertedWithCustomError(token, "PackedVotes_ClockEnded").withArgs(last);
    await token.connect(ben).transfer(cleo, 4n);
    expect(await token.balanceOf(cleo)).to.equal(4);
    expect(await token.getPastVotes(ada, last)).to.equal(990);
    expect(await token.getPastTotalSupply(deployed - 1)).to.equal(0);
  });

  it("takes the last checkpoint that it can count, and refuses one more", async () => {
    const { token, slotOf, ada, ben } = await loadFixture(fixture);
    const slot = await slotOf(ada.address);
    const head = BigInt(await ethers.provider.getStorage(token, slot));
    await setStorageAt(token.target as string, slot, ethers.toBeHex(head | ((MAX_OLDER - 1n) << 224n), 32));
    await token.transfer(ben, 1n);
    expect(await token.getVotes(ada)).to.equal(999);
    await expect(token.transfer(ben, 1n)).to.be.revertedWithCustomError(token, "PackedTrace_Full");
    expect(await token.delegates(ada)).to.equal(ada.address);
  });
});
