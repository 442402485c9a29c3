// A notice board: a domain that no engine, no list and no other domain knows. Whatever a domain can say is said here.
import { Interface } from "ethers";
import type * as z from "zod";

import { addressKey } from "@polity/sdk/core/address";
import { PARTS as CONFIG_PARTS, type AnyPart, type NetworkConfig } from "../../config/schema";
import { integer } from "../../config/schema/leaves";
import type { Part } from "../../config/schema/part";
import type { AnyDeployPart } from "../../deploy/modules/part";
import { PARTS as DEPLOY_PARTS, type Known } from "../../deploy/parts";
import { columnsOf } from "@polity/sdk/analytics";
import type { Measuring } from "@polity/sdk/analytics/types";
import { anyone, timelock } from "@polity/sdk/audit/authority";
import { anything, is } from "@polity/sdk/audit/facts";
import type { Auditing } from "@polity/sdk/audit/types";
import type { AnyDomain, Contracts, Domain, Reverts, Words } from "@polity/sdk/core/domain";
import { DOMAINS } from "@polity/sdk/domains";
import { textOf } from "@polity/sdk/events/decode";
import type { Historical } from "@polity/sdk/history/types";
import type { Keeping } from "@polity/sdk/keeper/types";
import type { History } from "@polity/sdk/history";
import type { Network } from "@polity/sdk/network";
import { strictObject } from "@polity/sdk/problems";
import type { Standing } from "@polity/sdk/status/types";
import { NoticeBoard__factory, type NoticeBoard } from "../../typechain-types";

const contracts = {
  NoticeBoard: {
    factory: NoticeBoard__factory,
    presence: "optional",
    as: "board",
    scopable: { onlyTakes: ["takeDown"] },
  },
} as const satisfies Contracts;
type Own = typeof contracts;

export interface Notice {
  text: string;
  author: string;
  time: number;
}
export interface BoardHistory {
  notices: Map<bigint, Notice>;
  taken: bigint[];
}
interface BoardStatus {
  board?: { notices: bigint };
}
interface Expected {
  board?: { most: number } | undefined;
}

/** The network's board; the types of Network know nothing of it. */
export const boardOf = (network: Network) => (network as Network & { board: NoticeBoard }).board;
export const boardHistory = (history: History) => (history as History & { board: BoardHistory }).board;

const auditing: Auditing<Own, Expected> = {
  authority: {
    NoticeBoard: { pin: anyone("pins a notice"), takeDown: timelock("takes a notice down") },
  },
  getters: {
    NoticeBoard: {
      "TIMELOCK() view returns (address)": is("TimelockController"),
      "MOST() view returns (uint256)": ({ config }) => config?.board?.most,
      "noticeCount() view returns (uint256)": anything,
    },
  },
  marks: { NoticeBoard: "noticeCount() view returns (uint256)" },
};

const words: Words<Own> = {
  describe: {
    NoticeBoard: {
      takeDown: async ({ contract, args: [notice], at }) => [
        `takes down notice ${notice} of the ${await contract.noticeCount(at)} on the board`,
      ],
    },
  },
  logs: {
    NoticeBoard: {
      Pinned: ({ args: [notice, author] }) => `${author} pins notice ${notice}`,
      TakenDown: ({ args: [notice] }) => `notice ${notice} hangs no more`,
    },
  },
};

const reverts: Reverts<Own> = {
  NoticeBoard_NotTimelock: (caller) => [`${caller} is not the timelock`, "propose it to a vote"],
  NoticeBoard_TooLong: (length, most) => [
    `the notice has ${length} bytes, ${most} at the most`,
    "shorten it",
  ],
};

const history: Historical<Own, BoardHistory> = {
  version: 1,
  initial: () => ({ notices: new Map(), taken: [] }),
  fold: {
    NoticeBoard: {
      Pinned({ state, add }, { notice, author, text }, { time }, { slice, addresses }) {
        add(state.notices, notice, { text: textOf(text), author, time });
        // It may look at what others have folded, and at where their contracts are.
        const { held } = slice("votes").state.accounts.get(addressKey(author)) ?? { held: -1n };
        if (held < 0n) throw new Error(`${author} holds nothing in ${addresses.GovernanceToken}`);
      },
      TakenDown({ state, edit }, { notice }) {
        edit(state.notices, notice).text = "(taken down)";
        state.taken.push(notice);
      },
    },
  },
  untimed: { NoticeBoard: { TakenDown: () => true } },
  addFacts: async (_, { state, edit }, time) => {
    for (const [notice, { text }] of state.notices)
      if (text === "when?") edit(state.notices, notice).text = `at ${time}`;
    return Promise.resolve();
  },
  findMissing: async (network, { notices }, at) => {
    const count = Number(await boardOf(network).noticeCount(at));
    return count === notices.size ? undefined : `${count} notices, of which ${notices.size} were found`;
  },
};

const standing: Standing<BoardStatus> = {
  read: async (network, { block }) => ({
    board: { notices: await boardOf(network).noticeCount({ blockTag: block }) },
  }),
  words: (status) => ({
    headline: "with a board",
    summary: [`notices: ${(status as BoardStatus).board!.notices}`],
  }),
};

const keeping: Keeping = {
  verbs: { sweep: "sweep the board" },
  watch: (network) => {
    const { target: to } = boardOf(network);
    const data = NoticeBoard__factory.createInterface().encodeFunctionData("pin", ["(swept)"]);
    return () =>
      Promise.resolve([
        { kind: "sweep", key: "sweep 7", name: "notice 7", call: { to: to as string, data } },
      ]);
  },
};

const measuring: Measuring = {
  tables: (told) => [
    {
      title: "Notices",
      method: "Every notice that was pinned.",
      columns: columnsOf(["Notice", "count"], ["Author", "account"], ["Text", "text"]),
      rows: [...boardHistory(told).notices].map(([notice, { author, text }]) => [notice, author, text]),
    },
  ],
};

export const board: Domain<"board", Own, { config: Expected; history: BoardHistory; status: BoardStatus }> = {
  name: "board",
  contracts,
  reverts: () => Promise.resolve({ reverts }),
  analytics: () => Promise.resolve({ measuring }),
  audit: () => Promise.resolve({ auditing }),
  history: () => Promise.resolve({ history }),
  keeper: () => Promise.resolve({ keeping }),
  status: () => Promise.resolve({ standing }),
  words: () => Promise.resolve(words),
};
export const coder = new Interface(NoticeBoard__factory.abi);

/** The domains of a network that has a board. */
export const domains: readonly AnyDomain[] = [...DOMAINS, board];

/** What the board has in a configuration. */
type WithBoard = NetworkConfig & Expected;
const part: Pick<Part<WithBoard>, "has"> = { has: ({ board: section }) => section !== undefined };
export const configParts: readonly AnyPart[] = [
  ...CONFIG_PARTS,
  {
    name: "board",
    sections: {
      board: strictObject({
        most: integer(1, 1000).meta({ example: 140, description: "Bytes of a notice at the most." }),
      })
        .describe("Where anyone pins notices.")
        .optional() satisfies z.ZodType,
    },
    part,
  },
];

/** What the board has in a deployment. */
const deployPart: AnyDeployPart = {
  name: "board",
  needs: ["treasury"],
  module: "Board",
  contracts(m, config, { TimelockController }) {
    const { board: section } = config as WithBoard;
    if (!section) return {};
    return { NoticeBoard: m.contract("NoticeBoard", [TimelockController!, section.most]) };
  },
  finish(m, _, { NoticeBoard }, roles) {
    if (NoticeBoard) m.call(NoticeBoard, "pin", ["welcome"], { id: "pin_welcome", after: roles });
  },
};
export const known: Known = { parts: [deployPart, ...DEPLOY_PARTS], domains };
