// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { hexlify, randomBytes } from "ethers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { contentHash } from "@polity/sdk/core/content";
import { DAY } from "@polity/sdk/format";
import { entryFileName, entrySalt, entrySaltIn, type EntryPlace } from "@polity/sdk/work/entry";
import { PolityError } from "@polity/sdk/errors";
import { send, tryAs } from "@polity/sdk/transaction";
import { findAnswers } from "@polity/sdk/work/find";
import type { JobView, ProgramView, TaskView } from "@polity/sdk/work/read";
import { applyForGrant, discloseAnswer, enterAnswer, reviewCall } from "@polity/sdk/work/steps";
import { ADA, BEN, TO } from "../../../test/fakes";
import { layOnDesk } from "../council/desk/lay";
import { Disclose, Enter } from "./Answer";
import { Apply } from "./Apply";
import type { BoardJob } from "./board";
import { Review } from "./Review";

const NOW = 1_000 * DAY;
const HANA = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const ANSWER = "what was found";
const CALL = { to: TO, data: "0x1234" };
const site = vi.hoisted(() => ({
  ...{ network: { work: {}, verdicts: {}, addresses: {} }, provider: {} },
  ...{ names: {}, deployment: { chainId: 5, block: 7 } },
}));
const signer = vi.hoisted(() => ({ signTypedData: vi.fn() }));
const outcomes: string[] = [];

vi.mock("../../data/network", () => ({ useSite: () => site }));
vi.mock("../../data/clock", () => ({ useNow: () => NOW }));
vi.mock("../../data/units", () => ({
  useUnits: (tokens: string[]) => new Map(tokens.map((token) => [token, { symbol: "NET", decimals: 2 }])),
}));
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
vi.mock("@polity/sdk/work/find", () => ({ findAnswers: vi.fn() }));
vi.mock("@polity/sdk/work/steps", () => ({
  ...{ applyForGrant: vi.fn(), enterAnswer: vi.fn(), discloseAnswer: vi.fn(), reviewCall: vi.fn() },
}));
vi.mock("@polity/sdk/transaction", () => ({ send: vi.fn(), tryAs: vi.fn() }));

const program: ProgramView = {
  ...{ id: 1n, category: "grants", token: BEN, budgetId: 1n, reviewers: BEN, byVote: true, ended: false },
  ...{ maxJob: 2_000n, bond: 50n, reviewFor: 14 * DAY, disputeFor: 7 * DAY, outcomeAfter: 0 },
  ...{ minReputation: 0n, criteria: "0x" },
};
/** The first job of a task, as the board has it. */
const boardJob = (task: Partial<TaskView> = {}, job: Partial<JobView> = {}): BoardJob => {
  const one: JobView = {
    ...{ id: 3n, task: 2n, status: "funded", budget: 500n, expiredAt: NOW + 30 * DAY, held: false },
    ...{ sentBack: 0, ...job },
  };
  return {
    task: {
      ...{ id: 2n, program: 1n, kind: "bounty", deadline: NOW + DAY, terms: "0x", jobs: [one] },
      ...task,
    },
    ...{ job: one, program, isJudge: true, hasEntered: true },
  };
};
const place: EntryPlace = { chainId: 5n, work: TO, task: 2n };
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const write = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const give = (label: string | RegExp, text: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { files: [new File([text], "given.md")] } });
/** What came of the one action that was started. */
const told = async () => {
  await vi.waitFor(() => expect(outcomes).toHaveLength(1));
  return outcomes.pop();
};
/** What stands under a field, which is marked as wrong. */
const errorAt = (field: HTMLElement) => {
  expect(field.getAttribute("aria-invalid")).toBe("true");
  const ids = field.getAttribute("aria-describedby")!.split(" ");
  return document.getElementById(ids.at(-1)!)!.textContent;
};

beforeEach(() => {
  vi.resetAllMocks();
  site.network.addresses = { Work: TO };
  site.names = {};
  outcomes.length = 0;
  localStorage.clear();
  signer.signTypedData.mockResolvedValue("0x12");
});
afterEach(cleanup);

describe("Asking for a grant", () => {
  const fields = (name: string) => screen.getAllByLabelText(name);

  it("says what is missing at each field, and asks for nothing", () => {
    render(<Apply programs={[program]} />);
    press("Ask for it");
    expect(errorAt(screen.getByLabelText("It pays, in NET"))).toMatch(/"" is no/i);
    expect(document.activeElement).toBe(screen.getByLabelText("It pays, in NET"));
    expect(errorAt(screen.getByLabelText("It is due on"))).toBe("Choose until when it is done");
    expect(errorAt(screen.getByLabelText("What is to be done"))).toBe(
      "Choose the file that says what is to be done, and how it is judged",
    );
    write("It pays, in NET", "0");
    press("Ask for it");
    expect(errorAt(screen.getByLabelText("It pays, in NET"))).toBe(
      "A job must pay more than 0; give each an amount",
    );
    expect([applyForGrant, outcomes]).toEqual([expect.anything(), []]);
    expect(applyForGrant).not.toHaveBeenCalled();
  });

  it("asks for milestones in their order, with the hash of what is to be done", async () => {
    vi.mocked(applyForGrant).mockResolvedValue({ id: 9n } as never);
    const other = { ...program, id: 2n, category: "bounties", byVote: false };
    render(<Apply programs={[program, other]} />);
    write("Program", "2");
    press("Add a milestone");
    press("Add a milestone");
    press("Remove milestone 3");
    expect(fields("It is due on")).toHaveLength(2);
    for (const [i, [amount, due]] of [
      ["5", "2027-01-30"],
      ["15.5", "2027-06-30"],
    ].entries()) {
      fireEvent.change(fields("It pays, in NET")[i]!, { target: { value: amount } });
      fireEvent.change(fields("It is due on")[i]!, { target: { value: due } });
    }
    give("What is to be done", "a tool");
    write("Where that file can be read", " ipfs://tool ");
    press("Ask for it");
    expect(await told()).toBe(
      "Ask for a grant of bounties: Application 9 in program 2: its reviewers promise it with award --application 9.",
    );
    expect(applyForGrant).toHaveBeenCalledWith(site.network.work, signer, {
      ...{ program: 2n, amounts: [500n, 1_550n], uri: "ipfs://tool", terms: contentHash("a tool") },
      dues: ["2027-01-30", "2027-06-30"].map((day) => Date.parse(`${day}T00:00:00Z`) / 1_000),
    });
  });

  it("says that a vote promises it where votes do", async () => {
    vi.mocked(applyForGrant).mockResolvedValue({ id: 9n } as never);
    render(<Apply programs={[program]} />);
    write("It pays, in NET", "5");
    write("It is due on", "2027-01-30");
    give("What is to be done", "a tool");
    press("Ask for it");
    expect(await told()).toMatch(/program 1: a vote promises it with award --application 9\.$/);
  });
});

describe("An answer for a prize", () => {
  const enter = () => {
    cleanup();
    render(<Enter tasks={[boardJob()]} />);
    give("Your answer", ANSWER);
    press("Enter it in secret");
  };
  const show = () => {
    cleanup();
    render(<Disclose tasks={[boardJob({ deadline: NOW - DAY })]} />);
    give("Your answer, as you entered it", ANSWER);
    write("Where it can be read", "ipfs://answer");
    press("Show it");
  };

  it("is entered by its hash alone, hidden by a salt that the wallet finds again", async () => {
    enter();
    expect(await told()).toMatch(
      /^Answer task 2: You have entered an answer for task 2, in secret: disclose it within 7 days of .*, or it counts for nothing\.$/,
    );
    const salt = (await entrySalt(signer as never, place))!;
    const answer = contentHash(ANSWER);
    expect(enterAnswer).toHaveBeenCalledWith(expect.anything(), signer, 3n, { answer, salt });
    expect(localStorage.length).toBe(0);
    show();
    expect(await told()).toBe(`Show your answer for task 2: Your answer for task 2 is shown: ${answer}.`);
    expect(discloseAnswer).toHaveBeenCalledWith(site.network.work, signer, 3n, {
      ...{ answer, salt, uri: "ipfs://answer" },
    });
  });

  it("is not sent without a file", () => {
    render(<Enter tasks={[boardJob()]} />);
    press("Enter it in secret");
    expect(errorAt(screen.getByLabelText("Your answer"))).toBe("Choose the file with your answer");
    cleanup();
    render(<Disclose tasks={[boardJob()]} />);
    press("Show it");
    expect(errorAt(screen.getByLabelText("Your answer, as you entered it"))).toBe(
      "Choose the file with the answer that you have entered",
    );
    expect(outcomes).toEqual([]);
  });

  it("of a wallet that signs differently each time is sent once its salt is in a file, and shown by it", async () => {
    signer.signTypedData.mockImplementation(() => Promise.resolve(hexlify(randomBytes(96))));
    enter();
    expect(await told()).toBe(
      "Answer task 2: your wallet signs differently each time, so your answer needs a file; save the file that this page has for you now, then enter it again",
    );
    const text = (await screen.findByLabelText(entryFileName(place))).textContent;
    press("Enter it in secret");
    expect(
      await screen.findByText(/^save the file first: without it you cannot show your answer$/i),
    ).toBeTruthy();
    expect(enterAnswer).not.toHaveBeenCalled();
    expect(localStorage.length).toBe(0);
    fireEvent.click(screen.getByRole("checkbox"));
    press("Enter it in secret");
    expect(await told()).toMatch(/You have entered an answer/);
    const salt = entrySaltIn(text, "file", place);
    expect(vi.mocked(enterAnswer).mock.calls[0]![3]).toEqual({ answer: contentHash(ANSWER), salt });

    // The browser that entered it needs no file; another does, and takes no other task's.
    show();
    expect(await told()).toMatch(/is shown/);
    localStorage.clear();
    show();
    expect(await told()).toMatch(/your answer came with a file; give that file below/);
    const label = "The file of your answer";
    fireEvent.change(screen.getByLabelText(label), {
      target: { value: text.replace('"task": "2"', '"task": "4"') },
    });
    expect(screen.getByText(/has the salt of another answer/)).toBeTruthy();
    fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
    press("Take this file");
    press("Show it");
    expect(await told()).toMatch(/is shown/);
    for (const call of vi.mocked(discloseAnswer).mock.calls) expect(call[3].salt).toBe(salt);
  });
});

describe("Judging a job", () => {
  const milestone = () =>
    boardJob({ kind: "grant" }, { status: "submitted", submittedAt: NOW - DAY, provider: HANA });
  const judge = (each: BoardJob, account: string) =>
    render(<Review jobs={[each, boardJob({ id: 8n }, { id: 9n, task: 8n })]} account={account} />);
  const choose = (verdict: string) => fireEvent.click(screen.getByLabelText(verdict));

  beforeEach(() => vi.mocked(reviewCall).mockResolvedValue(CALL));

  it("is done by the account that reviews, in the words of the command", async () => {
    judge(milestone(), BEN);
    press("Judge");
    expect(screen.getByText("Choose what you judge")).toBeTruthy();
    expect(reviewCall).not.toHaveBeenCalled();
    for (const [label, verdict, words] of [
      ["Accept", "accept", "is accepted: it is paid when nobody disputes that, within 7d."],
      ["Refuse", "reject", "is refused: its money goes back when nobody disputes that, within 7d."],
      ["Send back", "send-back", "is sent back, to be done better."],
    ] as const) {
      choose(label);
      press("Judge");
      expect(await told()).toBe(`Judge job 3: Job 3 ${words}`);
      expect(vi.mocked(reviewCall).mock.lastCall!.slice(1)).toEqual([3n, { verdict, winner: undefined }]);
    }
    expect(send).toHaveBeenCalledTimes(3);
    expect(send).toHaveBeenLastCalledWith(signer, CALL);
    give("Why", "too short");
    press("Judge");
    await told();
    expect(vi.mocked(reviewCall).mock.lastCall![2]).toMatchObject({ reason: contentHash("too short") });
    expect(tryAs).not.toHaveBeenCalled();
  });

  it("of a prize names one of those who have shown an answer", async () => {
    vi.mocked(findAnswers).mockResolvedValue({
      ...{ entered: [ADA, HANA], shown: [{ account: HANA, answer: "0x12", uri: "ipfs://a" }] },
    });
    site.names = { [HANA]: "hana" };
    judge(boardJob(), BEN);
    expect(screen.queryByLabelText("Send back")).toBe(null);
    choose("Accept");
    expect(await screen.findByRole("option", { name: "hana 0x90F7…b906" })).toBeTruthy();
    press("Judge");
    expect(errorAt(screen.getByLabelText("Who has won it"))).toBe("Choose who has won it");
    write("Who has won it", HANA);
    press("Judge");
    expect(await told()).toMatch(/^Judge job 3: Job 3 is accepted/);
    expect(reviewCall).toHaveBeenCalledWith(expect.anything(), 3n, { verdict: "accept", winner: HANA });
    // Whom it would have gone to does not matter where nobody wins it.
    choose("Refuse");
    press("Judge");
    await told();
    expect(vi.mocked(reviewCall).mock.lastCall![2]).toEqual({ verdict: "reject", winner: undefined });
    expect(findAnswers).toHaveBeenCalledWith(site.network.work, { fromBlock: 7 }, 2n);
  });

  it("says so where nobody has shown an answer, and where that cannot be read", async () => {
    vi.mocked(findAnswers).mockResolvedValue({ entered: [ADA], shown: [] });
    judge(boardJob(), BEN);
    choose("Accept");
    expect(await screen.findByRole("option", { name: "nobody has shown an answer" })).toBeTruthy();
    cleanup();
    vi.mocked(findAnswers).mockRejectedValue(new Error("no logs"));
    judge(boardJob(), BEN);
    choose("Accept");
    expect(await screen.findByRole("option", { name: "they cannot be read now" })).toBeTruthy();
  });

  it("as a member of the council's Safe is tried as the Safe, and lies on the council's desk", async () => {
    site.network.addresses = { Work: TO, Council: BEN };
    judge(milestone(), ADA);
    choose("Accept");
    give("Why", "good");
    vi.mocked(tryAs).mockRejectedValueOnce(
      new PolityError("it could be done until then", { hint: "what was not done in time goes its way" }),
    );
    press("Put it on the council’s desk");
    expect(await told()).toBe(
      "Judge job 3: it could be done until then; what was not done in time goes its way",
    );
    expect(layOnDesk).not.toHaveBeenCalled();
    vi.mocked(layOnDesk).mockResolvedValue(7);
    press("Put it on the council’s desk");
    expect(await told()).toBe(
      "Judge job 3: It lies on the council’s desk, with nonce 7. Its members sign it there.",
    );
    expect(tryAs).toHaveBeenLastCalledWith(site.provider, BEN, CALL);
    expect(layOnDesk).toHaveBeenCalledWith(site, CALL);
    expect(screen.getByRole("link", { name: "the council’s desk" }).getAttribute("href")).toBe(
      "/council/desk",
    );
    expect(send).not.toHaveBeenCalled();
  });

  it("as a member of another Safe shows the call that it makes", async () => {
    judge(milestone(), ADA);
    choose("Refuse");
    press("Try it as the Safe");
    await told();
    expect(screen.getByLabelText("How the Safe goes on").textContent).toBe(`to ${TO}\ndata 0x1234`);
  });

  it("begins anew with another job", async () => {
    judge(milestone(), BEN);
    choose("Accept");
    write("Job", "9");
    press("Judge");
    expect(await screen.findByText("Choose what you judge")).toBeTruthy();
    expect(outcomes).toEqual([]);
  });
});
