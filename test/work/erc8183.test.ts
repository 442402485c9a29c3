import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { Contract, Interface } from "ethers";
import { artifacts, ethers } from "hardhat";

import { BRIEF, DAY, fixture, NOBODY, now, ONE, REVIEW, Standard, TERMS, WINDOW } from "./fixture";

const JOB =
  "(uint256 id, address client, address provider, address evaluator, string description, uint256 budget, " +
  "uint256 expiredAt, uint8 status, address hook, address paymentToken, uint256 providerAgentId, uint256 submittedAt)";
/** AgenticCommerce of github.com/erc-8183/base-contracts at c67e160, as a client of the standard has it. */
const ERC8183 = new Interface([
  "function createJob(address provider, address evaluator, uint256 expiredAt, string description, address hook, uint256 providerAgentId) returns (uint256)",
  "function setProvider(uint256 jobId, address provider_, uint256 agentId)",
  "function setBudget(uint256 jobId, address token, uint256 amount, bytes optParams)",
  "function fund(uint256 jobId, uint256 expectedBudget, bytes optParams)",
  "function submit(uint256 jobId, bytes32 deliverable, bytes optParams)",
  "function complete(uint256 jobId, bytes32 reason, bytes optParams)",
  "function reject(uint256 jobId, bytes32 reason, bytes optParams)",
  "function claimRefund(uint256 jobId)",
  `function getJob(uint256 jobId) view returns (${JOB})`,
  "function jobCounter() view returns (uint256)",
  "event JobCreated(uint256 indexed jobId, address indexed client, address indexed provider, address evaluator, uint256 expiredAt, address hook)",
  "event ProviderSet(uint256 indexed jobId, address indexed provider, uint256 agentId)",
  "event BudgetSet(uint256 indexed jobId, address indexed token, uint256 amount)",
  "event JobFunded(uint256 indexed jobId, address indexed client, uint256 amount)",
  "event JobSubmitted(uint256 indexed jobId, address indexed provider, bytes32 deliverable)",
  "event JobCompleted(uint256 indexed jobId, address indexed evaluator, bytes32 reason)",
  "event JobRejected(uint256 indexed jobId, address indexed rejector, bytes32 reason)",
  "event JobExpired(uint256 indexed jobId)",
  "event PaymentReleased(uint256 indexed jobId, address indexed provider, uint256 amount)",
  "event Refunded(uint256 indexed jobId, address indexed client, uint256 amount)",
]);

describe("ERC-8183", () => {
  it("is the interface, name by name and type by type, and the contract has all of it", async () => {
    const { work } = await fixture();
    const { abi } = await artifacts.readArtifact("IERC8183");
    const lines = (of: Interface) => [...of.format(false)].sort();
    expect(lines(new Interface(abi))).to.deep.equal(lines(ERC8183));
    // Those that always fail say so by being pure, and name no parameters.
    const signatures = (of: Interface) =>
      of.fragments
        .filter(({ type }) => type === "function" || type === "event")
        .map((each) => each.format("sighash"));
    const all = new Set(signatures(work.interface));
    expect(signatures(ERC8183).filter((one) => !all.has(one))).to.deep.equal([]);
  });

  it("takes a client that knows nothing else from finding a job to its payment", async () => {
    const { work, token, award, gus, ours } = await fixture();
    await award([100n * ONE]);
    const client = new Contract(work.target, ERC8183, gus);

    // It finds the job by the event that names it as the provider, and reads it.
    const created = await client.queryFilter(client.filters["JobCreated"]!(null, null, gus.address));
    const jobId = ERC8183.parseLog(created[0]!)!.args.jobId as bigint;
    const job = await client.getFunction("getJob")(jobId);
    expect(job.status).to.equal(Standard.Funded);
    expect([job.client, job.evaluator]).to.deep.equal([work.target, work.target]);
    expect([job.budget, job.paymentToken]).to.deep.equal([100n * ONE, token.target]);
    expect(job.description).to.equal(TERMS);

    await client.getFunction("submit")(jobId, ethers.id("work"), "0x");
    expect((await client.getFunction("getJob")(jobId)).status).to.equal(Standard.Submitted);
    await ours.complete(jobId, ethers.id("good"), "0x");
    // What can be disputed is not final.
    expect((await client.getFunction("getJob")(jobId)).status).to.equal(Standard.Submitted);
    await time.increase(WINDOW);
    await expect(work.pay(jobId)).to.changeTokenBalance(token, gus, 100n * ONE);

    const paid = await client.queryFilter(client.filters["PaymentReleased"]!(jobId));
    expect(ERC8183.parseLog(paid[0]!)!.args.amount).to.equal(100n * ONE);
    expect((await client.getFunction("getJob")(jobId)).status).to.equal(Standard.Completed);
  });

  it("is followed by what is sent at each step", async () => {
    const { work, award, gus, token, ours, ripen } = await fixture();
    const start = await now();
    const awarding = ours.award(1, gus, [ONE], [start + 30n * DAY], BRIEF);
    await expect(awarding)
      .to.emit(work, "JobCreated")
      .withArgs(1, work, gus, work, start + 30n * DAY, NOBODY)
      .and.to.emit(work, "BudgetSet")
      .withArgs(1, token, ONE)
      .and.to.emit(work, "JobFunded")
      .withArgs(1, work, ONE);
    await expect(work.connect(gus).submit(1, ethers.id("x"), "0x"))
      .to.emit(work, "JobSubmitted")
      .withArgs(1, gus, ethers.id("x"));
    await ours.complete(1, ethers.id("r"), "0x");
    await ripen(1n);
    await expect(work.pay(1))
      .to.emit(work, "JobCompleted")
      .withArgs(1, work, ethers.ZeroHash)
      .and.to.emit(work, "PaymentReleased")
      .withArgs(1, gus, ONE);

    const late = await award([ONE, ONE]);
    await work.connect(gus).submit(late, ethers.id("x"), "0x");
    await ours.reject(late, ethers.id("bad"), "0x");
    await ripen(late);
    await expect(work.claimRefund(late))
      .to.emit(work, "JobRejected")
      .withArgs(late, work, ethers.ZeroHash)
      .and.to.emit(work, "Refunded")
      .withArgs(late, work, ONE);
    expect((await work.getJob(late)).status).to.equal(Standard.Rejected);
    await expect(work.claimRefund(late + 1n))
      .to.emit(work, "JobExpired")
      .withArgs(late + 1n);
    expect((await work.getJob(late + 1n)).status).to.equal(Standard.Expired);
  });

  it("answers zeros for a job that there is not", async () => {
    const { work } = await fixture();
    const job = await work.getJob(99);
    expect([job.id, job.client, job.status, job.budget]).to.deep.equal([0n, NOBODY, Standard.Open, 0n]);
  });

  it("makes no jobs for strangers, whose money this is not", async () => {
    const { work, gus, award, token } = await fixture();
    const job = await award();
    const theirs = work.connect(gus);
    const deadline = (await now()) + DAY;
    for (const attempt of [
      () => theirs.createJob(gus, gus, deadline, "", NOBODY, 0),
      () => theirs.setProvider(job, gus, 0),
      () => theirs.setBudget(job, token, 1, "0x"),
      () => theirs.fund(job, 1, "0x"),
    ])
      await expect(attempt()).to.be.revertedWithCustomError(work, "Work_ByProgram");
  });

  it("shows a bounty as funded without a provider until somebody has won it", async () => {
    const { work, post, compete, name, eva } = await fixture();
    const job = await post();
    const open = await work.getJob(job);
    expect([open.status, open.provider]).to.deep.equal([Standard.Funded, NOBODY]);
    expect(open.expiredAt).to.equal((await work.taskOf(1)).deadline + 7n * DAY + REVIEW);
    await compete(job, eva);
    expect((await work.getJob(job)).status).to.equal(Standard.Funded);
    await expect(name(job, eva))
      .to.emit(work, "ProviderSet")
      .withArgs(job, eva, 0)
      .and.to.emit(work, "JobSubmitted")
      .withArgs(job, eva, ethers.id(`answer of ${eva.address}`));
    const won = await work.getJob(job);
    expect([won.status, won.provider]).to.deep.equal([Standard.Submitted, eva.address]);
  });
});
