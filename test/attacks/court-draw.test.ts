import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  all,
  DAY,
  extraData,
  FEE,
  fixture,
  ONE,
  PARAMETERS,
  Phase,
  SALT,
  seatOf,
  SLICE,
  STAKE,
  UNIT,
} from "../court/fixture";

describe("Attack: a bench that is composed to order", () => {
  it("is not had with stake that is bought for the case", async () => {
    const { court, token, open, seal, stranger, payer } = await fixture();
    await token.transfer(stranger, 200n * UNIT);
    await court.connect(stranger).deposit(100n * UNIT);
    const first = await open();
    // And not by being there a month before and gone meanwhile, nor the other way round.
    await court.connect(payer).deposit(10n * UNIT);
    await court.connect(payer).requestWithdraw(10n * UNIT);
    await seal(first);
    for (const late of [stranger, payer]) {
      expect(await court.ticketsOf(first, late)).to.equal(0n);
      await expect(court.seat(first, [{ juror: late, index: 0 }]))
        .to.be.revertedWithCustomError(court, "JurorCourt_NoSuchTicket")
        .withArgs(late.address, 0, 0);
    }
    await time.increase(30n * DAY);
    await court.connect(stranger).requestWithdraw(90n * UNIT);
    await mine();
    expect(await court.ticketsOf(await open(), stranger)).to.equal(10n);
  });

  it("is not had by waiting for another seed, if one honest person takes the first", async () => {
    const { court, open, stranger } = await fixture();
    const id = await open();
    await time.increaseTo((await court.caseOf(id)).time);
    await court.seal(id);
    const { target } = await court.caseOf(id);
    // Whoever does not like the hash does nothing, and anyone else has a while.
    await mine(200);
    await court.connect(stranger).seal(id);
    const [{ seed }] = await court.drawOf(id, 0);
    const { hash } = (await ethers.provider.getBlock(Number(target)))!;
    expect(seed).to.equal(
      ethers.keccak256(
        ethers.AbiCoder.defaultAbiCoder().encode(
          ["bytes32", "address", "uint256", "uint256"],
          [hash, court.target, id, 0],
        ),
      ),
    );
    await expect(court.seal(id)).to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase");
  });

  it("is not had with the seed of a block that is still to come, whatever its hash is said to be", async () => {
    const { court, open } = await fixture();
    const id = await open();
    await time.increaseTo((await court.caseOf(id)).time);
    await court.seal(id);
    const { target } = await court.caseOf(id);
    for (let block = target - 3n; block <= target; block++)
      await expect(court.seal(id))
        .to.be.revertedWithCustomError(court, "JurorCourt_TooSoon")
        .withArgs(block, target);
    await court.seal(id);
    expect(await court.phaseOf(id)).to.equal(Phase.Seating);
  });

  it("is not had by offering worse tickets last, nor two hundred of them worst first", async () => {
    const { court, token, open, seal, ticketsFor, jurors } = await fixture();
    // Enough tickets, a month before the case.
    for (const juror of jurors) {
      await token.transfer(juror, 15n * UNIT);
      await court.connect(juror).deposit(14n * UNIT);
    }
    await time.increase(31n * DAY);
    const id = await open(8n * SLICE);
    await seal(id);
    const tickets = await ticketsFor(id);
    expect(tickets.length).to.equal(12 * 17);
    const offered = tickets.map(({ juror, index }) => ({ juror, index })).reverse();
    for (let at = 0; at < offered.length; at += 51) await court.seat(id, offered.slice(at, at + 51));
    const lowest = tickets.slice(0, 15).map(({ seat }) => seat);
    const seats = async () => [...(await court.drawOf(id, 0))[1]].sort((a, b) => (a < b ? -1 : 1));
    expect(await seats()).to.deep.equal(lowest);
    await expect(court.seat(id, offered.slice(0, 51))).to.be.revertedWithCustomError(
      court,
      "JurorCourt_NobodySeated",
    );
    expect(await seats()).to.deep.equal(lowest);
    // What was at risk of those who were displaced is free again.
    let locked = 0n;
    for (const juror of jurors) locked += (await court.stakeOf(juror)).locked;
    expect(locked).to.equal(15n * SLICE);
  });

  it("is not had by a draw that repeats in another case or another round", async () => {
    const { court, open, seal, jurors } = await fixture();
    const ids = [await open(), await open()];
    await time.increase(PARAMETERS.evidence);
    for (const id of ids) await seal(id);
    const [[one], [other]] = [await court.drawOf(ids[0]!, 0), await court.drawOf(ids[1]!, 0)];
    expect(one.seed).to.not.equal(other.seed);
    expect(seatOf(one.seed, jurors[0]!.address, 0n)).to.not.equal(seatOf(other.seed, jurors[0]!.address, 0n));
  });
});

describe("Attack: jurors who do not do what they were drawn for", () => {
  it("cannot take out what is at risk while their case is open", async () => {
    const { court, open, seal, seat, token } = await fixture();
    const id = await open();
    await seal(id);
    const [juror] = await seat(id);
    const { locked } = await court.stakeOf(juror!);
    await expect(court.connect(juror).requestWithdraw(STAKE - locked + 1n))
      .to.be.revertedWithCustomError(court, "JurorCourt_NoFreeStake")
      .withArgs(juror!.address, STAKE - locked + 1n, STAKE - locked);
    await court.connect(juror).requestWithdraw(STAKE - locked);
    await time.increase(7n * DAY);
    await expect(court.connect(juror).withdraw()).to.changeTokenBalance(token, juror!, STAKE - locked);
    expect(await court.stakeOf(juror!)).to.deep.include(locked);
  });

  it("gain nothing by copying what another has committed", async () => {
    const { court, open, seal, ticketsFor, wallets, toCommitting, toRevealing, reveal } = await fixture();
    const id = await open();
    await seal(id);
    const tickets = await ticketsFor(id);
    const two = tickets.filter(({ juror }, at) => tickets.findIndex((each) => each.juror === juror) === at);
    await court.seat(
      id,
      two.slice(0, 2).map(({ juror, index }) => ({ juror, index })),
    );
    const [honest, copier] = two.map(({ juror }) => wallets.get(juror)!);
    await toCommitting(id);
    const commitment = await court.commitmentOf(id, 0, 0, honest!, 1, SALT);
    await court.connect(honest).commit(id, 0, commitment);
    await court.connect(copier).commit(id, 1, commitment);
    await toRevealing(id);
    await reveal(id, [1n]);
    // The salt is public now, and opens nothing but the seat that it was made for.
    await expect(court.connect(copier).reveal(id, 1, 1, SALT))
      .to.be.revertedWithCustomError(court, "JurorCourt_WrongOpening")
      .withArgs(id, 1);
  });

  it("lose by denouncing themselves for the reward", async () => {
    const { court, token, open, seal, seat, toCommitting, commit } = await fixture();
    const id = await open();
    await seal(id);
    const bench = await seat(id);
    await toCommitting(id);
    await commit(id, bench, [1n]);
    const wealth = async () => {
      const { stake, exit } = await court.stakeOf(bench[0]!);
      return stake + exit + (await token.balanceOf(bench[0]!));
    };
    const before = await wealth();
    await court.connect(bench[0]).denounce(id, 0, 1, SALT);
    expect(before - (await wealth())).to.equal(SLICE / 2n);
  });

  it("who stay away decide nothing, and pay for it though a vote takes over", async () => {
    const { court, open, rule, token } = await fixture();
    const id = await open(2n * SLICE);
    // One of three who comes could be bought with a slice, and twice that is at stake: alone he rules nothing.
    for (let draw = 0; draw < 2; draw++) await rule(id, [1n]);
    expect(await court.phaseOf(id)).to.equal(Phase.Referral);
    expect(await court.currentRuling(id)).to.equal(0n);
    await court.overrule(id, 2);
    const supply = await token.totalSupply();
    for (let draw = 0; draw < 2; draw++)
      await expect(court.settle(id, draw))
        .to.emit(court, "DrawSettled")
        .withArgs(id, draw, 1, 2n * SLICE, 0, draw === 0 ? 0n : 3n * FEE);
    expect(await token.totalSupply()).to.equal(supply);
  });

  it("cannot be kept from honest cases by strangers' cheap ones", async () => {
    const { court, stranger, jurors } = await fixture();
    const own = await ethers.deployContract("OddArbitrable", stranger);
    await expect(own.open(court, 2, extraData(stranger.address, 0n), { value: ONE }))
      .to.be.revertedWithCustomError(court, "JurorCourt_NotAdmitted")
      .withArgs(own);
    for (const juror of jurors) expect((await court.stakeOf(juror)).locked).to.equal(0n);
  });
});

describe("Attack: the p + ε bribe", () => {
  const PROMISE = SLICE + ONE;

  async function bribed() {
    const context = await fixture();
    const { court, token, payer, open } = context;
    const id = await open(2n * SLICE);
    const briber = await ethers.deployContract("Briber", [court, id, 2, PROMISE]);
    await token.transfer(briber, 30n * PROMISE);
    return { ...context, id, briber, payer };
  }

  it("costs the briber nothing where nobody appeals: that is what it can do to one bench", async () => {
    const { court, briber, id, rule, decide } = await bribed();
    await rule(id, [2n, 2n, 2n]);
    await decide(id);
    await court.settle(id, 0);
    await expect(briber.collect(0, 0)).to.be.revertedWith("the promise is not due");
  });

  it("has to be paid for every seat that believed it when a later bench rules otherwise, and is not worth it", async () => {
    const { court, token, briber, id, rule, decide, appeal } = await bribed();
    const first = await rule(id, [2n, 2n, 1n]);
    await appeal(id);
    await rule(id, [...all(3, 2n), ...all(4, 1n)]);
    await decide(id);
    for (const draw of [0, 1]) await court.settle(id, draw);
    const before = await token.balanceOf(briber);
    for (const [draw, seats] of [
      [0, [0, 1]],
      [1, [0, 1, 2]],
    ] as const)
      for (const seat of seats) await briber.collect(draw, seat);
    await expect(briber.collect(0, 0)).to.be.revertedWith("you did not do it");
    const paid = before - (await token.balanceOf(briber));
    expect(paid).to.equal(5n * PROMISE);
    // More than the dispute was about, for nothing.
    expect(paid).to.be.greaterThan(2n * SLICE);
    expect(await token.balanceOf(first[0]!)).to.be.greaterThan(0n);
  });

  it("carried through all benches is undone by the vote, without harm to those who voted", async () => {
    const { court, token, arbitrable, briber, id, rule, appeal, payer } = await bribed();
    await rule(id, all(3, 2n));
    await appeal(id);
    await rule(id, all(7, 2n));
    await appeal(id);
    await rule(id, [...all(14, 2n), 1n]);
    await court.connect(payer).refer(id);
    await court.overrule(id, 1);
    await court.execute(id);
    expect(await arbitrable.last()).to.equal(1n);
    const before = await token.balanceOf(briber);
    for (const [draw, seats] of [3, 7, 14].entries())
      for (let seat = 0; seat < seats; seat++) await briber.collect(draw, seat);
    expect(before - (await token.balanceOf(briber))).to.equal(24n * PROMISE);
    for (const draw of [0, 1, 2]) await court.settle(id, draw);
    const shared = await court.queryFilter(court.filters.DrawSettled(id));
    expect(shared.map(({ args }) => args.shared + args.burned)).to.deep.equal([0n, 0n, 0n]);
  });
});
