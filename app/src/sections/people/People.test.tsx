// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { trimLapsed } from "@polity/sdk/people/act";
import { readReach } from "@polity/sdk/people/persons";
import { readClasses, readCredentials, readStanding } from "@polity/sdk/people/read";
import { ADA, BEN } from "../../../test/fakes";
import { OfAccount } from "./OfAccount";
import { People } from "./People";

const SIGNER = { of: "ada" };
const site = vi.hoisted(() => ({ network: {} }));
const outcomes: string[] = [];

vi.mock("../../data/network", () => ({
  useSite: () => ({ network: site.network, names: {}, deployment: { block: 7 } }),
}));
vi.mock("../../data/clock", () => ({ useNow: () => 1_000 }));
vi.mock("../../data/names", () => ({ useName: () => ({}) }));
vi.mock("../../data/units", () => ({
  useTokenUnit: () => ({ symbol: "NET", decimals: 18 }),
  useUnits: () => new Map(),
}));
vi.mock("../../parts/WithHistory", () => ({ WithHistory: () => null }));
vi.mock("../../data/chain", async () => {
  const { fakeChain } = await import("../../../test/section");
  return { useHead: () => ({ time: 1_001 }), ...fakeChain(() => site.network) };
});
vi.mock("../../actions/context", async () => {
  const { fakeActions } = await import("../../../test/section");
  return fakeActions(
    () => SIGNER,
    (outcome) => outcomes.push(outcome),
  );
});
vi.mock("@polity/sdk/people/act", () => ({ trimLapsed: vi.fn() }));
vi.mock("@polity/sdk/people/read", () => ({
  readClasses: vi.fn(),
  readCredentials: vi.fn(),
  readStanding: vi.fn(),
}));
vi.mock("@polity/sdk/people/persons", async (original) => ({
  ...(await original<object>()),
  readReach: vi.fn(),
}));

const PERSON = { kind: 0, name: "PERSON", issuer: BEN, term: 31_536_000, revocable: true, total: 24n };
const credentials = { is: "credentials" };

beforeEach(() => {
  vi.resetAllMocks();
  outcomes.length = 0;
  vi.mocked(readClasses).mockResolvedValue([PERSON]);
});
afterEach(cleanup);

describe("The page of people", () => {
  it("says so in a network that knows none", () => {
    site.network = {};
    render(<People />);
    expect(screen.getByText("This network knows no people: it has no credentials.")).toBeTruthy();
  });

  it("shows each class, and warns where today's persons could not meet a quorum", async () => {
    site.network = { credentials, quadraticVotes: {} };
    const type = { type: "PEOPLE", quorum: 3n, quorumBps: 300, minVoters: 25, met: false };
    vi.mocked(readReach).mockResolvedValue({ voters: 24, votes: 50n, total: 100n, types: [type] });
    render(<People />);
    expect(await screen.findByText("PERSON")).toBeTruthy();
    expect(screen.getByText("365 days")).toBeTruthy();
    expect(
      await screen.findByText(
        /24 persons could vote today, with 50 % of all, and none of its proposals can pass: 25/,
      ),
    ).toBeTruthy();
    expect(readReach).toHaveBeenCalledWith(site.network, 7, 1_000);
  });

  it("lets anybody have a class counted anew", async () => {
    site.network = { credentials };
    vi.mocked(trimLapsed).mockResolvedValue({ accounts: [ADA], receipts: [] });
    render(<People />);
    fireEvent.click(await screen.findByRole("button", { name: "Count anew" }));
    await vi.waitFor(() =>
      expect(outcomes).toEqual(["Count PERSON anew: 1 that had lapsed are counted no more."]),
    );
    expect(trimLapsed).toHaveBeenCalledWith(credentials, SIGNER, 0, 7);
  });
});

describe("What people say of an account", () => {
  it("is what it has, what has lapsed, and what it has earned", async () => {
    site.network = { credentials, reputation: {} };
    vi.mocked(readCredentials).mockResolvedValue([
      { kind: 0, name: "PERSON", until: 2_000 },
      { kind: 1, name: "PARTNER", until: 500 },
    ]);
    vi.mocked(readStanding).mockResolvedValue({
      votes: 10n ** 18n,
      points: [{ week: 3_000n, points: 2n * 10n ** 18n }],
    });
    render(<OfAccount account={ADA} />);
    expect((await screen.findByText(/PERSON/)).textContent).toMatch(/^PERSON until/);
    expect(screen.getByText(/PARTNER/).textContent).toMatch(/^PARTNER lapsed/);
    expect(screen.getByText(/Reputation: 1 points as they weigh now/).textContent).toMatch(
      /2 points end on 2027/,
    );
  });

  it("is nothing in a network that knows no people", () => {
    site.network = {};
    const { container } = render(<OfAccount account={ADA} />);
    expect(container.textContent).toBe("");
  });
});
