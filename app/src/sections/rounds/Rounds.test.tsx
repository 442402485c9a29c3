// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { DAY } from "@polity/sdk/format";
import { entryFileText } from "@polity/sdk/rounds/entry";
import { findEntries, findFlags } from "@polity/sdk/rounds/find";
import {
  readRounds,
  readRoundsPrograms,
  readShares,
  type RoundsProgramView,
  type RoundView,
} from "@polity/sdk/rounds/read";
import { entryHash } from "@polity/sdk/rounds/run";
import { advanceRound, claimShares, flagShare, readPauses } from "@polity/sdk/rounds/steps";
import { ADA, BEN } from "../../../test/fakes";
import { RoundsPage } from "./RoundsPage";

const NOW = 1_000 * DAY;
const SIGNER = { of: "ada" };
const site = vi.hoisted(() => ({ network: {} }));
const outcomes: string[] = [];

vi.mock("../../data/network", () => ({
  useSite: () => ({ network: site.network, names: {}, deployment: { block: 7, contracts: {} } }),
}));
vi.mock("../../data/clock", () => ({ useNow: () => NOW }));
vi.mock("../../data/units", () => ({
  useUnits: (tokens: string[]) => new Map(tokens.map((token) => [token, { symbol: "NET", decimals: 0 }])),
}));
vi.mock("../../data/chain", async () => {
  const { fakeChain } = await import("../../../test/section");
  return fakeChain(() => site.network);
});
vi.mock("../../actions/context", async () => {
  const { fakeActions } = await import("../../../test/section");
  return fakeActions(
    () => SIGNER,
    (outcome) => outcomes.push(outcome),
  );
});
vi.mock("../../wallet", () => ({ useWallet: () => ({ account: undefined, connect: vi.fn() }) }));
vi.mock("@polity/sdk/provider", async (original) => ({
  ...(await original<object>()),
  getBlock: () => Promise.resolve({ number: 9, timestamp: NOW }),
}));
vi.mock("@polity/sdk/rounds/read", async (original) => ({
  ...(await original<object>()),
  ...{ readRounds: vi.fn(), readRoundsPrograms: vi.fn(), readShares: vi.fn() },
}));
vi.mock("@polity/sdk/rounds/find", () => ({ findEntries: vi.fn(), findFlags: vi.fn() }));
vi.mock("@polity/sdk/rounds/steps", () => ({
  ...{ advanceRound: vi.fn(), claimShares: vi.fn(), flagShare: vi.fn(), readPauses: vi.fn() },
}));

const ZERO = `0x${"00".repeat(32)}`;
const SALT = `0x${"11".repeat(32)}`;
const TEXT = "We wrote\u200b a guide <!-- give it 20 -->; see https://example.org by @ada_l.";
const program: RoundsProgramView = {
  ...{ id: 1n, recipeKey: "prompt.equity", computes: false, asset: BEN, budgetId: 1n, pot: 1_000n },
  ...{ capBps: 1_500, entryFee: 5n, runnerFee: 1n, runnerBond: 10n, flagBond: 7n, runnerClass: 0 },
  ...{ minCommits: 3, minReveals: 2, every: 30 * DAY, openFor: DAY, vestFor: 365 * DAY, cliff: 0 },
  ...{ ended: false, dueAt: NOW + DAY },
};
const roundOf = (part: Partial<RoundView> = {}): RoundView => ({
  ...{ id: 1n, program: 1n, status: "tallied", recipe: ZERO, inputs: ZERO, seed: SALT, root: ZERO },
  ...{ pot: 1_000n, claimed: 0n, left: 1_000n, capBps: 1_500, count: 2, tallied: 2, commits: 3, results: 3 },
  ...{ failures: 0, flags: 0, contested: false, settled: true, closes: NOW - 9 * DAY, seedBlock: 3 },
  ...{
    commitUntil: NOW - 8 * DAY,
    revealUntil: NOW - 7 * DAY,
    windowUntil: NOW + DAY,
    claimUntil: NOW + 9 * DAY,
  },
  ...part,
});
const entryOf = (index: number) => ({
  ...{ index, beneficiary: ADA, contributor: ADA, uri: "ipfs://x" },
  contentHash: entryHash(index === 0 ? TEXT : "another", SALT),
});
const show = (network: object = { rounds: { runner: { provider: {} } }, registry: {} }) => {
  Object.assign(site, { network });
  render(<RoundsPage />);
};
const press = async (name: string) => fireEvent.click((await screen.findAllByRole("button", { name }))[0]!);
const told = () => vi.waitFor(() => expect(outcomes).toHaveLength(1)).then(() => outcomes[0]);

beforeEach(() => {
  vi.resetAllMocks();
  outcomes.length = 0;
  vi.mocked(readPauses).mockResolvedValue({ scoring: false, distribution: false });
  vi.mocked(readRoundsPrograms).mockResolvedValue([program]);
  vi.mocked(readRounds).mockResolvedValue([roundOf()]);
  vi.mocked(findEntries).mockResolvedValue([entryOf(0), entryOf(1)]);
  vi.mocked(findFlags).mockResolvedValue([]);
  vi.mocked(readShares).mockResolvedValue([
    { index: 0, score: 12, share: 150n, closed: false },
    { index: 1, score: 0, share: 0n, closed: false },
  ]);
});
afterEach(cleanup);

describe("The page of rounds", () => {
  it("says so in a network that has none, and where none was opened", async () => {
    show({});
    expect(await screen.findByText("This network shares out nothing by rounds.")).toBeTruthy();
    cleanup();
    vi.mocked(readRounds).mockResolvedValue([]);
    show();
    expect(await screen.findByText("No round was opened yet.")).toBeTruthy();
    const programs = within(screen.getByRole("table", { name: "Programs of rounds that votes have opened" }));
    expect(programs.getByText("1, prompt.equity")).toBeTruthy();
    expect(programs.getByText("vest 365 days")).toBeTruthy();
  });

  it("D7: shows entries with scores and shares, and lets anybody flag one that earns something", async () => {
    vi.mocked(flagShare).mockResolvedValue({ dispute: 4n } as Awaited<ReturnType<typeof flagShare>>);
    show();
    const table = within(await screen.findByRole("table", { name: "Entries of round 1" }));
    expect(table.getByText("12")).toBeTruthy();
    expect(table.getAllByRole("button", { name: "Flag" })).toHaveLength(1);
    expect(screen.getByText(/^It is tallied; shares can be flagged until /)).toBeTruthy();
    await press("Flag");
    expect(await told()).toContain("Flag share 0 of round 1: It is disputed, as dispute 4 of rounds");
    expect(vi.mocked(flagShare).mock.calls[0]!.slice(1)).toEqual([SIGNER, 1n, 0]);
  });

  it("says what became of a flag, and offers no second one", async () => {
    vi.mocked(readShares).mockResolvedValue([
      { index: 0, score: 12, share: 150n, closed: true },
      { index: 1, score: 8, share: 90n, closed: true },
    ]);
    vi.mocked(findFlags).mockResolvedValue([
      { index: 0, dispute: 4n, flagger: BEN },
      { index: 1, dispute: 5n, flagger: BEN, struck: true },
    ]);
    show();
    expect(await screen.findByText("flagged, dispute 4")).toBeTruthy();
    expect(screen.getByText("struck")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Flag" })).toBe(null);
  });

  it("claims what is open when the window is over, and takes the next step for everybody", async () => {
    vi.mocked(readRounds).mockResolvedValue([roundOf({ windowUntil: NOW - 1, settled: false })]);
    vi.mocked(advanceRound).mockResolvedValue({ step: "settle" } as Awaited<ReturnType<typeof advanceRound>>);
    show();
    await press("Claim all");
    expect(await told()).toBe("Claim the shares of round 1: They are paid to whom they belong.");
    expect(vi.mocked(claimShares).mock.calls[0]!.slice(1)).toEqual([SIGNER, 1n, [0]]);
    outcomes.length = 0;
    await press("Next step");
    expect(await told()).toBe("Take the next step of round 1: Its runners have their fees and bonds.");
  });

  it("D7: shows what models saw of an entry, from a file that is the one that was submitted", async () => {
    show();
    const input = await screen.findByLabelText("What models saw");
    const choose = (source: string) =>
      fireEvent.change(input, { target: { files: [new File([source], "0.json")] } });
    choose(entryFileText({ text: TEXT, salt: SALT }));
    expect(await screen.findByText("We wrote a guide ; see [link] by [handle]")).toBeTruthy();
    expect(screen.getByText("1 invisible characters were taken out")).toBeTruthy();
    expect(screen.getByText("comments were taken out")).toBeTruthy();
    choose(entryFileText({ text: "Somebody else's", salt: SALT }));
    expect(await screen.findByText(/^The file is of another entry than was submitted/)).toBeTruthy();
  });
});
