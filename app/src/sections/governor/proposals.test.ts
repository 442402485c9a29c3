import { beforeEach, expect, it, vi } from "vitest";

import type { Network } from "@polity/sdk/deployment";
import { listProposals } from "@polity/sdk/governor/proposals";
import { readProposal } from "@polity/sdk/governor/timeline";
import { nameOf, ProposalReader } from "./proposals";

vi.mock("@polity/sdk/governor/proposals");
vi.mock("@polity/sdk/governor/timeline");

let head = 0;
/** States by id; the block of a proposal is its id. */
let states: Record<string, string> = {};
const provider = { getBlockNumber: () => Promise.resolve(head) };
const network = { governor: { runner: { provider } } } as unknown as Network;

beforeEach(() => {
  vi.mocked(listProposals).mockReset();
  vi.mocked(readProposal).mockReset();
  vi.mocked(listProposals).mockImplementation((_, { fromBlock, toBlock = head }) =>
    Promise.resolve(
      Object.keys(states)
        .filter((id) => Number(id) >= fromBlock && Number(id) <= toBlock)
        .map((id) => ({ id: BigInt(id), block: Number(id) })) as never,
    ),
  );
  vi.mocked(readProposal).mockImplementation((_, id) =>
    Promise.resolve({ state: states[String(id)], snapshot: 1 } as never),
  );
});

const asked = () => vi.mocked(readProposal).mock.calls.map(([, id]) => Number(id));

it("reads again what can still change, and what stands in blocks that may be replaced", async () => {
  const reader = new ProposalReader(0);
  [head, states] = [200, { 10: "Executed", 20: "Active", 190: "Defeated" }];
  const first = await reader.read(network);
  expect(first.map(({ record }) => Number(record.id))).toEqual([190, 20, 10]);
  expect(asked()).toEqual([10, 20, 190]);

  vi.mocked(readProposal).mockClear();
  // Another chain has won: one proposal is gone, one is new.
  [head, states] = [201, { 10: "Executed", 20: "Defeated", 195: "Pending" }];
  const second = await reader.read(network);
  expect(second.map(({ record, view }) => [Number(record.id), view.state])).toEqual([
    [195, "Pending"],
    [20, "Defeated"],
    [10, "Executed"],
  ]);
  expect(asked()).toEqual([20, 195]);
  expect(vi.mocked(listProposals).mock.lastCall![1]).toMatchObject({ fromBlock: 137, toBlock: 201 });
});

it("does not hold a state for final that a young block brought about", async () => {
  const reader = new ProposalReader(0);
  [head, states] = [200, { 190: "Executed" }];
  await reader.read(network);
  states = { 190: "Queued" };
  const [again] = await reader.read(network);
  expect(again!.view.state).toBe("Queued");
});

it("calls a proposal by its number and title, and cuts a title that no NEP could have", () => {
  expect(nameOf({ nep: 7, title: "More heads" })).toBe("NEP-7: More heads");
  expect(nameOf({ title: "é".repeat(120) })).toBe("é".repeat(120));
  expect(nameOf({ title: "🗳".repeat(60_000) })).toBe(`${"🗳".repeat(120)}…`);
});
