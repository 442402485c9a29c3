import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  MAX_TIME,
  MAX_WEEKS,
  MIN_AMOUNT,
  UNIT,
  WEEK,
  at,
  deployEscrow,
  expectGasBelow,
  votesOf,
} from "./fixture";

describe("VoteEscrow: locks", () => {
  /** Alice has lock 0, which ends in week 10, lock 1 in week 20, and the permanent lock 2. */
  async function deployLocks() {
    const world = await deployEscrow();
    const { escrow, alice, inWeeks } = world;
    await escrow.connect(alice).createLock(10n * UNIT, inWeeks(10));
    await escrow.connect(alice).createLock(20n * UNIT, inWeeks(20));
    await escrow.connect(alice).createPermanentLock(40n * UNIT);
    const locks = async () =>
      (await escrow.locksOf(alice)).map(({ id, amount, unlockTime }) => [id, amount, unlockTime]);
    return { ...world, locks };
  }

  describe("deployment", () => {
    it("fixes the token, the horizon and the least amount", async () => {
      const { escrow, token } = await loadFixture(deployEscrow);
      expect(await escrow.token()).to.equal(token);
      expect(await escrow.MAX_WEEKS()).to.equal(MAX_WEEKS);
      expect(await escrow.MIN_AMOUNT()).to.equal(MIN_AMOUNT);
      const [, name, version, chainId, verifyingContract] = await escrow.eip712Domain();
      expect([name, version, chainId, verifyingContract]).to.deep.equal([
        "Neuro votes",
        "1",
        31337n,
        await escrow.getAddress(),
      ]);
    });

    it("takes 1 to 208 weeks and a least amount, and a token that exists", async () => {
      const { escrow, token, alice } = await loadFixture(deployEscrow);
      const Escrow = await ethers.getContractFactory("VoteEscrow");
      for (const weeks of [1, 208]) await Escrow.deploy(token, "n", "s", weeks, 1, false);
      for (const [address, weeks, min] of [
        [await token.getAddress(), 0, 1],
        [await token.getAddress(), 209, 1],
        [await token.getAddress(), 4, 0],
        [alice.address, 4, 1],
      ] as const) {
        await expect(Escrow.deploy(address, "n", "s", weeks, min, false))
          .to.be.revertedWithCustomError(escrow, "VoteEscrow_BadParameters")
          .withArgs(address, weeks, min);
      }
    });

    it("shows itself to wallets as a token that does not move", async () => {
      const { escrow, alice, bob } = await loadFixture(deployLocks);
      expect([await escrow.name(), await escrow.symbol(), await escrow.decimals()]).to.deep.equal([
        "Neuro votes",
        "veNEURO",
        18n,
      ]);
      expect(await escrow.allowance(alice, bob)).to.equal(0);
      expect(await escrow.balanceOf(alice)).to.equal(await escrow.totalSupply());
      for (const call of [
        () => escrow.connect(alice).transfer(bob, 0),
        () => escrow.connect(alice).approve(bob, 1),
        () => escrow.connect(bob).transferFrom(alice, bob, 1),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(escrow, "VoteEscrow_NotTransferable");
      }
    });
  });

  describe("createLock", () => {
    it("takes the tokens, gives the votes to their owner, and says so", async () => {
      const { escrow, token, alice, inWeeks } = await loadFixture(deployEscrow);
      const now = inWeeks(1) - 500;
      await at(now);
      const transaction = escrow.connect(alice).createLock(3n * UNIT, inWeeks(52));
      const votes = votesOf([[3n * UNIT, inWeeks(52)]], now);
      await expect(transaction)
        .to.emit(escrow, "LockCreated")
        .withArgs(alice, 0, 3n * UNIT, inWeeks(52));
      await expect(transaction).to.emit(escrow, "DelegateChanged").withArgs(alice, ethers.ZeroAddress, alice);
      await expect(transaction).to.emit(escrow, "DelegateVotesChanged").withArgs(alice, 0, votes);
      await expect(transaction).to.changeTokenBalances(token, [alice, escrow], [-3n * UNIT, 3n * UNIT]);
      expect(await escrow.getVotes(alice)).to.equal(votes);
      expect(await escrow.totalSupply()).to.equal(votes);
      expect(await escrow.balanceOf(alice)).to.equal(votes);
      expect(await escrow.delegates(alice)).to.equal(alice);
    });

    it("delegates to the owner with the first lock only", async () => {
      const { escrow, alice, bob, inWeeks } = await loadFixture(deployLocks);
      await expect(escrow.connect(alice).createLock(UNIT, inWeeks(5))).not.to.emit(escrow, "DelegateChanged");
      await escrow.connect(bob).delegate(ethers.ZeroAddress);
      const opted = escrow.connect(bob).createLock(UNIT, inWeeks(5));
      await expect(opted).not.to.emit(escrow, "DelegateChanged");
      await expect(opted).not.to.emit(escrow, "DelegateVotesChanged");
      expect(await escrow.getVotes(bob)).to.equal(0);
      expect(await escrow.delegates(bob)).to.equal(ethers.ZeroAddress);
    });

    it("keeps the delegatee that was chosen before the first lock", async () => {
      const { escrow, bob, carol, inWeeks } = await loadFixture(deployEscrow);
      await escrow.connect(bob).delegate(carol);
      await expect(escrow.connect(bob).createLock(UNIT, inWeeks(5))).not.to.emit(escrow, "DelegateChanged");
      expect(await escrow.getVotes(bob)).to.equal(0);
      expect(await escrow.getVotes(carol)).to.equal(await escrow.totalSupply());
    });

    it("rounds the unlock time down to its week", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployEscrow);
      for (const [id, offset] of [0, 1, WEEK - 1].entries()) {
        await expect(escrow.connect(alice).createLock(UNIT, inWeeks(2) + offset))
          .to.emit(escrow, "LockCreated")
          .withArgs(alice, id, UNIT, inWeeks(2));
      }
    });

    it("takes a week that begins after now, and none that has begun", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployEscrow);
      for (const [now, accepted] of [
        [inWeeks(2) - 1, true],
        [inWeeks(2), false],
        [inWeeks(2) + 1, false],
      ] as const) {
        await at(now);
        const lock = escrow.connect(alice).createLock(UNIT, inWeeks(2) + 5);
        if (accepted) await expect(lock).to.emit(escrow, "LockCreated");
        else {
          await expect(lock)
            .to.be.revertedWithCustomError(escrow, "VoteEscrow_BadUnlockTime")
            .withArgs(inWeeks(2) + 5, now + MAX_TIME);
        }
      }
    });

    it("takes the horizon's last week from its own second on", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployEscrow);
      const end = inWeeks(3) + MAX_TIME;
      await at(inWeeks(3) - 1);
      await expect(escrow.connect(alice).createLock(UNIT, end))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_BadUnlockTime")
        .withArgs(end, end - 1);
      await at(inWeeks(3));
      await escrow.connect(alice).createLock(UNIT, end);
      expect(await escrow.getVotes(alice)).to.equal(UNIT);
      await expect(escrow.connect(alice).createLock(UNIT, end + WEEK - 1), "it is the week that counts")
        .to.emit(escrow, "LockCreated")
        .withArgs(alice, 1, UNIT, end);
      await expect(escrow.connect(alice).createLock(UNIT, ethers.MaxUint256)).to.be.revertedWithCustomError(
        escrow,
        "VoteEscrow_BadUnlockTime",
      );
    });

    it("takes the least amount, and no less", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployEscrow);
      await escrow.connect(alice).createLock(MIN_AMOUNT, inWeeks(2));
      for (const call of [
        () => escrow.connect(alice).createLock(MIN_AMOUNT - 1n, inWeeks(2)),
        () => escrow.connect(alice).createPermanentLock(MIN_AMOUNT - 1n),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(escrow, "VoteEscrow_AmountTooSmall")
          .withArgs(MIN_AMOUNT - 1n, MIN_AMOUNT);
      }
    });

    it("takes back everything when the token does not pay", async () => {
      const { escrow, token, deployer, alice, inWeeks } = await loadFixture(deployEscrow);
      await expect(escrow.connect(deployer).createLock(UNIT, inWeeks(2)))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(escrow, 0, UNIT);
      await expect(escrow.connect(alice).createLock(1001n * UNIT, inWeeks(2)))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(alice, 1000n * UNIT, 1001n * UNIT);
      expect(await escrow.locksOf(alice)).to.deep.equal([]);
      expect(await escrow.totalSupply()).to.equal(0);
    });

    it("refuses an amount that no lock can hold", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployEscrow);
      await expect(escrow.connect(alice).createLock(2n ** 96n, inWeeks(2)))
        .to.be.revertedWithCustomError(escrow, "SafeCastOverflowedUintDowncast")
        .withArgs(96, 2n ** 96n);
    });

    it("returns the lowest free id, up to 16 locks", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployEscrow);
      for (let id = 0; id < 16; ++id) {
        expect(await escrow.connect(alice).createLock.staticCall(UNIT, inWeeks(3))).to.equal(id);
        await escrow.connect(alice).createLock(UNIT, inWeeks(id === 6 ? 1 : 3));
      }
      await expect(escrow.connect(alice).createLock(UNIT, inWeeks(3)))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_TooManyLocks")
        .withArgs(alice);
      await at(inWeeks(1));
      await escrow.connect(alice).withdraw(6);
      expect(await escrow.connect(alice).createLock.staticCall(UNIT, inWeeks(3))).to.equal(6);
    });
  });

  describe("createPermanentLock", () => {
    it("gives exactly one vote a token, for ever", async () => {
      const { escrow, alice } = await loadFixture(deployEscrow);
      const transaction = escrow.connect(alice).createPermanentLock(7n * UNIT + 1n);
      await expect(transaction)
        .to.emit(escrow, "LockCreated")
        .withArgs(alice, 0, 7n * UNIT + 1n, 0);
      await expect(transaction)
        .to.emit(escrow, "DelegateVotesChanged")
        .withArgs(alice, 0, 7n * UNIT + 1n);
      for (const years of [0, 1, 4, 100]) {
        await time.increase(years * 52 * WEEK + 1);
        expect(await escrow.getVotes(alice)).to.equal(7n * UNIT + 1n);
        expect(await escrow.totalSupply()).to.equal(7n * UNIT + 1n);
      }
    });
  });

  describe("increaseAmount", () => {
    it("adds to a lock at its own end", async () => {
      const { escrow, token, alice, inWeeks } = await loadFixture(deployLocks);
      const now = inWeeks(3);
      await at(now);
      const before = votesOf(
        [
          [10n * UNIT, inWeeks(10)],
          [20n * UNIT, inWeeks(20)],
          [40n * UNIT, 0],
        ],
        now,
      );
      const transaction = escrow.connect(alice).increaseAmount(alice, 0, 1n);
      const afterwards = votesOf(
        [
          [10n * UNIT + 1n, inWeeks(10)],
          [20n * UNIT, inWeeks(20)],
          [40n * UNIT, 0],
        ],
        now,
      );
      expect(afterwards).to.equal(
        before,
        "one base unit of a week weighs less than a vote, and is kept none the less",
      );
      await expect(transaction).to.emit(escrow, "LockIncreased").withArgs(alice, 0, alice, 1);
      await expect(transaction).not.to.emit(escrow, "DelegateVotesChanged");
      await expect(transaction).to.changeTokenBalances(token, [alice, escrow], [-1, 1]);

      await at(now + 9000);
      const locks: [bigint, number][] = [
        [10n * UNIT + 1n, inWeeks(10)],
        [20n * UNIT, inWeeks(20)],
        [40n * UNIT, 0],
      ];
      const [old, grown] = [votesOf(locks, now + 9000), votesOf([...locks, [UNIT, inWeeks(20)]], now + 9000)];
      await expect(escrow.connect(alice).increaseAmount(alice, 1, UNIT))
        .to.emit(escrow, "DelegateVotesChanged")
        .withArgs(alice, old, grown);
      await escrow.connect(alice).increaseAmount(alice, 2, UNIT);
      expect((await escrow.locksOf(alice)).map(({ amount }) => amount)).to.deep.equal([
        10n * UNIT + 1n,
        21n * UNIT,
        41n * UNIT,
      ]);
    });

    it("lets anyone give the least amount, and no less", async () => {
      const { escrow, alice, bob } = await loadFixture(deployLocks);
      await expect(escrow.connect(bob).increaseAmount(alice, 0, MIN_AMOUNT))
        .to.emit(escrow, "LockIncreased")
        .withArgs(alice, 0, bob, MIN_AMOUNT);
      await expect(escrow.connect(bob).increaseAmount(alice, 0, MIN_AMOUNT - 1n))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_AmountTooSmall")
        .withArgs(MIN_AMOUNT - 1n, MIN_AMOUNT);
      await expect(escrow.connect(alice).increaseAmount(alice, 0, 0))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_AmountTooSmall")
        .withArgs(0, 1);
    });

    it("takes the last second of a lock, and neither its end nor a lock that is not there", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployLocks);
      await at(inWeeks(10) - 1);
      await escrow.connect(alice).increaseAmount(alice, 0, UNIT);
      await at(inWeeks(10));
      await expect(escrow.connect(alice).increaseAmount(alice, 0, UNIT))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockExpired")
        .withArgs(alice, 0, inWeeks(10));
      for (const id of [3, 16, ethers.MaxUint256]) {
        await expect(escrow.connect(alice).increaseAmount(alice, id, UNIT))
          .to.be.revertedWithCustomError(escrow, "VoteEscrow_NoLock")
          .withArgs(alice, id);
      }
    });

    it("refuses more than a lock can hold", async () => {
      const { escrow, alice } = await loadFixture(deployLocks);
      const amount = 2n ** 96n - 10n * UNIT;
      await expect(escrow.connect(alice).increaseAmount(alice, 0, amount))
        .to.be.revertedWithCustomError(escrow, "SafeCastOverflowedUintDowncast")
        .withArgs(96, 2n ** 96n);
    });
  });

  describe("extend", () => {
    it("moves the end to a later week", async () => {
      const { escrow, alice, inWeeks, locks } = await loadFixture(deployLocks);
      await at(inWeeks(1));
      const rest: [bigint, number][] = [
        [20n * UNIT, inWeeks(20)],
        [40n * UNIT, 0],
      ];
      const transaction = escrow.connect(alice).extend(0, inWeeks(11) + 5);
      await expect(transaction).to.emit(escrow, "LockMoved").withArgs(alice, 0, inWeeks(11));
      await expect(transaction)
        .to.emit(escrow, "DelegateVotesChanged")
        .withArgs(
          alice,
          votesOf([[10n * UNIT, inWeeks(10)], ...rest], inWeeks(1)),
          votesOf([[10n * UNIT, inWeeks(11)], ...rest], inWeeks(1)),
        );
      expect((await locks())[0]).to.deep.equal([0n, 10n * UNIT, BigInt(inWeeks(11))]);
      expect(await escrow.projectedVotes(alice, inWeeks(11))).to.equal(votesOf(rest, inWeeks(11)));
    });

    it("refuses the week it ends in, and any before", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployLocks);
      for (const unlockTime of [inWeeks(10), inWeeks(11) - 1, inWeeks(9)]) {
        await expect(escrow.connect(alice).extend(0, unlockTime))
          .to.be.revertedWithCustomError(escrow, "VoteEscrow_NotLater")
          .withArgs(unlockTime, inWeeks(10));
      }
    });

    it("refuses a week beyond the horizon", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployLocks);
      await at(inWeeks(2) - 1);
      const unlockTime = inWeeks(2) + MAX_TIME;
      await expect(escrow.connect(alice).extend(0, unlockTime))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_BadUnlockTime")
        .withArgs(unlockTime, unlockTime - 1);
      await at(inWeeks(2));
      await escrow.connect(alice).extend(0, unlockTime);
    });

    it("refuses permanent, expired and missing locks", async () => {
      const { escrow, alice, bob, inWeeks } = await loadFixture(deployLocks);
      await expect(escrow.connect(alice).extend(2, inWeeks(30)))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockPermanent")
        .withArgs(alice, 2);
      await expect(escrow.connect(bob).extend(0, inWeeks(30)))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_NoLock")
        .withArgs(bob, 0);
      await at(inWeeks(10));
      await expect(escrow.connect(alice).extend(0, inWeeks(30)))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockExpired")
        .withArgs(alice, 0, inWeeks(10));
    });
  });

  describe("makePermanent and startDecay", () => {
    it("turn a lock permanent, and let it decay from its full weight", async () => {
      const { escrow, alice, inWeeks, locks } = await loadFixture(deployLocks);
      await at(inWeeks(5));
      await expect(escrow.connect(alice).makePermanent(0)).to.emit(escrow, "LockMoved").withArgs(alice, 0, 0);
      expect(await escrow.getVotes(alice)).to.equal(
        votesOf(
          [
            [20n * UNIT, inWeeks(20)],
            [50n * UNIT, 0],
          ],
          inWeeks(5),
        ),
      );
      await at(inWeeks(30));
      await expect(escrow.connect(alice).startDecay(0))
        .to.emit(escrow, "LockMoved")
        .withArgs(alice, 0, inWeeks(30) + MAX_TIME);
      expect(await escrow.getVotes(alice)).to.equal(50n * UNIT);
      await at(inWeeks(31) - 1);
      await expect(escrow.connect(alice).startDecay(2))
        .to.emit(escrow, "LockMoved")
        .withArgs(alice, 2, inWeeks(30) + MAX_TIME);
      expect((await locks()).map(([, , end]) => end)).to.deep.equal(
        [inWeeks(30) + MAX_TIME, inWeeks(20), inWeeks(30) + MAX_TIME].map(BigInt),
      );
      expect(await escrow.projectedTotalSupply(inWeeks(30) + MAX_TIME)).to.equal(0);
    });

    it("refuse what is so already, what has expired and what is missing", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployLocks);
      await expect(escrow.connect(alice).makePermanent(2))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockPermanent")
        .withArgs(alice, 2);
      await expect(escrow.connect(alice).startDecay(0))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockNotPermanent")
        .withArgs(alice, 0);
      await at(inWeeks(10));
      for (const call of ["makePermanent", "startDecay"] as const) {
        await expect(escrow.connect(alice)[call](0))
          .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockExpired")
          .withArgs(alice, 0, inWeeks(10));
        await expect(escrow.connect(alice)[call](9))
          .to.be.revertedWithCustomError(escrow, "VoteEscrow_NoLock")
          .withArgs(alice, 9);
      }
    });
  });

  describe("merge", () => {
    it("keeps the later end, whichever lock it belongs to", async () => {
      for (const [from, to] of [
        [0, 1],
        [1, 0],
      ] as const) {
        const { escrow, alice, inWeeks, locks } = await loadFixture(deployLocks);
        await at(inWeeks(4));
        const transaction = escrow.connect(alice).merge(from, to);
        await expect(transaction)
          .to.emit(escrow, "LocksMerged")
          .withArgs(alice, from, to, 30n * UNIT, inWeeks(20));
        expect(await locks()).to.deep.equal([
          [BigInt(to), 30n * UNIT, BigInt(inWeeks(20))],
          [2n, 40n * UNIT, 0n],
        ]);
        const votes = votesOf(
          [
            [30n * UNIT, inWeeks(20)],
            [40n * UNIT, 0],
          ],
          inWeeks(4),
        );
        expect(await escrow.getVotes(alice)).to.equal(votes);
        expect(await escrow.totalSupply()).to.equal(votes);
      }
    });

    it("leaves nothing of the lock that went into the other", async () => {
      const { escrow, token, alice, inWeeks } = await loadFixture(deployLocks);
      await escrow.connect(alice).merge(0, 1);
      await at(inWeeks(20));
      for (const call of [
        () => escrow.connect(alice).withdraw(0),
        () => escrow.connect(alice).merge(0, 2),
        () => escrow.connect(alice).increaseAmount(alice, 0, UNIT),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(escrow, "VoteEscrow_NoLock").withArgs(alice, 0);
      }
      await escrow.connect(alice).withdraw(1);
      expect(await token.balanceOf(escrow)).to.equal(40n * UNIT);
    });

    it("into or out of a permanent lock is permanent", async () => {
      for (const [from, to] of [
        [0, 2],
        [2, 0],
      ] as const) {
        const { escrow, alice, inWeeks } = await loadFixture(deployLocks);
        await expect(escrow.connect(alice).merge(from, to))
          .to.emit(escrow, "LocksMerged")
          .withArgs(alice, from, to, 50n * UNIT, 0);
        expect(await escrow.projectedVotes(alice, inWeeks(20))).to.equal(50n * UNIT);
      }
    });

    it("of two that end together moves no votes and writes no history", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployLocks);
      await escrow.connect(alice).createLock(5n * UNIT, inWeeks(10));
      await escrow.connect(alice).createPermanentLock(5n * UNIT);
      for (const [from, to, end] of [
        [3, 0, inWeeks(10)],
        [4, 2, 0],
      ] as const) {
        const transaction = await escrow.connect(alice).merge(from, to);
        await expect(transaction)
          .to.emit(escrow, "LocksMerged")
          .withArgs(alice, from, to, (to === 0 ? 15n : 45n) * UNIT, end);
        await expect(transaction).not.to.emit(escrow, "DelegateVotesChanged");
        expectGasBelow(50_000, await transaction.wait());
      }
      const locks: [bigint, number][] = [
        [15n * UNIT, inWeeks(10)],
        [20n * UNIT, inWeeks(20)],
        [45n * UNIT, 0],
      ];
      expect(await escrow.getVotes(alice)).to.equal(votesOf(locks, await time.latest()));
    });

    it("locks an expired lock up again with another", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployLocks);
      await at(inWeeks(10));
      const rest: [bigint, number][] = [
        [20n * UNIT, inWeeks(20)],
        [40n * UNIT, 0],
      ];
      await expect(escrow.connect(alice).merge(0, 1))
        .to.emit(escrow, "DelegateVotesChanged")
        .withArgs(
          alice,
          votesOf(rest, inWeeks(10)),
          votesOf([[10n * UNIT, inWeeks(20)], ...rest], inWeeks(10)),
        );
      await at(inWeeks(21));
      await escrow.connect(alice).merge(1, 2);
      expect(await escrow.getVotes(alice)).to.equal(70n * UNIT);
    });

    it("refuses an expired target, the lock itself, and what is missing", async () => {
      const { escrow, alice, inWeeks } = await loadFixture(deployLocks);
      await expect(escrow.connect(alice).merge(1, 1))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_SameLock")
        .withArgs(1);
      for (const [from, to, missing] of [
        [9, 1, 9],
        [1, 9, 9],
      ] as const) {
        await expect(escrow.connect(alice).merge(from, to))
          .to.be.revertedWithCustomError(escrow, "VoteEscrow_NoLock")
          .withArgs(alice, missing);
      }
      await at(inWeeks(10));
      await expect(escrow.connect(alice).merge(1, 0))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockExpired")
        .withArgs(alice, 0, inWeeks(10));
    });
  });

  describe("withdraw", () => {
    it("returns the tokens from the second the lock ends, and not before", async () => {
      const { escrow, token, alice, inWeeks, locks } = await loadFixture(deployLocks);
      await at(inWeeks(10) - 1);
      await expect(escrow.connect(alice).withdraw(0))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockActive")
        .withArgs(alice, 0, inWeeks(10));
      await at(inWeeks(10));
      const transaction = escrow.connect(alice).withdraw(0);
      await expect(transaction)
        .to.emit(escrow, "LockWithdrawn")
        .withArgs(alice, 0, 10n * UNIT);
      await expect(transaction).not.to.emit(escrow, "DelegateVotesChanged");
      await expect(transaction).to.changeTokenBalances(token, [escrow, alice], [-10n * UNIT, 10n * UNIT]);
      expect((await locks()).map(([id]) => id)).to.deep.equal([1n, 2n]);
      await expect(escrow.connect(alice).withdraw(0))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_NoLock")
        .withArgs(alice, 0);
    });

    it("refuses a permanent lock and other people's", async () => {
      const { escrow, alice, bob, inWeeks } = await loadFixture(deployLocks);
      await at(inWeeks(500));
      await expect(escrow.connect(alice).withdraw(2))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_LockActive")
        .withArgs(alice, 2, 0);
      await expect(escrow.connect(bob).withdraw(0))
        .to.be.revertedWithCustomError(escrow, "VoteEscrow_NoLock")
        .withArgs(bob, 0);
    });
  });
});
