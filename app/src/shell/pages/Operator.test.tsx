// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { PolityError } from "@polity/sdk/errors";
import { readIndexerHealth } from "@polity/sdk/history/indexer";
import type { Step } from "@polity/sdk/keeper/types";
import { readEndpointHealth } from "@polity/sdk/provider/health";
import { describeStatus } from "@polity/sdk/status";
import { send } from "@polity/sdk/transaction";
import { ADA, TO } from "../../../test/fakes";
import { Operator } from "./Operator";

const { told, site, due } = vi.hoisted(() => ({
  told: vi.fn(),
  site: { indexer: undefined as string | undefined },
  due: vi.fn(),
}));
const network = {
  domains: [],
  governor: { runner: { provider: { getBlockNumber: () => Promise.resolve(90) } } },
};
vi.mock("../../data/network", () => ({
  useSite: () => ({
    ...{ network, rpc: "https://rpc.example/key-of-ours", names: {}, indexer: site.indexer },
    deployment: { name: "Net", chainId: 8453, block: 5, contracts: { NetworkGovernor: TO } },
  }),
}));
vi.mock("../../data/chain", async () => (await import("../../../test/section")).fakeChain(() => network));
vi.mock("../../actions/context", async () =>
  (await import("../../../test/section")).fakeActions(() => "signer", told),
);
vi.mock("../../wallet", () => ({ WrongNetwork: () => null }));
vi.mock("@polity/sdk/keeper/chain", () => ({ dueReader: () => Promise.resolve(due) }));
vi.mock("@polity/sdk/keeper/domains", () => ({ verbsOf: () => Promise.resolve({ expire: "clear away" }) }));
vi.mock("@polity/sdk/transaction", () => ({ send: vi.fn() }));
vi.mock("@polity/sdk/provider/health", () => ({ readEndpointHealth: vi.fn() }));
vi.mock("@polity/sdk/history/indexer", () => ({ readIndexerHealth: vi.fn() }));
vi.mock("@polity/sdk/status", () => ({
  readStatus: () => Promise.resolve({ block: 90, now: 1_000 }),
  describeStatus: vi.fn(),
}));

const stepOf = (kind: string, name: string): Step => ({
  ...{ kind, name, key: `${kind} ${name}`, call: { to: ADA, data: "0x12" } },
});
const HEALTH = { chainId: 8453, latency: 41.6, block: 90, time: 900, batches: true, range: 86, whole: true };

beforeEach(() => {
  site.indexer = undefined;
  due.mockResolvedValue({
    block: 90,
    time: 900,
    due: [stepOf("queue", "NEP-1"), stepOf("expire", "NEP-2\u202e")],
  });
  vi.mocked(readEndpointHealth).mockResolvedValue(HEALTH);
  vi.mocked(describeStatus).mockResolvedValue([
    {
      headline: "version 1.2.0",
      summary: ["no council in office"],
      details: [["live proposals: 1", "  NEP-1"]],
    },
    { details: [{ table: [["reward", "25"]] }, { table: [] }] },
  ]);
});
afterEach(() => {
  cleanup();
  vi.clearAllMocks();
});

const show = () =>
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Operator />
    </QueryClientProvider>,
  );
const factOf = async (name: string) => (await screen.findByText(name)).parentElement!;

it("lists what is due by the words of the domains, and takes one step of it", async () => {
  show();
  const buttons = await screen.findAllByRole("button", { name: /^Do it: / });
  expect(buttons.map((button) => button.getAttribute("aria-label"))).toEqual([
    "Do it: queue NEP-1",
    "Do it: clear away NEP-2\ufffd",
  ]);
  fireEvent.click(buttons[0]!);
  await vi.waitFor(() => expect(told).toHaveBeenCalledWith("Queue: It is done."));
  expect(send).toHaveBeenCalledWith("signer", { to: ADA, data: "0x12" });
});

it("says that nothing is due, and as of when", async () => {
  due.mockResolvedValue({ block: 90, time: 900, due: [] });
  show();
  await screen.findByText("Nothing is due as of block 90.");
});

it("says how the endpoint answers, without the key in its address", async () => {
  show();
  within(await factOf("Chain")).getByText("the network’s");
  within(await factOf("Answers within")).getByText("42 ms");
  within(await factOf("Logs at once")).getByText("all 86 blocks");
  expect(document.body.textContent).not.toContain("key-of-ours");
  expect(readEndpointHealth).toHaveBeenCalledWith(expect.any(Function), { fromBlock: 5, address: TO });
});

it("names what is wrong with an endpoint: another chain, no batches, few or no logs", async () => {
  vi.mocked(readEndpointHealth).mockResolvedValue({
    ...HEALTH,
    chainId: 1,
    batches: false,
    range: 0,
    whole: false,
  });
  show();
  within(await factOf("Chain")).getByText("not the network’s");
  within(await factOf("Several questions at once")).getByText(/^not answered/);
  within(await factOf("Logs at once")).getByText("none: no proposals, ballots or ledger");
  cleanup();
  vi.mocked(readEndpointHealth).mockResolvedValue({ ...HEALTH, range: 43, whole: false });
  show();
  within(await factOf("Logs at once")).getByText("43 blocks: a first visit takes longer");
});

it("says how far the indexer is where there is one, and why it does not answer", async () => {
  site.indexer = "https://indexer.example";
  vi.mocked(readIndexerHealth).mockResolvedValue({ ready: true, block: 80 });
  show();
  within(await factOf("Behind the chain")).getByText("10 blocks");
  cleanup();
  vi.mocked(readIndexerHealth).mockRejectedValue(
    new PolityError("the indexer cannot be asked: it answers 502"),
  );
  show();
  await screen.findByText(/^the indexer cannot be asked: it answers 502|^The indexer cannot be asked/);
});

it("tells the status of the network as the command does", async () => {
  show();
  await screen.findByText(/^Net, version 1\.2\.0, as of/);
  screen.getByText("no council in office");
  screen.getByText("Live proposals: 1");
  screen.getByText("reward");
});
