import type { HardhatEthersSigner as Wallet } from "@nomicfoundation/hardhat-ethers/signers";
import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import type { Signer } from "ethers";
import { ethers } from "hardhat";

import { shouldBehaveLikeERC6372 } from "../behaviors/ERC6372.behavior";
import { shouldBehaveLikeVotes, type VoteSource, type VotesUnderTest } from "../behaviors/Votes.behavior";
import { UNIT, deployEscrow } from "./fixture";

const HOLDING = 100n * UNIT;

// One behaviour, four sources: what a Governor may expect of each of them.
describe("Votes", () => {
  const source = { holding: HOLDING };

  async function deployToken(name: "GovernanceToken" | "PackedGovernanceToken"): Promise<VotesUnderTest> {
    const [minter, holder, other, delegatee] = (await ethers.getSigners()) as [
      Wallet,
      Wallet,
      Wallet,
      Wallet,
    ];
    const supply = { account: minter.address, amount: 2n * HOLDING };
    const parameters = ["Neuro", "NEURO", minter, [supply], 2n * supply.amount, 10_000] as const;
    const votes = await ethers.deployContract(name as "GovernanceToken", [...parameters]);
    // The total begins at nothing, as the escrow's does.
    await votes.burn(supply.amount);
    const stake = (account: Signer, amount: bigint) => votes.mint(account, amount);
    return { ...source, votes: votes as unknown as VoteSource, holder, other, delegatee, stake };
  }

  const token = () => deployToken("GovernanceToken");
  const packed = () => deployToken("PackedGovernanceToken");

  async function permanent(): Promise<VotesUnderTest> {
    const { escrow: votes, alice: holder, bob: other, carol: delegatee } = await deployEscrow();
    const stake = (account: Signer, amount: bigint) => votes.connect(account).createPermanentLock(amount);
    return { ...source, votes, holder, other, delegatee, stake };
  }

  async function decaying(): Promise<VotesUnderTest> {
    const { escrow: votes, alice: holder, bob: other, carol: delegatee, inWeeks } = await deployEscrow();
    const stake = (account: Signer, amount: bigint) =>
      votes.connect(account).createLock(amount, inWeeks(104));
    return { ...source, votes, holder, other, delegatee, stake };
  }

  describe("of GovernanceToken", () => {
    shouldBehaveLikeERC6372(async () => ({ clocked: (await loadFixture(token)).votes as never }));
    shouldBehaveLikeVotes(() => loadFixture(token), { delegatesToItself: false, constant: true });
  });

  describe("of PackedGovernanceToken", () => {
    shouldBehaveLikeERC6372(async () => ({ clocked: (await loadFixture(packed)).votes as never }));
    shouldBehaveLikeVotes(() => loadFixture(packed), { delegatesToItself: false, constant: true });
  });

  describe("of VoteEscrow with permanent locks", () => {
    shouldBehaveLikeERC6372(async () => ({ clocked: (await loadFixture(permanent)).votes as never }));
    shouldBehaveLikeVotes(() => loadFixture(permanent), { delegatesToItself: true, constant: true });
  });

  describe("of VoteEscrow with decaying locks", () => {
    shouldBehaveLikeVotes(() => loadFixture(decaying), { delegatesToItself: true, constant: false });
  });
});
