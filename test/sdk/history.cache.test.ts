import "fake-indexeddb/auto";

import { deepStrictEqual } from "node:assert";

import { loadFixture, mine, takeSnapshot } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";
import { openDB } from "idb";

import { addressKey } from "@polity/sdk/core/address";
import {
  memoryCache,
  readHistory,
  type History,
  type HistoryCache,
  type HistoryLog,
  type PolityError,
} from "@polity/sdk";
import { foldingOf } from "@polity/sdk/history/fold";
import { indexedDbCache } from "@polity/sdk/history/indexeddb";
import { Draft } from "@polity/sdk/history/state";
import { fails } from "../helpers/fails";
import { livelyNetwork } from "../helpers/historic-network";
import { deployNeuroshard } from "../helpers/neuroshard";
import { RecordedChain, randomFrom } from "../helpers/recorded-chain";

let databases = 0;
const CACHES: [string, () => HistoryCache][] = [
  ["IndexedDB", () => indexedDbCache(`test ${databases++}`)],
  ["memory before IndexedDB", () => memoryCache(indexedDbCache(`test ${databases++}`))],
];

describe("The cache of a history", () => {
  async function recorded() {
    const network = await livelyNetwork();
    return { network, chain: await RecordedChain.record(network) };
  }
  /** Each test changes its own copy of the chain. */
  async function load() {
    const { network } = await loadFixture(recorded);
    const chain = await RecordedChain.record(network);
    const { needsTime } = await foldingOf(network);
    const read = (options: Partial<Parameters<typeof readHistory>[1]> = {}) =>
      readHistory(network, { fromBlock: 0, source: chain, retry: { attempts: 1 }, ...options });
    return { network, chain, read, plain: (log: HistoryLog) => !needsTime(log) };
  }

  /** The logs of the chain as it is, folded in one go; what is no event left out. */
  async function folded({ network, chain }: Awaited<ReturnType<typeof load>>) {
    const folding = await foldingOf(network);
    const draft = new Draft(folding.initial());
    const times = new Map<number, number>();
    for (let i = 0; i <= chain.newest; i++) times.set(i, (await chain.getBlock(i))!.time);
    folding.fold(draft, chain.present, (block) => times.get(block)!);
    return draft.state;
  }
  const withoutFacts = ({ governor }: History) =>
    [...governor.proposals.values()].map(({ quorum: _, electorate: __, ...proposal }) => proposal);

  for (const [name, create] of CACHES) {
    it(`in ${name} gives, in whatever steps it is read, what is read at once and what all events make`, async () => {
      const setting = await load();
      const { chain, read, plain } = setting;
      const random = randomFrom(7);
      const below = (limit: number) => Math.floor(random() * limit);
      const [last, cache] = [chain.newest, create()];
      chain.newest = 40;
      let [lost, reorganised] = [0, 0];
      for (let step = 0; step < 20; step++) {
        chain.newest = Math.min(last, chain.newest + below(16));
        if (random() < 0.3) {
          chain.reorganise(Math.max(35, chain.newest - below(30)), random, plain);
          reorganised++;
        }
        chain.limit = 1 + below(40);
        if (random() < 0.4) chain.answers = below(12);
        const options = { cache, finality: below(20), saveEvery: 0 };
        let history: History;
        try {
          history = await read(options);
        } catch (error) {
          expect((error as Error).message).to.match(/cannot be read.*connection lost/);
          history = await read(options);
          lost++;
        }
        chain.answers = Infinity;
        deepStrictEqual(history, await read(), `step ${step}`);
        const state = await folded(setting);
        const { governor, ...others } = state;
        expect(history).to.deep.include(others);
        expect(withoutFacts(history)).to.deep.equal([...governor.proposals.values()]);
      }
      expect(lost).to.be.greaterThan(2);
      expect(reorganised).to.be.greaterThan(2);
    });
  }

  it("is asked first: only what is not final is read again", async () => {
    const { chain, read } = await load();
    const cache = indexedDbCache(`test ${databases++}`);
    const first = await read({ cache, finality: 10 });
    chain.asked.length = 0;
    deepStrictEqual(await read({ cache, finality: 10 }), first);
    expect(chain.asked).to.deep.equal([[chain.newest - 9, chain.newest]]);
  });

  it("lets an interrupted reading go on where it was saved, and is never half of a block", async () => {
    const { chain, read } = await load();
    const cache = memoryCache();
    [chain.limit, chain.answers] = [10, 15];
    await fails(read({ cache, span: 10, saveEvery: 0, finality: 10 }), /cannot be read: connection lost/);
    const reached = Math.max(...chain.asked.map(([, block]) => block));
    expect(reached).to.be.greaterThan(20);
    chain.asked.length = 0;
    const told: number[] = [];
    const history = await read({ cache, span: 10, onProgress: ({ block }) => told.push(block) });
    // Up to four ranges were under way.
    expect(chain.asked[0]![0]).to.be.within(reached - 39, reached + 1);
    expect(told[0]).to.equal(chain.asked[0]![0] - 1);
    expect(told.at(-1)).to.equal(chain.newest);
    deepStrictEqual(history, await read());
  });

  it("does without storage that is full or broken, and says so", async () => {
    const { read } = await load();
    const full = new DOMException("no room", "QuotaExceededError");
    for (const [broken, words] of [
      [{ ...memoryCache(), save: () => Promise.reject(full) }, /^the cache cannot be written: .*no room/],
      [{ ...memoryCache(), load: () => Promise.reject(full) }, /^the cache cannot be read: .*no room/],
    ] as const) {
      const notices: PolityError[] = [];
      const onNotice = (notice: PolityError) => notices.push(notice);
      const cache = memoryCache(broken);
      deepStrictEqual(await read({ cache, onNotice }), await read());
      expect(notices).to.have.length(1);
      expect(notices[0]!.message).to.match(words);
      await read({ cache, onNotice });
      expect(notices).to.have.length(1);
    }
  });

  it("is passed over on a chain that does not have its block, which is said", async () => {
    const { chain, read, plain } = await load();
    const cache = memoryCache();
    await read({ cache, finality: 10 });
    chain.reorganise(chain.newest - 40, randomFrom(1), plain);
    const notices: PolityError[] = [];
    const history = await read({ cache, finality: 10, onNotice: (notice) => notices.push(notice) });
    deepStrictEqual(history, await read());
    expect(notices.map(({ message }) => message)).to.deep.equal([
      "the chain is not the one that was read before: it is read from the beginning",
    ]);
  });

  it("is read anew, and replaced, when other folds made it", async () => {
    const { chain, read } = await load();
    const database = `test ${databases++}`;
    const first = await read({ cache: indexedDbCache(database), finality: 10 });
    const kept = indexedDbCache(database);
    const older: HistoryCache = {
      load: async (key) => {
        const checkpoint = await kept.load(key);
        // As folds of another version made it, of which nothing can be read.
        return checkpoint && { ...checkpoint, schema: "0x00", state: { proposals: "?" } as never };
      },
      save: kept.save,
    };
    chain.asked.length = 0;
    deepStrictEqual(await read({ cache: older, finality: 10 }), first);
    expect(chain.asked[0]![0]).to.equal(0);
    chain.asked.length = 0;
    deepStrictEqual(await read({ cache: indexedDbCache(database), finality: 10 }), first);
    expect(chain.asked).to.deep.equal([[chain.newest - 9, chain.newest]]);
  });

  it("throws away what the first version of its database kept", async () => {
    const { read } = await load();
    const name = `test ${databases++}`;
    const old = await openDB(name, 1, {
      upgrade: (database) => void database.createObjectStore("checkpoints"),
    });
    await old.put("checkpoints", { state: "of another shape" }, "key");
    old.close();
    const cache = indexedDbCache(name);
    expect(await cache.load("key")).to.equal(undefined);
    deepStrictEqual(await read({ cache }), await read());
  });

  it("is left as it is by a reading of earlier days", async () => {
    const { chain, read } = await load();
    const cache = memoryCache();
    const full = await read({ cache, finality: 10 });
    const past = await read({ cache, finality: 10, toBlock: 50 });
    expect(past.head.block).to.equal(50);
    deepStrictEqual(past, await read({ toBlock: 50 }));
    chain.asked.length = 0;
    deepStrictEqual(await read({ cache, finality: 10 }), full);
    expect(chain.asked).to.deep.equal([[chain.newest - 9, chain.newest]]);
  });

  it("never mixes two chains: a reading during which blocks change is done again", async () => {
    for (let request = 1; request < 12; request += 2) {
      const { chain, read, plain } = await load();
      let requests = 0;
      const random = randomFrom(request);
      chain.onRequest = () => {
        if (++requests === request) chain.reorganise(60, random, plain);
      };
      const cache = memoryCache();
      const history = await read({ cache, finality: 5, span: 30, saveEvery: 0 });
      chain.onRequest = () => undefined;
      deepStrictEqual(history, await read(), `at request ${request}`);
      deepStrictEqual(await read({ cache, finality: 5 }), history);
    }
  });

  it("gives up on a chain that changes all the time", async () => {
    const { chain, read, plain } = await load();
    const random = randomFrom(1);
    chain.onRequest = () => chain.reorganise(chain.newest, random, plain);
    await fails(read(), /^the chain changed in each of 4 readings/);
  });

  it("follows a real chain that is set back and goes on differently", async () => {
    const network = await loadFixture(deployNeuroshard);
    const { token, ada, ben } = network;
    const [cache, finality] = [memoryCache(), 3];
    await token.connect(ada).delegate(ben);
    const before = await readHistory(network, { fromBlock: 0, cache, finality });
    const snapshot = await takeSnapshot();
    await token.connect(ada).transfer(ben, parseEther("5"));
    await token.connect(ada).delegate(ada);
    await mine(2);
    await readHistory(network, { fromBlock: 0, cache, finality });
    await snapshot.restore();
    deepStrictEqual(await readHistory(network, { fromBlock: 0, cache, finality }), before);
    await token.connect(ada).transfer(ben, parseEther("1"));
    await mine(10);
    const after = await readHistory(network, { fromBlock: 0, cache, finality });
    deepStrictEqual(after, await readHistory(network, { fromBlock: 0 }));
    const heldIn = ({ votes }: History) => votes.accounts.get(addressKey(ben.address))!.held;
    const gained = heldIn(after) - heldIn(before);
    expect(gained).to.equal(parseEther("1"));
  });
});
