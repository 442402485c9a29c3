import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { all, DAY, extraData, FEE, fixture, ONE, Phase, SLICE, UNIT } from "../court/fixture";

const Manners = { Obeys: 0, Reverts: 1, BurnsGas: 2, CallsBack: 3 } as const;

describe("Attack: an arbitrable that does not obey", () => {
  it("holds up its own ruling alone, and obeys when it can", async () => {
    const { court, arbitrable, open, rule, decide } = await fixture();
    const id = await open();
    await rule(id, all(3, 1n));
    await decide(id);
    await arbitrable.behave(Manners.Reverts);
    await expect(court.execute(id)).to.be.revertedWith("it does not obey");
    await arbitrable.behave(Manners.BurnsGas);
    const burning = await court.execute(id, { gasLimit: 500_000 }).catch((error: unknown) => String(error));
    // Without what the compiler knows of the source, the chain only says that it was reverted.
    expect(burning).to.match(/out of gas|reverted without a reason/);
    // Its jurors do not wait for it.
    await expect(court.settle(id, 0))
      .to.emit(court, "DrawSettled")
      .withArgs(id, 0, 3, 0, 0, 3n * FEE);
    await arbitrable.behave(Manners.CallsBack);
    await expect(court.execute(id))
      .to.be.revertedWithCustomError(court, "JurorCourt_NotInPhase")
      .withArgs(id, Phase.Executed);
    expect(await court.phaseOf(id)).to.equal(Phase.Decided);
    await arbitrable.behave(Manners.Obeys);
    await court.execute(id);
    expect([await arbitrable.rulings(), await arbitrable.last()]).to.deep.equal([1n, 1n]);
  });

  it("is not starved by whoever executes with too little gas", async () => {
    const { court, arbitrable, open, rule, decide, stranger } = await fixture();
    const id = await open();
    await rule(id, all(3, 1n));
    await decide(id);
    const needed = await court.execute.estimateGas(id);
    let failed = 0;
    for (let part = 50n; part < 100n; part += 7n) {
      const gasLimit = (needed * part) / 100n;
      try {
        await (await court.connect(stranger).execute(id, { gasLimit })).wait();
      } catch {
        failed++;
        expect(await court.phaseOf(id)).to.equal(Phase.Decided);
        continue;
      }
      break;
    }
    expect(failed).to.be.greaterThan(3);
    // Whichever attempt went through, the ruling did.
    if ((await court.phaseOf(id)) === Phase.Decided) await court.execute(id);
    expect(await arbitrable.rulings()).to.equal(1n);
  });
});

describe("Attack: money that is not one's own", () => {
  it("is not had by claiming again in the middle of a claim", async () => {
    const { court, open, rule, decide } = await fixture();
    const id = await open();
    const greedy = await ethers.deployContract("GreedyClaimant", [court]);
    await rule(id, all(3, 1n));
    // It pays an appeal that nobody works for, and gets it back.
    await greedy.appeal(id, { value: 7n * FEE });
    for (let draw = 0; draw < 2; draw++) await rule(id, []);
    await decide(id);
    await court.settle(id, 2);
    expect(await court.creditOf(greedy)).to.equal(7n * FEE);
    await greedy.claim();
    expect(await greedy.succeeded()).to.equal(false);
    expect(await ethers.provider.getBalance(greedy)).to.equal(7n * FEE);
    // What is left is the first bench's.
    expect(await ethers.provider.getBalance(court)).to.equal(3n * FEE);
  });

  it("is not had by appeals without end: two are all, each costs its whole bench, and then a unit", async () => {
    const { court, token, open, rule, appeal, decide, stranger } = await fixture();
    await setBalance(stranger.address, ONE);
    const id = await open();
    const begun = BigInt(await time.latest());
    await rule(id, all(3, 1n));
    await appeal(id, stranger);
    await rule(id, all(7, 1n));
    await appeal(id, stranger);
    await rule(id, all(15, 1n));
    const held = await token.balanceOf(stranger);
    await court.connect(stranger).refer(id);
    await decide(id);
    expect(await court.currentRuling(id)).to.equal(1n);
    expect(await ethers.provider.getBalance(stranger)).to.be.lessThan(ONE - 22n * FEE + 1n);
    expect(held - (await token.balanceOf(stranger))).to.equal(UNIT);
    const lasted = BigInt(await time.latest()) - begun;
    expect(lasted).to.be.lessThan(70n * DAY);
    // Those who judged have the fees of all three benches.
    for (const draw of [0, 1, 2]) await court.settle(id, draw);
    const fees = await court.queryFilter(court.filters.DrawSettled(id));
    expect(fees.map(({ args }) => args.fees)).to.deep.equal([3n * FEE, 7n * FEE, 15n * FEE]);
  });

  it("is not had by understating what a dispute is about", async () => {
    const { court, token, stranger } = await fixture();
    const mine = await ethers.deployContract("BareArbitrable", [token]);
    await court.admit(mine, true);
    await mine.setArbitrator(court, "0x", "");
    // A token that no vote has set a rate for is worth more than any bench decides, however few there are of it.
    expect(await mine.worthOf(stranger, 1n)).to.equal(2n ** 96n - 1n);
    await mine.connect(stranger).open(2, await mine.worthOf(stranger, 1n));
    expect(await court.phaseOf(1)).to.equal(Phase.Referral);
    // Neither rate nor arbitrator is anybody's but the timelock's, and nothing that was not admitted opens a case.
    await expect(mine.connect(stranger).setRate(stranger, 1n)).to.be.revertedWithCustomError(
      mine,
      "Disputes_NotTimelock",
    );
    const other = await ethers.deployContract("OddArbitrable");
    await expect(
      other.open(court, 2, extraData(stranger.address, SLICE), { value: 3n * FEE }),
    ).to.be.revertedWithCustomError(court, "JurorCourt_NotAdmitted");
  });

  it("is not kept for good by an arbitrator that is dead", async () => {
    const { token, stranger } = await fixture();
    const mine = await ethers.deployContract("BareArbitrable", [token]);
    const dead = await ethers.deployContract("CentralArbitrator");
    await mine.setArbitrator(dead, "0x", "");
    await mine.open(2, 1n, { value: ONE / 10n });
    await time.increase(180n * DAY);
    await mine.connect(stranger).endSilence(1);
    expect([await mine.lastId(), await mine.lastRuling()]).to.deep.equal([1n, 0n]);
  });
});
