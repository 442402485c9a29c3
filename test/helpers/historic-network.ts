import { time } from "@nomicfoundation/hardhat-network-helpers";
import { id, MaxUint256, parseEther, solidityPacked, toBeHex } from "ethers";
import { ethers } from "hardhat";

import { requireEscrow } from "@polity/sdk/escrow/require";
import { SUPPORT } from "@polity/sdk/governor/ballot";
import { readProposal } from "@polity/sdk/governor/timeline";
import { encodeKey } from "@polity/sdk/nep";
import { deployNeuroshard, person } from "./neuroshard";

export const DAY = 86_400;
const word = (value: number) => toBeHex(value, 32);

/** NeuroShard, with locks of both kinds, in which all that a history tells has happened at least once. */
export async function livelyNetwork() {
  const network = await deployNeuroshard({ escrow: { maxWeeks: 4, minAmount: "1", locks: "any" } });
  const { governor, registry, token, treasury, vesting, enact, submit, approve, ada, ben, june } = network;
  const escrow = requireEscrow(network);
  const cleo = await person("cleo");
  const encode = registry.interface;
  const upgrade = (key: string, value: number) => ({
    target: registry,
    data: encode.encodeFunctionData("upgrade", [
      ethers.encodeBytes32String(key.split(".")[0]!),
      [{ key: encodeKey(key), value: word(value) }],
      true,
      id("specification"),
      `https://example.org/${key}`,
    ]),
  });
  const rollback = (version: number) => ({
    ...{ target: registry, data: encode.encodeFunctionData("rollback", [version]) },
  });
  const spend = treasury.interface;
  const ofTreasury = (data: string) => ({ target: treasury, data });

  // Locks of every kind, and delegation of both.
  await token.connect(cleo).approve(escrow, MaxUint256);
  const now = await time.latest();
  for (const weeks of [1, 2, 3])
    await escrow.connect(cleo).createLock(parseEther("100"), now + weeks * 7 * DAY);
  await escrow.connect(cleo).increaseAmount(cleo, 0, parseEther("1"));
  await escrow.connect(cleo).extend(1, now + 4 * 7 * DAY - 1);
  await escrow.connect(cleo).merge(2, 1);
  await escrow.connect(cleo).createPermanentLock(parseEther("5"));
  await escrow.connect(cleo).startDecay(2);
  await escrow.connect(cleo).delegate(ada);
  await token.connect(cleo).delegate(ben);
  await token.connect(cleo).delegate(ethers.ZeroAddress);
  await token.connect(ben).delegate(cleo);
  await token.connect(ada).transfer(june, parseEther("17"));
  await token.connect(ada).transfer(ethers.Wallet.createRandom().address, 0n);
  await token.connect(june).burn(parseEther("2"));

  // Money.
  await token.connect(ada).approve(treasury, MaxUint256);
  await treasury.connect(ada).deposit(token, parseEther("30"), id("donation"), id("receipt"));
  await ada.sendTransaction({ to: treasury, value: parseEther("1") });
  await token.connect(ada).approve(vesting, MaxUint256);
  const terms = { ...{ beneficiary: june.address, start: now, durationSeconds: 100 * DAY }, cliffSeconds: 0 };
  await vesting.connect(ada).create([{ terms: { ...terms, revocable: false }, amount: parseEther("40") }]);

  // Versions, one of them a roll-back; and two by one proposal.
  await enact("# NEP-TRAIN: Fewer steps", [upgrade("train.innerSteps", 100)]);
  await enact("# NEP-ECON 8d: Rewards, twice", [
    upgrade("econ.rewardRate", 3_000),
    upgrade("econ.rewardRate", 2_000),
  ]);
  await escrow.connect(cleo).withdraw(0);
  await enact("# NEP-GOV: Back", [rollback(1)]);
  await enact("# NEP-GOV: And back again", [rollback(4)]);

  // A budget and all that can happen to it; the guardian.
  const granted = {
    ...{
      spender: june.address,
      token: await token.getAddress(),
      amount: parseEther("50"),
      category: id("tools"),
    },
    ...{ start: 0, period: 30 * DAY, periods: 12, rollover: true },
  };
  const appoint = governor.interface.encodeFunctionData("setGuardian", [june.address, now + 300 * DAY]);
  await enact("# NEP-GOV: Budgets and a guardian", [
    ofTreasury(spend.encodeFunctionData("grantBudget", [granted])),
    ofTreasury(spend.encodeFunctionData("grantBudget", [{ ...granted, periods: 3 }])),
    { target: governor, data: appoint },
  ]);
  await treasury.connect(june).disburse(1, june, parseEther("3"), id("tools"), id("invoice"));
  await enact("# NEP-GOV: Other budgets", [
    ofTreasury(spend.encodeFunctionData("lowerBudget", [1, parseEther("20"), 10])),
    ofTreasury(spend.encodeFunctionData("setBudgetSpender", [1, ben.address])),
    ofTreasury(spend.encodeFunctionData("freezeBudget", [1])),
    ofTreasury(spend.encodeFunctionData("endBudget", [2])),
    ofTreasury(spend.encodeFunctionData("endBudget", [2])),
  ]);

  // One in parts and with bytes that are no text, one canceled, one that waits, one just made.
  const contested = await submit("# NEP-TRAIN: Contested\n\n<script>alert(1)</script>", [
    upgrade("train.innerSteps", 90),
  ]);
  await time.increaseTo((await readProposal(governor, contested.id)).snapshot + 1);
  const parts = solidityPacked(["uint128", "uint128", "uint128"], [7n, 11n, 13n]);
  await governor.connect(ada).castVoteWithReasonAndParams(contested.id, 255, "in parts", parts);
  await time.increaseTo((await readProposal(governor, contested.id)).deadline - 60);
  await governor.connect(ada).castVoteWithReason(contested.id, SUPPORT.for, "and the rest");
  const bytes = governor.interface.encodeFunctionData("castVoteWithReason", [
    contested.id,
    SUPPORT.against,
    "0000",
  ]);
  await ben.sendTransaction({ to: governor, data: bytes.replace("30303030", "fffe3c80") });
  const waiting = await submit("# NEP-GOV: Waits", [upgrade("train.innerSteps", 70)]);
  await approve(waiting);
  const withdrawn = await submit("# NEP-GOV: Withdrawn", [upgrade("train.innerSteps", 60)]);
  await governor.connect(ada)["cancel(uint256)"](withdrawn.id);
  await submit("No tag at all", [upgrade("train.innerSteps", 50)]);
  return network;
}
