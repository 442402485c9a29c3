import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import type { ContractTransactionResponse, Signer } from "ethers";
import { ethers } from "hardhat";

import type { IERC20, StockVestingWallet } from "../../typechain-types";
import { vested, type Terms } from "../vesting/fixture";

export interface VestingUnderTest {
  /** Whatever it is, it is spoken to as OpenZeppelin's. */
  wallet: StockVestingWallet;
  terms: Terms;
  beneficiary: Signer;
  stranger: Signer;
  /** A token that the wallet holds `amount` of; the holder has more. */
  token: IERC20;
  holder: Signer;
  amount: bigint;
}

/** What vests: how to ask for it and how to send more of it. */
interface Asset {
  vestedAmount(at: number): Promise<bigint>;
  released(): Promise<bigint>;
  releasable(): Promise<bigint>;
  release(by: Signer): Promise<ContractTransactionResponse>;
  balanceOf(account: string): Promise<bigint>;
  give(amount: bigint): Promise<unknown>;
  expectReleased(transaction: ContractTransactionResponse, amount: bigint): Promise<void>;
}

/** The points at which a schedule can go wrong: its corners, a second to either side, and places between. */
function points({ start, cliffSeconds, durationSeconds }: Terms): number[] {
  const corners = [start, start + cliffSeconds, start + durationSeconds];
  const between = Array.from({ length: 16 }, (_, i) => start + Math.floor((durationSeconds * (i + 1)) / 17));
  const all = [...corners.flatMap((at) => [at - 1, at, at + 1]), ...between, corners[2]! + 10 ** 9];
  return [...new Set(all)].sort((a, b) => a - b);
}

/** A wallet that vests with a cliff, in the manner of OpenZeppelin's VestingWallet.behavior.js. */
export function shouldBehaveLikeVestingWallet(deploy: () => Promise<VestingUnderTest>): void {
  const ether = ({ wallet, amount }: VestingUnderTest): Asset => ({
    vestedAmount: (at) => wallet["vestedAmount(uint64)"](at),
    released: () => wallet["released()"](),
    releasable: () => wallet["releasable()"](),
    release: (by) => wallet.connect(by)["release()"](),
    balanceOf: (account) => ethers.provider.getBalance(account),
    give: async (more) =>
      (await ethers.getSigners())[19]!.sendTransaction({
        to: await wallet.getAddress(),
        value: more || amount,
      }),
    expectReleased: async (transaction, expected) => {
      await expect(transaction).to.emit(wallet, "EtherReleased").withArgs(expected);
    },
  });
  const erc20 = ({ wallet, token, holder }: VestingUnderTest): Asset => ({
    vestedAmount: (at) => wallet["vestedAmount(address,uint64)"](token, at),
    released: () => wallet["released(address)"](token),
    releasable: () => wallet["releasable(address)"](token),
    release: (by) => wallet.connect(by)["release(address)"](token),
    balanceOf: (account) => token.balanceOf(account),
    give: async (more) => token.connect(holder).transfer(wallet, more),
    expectReleased: async (transaction, expected) => {
      await expect(transaction).to.emit(wallet, "ERC20Released").withArgs(token.target, expected);
      await expect(transaction).to.emit(token, "Transfer");
    },
  });

  it("tells its schedule and its owner", async () => {
    const { wallet, terms, beneficiary } = await deploy();
    const { start, durationSeconds, cliffSeconds } = terms;
    expect(await wallet.owner()).to.equal(await beneficiary.getAddress());
    expect(await wallet.start()).to.equal(start);
    expect(await wallet.cliff()).to.equal(start + cliffSeconds);
    expect(await wallet.duration()).to.equal(durationSeconds);
    expect(await wallet.end()).to.equal(start + durationSeconds);
  });

  for (const [name, assetOf] of [
    ["native currency", ether],
    ["an ERC-20 token", erc20],
  ] as const) {
    describe(`vesting of ${name}`, () => {
      async function funded() {
        const all = await deploy();
        const asset = assetOf(all);
        if (name === "native currency") await setBalance(await all.wallet.getAddress(), all.amount);
        return { ...all, asset, to: await all.beneficiary.getAddress() };
      }

      it("follows the formula at every corner, a second to either side, and between", async () => {
        const { terms, amount, asset } = await funded();
        for (const at of points(terms)) {
          expect(await asset.vestedAmount(at), `at ${at - terms.start}`).to.equal(vested(terms, amount, at));
        }
      });

      it("pays what is vested and was not paid, whoever asks, until nothing is left", async () => {
        const { terms, amount, asset, to, stranger } = await funded();
        let paid = 0n;
        for (const at of points(terms)) {
          if (at <= (await time.latest())) continue;
          const due = vested(terms, amount, at) - paid;
          await time.setNextBlockTimestamp(at);
          const before = await asset.balanceOf(to);
          const transaction = await asset.release(stranger);
          await asset.expectReleased(transaction, due);
          expect((await asset.balanceOf(to)) - before).to.equal(due);
          paid += due;
          expect(await asset.released()).to.equal(paid);
          expect(await asset.releasable()).to.equal(0);
        }
        expect(paid).to.equal(amount);
      });

      it("pays everything at once to an owner who asks at the end only", async () => {
        const { terms, amount, asset, to, stranger } = await funded();
        await time.increaseTo(terms.start + terms.durationSeconds);
        const before = await asset.balanceOf(to);
        expect(await asset.releasable()).to.equal(amount);
        await asset.release(stranger);
        expect((await asset.balanceOf(to)) - before).to.equal(amount);
      });

      it("vests what comes in later as if it had been there from the beginning", async () => {
        const { terms, amount, asset, stranger } = await funded();
        const half = terms.start + Math.floor(terms.durationSeconds / 2);
        await time.setNextBlockTimestamp(half);
        await asset.release(stranger);
        await asset.give(amount);
        for (const at of points(terms)) {
          expect(await asset.vestedAmount(at)).to.equal(vested(terms, 2n * amount, at));
        }
        const now = await time.latest();
        expect(await asset.releasable()).to.equal(
          vested(terms, 2n * amount, now) - vested(terms, amount, half),
        );
      });
    });
  }
}
