// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { PolityError } from "@polity/sdk/errors";
import { findProposal } from "@polity/sdk/governor/proposals";
import { advancePhase } from "@polity/sdk/phases/advance";
import { readPhases, type PhasesView } from "@polity/sdk/phases/read";
import { ADA, BEN } from "../../../test/fakes";
import { Phases } from "./Phases";

const SIGNER = { of: "june" };
const PHASES = { of: "phases" };
const site = vi.hoisted(() => ({ network: {} }));
const outcomes: string[] = [];

vi.mock("../../data/network", () => ({
  useSite: () => ({ network: site.network, names: {}, deployment: { block: 7, contracts: {} } }),
}));
vi.mock("../../data/clock", () => ({ useNow: () => 150 }));
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
const fake = vi.hoisted(() => async (original: () => Promise<object>, names: string[]) => ({
  ...(await original()),
  ...Object.fromEntries(names.map((name) => [name, vi.fn()])),
}));
vi.mock("@polity/sdk/governor/proposals", (original) => fake(original as never, ["findProposal"]));
vi.mock("@polity/sdk/phases/advance", (original) => fake(original as never, ["advancePhase"]));
vi.mock("@polity/sdk/phases/read", (original) => fake(original as never, ["readPhases"]));

const DAY = 86_400;
const gate = {
  minTime: 180 * DAY,
  latestAfter: 365 * DAY,
  minDecisions: 6,
  minTurnoutBps: 500,
  maxFounderBps: 4_000,
};
const conditionsOf = (decisions: bigint, founders: bigint) => [
  { name: "minTime", value: BigInt(200 * DAY), bound: BigInt(180 * DAY), met: true },
  { name: "minDecisions", value: decisions, bound: 6n, met: decisions >= 6n },
  { name: "minTurnoutBps", value: 10_000n, bound: 500n, met: true },
  { name: "maxFounderBps", value: founders, bound: 4_000n, met: founders <= 4_000n },
  { name: "handsOff", value: 0n, bound: 0n, met: true },
];
const viewOf = (part: Partial<PhasesView> = {}): PhasesView => ({
  ...{ inForce: true, current: 1, since: 100, founders: [ADA, BEN], open: false },
  steps: [
    { from: 0, gate: { ...gate, handsOff: false }, latestAt: 90 },
    { from: 1, gate: { ...gate, handsOff: false }, latestAt: 2_000_000_000 },
    { from: 2, gate: { ...gate, latestAfter: 0, handsOff: true } },
  ],
  conditions: conditionsOf(0n, 4_334n),
  ...part,
});
const show = (network: object = { phases: PHASES }) => {
  Object.assign(site, { network });
  render(<Phases />);
};
const rowOf = async (name: RegExp) => (await screen.findByRole("row", { name })).textContent;
const name = async (text: string) => {
  fireEvent.change(await screen.findByLabelText("Decisions that prove that holders decide"), {
    target: { value: text },
  });
  fireEvent.click(screen.getByRole("button", { name: "Hold them against the conditions" }));
};
const begin = () => screen.queryByRole("button", { name: "Begin phase 2 (Decentralised)" });

beforeEach(() => {
  vi.resetAllMocks();
  outcomes.length = 0;
  vi.mocked(readPhases).mockResolvedValue(viewOf());
});
afterEach(cleanup);

describe("The page of phases", () => {
  it("says so in a network that has none", () => {
    show({});
    expect(screen.getByText(/^This network has no phases/)).toBeTruthy();
    expect(readPhases).not.toHaveBeenCalled();
  });

  it("shows where the network stands, what the next step asks for and has, and who the founders are", async () => {
    show();
    expect(await screen.findByText("Phase 1, now")).toBeTruthy();
    expect(await rowOf(/time in this phase/i)).toMatch(/180 days.*200 days.*met/);
    expect(await rowOf(/decisions named/i)).toMatch(/6.*0.*missing/);
    expect(await rowOf(/founders' share/i)).toMatch(/40 %.*43\.34 %.*missing/);
    expect(await rowOf(/council/i)).toMatch(/any council.*held by founders.*met/);
    expect(screen.getByText(/^To phase 3/).parentElement!.textContent).toMatch(
      /no founder is the council.*only a vote/,
    );
    expect(screen.getByText("No decision is named as evidence yet.")).toBeTruthy();
    expect(screen.getByText(/^A vote takes this step/)).toBeTruthy();
    expect(begin()).toBe(null);
    expect(screen.getAllByRole("listitem")).toHaveLength(2);
  });

  it("offers the step from its latest date on, once the named decisions are enough", async () => {
    vi.mocked(readPhases).mockImplementation((_, { ids = [] } = {}) =>
      Promise.resolve(viewOf({ open: true, conditions: conditionsOf(ids.length === 2 ? 6n : 0n, 3_000n) })),
    );
    vi.mocked(findProposal).mockImplementation((_, word) => Promise.resolve({ id: BigInt(word) } as never));
    vi.mocked(advancePhase).mockResolvedValue({ phase: 2 } as never);
    show();
    expect(await screen.findByText("Anyone may take this step as soon as nothing is missing.")).toBeTruthy();
    expect(begin()).toBe(null);
    await name(" ,");
    expect(await screen.findByText("Write the number of a proposal, or its id")).toBeTruthy();
    await name("9, 4");
    await vi.waitFor(() => expect(begin()).toBeTruthy());
    fireEvent.click(begin()!);
    await vi.waitFor(() => expect(outcomes).toHaveLength(1));
    expect(outcomes[0]).toBe("Begin phase 2 (Decentralised): It is phase 2 (Decentralised) from now on.");
    expect(advancePhase).toHaveBeenCalledWith(PHASES, SIGNER, [9n, 4n]);
  });

  it("says why a decision proves nothing, and lets others be named", async () => {
    vi.mocked(findProposal).mockRejectedValueOnce(new PolityError("there is no proposal 77"));
    show();
    await name("77");
    expect(await screen.findByText("There is no proposal 77")).toBeTruthy();
    expect(screen.getByLabelText("Decisions that prove that holders decide")).toBeTruthy();
  });

  it("asks for nothing more in the last phase", async () => {
    const { conditions: _, ...last } = viewOf({ current: 3 });
    vi.mocked(readPhases).mockResolvedValue(last);
    show();
    expect(await screen.findByText(/there is no phase after this one/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /^Begin/ })).toBe(null);
    expect(screen.queryByRole("table")).toBe(null);
  });

  it("warns where a vote has left the phases", async () => {
    vi.mocked(readPhases).mockResolvedValue(viewOf({ inForce: false }));
    show();
    expect(await screen.findByText(/^A vote has left these phases/)).toBeTruthy();
  });
});
