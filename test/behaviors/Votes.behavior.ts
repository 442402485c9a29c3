import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { anyValue } from "@nomicfoundation/hardhat-chai-matchers/withArgs";
import { expect } from "chai";
import type { ContractTransactionResponse, Signer } from "ethers";
import { ethers } from "hardhat";

import type { VoteEscrow } from "../../typechain-types";
import { signDelegation } from "../escrow/fixture";

/** What a vote source has in common with others, however its votes come about. */
export type VoteSource = Pick<
  VoteEscrow,
  | "connect"
  | "clock"
  | "delegate"
  | "delegates"
  | "delegateBySig"
  | "eip712Domain"
  | "getAddress"
  | "getPastTotalSupply"
  | "getPastVotes"
  | "getVotes"
  | "interface"
  | "nonces"
  | "target"
>;

export interface VotesUnderTest {
  /** Votes through IVotes alone; the two implementations share these functions. */
  votes: VoteSource;
  /** Three accounts that have neither delegated nor staked; the first two may stake `holding` each. */
  holder: Signer;
  other: Signer;
  delegatee: Signer;
  holding: bigint;
  /** Makes `amount` count for the account: pays it out, or locks it. */
  stake(account: Signer, amount: bigint): Promise<ContractTransactionResponse>;
}

export interface VotesTraits {
  /** An account that has staked for the first time is its own delegatee. */
  delegatesToItself: boolean;
  /** Votes stay what they are until somebody acts, so that amounts and votes can be compared exactly. */
  constant: boolean;
}

/** ERC-5805, in the manner of OpenZeppelin's Votes.behavior.js. */
export function shouldBehaveLikeVotes(deploy: () => Promise<VotesUnderTest>, traits: VotesTraits): void {
  const { delegatesToItself, constant } = traits;
  const expectVotes = (actual: bigint, amount: bigint): void => {
    if (constant) expect(actual).to.equal(amount);
    else if (amount === 0n) expect(actual).to.equal(0);
    else expect(actual).to.be.greaterThan(0).and.at.most(amount);
  };

  describe("ERC-5805 votes", () => {
    it("begins without votes and without delegatees", async () => {
      const { votes, holder } = await deploy();
      expect(await votes.getVotes(holder)).to.equal(0);
      expect(await votes.delegates(holder)).to.equal(ethers.ZeroAddress);
      expect(await votes.nonces(holder)).to.equal(0);
      expect(await votes.getVotes(ethers.ZeroAddress)).to.equal(0);
    });

    it(`${delegatesToItself ? "gives" : "does not give"} an account its own votes before it has delegated`, async () => {
      const { votes, holder, holding, stake } = await deploy();
      await stake(holder, holding);
      expect(await votes.delegates(holder)).to.equal(
        delegatesToItself ? await holder.getAddress() : ethers.ZeroAddress,
      );
      expectVotes(await votes.getVotes(holder), delegatesToItself ? holding : 0n);
    });

    describe("delegate", () => {
      it("gives an account its own votes", async () => {
        const { votes, holder, holding, stake } = await deploy();
        const before = delegatesToItself ? await holder.getAddress() : ethers.ZeroAddress;
        await stake(holder, holding);
        await expect(votes.connect(holder).delegate(holder))
          .to.emit(votes, "DelegateChanged")
          .withArgs(holder, before, holder);
        expect(await votes.delegates(holder)).to.equal(await holder.getAddress());
        expectVotes(await votes.getVotes(holder), holding);
      });

      it("gives another account the votes, with events that say so", async () => {
        const { votes, holder, delegatee, holding, stake } = await deploy();
        await stake(holder, holding);
        await votes.connect(holder).delegate(holder);
        const transaction = await votes.connect(holder).delegate(delegatee);
        await expect(transaction).to.emit(votes, "DelegateChanged").withArgs(holder, holder, delegatee);
        await expect(transaction).to.emit(votes, "DelegateVotesChanged").withArgs(holder, anyValue, 0);
        await expect(transaction)
          .to.emit(votes, "DelegateVotesChanged")
          .withArgs(delegatee, 0, await votes.getVotes(delegatee));
        expect(await votes.getVotes(holder)).to.equal(0);
        expectVotes(await votes.getVotes(delegatee), holding);
      });

      it("moves the votes from one delegatee to the next, and not the total", async () => {
        const { votes, holder, other, delegatee, holding, stake } = await deploy();
        await stake(holder, holding);
        await votes.connect(holder).delegate(delegatee);
        await mine();
        const moved = await votes.connect(holder).delegate(other);
        const timepoint = await timeOf(moved);
        await mine();
        expect(await votes.getPastVotes(delegatee, timepoint)).to.equal(0);
        expectVotes(await votes.getPastVotes(delegatee, timepoint - 1), holding);
        expectVotes(await votes.getPastVotes(other, timepoint), holding);
        expectVotes(await votes.getPastTotalSupply(timepoint), holding);
        if (constant)
          expect(await votes.getPastTotalSupply(timepoint)).to.equal(
            await votes.getPastTotalSupply(timepoint - 1),
          );
      });

      it("adds up the votes of several accounts", async () => {
        const { votes, holder, other, delegatee, holding, stake } = await deploy();
        await stake(holder, holding);
        await stake(other, holding);
        await votes.connect(holder).delegate(delegatee);
        const one = await votes.getVotes(delegatee);
        await votes.connect(other).delegate(delegatee);
        expect(await votes.getVotes(delegatee)).to.be.greaterThan(one);
        expectVotes(await votes.getVotes(delegatee), 2n * holding);
      });

      it("to the zero address opts out: the account's votes count in the total only", async () => {
        const { votes, holder, holding, stake } = await deploy();
        await stake(holder, holding);
        await votes.connect(holder).delegate(holder);
        const transaction = await votes.connect(holder).delegate(ethers.ZeroAddress);
        await expect(transaction)
          .to.emit(votes, "DelegateChanged")
          .withArgs(holder, holder, ethers.ZeroAddress);
        await mine();
        expect(await votes.getVotes(holder)).to.equal(0);
        expect(await votes.getVotes(ethers.ZeroAddress)).to.equal(0);
        expectVotes(await votes.getPastTotalSupply(await timeOf(transaction)), holding);
      });

      it("to the same delegatee again changes no votes", async () => {
        const { votes, holder, delegatee, holding, stake } = await deploy();
        await stake(holder, holding);
        await votes.connect(holder).delegate(delegatee);
        const again = await votes.connect(holder).delegate(delegatee);
        await expect(again).to.emit(votes, "DelegateChanged").withArgs(holder, delegatee, delegatee);
        await expect(again).not.to.emit(votes, "DelegateVotesChanged");
        expectVotes(await votes.getVotes(delegatee), holding);
      });

      it("before there is anything to vote with is remembered", async () => {
        const { votes, holder, delegatee, holding, stake } = await deploy();
        const transaction = await votes.connect(holder).delegate(delegatee);
        await expect(transaction)
          .to.emit(votes, "DelegateChanged")
          .withArgs(holder, ethers.ZeroAddress, delegatee);
        await expect(transaction).not.to.emit(votes, "DelegateVotesChanged");
        await stake(holder, holding);
        expect(await votes.delegates(holder)).to.equal(await delegatee.getAddress());
        expectVotes(await votes.getVotes(delegatee), holding);
      });
    });

    describe("delegateBySig", () => {
      const expiry = ethers.MaxUint256;

      it("delegates for the signer, whoever sends it", async () => {
        const { votes, holder, other, delegatee, holding, stake } = await deploy();
        await stake(holder, holding);
        const { v, r, s } = await signDelegation(votes, holder, { delegatee, nonce: 0, expiry });
        const transaction = await votes.connect(other).delegateBySig(delegatee, 0, expiry, v, r, s);
        await expect(transaction).to.emit(votes, "DelegateChanged").withArgs(holder, anyValue, delegatee);
        await expect(transaction).to.emit(votes, "DelegateVotesChanged").withArgs(delegatee, 0, anyValue);
        expect(await votes.delegates(holder)).to.equal(await delegatee.getAddress());
        expect(await votes.nonces(holder)).to.equal(1);
        expectVotes(await votes.getVotes(delegatee), holding);
      });

      it("refuses a signature that was used", async () => {
        const { votes, holder, delegatee } = await deploy();
        const { v, r, s } = await signDelegation(votes, holder, { delegatee, nonce: 0, expiry });
        await votes.delegateBySig(delegatee, 0, expiry, v, r, s);
        await expect(votes.delegateBySig(delegatee, 0, expiry, v, r, s))
          .to.be.revertedWithCustomError(votes, "InvalidAccountNonce")
          .withArgs(holder, 1);
      });

      it("refuses a nonce that is not the next", async () => {
        const { votes, holder, delegatee } = await deploy();
        const { v, r, s } = await signDelegation(votes, holder, { delegatee, nonce: 1, expiry });
        await expect(votes.delegateBySig(delegatee, 1, expiry, v, r, s))
          .to.be.revertedWithCustomError(votes, "InvalidAccountNonce")
          .withArgs(holder, 0);
      });

      it("takes a signature for another delegatee as another account's", async () => {
        const { votes, holder, other, delegatee } = await deploy();
        const { v, r, s } = await signDelegation(votes, holder, { delegatee, nonce: 0, expiry });
        await votes.delegateBySig(other, 0, expiry, v, r, s);
        expect(await votes.delegates(holder)).to.equal(ethers.ZeroAddress);
        expect(await votes.nonces(holder)).to.equal(0);
      });

      it("takes a signature in the second of its expiry, and none after", async () => {
        const { votes, holder, delegatee } = await deploy();
        const soon = (await time.latest()) + 10_000;
        const { v, r, s } = await signDelegation(votes, holder, { delegatee, nonce: 0, expiry: soon });
        const call = [delegatee, 0, soon, v, r, s] as const;
        await time.setNextBlockTimestamp(soon + 1);
        await expect(votes.delegateBySig(...call))
          .to.be.revertedWithCustomError(votes, "VotesExpiredSignature")
          .withArgs(soon);

        const next = (await time.latest()) + 10_000;
        const later = await signDelegation(votes, holder, { delegatee, nonce: 0, expiry: next });
        await time.setNextBlockTimestamp(next);
        await votes.delegateBySig(delegatee, 0, next, later.v, later.r, later.s);
        expect(await votes.delegates(holder)).to.equal(await delegatee.getAddress());
      });

      it("refuses a malformed signature", async () => {
        const { votes, delegatee } = await deploy();
        await expect(
          votes.delegateBySig(delegatee, 0, expiry, 27, ethers.ZeroHash, ethers.ZeroHash),
        ).to.be.revertedWithCustomError(votes, "ECDSAInvalidSignature");
      });
    });

    for (const view of ["getPastVotes", "getPastTotalSupply"] as const) {
      describe(view, () => {
        const past = (votes: VoteSource, account: Signer, timepoint: number): Promise<bigint> =>
          view === "getPastVotes"
            ? votes.getPastVotes(account, timepoint)
            : votes.getPastTotalSupply(timepoint);

        it("refuses the present and the future", async () => {
          const { votes, holder } = await deploy();
          const clock = Number(await votes.clock());
          for (const timepoint of [clock, clock + 1, 2 ** 48]) {
            await expect(past(votes, holder, timepoint))
              .to.be.revertedWithCustomError(votes, "ERC5805FutureLookup")
              .withArgs(timepoint, clock);
          }
          await past(votes, holder, clock - 1);
        });

        it("is zero before anything has happened", async () => {
          const { votes, delegatee } = await deploy();
          expect(await past(votes, delegatee, 0)).to.equal(0);
        });

        it("knows every second since", async () => {
          const { votes, holder, delegatee, holding, stake } = await deploy();
          await votes.connect(holder).delegate(delegatee);
          await votes.connect(holder).delegate(holder);
          const before = await past(votes, holder, Number(await votes.clock()) - 1);
          const first = await timeOf(await stake(holder, holding / 2n));
          await time.setNextBlockTimestamp(first + 10_000);
          const second = await timeOf(await stake(holder, holding / 2n));
          await mine(5, { interval: 60 });

          const half = await past(votes, holder, first);
          const whole = await past(votes, holder, second);
          expect(half).to.be.greaterThan(before);
          expect(whole).to.be.greaterThan(half);
          if (constant) {
            for (const timepoint of [first + 1, second - 1])
              expect(await past(votes, holder, timepoint)).to.equal(half);
            expect(await past(votes, holder, second + 1)).to.equal(whole);
          } else {
            expect(await past(votes, holder, second - 1)).to.be.lessThan(half);
            expect(await past(votes, holder, second + 1)).to.be.lessThan(whole);
          }
        });

        it("answers the same for ever", async () => {
          const { votes, holder, delegatee, holding, stake } = await deploy();
          await stake(holder, holding / 2n);
          const timepoint = await timeOf(await votes.connect(holder).delegate(holder));
          await mine();
          const seen = await past(votes, holder, timepoint);
          await stake(holder, holding / 2n);
          await votes.connect(holder).delegate(delegatee);
          await time.increase(10 * 365 * 24 * 60 * 60);
          await votes.connect(holder).delegate(holder);
          expect(await past(votes, holder, timepoint)).to.equal(seen);
        });
      });
    }
  });
}

async function timeOf(transaction: ContractTransactionResponse): Promise<number> {
  return (await transaction.getBlock())!.timestamp;
}
