// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { contentHash } from "@polity/sdk/core/content";
import { readDocumentSteps } from "@polity/sdk/governor/documents";
import type { DocumentStep } from "@polity/sdk/nep/documents";
import { SectionsContext } from "../../../shell/section";
import { Documents } from "./Documents";

vi.mock("../../../data/network", () => ({
  useSite: () => ({ network: {}, notes: {}, names: {}, deployment: { block: 1, conventions: {} } }),
}));
vi.mock("../../../data/history", () => ({ useHistory: () => ({}) }));
vi.mock("@polity/sdk/governor/documents", () => ({ readDocumentSteps: vi.fn() }));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const RECIPE = '{"kind":"judge"}';
const of = (recipe: string) => JSON.stringify({ format: "polity-prompt-backtest-v1", recipe });
const asked: string[] = [];

/** The page of a proposal that decides a recipe, for which a backtest at this place speaks. */
function show(backtest: string, at = "contents/backtest.json") {
  const files: Record<string, string> = { "contents/recipe.json": RECIPE, [at]: backtest };
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    const found = Object.keys(files).find((path) => url.endsWith(path));
    return Promise.resolve(
      new Response(found === undefined ? null : files[found], { status: found ? 200 : 404 }),
    );
  });
  const step: DocumentStep = {
    key: "prompt.equity",
    after: { hash: contentHash(RECIPE), at: "contents/recipe.json" },
    evidence: { backtest: { hash: contentHash(backtest), at } },
  };
  vi.mocked(readDocumentSteps).mockResolvedValue([step]);
  const Shown = ({ said }: { said: Readonly<Record<string, string>> }) => (
    <p>it says: {Object.keys(said).join()}</p>
  );
  const proposal = { record: { id: 1n }, view: { state: "Active" } };
  const text = { nep: { parameterChanges: [{ key: "prompt.equity", document: "contents/recipe.json" }] } };
  const sections = { board: { evidence: [{ place: 1, load: () => Promise.resolve(Shown) }] } };
  render(
    <SectionsContext value={sections}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <Documents proposal={proposal as never} text={text as never} />
      </QueryClientProvider>
    </SectionsContext>,
  );
}

describe("The documents of a proposal", () => {
  beforeEach(() => (asked.length = 0));

  it("D3: come with what speaks for them, as the sections show it", async () => {
    show(of(contentHash(RECIPE)));
    expect(await screen.findByText("it says: backtest")).toBeTruthy();
    expect(screen.getByText("Its backtest")).toBeTruthy();
  });

  it("D7: refuse a report of another recipe, in words, and show nothing of it", async () => {
    const other = contentHash("another");
    show(of(other));
    expect(
      await screen.findByText((words) =>
        words.startsWith("The backtest says nothing: the backtest is of the recipe " + other),
      ),
    ).toBeTruthy();
    expect(await screen.findByText("it says:")).toBeTruthy();
  });

  it("ask no server of somebody else for what speaks for them before the reader says so", async () => {
    show(of(contentHash(RECIPE)), "https://files.example.org/backtest.json");
    const button = await screen.findByRole("button", { name: "Read it" });
    expect(
      screen.getByText(/^It is asked of files\.example\.org, who then know that you read it\.$/),
    ).toBeTruthy();
    expect(asked).toEqual([]);
    fireEvent.click(button);
    expect(await screen.findByText("it says: backtest")).toBeTruthy();
    expect(asked).toContain("https://files.example.org/backtest.json");
  });
});
