// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { Wallet } from "ethers";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { parseStatement, signStatement, statementFile } from "@polity/sdk/votes/statement";
import { BEN, TO } from "../../../test/fakes";
import { StatementCard } from "./StatementCard";

const site = vi.hoisted(() => ({
  ...{ network: {}, statements: {} },
  deployment: { chainId: 31_337, contracts: { NetworkGovernor: "0x01" } },
}));
const wallet = vi.hoisted(() => ({ account: undefined as string | undefined }));
const outcomes: string[] = [];
vi.mock("../../data/network", () => ({ useSite: () => site }));
vi.mock("../../wallet", () => ({ useWallet: () => wallet }));
vi.mock("../../actions/context", async () => {
  const { fakeActions } = await import("../../../test/section");
  return fakeActions(
    () => SIGNER,
    (outcome) => outcomes.push(outcome),
  );
});

const SIGNER = Wallet.createRandom();
const governor = {
  ...{ target: TO, getAddress: () => Promise.resolve(TO), clock: () => Promise.resolve(1_700_000_000n) },
  eip712Domain: () =>
    Promise.resolve({
      ...{ fields: "0x0f", name: "Net", version: "1", chainId: 31_337n, verifyingContract: TO },
      salt: `0x${"0".repeat(64)}`,
    }),
  runner: { provider: { getCode: () => Promise.resolve("0x") } },
};
let files: Record<string, string> = {};
const asked: string[] = [];

beforeEach(() => {
  [files, asked.length, outcomes.length] = [{}, 0, 0];
  wallet.account = undefined;
  site.network = { governor };
  site.statements = {};
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    const file = files[new URL(url).pathname.split("/").at(-1)!];
    return Promise.resolve(file === undefined ? new Response("", { status: 404 }) : new Response(file));
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function publish(text: string, account = SIGNER.address, change = (content: string) => content) {
  const { content } = statementFile(
    await signStatement(governor as never, SIGNER, { text, written: 1_700_000_000 }),
  );
  const file = change(content);
  const { hash } = statementFile(JSON.parse(file) as never);
  files[`${hash.slice(2)}.json`] = file;
  site.statements = { [account]: { hash } };
  return hash;
}
const show = (address: string) =>
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <StatementCard address={address} />
    </QueryClientProvider>,
  );

// Otherwise the first text of all would wait for what lays it out.
beforeAll(() => import("../../ui/MarkdownText"));

describe("What an account says that it stands for", () => {
  it("is shown once hash and signature hold, inert", async () => {
    const hash = await publish("Small *nodes* stay. <b>really</b>");
    show(SIGNER.address);
    expect((await screen.findByText("nodes")).tagName).toBe("EM");
    expect(document.querySelector("b")).toBeNull();
    expect(screen.getByText(/Signed by this account/).textContent).toContain("2023-11-14");
    expect(asked).toEqual([expect.stringMatching(new RegExp(`/neps/statements/${hash.slice(2)}.json$`))]);
  });

  it("is not shown where it was changed, is another's, or is another file than the one that is named", async () => {
    await publish("Small nodes stay.", SIGNER.address, (content) => content.replace("Small", "Large"));
    show(SIGNER.address);
    await screen.findByText(/is not signed by 0x/);
    cleanup();
    await publish("Small nodes stay.", BEN);
    show(BEN);
    await screen.findByText(new RegExp(`is by ${SIGNER.address}, and not by ${BEN}`));
    cleanup();
    const hash = await publish("Small nodes stay.");
    const name = `${hash.slice(2)}.json`;
    files[name] = `${files[name]!} `;
    show(SIGNER.address);
    await screen.findByText(/is another content/);
    expect(screen.queryByText(/nodes stay/)).toBeNull();
  });

  it("asks nobody else for it before the reader allows that", async () => {
    const hash = await publish("Small nodes stay.");
    site.statements = { [SIGNER.address]: { hash, at: `https://ada.example/${hash.slice(2)}.json` } };
    show(SIGNER.address);
    const button = screen.getByRole("button", { name: "Ask ada.example for its statement" });
    expect(asked).toEqual([]);
    fireEvent.click(button);
    await screen.findByText("Small nodes stay.");
    expect(asked).toHaveLength(1);
  });

  it("is written and signed by whoever holds the account, and the file is what the page then shows", async () => {
    wallet.account = SIGNER.address;
    show(SIGNER.address);
    fireEvent.click(screen.getByRole("button", { name: "Sign it" }));
    expect(await screen.findByText(/^The text has 0 characters/)).toBeTruthy();
    fireEvent.change(screen.getByLabelText("What you stand for"), {
      target: { value: "  Small *nodes* stay.\n" },
    });
    const preview = within(screen.getByRole("region", { name: "How it will look" }));
    expect((await preview.findByText("nodes")).tagName).toBe("EM");
    fireEvent.click(screen.getByRole("button", { name: "Sign it" }));
    await vi.waitFor(() =>
      expect(outcomes).toEqual([expect.stringMatching(/^Sign what you stand for: It is signed/)]),
    );
    const entry = JSON.parse((await screen.findByLabelText("For network.json")).textContent) as {
      statements: Record<string, { hash: string }>;
    };
    const name = `${entry.statements[SIGNER.address]!.hash.slice(2)}.json`;
    files[name] = screen.getByLabelText(name).textContent;
    expect(parseStatement(files[name])).toMatchObject({
      text: "Small *nodes* stay.",
      written: 1_700_000_000,
    });
    cleanup();
    Object.assign(site, entry);
    wallet.account = BEN;
    show(SIGNER.address);
    expect((await screen.findByText("nodes")).tagName).toBe("EM");
    // Nobody else is offered to write it.
    expect(screen.queryByLabelText("What you stand for")).toBeNull();
  });

  it("asks for nothing where the page's host names nothing, or what is no public address", async () => {
    show(BEN);
    expect(screen.getByText(/has said nothing here/)).toBeTruthy();
    for (const at of ["http://127.0.0.1/a.json", "https://router.local/a.json", "//", "../a.json"]) {
      cleanup();
      site.statements = { [BEN]: { hash: `0x${"1".repeat(64)}`, at } };
      show(BEN);
      const button = screen.queryByRole("button", { name: /^Ask/ });
      if (button) fireEvent.click(button);
      await screen.findByText(/is not where a document can be/);
    }
    expect(asked).toEqual([]);
  });
});
