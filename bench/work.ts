import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import type {} from "../typechain-types/hardhat";
import { START, suite, used } from "./suite";

const DAY = 24 * 60 * 60;
const ONE = 10n ** 18n;
const NOBODY = ethers.ZeroAddress;
const HASH = ethers.id("terms");
const FEE = ONE / 10n;
const CATEGORY = ethers.encodeBytes32String("research");
const BRIEF = { terms: HASH, proposalId: 0n, uri: "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3" };
const NO_POLL = { quorum: 0n, votingFor: 0n };
/** Where the slots are counted of what costs more than its goal. */
const RECORD = "docs/decisions/0491-reviewers-and-other-judges.md";

/** A program of the network's token, whose first job was paid to another; the payee delegates, and has no points yet. */
async function deploy() {
  const [self, council, payee, other] = (await ethers.getSigners()) as [
    ...[HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner],
  ];
  await time.setNextBlockTimestamp(START);
  const supply = { account: self.address, amount: 10_000_000n * ONE };
  const token = await ethers.deployContract("GovernanceToken", [
    ...["Bench", "BNC", self, [supply], supply.amount, 0],
  ]);
  const treasury = await ethers.deployContract("Treasury", [
    ...[self, NOBODY, [{ token, cap: 4_000_000n * ONE }]],
  ]);
  const reputation = await ethers.deployContract("Reputation", [self, []]);
  const registry = await ethers.deployContract("ProtocolRegistry", [
    self,
    [
      {
        ...{ key: ethers.encodeBytes32String("emerg.pause"), kind: 3 },
        ...{ min: ethers.ZeroHash, max: ethers.ZeroHash, value: ethers.ZeroHash },
      },
    ],
  ]);
  const work = await ethers.deployContract("Work", [
    {
      ...{ token, treasury, ballots: NOBODY, reputation, credentials: NOBODY, registry },
      pauseFlag: ethers.encodeBytes32String("emerg.pause"),
    },
  ]);
  const verdicts = await ethers.getContractAt("Verdicts", await work.VERDICTS());
  await verdicts.setArbitrator(await ethers.deployContract("CentralArbitrator"), "0x", "");
  await reputation.setAwarder(work, 1_000_000n * ONE);
  await token.transfer(treasury, 1_000_000n * ONE);
  await treasury.exclude(token);
  await treasury.reconcile(token);
  const grant = () =>
    treasury.grantBudget({
      ...{ spender: work, token, amount: 500_000n * ONE, start: 0, period: 365 * DAY, periods: 1 },
      ...{ rollover: false, category: CATEGORY },
    });
  const terms = {
    ...{ reviewers: council.address, reviewFor: 14 * DAY, disputeFor: 7 * DAY, credential: 0, byVote: false },
    ...{ maxJob: 2_000n * ONE, minReputation: 0, budgetId: 1, outcomeAfter: 0, bond: 50n * ONE },
    ...{ category: CATEGORY, criteria: HASH },
  };
  await grant();
  await work.openProgram(terms);
  for (const each of [payee, other]) {
    await token.transfer(each, 1_000n * ONE);
    await token.connect(each).delegate(each);
    await token.connect(each).approve(verdicts, ethers.MaxUint256);
  }
  const ours = work.connect(council);
  const due = () => time.latest().then((now) => [30, 60, 90].map((days) => now + days * DAY));
  const award = async (to = payee) =>
    ours.award(1, to, [100n * ONE, 200n * ONE, 300n * ONE], await due(), BRIEF);
  const submit = (job = 1, by = payee) => work.connect(by).submit(job, HASH, "0x");
  const complete = (job = 1) => ours.complete(job, HASH, "0x");
  const accepted = async (to = payee, job = 1) => {
    await award(to);
    await submit(job, to);
    await complete(job);
    await time.increase(7 * DAY);
  };
  const posted = async () => {
    await ours.post(1, [100n * ONE], (await time.latest()) + 30 * DAY, NO_POLL, BRIEF);
    return work.commitmentOf(1, payee, HASH, HASH);
  };
  return {
    ...{ work, verdicts, ours, payee, other, grant, terms, award, submit, complete, accepted, posted, due },
  };
}

export const work = suite(
  "work",
  [
    "A program of the network's token: a payee who holds and delegates it, reviewers that are no Safe, terms at an IPFS",
    "address. Another was awarded before. A payment moves votes too, and gives the payee's first points.",
  ],
  deploy,
  [
    {
      name: "openProgram",
      measure: async ({ work: contract, grant, terms }) => {
        await grant();
        return used(contract.openProgram({ ...terms, budgetId: 0 }));
      },
    },
    {
      name: "openProgram.numbered",
      measure: async ({ work: contract, grant, terms }) => {
        await grant();
        return used(contract.openProgram({ ...terms, budgetId: 2 }));
      },
    },
    {
      name: "award.three",
      goal: 420_000,
      measure: async ({ award, other }) => {
        await award(other);
        return used(award());
      },
    },
    {
      name: "post",
      measure: async ({ ours, award, other }) => {
        await award(other);
        return used(ours.post(1, [100n * ONE], (await time.latest()) + 30 * DAY, NO_POLL, BRIEF));
      },
    },
    {
      name: "apply",
      measure: async ({ work: contract, payee, due }) =>
        used(contract.connect(payee).applyFor(1, [ONE, ONE, ONE], await due(), HASH, BRIEF.uri)),
    },
    {
      name: "submit",
      goal: 75_000,
      measure: async ({ award, submit }) => {
        await award();
        return used(submit());
      },
    },
    {
      name: "submit.entry",
      goal: 75_000,
      measure: async ({ work: contract, payee, posted }) =>
        used(contract.connect(payee).submit(1, await posted(), "0x")),
    },
    {
      name: "disclose",
      measure: async ({ work: contract, payee, posted }) => {
        await contract.connect(payee).submit(1, await posted(), "0x");
        await time.increase(30 * DAY);
        return used(contract.connect(payee).disclose(1, HASH, HASH, BRIEF.uri));
      },
    },
    {
      name: "complete",
      goal: 70_000,
      measure: async ({ award, submit, complete }) => {
        await award();
        await submit();
        return used(complete());
      },
    },
    {
      name: "pay",
      goal: 190_000,
      forced: { limit: 275_000, record: RECORD },
      measure: async ({ work: contract, accepted, other }) => {
        await accepted(other);
        await contract.pay(1);
        await accepted(undefined, 4);
        return used(contract.pay(4));
      },
    },
    {
      name: "dispute",
      goal: 260_000,
      forced: { limit: 470_000, record: RECORD },
      measure: async ({ verdicts, other, award, submit, complete }) => {
        await award();
        await submit();
        await complete();
        return used(verdicts.connect(other).dispute(1, "", { value: FEE }));
      },
    },
    {
      name: "refund",
      measure: async ({ work: contract, award }) => {
        await award();
        await time.increase(30 * DAY);
        return used(contract.claimRefund(1));
      },
    },
  ],
);
