// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { delegate } from "@polity/sdk/escrow/delegate";
import { ADA, BEN } from "../../../test/fakes";
import { DelegateTo } from "./DelegateTo";
import { readHolder } from "./account/read";

const SIGNER = { of: "ada" };
const ESCROW = { is: "escrow" };
const TOKEN = { is: "token" };
const site = vi.hoisted(() => ({ network: {} }));
const wallet = vi.hoisted((): { account?: string } => ({}));
const outcomes: string[] = [];

vi.mock("../../data/network", () => ({ useSite: () => ({ network: site.network, provider: {} }) }));
vi.mock("../../wallet", () => ({ useWallet: () => wallet, WrongNetwork: () => null }));
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
vi.mock("@polity/sdk/escrow/delegate", () => ({ delegate: vi.fn() }));
vi.mock("@polity/sdk/votes", () => ({ heldVotes: ({ held }: { held: boolean }) => held }));
vi.mock("./account/read", () => ({ readHolder: vi.fn() }));

const buttons = () => screen.queryAllByRole("button").map(({ textContent }) => textContent);
const holder = (locked: string, held: string) =>
  vi.mocked(readHolder).mockResolvedValue({ escrow: { delegatee: locked }, heldDelegatee: held } as never);

beforeEach(() => {
  vi.resetAllMocks();
  outcomes.length = 0;
  wallet.account = ADA;
  site.network = { escrow: ESCROW, token: TOKEN, held: true, addresses: {} };
});
afterEach(cleanup);

describe("The page of a delegate", () => {
  it("gives it the votes of one's locks, or of one's tokens, by one click", async () => {
    holder(ADA, ADA);
    render(<DelegateTo address={BEN} />);
    fireEvent.click(await screen.findByText("Delegate the votes of your locks"));
    fireEvent.click(screen.getByText("Delegate the votes of your tokens"));
    await vi.waitFor(() => expect(outcomes).toHaveLength(2));
    expect(vi.mocked(delegate).mock.calls).toEqual([
      [ESCROW, SIGNER, { to: BEN }],
      [TOKEN, SIGNER, { to: BEN }],
    ]);
    expect(outcomes[0]).toBe("Delegate your votes: Your votes count for 0x3C44…93BC now.");
  });

  it("offers only what is not given to it yet, and says what is", async () => {
    holder(BEN, ADA);
    render(<DelegateTo address={BEN} />);
    expect(await screen.findByText("The votes of your locks count for this account.")).toBeTruthy();
    expect(buttons()).toEqual(["Delegate the votes of your tokens"]);
  });

  it("lets one take one's votes back on one's own page, and says when all are there", async () => {
    holder(ADA, ADA);
    render(<DelegateTo address={ADA} />);
    expect(await screen.findByText("The votes of your tokens count for yourself.")).toBeTruthy();
    expect(buttons()).toEqual([]);
  });

  it("asks for a wallet by the same button, for the votes that the network has", () => {
    delete wallet.account;
    site.network = { token: TOKEN, held: true, addresses: {} };
    render(<DelegateTo address={BEN} />);
    expect(buttons()).toEqual(["Delegate the votes of your tokens"]);
    expect(readHolder).not.toHaveBeenCalled();
  });
});
