// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";

import { PolityError } from "@polity/sdk/errors";
import { ADA } from "../../test/fakes";
import type { Flow, Step } from "./flow";
import { FlowView } from "./FlowDialog";
import { wordsOf } from "./TransactionTray";

vi.mock("../data/network", () => ({ useSite: () => ({ explorer: "https://explorer.example" }) }));
afterEach(cleanup);

const step: Step = {
  kind: "transaction",
  words: ["<b>locks</b> 10 NEURO", "until never"],
  gas: 21_000n,
  cost: 1_234_567n,
};
const show = (flow: Flow) => {
  const [onAgree, onClose] = [vi.fn(), vi.fn()];
  render(<FlowView running={{ account: ADA, flow }} onAgree={onAgree} onClose={onClose} />);
  return { onAgree, onClose };
};
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

describe("What an action shows", () => {
  it("is every sentence of a step, as text, with its cost, before the wallet can be opened", () => {
    const { onAgree, onClose } = show({ at: "reviewing", done: [], step });
    expect(screen.getByText("<b>locks</b> 10 NEURO")).toBeTruthy();
    expect(screen.getByText(/0\.00000000000123 ETH for 21,000 units of gas/)).toBeTruthy();
    fireEvent.click(button("Confirm in the wallet"));
    expect(onAgree).toHaveBeenCalledOnce();
    fireEvent.click(button("Stop"));
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("is amounts with four decimals, and the exact ones a click away", () => {
    const words = ["locks 1,234.567890123456789 NEURO", "pays 0.00000000000123 ETH"];
    show({ at: "reviewing", done: [], step: { ...step, words } });
    expect(screen.getByText("locks about 1,234.5678 NEURO")).toBeTruthy();
    expect(screen.getByText(words[0]!).closest("details")!.open).toBe(false);
    expect(screen.getAllByText(words[1]!)).toHaveLength(2);
  });

  it("marks characters of one's own reason that turn text around", () => {
    show({
      at: "reviewing",
      done: [],
      step: { ...step, words: ['publishes your reason: "pay \u202e000,1"'] },
    });
    expect(screen.getByText('publishes your reason: "pay \ufffd000,1"')).toBeTruthy();
  });

  it("is that the wallet declined, in an alert, and that it can be asked again", () => {
    const refusal = new PolityError("the wallet declined", { hint: "nothing was sent" });
    const { onAgree } = show({
      at: "reviewing",
      done: [],
      step: { kind: "signature", words: ["signs"] },
      refusal,
    });
    expect(screen.getByRole("alert").textContent).toMatch(/The wallet declined.*nothing was sent/);
    fireEvent.click(button("Ask the wallet again"));
    expect(onAgree).toHaveBeenCalledOnce();
  });

  it("keeps the wallet closed while that shows something else, and says what", () => {
    for (const [away, words] of [
      ["account", /another account.*0x7099…79C8/],
      ["chain", /another network/],
      ["disconnected", /not connected/],
    ] as const) {
      show({ at: "reviewing", done: [], step, away });
      expect(screen.getByRole("alert").textContent).toMatch(words);
      expect(button("Confirm in the wallet").disabled).toBe(true);
      cleanup();
    }
  });

  it("tells in a live region how a transaction waits, with its hash and the explorer", () => {
    for (const [waiting, words] of [
      ["waiting", /Waiting until a block has it/],
      ["unreachable", /connection to the chain is lost/],
      ["unknown", /may have been dropped/],
    ] as const) {
      show({ at: "pending", done: [], step, hash: `0x${"ab".repeat(32)}`, waiting });
      expect(screen.getByRole("status").textContent).toMatch(words);
      expect(screen.getByRole("link").getAttribute("href")).toMatch(
        /^https:\/\/explorer\.example\/tx\/0xabab/,
      );
      expect(button("Put aside")).toBeTruthy();
      cleanup();
    }
  });

  it("is the reason of a failure, and whether anything of it is on chain", () => {
    const error = new PolityError("too few tokens", { hint: "lock at least 1" });
    show({ at: "failed", done: [], error });
    expect(screen.getByRole("alert").textContent).toMatch(
      /Too few tokens.*lock at least 1.*Nothing was sent/,
    );
    cleanup();
    show({ at: "failed", done: [{ ...step, hash: "0x1" }], error });
    expect(screen.getByRole("alert").textContent).toMatch(/steps above are done/);
    cleanup();
    show({ at: "failed", done: [], error, hash: "0x2" });
    expect(screen.getByRole("alert").textContent).toMatch(/It is on chain/);
  });

  it("is what was done, at the end", () => {
    show({ at: "succeeded", done: [step], result: "Locked." });
    expect(screen.getByRole("status").textContent).toMatch(/Locked\./);
    expect(button("Done")).toBeTruthy();
  });

  it("is a word for each way in which a transaction stands", () => {
    const told = [
      wordsOf({ waiting: "waiting" }),
      wordsOf({ waiting: "unreachable" }),
      wordsOf({ waiting: "unknown" }),
      wordsOf({ waiting: "waiting", outcome: { is: "mined", hash: "0x", block: 1_234 } }),
      wordsOf({ waiting: "waiting", outcome: { is: "reverted", hash: "0x", block: 5 } }),
      wordsOf({ waiting: "waiting", outcome: { is: "replaced", how: "canceled" } }),
      wordsOf({ waiting: "waiting", outcome: { is: "replaced", how: "other" } }),
    ];
    expect(told).toEqual([
      "pending",
      "pending; the chain cannot be reached for the moment",
      "no node shows it: it may have been dropped",
      "done, in block 1,234",
      "failed, in block 5",
      "cancelled in the wallet",
      "another transaction took its place",
    ]);
  });
});
