// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { DAY } from "@polity/sdk/format";
import { readCertificates, readServices, readStars, readTokens, type Service } from "@polity/sdk/market/read";
import { disputePayment, findChannels, type FoundChannel } from "@polity/sdk/market/steps";
import { send } from "@polity/sdk/transaction";
import { appSalt } from "@polity/sdk/usage/channel";
import { ADA, BEN } from "../../../test/fakes";
import { MarketPage } from "./MarketPage";
import { UsagePage } from "./UsagePage";

const NOW = 1_000 * DAY;
const SIGNER = { of: "ada" };
const site = vi.hoisted(() => ({ network: {}, account: undefined as string | undefined }));
const outcomes: string[] = [];

vi.mock("../../data/network", () => ({
  useSite: () => ({
    network: site.network,
    names: {},
    deployment: {
      block: 7,
      chainId: 31_337,
      contracts: {},
      conventions: { market: { kinds: ["MODEL", "APP"] } },
    },
  }),
}));
vi.mock("../../data/clock", () => ({ useNow: () => NOW }));
vi.mock("../../data/units", () => ({
  useUnits: (tokens: string[]) => new Map(tokens.map((token) => [token, { symbol: "NET", decimals: 0 }])),
  useTokenUnit: () => ({ symbol: "NET", decimals: 18 }),
}));
vi.mock("../../data/chain", async () => {
  const { fakeChain } = await import("../../../test/section");
  return fakeChain(() => site.network);
});
vi.mock("../../wallet", () => ({ useWallet: () => ({ account: site.account, connect: vi.fn() }) }));
vi.mock("../../actions/context", async () => {
  const { fakeActions } = await import("../../../test/section");
  return fakeActions(
    () => SIGNER,
    (outcome) => outcomes.push(outcome),
  );
});
vi.mock("@polity/sdk/market/read", async (original) => ({
  ...(await original<object>()),
  ...{ readServices: vi.fn(), readStars: vi.fn(), readTokens: vi.fn(), readCertificates: vi.fn() },
  readListingTerms: () => Promise.resolve({ minStake: 10n ** 18n, minDeveloperBps: 2_000n }),
}));
vi.mock("@polity/sdk/market/steps", async (original) => ({
  ...(await original<object>()),
  ...{ findChannels: vi.fn(), disputePayment: vi.fn() },
}));
vi.mock("@polity/sdk/transaction", async (original) => ({ ...(await original<object>()), send: vi.fn() }));

const service = (part: Partial<Service> = {}): Service => ({
  ...{
    id: 1n,
    provider: BEN,
    kind: 0,
    status: "listed",
    till: ADA,
    stake: 500n,
    metadata: `0x${"1".repeat(64)}`,
  },
  ...{ exitAt: undefined, openDisputes: 0, agent: undefined },
  ...part,
});
const rate = vi.fn((...args: unknown[]) => ["rate", ...args]);
const disputedOf = vi.fn(() => Promise.resolve(10n));
const network = {
  market: {
    SETTLEMENT: () => Promise.resolve(BEN),
    ...{ disputedOf, rate: { populateTransaction: rate } },
  },
  addresses: { GovernanceToken: BEN },
  governor: { runner: {} },
};

beforeEach(() => {
  Object.assign(site, { network, account: ADA });
  vi.mocked(readTokens).mockResolvedValue([BEN]);
  vi.mocked(readStars).mockResolvedValue([]);
  vi.mocked(readCertificates).mockResolvedValue([]);
  vi.mocked(send).mockResolvedValue({} as never);
});
afterEach(() => {
  cleanup();
  vi.clearAllMocks();
  outcomes.length = 0;
});

describe("The market's page", () => {
  it("says of each service who it is, what is staked, and how much money stands behind its stars", async () => {
    vi.mocked(readServices).mockResolvedValue([
      service(),
      service({ id: 2n, kind: 1, agent: { registry: BEN, id: 9n } }),
      service({ id: 3n, status: "off the list" }),
    ]);
    vi.mocked(readStars).mockImplementation((_, id) =>
      Promise.resolve(id === 1n ? [{ token: BEN, milli: 4500n, weight: 30n }] : []),
    );
    vi.mocked(readCertificates).mockImplementation((_, each) =>
      Promise.resolve(
        (each as Service).kind === 0
          ? [
              { class: "DEVELOPER", until: NOW + DAY, outdated: false },
              { class: "SOLUTION", until: NOW + DAY, outdated: true },
            ]
          : [],
      ),
    );
    render(<MarketPage />);
    const rows = (await screen.findAllByRole("row")).slice(1).map(({ textContent }) => textContent);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/^.*2.*APP.*500 NET.*nobody has rated it.*9 of /);
    expect(rows[1]).toMatch(
      /1.*MODEL.*500 NET.*4\.5 by 30 NET.*DEVELOPER until 1972-09-28; SOLUTION, of an earlier description/,
    );
  });

  it("reads what others say of a page of them, and of more by a click", async () => {
    vi.mocked(readServices).mockResolvedValue(
      Array.from({ length: 30 }, (_, i) => service({ id: BigInt(i + 1) })),
    );
    render(<MarketPage />);
    fireEvent.click(await screen.findByRole("button", { name: "Show more of 30" }));
    await vi.waitFor(() => expect(screen.getAllByRole("row")).toHaveLength(31));
    expect(vi.mocked(readStars).mock.calls.length).toBe(25 + 30);
    expect(screen.queryByRole("button", { name: /Show more/ })).toBe(null);
  });

  it("lets one list a service of one's own, of a kind that the network has", async () => {
    vi.mocked(readServices).mockResolvedValue([]);
    render(<MarketPage />);
    const kinds = await screen.findByLabelText("What it is");
    expect([...kinds.children].map(({ textContent }) => textContent)).toEqual(["MODEL", "APP"]);
  });

  it("says so where there is none", async () => {
    Object.assign(site, { network: {} });
    render(<MarketPage />);
    expect(await screen.findByText("This network has no market.")).toBeTruthy();
    cleanup();
    render(<UsagePage />);
    expect(screen.getByText("This network has no market.")).toBeTruthy();
  });
});

describe("The page of one's usage", () => {
  const found = (state: Partial<FoundChannel["state"]> = {}): FoundChannel => ({
    id: `0x${"2".repeat(64)}`,
    channel: {
      ...{ payer: ADA, payerAuthorizer: ADA, receiver: BEN, receiverAuthorizer: BEN, token: BEN },
      ...{ withdrawDelay: DAY, salt: `0x${"0".repeat(64)}` },
    },
    state: { balance: 100n, claimed: 40n, withdrawing: 0n, withdrawingSince: 0, ...state },
  });
  const look = (number: string, app = "") => {
    render(<UsagePage />);
    fireEvent.change(screen.getByLabelText("Service"), { target: { value: number } });
    fireEvent.change(screen.getByLabelText("App that brought you"), { target: { value: app } });
    fireEvent.click(screen.getByRole("button", { name: "Look" }));
  };
  const press = async (name: string) => {
    fireEvent.click(await screen.findByRole("button", { name }));
    await vi.waitFor(() => expect(outcomes).not.toEqual([]));
  };

  it("finds the channel that an app's salt names, and asks for what is left", async () => {
    vi.mocked(findChannels).mockResolvedValue([found()]);
    look("1", BEN);
    const [, row] = await screen.findAllByRole("row");
    expect(row!.textContent).toMatch(/^.*40 NET.*60 NET/);
    expect(vi.mocked(findChannels).mock.calls[0]!.slice(2)).toEqual([
      1n,
      { payer: ADA, token: BEN, withdrawDelay: DAY, salt: appSalt(BEN) },
      7,
    ]);
    expect(screen.getByRole("heading", { name: "Put more into it" })).toBeTruthy();
    await press("Ask back");
    expect(outcomes).toEqual([
      "Ask for what is left: It comes back when the channel's time is over, less what the service claims until then.",
    ]);
    expect(vi.mocked(send).mock.calls[0]![0]).toBe(SIGNER);
    expect(screen.queryByRole("button", { name: "Take" })).toBe(null);
  });

  it("looks for channels in the token that is chosen, where there are several; what one paid in others is not disputed", async () => {
    vi.mocked(readTokens).mockResolvedValue([BEN, ADA]);
    const other = found();
    vi.mocked(findChannels).mockResolvedValue([{ ...other, channel: { ...other.channel, token: ADA } }]);
    render(<UsagePage />);
    fireEvent.change(await screen.findByLabelText("Paid in"), { target: { value: ADA } });
    fireEvent.change(screen.getByLabelText("Service"), { target: { value: "1" } });
    fireEvent.click(screen.getByRole("button", { name: "Look" }));
    expect(await screen.findByRole("button", { name: "Rate" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Dispute" })).toBe(null);
    expect(vi.mocked(findChannels).mock.calls[0]![3].token).toBe(ADA);
  });

  it("offers to open a channel where there is none", async () => {
    vi.mocked(findChannels).mockResolvedValue([]);
    look("1");
    expect(await screen.findByText(/You have no such channel/)).toBeTruthy();
    expect(screen.getByRole("heading", { name: "Open a channel" })).toBeTruthy();
  });

  it("takes what was asked for when its time is over, and not before", async () => {
    vi.mocked(findChannels).mockResolvedValue([found({ withdrawing: 60n, withdrawingSince: NOW - DAY + 1 })]);
    look("1");
    expect(await screen.findByText(/^from .* on$/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Take" })).toBe(null);
    cleanup();
    vi.mocked(findChannels).mockResolvedValue([found({ withdrawing: 60n, withdrawingSince: NOW - DAY })]);
    look("1");
    await press("Take");
    expect(outcomes).toEqual(["Take what is left: It is back in your account."]);
  });

  it("rates what was paid, and disputes what of it was not disputed", async () => {
    vi.mocked(findChannels).mockResolvedValue([found()]);
    vi.mocked(disputePayment).mockResolvedValue({ caseId: 4n } as never);
    look("3");
    fireEvent.change(await screen.findByLabelText("Stars"), { target: { value: "2" } });
    await press("Rate");
    expect(rate).toHaveBeenCalledWith(3n, found().channel, 2n, "");
    outcomes.length = 0;
    await press("Dispute");
    expect(vi.mocked(disputePayment).mock.calls[0]!.slice(1)).toEqual([SIGNER, 3n, found().channel, 30n]);
    expect(outcomes[0]).toMatch(/it is case 4 of its arbitrator/);
  });

  it("asks for a number and a wallet, and offers nothing for what was never claimed", async () => {
    look("none", "nobody");
    expect(await screen.findByText(/Write the number of a service/)).toBeTruthy();
    expect(screen.getByText(/Write an address, or leave it empty/)).toBeTruthy();
    cleanup();
    site.account = undefined;
    look("1");
    expect(screen.getByText("Connect a wallet to see your channels.")).toBeTruthy();
    cleanup();
    site.account = ADA;
    vi.mocked(findChannels).mockResolvedValue([found({ claimed: 0n })]);
    look("1");
    expect(await screen.findByRole("button", { name: "Ask back" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Rate" })).toBe(null);
  });
});
