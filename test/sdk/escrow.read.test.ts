import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import {
  comingWeeks,
  lock,
  monthEnds,
  parseDate,
  PERMANENT,
  powerOf,
  readAccount,
  readForecast,
  readTotalPower,
  weekOf,
  WEEK,
} from "@polity/sdk";
import { deployEscrow, ONE } from "../helpers/escrow";
import { fails } from "../helpers/fails";

async function long() {
  return deployEscrow(208);
}

/** Numbers that look random and are the same in every run (mulberry32). */
function dice(seed: number) {
  return (sides: number): number => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

describe("Reading the escrow with the SDK", () => {
  for (const seed of [1, 2, 3]) {
    it(`computes the escrow's own numbers from locks at random, now and at times to come (seed ${seed})`, async () => {
      const { escrow, ada, ben, cleo, week } = await loadFixture(long);
      const roll = dice(seed);
      for (const account of [ada, ben, cleo]) {
        for (let i = 0; i < 4; i++) {
          const amount = ONE + BigInt(roll(2 ** 31)) * BigInt(roll(2 ** 31));
          const unlockTime = roll(4) === 0 ? PERMANENT : week(1 + roll(200)) + roll(WEEK);
          await lock(escrow, account, { amount, unlockTime });
        }
      }
      await escrow.connect(ben).delegate(ada);

      for (let step = 0; step < 8; step++) {
        const [a, b, c] = await Promise.all(
          [ada, ben, cleo].map(({ address }) => readAccount(escrow, address)),
        );
        const { now, maxWeeks } = a!;
        const all = [a!, b!, c!].flatMap(({ locks }) => locks);
        for (const { power, account } of [a!, b!, c!])
          expect(power).to.equal(await escrow.balanceOf(account));
        expect(a!.votes).to.equal(powerOf([...a!.locks, ...b!.locks], maxWeeks, now));
        expect(b!.votes).to.equal(0n);
        expect(a!.totalPower).to.equal(powerOf(all, maxWeeks, now));

        const times = [now + 60 + roll(WEEK), now + 60 + roll(150 * WEEK), ...comingWeeks(now, 2)];
        for (const { time: at, power, votes, totalPower } of await readForecast(escrow, c!, times)) {
          expect([power, votes, totalPower]).to.deep.equal([
            powerOf(c!.locks, maxWeeks, at),
            powerOf(c!.locks, maxWeeks, at),
            powerOf(all, maxWeeks, at),
          ]);
          expect(await readTotalPower(escrow, at)).to.equal(totalPower);
        }
        const expected = powerOf(c!.locks, maxWeeks, times[0]!);
        await time.increaseTo(times[0]! + roll(40 * WEEK) + 1);
        expect(await escrow.getPastVotes(cleo, times[0]!)).to.equal(expected);
        expect(await readTotalPower(escrow, times[0]!)).to.equal(powerOf(all, maxWeeks, times[0]!));
      }
    });
  }

  it("rounds the sum once, not each lock", () => {
    const [half, end] = [{ amount: 1n, unlockTime: 2 * WEEK }, 4];
    expect(powerOf([half], end, 0)).to.equal(0n);
    expect(powerOf([half, half], end, 0)).to.equal(1n);
    expect(powerOf([half, { amount: 7n, unlockTime: PERMANENT }], end, 2 * WEEK)).to.equal(7n);
    expect(powerOf([], end, 0)).to.equal(0n);
  });

  it("forecasts nothing for the past", async () => {
    const { escrow, ada } = await loadFixture(long);
    const holder = await readAccount(escrow, ada.address);
    await fails(readForecast(escrow, holder, [holder.now - 100]), /VoteEscrow_PastLookup/);
    expect(await readForecast(escrow, holder, [])).to.deep.equal([]);
  });

  it("knows where weeks begin and months end, in UTC and over the year", () => {
    expect(monthEnds(parseDate("2026-11-30"), 3)).to.deep.equal(
      ["2026-12-01", "2027-01-01", "2027-02-01"].map(parseDate),
    );
    expect(monthEnds(parseDate("2028-01-31") + 86_399, 2)).to.deep.equal(
      ["2028-02-01", "2028-03-01"].map(parseDate),
    );
    expect(weekOf(parseDate("2027-01-31"))).to.equal(parseDate("2027-01-28"));
    expect(weekOf(parseDate("2027-01-28"))).to.equal(parseDate("2027-01-28"));
    expect(comingWeeks(parseDate("2027-01-28"), 2)).to.deep.equal(
      ["2027-02-04", "2027-02-11"].map(parseDate),
    );
  });
});
