import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { DAY, fixture, ONE, SUPPLY, type Action, type Governance } from "../helpers/governor";

/**
 * The attacker has won a vote, and prints (Build Finance, February 2022: one captured vote minted until nothing else was
 * worth anything). In the fixture the token grows by at most 10 % a year, to twice the supply at the most.
 */
describe("Attack: a captured vote that mints", () => {
  const YEAR = 365n * DAY;
  const share = SUPPLY / 10n;

  const mint = ({ token, stranger }: Governance, amount: bigint): Action => ({
    target: token,
    data: token.interface.encodeFunctionData("mint", [stranger.address, amount]),
  });

  /** Passes and queues it, and waits for its eta. */
  async function ready(context: Governance, title: string, actions: Action[]) {
    const proposal = await context.pass(`# NEP-GOV: ${title}`, actions);
    await context.queue(proposal);
    await time.increaseTo(await context.governor.proposalEta(proposal.id));
    return proposal;
  }

  it("where the owner mints what it likes, one vote leaves the others with nothing", async () => {
    const { token, alice, stranger } = await fixture();
    const governor = await ethers.deployContract("NaiveGovernor", [token.target, 20_000n * ONE, 0n]);
    const printed = await ethers.deployContract("NaiveToken", [governor.target]);
    const data = printed.interface.encodeFunctionData("mint", [stranger.address, 1_000_000n * SUPPLY]);
    await governor.propose(alice.address, printed.target, data, "Liquidity", 0n);
    await governor.connect(alice).castVote(await governor.idOf(printed.target, data, "Liquidity"));
    await governor.execute(printed.target, data, "Liquidity", ethers.ZeroHash);
    expect(await printed.balanceOf(stranger)).to.equal(1_000_000n * SUPPLY);
  });

  it("here one proposal mints the year's share and not a unit more, in one call or in many", async () => {
    const context = await fixture();
    const { token, stranger, execute } = context;
    const greedy = await ready(context, "Liquidity", [mint(context, share + 1n)]);
    await expect(execute(greedy))
      .to.be.revertedWithCustomError(token, "GovernanceToken_InflationExceeded")
      .withArgs(SUPPLY + share + 1n, SUPPLY + share);
    const pieces = Array.from({ length: 11 }, () => mint(context, share / 10n));
    const split = await ready(context, "Liquidity in pieces", pieces);
    await expect(execute(split)).to.be.revertedWithCustomError(token, "GovernanceToken_InflationExceeded");
    expect(await token.balanceOf(stranger)).to.equal(0);
    await execute(await ready(context, "Liquidity as it may be", pieces.slice(1)));
    expect(await token.balanceOf(stranger)).to.equal(share);
  });

  it("and burning, renouncing or raising the limit opens no room: the votes have no such call", async () => {
    const context = await fixture();
    const { token, timelock, alice, stranger, execute } = context;
    await execute(await ready(context, "The year's share", [mint(context, share)]));
    await token.connect(stranger).burn(share);
    await token.connect(alice).burn(1_000n * ONE);
    const again = await ready(context, "The year's share, again", [mint(context, 1n)]);
    await expect(execute(again)).to.be.revertedWithCustomError(token, "GovernanceToken_InflationExceeded");
    // Selectors by which others raise a cap or pass the power on.
    for (const call of [
      "setHardCap(uint256)",
      "setInflationBps(uint256)",
      "setMinter(address)",
      "transferOwnership(address)",
      "grantRole(bytes32,address)",
      "upgradeToAndCall(address,bytes)",
    ]) {
      const data = ethers.concat([ethers.id(call).slice(0, 10), ethers.toBeHex(2n ** 95n, 64)]);
      const attempt = await ready(context, call, [{ target: token, data }]);
      await expect(execute(attempt), call).to.be.reverted;
    }
    expect(await token.TIMELOCK()).to.equal(timelock.target);
    expect(await token.INFLATION_BPS()).to.equal(1_000n);
    expect(await token.HARD_CAP()).to.equal(2n * SUPPLY);
  });

  it("and a vote captured for ever ends at the cap, year by year, while the holders can see it coming", async () => {
    const context = await fixture();
    const { token, stranger, execute } = context;
    let year = 0;
    for (; ; ++year) {
      const minted = await token.everMinted();
      const room = await token.mintable();
      const allowed = (minted * 11_000n) / 10_000n < 2n * SUPPLY ? minted / 10n : 2n * SUPPLY - minted;
      expect(room, `year ${year}`).to.equal(allowed);
      if (room === 0n) break;
      await execute(await ready(context, `Year ${year}`, [mint(context, room)]));
      await time.increase(YEAR);
    }
    // 1.1 to the 8th is more than 2: no sooner than that.
    expect(year).to.equal(8);
    expect(await token.everMinted()).to.equal(2n * SUPPLY);
    expect(await token.balanceOf(stranger)).to.equal(SUPPLY);
    const beyond = await ready(context, "One more", [mint(context, 1n)]);
    await expect(execute(beyond))
      .to.be.revertedWithCustomError(token, "GovernanceToken_HardCapExceeded")
      .withArgs(2n * SUPPLY + 1n, 2n * SUPPLY);
  });
});
