import { loadFixture, mine, setCode, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type { Network } from "@polity/sdk/network";
import {
  claimShares,
  readRound,
  readRoundsProgram,
  readShares,
  ripeRoundStep,
  roundText,
} from "@polity/sdk/rounds";
import { keeping } from "@polity/sdk/rounds/keeper";
import { standing } from "@polity/sdk/rounds/status";
import { fails } from "../helpers/fails";
import { deployRounds, ETHER, PAUSE_DISTRIBUTION, PAUSE_SCORING, Status } from "./fixture";

describe("The shares of a round", () => {
  it("are asked for some at a time, so that a node takes thousands of entries", async () => {
    let [open, most] = [0, 0];
    const answer = async <T>(value: T): Promise<T> => {
      most = Math.max(most, ++open);
      await new Promise((done) => setImmediate(done));
      open--;
      return value;
    };
    const rounds = {
      scoreOf: (_: bigint, index: number) => answer(BigInt(index % 21)),
      shareOf: (_: bigint, index: number) => answer(BigInt(index)),
      isClosed: () => answer(false),
    };
    const shares = await readShares(rounds as never, { id: 1n, count: 1_001 });
    expect(shares.map(({ index, share }) => [index, share])).to.deep.equal(
      Array.from({ length: 1_001 }, (_, index) => [index, BigInt(index)]),
    );
    expect(most).to.be.at.most(300);
  });
});

describe("The keeper of rounds", () => {
  async function kept() {
    const world = await deployRounds();
    const network = { rounds: world.rounds, registry: world.registry } as unknown as Network;
    const watch = keeping.watch(network, { fromBlock: 0 })!;
    const now = async () => {
      const { number: block, timestamp } = (await ethers.provider.getBlock("latest"))!;
      return { block, time: timestamp };
    };
    /** What is due now, in its order. */
    const due = async () => (await watch(await now())).map(({ kind }) => kind);
    /** Does everything that is due, and says what that was. */
    const keep = async () => {
      const steps = await watch(await now());
      for (const { call } of steps) await world.stranger.sendTransaction(call);
      return steps.map(({ kind }) => kind);
    };
    const says = async () => {
      const { block, time: at } = await now();
      const status = await standing.read(network, { block, time: at, fromBlock: 0 });
      const { details = [] } = standing.words({ ...status, now: at, block } as never, network);
      return details.flatMap((one) => ("table" in one ? one.table.flat() : one)).join("\n");
    };
    return { ...world, network, due, keep, says };
  }

  it("takes a round from its closing to its end, and says what it waits for", async () => {
    const {
      rounds,
      opened,
      submit,
      close,
      ada,
      ben,
      runners,
      commit,
      reveal,
      toReveals,
      toTally,
      toClaims,
      toEnd,
      due,
      keep,
      says,
    } = await loadFixture(kept);
    const id = await opened();
    await submit(id, ada);
    await submit(id, ben);
    expect(await due()).to.deep.equal([]);
    expect(await says()).to.match(/^round 1, by prompt\.equity, takes entries; that ends /);
    await close(id);
    expect(await keep()).to.deep.equal(["freeze"]);
    expect(await due()).to.deep.equal([]);
    expect(await says()).to.match(/waits for block \d+, which gives the seed/);
    await mine(33);
    expect(await keep()).to.deep.equal(["seal"]);
    for (const runner of runners.slice(0, 3)) await commit(id, runner, [8, 4]);
    await toReveals(id);
    for (const runner of runners.slice(0, 3)) await reveal(id, runner, [8, 4]);
    expect(await due()).to.deep.equal([]);
    await toTally(id);
    expect(await keep()).to.deep.equal(["tally"]);
    expect((await rounds.roundOf(id)).status).to.equal(Status.Tallied);
    expect(await says()).to.match(/is tallied; shares can be flagged until/);
    expect(await due()).to.deep.equal([]);
    await toClaims(id);
    // One call for both: the network's own token refuses nobody.
    expect(await keep()).to.deep.equal(["settle", "claim"]);
    expect([await rounds.isClosed(id, 0), await rounds.isClosed(id, 1)]).to.deep.equal([true, true]);
    expect(await due()).to.deep.equal([]);
    await toEnd(id);
    expect(await keep()).to.deep.equal(["sweep"]);
    expect((await rounds.roundOf(id)).left).to.equal(0n);
    expect([await due(), await says()]).to.deep.equal([[], ""]);
  });

  it("names another block when a seed was missed, and ends a round that too few run", async () => {
    const { rounds, opened, submit, close, ada, keep } = await loadFixture(kept);
    const id = await opened();
    await submit(id, ada);
    await close(id);
    await keep();
    await mine(400);
    expect(await keep()).to.deep.equal(["seal"]);
    const { status, commitUntil } = await rounds.roundOf(id);
    expect(status).to.equal(Status.Frozen);
    expect(commitUntil).to.equal(0n);
    await mine(33);
    expect(await keep()).to.deep.equal(["seal"]);
    await time.increaseTo((await rounds.roundOf(id)).commitUntil);
    // Nobody has committed: the pot goes back, and the fee to whom it belongs.
    expect(await keep()).to.deep.equal(["tally"]);
    expect((await keep()).sort()).to.deep.equal(["claim", "sweep"]);
  });

  it("waits while votes have paused reveals or claims", async () => {
    const { rounds, tallied, ada, pause, toClaims, due } = await loadFixture(kept);
    const id = await tallied([ada], [[8], [8], [8]]);
    await toClaims(id);
    await pause(PAUSE_DISTRIBUTION);
    expect(await due()).to.deep.equal(["settle"]);
    const round = await readRound(rounds, id);
    const program = await readRoundsProgram(rounds, round.program);
    const running = { ...round, status: "running" as const };
    const at = { now: round.revealUntil, block: 0 };
    expect(ripeRoundStep(running, program, at)).to.equal("tally");
    const isPaused = { scoring: true, distribution: false };
    expect(ripeRoundStep(running, program, { ...at, isPaused })).to.equal(undefined);
    await pause(PAUSE_SCORING);
    expect(
      roundText({ ...round, status: "struck", left: 0n, settled: true, pot: 0n }, program, {
        ...at,
        now: 2 ** 40,
      }),
    ).to.equal("was struck by a vote");
  });

  it("lets nobody who refuses ether hold up the others", async () => {
    const { rounds, tallied, ben, critic, toClaims, due } = await loadFixture(kept);
    // It has code that refuses everything.
    const refusing = { address: ethers.getAddress(`0x${"d".repeat(40)}`) };
    await setCode(refusing.address, "0x60006000fd");
    const id = await tallied(
      [refusing, ben],
      [
        [8, 8],
        [8, 8],
        [8, 8],
      ],
      { asset: ETHER, budgetId: 3n },
    );
    await toClaims(id);
    expect(await due()).to.deep.equal(["settle", "claim", "claim"]);
    const had = await ethers.provider.getBalance(ben);
    expect(await claimShares(rounds, critic, id, [0, 1])).to.have.length(1);
    expect((await ethers.provider.getBalance(ben)) > had).to.equal(true);
    expect([await rounds.isClosed(id, 0), await rounds.isClosed(id, 1)]).to.deep.equal([false, true]);
    await fails(claimShares(rounds, critic, id, [0]), /./);
  });
});
