import type { HardhatEthersSigner as Wallet } from "@nomicfoundation/hardhat-ethers/signers";
import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import type { BytesLike } from "ethers";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import type { IWork } from "../../typechain-types/contracts/work/Work";

export const ONE = 10n ** 18n;
export const DAY = 86_400n;
export const NONE = ethers.ZeroHash;
export const NOBODY = ethers.ZeroAddress;
export const NEVER = 2n ** 48n - 1n;
export const FEE = ONE / 10n;
export const BOND = 50n * ONE;
export const REVIEW = 14n * DAY;
export const WINDOW = 7n * DAY;
export const DISCLOSURE = 7n * DAY;
export const MAX_JOB = 2_000n * ONE;
export const PER_QUARTER = 50_000n * ONE;
export const CATEGORY = ethers.encodeBytes32String("research");
export const CRITERIA = ethers.id("criteria");
export const TERMS = ethers.id("terms");
export const REASON = ethers.id("reason");
export const SALT = ethers.id("salt");
export const FLAG = ethers.encodeBytes32String("emerg.pausePayments");
export const BRIEF = { terms: TERMS, proposalId: 7n, uri: "ipfs://terms" };
export const NO_POLL = { quorum: 0n, votingFor: 0n };
export const Status = {
  ...{ Funded: 1n, Submitted: 2n, Accepted: 3n, Refused: 4n, Paid: 5n, Returned: 6n, Expired: 7n },
} as const;
export const Standard = {
  ...{ Open: 0n, Funded: 1n, Submitted: 2n, Completed: 3n, Rejected: 4n, Expired: 5n },
} as const;
export const Kind = { Grant: 0n, Bounty: 1n, Challenge: 2n } as const;
export const PAY = 1n;
export const REFUSE = 2n;

export const now = async (): Promise<bigint> => BigInt(await time.latest());
export const word = (account: { address: string }): string => ethers.zeroPadValue(account.address, 32);

/** Work makes its verdicts, and measured for coverage the two take more gas than a transaction is given without a word. */
export async function makeWork(parts: IWork.PartsStruct) {
  const factory = await ethers.getContractFactory("Work");
  const gasLimit = await ethers.provider.estimateGas(await factory.getDeployTransaction(parts));
  return ethers.deployContract("Work", [parts], { gasLimit });
}

/**
 * A network's parts with a stock arbitrator, and two programs that the council reviews: one pays the network's token, one
 * an ERC-20 with every oddity. The timelock is the first signer, who is also the default caller.
 */
export async function deployWork() {
  const [timelock, council, gus, hana, eva, dan, stranger] = (await ethers.getSigners()) as [
    ...[Wallet, Wallet, Wallet, Wallet, Wallet, Wallet, Wallet],
  ];
  const token = await ethers.deployContract("GovernanceToken", [
    ...["Test", "TEST"],
    timelock,
    [{ account: timelock.address, amount: 10_000_000n * ONE }],
    2n ** 96n - 1n,
    0,
  ]);
  const odd = await ethers.deployContract("OddToken");
  const treasury = await ethers.deployContract("Treasury", [
    timelock,
    NOBODY,
    [token, odd].map((each) => ({ token: each, cap: 4_000_000n * ONE })),
  ]);
  const ballots = await ethers.deployContract("Ballots", [timelock, token, 100]);
  const reputation = await ethers.deployContract("Reputation", [timelock, []]);
  const credentials = await ethers.deployContract("Credentials", [timelock, []]);
  const registry = await ethers.deployContract("ProtocolRegistry", [
    timelock,
    [{ key: FLAG, kind: 3, min: NONE, max: NONE, value: NONE }],
  ]);
  const parts = {
    ...{ token: token.target, treasury: treasury.target, ballots: ballots.target },
    ...{ reputation: reputation.target, credentials: credentials.target, registry: registry.target },
    pauseFlag: FLAG,
  };
  const work = await makeWork(parts);
  const verdicts = await ethers.getContractAt("Verdicts", await work.VERDICTS());
  const arbitrator = await ethers.deployContract("CentralArbitrator");
  await verdicts.setArbitrator(arbitrator, "0x", "ipfs://meaning");
  await reputation.setAwarder(work, PER_QUARTER);
  await ballots.admit(verdicts, true);
  await credentials.openClass(ethers.encodeBytes32String("verified"), timelock, 365n * DAY, true);
  await token.transfer(treasury, 1_000_000n * ONE);
  await odd.mint(treasury, 1_000_000n * ONE);
  for (const each of [token, odd]) {
    await treasury.exclude(token);
    await treasury.reconcile(each);
    await treasury.grantBudget({
      ...{ spender: work, token: each, amount: 500_000n * ONE, start: 0, period: 365n * DAY, periods: 3 },
      ...{ rollover: false, category: CATEGORY },
    });
  }
  for (const each of [gus, hana, eva, dan]) {
    await token.transfer(each, 100_000n * ONE);
    await token.connect(each).delegate(each);
    await token.connect(each).approve(verdicts, ethers.MaxUint256);
  }
  const terms = {
    ...{ reviewers: council.address, reviewFor: REVIEW, disputeFor: WINDOW, credential: 0n, byVote: false },
    ...{ maxJob: MAX_JOB, minReputation: 0n, budgetId: 1n, outcomeAfter: 90n * DAY, bond: BOND },
    ...{ category: CATEGORY, criteria: CRITERIA },
  };
  await work.openProgram(terms);
  await work.openProgram({ ...terms, budgetId: 2n });

  const ours = work.connect(council);
  /** Promises milestones that are due every 30 days, and answers the first job. */
  const award = async (amounts = [100n * ONE, 200n * ONE, 300n * ONE], program = 1n, payee = gus.address) => {
    const start = await now();
    const dues = amounts.map((_, i) => start + BigInt(i + 1) * 30n * DAY);
    await ours.award(program, payee, amounts, dues, BRIEF);
    return (await work.jobCounter()) - BigInt(amounts.length) + 1n;
  };
  /** Promises prizes for what is entered in 30 days, and answers the first job. */
  const post = async (prizes = [500n * ONE], poll = NO_POLL, program = 1n) => {
    await ours.post(program, prizes, (await now()) + 30n * DAY, poll, BRIEF);
    return (await work.jobCounter()) - BigInt(prizes.length) + 1n;
  };
  const submit = async (job: bigint, by = gus) => work.connect(by).submit(job, ethers.id("done"), "0x");
  const taskOf = async (job: bigint) => (await work.jobOf(job)).task;
  const answerBy = (who: Wallet) => ethers.id(`answer of ${who.address}`);
  const enter = async (job: bigint, who: Wallet, answer: BytesLike = answerBy(who)) =>
    work
      .connect(who)
      .submit(job, await work.commitmentOf(await taskOf(job), who, ethers.hexlify(answer), SALT), "0x");
  const disclose = (job: bigint, who: Wallet) =>
    work.connect(who).disclose(job, answerBy(who), SALT, "ipfs://answer");
  const deadlineOf = async (job: bigint) => (await work.taskOf(await taskOf(job))).deadline;
  /** Enters and discloses answers, and waits until they can be judged. */
  const compete = async (job: bigint, ...accounts: Wallet[]) => {
    for (const each of accounts) await enter(job, each);
    await time.increaseTo(await deadlineOf(job));
    for (const each of accounts) await disclose(job, each);
    await time.increaseTo((await deadlineOf(job)) + DISCLOSURE);
  };
  const name = async (job: bigint, who: Wallet) => ours.complete(job, REASON, word(who));
  const dispute = async (job: bigint, by = dan, evidence = "") =>
    verdicts.connect(by).dispute(job, evidence, { value: FEE });
  const ruleOn = async (job: bigint, ruling: bigint) => {
    const { disputeId } = await verdicts.disputeOf(await verdicts.disputeAbout(job));
    return arbitrator.ruleAnyhow(verdicts, disputeId, ruling);
  };
  /** Waits for the end of a decision's window. */
  const ripen = async (job: bigint) => {
    const { until } = await work.jobOf(job);
    if ((await now()) < until) await time.increaseTo(until);
  };
  /** Submits, accepts and pays. */
  const finish = async (job: bigint) => {
    await submit(job);
    await ours.complete(job, REASON, "0x");
    await ripen(job);
    return work.pay(job);
  };
  const statusOf = async (job: bigint) => (await work.jobOf(job)).status;
  const pause = (on: boolean) =>
    registry.upgrade(
      ethers.encodeBytes32String("emerg"),
      [{ key: FLAG, value: ethers.toBeHex(on ? 1 : 0, 32) }],
      ...([true, ethers.id("spec"), ""] as const),
    );
  return {
    ...{
      token,
      odd,
      treasury,
      ballots,
      reputation,
      credentials,
      registry,
      parts,
      work,
      verdicts,
      arbitrator,
    },
    ...{
      timelock,
      council,
      gus,
      hana,
      eva,
      dan,
      stranger,
      terms,
      ours,
      award,
      post,
      submit,
      taskOf,
      answerBy,
    },
    ...{ enter, disclose, deadlineOf, compete, name, dispute, ruleOn, ripen, finish, statusOf, pause },
  };
}

export const fixture = () => loadFixture(deployWork);
