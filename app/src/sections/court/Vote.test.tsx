// @vitest-environment happy-dom
import { hexlify, randomBytes, type Signer } from "ethers";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { readCase, type CaseView } from "@polity/sdk/court/cases";
import { commitmentOf, saltFileName, saltIn, type SeatPlace } from "@polity/sdk/court/salt";
import { explain } from "@polity/sdk/errors";
import { ADA, BEN } from "../../../test/fakes";
import { RevealForm, VoteForm } from "./Vote";

const site = vi.hoisted(() => ({ deployment: { chainId: 5 }, network: { addresses: {} } }));
const signer = vi.hoisted(() => ({ getAddress: vi.fn(), signTypedData: vi.fn() }));
const outcomes: string[] = [];

vi.mock("../../data/network", () => ({ useSite: () => site }));
vi.mock("../../actions/context", () => ({
  useActions: () => ({
    run: ({ work }: { work: (signer: Signer) => Promise<string> }) =>
      void work(signer as unknown as Signer).then(
        (outcome) => outcomes.push(outcome),
        (error: unknown) => outcomes.push(explain(error)),
      ),
  }),
}));
vi.mock("@polity/sdk/court/cases", async (original) => ({
  ...(await original<object>()),
  readCase: vi.fn(),
}));
vi.mock("@polity/sdk/transaction", async (original) => ({
  ...(await original<object>()),
  send: async (_: unknown, call: Promise<unknown>) => ({ of: await call }),
}));

const [SEAT, CHOICE] = [3, 2n];
const place: SeatPlace = { chainId: 5n, court: BEN, caseId: 1n, draw: 0n, seat: SEAT };
let committed: [seat: bigint, commitment: string][] = [];
let revealed: unknown[][] = [];
const court = {
  getAddress: () => Promise.resolve(BEN),
  runner: { provider: { getNetwork: () => Promise.resolve({ chainId: 5n }) } },
  commit: {
    populateTransaction: (_: bigint, seat: bigint, commitment: string) =>
      Promise.resolve(committed.push([seat, commitment])),
  },
  reveal: {
    populateTransaction: (...args: unknown[]) => Promise.resolve(revealed.push(args)),
  },
  // As the court has it: the highest bit says that something was committed.
  drawOf: () => Promise.resolve([{}, [], { [SEAT]: BigInt(committed.at(-1)![1]) | (1n << 255n) }]),
} as never;
const caseIn = (phase: "committing" | "revealing"): CaseView => {
  const seats = [{ seat: SEAT, juror: ADA, ballot: phase === "committing" ? "open" : "committed" } as const];
  const view: CaseView = {
    ...{ id: 1n, arbitrable: BEN, phase, created: 1, value: 1n, choices: 2n, ruling: 0n, byBench: false },
    draws: [{ size: 7, settled: false, fee: 0n, seats }],
  };
  vi.mocked(readCase).mockResolvedValue(view);
  return view;
};
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const told = async () => {
  await vi.waitFor(() => expect(outcomes).toHaveLength(1));
  return outcomes.pop();
};
const vote = () => {
  render(<VoteForm court={court} view={caseIn("committing")} />);
  fireEvent.click(screen.getByLabelText(`choice ${CHOICE}`));
  press("Vote in secret");
};
const reveal = () => {
  cleanup();
  render(<RevealForm court={court} view={caseIn("revealing")} account={ADA} />);
  press("Reveal your vote");
};
/** What the page offers as a file. */
const offered = async () => (await screen.findByLabelText(saltFileName(place))).textContent;

beforeEach(() => {
  Object.assign(site.network.addresses, { JurorCourt: BEN });
  signer.getAddress.mockResolvedValue(ADA);
  signer.signTypedData.mockReset();
  [committed, revealed, outcomes.length] = [[], [], 0];
  localStorage.clear();
});
afterEach(cleanup);

describe("A vote with a wallet that signs differently each time", () => {
  beforeEach(() => signer.signTypedData.mockImplementation(() => Promise.resolve(hexlify(randomBytes(96)))));

  it("is sent once its juror has the salt in a file, and not before", async () => {
    vote();
    expect(await told()).toBe(
      "your wallet signs differently each time, so your vote needs a file; save the file that this page has for you now, then vote again",
    );
    expect(committed).toEqual([]);
    expect(signer.signTypedData).toHaveBeenCalledTimes(2);
    const text = await offered();
    press("Vote in secret");
    expect(
      await screen.findByText(/^save the file first: without it you cannot reveal your vote$/i),
    ).toBeTruthy();
    expect([committed, localStorage.length]).toEqual([[], 0]);
    fireEvent.click(screen.getByRole("checkbox"));
    press("Vote in secret");
    expect(await told()).toMatch(
      /^You voted in secret for 1 of your seats: .*, with the file that you saved\.$/,
    );
    const salt = saltIn(text, saltFileName(place), place);
    expect(committed).toEqual([[SEAT, commitmentOf(place, ADA, CHOICE, salt)]]);
    expect(signer.signTypedData).toHaveBeenCalledTimes(2);

    // The browser that voted needs no file.
    reveal();
    expect(await told()).toBe("Your votes are revealed: choice 2.");
    expect(revealed).toEqual([[1n, SEAT, CHOICE, salt]]);
  });

  it("is revealed in another browser by its file, and by no other", async () => {
    vote();
    await told();
    const text = await offered();
    fireEvent.click(screen.getByRole("checkbox"));
    press("Vote in secret");
    await told();
    localStorage.clear();
    reveal();
    expect(await told()).toMatch(/^the salt of seat 3 in case 1 is not here; give the file/);
    const input = screen.getByLabelText("The file of seat 3");
    fireEvent.change(input, { target: { value: text.replace('"seat": "3"', '"seat": "4"') } });
    expect(screen.getByText(/has the salt of another vote: its seat is not 3/)).toBeTruthy();
    fireEvent.change(input, { target: { value: text } });
    press("Take this file for seat 3");
    press("Reveal your vote");
    expect(await told()).toBe("Your votes are revealed: choice 2.");
    expect(revealed).toEqual([[1n, SEAT, CHOICE, saltIn(text, "file", place)]]);
  });
});

describe("A vote with a wallet that signs the same again", () => {
  it("needs no file, and leaves nothing in the browser", async () => {
    signer.signTypedData.mockResolvedValue(hexlify(new Uint8Array(96).fill(7)));
    vote();
    expect(await told()).toBe(
      "You voted in secret for 1 of your seats: reveal it here when votes are revealed.",
    );
    expect([committed.length, localStorage.length]).toEqual([1, 0]);
    reveal();
    expect(await told()).toBe("Your votes are revealed: choice 2.");
  });
});
