import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { Contract, Interface, type ContractRunner } from "ethers";
import hre from "hardhat";

import { buildReport } from "../../report";
import { CHAPTERS } from "../../report/sections";
import type { ReportInput, WriteChapter } from "../../report/sections/types";
import {
  columnsOf,
  connect,
  describeStatus,
  keeperChain,
  memoryCache,
  readHistory,
  readStatus,
  verbsOf,
} from "@polity/sdk";
import type { Contracts, Domain } from "@polity/sdk/core/domain";
import { DOMAINS } from "@polity/sdk/domains";
import { textOf } from "@polity/sdk/events/decode";
import { eventsOf } from "@polity/sdk/history/fold";
import { chainSource, type HistorySource } from "@polity/sdk/history/source";
import type { Historical } from "@polity/sdk/history/types";
import { fails } from "../helpers/fails";
import { addressOf, BOTH, history as historyOf, START } from "../helpers/history";
import { deployNeuroshard } from "../helpers/neuroshard";

// A notice board: a domain that only this test knows. Nothing outside this file names it.
const abi = [
  {
    type: "function",
    name: "takeDown",
    stateMutability: "nonpayable",
    inputs: [{ name: "notice", type: "uint256" }],
    outputs: [],
  },
  {
    type: "event",
    name: "Pinned",
    inputs: [
      { name: "notice", type: "uint256", indexed: true },
      { name: "author", type: "address", indexed: true },
      { name: "text", type: "string", indexed: false },
    ],
  },
  { type: "event", name: "TakenDown", inputs: [{ name: "notice", type: "uint256", indexed: true }] },
  { type: "event", name: "Painted", inputs: [] },
] as const;

const contracts = {
  NoticeBoard: {
    factory: {
      abi,
      connect: (at: string, runner?: ContractRunner | null) => new Contract(at, abi, runner),
    },
    presence: "optional",
    as: "board",
  },
} as const satisfies Contracts;

interface Notice {
  text: string;
  author: string;
  time: number;
}
interface BoardHistory {
  notices: Map<bigint, Notice>;
  taken: bigint[];
}
interface BoardStatus {
  board: string;
}
const AT = addressOf(0xb0a2d);

const history: Historical<typeof contracts, BoardHistory> = {
  version: 1,
  initial: () => ({ notices: new Map(), taken: [] }),
  fold: {
    NoticeBoard: {
      Pinned({ state, add }, { notice, author, text }, { time }, { slice, addresses }) {
        add(state.notices, notice, { text: textOf(text), author, time });
        // It may look at what others have folded, and at where their contracts are.
        const { held } = slice("votes").state.accounts.get(author) ?? { held: -1n };
        if (held < 0n) throw new Error(`${author} holds nothing in ${addresses.GovernanceToken}`);
      },
      TakenDown({ state, edit }, { notice }) {
        edit(state.notices, notice).text = "(taken down)";
        state.taken.push(notice);
      },
      Painted: null,
    },
  },
  untimed: { NoticeBoard: { TakenDown: () => true } },
  addFacts: async (_, { state, edit }, time) => {
    for (const [notice, { text }] of state.notices)
      if (text === "when?") edit(state.notices, notice).text = `at ${time}`;
    return Promise.resolve();
  },
  findMissing: (_, { taken }) => Promise.resolve(taken.length > 1 ? "a notice taken down twice" : undefined),
};

const board: Domain<"board", typeof contracts, { history: BoardHistory; status: BoardStatus }> = {
  name: "board",
  contracts,
  history: () => Promise.resolve({ history }),
  status: () =>
    Promise.resolve({
      standing: {
        read: (network, { block }) =>
          Promise.resolve({ board: `${Object.keys(network.addresses).length} contracts in block ${block}` }),
        words: (status) => ({
          headline: "with a board",
          summary: [`the board knows ${(status as unknown as BoardStatus).board}`],
          details: [["notices", "  none"]],
        }),
      },
    }),
  keeper: () =>
    Promise.resolve({
      keeping: {
        verbs: { sweep: "sweep the board" },
        watch: () => () =>
          Promise.resolve([
            {
              ...{ kind: "sweep", key: "sweep 7", name: "notice 7" },
              call: { to: AT, data: coder.encodeFunctionData("takeDown", [7n]) },
            },
          ]),
      },
    }),
};
const coder = new Interface(abi);
const domains = [...DOMAINS, board];

describe("A domain that no engine knows", () => {
  async function extended() {
    const { addresses, ada } = await deployNeuroshard();
    const provider = hre.ethers.provider;
    const network = connect({ ...addresses, NoticeBoard: AT } as typeof addresses, provider, domains);
    return { network, provider, ada };
  }
  type Setting = Awaited<ReturnType<typeof extended>>;

  /** The chain with what the board would have told in its newest block. */
  async function chainWith({ provider }: Setting, ...events: [name: string, args: unknown[]][]) {
    const chain = chainSource(provider);
    const head = (await chain.getBlock("latest"))!;
    const asked: unknown[] = [];
    const source: HistorySource = {
      ...chain,
      async getLogs(filter) {
        asked.push(filter.address);
        const logs = await chain.getLogs(filter);
        if (Number(filter.toBlock) < head.number) return logs;
        const own = events.map(([name, args], i) => ({
          ...{ address: AT, ...coder.encodeEventLog(name, args) },
          ...{ blockNumber: head.number, blockHash: head.hash, transactionHash: head.hash, index: 900 + i },
        }));
        return [...logs, ...own];
      },
    };
    return { source, head, asked };
  }

  it("has its events folded into a slice of its own, beside all others", async () => {
    const setting = await loadFixture(extended);
    const { network, ada } = setting;
    const { source, head, asked } = await chainWith(
      setting,
      ["Pinned", [7n, ada.address, "hello"]],
      ["Pinned", [8n, ada.address, "when?"]],
      ["Painted", []],
      ["TakenDown", [7n]],
    );
    const told = await readHistory(network, { fromBlock: 0, source });
    const { notices, taken } = (told as unknown as { board: BoardHistory }).board;
    expect([...notices]).to.deep.equal([
      [7n, { text: "(taken down)", author: ada.address, time: head.time }],
      [8n, { text: `at ${head.time}`, author: ada.address, time: head.time }],
    ]);
    expect(taken).to.deep.equal([7n]);
    expect(asked.flat()).to.include(AT);
    expect((await eventsOf(domains)).NoticeBoard).to.deep.equal(["Pinned", "TakenDown"]);

    const { board: _, ...others } = told as unknown as Record<string, unknown>;
    const { addresses, ...rest } = network;
    const { NoticeBoard: __, ...known } = addresses as Record<string, string>;
    const without = { ...rest, addresses: known as typeof addresses, domains: DOMAINS };
    expect(others).to.deep.equal(await readHistory(without, { fromBlock: 0 }));
  });

  it("is asked what is missing, and what was kept before it came is read anew", async () => {
    const setting = await loadFixture(extended);
    const { network, ada } = setting;
    const twice = await chainWith(
      setting,
      ["Pinned", [7n, ada.address, "hello"]],
      ["TakenDown", [7n]],
      ["TakenDown", [7n]],
    );
    await fails(
      readHistory(network, { fromBlock: 0, source: twice.source }),
      /the chain tells of a notice taken down twice/,
    );

    const cache = memoryCache();
    const options = { fromBlock: 0, cache, finality: 0 };
    await readHistory({ ...network, domains: DOMAINS }, options);
    const { source } = await chainWith(setting, ["Pinned", [9n, ada.address, "late"]]);
    const told = await readHistory(network, { ...options, source });
    expect((told as unknown as { board: BoardHistory }).board.notices.get(9n)?.text).to.equal("late");
  });

  it("shows in the status, after those that were there", async () => {
    const { network } = await loadFixture(extended);
    const status = await readStatus(network, 0);
    const words = await describeStatus(network, status);
    const count = Object.keys(network.addresses).length;
    expect(words.at(-1)).to.deep.equal({
      headline: "with a board",
      summary: [`the board knows ${count} contracts in block ${status.block}`],
      details: [["notices", "  none"]],
    });
    expect(status).to.include({ version: "1.0.0", supply: await network.token.totalSupply() });
  });

  it("has its steps done by a keeper, unless the keeper is for others alone", async () => {
    const { network, ada } = await loadFixture(extended);
    const options = {
      account: ada.address,
      submit: () => Promise.reject(new Error("it only looks")),
      fromBlock: 0,
    };
    const dueFor = async (wanted?: string[]) =>
      (await (await keeperChain(network, { ...options, ...(wanted && { domains: wanted }) })).read()).due;
    expect((await dueFor()).map(({ key }) => key)).to.deep.equal(["sweep 7"]);
    expect(await dueFor(["governor", "treasury"])).to.deep.equal([]);
    expect(await verbsOf(domains)).to.deep.equal({ expire: "clear away", sweep: "sweep the board" });
  });

  it("has its say in the report, after the others and before the method", () => {
    const table = {
      title: "Notices",
      method: "Counted.",
      columns: columnsOf(["Notices", "count"]),
      rows: [[3]],
    };
    const chapter: WriteChapter = ({ history: { since } }) => ({
      key: [{ name: "Notices", value: "3", note: `since block ${since.block}` }],
      summary: ["Three notices hang."],
      sections: [{ id: "board", title: "Notices", text: [], figures: [{ table }] }],
    });
    const input: ReportInput = {
      history: historyOf(),
      deployment: { name: "Board", chainId: 1, block: 0, contracts: { NoticeBoard: AT } as never },
      ...{ source: BOTH, units: { votes: { symbol: "X", decimals: 18 }, tokens: new Map() } },
      period: { from: START, to: START + 1 },
    };
    const [without, report] = [buildReport(input), buildReport(input, { ...CHAPTERS, board: chapter })];
    expect(report.key).to.deep.equal([
      ...without.key,
      { name: "Notices", value: "3", note: "since block 0" },
    ]);
    expect(report.summary).to.deep.equal([...without.summary, "Three notices hang."]);
    const ids = without.sections.map(({ id }) => id);
    expect(report.sections.map(({ id }) => id)).to.deep.equal([...ids.slice(0, -1), "board", "method"]);
    expect(report.sections.at(-1)!.figures.at(-1)!.table.rows).to.deep.include(["Notices", "Counted."]);
  });
});
