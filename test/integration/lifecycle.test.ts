import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  code,
  DAY,
  EXCLUDED,
  GOV,
  HOUR,
  Match,
  ONE,
  proposalOf,
  State,
  Support,
  word,
  type Rules,
} from "../helpers/governor";
import { deployStaking } from "../helpers/escrow";

/**
 * A network from its first block to a parameter that has changed: tokens are locked, locked tokens vote, the fee is
 * burned, the grace period passes, the change applies.
 */
describe("The life of a proposal", () => {
  it("runs from a lock in the escrow to an activated parameter", async () => {
    const [deployer, founder, miner, holder, treasury] = await ethers.getSigners();
    const token = await ethers.deployContract("GovernanceToken", [
      "Neuro",
      "NEURO",
      deployer!.address,
      [
        { account: founder!.address, amount: 30_000n * ONE },
        { account: miner!.address, amount: 20_000n * ONE },
        { account: holder!.address, amount: 10_000n * ONE },
        { account: treasury!.address, amount: 40_000n * ONE },
      ],
      200_000n * ONE,
      1_000,
    ]);
    const escrow = await deployStaking(token);
    const timelock = await ethers.deployContract("TimelockController", [HOUR, [], [], deployer!.address]);
    const network = await ethers.deployContract("MockTarget");
    const econ: Rules = { ...GOV, graceMin: 7n * DAY, quorumFloor: 2_000n * ONE };
    const rulebook = await ethers.deployContract("Rulebook", [
      timelock.target,
      [
        { code: code("GOV"), rules: { ...GOV, quorumFloor: 2_000n * ONE } },
        { code: code("ECON"), rules: econ },
      ],
      [
        {
          target: network.target,
          how: Match.SelectorAndWord,
          selector: network.interface.getFunction("upgrade").selector,
          word: word("econ"),
          allowsValue: false,
          unstoppable: false,
          codes: [code("ECON")],
        },
      ],
    ]);
    const args = ["Neuro Governor", escrow.target, token.target, timelock.target, rulebook.target] as const;
    const governor = await ethers.deployContract("NetworkGovernor", [...args]);
    for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"] as const) {
      await timelock.grantRole(await timelock[role](), governor.target);
    }
    await timelock.renounceRole(await timelock.DEFAULT_ADMIN_ROLE(), deployer!.address);
    await token.connect(treasury).delegate(EXCLUDED);

    // Staking: one locked token, one vote.
    for (const [who, amount] of [
      [founder!, 1_000n * ONE],
      [miner!, 12_000n * ONE],
      [holder!, 5_000n * ONE],
    ] as const) {
      await token.connect(who).approve(escrow.target, amount);
      await escrow.connect(who).createPermanentLock(amount);
    }
    await time.increase(1);

    // Review: the text and the calls are public before the vote; the type and the grace are in the title.
    const proposal = await proposalOf("# NEP-ECON 14d: Raise the training reward\n\n## Motivation\n…", [
      { target: network, data: network.interface.encodeFunctionData("upgrade", [word("econ"), 125n]) },
    ]);
    await token.connect(founder).approve(governor.target, econ.fee);
    await expect(governor.connect(founder).propose(...proposal.full)).to.changeTokenBalance(
      token,
      founder!,
      -econ.fee,
    );
    const { id } = proposal;
    expect(await governor.proposalType(id)).to.deep.equal([code("ECON"), 2n, 14n * DAY]);
    expect(await governor.state(id)).to.equal(State.Pending);

    // Voting, stake-weighted.
    await time.increase(econ.review + 1n);
    expect(await governor.state(id)).to.equal(State.Active);
    expect(await governor.quorum(id)).to.equal(3_600n * ONE);
    await governor.connect(miner).castVoteWithReason(id, Support.For, "Training has become dearer");
    await governor.connect(holder).castVote(id, Support.Against);
    expect(await governor.proposalVotes(id)).to.deep.equal([5_000n * ONE, 12_000n * ONE, 0n]);
    await time.increaseTo((await governor.proposalDeadline(id)) + 1n);
    expect(await governor.state(id)).to.equal(State.Succeeded);

    // Scheduled: the grace period, for nodes to upgrade.
    await governor.queue(...proposal.hashed);
    expect(await governor.proposalEta(id)).to.equal(BigInt(await time.latest()) + 14n * DAY);
    await time.increase(13n * DAY);
    await expect(governor.execute(...proposal.hashed)).to.be.revertedWithCustomError(
      governor,
      "GovernorTimelock_GraceNotOver",
    );

    // Active.
    await time.increaseTo(await governor.proposalEta(id));
    await governor.execute(...proposal.hashed);
    expect(await governor.state(id)).to.equal(State.Executed);
    expect(await network.parameters(word("econ"))).to.equal(125);
  });
});
