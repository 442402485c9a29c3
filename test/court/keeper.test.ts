import type { HardhatEthersSigner as Wallet } from "@nomicfoundation/hardhat-ethers/signers";
import { mine, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { keeping } from "@polity/sdk/court/keeper";
import { missingTickets } from "@polity/sdk/court/tickets";
import type { Network } from "@polity/sdk/network";
import { DAY, fixture, ONE, PARAMETERS, Phase, SLICE } from "./fixture";

/** A keeper that does whatever is due now, in a block each, and says what it was. */
function keeperOf(network: Partial<Network>) {
  const watch = keeping.watch(network as Network, { fromBlock: 0 })!;
  return async (): Promise<string[]> => {
    const done: string[] = [];
    for (let rounds = 0; rounds < 10; rounds++) {
      const { number, timestamp } = (await ethers.provider.getBlock("latest"))!;
      const steps = await watch({ block: number, time: timestamp });
      if (steps.length === 0) return done;
      const [signer] = await ethers.getSigners();
      for (const { kind, name, call } of steps) {
        await signer!.sendTransaction({ to: call.to, data: call.data });
        done.push(`${kind} ${name}`);
      }
    }
    throw new Error(`the keeper does not come to rest: ${done.join(", ")}`);
  };
}

describe("A keeper of the court", () => {
  it("is not needed where there is neither a court nor a disputed budget", () => {
    expect(keeping.watch({} as Network, { fromBlock: 0 })).to.equal(undefined);
  });

  it("takes a case from its evidence to its end, while jurors only vote; and one that was killed goes on", async () => {
    const { court, arbitrable, open, wallets, toCommitting, toRevealing, toTallying, commit, reveal } =
      await fixture();
    const id = await open(4n * SLICE);
    const keep = keeperOf({ court });
    expect(await keep()).to.deep.equal([]);
    await time.increase(PARAMETERS.evidence);
    expect(await keep()).to.deep.equal(["seal case 1"]);
    await mine(4);
    // Another process, which remembers nothing.
    const next = keeperOf({ court });
    expect(await next()).to.deep.equal(["seal case 1", "seat case 1"]);
    expect(
      await missingTickets(court, id, { fromBlock: 0, block: await ethers.provider.getBlockNumber() }),
    ).to.have.length(0);
    const [, seats] = await court.drawOf(id, 0);
    const bench = seats
      .slice(0, 7)
      .map((seat) => wallets.get(ethers.getAddress(ethers.toBeHex(seat & ((1n << 160n) - 1n), 20)))!);
    await toCommitting(id);
    const choices = [1n, 1n, 1n, 1n, 2n, 2n, undefined];
    await commit(id, bench, choices);
    await toRevealing(id);
    await reveal(id, choices);
    expect(await next()).to.deep.equal([]);
    await toTallying(id);
    expect(await next()).to.deep.equal(["close case 1"]);
    expect(await court.phaseOf(id)).to.equal(Phase.Appeal);
    await time.increase(PARAMETERS.appeal);
    expect(await keeperOf({ court })()).to.deep.equal([
      "close case 1",
      "rule the ruling of case 1",
      "settle draw 0 of case 1",
    ]);
    expect(await arbitrable.last()).to.equal(1n);
    expect(await next()).to.deep.equal([]);
    await mine(200);
    expect(await next()).to.deep.equal([]);
  });

  it("seats whoever was displaced too late, and passes over jurors without a free slice", async () => {
    const { court, open, seal, ticketsFor, wallets } = await fixture();
    const id = await open();
    await seal(id);
    const tickets = await ticketsFor(id);
    const poor = wallets.get(tickets[0]!.juror)!;
    const { stake } = await court.stakeOf(poor);
    await court.connect(poor).requestWithdraw(stake - SLICE + 1n);
    // Who was drawn lowest may have been drawn highest, too.
    const highest = tickets.filter(({ juror }) => juror !== poor.address).at(-1)!;
    await court.seat(id, [highest]);
    const keep = keeperOf({ court });
    expect(await keep()).to.deep.equal(["seat case 1"]);
    const lowest = tickets.filter(({ juror }) => juror !== poor.address).slice(0, 3);
    const [, seats] = await court.drawOf(id, 0);
    expect(new Set(seats.slice(0, 3))).to.deep.equal(new Set(lowest.map(({ seat }) => seat)));
  });

  /** A budget of a token, or of ether, whose payments all wait a day, and somebody who instructs it. */
  async function disputedBudget(token: string, by: Wallet) {
    const { court, token: governance, timelock } = await fixture();
    const treasury = await ethers.deployContract("Treasury", [
      ...[timelock, ethers.ZeroAddress, [{ token, cap: 1_000n * ONE }]],
    ]);
    const budgets = await ethers.deployContract("DisputedBudgets", [
      ...[governance, treasury, { above: 0, bond: 0, window: DAY }, court, "0x", ""],
    ]);
    if (token === ethers.ZeroAddress) await setBalance(treasury.target as string, 100n * ONE);
    else await governance.transfer(treasury, 100n * ONE);
    await treasury.reconcile(token);
    await treasury.grantBudget({
      ...{ spender: budgets, token, amount: 100n * ONE, start: 0, period: 30n * DAY, periods: 1 },
      ...{ rollover: false, category: ethers.ZeroHash },
    });
    await budgets.setInstructor(1, by);
    return { budgets, treasury };
  }

  it("makes payments that nobody disputed when their time is over", async () => {
    const { token, timelock, payee } = await fixture();
    const { budgets } = await disputedBudget(token.target as string, timelock);
    await budgets.disburse(1, payee, ONE, ethers.ZeroHash, ethers.ZeroHash);
    const keep = keeperOf({ disputedBudgets: budgets });
    expect(await keep()).to.deep.equal([]);
    await time.increase(DAY);
    expect(await keep()).to.deep.equal(["finish payment 1"]);
    expect(await token.balanceOf(payee)).to.equal(ONE);
  });

  it("gives a payment up half a year after its payee began to refuse it, if making it still fails", async () => {
    const { token, timelock } = await fixture();
    const { budgets, treasury } = await disputedBudget(ethers.ZeroAddress, timelock);
    // The token's contract takes no ether.
    await budgets.disburse(1, token, ONE, ethers.ZeroHash, ethers.ZeroHash);
    const watch = keeping.watch({ disputedBudgets: budgets } as unknown as Network, { fromBlock: 0 })!;
    const due = async () => {
      const { number, timestamp } = (await ethers.provider.getBlock("latest"))!;
      return watch({ block: number, time: timestamp });
    };
    const until = Number((await budgets.paymentOf(1)).until);
    await time.increaseTo(until + 180 * Number(DAY) - 1);
    expect((await due()).map(({ kind }) => kind)).to.deep.equal(["finish"]);
    await time.increase(1);
    const [first, second] = await due();
    expect([first!.kind, second!.kind]).to.deep.equal(["finish", "giveUp"]);
    const [signer] = await ethers.getSigners();
    await expect(
      signer!.sendTransaction({ to: first!.call.to, data: first!.call.data }),
    ).to.be.revertedWithCustomError(budgets, "FailedCall");
    await expect(
      signer!.sendTransaction({ to: second!.call.to, data: second!.call.data }),
    ).to.changeEtherBalance(treasury, ONE);
    expect(await due()).to.deep.equal([]);
  });
});
