// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { DAY } from "@polity/sdk/format";
import { send, tryAs } from "@polity/sdk/transaction";
import { findAnswers, findBriefs } from "@polity/sdk/work/find";
import { shortlistCall } from "@polity/sdk/work/steps";
import { ADA, BEN, TO } from "../../../test/fakes";
import { layOnDesk } from "../council/desk/lay";
import { isToShortlist, type BoardJob } from "./board";
import { Shortlist } from "./Shortlist";

const NOW = 1_000 * DAY;
const HANA = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const CALL = { to: TO, data: "0x1234" };
const site = vi.hoisted(() => ({
  ...{ network: { work: {}, verdicts: {}, addresses: {} }, provider: {} },
  ...{ names: {}, deployment: { block: 7 } },
}));
const signer = vi.hoisted(() => ({}));
const outcomes: string[] = [];

vi.mock("../../data/network", () => ({ useSite: () => site }));
vi.mock("../../data/chain", async () => {
  const { fakeChain } = await import("../../../test/section");
  return fakeChain(() => site.network);
});
vi.mock("../../actions/context", async () => {
  const { fakeActions } = await import("../../../test/section");
  return fakeActions(
    () => signer,
    (outcome) => outcomes.push(outcome),
  );
});
vi.mock("../council/desk/lay", () => ({ layOnDesk: vi.fn() }));
vi.mock("@polity/sdk/work/find", () => ({ findAnswers: vi.fn(), findBriefs: vi.fn() }));
vi.mock("@polity/sdk/work/steps", () => ({ shortlistCall: vi.fn() }));
vi.mock("@polity/sdk/transaction", () => ({ send: vi.fn(), tryAs: vi.fn() }));

const contest = (part: { ballot?: bigint; votingFor?: number } = {}): BoardJob => {
  const job: BoardJob["job"] = {
    ...{
      id: 3n,
      task: 2n,
      status: "funded",
      budget: 5n,
      expiredAt: NOW + 40 * DAY,
      held: false,
      sentBack: 0,
    },
  };
  return {
    task: {
      ...{ id: 2n, program: 1n, kind: "challenge", deadline: NOW - 8 * DAY, terms: "0x", votingFor: DAY },
      ...{ jobs: [job, { ...job, id: 4n }], ...part },
    },
    program: {
      ...{ id: 1n, category: "innovation", token: BEN, budgetId: 1n, reviewers: BEN, byVote: false },
      ...{ ended: false, maxJob: 9n, bond: 0n, reviewFor: 14 * DAY, disputeFor: DAY, outcomeAfter: 0 },
      ...{ minReputation: 0n, criteria: "0x" },
    },
    ...{ job, isJudge: true, hasEntered: false },
  };
};
const shown = (...accounts: string[]) =>
  vi.mocked(findAnswers).mockResolvedValue({
    entered: accounts,
    shown: accounts.map((account) => ({ account, answer: "0x12", uri: "" })),
  });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const told = () => vi.waitFor(() => expect(outcomes).toHaveLength(1)).then(() => outcomes.pop());

beforeEach(() => {
  vi.resetAllMocks();
  outcomes.length = 0;
  Object.assign(site, { names: { [HANA]: "hana" }, network: { ...site.network, addresses: {} } });
  vi.mocked(findBriefs).mockResolvedValue(new Map([[2n, { uri: "ipfs://terms" }]]));
  vi.mocked(shortlistCall).mockResolvedValue(CALL);
  shown(ADA, HANA);
});
afterEach(cleanup);

describe("The shortlist of a challenge", () => {
  it("is chosen from those who have shown an answer, and opened by the account that reviews", async () => {
    render(<Shortlist tasks={[contest()]} account={BEN} />);
    fireEvent.click(await screen.findByLabelText("hana 0x90F7…b906"));
    press("Open the ballot");
    expect(await told()).toBe(
      "Open the ballot about task 2: It is open, between those you have chosen and nobody.",
    );
    expect(vi.mocked(shortlistCall).mock.lastCall!.slice(1)).toEqual([2n, [HANA], "ipfs://terms"]);
    expect(send).toHaveBeenCalledWith(signer, CALL);
    expect(tryAs).not.toHaveBeenCalled();
    // A second look takes one out again, and nobody is no shortlist.
    fireEvent.click(screen.getByLabelText("hana 0x90F7…b906"));
    press("Open the ballot");
    expect(await screen.findByText(/^Choose 1 to 32 of those who have shown an answer/)).toBeTruthy();
    expect(send).toHaveBeenCalledTimes(1);
  });

  it("is tried as the Safe that reviews, and lies on the desk or is shown to its members", async () => {
    Object.assign(site.network, { addresses: { Council: BEN } });
    render(<Shortlist tasks={[contest()]} account={ADA} />);
    fireEvent.click(await screen.findByLabelText("hana 0x90F7…b906"));
    vi.mocked(layOnDesk).mockResolvedValue(7);
    press("Put it on the council’s desk");
    expect(await told()).toMatch(/: It lies on the council’s desk, with nonce 7\. /);
    expect(tryAs).toHaveBeenCalledWith(site.provider, BEN, CALL);
    expect(layOnDesk).toHaveBeenCalledWith(site, CALL);
    expect(send).not.toHaveBeenCalled();
    cleanup();
    Object.assign(site.network, { addresses: { Council: TO } });
    render(<Shortlist tasks={[contest()]} account={ADA} />);
    fireEvent.click(await screen.findByLabelText("hana 0x90F7…b906"));
    press("Try it as the Safe");
    expect(await told()).toMatch(/: The Safe could do this now\. /);
    expect(screen.getByLabelText("How the Safe goes on").textContent).toBe(`to ${TO}\ndata 0x1234`);
    expect(layOnDesk).toHaveBeenCalledTimes(1);
  });

  it("says so where nobody has shown an answer", async () => {
    shown();
    render(<Shortlist tasks={[contest()]} account={BEN} />);
    expect(await screen.findByText("Nobody has shown an answer: the prizes go back.")).toBeTruthy();
  });

  it("is asked for in its time, once, and of challenges with a ballot alone", () => {
    const one = contest();
    expect(isToShortlist(one, NOW)).toBe(true);
    expect(isToShortlist({ ...one, job: one.task.jobs[1]! }, NOW)).toBe(false);
    expect(isToShortlist({ ...one, isJudge: false }, NOW)).toBe(false);
    expect(isToShortlist(contest({ ballot: 1n }), NOW)).toBe(false);
    const { votingFor: _, ...task } = one.task;
    expect(isToShortlist({ ...one, task }, NOW)).toBe(false);
    const from = one.task.deadline + 7 * DAY;
    expect(
      [from - 1, from, from + 14 * DAY - 1, from + 14 * DAY].map((at) => isToShortlist(one, at)),
    ).toEqual([...[false, true, true, false]]);
  });
});
