// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { contentHash } from "@polity/sdk/core/content";
import { DAY } from "@polity/sdk/format";
import {
  readPrograms,
  readTasks,
  type JobView,
  type ProgramView,
  type TaskView,
} from "@polity/sdk/work/read";
import { disputeJob, finishJob, submitJob } from "@polity/sdk/work/steps";
import { ADA, BEN } from "../../../test/fakes";
import type { Site } from "../../data/network";
import { asks } from "./asks";
import { isToReview } from "./board";
import { WorkPage } from "./WorkPage";

const NOW = 1_000 * DAY;
const NONE = `0x${"0".repeat(64)}`;
const SIGNER = { of: "ada" };
const site = vi.hoisted(() => ({ network: {}, account: undefined as string | undefined }));
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
vi.mock("../../wallet", () => ({ useWallet: () => ({ account: site.account, connect: vi.fn() }) }));
vi.mock("../../actions/context", async () => {
  const { fakeActions } = await import("../../../test/section");
  return fakeActions(
    () => SIGNER,
    (outcome) => outcomes.push(outcome),
  );
});
vi.mock("@polity/sdk/provider", async (original) => ({
  ...(await original<object>()),
  getBlock: () => Promise.resolve({ number: 9, timestamp: NOW }),
}));
vi.mock("@polity/sdk/work/read", async (original) => ({
  ...(await original<object>()),
  ...{ readPrograms: vi.fn(), readTasks: vi.fn() },
}));
vi.mock("@polity/sdk/work/steps", async (original) => ({
  ...(await original<object>()),
  ...{ disputeJob: vi.fn(), finishJob: vi.fn(), submitJob: vi.fn() },
}));

const program: ProgramView = {
  ...{ id: 1n, category: "grants", token: BEN, budgetId: 1n, reviewers: BEN, byVote: true, ended: false },
  ...{ maxJob: 2_000n, bond: 50n, reviewFor: 14 * DAY, disputeFor: 7 * DAY, outcomeAfter: 0 },
  ...{ minReputation: 0n, criteria: "0x" },
};
const jobOf = (part: Partial<JobView> = {}): JobView => ({
  ...{ id: 1n, task: 1n, status: "funded", budget: 500n, expiredAt: NOW + DAY, held: false, sentBack: 0 },
  ...part,
});
const taskOf = (jobs: JobView[], part: Partial<TaskView> = {}): TaskView => ({
  ...{ id: 1n, program: 1n, kind: "grant", deadline: NOW + DAY, terms: "0x", jobs },
  ...part,
});
const isReviewer = vi.fn();
const enteredBy = vi.fn();
const network = {
  ...{ work: { isReviewer, enteredBy }, verdicts: {}, governor: { runner: { provider: {} } } },
  addresses: {},
};
const show = (account?: string) => {
  Object.assign(site, { network, account });
  render(<WorkPage />);
};
const press = async (name: string) => fireEvent.click((await screen.findAllByRole("button", { name }))[0]!);
const told = () => vi.waitFor(() => expect(outcomes).toHaveLength(1)).then(() => outcomes[0]);

beforeEach(() => {
  vi.resetAllMocks();
  outcomes.length = 0;
  isReviewer.mockResolvedValue(false);
  enteredBy.mockResolvedValue(NONE);
  vi.mocked(readPrograms).mockResolvedValue([program]);
  vi.mocked(readTasks).mockResolvedValue([taskOf([jobOf({ provider: ADA })])]);
});
afterEach(cleanup);

describe("The page of work", () => {
  it("says so in a network that promises none, and where nothing was promised yet", async () => {
    Object.assign(site, { network: {}, account: undefined });
    render(<WorkPage />);
    expect(await screen.findByText("This network promises no work.")).toBeTruthy();
    cleanup();
    vi.mocked(readTasks).mockResolvedValue([]);
    show();
    expect(await screen.findByText("No job is open.")).toBeTruthy();
    const programs = within(screen.getByRole("table", { name: "Programs that votes have opened" }));
    expect(programs.getByText("1, grants")).toBeTruthy();
    expect(programs.getByText("votes")).toBeTruthy();
  });

  it("shows to everybody what each job waits for, and to a payee what is theirs", async () => {
    show();
    const board = within(await screen.findByRole("table", { name: /^Jobs that are neither paid/ }));
    expect(board.getByText(/^is to be submitted; it is due /)).toBeTruthy();
    expect(screen.queryByText("Yours")).toBe(null);
    expect(screen.queryByRole("button", { name: "Deliver" })).toBe(null);
    cleanup();
    show(ADA);
    expect(await screen.findByText("Yours")).toBeTruthy();
  });

  it("delivers the hash of the file that its payee chooses, and nothing before one is chosen", async () => {
    show(ADA);
    await press("Deliver");
    expect(await screen.findByText(/^Choose the file that you deliver/)).toBeTruthy();
    expect(submitJob).not.toHaveBeenCalled();
    const file = new File(["what was done"], "report.md");
    fireEvent.change(screen.getByLabelText("What you deliver for job 1"), { target: { files: [file] } });
    await press("Deliver");
    expect(await told()).toMatch(/^Deliver job 1: It is delivered/);
    expect(submitJob).toHaveBeenCalledWith(network.work, SIGNER, 1n, contentHash("what was done"));
  });

  it("finishes for everybody what time has allowed", async () => {
    const accepted = jobOf({ provider: ADA, status: "accepted", until: NOW - 1 });
    vi.mocked(readTasks).mockResolvedValue([taskOf([accepted])]);
    vi.mocked(finishJob).mockResolvedValue({ step: "pay" } as never);
    show();
    expect(await screen.findByText("can be paid")).toBeTruthy();
    await press("Finish");
    expect(await told()).toBe("Finish job 1: It is paid.");
    expect(vi.mocked(finishJob).mock.calls[0]!.slice(1)).toEqual([SIGNER, 1n]);
  });

  it("lets a decision be disputed while it can be, and a prize again that was claimed in vain", async () => {
    const refused = jobOf({ provider: ADA, status: "refused", until: NOW + DAY });
    vi.mocked(readTasks).mockResolvedValue([taskOf([refused])]);
    vi.mocked(disputeJob).mockResolvedValue({ caseId: 4n } as never);
    show();
    await press("Dispute");
    expect(await told()).toBe(
      "Dispute the decision about job 1: You have disputed it: it is case 4 of its arbitrator.",
    );
    cleanup();
    const { until: _, ...held } = { ...refused, dispute: 1n, held: true };
    vi.mocked(readTasks).mockResolvedValue([taskOf([held])]);
    show();
    expect(await screen.findByText("waits for the ruling of dispute 1")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Dispute" })).toBe(null);
    cleanup();
    vi.mocked(readTasks).mockResolvedValue([taskOf([{ ...refused, dispute: 1n }])]);
    show();
    expect(await screen.findByText(/^is refused; it can be disputed until/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Dispute" })).toBeTruthy();
  });

  it("shows reviewers what they judge", async () => {
    isReviewer.mockResolvedValue(true);
    const submitted = jobOf({ provider: BEN, status: "submitted", submittedAt: NOW - DAY });
    vi.mocked(readTasks).mockResolvedValue([taskOf([submitted])]);
    show(ADA);
    expect(await screen.findByText("To review")).toBeTruthy();
    expect(screen.queryByText("Yours")).toBe(null);
  });
});

describe("What work asks of an account", () => {
  const asked = (jobs: JobView[], part: Partial<TaskView> = {}) => {
    vi.mocked(readTasks).mockResolvedValue([taskOf(jobs, part)]);
    return asks({ network } as unknown as Site, ADA);
  };

  it("is to deliver in time, and nothing that others do", async () => {
    expect(await asked([jobOf({ provider: ADA })])).toEqual([
      { what: "Deliver job 1", href: "/work", until: NOW + DAY },
    ]);
    expect(await asked([jobOf({ provider: BEN })])).toEqual([]);
    expect(await asked([jobOf({ provider: ADA, expiredAt: NOW })])).toEqual([]);
    expect(await asked([jobOf({ provider: ADA, status: "paid" })])).toEqual([]);
    expect(await asks({ network: {} } as unknown as Site, ADA)).toEqual([]);
  });

  it("is to show an answer in the week after the deadline, where one was entered", async () => {
    enteredBy.mockResolvedValue(`0x${"1".repeat(64)}`);
    const bounty = { kind: "bounty", deadline: NOW - DAY } as const;
    expect(await asked([jobOf(), jobOf({ id: 2n })], bounty)).toEqual([
      { what: "Show your answer for task 1", href: "/work", until: NOW + 6 * DAY },
    ]);
    expect(enteredBy).toHaveBeenCalledWith(1n, ADA);
    expect(await asked([jobOf()], { ...bounty, deadline: NOW + 1 })).toEqual([]);
    expect(await asked([jobOf()], { ...bounty, deadline: NOW - 7 * DAY })).toEqual([]);
    expect(await asked([jobOf({ status: "paid" })], bounty)).toEqual([]);
    enteredBy.mockResolvedValue(NONE);
    expect(await asked([jobOf()], bounty)).toEqual([]);
  });

  it("is to judge in time: milestones that are submitted, and prizes once answers are shown", async () => {
    isReviewer.mockResolvedValue(true);
    const submittedAt = NOW - DAY;
    expect(await asked([jobOf({ status: "submitted", submittedAt })])).toEqual([
      { what: "Judge job 1, a grant of grants", href: "/work", until: submittedAt + 14 * DAY },
    ]);
    expect(await asked([jobOf({ status: "submitted", submittedAt: NOW - 14 * DAY })])).toEqual([]);
    const bounty = { kind: "bounty", deadline: NOW - 7 * DAY } as const;
    expect(await asked([jobOf()], bounty)).toEqual([
      { what: "Judge job 1, a bounty of grants", href: "/work", until: NOW + DAY },
    ]);
    expect(await asked([jobOf()], { ...bounty, deadline: NOW - 7 * DAY + 1 })).toEqual([]);
    expect(await asked([jobOf()], { ...bounty, ballot: 3n })).toEqual([]);
    const each = {
      ...{ task: taskOf([], bounty), job: jobOf({ expiredAt: NOW }), program },
      ...{ isJudge: true, hasEntered: false },
    };
    expect(isToReview(each, NOW)).toBe(false);
  });
});
