// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { buy } from "@polity/sdk/distribution/buy";
import { readDistributions } from "@polity/sdk/distribution/distributions";
import { claimLeaves } from "@polity/sdk/distribution/claim";
import { publishList } from "@polity/sdk/distribution/list";
import { readPurchase, readSales, type SaleView } from "@polity/sdk/distribution/sales";
import { claimPurchase, refundPurchase, settleSale } from "@polity/sdk/distribution/settle";
import { buildTree } from "@polity/sdk/distribution/tree";
import { ADA, BEN } from "../../../test/fakes";
import { Distribution } from "./Distribution";

const SIGNER = { of: "ada" };
const site = vi.hoisted(() => ({
  network: {},
  connect: vi.fn(),
  account: undefined as string | undefined,
}));
const outcomes: string[] = [];

vi.mock("../../data/network", () => ({
  useSite: () => ({ network: site.network, names: {}, deployment: {} }),
}));
vi.mock("../../data/clock", () => ({ useNow: () => 150 }));
vi.mock("../../data/units", () => ({
  useTokenUnit: () => ({ symbol: "NET", decimals: 18 }),
  useUnits: (tokens: string[]) => new Map(tokens.map((token) => [token, { symbol: "ETH", decimals: 18 }])),
}));
vi.mock("../../data/chain", async () => {
  const { fakeChain } = await import("../../../test/section");
  return fakeChain(() => site.network);
});
vi.mock("../../wallet", () => ({ useWallet: () => ({ account: site.account, connect: site.connect }) }));
vi.mock("../../actions/context", async () => {
  const { fakeActions } = await import("../../../test/section");
  return fakeActions(
    () => SIGNER,
    (outcome) => outcomes.push(outcome),
  );
});
vi.mock("@polity/sdk/calls/token", async (original) => ({
  ...(await original<object>()),
  readTokenUnit: () => Promise.resolve({ symbol: "ETH", decimals: 18 }),
}));
vi.mock("@polity/sdk/distribution/buy", () => ({ buy: vi.fn() }));
vi.mock("@polity/sdk/distribution/claim", () => ({ claimLeaves: vi.fn() }));
vi.mock("@polity/sdk/distribution/distributions", () => ({ readDistributions: vi.fn() }));
vi.mock("@polity/sdk/distribution/sales", async (original) => ({
  ...(await original<object>()),
  ...{ readSales: vi.fn(), readPurchase: vi.fn() },
}));
vi.mock("@polity/sdk/distribution/settle", async (original) => ({
  ...(await original<object>()),
  ...{ claimPurchase: vi.fn(), refundPurchase: vi.fn(), settleSale: vi.fn(), returnRest: vi.fn() },
}));

const ONE = 10n ** 18n;
const saleOf = (part: Partial<SaleView>): SaleView => ({
  ...{ id: 1n, status: "open", start: 100, end: 200, duration: 100, sold: 40n * ONE, amount: 100n * ONE },
  ...{ price: 3n * ONE, startPrice: 4n * ONE, endPrice: 2n * ONE, raised: 0n, least: 0n, cap: 0n },
  ...{ closed: false, returned: false, collected: 0n, budgetId: 1n, payment: BEN, category: "0x" },
  ...part,
});
const none = { bought: 0n, paid: 0n, claimed: false };
const show = (network: object, account?: string) => {
  Object.assign(site, { network, account });
  render(<Distribution />);
};
const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));
const told = () => vi.waitFor(() => expect(outcomes).toHaveLength(1)).then(() => outcomes[0]);

beforeEach(() => {
  vi.resetAllMocks();
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 404 })));
  outcomes.length = 0;
  vi.mocked(readSales).mockResolvedValue([]);
  vi.mocked(readDistributions).mockResolvedValue([]);
  vi.mocked(readPurchase).mockResolvedValue(none);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("The page of sales and claims", () => {
  it("says so in a network that has neither, and where no vote has opened one", async () => {
    show({});
    expect(screen.getByText("This network neither sells its token nor hands it out by a list.")).toBeTruthy();
    cleanup();
    show({ sale: {}, distributor: {} });
    expect(await screen.findByText("No vote has opened a sale yet.")).toBeTruthy();
    expect(await screen.findByText("No vote has opened a distribution yet.")).toBeTruthy();
  });

  it("tells what an amount costs now, and buys no more than is left", async () => {
    vi.mocked(readSales).mockResolvedValue([saleOf({})]);
    vi.mocked(buy).mockResolvedValue({ bought: 60n * ONE, cost: 180n * ONE } as never);
    show({ sale: {} }, ADA);
    const field = await screen.findByLabelText("Buy, in NET");
    expect(screen.getByText("The price never rises while the sale is open.")).toBeTruthy();
    await press("Buy");
    expect(await screen.findByText("Write an amount")).toBeTruthy();
    expect(buy).not.toHaveBeenCalled();

    fireEvent.change(field, { target: { value: "1,000" } });
    // Half the way from 4 to 2, for the 60 that are left.
    expect(field.closest("form")!.textContent).toContain("Costs 180 ETH now, or less.");
    await press("Buy");
    expect(await told()).toBe("Buy in sale 1: You bought 60 NET for 180 ETH.");
    expect(buy).toHaveBeenCalledWith(expect.anything(), SIGNER, { saleId: 1n, amount: 60n * ONE });
  });

  it("wants the list of a sale that has one before anything is sent", async () => {
    vi.mocked(readSales).mockResolvedValue([saleOf({ allowList: "0x01" })]);
    show({ sale: {} }, ADA);
    fireEvent.change(await screen.findByLabelText("Buy, in NET"), { target: { value: "1" } });
    await press("Buy");
    expect((await screen.findByRole("alert")).textContent).toContain("for the accounts of a list: give it");
    expect(buy).not.toHaveBeenCalled();
  });

  it("offers a buyer what is bought or paid, and anybody to settle", async () => {
    const over = { status: "succeeded", least: ONE, raised: 2n * ONE, sold: 100n * ONE } as const;
    vi.mocked(readSales).mockResolvedValue([saleOf(over)]);
    vi.mocked(readPurchase).mockResolvedValue({ ...none, bought: 7n * ONE, paid: 2n * ONE });
    vi.mocked(claimPurchase).mockResolvedValue({ amount: 7n * ONE } as never);
    vi.mocked(settleSale).mockResolvedValue({ collected: 2n * ONE, returned: 0n, receipts: [] });
    show({ sale: {} }, ADA);
    await press("Take what you bought");
    expect(await told()).toBe("Take what you bought in sale 1: 7 NET are yours.");
    expect(claimPurchase).toHaveBeenCalledWith(expect.anything(), SIGNER, 1n, ADA);
    expect(screen.queryByRole("button", { name: "Take your payment back" })).toBe(null);
    await press("Send the treasury what it is due");
    await vi.waitFor(() => expect(outcomes[1]).toMatch(/^Settle sale 1: The treasury got 2 ETH, and 0 NET/));
    cleanup();

    outcomes.length = 0;
    vi.mocked(readSales).mockResolvedValue([
      saleOf({ ...over, status: "failed", returned: true, raised: 0n }),
    ]);
    vi.mocked(refundPurchase).mockResolvedValue({ amount: 2n * ONE } as never);
    show({ sale: {} }, ADA);
    await press("Take your payment back");
    expect(await told()).toBe("Take your payment back from sale 1: 2 ETH are back in your wallet.");
    expect(screen.queryByRole("button", { name: "Send the treasury what it is due" })).toBe(null);
  });

  it("claims by the list that is given, and asks to connect first", async () => {
    const list = publishList([{ account: ADA, amount: 5n * ONE }]);
    const { root } = buildTree(list.recipients);
    const view = {
      id: 2n,
      status: "open",
      end: 200,
      amount: 5n * ONE,
      left: 5n * ONE,
      listHash: list.hash,
      root,
    };
    vi.mocked(readDistributions).mockResolvedValue([
      { ...view, budgetId: 1n, duration: 100, delivery: { destination: "wallet" } },
    ] as never);
    vi.mocked(claimLeaves).mockResolvedValue({ amount: 5n * ONE, claimed: 1, receipts: [] });
    show({ distributor: {} });
    await press("Claim yours");
    expect(site.connect).toHaveBeenCalledOnce();
    cleanup();

    show({ distributor: {} }, ADA);
    await press("Claim yours");
    expect((await screen.findByRole("alert")).textContent).toContain("This site does not have the list");
    const input = screen.getByLabelText("The list of distribution 2: choose a file");
    fireEvent.change(input, { target: { files: [new File([list.text], "list.json")] } });
    expect(await screen.findByText(/list\.json is chosen/)).toBeTruthy();
    await press("Claim yours");
    expect(await told()).toBe("Claim of distribution 2: 5 NET are claimed.");
    const [, , id, leaves] = vi.mocked(claimLeaves).mock.calls[0]!;
    expect([id, leaves.map(({ account }) => account)]).toEqual([2n, [ADA]]);
    expect(within(document.body).queryByRole("alert")).toBe(null);
  });
});
