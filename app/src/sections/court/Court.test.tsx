// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { readCases, readJuror, type CaseView } from "@polity/sdk/court/cases";
import { findDispute, finishPayment, readEvidence, submitEvidence } from "@polity/sdk/court/disputes";
import { disputePayment, readPayments, type PaymentView } from "@polity/sdk/court/payments";
import { claimAll, requestStake, stakeTokens } from "@polity/sdk/court/stake";
import { appealCase, closeCase, referCase, sealCase, seatJurors } from "@polity/sdk/court/steps";
import { commitVote, revealVote } from "@polity/sdk/court/vote";
import { ADA, BEN } from "../../../test/fakes";
import { Court } from "./Court";

const SIGNER = { of: "ada" };
const site = vi.hoisted(() => ({ network: {}, account: undefined as string | undefined }));
const outcomes: string[] = [];

vi.mock("../../data/network", () => ({
  useSite: () => ({ network: site.network, names: {}, deployment: { block: 7, chainId: 1, contracts: {} } }),
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
vi.mock("../../wallet", () => ({ useWallet: () => ({ account: site.account }) }));
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
vi.mock("@polity/sdk/court/cases", (original) => fake(original as never, ["readCases", "readJuror"]));
vi.mock("@polity/sdk/court/disputes", (original) =>
  fake(original as never, ["findDispute", "finishPayment", "readEvidence", "submitEvidence"]),
);
vi.mock("@polity/sdk/court/payments", (original) =>
  fake(original as never, ["disputePayment", "readPayments"]),
);
vi.mock("@polity/sdk/court/stake", (original) =>
  fake(original as never, ["claimAll", "requestStake", "stakeTokens"]),
);
vi.mock("@polity/sdk/court/steps", (original) =>
  fake(original as never, ["appealCase", "closeCase", "referCase", "sealCase", "seatJurors"]),
);
vi.mock("@polity/sdk/court/vote", (original) => fake(original as never, ["commitVote", "revealVote"]));

const ONE = 10n ** 18n;
const BUDGETS = { bondsOf: () => Promise.resolve(5n * ONE) };
const COURT = { UNIT: () => Promise.resolve(2_000n * ONE) };
const NETWORK = {
  ...{ court: COURT, disputedBudgets: BUDGETS },
  addresses: { JurorCourt: ADA, DisputedBudgets: BEN },
};
const caseOf = (part: Partial<CaseView>): CaseView => ({
  ...{ id: 1n, arbitrable: BEN, phase: "evidence", created: 1, value: 3_000n * ONE, choices: 2n },
  ...{ ruling: 0n, byBench: false, draws: [] },
  ...part,
});
const bench = (size: number, ballot: CaseView["draws"][0]["seats"][0]["ballot"]) => [
  { size, settled: false, fee: 0n, seats: [{ seat: 0, juror: ADA, ballot }] },
];
const payment = (part: Partial<PaymentView>): PaymentView => ({
  ...{ id: 1n, budgetId: 1n, payee: BEN, token: BEN, amount: ONE, ref: "0x", status: "waiting" },
  ...{ until: 200, disputer: BEN, bond: 0n, disputeId: 0n },
  ...part,
});
const show = (network: object = NETWORK, account?: string) => {
  Object.assign(site, { network, account });
  render(<Court />);
};
const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));
const told = async () => {
  await vi.waitFor(() => expect(outcomes).toHaveLength(1));
  return outcomes.pop();
};

beforeEach(() => {
  vi.resetAllMocks();
  outcomes.length = 0;
  vi.mocked(readCases).mockResolvedValue([]);
  vi.mocked(readPayments).mockResolvedValue([]);
  vi.mocked(readEvidence).mockResolvedValue([]);
  vi.mocked(findDispute).mockResolvedValue({ id: 1n, paymentId: 4n });
  vi.mocked(readJuror).mockResolvedValue({
    stake: 4_000n * ONE,
    locked: ONE,
    exit: 0n,
    exitTime: 0,
    credit: 0n,
  });
});
afterEach(cleanup);

describe("The court's page", () => {
  it("says so in a network that has none, and where nothing was disputed", async () => {
    show({ addresses: {} });
    expect(screen.getByText("This network has no court: votes decide about what is disputed.")).toBeTruthy();
    cleanup();
    show();
    expect(await screen.findByText("Nothing was disputed yet.")).toBeTruthy();
    expect(screen.getByText("No payment waits.")).toBeTruthy();
    expect(screen.getByText(/^Connect a wallet to stake/)).toBeTruthy();
  });

  it("stakes, takes stake out, and takes what is the juror's", async () => {
    vi.mocked(stakeTokens).mockResolvedValue({ stake: 10n * ONE } as never);
    vi.mocked(requestStake).mockResolvedValue({ stake: 3n * ONE } as never);
    vi.mocked(claimAll).mockResolvedValue({ tokens: 5n * ONE, fees: ONE, receipts: [] });
    show(NETWORK, ADA);
    await press("Stake");
    expect(await screen.findByText("Write an amount")).toBeTruthy();
    fireEvent.change(screen.getByLabelText("Amount, in NET"), { target: { value: "1,000" } });
    await press("Stake");
    expect(await told()).toBe("Stake for disputes: You stake 10 NET.");
    expect(stakeTokens).toHaveBeenCalledWith(COURT, SIGNER, 1_000n * ONE);
    fireEvent.change(screen.getByLabelText("Amount, in NET"), { target: { value: "7" } });
    fireEvent.click(screen.getByRole("checkbox"));
    await press("Take out");
    expect(await told()).toMatch(
      /^Take stake out: You stake 3 NET; what you took out can be withdrawn in 7 days\.$/,
    );
    await press("Take what is yours");
    expect(await told()).toBe("Take what the court has for you: You got 5 NET and 1 ETH.");
  });

  it("lets anybody dispute what waits, and finish what is ripe", async () => {
    vi.mocked(readPayments).mockResolvedValue([
      payment({}),
      payment({ id: 2n, until: 150 }),
      payment({ id: 3n, status: "paid" }),
    ]);
    vi.mocked(disputePayment).mockResolvedValue({ bond: 2n * ONE, caseId: 9n } as never);
    vi.mocked(finishPayment).mockResolvedValue({ done: ["made"], receipts: [] });
    show();
    await press("Dispute it");
    expect(await told()).toBe("Dispute payment 1: You gave a bond of 2 NET. It is case 9 of its arbitrator.");
    await press("Have it made");
    expect(await told()).toBe("Finish payment 2: It is made.");
    expect(screen.getAllByRole("row")).toHaveLength(3);
  });

  it("shows what a case is about, its evidence and its votes, and lets jurors vote in secret", async () => {
    vi.mocked(readCases).mockResolvedValue([
      caseOf({ phase: "committing", until: 200, draws: bench(7, "open") }),
    ]);
    vi.mocked(readEvidence).mockResolvedValue([{ party: BEN, evidence: "ipfs://a\u202eb", block: 8 }]);
    vi.mocked(commitVote).mockResolvedValue([{ seat: 0 }] as never);
    vi.mocked(submitEvidence).mockResolvedValue({} as never);
    show(NETWORK, ADA);
    await press("Vote in secret");
    expect(await screen.findByText("Choose a ruling")).toBeTruthy();
    expect(commitVote).not.toHaveBeenCalled();
    expect(document.body.textContent).toContain("About payment 4: choice 1 makes the payment");
    expect(document.body.textContent).not.toContain("\u202e");
    fireEvent.click(screen.getByLabelText("choice 2"));
    await press("Vote in secret");
    expect(await told()).toMatch(/^Vote in case 1: You voted in secret for 1 of your seats: reveal it here/);
    const asked = expect.objectContaining({ caseId: 1n, choice: 2n }) as unknown;
    expect(commitVote).toHaveBeenCalledWith(COURT, SIGNER, asked);
    fireEvent.change(screen.getByLabelText("Evidence"), { target: { value: " ipfs://b " } });
    await press("Bring it forward");
    expect(await told()).toMatch(/evidence about payment 4: Jurors can read it\.$/);
    expect(submitEvidence).toHaveBeenCalledWith(BUDGETS, SIGNER, 4n, "ipfs://b");
  });

  for (const [title, part, button, outcome, answers] of [
    [
      "juror to reveal",
      { phase: "revealing", draws: bench(7, "committed") },
      ...["Reveal your vote", "Your votes are revealed: choice 1."],
      () => vi.mocked(revealVote).mockResolvedValue([{ choice: 1n }] as never),
    ],
    [
      "anybody to draw",
      { phase: "sealing", draws: bench(7, "open") },
      ...["Draw its jurors", "Block 12 draws the jurors: come back after it."],
      () => vi.mocked(sealCase).mockResolvedValue({ target: 12n } as never),
    ],
    [
      "anybody to seat",
      { phase: "seating", draws: bench(7, "open") },
      ...["Seat its jurors", "2 seats are taken."],
      () => vi.mocked(seatJurors).mockResolvedValue({ tickets: [1, 2] } as never),
    ],
    [
      "anybody to close",
      { phase: "tallying", draws: bench(7, 1n) },
      ...["Take it on", "The case was taken on, in 1 transactions."],
      () => vi.mocked(closeCase).mockResolvedValue({ done: [], receipts: [{}] } as never),
    ],
    [
      "whoever disagrees to appeal",
      { phase: "appeal", byBench: true, ruling: 1n, draws: bench(7, 1n) },
      ...["Appeal to a larger bench", "The next bench has 15 jurors."],
      () => vi.mocked(appealCase).mockResolvedValue({ size: 15 } as never),
    ],
    [
      "whoever disagrees to ask for a vote after the largest bench",
      { phase: "appeal", byBench: true, ruling: 1n, draws: bench(15, 1n) },
      ...[
        "Ask for a vote",
        "Now a proposal of the type COURT can rule. If none does in time, your bond is burned.",
      ],
      () => vi.mocked(referCase).mockResolvedValue({} as never),
    ],
  ] as const)
    it(`asks ${title}`, async () => {
      vi.mocked(readCases).mockResolvedValue([caseOf(part)]);
      answers();
      show(NETWORK, ADA);
      await press(button);
      expect(await told()).toBe(`${button}: case 1: ${outcome}`);
    });

  it("asks nothing of a case that is over", async () => {
    const draws = bench(7, 1n).map((draw) => ({ ...draw, settled: true }));
    vi.mocked(readCases).mockResolvedValue([caseOf({ phase: "executed", ruling: 1n, byBench: true, draws })]);
    show(NETWORK, BEN);
    expect(await screen.findByText(/Ruling: choice 1\./)).toBeTruthy();
    for (const name of ["Take it on", "Appeal to a larger bench", "Bring it forward"])
      expect(screen.queryByRole("button", { name })).toBe(null);
  });
});
