import {
  mine,
  setNextBlockBaseFeePerGas,
  takeSnapshot,
  time,
} from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { EXCLUDED } from "../helpers/governor";
import {
  all,
  DAY,
  extraData,
  FEE,
  fixture,
  JURORS,
  jurorOf,
  now,
  ONE,
  PARAMETERS,
  Phase,
  SALT,
  SLICE,
  STAKE,
  UNIT,
} from "./fixture";

const DENOUNCED = 1n << 254n;
const MAX_VALUE = 2n ** 96n - 1n;

describe("JurorCourt", () => {
  describe("deployment", () => {
    it("names its token, timelock, unit and parameters, admits, and excludes its votes", async () => {
      const { court, token, timelock, arbitrable } = await fixture();
      expect(await court.TOKEN()).to.equal(token.target);
      expect(await court.TIMELOCK()).to.equal(timelock.address);
      expect(await court.UNIT()).to.equal(UNIT);
      expect(await court.currentTerms()).to.equal(0n);
      expect(await court.parametersOf(0)).to.deep.equal(Object.values(PARAMETERS));
      expect(await court.isAdmitted(arbitrable)).to.equal(true);
      expect(await token.delegates(court)).to.equal(EXCLUDED);
      expect(await court.jurorCount()).to.equal(BigInt(JURORS));
    });

    it("refuses nobody as timelock, and a unit of nothing or of too much", async () => {
      const { token, timelock } = await fixture();
      const factory = await ethers.getContractFactory("JurorCourt");
      for (const [owner, unit] of [
        [ethers.ZeroAddress, UNIT],
        [timelock.address, 0n],
        [timelock.address, 2n ** 96n],
      ] as const)
        await expect(factory.deploy(token, owner, unit, PARAMETERS, []))
          .to.be.revertedWithCustomError(factory, "JurorCourt_BadDeployment")
          .withArgs(owner, unit);
    });
  });

  describe("parameters", () => {
    it("are the timelock's to set, for cases to come", async () => {
      const { court, open, stranger } = await fixture();
      const first = await open();
      const next = { ...PARAMETERS, feePerJuror: 2n * FEE };
      await expect(court.setParameters(next))
        .to.emit(court, "ParametersSet")
        .withArgs(1, Object.values(next));
      const second = await open();
      expect((await court.caseOf(first)).terms).to.equal(0n);
      expect((await court.caseOf(second)).terms).to.equal(1n);
      await expect(court.connect(stranger).setParameters(next))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotTimelock")
        .withArgs(stranger.address);
    });

    it("stay for a case those that it was opened with: price, slice and periods", async () => {
      const { court, open, rule, appeal, payer } = await fixture();
      const id = await open(5n * SLICE);
      const dearer = { sliceBps: 10_000n, feePerJuror: 2n * FEE, appeal: DAY, referral: DAY };
      await court.setParameters({ ...PARAMETERS, ...dearer });
      const [juror] = await rule(id, all(15, 1n));
      const seats = (await court.drawOf(id, 0))[1].filter((seat) => jurorOf(seat) === juror!.address);
      expect((await court.stakeOf(juror!)).locked).to.equal(BigInt(seats.length) * SLICE);
      expect((await court.caseOf(id)).time).to.equal((await now()) + PARAMETERS.appeal);
      await court.connect(payer).refer(id);
      expect((await court.caseOf(id)).time).to.equal((await now()) + PARAMETERS.referral);

      await court.setParameters({ ...PARAMETERS, feePerJuror: 2n * FEE });
      const smaller = await open(0n);
      await court.setParameters(PARAMETERS);
      await rule(smaller, all(3, 1n));
      await expect(court.appeal(smaller, "0x", { value: 14n * FEE - 1n }))
        .to.be.revertedWithCustomError(court, "JurorCourt_FeeTooLow")
        .withArgs(14n * FEE - 1n, 14n * FEE);
      await expect(appeal(smaller)).to.changeEtherBalance(payer, -14n * FEE);
    });

    it("have a slice, a juror, and periods from a minute on that leave a case 150 days", async () => {
      const { court } = await fixture();
      const periods = ["evidence", "seating", "commit", "reveal", "appeal", "referral"] as const;
      for (const changes of [
        { sliceBps: 0n },
        { sliceBps: 10_001n },
        { minJurors: 0n },
        ...periods.flatMap((name) => [{ [name]: 59n }, { [name]: PARAMETERS[name] + 63n * DAY + 1n }]),
      ]) {
        const parameters = { ...PARAMETERS, ...changes };
        await expect(court.setParameters(parameters))
          .to.be.revertedWithCustomError(court, "JurorCourt_BadParameters")
          .withArgs(Object.values(parameters));
      }
      await court.setParameters({ ...PARAMETERS, sliceBps: 10_000n, minJurors: 1n, evidence: 60n });
      // Of evidence and the vote there is one, of appeals three, and every bench can be drawn twice: 87 days so far.
      const times = { evidence: 1n, referral: 1n, appeal: 3n, seating: 6n, commit: 6n, reveal: 6n };
      for (const [name, times_] of Object.entries(times) as [keyof typeof times, bigint][]) {
        const longest = PARAMETERS[name] + (63n * DAY) / times_;
        await court.setParameters({ ...PARAMETERS, [name]: longest });
        await expect(
          court.setParameters({ ...PARAMETERS, [name]: longest + 1n }),
        ).to.be.revertedWithCustomError(court, "JurorCourt_BadParameters");
      }
    });
  });

  describe("stake", () => {
    it("is deposited, counts its jurors, and leaves seven days after it was asked for", async () => {
      const { court, token, stranger } = await fixture();
      const mine_ = court.connect(stranger);
      await expect(mine_.deposit(UNIT - 1n))
        .to.emit(court, "StakeChanged")
        .withArgs(stranger, UNIT - 1n);
      expect(await court.jurorCount()).to.equal(BigInt(JURORS));
      await mine_.deposit(1n);
      expect(await court.jurorCount()).to.equal(BigInt(JURORS) + 1n);
      await mine_.deposit(5n);
      expect(await court.jurorCount()).to.equal(BigInt(JURORS) + 1n);

      await mine_.requestWithdraw(6n);
      expect(await court.jurorCount()).to.equal(BigInt(JURORS));
      const time_ = (await now()) + 7n * DAY;
      expect(await court.stakeOf(stranger)).to.deep.equal([UNIT - 1n, 0n, 6n, time_]);
      await expect(mine_.withdraw())
        .to.be.revertedWithCustomError(court, "JurorCourt_NothingToWithdraw")
        .withArgs(stranger.address, 6n, time_);
      await time.setNextBlockTimestamp(time_);
      await expect(mine_.withdraw()).to.changeTokenBalances(token, [court, stranger], [-6n, 6n]);
      await expect(mine_.withdraw()).to.be.revertedWithCustomError(court, "JurorCourt_NothingToWithdraw");
    });

    it("takes neither a deposit nor a request of nothing, nor a request of more than is free", async () => {
      const { court, jurors } = await fixture();
      const mine_ = court.connect(jurors[0]);
      await expect(mine_.deposit(0)).to.be.revertedWithCustomError(court, "JurorCourt_ZeroAmount");
      for (const amount of [0n, STAKE + 1n])
        await expect(mine_.requestWithdraw(amount))
          .to.be.revertedWithCustomError(court, "JurorCourt_NoFreeStake")
          .withArgs(jurors[0]!.address, amount, STAKE);
    });
  });

  describe("admission", () => {
    it("is the timelock's, and what is not admitted opens nothing", async () => {
      const { court, arbitrable, open, stranger, payer } = await fixture();
      await expect(court.connect(stranger).admit(arbitrable, true))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotTimelock")
        .withArgs(stranger.address);
      const first = await open();
      await expect(court.admit(arbitrable, false))
        .to.emit(court, "ArbitrableAdmitted")
        .withArgs(arbitrable, false);
      await expect(arbitrable.open(court, 2, extraData(payer.address, 1n), { value: 1n * ONE }))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotAdmitted")
        .withArgs(arbitrable);
      expect(await court.phaseOf(first)).to.equal(Phase.Evidence);
    });
  });

  describe("opening a case", () => {
    it("asks the smallest bench whose majority can lose what it is about", async () => {
      const { court, open, costOf, payer, arbitrable } = await fixture();
      for (const [value, size] of [
        [0n, 3n],
        [2n * SLICE, 3n],
        [2n * SLICE + 1n, 7n],
        [4n * SLICE, 7n],
        [4n * SLICE + 1n, 15n],
        [8n * SLICE, 15n],
      ] as const) {
        expect(await costOf(value)).to.equal(size * FEE);
        const id = await open(value);
        expect((await court.drawOf(id, 0))[0].size).to.equal(size);
        const opened = (await court.queryFilter(court.filters.CaseOpened(id)))[0]!;
        expect(opened.args.slice(1)).to.deep.equal([arbitrable.target, payer.address, 0n, 2n, value]);
        expect(await court.phaseOf(id)).to.equal(Phase.Evidence);
      }
    });

    it("leaves what is worth more to the vote at once, for nothing", async () => {
      const { court, open, costOf, payer, arbitrable } = await fixture();
      for (const value of [8n * SLICE + 1n, MAX_VALUE]) {
        expect(await costOf(value)).to.equal(0n);
        const id = await open(value);
        expect(await court.phaseOf(id)).to.equal(Phase.Referral);
        const { time: deadline, draws } = await court.caseOf(id);
        expect([deadline, draws]).to.deep.equal([(await now()) + PARAMETERS.referral, 0n]);
      }
      // What was paid all the same is the payer's.
      await arbitrable.open(court, 2, extraData(payer.address, MAX_VALUE), { value: 7n });
      expect(await court.creditOf(payer)).to.equal(7n);
    });

    it("leaves everything to the vote while fewer than ten jurors were there for a month", async () => {
      const { court, jurors, open, costOf } = await fixture();
      for (const juror of jurors.slice(0, 3)) await court.connect(juror).requestWithdraw(STAKE);
      await mine();
      expect(await costOf(0n)).to.equal(0n);
      expect(await court.phaseOf(await open(0n))).to.equal(Phase.Referral);
      // Another one counts in a month, not at once.
      await time.increase(31n * DAY);
      await court.connect(jurors[0]).deposit(UNIT);
      await mine();
      expect(await costOf(0n)).to.equal(0n);
      await time.increase(30n * DAY);
      expect(await costOf(0n)).to.equal(3n * FEE);
    });

    it("refuses too few or too many choices, words that it cannot read, and too low a fee", async () => {
      const { court, arbitrable, payer } = await fixture();
      const data = extraData(payer.address, 0n);
      for (const choices of [0n, 65_535n])
        await expect(arbitrable.open(court, choices, data, { value: 3n * FEE }))
          .to.be.revertedWithCustomError(court, "JurorCourt_BadChoice")
          .withArgs(choices, 65_534n);
      for (const bad of [
        "0x",
        ethers.dataSlice(data, 1),
        extraData(payer.address, 2n ** 96n),
        `0x01${"00".repeat(63)}`,
      ])
        await expect(arbitrable.open(court, 2, bad, { value: 3n * FEE }))
          .to.be.revertedWithCustomError(court, "JurorCourt_BadExtraData")
          .withArgs(bad);
      await expect(arbitrable.open(court, 2, data, { value: 3n * FEE - 1n }))
        .to.be.revertedWithCustomError(court, "JurorCourt_FeeTooLow")
        .withArgs(3n * FEE - 1n, 3n * FEE);
      // Any words may stand in front.
      await arbitrable.open(court, 65_534, ethers.concat([ethers.id("Kleros"), data]), { value: 3n * FEE });
    });
  });

  describe("sealing", () => {
    it("chooses a block to come when evidence is over, and takes its hash", async () => {
      const { court, open } = await fixture();
      const id = await open();
      await expect(court.seal(id))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(id, Phase.Evidence);
      await time.increaseTo((await court.caseOf(id)).time);
      expect(await court.phaseOf(id)).to.equal(Phase.Sealing);
      const target = BigInt(await ethers.provider.getBlockNumber()) + 5n;
      await expect(court.seal(id)).to.emit(court, "TargetSet").withArgs(id, 0, target);
      await mine(3);
      await expect(court.seal(id))
        .to.be.revertedWithCustomError(court, "JurorCourt_TooSoon")
        .withArgs(target, target);
      const { hash } = (await ethers.provider.getBlock(Number(target)))!;
      const seed = ethers.keccak256(
        ethers.AbiCoder.defaultAbiCoder().encode(
          ["bytes32", "address", "uint256", "uint256"],
          [hash, court.target, id, 0],
        ),
      );
      await expect(court.seal(id)).to.emit(court, "SeedTaken").withArgs(id, 0, seed);
      const [draw] = await court.drawOf(id, 0);
      expect([draw.seed, (await court.caseOf(id)).time]).to.deep.equal([seed, await now()]);
      expect(await court.phaseOf(id)).to.equal(Phase.Seating);
    });

    it("chooses another block if nobody has taken the hash in time", async () => {
      const { court, open } = await fixture();
      const id = await open();
      await time.increaseTo((await court.caseOf(id)).time);
      await court.seal(id);
      await mine(300);
      const target = BigInt(await ethers.provider.getBlockNumber()) + 5n;
      await expect(court.seal(id)).to.emit(court, "TargetSet").withArgs(id, 0, target);
      await mine(4);
      await expect(court.seal(id)).to.emit(court, "SeedTaken");
    });
  });

  describe("seating", () => {
    it("seats the lowest tickets there are, and says where", async () => {
      const { court, open, seal, seat, ticketsFor, toCommitting } = await fixture();
      const id = await open();
      await seal(id);
      const lowest = (await ticketsFor(id)).slice(0, 3);
      await expect(court.seat(id, [lowest[0]!]))
        .to.emit(court, "Seated")
        .withArgs(id, 0, lowest[0]!.juror, 0, lowest[0]!.index, ethers.ZeroAddress);
      await seat(id);
      await toCommitting(id);
      await expect(court.seat(id, [lowest[0]!]))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(id, Phase.Committing);
      const [, seats, ballots] = await court.drawOf(id, 0);
      expect(seats.slice(0, 3)).to.deep.equal(lowest.map((each) => each.seat));
      expect(seats.slice(3)).to.deep.equal(all(12, 0n));
      expect(ballots).to.deep.equal(all(15, 0n));
      const locked = await Promise.all(lowest.map(({ juror }) => court.stakeOf(juror)));
      for (const [index, { juror }] of lowest.entries())
        expect(locked[index]!.locked).to.equal(
          SLICE * BigInt(lowest.filter((each) => each.juror === juror).length),
        );
    });

    it("passes over tickets that are of no use, and refuses a call of such alone", async () => {
      const { court, open, seal, seat, ticketsFor } = await fixture();
      const id = await open();
      await seal(id);
      const tickets = await ticketsFor(id);
      await seat(id);
      for (const useless of [tickets.slice(0, 3), tickets.slice(3, 5), []])
        await expect(
          court.seat(
            id,
            useless.map(({ juror, index }) => ({ juror, index })),
          ),
        )
          .to.be.revertedWithCustomError(court, "JurorCourt_NobodySeated")
          .withArgs(id);
    });

    it("refuses tickets that there are not", async () => {
      const { court, open, seal, jurors, stranger } = await fixture();
      const id = await open();
      await seal(id);
      await expect(court.seat(id, [{ juror: jurors[0]!, index: 3 }]))
        .to.be.revertedWithCustomError(court, "JurorCourt_NoSuchTicket")
        .withArgs(jurors[0]!.address, 3n, 3n);
      await expect(court.seat(id, [{ juror: stranger, index: 0 }]))
        .to.be.revertedWithCustomError(court, "JurorCourt_NoSuchTicket")
        .withArgs(stranger.address, 0n, 0n);
    });

    it("passes over a juror who has no slice free", async () => {
      const { court, open, seal, ticketsFor, wallets } = await fixture();
      const id = await open();
      await seal(id);
      const [first, ...others] = await ticketsFor(id);
      // The lowest two may be of one juror.
      const second = others.find(({ juror }) => juror !== first!.juror);
      await court.connect(wallets.get(first!.juror)).requestWithdraw(STAKE - SLICE + 1n);
      await expect(court.seat(id, [first!]))
        .to.be.revertedWithCustomError(court, "JurorCourt_NobodySeated")
        .withArgs(id);
      // Exactly a slice is enough.
      await court.connect(wallets.get(second!.juror)).requestWithdraw(STAKE - SLICE);
      await court.seat(id, [first!, second!]);
      expect((await court.drawOf(id, 0))[1][0]).to.equal(second!.seat);
    });

    it("lets a juror's lower ticket take the place of a higher one of the same juror", async () => {
      const { court, open, seal, ticketsFor } = await fixture();
      const id = await open();
      await seal(id);
      // The juror with the highest ticket of all: it gives way to any of his own.
      const tickets = await ticketsFor(id);
      const high = tickets.at(-1)!;
      const low = tickets.find(({ juror }) => juror === high.juror)!;
      const others = tickets.filter(({ juror }) => juror !== high.juror).slice(0, 2);
      const offer = (those: typeof tickets) =>
        court.seat(
          id,
          those.map(({ juror, index }) => ({ juror, index })),
        );
      await offer([...others, high]);
      await expect(offer([low]))
        .to.emit(court, "Seated")
        .withArgs(id, 0, high.juror, 2, low.index, high.juror);
      expect((await court.stakeOf(high.juror)).locked).to.equal(SLICE);
      expect((await court.drawOf(id, 0))[1]).to.include(low.seat);
    });

    it("lets it do so also where the juror has no other slice free: the seat has one already", async () => {
      const { court, open, seal, ticketsFor, wallets } = await fixture();
      const id = await open();
      await seal(id);
      const tickets = await ticketsFor(id);
      const offer = (those: typeof tickets) =>
        court.seat(
          id,
          those.map(({ juror, index }) => ({ juror, index })),
        );
      const high = tickets.at(-1)!;
      const own = tickets.filter(({ juror }) => juror === high.juror);
      const others = tickets.filter(({ juror }) => juror !== high.juror);
      await court.connect(wallets.get(high.juror)).requestWithdraw(STAKE - SLICE);
      await offer([...others.slice(0, 2), high]);
      const before = await court.stakeOf(high.juror);
      expect([before.stake, before.locked]).to.deep.equal([SLICE, SLICE]);
      await offer([own[0]!]);
      expect([...(await court.drawOf(id, 0))[1]].slice(0, 3)).to.have.members([
        ...others.slice(0, 2).map(({ seat }) => seat),
        own[0]!.seat,
      ]);
      expect((await court.stakeOf(high.juror)).locked).to.equal(SLICE);
    });

    it("has the same jurors in whatever order tickets of a juror with one slice are offered", async () => {
      const { court, open, seal, ticketsFor, wallets, jurors } = await fixture();
      const id = await open();
      await seal(id);
      const tickets = await ticketsFor(id);
      // A juror with a ticket below, and one above, that of another; and two of others that are below it, too.
      const found = jurors.map(({ address }) => {
        const own = tickets.filter(({ juror }) => juror === address);
        const [low, high] = [own[0]!, own.at(-1)!];
        const below = tickets.filter(({ juror, seat }) => juror !== address && seat < high.seat);
        return { address, low, high, below, between: below.at(-1) };
      });
      const { address, low, high, below, between } = found.find(
        (each) => each.below.length > 2 && each.between!.seat > each.low.seat,
      )!;
      const [one, two] = below;
      await court.connect(wallets.get(address)).requestWithdraw(STAKE - SLICE);
      const seatsOf = async (...order: typeof tickets) => {
        const before = await takeSnapshot();
        await court.seat(
          id,
          order.map(({ juror, index }) => ({ juror, index })),
        );
        const seats = [...(await court.drawOf(id, 0))[1]].slice(0, 3);
        await before.restore();
        return seats;
      };
      // What comes second of the two finds no slice: the juror has one seat, and which ticket it is by changes no vote.
      expect(await seatsOf(one!, low, high, two!)).to.have.members([one!.seat, low.seat, two!.seat]);
      expect(await seatsOf(one!, high, low, two!)).to.have.members([one!.seat, high.seat, two!.seat]);
      // If the higher one then loses its seat, the slice is free, and whoever offers the lower one again seats it.
      const lost = await seatsOf(one!, high, low, two!, between!);
      expect(lost).to.have.members([one!.seat, two!.seat, between!.seat]);
      const again = await seatsOf(one!, high, low, two!, between!, low);
      expect(again).to.have.members([one!.seat, two!.seat, low.seat]);
    });
  });

  describe("voting", () => {
    async function seated() {
      const context = await fixture();
      const id = await context.open();
      await context.seal(id);
      const bench = await context.seat(id);
      await context.toCommitting(id);
      return { ...context, id, bench };
    }

    it("is secret first, and can be changed until votes are revealed", async () => {
      const { court, id, bench, toRevealing } = await seated();
      const commitment = await court.commitmentOf(id, 0, 0, bench[0]!, 1, SALT);
      await expect(court.connect(bench[0]).commit(id, 0, commitment))
        .to.emit(court, "Committed")
        .withArgs(id, 0, 0, commitment);
      const other = await court.commitmentOf(id, 0, 0, bench[0]!, 2, SALT);
      await court.connect(bench[0]).commit(id, 0, other);
      await toRevealing(id);
      await expect(court.connect(bench[0]).commit(id, 0, commitment))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(id, Phase.Revealing);
      await expect(court.reveal(id, 0, 1, SALT))
        .to.be.revertedWithCustomError(court, "JurorCourt_WrongOpening")
        .withArgs(id, 0);
      await expect(court.reveal(id, 0, 2, SALT))
        .to.emit(court, "Revealed")
        .withArgs(id, 0, 0, 2);
      expect((await court.drawOf(id, 0))[2][0]).to.equal(3n);
    });

    it("is the seat's juror's alone", async () => {
      const { court, id, bench, stranger } = await seated();
      for (const seat of [0, 3, 15])
        await expect(court.connect(stranger).commit(id, seat, SALT))
          .to.be.revertedWithCustomError(court, "JurorCourt_NotJuror")
          .withArgs(id, seat, stranger.address);
      const other = bench.find(({ address }) => address !== bench[0]!.address)!;
      await expect(court.connect(other).commit(id, 0, SALT)).to.be.revertedWithCustomError(
        court,
        "JurorCourt_NotJuror",
      );
    });

    it("reveals what was committed, of choices that there are, once", async () => {
      const { court, id, bench, commit, toRevealing } = await seated();
      await expect(court.reveal(id, 0, 1, SALT))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(id, Phase.Committing);
      await commit(id, bench, [1n, 3n]);
      await toRevealing(id);
      await expect(court.reveal(id, 1, 3, SALT))
        .to.be.revertedWithCustomError(court, "JurorCourt_BadChoice")
        .withArgs(3, 2);
      for (const [seat, choice, salt] of [
        [0, 2, SALT],
        [0, 1, ethers.ZeroHash],
        [2, 1, SALT],
        [15, 1, SALT],
      ] as const)
        await expect(court.reveal(id, seat, choice, salt))
          .to.be.revertedWithCustomError(court, "JurorCourt_WrongOpening")
          .withArgs(id, seat);
      await court.reveal(id, 0, 1, SALT);
      await expect(court.reveal(id, 0, 1, SALT)).to.be.revertedWithCustomError(
        court,
        "JurorCourt_WrongOpening",
      );
    });

    it("is lost by a juror whose vote is known before", async () => {
      const { court, token, id, bench, commit, toRevealing, stranger } = await seated();
      await commit(id, bench, [1n]);
      const supply = await token.totalSupply();
      const { stake } = await court.stakeOf(bench[0]!);
      await expect(court.connect(stranger).denounce(id, 0, 2, SALT))
        .to.be.revertedWithCustomError(court, "JurorCourt_WrongOpening")
        .withArgs(id, 0);
      await expect(court.connect(stranger).denounce(id, 0, 1, SALT))
        .to.emit(court, "Denounced")
        .withArgs(id, 0, 0, stranger, SLICE / 2n);
      expect((await court.drawOf(id, 0))[2][0]).to.equal(DENOUNCED);
      expect((await court.stakeOf(bench[0]!)).stake).to.equal(stake - SLICE);
      expect(await token.totalSupply()).to.equal(supply - SLICE / 2n);
      await expect(court.connect(stranger).withdraw()).to.changeTokenBalance(token, stranger, SLICE / 2n);
      await expect(court.connect(bench[0]).commit(id, 0, SALT))
        .to.be.revertedWithCustomError(court, "JurorCourt_VoteLost")
        .withArgs(id, 0);
      await toRevealing(id);
      await expect(court.reveal(id, 0, 1, SALT)).to.be.revertedWithCustomError(
        court,
        "JurorCourt_WrongOpening",
      );
      await expect(court.denounce(id, 0, 1, SALT))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(id, Phase.Revealing);
    });
  });

  describe("a bench", () => {
    it("rules by the majority of all its seats", async () => {
      const { court, arbitrable, open, rule } = await fixture();
      const id = await open();
      await expect(court.close(id))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(id, Phase.Evidence);
      await rule(id, [2n, 1n, 2n]);
      const deadline = (await now()) + PARAMETERS.appeal;
      const ruled = (await court.queryFilter(court.filters.BenchRuled(id)))[0]!;
      expect(ruled.args.slice(1)).to.deep.equal([0n, 2n, deadline]);
      expect(await court.queryFilter(court.filters.AppealPossible(id, arbitrable))).to.have.length(1);
      expect(await court.currentRuling(id)).to.equal(2n);
      expect(await court.phaseOf(id)).to.equal(Phase.Appeal);
    });

    it("may rule that everything stays as it was", async () => {
      const { court, open, rule, decide } = await fixture();
      const id = await open();
      await rule(id, [0n, 0n, 1n]);
      expect((await court.caseOf(id)).byBench).to.equal(true);
      await decide(id);
      expect(await court.currentRuling(id)).to.equal(0n);
    });

    it("without a majority is drawn once more with the same fee, and then the vote decides", async () => {
      const { court, open, rule } = await fixture();
      const id = await open();
      await rule(id, [1n, undefined, undefined]);
      expect(await court.phaseOf(id)).to.equal(Phase.Sealing);
      const [first] = await court.drawOf(id, 0);
      const [second] = await court.drawOf(id, 1);
      expect([first.fee, second.fee, second.size]).to.deep.equal([0n, 3n * FEE, 3n]);
      await rule(id, [1n, 2n, 0n]);
      expect(await court.phaseOf(id)).to.equal(Phase.Referral);
      expect((await court.caseOf(id)).referrer).to.equal(ethers.ZeroAddress);
    });

    it("most of whose votes were shown to others has no majority either", async () => {
      const { court, open, seal, seat, commit, toCommitting, toRevealing, toTallying, stranger } =
        await fixture();
      const id = await open();
      await seal(id);
      const bench = await seat(id);
      await toCommitting(id);
      await commit(id, bench, [1n, 1n, 1n]);
      for (const index of [0, 1]) await court.connect(stranger).denounce(id, index, 1, SALT);
      await toRevealing(id);
      await court.reveal(id, 2, 1, SALT);
      await toTallying(id);
      await court.close(id);
      expect(await court.queryFilter(court.filters.BenchRuled(id))).to.have.length(0);
      expect(await court.phaseOf(id)).to.equal(Phase.Sealing);
      expect((await court.caseOf(id)).byBench).to.equal(false);
    });

    it("that nobody sat on comes to nothing likewise", async () => {
      const { court, open, seal, toTallying } = await fixture();
      const id = await open();
      for (const phase of [Phase.Sealing, Phase.Referral]) {
        await seal(id);
        await toTallying(id);
        await court.close(id);
        expect(await court.phaseOf(id)).to.equal(phase);
      }
    });
  });

  describe("an appeal", () => {
    it("asks the next larger bench, at the appellant's cost, until the largest has ruled", async () => {
      const { court, open, rule, appeal, arbitrable, stranger } = await fixture();
      const id = await open();
      await rule(id, all(3, 1n));
      expect(await court.disputeStatus(id)).to.equal(1n);
      const { time: deadline } = await court.caseOf(id);
      expect(await court.appealPeriod(id)).to.deep.equal([deadline - PARAMETERS.appeal, deadline]);
      expect(await court.appealCost(id, "0x")).to.equal(7n * FEE);
      await expect(court.appeal(id, "0x", { value: 7n * FEE - 1n }))
        .to.be.revertedWithCustomError(court, "JurorCourt_FeeTooLow")
        .withArgs(7n * FEE - 1n, 7n * FEE);
      await expect(appeal(id, stranger)).to.emit(court, "AppealDecision").withArgs(id, arbitrable);
      const [draw] = await court.drawOf(id, 1);
      expect([draw.size, draw.payer, draw.fee]).to.deep.equal([7n, stranger.address, 7n * FEE]);
      expect(await court.disputeStatus(id)).to.equal(0n);
      expect(await court.appealPeriod(id)).to.deep.equal([0n, 0n]);
      expect(await court.appealCost(id, "0x")).to.equal(ethers.MaxUint256);
      await expect(court.appeal(id, "0x", { value: ONE }))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(id, Phase.Sealing);

      await rule(id, all(7, 2n));
      expect(await court.currentRuling(id)).to.equal(2n);
      await appeal(id);
      await rule(id, all(15, 1n));
      expect(await court.currentRuling(id)).to.equal(1n);
      expect(await court.appealPeriod(id)).to.deep.equal([0n, 0n]);
      await expect(court.appeal(id, "0x", { value: ONE }))
        .to.be.revertedWithCustomError(court, "JurorCourt_WrongInstance")
        .withArgs(id, 15);
      expect(await court.queryFilter(court.filters.AppealPossible(id))).to.have.length(2);
    });

    it("leaves the earlier ruling where the larger bench comes to nothing twice, and no vote is held", async () => {
      const { court, open, rule, appeal, decide } = await fixture();
      const id = await open();
      const bench = await rule(id, [1n, 1n, 2n]);
      await appeal(id);
      await rule(id, [2n]);
      await rule(id, [2n]);
      expect(await court.phaseOf(id)).to.equal(Phase.Referral);
      await decide(id);
      expect(await court.currentRuling(id)).to.equal(1n);
      // Who voted otherwise on the first bench has lost a slice to the two others.
      const before = (await court.stakeOf(bench[2]!)).stake;
      await court.settle(id, 0);
      expect((await court.stakeOf(bench[2]!)).stake).to.equal(before - SLICE);
    });

    it("draws a hung bench anew even if an earlier bench of the case was drawn anew", async () => {
      const { court, open, rule, appeal } = await fixture();
      const id = await open();
      await rule(id, []);
      await rule(id, all(3, 1n));
      await appeal(id);
      await rule(id, []);
      expect(await court.phaseOf(id)).to.equal(Phase.Sealing);
      expect((await court.caseOf(id)).draws).to.equal(4n);
    });
  });

  describe("a referral", () => {
    async function largest() {
      const context = await fixture();
      const id = await context.open(8n * SLICE);
      const bench = await context.rule(id, [...all(8, 1n), ...all(6, 2n), undefined]);
      return { ...context, id, bench };
    }

    it("is made with a bond of one unit, after the largest bench alone", async () => {
      const { court, token, id, payer, open, rule } = await largest();
      await expect(court.connect(payer).refer(id)).to.changeTokenBalances(
        token,
        [payer, court],
        [-UNIT, UNIT],
      );
      const { referrer, time: deadline } = await court.caseOf(id);
      expect([referrer, deadline]).to.deep.equal([payer.address, (await now()) + PARAMETERS.referral]);
      await expect(court.connect(payer).refer(id))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(id, Phase.Referral);
      const small = await open();
      await rule(small, all(3, 1n));
      await expect(court.connect(payer).refer(small))
        .to.be.revertedWithCustomError(court, "JurorCourt_WrongInstance")
        .withArgs(small, 3);
    });

    it("lets a vote rule otherwise, which gives the bond back", async () => {
      const { court, token, id, payer, stranger } = await largest();
      await court.connect(payer).refer(id);
      await expect(court.connect(stranger).overrule(id, 2))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotTimelock")
        .withArgs(stranger.address);
      await expect(court.overrule(id, 3))
        .to.be.revertedWithCustomError(court, "JurorCourt_BadChoice")
        .withArgs(3, 2);
      await expect(court.overrule(id, 2)).to.emit(court, "CaseDecided").withArgs(id, 2, true);
      await expect(court.connect(payer).withdraw()).to.changeTokenBalance(token, payer, UNIT);
      await expect(court.overrule(id, 1))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(id, Phase.Decided);
    });

    it("burns the bond if no vote rules in time, and the ruling stands", async () => {
      const { court, token, id, payer, decide } = await largest();
      await court.connect(payer).refer(id);
      const supply = await token.totalSupply();
      const { time: deadline } = await court.caseOf(id);
      await time.increaseTo(deadline);
      await expect(court.overrule(id, 2))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(id, Phase.Closing);
      await decide(id);
      expect(await token.totalSupply()).to.equal(supply - UNIT);
      expect(await court.currentRuling(id)).to.equal(1n);
      await expect(court.connect(payer).withdraw()).to.be.revertedWithCustomError(
        court,
        "JurorCourt_NothingToWithdraw",
      );
    });

    it("without a bench or a vote leaves everything as it was", async () => {
      const { court, arbitrable, open, decide } = await fixture();
      const id = await open(MAX_VALUE);
      await decide(id);
      expect(await court.disputeStatus(id)).to.equal(2n);
      await court.execute(id);
      expect([await arbitrable.rulings(), await arbitrable.last()]).to.deep.equal([1n, 0n]);
    });
  });

  describe("settling", () => {
    /** What everybody concerned has, in tokens to withdraw, stake, and wei to claim. */
    async function holdings(court: Awaited<ReturnType<typeof fixture>>["court"], who: string) {
      const { stake, locked, exit } = await court.stakeOf(who);
      return { stake, locked, exit, credit: await court.creditOf(who) };
    }

    it("gives the slices of those who voted otherwise, and the fee, to those who voted as it was ruled", async () => {
      const {
        court,
        open,
        seal,
        ticketsFor,
        toCommitting,
        commit,
        toRevealing,
        reveal,
        toTallying,
        wallets,
        decide,
      } = await fixture();
      const id = await open();
      await seal(id);
      // Three different jurors, so that the sums are plain.
      const tickets = await ticketsFor(id);
      const lowest = tickets
        .filter(({ juror }, index) => tickets.findIndex((each) => each.juror === juror) === index)
        .slice(0, 3);
      await court.seat(
        id,
        lowest.map(({ juror, index }) => ({ juror, index })),
      );
      const bench = lowest.map(({ juror }) => wallets.get(juror)!);
      await toCommitting(id);
      await commit(id, bench, [1n, 2n, 1n]);
      await toRevealing(id);
      await reveal(id, [1n, 2n, 1n]);
      await toTallying(id);
      await court.close(id);
      await expect(court.settle(id, 0))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(id, Phase.Appeal);
      await decide(id);
      await expect(court.settle(id, 1))
        .to.be.revertedWithCustomError(court, "JurorCourt_NothingToSettle")
        .withArgs(id, 1);
      await expect(court.settle(id, 0))
        .to.emit(court, "DrawSettled")
        .withArgs(id, 0, 2, SLICE, 0, 2n * ((3n * FEE) / 2n));
      await expect(court.settle(id, 0))
        .to.be.revertedWithCustomError(court, "JurorCourt_NothingToSettle")
        .withArgs(id, 0);
      const nothing = { locked: 0n, exit: 0n, credit: 0n };
      const earned = { locked: 0n, exit: SLICE / 2n, credit: (3n * FEE) / 2n };
      expect(await holdings(court, bench[0]!.address)).to.deep.equal({ ...earned, stake: STAKE });
      expect(await holdings(court, bench[1]!.address)).to.deep.equal({ ...nothing, stake: STAKE - SLICE });
      expect(await holdings(court, bench[2]!.address)).to.deep.equal({ ...earned, stake: STAKE });
    });

    it("goes by the final ruling in every round", async () => {
      const { court, open, rule, appeal, decide } = await fixture();
      const id = await open();
      const first = await rule(id, [1n, 1n, 2n]);
      await appeal(id);
      await rule(id, all(7, 2n));
      await decide(id);
      const { stake } = await court.stakeOf(first[0]!);
      await court.settle(id, 0);
      const settled = (await court.queryFilter(court.filters.DrawSettled(id, 0)))[0]!;
      expect(settled.args.slice(2)).to.deep.equal([1n, 2n * SLICE, 0n, 3n * FEE]);
      expect((await court.stakeOf(first[0]!)).stake).to.be.lessThan(stake);
      await court.settle(id, 1);
      expect((await court.queryFilter(court.filters.DrawSettled(id, 1)))[0]!.args.slice(2)).to.deep.equal([
        7n,
        0n,
        0n,
        7n * FEE,
      ]);
    });

    it("takes after a vote from the absent alone, and what was denounced stays lost", async () => {
      const {
        court,
        open,
        seal,
        seat,
        toCommitting,
        commit,
        toRevealing,
        reveal,
        toTallying,
        payer,
        stranger,
      } = await fixture();
      const id = await open(8n * SLICE);
      await seal(id);
      const bench = await seat(id);
      await toCommitting(id);
      const choices = [...all(8, 1n), ...all(5, 2n), 1n, undefined];
      await commit(id, bench, choices);
      await court.connect(stranger).denounce(id, 13, 1, SALT);
      await toRevealing(id);
      await reveal(id, choices.slice(0, 13));
      await toTallying(id);
      await court.close(id);
      await court.connect(payer).refer(id);
      await court.overrule(id, 2);
      await court.settle(id, 0);
      const { args } = (await court.queryFilter(court.filters.DrawSettled(id)))[0]!;
      const share = SLICE / 13n;
      const fee = (15n * FEE) / 13n;
      expect(args.slice(2)).to.deep.equal([13n, 13n * share, SLICE - 13n * share, 13n * fee]);
      // What 13 cannot share evenly is the payer's.
      expect(await court.creditOf(payer)).to.equal(15n * FEE - 13n * fee);
    });

    it("burns the slices and gives the fee back where nobody voted", async () => {
      const { court, token, open, rule, decide, payer } = await fixture();
      const id = await open();
      const supply = await token.totalSupply();
      await rule(id, []);
      await rule(id, []);
      await decide(id);
      await court.settle(id, 0);
      await court.settle(id, 1);
      expect(await token.totalSupply()).to.equal(supply - 6n * SLICE);
      expect(await court.creditOf(payer)).to.equal(3n * FEE);
    });

    it("frees those who voted where no bench ever ruled, however they voted", async () => {
      const { court, open, rule, decide } = await fixture();
      const id = await open();
      await rule(id, [1n, 2n, 0n]);
      await rule(id, [1n, 2n, undefined]);
      await decide(id);
      await court.settle(id, 0);
      const { args } = (await court.queryFilter(court.filters.DrawSettled(id, 0)))[0]!;
      expect(args.slice(2)).to.deep.equal([3n, 0n, 0n, 0n]);
      await court.settle(id, 1);
      const { args: last } = (await court.queryFilter(court.filters.DrawSettled(id, 1)))[0]!;
      expect(last.slice(2)).to.deep.equal([2n, SLICE, 0n, 3n * FEE]);
    });

    it("counts only seats that were taken", async () => {
      const { court, open, seal, seat, toCommitting, commit, toRevealing, reveal, toTallying, decide } =
        await fixture();
      const id = await open();
      await seal(id);
      const bench = await seat(id, 2);
      await toCommitting(id);
      await commit(id, bench, [1n, 1n]);
      await toRevealing(id);
      await reveal(id, [1n, 1n]);
      await toTallying(id);
      await court.close(id);
      await decide(id);
      await court.settle(id, 0);
      const { args } = (await court.queryFilter(court.filters.DrawSettled(id)))[0]!;
      expect(args.slice(2)).to.deep.equal([2n, 0n, 0n, 3n * FEE]);
      expect(jurorOf((await court.drawOf(id, 0))[1][0]!)).to.equal(bench[0]!.address);
    });
  });

  describe("executing", () => {
    it("has the arbitrable carry out the final ruling, once", async () => {
      const { court, arbitrable, open, rule, decide } = await fixture();
      const id = await open();
      await rule(id, all(3, 2n));
      await expect(court.execute(id))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(id, Phase.Appeal);
      await decide(id);
      await expect(court.execute(id))
        .to.emit(court, "CaseExecuted")
        .withArgs(id, 2)
        .and.to.emit(arbitrable, "Ruling")
        .withArgs(court, id, 2);
      expect(await court.phaseOf(id)).to.equal(Phase.Executed);
      await expect(court.execute(id))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(id, Phase.Executed);
      await court.settle(id, 0);
    });

    it("knows no case that there is not", async () => {
      const { court } = await fixture();
      expect(await court.phaseOf(7)).to.equal(Phase.None);
      await expect(court.execute(7))
        .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
        .withArgs(7, Phase.None);
      await expect(court.settle(7, 0)).to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase");
    });
  });

  describe("claiming", () => {
    it("sends the fees that were earned, wherever their owner wants", async () => {
      const { court, open, rule, decide, payee } = await fixture();
      const id = await open();
      const bench = await rule(id, all(3, 1n));
      await decide(id);
      await court.settle(id, 0);
      const owed = await court.creditOf(bench[0]!);
      await setNextBlockBaseFeePerGas(0);
      const claiming = court.connect(bench[0]).claim(payee, { gasPrice: 0 });
      await expect(claiming).to.changeEtherBalances([court, payee], [-owed, owed]);
      await expect(claiming).to.emit(court, "Claimed").withArgs(bench[0]!.address, payee.address, owed);
      await expect(court.connect(bench[0]).claim(payee)).to.be.revertedWithCustomError(
        court,
        "JurorCourt_ZeroAmount",
      );
    });
  });
});
