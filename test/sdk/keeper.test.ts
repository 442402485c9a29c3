import { expect } from "chai";

import {
  failed,
  feeFor,
  formatKeeperEvent,
  keeperEventJson,
  memoryOf,
  verbsOf,
  type RecurringView,
} from "@polity/sdk";
import { DOMAINS } from "@polity/sdk/domains";
import { PolityError } from "@polity/sdk/errors";
import { stepOf } from "@polity/sdk/governor/keeper";
import { dueInstalments } from "@polity/sdk/treasury/recurring";
import { Disk, FakeChain, run, told } from "../helpers/keeper";

const nothing = () => undefined;
const times = (count: number, act: () => void) => Array<() => void>(count).fill(act);

describe("The keeper", () => {
  it("does what is due, one transaction after another, and ends with nothing on its way", async () => {
    const chain = new FakeChain("a", "b");
    const events = await run(chain, [() => chain.mine(), () => chain.mine(), nothing]);
    expect(told(events)).to.equal("sent a, done a, sent b, done b, stopped");
    expect(chain.taken.map(({ key, nonce }) => [key, nonce])).to.deep.equal([["a", 0], ["b", 1]]); // prettier-ignore
    expect(events.at(-1)).to.deep.include({ pending: [] });
  });

  it("says once that the line is lost and once that it is back, and looks less and less often meanwhile", async () => {
    const chain = new FakeChain("a");
    chain.down = true;
    const back = () => void (chain.down = false);
    const events = await run(chain, [...times(5, nothing), back, () => chain.mine(), nothing]);
    expect(told(events)).to.equal("lost, back, sent a, done a, stopped");
    expect(events[1]).to.deep.include({ reason: "connect ECONNREFUSED" });
    expect(events[2], "20, 40 and then 60 seconds each").to.deep.include({ after: 20 + 40 + 4 * 60 });
  });

  it("does not send again when the answer to what it sent is lost", async () => {
    const chain = new FakeChain("a");
    chain.loseAnswer = true;
    const events = await run(chain, [nothing, () => chain.mine(), nothing, nothing]);
    expect(told(events)).to.equal("lost, back, done a, stopped");
    expect(chain.taken).to.have.length(1);
  });

  it("finds what it sent before it was killed, and sends no other", async () => {
    const [chain, disk] = [new FakeChain("a"), new Disk()];
    chain.dieAfterSending = true;
    expect(told(await run(chain, [], { disk }))).to.equal("");
    chain.dieAfterSending = false;
    const events = await run(chain, [nothing, nothing, () => chain.mine(), nothing], { disk });
    expect(told(events)).to.equal("done a, stopped");
    expect([chain.taken.length, chain.done("a")]).to.deep.equal([1, 1]);
  });

  it("waits for what it sent before it was killed also when its memory is gone", async () => {
    const chain = new FakeChain("a");
    chain.dieAfterSending = true;
    await run(chain, []);
    chain.dieAfterSending = false;
    const events = await run(chain, [nothing, nothing, () => chain.mine(), nothing]);
    expect(told(events)).to.equal("waits, stopped");
    expect([chain.taken.length, chain.done("a")]).to.deep.equal([1, 1]);
  });

  it("sends again at the same nonce what was written down and never left, or was lost by the node", async () => {
    const [chain, disk] = [new FakeChain("a"), new Disk()];
    chain.dieAfterSending = true;
    await run(chain, [], { disk });
    chain.dieAfterSending = false;
    chain.pool.splice(0);
    const events = await run(chain, [nothing, nothing, () => chain.mine(), nothing], { disk });
    expect(told(events)).to.equal("sent a, done a, stopped");
    expect(chain.taken.map(({ nonce }) => nonce)).to.deep.equal([0, 0]);
    expect(chain.done("a")).to.equal(1);
  });

  it("lets go of what the node has lost once somebody else has done it", async () => {
    const chain = new FakeChain("a");
    const lose = () => void chain.pool.splice(0);
    const events = await run(chain, [lose, () => chain.mine("a"), nothing, nothing]);
    expect(told(events)).to.equal("sent a, dropped a, stopped");
    expect(chain.taken).to.have.length(1);
  });

  it("does again what a reorganisation has undone, and nothing twice", async () => {
    const chain = new FakeChain("a");
    const undo = () => chain.reorg(1, "lost");
    const events = await run(chain, [
      () => chain.mine(),
      undo,
      ...times(3, nothing),
      () => chain.mine(),
      nothing,
    ]);
    expect(told(events)).to.equal("sent a, done a, undone a, sent a, done a, stopped");
    expect(chain.done("a")).to.equal(1);
    expect(chain.taken.map(({ nonce }) => nonce)).to.deep.equal([0, 0]);
  });

  it("only waits when a reorganisation puts its transaction back into the pool", async () => {
    const chain = new FakeChain("a", "b");
    const mine = () => chain.mine();
    const undo = () => chain.reorg(2, "wait again");
    const events = await run(chain, [mine, mine, undo, nothing, nothing, mine, nothing]);
    expect(told(events)).to.equal(
      "sent a, done a, sent b, done b, undone a, undone b, done a, done b, stopped",
    );
    expect([chain.taken.length, chain.done("a"), chain.done("b")]).to.deep.equal([2, 1, 1]);
  });

  it("counts it as no error when somebody else was faster", async () => {
    const chain = new FakeChain("a");
    const events = await run(chain, [() => chain.mine("a"), nothing]);
    expect(told(events)).to.equal("sent a, elsewhere a, stopped");
  });

  it("pays for no step that would fail, says why, tries it ever more seldom, and goes on with the others", async () => {
    const chain = new FakeChain("bad", "good");
    chain.refusals.set("bad", "the target refuses");
    const events = await run(chain, [() => chain.mine(), ...times(59, nothing)]);
    expect(told(events)).to.match(/^failed bad, sent good, done good, (failed bad, ){3}stopped$/);
    const said = events.filter(({ event }) => event === "failed");
    expect(formatKeeperEvent(said[0]!)).to.match(
      /Z {2}bad {2}execute {2}would fail: the target refuses; next try /,
    );
    expect(said.map((each) => "retry" in each && each.retry - each.time)).to.deep.equal([60, 120, 240, 480]);
    expect(chain.taken.map(({ key }) => key)).to.deep.equal(["good"]);
  });

  it("tries what reverts in a block, although it was tried before, ever more seldom too", async () => {
    const chain = new FakeChain("eternal");
    const events = await run(
      chain,
      times(60, () => chain.mine()),
    );
    expect(told(events)).to.equal(`${"sent eternal, reverted eternal, ".repeat(4)}stopped`);
  });

  it("replaces what is stuck at the same nonce with a fee that nodes accept, up to the limit", async () => {
    const chain = new FakeChain("a");
    const events = await run(chain, [...times(25, nothing), () => chain.mine(), nothing], { maxFee: 30n });
    expect(told(events)).to.equal("sent a, replaced a, replaced a, waits, done a, stopped");
    const fees = [21n, 24n, 28n].map((maxFeePerGas, i) => ({
      maxFeePerGas,
      maxPriorityFeePerGas: BigInt(i + 1),
    }));
    expect(chain.taken.map(({ nonce, fee }) => ({ nonce, fee }))).to.deep.equal(
      fees.map((fee) => ({ nonce: 0, fee })),
    );
    expect(chain.done("a")).to.equal(1);
  });

  it("gives the nonce of what is stuck and not needed any more to what is due", async () => {
    const chain = new FakeChain("a", "b");
    const skip = () => {
      // A block of others' transactions, in which somebody does `a`.
      const [mine] = chain.pool.splice(0);
      chain.mine("a");
      chain.pool.push(mine!);
    };
    const events = await run(chain, [skip, ...times(7, nothing), () => chain.mine(), nothing]);
    expect(told(events)).to.equal("sent a, replaced b, done b, stopped");
    expect(chain.taken.map(({ key, nonce }) => [key, nonce])).to.deep.equal([["a", 0], ["b", 0]]); // prettier-ignore
  });

  it("sends nothing while the chain asks for more than the limit, and says so once", async () => {
    const chain = new FakeChain("a");
    chain.prices = { gasPrice: 90n, baseFee: 50n, tip: 1n };
    const cheaper = () => void (chain.prices = { gasPrice: 20n, baseFee: 10n, tip: 1n });
    const events = await run(chain, [nothing, nothing, cheaper, () => chain.mine(), nothing], {
      maxFee: 40n,
    });
    expect(told(events)).to.equal("waits, sent a, done a, stopped");
  });

  it("waits at its end for what is on its way, and says what is left", async () => {
    const chain = new FakeChain("a");
    const events = await run(chain, [nothing]);
    expect(told(events)).to.equal("sent a, stopped");
    expect(formatKeeperEvent(events.at(-1)!)).to.match(/stopped; pending: nonce 0, a, tx 0x0$/);
    expect(events.at(-1)!.time - events.at(-2)!.time).to.be.within(30, 60);
  });

  it("refuses the memory of another account, and one that is damaged", async () => {
    const disk = new Disk();
    disk.save({ account: "0xother", chainId: 1, sent: [] });
    const failure = await run(new FakeChain(), [], { disk }).catch((error: unknown) => error);
    expect((failure as Error).message).to.match(
      /^the keeper's memory is that of 0xother on chain 1, and this is/,
    );
    expect(() => memoryOf('{"account":1}', "keeper.json")).to.throw(/keeper\.json: 3 problems/);
  });

  it("logs a line for persons, and one JSON object for machines", async () => {
    const about = { kind: "queue", name: "NEP-2: Pay", key: "queue 1", nonce: 5 } as const;
    const event = {
      time: 1_800_000_000,
      event: "done",
      ...about,
      hash: "0xab",
      gas: 81_234n,
      block: 9,
    } as const;
    expect(formatKeeperEvent(event)).to.equal(
      "2027-01-15T08:00:00Z  NEP-2: Pay  queue  done  tx 0xab, nonce 5, 81,234 gas",
    );
    expect(JSON.parse(keeperEventJson(event))).to.deep.equal({ ...event, gas: "81234" });
    const cleared = { ...event, kind: "expire" };
    expect(formatKeeperEvent(cleared, await verbsOf(DOMAINS))).to.contain("NEP-2: Pay  clear away  done");
    expect(formatKeeperEvent(cleared)).to.contain("NEP-2: Pay  expire  done");
    const error = new PolityError("no", { hint: "yes" });
    const failure = { time: 1, event: "failed", ...about, error, retry: 61 } as const;
    expect(JSON.parse(keeperEventJson(failure))).to.deep.include({ error: "no; yes" });
  });
});

describe("What a keeper decides", () => {
  it("is the step that a proposal's state and time ask for", () => {
    const at = { eta: 10, scheduled: true };
    expect(stepOf({ ...at, state: "Succeeded" }, 0)).to.equal("queue");
    expect(stepOf({ ...at, state: "Queued" }, 9)).to.equal(undefined);
    expect(stepOf({ ...at, state: "Queued" }, 10)).to.equal("execute");
    expect(stepOf({ ...at, state: "Expired" }, 0)).to.equal("expire");
    expect(stepOf({ ...at, state: "Expired", scheduled: false }, 0)).to.equal(undefined);
    expect(stepOf({ ...at, state: "Canceled" }, 0)).to.equal("expire");
    expect(stepOf({ ...at, state: "Canceled", scheduled: false }, 0)).to.equal(undefined);
    for (const state of ["Pending", "Active", "Defeated", "Executed"] as const)
      expect(stepOf({ ...at, state }, 99), state).to.equal(undefined);
  });

  it("are the instalments that are due and not yet paid", () => {
    const of = (id: bigint, left: number, due: number) => ({ id, left, due }) as RecurringView;
    const due = dueInstalments([of(1n, 2, 10), of(2n, 0, 5), of(3n, 1, 11)], 10);
    expect(due.map(({ id }) => id)).to.deep.equal([1n]);
  });

  it("is a pause that doubles from a minute to six hours", () => {
    let failure = failed(undefined, 0);
    const pauses = [failure.retry];
    for (let i = 0; i < 10; i++) {
      failure = failed(failure, 0);
      pauses.push(failure.retry);
    }
    expect(pauses).to.deep.equal([60, 120, 240, 480, 960, 1920, 3840, 7680, 15_360, 21_600, 21_600]);
  });

  it("is a fee within the limit, with room for a rising base fee, also on a chain without one", () => {
    expect(feeFor({ gasPrice: 9n, baseFee: 7n, tip: 2n }, 100n)).to.deep.equal({
      ...{ maxFeePerGas: 16n, maxPriorityFeePerGas: 2n },
    });
    expect(feeFor({ gasPrice: 9n, baseFee: 7n, tip: 20n }, 10n)).to.deep.equal({
      ...{ maxFeePerGas: 10n, maxPriorityFeePerGas: 10n },
    });
    expect(feeFor({ gasPrice: 9n, baseFee: 11n, tip: 2n }, 10n)).to.equal(undefined);
    expect(feeFor({ gasPrice: 9n }, 10n)).to.deep.equal({ gasPrice: 9n });
    expect(feeFor({ gasPrice: 11n }, 10n)).to.equal(undefined);
    expect(feeFor({ gasPrice: 9n }, 100n, { gasPrice: 80n })).to.deep.equal({ gasPrice: 91n });
    expect(feeFor({ gasPrice: 9n }, 90n, { gasPrice: 80n })).to.equal(undefined);
  });
});
