// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import decodeQR from "qr/decode.js";
import { afterEach, describe, expect, it, vi } from "vitest";

import { FlowView } from "../actions/FlowDialog";
import { ADA } from "../../test/fakes";
import type { FoundWallet, Pairing } from "./eip1193";
import { WalletDialog } from "./WalletDialog";

const OFFER = `wc:${"ab".repeat(32)}@2?expiryTimestamp=1796061600&relay-protocol=irn&symKey=${"cd".repeat(32)}`;

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** Whether fingers alone point at things. */
const onPhone = (phone: boolean) =>
  vi.spyOn(window, "matchMedia").mockReturnValue({ matches: phone } as MediaQueryList);

/** A wallet on another device, whose offer a test makes. */
function remote() {
  let offer: string | undefined;
  const listeners = new Set<() => void>();
  const pairing: Pairing = {
    get: () => offer,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    cancel: () => undefined,
    app: () => undefined,
  };
  const provider = { request: () => Promise.resolve() };
  const wallet: FoundWallet = { id: "far", name: "Wallet app", provider, pairing };
  const make = (next: string | undefined) => {
    offer = next;
    listeners.forEach((tell) => tell());
  };
  return { wallet, make };
}

function show(wallets: FoundWallet[], connecting?: FoundWallet) {
  const calls = { choose: vi.fn(), cancel: vi.fn(), close: vi.fn() };
  const state = connecting
    ? { wallets, status: "connecting" as const, wallet: connecting }
    : { wallets, status: "disconnected" as const };
  render(
    <WalletDialog
      {...{ state, open: true, onChoose: calls.choose, onCancel: calls.cancel, onClose: calls.close }}
    />,
  );
  return calls;
}

/** What a camera reads off the code. */
function scanned(): string {
  const svg = document.querySelector("svg.qr")!;
  const size = Number(svg.getAttribute("viewBox")!.split(" ")[2]);
  // A cell of a code is several pixels of a picture.
  const scale = 4;
  const width = size * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of svg
    .querySelector("path")!
    .getAttribute("d")!
    .matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let dy = 0; dy < scale; dy++)
      for (let dx = 0; dx < scale; dx++)
        data.fill(0, ...at((Number(x) * scale + dx) | 0, (Number(y) * scale + dy) | 0));
  return decodeQR({ width, height: width, data });

  function at(x: number, y: number): [number, number] {
    const start = (y * width + x) * 4;
    return [start, start + 3];
  }
}

describe("A wallet on another device", () => {
  it("is shown a code that a camera reads, while it is waited for", async () => {
    onPhone(false);
    const { wallet, make } = remote();
    const { cancel } = show([wallet], wallet);
    screen.getByText("asks the relay for a code…");
    make(OFFER);
    await waitFor(() => screen.getByRole("img", { name: "Code for a wallet app to scan" }));
    expect(scanned()).toBe(OFFER);
    expect(screen.queryByRole("link")).toBeNull();
    screen.getByRole("button", { name: "Copy the code as a text" });
    fireEvent.click(screen.getByRole("button", { name: "Back to the wallets" }));
    expect(cancel).toHaveBeenCalledOnce();
    make(undefined);
    await waitFor(() => screen.getByRole("button", { name: /^Wallet app/ }));
  });

  it("is opened by a link on a phone, and the code is there for another device", async () => {
    onPhone(true);
    const { wallet, make } = remote();
    show([wallet], wallet);
    make(OFFER);
    const link = await screen.findByRole("link", { name: "Open the wallet app" });
    expect(link.getAttribute("href")).toBe(OFFER);
    expect(scanned()).toBe(OFFER);
  });

  it("is one link away while it is asked for something on a phone", () => {
    const step = { kind: "transaction" as const, words: ["casts a ballot"] };
    const running = { account: ADA, flow: { at: "asking" as const, done: [], step } };
    const view = { running, onAgree: () => undefined, onClose: () => undefined };
    for (const phone of [true, false]) {
      onPhone(phone);
      render(<FlowView {...view} app="testwallet://" />);
      expect(screen.queryByRole("link", { name: "Open the wallet app" }) !== null).toBe(phone);
      cleanup();
    }
    onPhone(true);
    render(<FlowView {...view} />);
    expect(screen.queryByRole("link")).toBeNull();
  });
});

describe("Where there is no wallet", () => {
  it("shows a phone how to open the page in the browser of its wallet's app, and what is possible without", () => {
    onPhone(true);
    const { close } = show([]);
    screen.getByText(/^This browser has no wallet\. Open this page in the browser of your wallet’s app/);
    screen.getByRole("button", { name: "Copy the address of this page" });
    fireEvent.click(screen.getByRole("link", { name: "Signed files" }));
    expect(close).toHaveBeenCalledOnce();
  });

  it("shows a desk how to install one, or to allow it", () => {
    onPhone(false);
    show([]);
    screen.getByText(/^No wallet has announced itself in this browser\. Install one/);
    screen.getByRole("link", { name: "Signed files" });
  });
});
