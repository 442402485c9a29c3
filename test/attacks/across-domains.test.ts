import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { all, fixture as courtFixture, PARAMETERS, SLICE, UNIT } from "../court/fixture";
import { deployRounds } from "../rounds/fixture";
import {
  BOND,
  DAY,
  FLAG,
  fixture as workFixture,
  now,
  ONE,
  PAY,
  REASON,
  REFUSE,
  Status,
  WINDOW,
} from "../work/fixture";

/** A prize that reviewers have given to nobody, and three who have shown an answer for it. */
async function refused() {
  const context = await workFixture();
  const { post, compete, dan, eva, hana, ours } = context;
  const job = await post();
  await compete(job, dan, eva, hana);
  await ours.reject(job, REASON, "0x");
  return { ...context, job };
}

describe("attack: one domain as a way to what another holds", () => {
  it("a worthless claim of a prize that nobody won does not shut out a good one, and costs its bond", async () => {
    const { work, verdicts, token, treasury, job, dan, hana, eva, dispute, ruleOn, ripen } = await refused();
    // Whoever is first holds the job: the better answer cannot be claimed meanwhile.
    await dispute(job, dan);
    await expect(dispute(job, hana)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
    await ruleOn(job, REFUSE);
    const until = (await now()) + WINDOW;
    const state = await work.jobOf(job);
    expect([state.status, state.provider, state.disputed, state.until, state.submittedAt]).to.deep.equal([
      ...[Status.Refused, ZeroAddress, false, until, 0n],
    ]);
    expect(await verdicts.bondsOf(treasury)).to.equal(BOND);
    // The same answer is not claimed again, and the money waits for the others.
    await expect(dispute(job, dan)).to.be.revertedWithCustomError(work, "Work_NoEntry");
    await expect(work.claimRefund(job)).to.be.revertedWithCustomError(work, "Work_TooEarly").withArgs(until);

    await expect(dispute(job, hana)).to.emit(work, "ProviderSet").withArgs(job, hana, 0);
    await ruleOn(job, PAY);
    await expect(dispute(job, eva)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
    await ripen(job);
    await expect(work.pay(job)).to.changeTokenBalance(token, hana, 500n * ONE);
    expect(await verdicts.bondsOf(hana)).to.equal(BOND);
  });

  it("a prize that is claimed in vain goes back when nobody claims it again", async () => {
    const { work, token, treasury, job, dan, hana, dispute, ruleOn, ripen, verdicts } = await refused();
    await dispute(job, dan);
    await expect(ruleOn(job, REFUSE))
      .to.emit(work, "Decided")
      .withArgs(job, false, verdicts, ZeroHash, (await now()) + 1n + WINDOW);
    await ripen(job);
    await expect(dispute(job, hana)).to.be.revertedWithCustomError(work, "Work_TooLate");
    await expect(work.claimRefund(job)).to.changeTokenBalance(token, treasury, 500n * ONE);
  });

  it("claims that nobody rules on, which cost nothing, do not follow one another", async () => {
    const { work, verdicts, job, dan, hana, dispute, ruleOn } = await refused();
    await dispute(job, dan);
    await ruleOn(job, 0n);
    expect(await verdicts.bondsOf(dan)).to.equal(BOND);
    await expect(dispute(job, hana)).to.be.revertedWithCustomError(work, "Work_WrongStatus");
    await work.claimRefund(job);
  });

  it("a flag that stops payments is not retired while it is set, which would keep what was promised for good", async () => {
    const { work, registry, token, award, submit, ours, ripen, pause, gus } = await workFixture();
    const job = await award();
    await submit(job);
    await ours.complete(job, REASON, "0x");
    await ripen(job);
    await pause(true);
    await expect(registry.retire([FLAG]))
      .to.be.revertedWithCustomError(registry, "ProtocolRegistry_FlagRaised")
      .withArgs(FLAG);
    await pause(false);
    await registry.retire([FLAG]);
    await expect(work.pay(job)).to.changeTokenBalance(token, gus, 100n * ONE);
  });

  it("no vote makes cases so long that whoever is losing lets the court count as silent", async () => {
    const { court, token, payer, stranger } = await courtFixture();
    const arbitrable = await ethers.deployContract("BareArbitrable", [token]);
    await arbitrable.setArbitrator(court, "0x", "");
    await court.admit(arbitrable, true);
    const year = { ...PARAMETERS, referral: 365n * DAY };
    await expect(court.setParameters(year)).to.be.revertedWithCustomError(court, "JurorCourt_BadParameters");
    // The longest there can be, of a case that goes to the vote at once.
    const least = { evidence: 60n, seating: 60n, commit: 60n, reveal: 60n, appeal: 60n };
    await court.setParameters({ ...PARAMETERS, ...least, referral: 150n * DAY - 22n * 60n });
    await arbitrable.connect(payer).open(2, 1_000n * UNIT);
    const id = await court.caseCount();
    await time.setNextBlockTimestamp((await court.caseOf(id)).time - 1n);
    await court.overrule(id, 2n);
    await expect(arbitrable.connect(stranger).endSilence(1)).to.be.revertedWithCustomError(
      arbitrable,
      "Disputes_NotSilent",
    );
    await court.connect(stranger).execute(id);
    expect(await arbitrable.lastRuling()).to.equal(2n);
  });

  it("a court that a vote replaces, or that admits no more, rules what was brought before it, and nothing else", async () => {
    const { court, token, timelock, payer, rule, decide, appeal } = await courtFixture();
    const arbitrable = await ethers.deployContract("BareArbitrable", [token]);
    await arbitrable.setArbitrator(court, "0x", "");
    await court.admit(arbitrable, true);
    const fee = await arbitrable.disputeCost(SLICE);
    await arbitrable.connect(payer).open(2, SLICE, { value: fee });
    const id = await court.caseCount();

    const next = await ethers.deployContract("JurorCourt", [token, timelock, UNIT, PARAMETERS, [arbitrable]]);
    await arbitrable.setArbitrator(next, "0x", "");
    await court.admit(arbitrable, false);
    await court.setParameters({ ...PARAMETERS, feePerJuror: 10n * PARAMETERS.feePerJuror, appeal: 60n });
    await rule(id, all(3, 2n));
    // The appeal, too, is the former court's, at the former price.
    await appeal(id);
    await rule(id, all(7, 1n));
    await decide(id);
    const imposter = await ethers.getImpersonatedSigner(next.target as string);
    await ethers.provider.send("hardhat_setBalance", [next.target, "0x56bc75e2d63100000"]);
    await expect(arbitrable.connect(imposter).rule(id, 2n))
      .to.be.revertedWithCustomError(arbitrable, "Disputes_NotArbitrator")
      .withArgs(next.target, id);
    await court.execute(id);
    expect([await arbitrable.lastId(), await arbitrable.lastRuling()]).to.deep.equal([1n, 1n]);
  });

  it("a class of credentials that is to come makes nobody a runner of a program that is there", async () => {
    const { rounds, credentials, base } = await loadFixture(deployRounds);
    const runnerClass = await credentials.classCount();
    await expect(rounds.createProgram({ ...base, runnerClass }))
      .to.be.revertedWithCustomError(credentials, "Credentials_UnknownClass")
      .withArgs(runnerClass, runnerClass);
    await rounds.createProgram({ ...base, runnerClass: runnerClass - 1n });
  });

  it("a proposal that is carried out after another puts its own budget to use, and not the other's", async () => {
    const { treasury, token, work, gus, dan } = await workFixture();
    const labels = await ethers.deployContract("MockLabels");
    await treasury.setGovernor(labels);
    const terms = { above: ONE, bond: BOND, window: DAY };
    const budgets = await ethers.deployContract("DisputedBudgets", [
      ...[token, treasury, terms, ZeroAddress, "0x", ""],
    ]);
    const sale = await ethers.deployContract("Sale", [token, treasury, ZeroAddress]);
    const distributor = await ethers.deployContract("Distributor", [
      ...[token, treasury, ZeroAddress, ZeroAddress],
    ]);
    const grant = async (proposal: bigint, spender: { target: unknown }): Promise<bigint> => {
      await labels.set(proposal, 0);
      await treasury.grantBudget({
        ...{
          spender: spender.target as string,
          token,
          amount: 100n * ONE,
          start: 0,
          period: DAY,
          periods: 1,
        },
        ...{ rollover: false, category: ZeroHash },
      });
      return treasury.budgetCount();
    };
    // Both were written when the next budget had the same number; the one of proposal 2 is carried out first.
    const theirs = await grant(2n, budgets);
    await budgets.setInstructor(0, gus);
    const own = await grant(1n, budgets);
    await expect(budgets.setInstructor(0, dan)).to.emit(budgets, "InstructorSet").withArgs(own, dan);
    expect(await budgets.instructorOf(theirs)).to.equal(gus.address);
    // Nobody is named for a budget to come, nor for one that is another's; to be nobody's instructor never fails.
    await expect(budgets.setInstructor(own + 1n, dan))
      .to.be.revertedWithCustomError(treasury, "Budgets_Unknown")
      .withArgs(own + 1n);
    await expect(budgets.setInstructor(1, dan))
      .to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotSpender")
      .withArgs(1, work.target);
    await budgets.setInstructor(1, ZeroAddress);

    const offer = {
      ...{
        budgetId: 0n,
        payment: ZeroAddress,
        startPrice: 1n,
        endPrice: 1n,
        amount: ONE,
        start: 0n,
        least: 0n,
      },
      ...{ cap: 0n, duration: DAY, vestingSeconds: 0n, cliffSeconds: 0n },
      ...{ allowList: ZeroHash, category: ZeroHash },
    };
    await grant(2n, sale);
    const sold = await grant(1n, sale);
    await sale.open(offer);
    expect((await sale.sale(1)).terms.budgetId).to.equal(sold);

    const list = {
      ...{ budgetId: 0n, root: REASON, listHash: REASON, amount: ONE, duration: 30n * DAY, destination: 0 },
      ...{ termSeconds: 0n, vestingStart: 0n, cliffSeconds: 0n },
    };
    await grant(2n, distributor);
    const shared = await grant(1n, distributor);
    await distributor.open(list);
    expect((await distributor.distribution(1)).terms.budgetId).to.equal(shared);

    // A proposal that has granted none takes none by 0.
    await labels.set(3n, 0);
    for (const [contract, attempt] of [
      [budgets, () => budgets.setInstructor(0, dan)],
      [sale, () => sale.open(offer)],
      [distributor, () => distributor.open(list)],
    ] as const)
      await expect(attempt()).to.be.revertedWithCustomError(contract, "GrantedBudget_NotOfProposal");
  });
});
