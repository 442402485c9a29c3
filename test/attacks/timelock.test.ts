import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { code, fixture, GOV, State, type Governance, type Proposal } from "../helpers/governor";

/** What a stranger would pass to the timelock to execute a proposal past the governor. */
function directly({ governor }: Governance, { hashed }: Proposal) {
  const [targets, values, calldatas, hash] = hashed;
  const salt = ethers.toBeHex(BigInt(hash) ^ BigInt(ethers.zeroPadBytes(governor.target as string, 32)), 32);
  return [targets, values, calldatas, ethers.ZeroHash, salt] as const;
}

async function asTimelock({ timelock }: Governance) {
  await ethers.provider.send("hardhat_setBalance", [timelock.target, "0x56bc75e2d63100000"]);
  return timelock.connect(await ethers.getImpersonatedSigner(timelock.target as string));
}

describe("Attack: past the governor, through the timelock", () => {
  it("where the timelock looks only after the calls, an executor schedules within its own batch (CVE-2021-39167)", async () => {
    const { target, setNumber, stranger } = await fixture();
    const naive = await ethers.deployContract("NaiveTimelock");
    const accomplice = await ethers.deployContract("Scheduler");
    const encode = naive.interface;
    const targets = [naive.target, naive.target, target.target, accomplice.target] as string[];
    const calls = [
      encode.encodeFunctionData("setProposer", [accomplice.target]),
      encode.encodeFunctionData("setDelay", [0n]),
      setNumber(666n).data!,
      accomplice.interface.encodeFunctionData("run"),
    ];
    // The batch cannot hold its own id, so it asks an accomplice that knows it.
    await accomplice.prepare(naive.target, await naive.idOf(targets, calls));
    await naive.connect(stranger).executeBatch(targets, calls);
    expect(await target.number()).to.equal(666);
  });

  it("here an executor cannot make itself proposer within its own batch (CVE-2021-39167)", async () => {
    const context = await fixture();
    const { timelock, stranger } = context;
    const encode = timelock.interface;
    // Gain the role, drop the delay, and have the whole batch scheduled by its own last call.
    const targets = Array(3).fill(timelock.target) as string[];
    const calls = [
      encode.encodeFunctionData("grantRole", [await timelock.PROPOSER_ROLE(), stranger.address]),
      encode.encodeFunctionData("updateDelay", [0n]),
      encode.encodeFunctionData("grantRole", [await timelock.DEFAULT_ADMIN_ROLE(), stranger.address]),
    ];
    const attempt = () =>
      timelock.connect(stranger).executeBatch(targets, [0n, 0n, 0n], calls, ethers.ZeroHash, ethers.ZeroHash);
    await expect(attempt())
      .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
      .withArgs(stranger.address, await timelock.EXECUTOR_ROLE());

    // Even where everyone may execute, the timelock asks first whether the batch was scheduled.
    const admin = await asTimelock(context);
    await admin.grantRole(await timelock.EXECUTOR_ROLE(), ethers.ZeroAddress);
    await expect(attempt()).to.be.revertedWithCustomError(timelock, "TimelockUnexpectedOperationState");
  });

  it("where everyone may execute, an expired proposal is executed all the same", async () => {
    const context = await fixture();
    const { timelock, governor, target, stranger, pass, queue, setNumber } = context;
    const admin = await asTimelock(context);
    await admin.grantRole(await timelock.EXECUTOR_ROLE(), ethers.ZeroAddress);
    const proposal = await pass("# NEP-GOV: Stale", [setNumber(666n)]);
    await queue(proposal);
    await time.increaseTo((await governor.proposalExpiry(proposal.id)) + 1n);
    expect(await governor.state(proposal.id)).to.equal(State.Expired);
    await timelock.connect(stranger).executeBatch(...clone(directly(context, proposal)));
    expect(await target.number()).to.equal(666);
  });

  it("here nobody executes, schedules or cancels but the governor, before expiry and after", async () => {
    const context = await fixture();
    const { timelock, governor, target, stranger, pass, queue, setNumber } = context;
    const proposal = await pass("# NEP-GOV: Stale", [setNumber(666n)]);
    await queue(proposal);
    const args = directly(context, proposal);
    const operation = await timelock.hashOperationBatch(...clone(args));
    const by = timelock.connect(stranger);
    const refuseAll = async () => {
      for (const attempt of [
        () => by.executeBatch(...clone(args)),
        () => by.scheduleBatch(...clone(args), 10n ** 6n),
        () => by.cancel(operation),
      ]) {
        await expect(attempt()).to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount");
      }
    };
    await time.increaseTo(await governor.proposalEta(proposal.id));
    await refuseAll();
    await time.increaseTo((await governor.proposalExpiry(proposal.id)) + 1n);
    await refuseAll();
    await governor.connect(stranger).expire(...proposal.hashed);
    expect(await timelock.isOperation(operation)).to.equal(false);
    await expect(governor.execute(...proposal.hashed)).to.be.revertedWithCustomError(
      governor,
      "GovernorUnexpectedProposalState",
    );
    expect(await target.number()).to.equal(0);
  });

  it("a passed proposal cannot execute an expired one through the timelock's own role", async () => {
    const context = await fixture();
    const { timelock, governor, target, pass, queue, toEta, execute, setNumber } = context;
    const stale = await pass("# NEP-GOV: Stale", [setNumber(666n)]);
    await queue(stale);
    await time.increaseTo((await governor.proposalExpiry(stale.id)) + 1n);
    // The timelock may do much, but it does not hold the executor's role itself.
    const data = timelock.interface.encodeFunctionData("executeBatch", [...clone(directly(context, stale))]);
    const vehicle = await pass("# NEP-GOV: Vehicle", [{ target: timelock, data }]);
    await queue(vehicle);
    await toEta(vehicle);
    await expect(execute(vehicle))
      .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
      .withArgs(timelock.target, await timelock.EXECUTOR_ROLE());
    expect(await target.number()).to.equal(0);
  });

  it("a call to the governor counts only while the governor executes that very call", async () => {
    const context = await fixture();
    const { governor, timelock, stranger } = context;
    const book = await ethers.deployContract("FaultyRulebook", [code("GOV"), GOV]);
    const asOwner = governor.connect((await asTimelock(context)).runner);
    await expect(asOwner.setRulebook(book.target)).to.be.reverted;
    await expect(governor.connect(stranger).setRulebook(book.target))
      .to.be.revertedWithCustomError(governor, "GovernorOnlyExecutor")
      .withArgs(stranger.address);
    expect(await governor.timelock()).to.equal(timelock.target);
  });
});

/** The arguments as ethers wants them: arrays of its own. */
function clone(args: ReturnType<typeof directly>): [string[], bigint[], string[], string, string] {
  const [targets, values, calldatas, predecessor, salt] = args;
  return [[...targets], [...values], [...calldatas], predecessor, salt];
}
