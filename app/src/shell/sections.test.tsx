// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";

import { ADA } from "../../test/fakes";
import { SECTIONS } from "../sections";
import { Page } from "../ui";
import { Layout } from "./Layout";
import { AskedOfYou } from "./pages/AskedOfYou";
import { pagesOf } from "./page-list";
import { Pages } from "./Pages";
import { SectionsContext, type Ask, type Sections } from "./section";

vi.mock("../data/network", () => ({
  useSite: () => ({ deployment: { name: "Net", chainId: 1 }, names: {} }),
  useConnection: () => ({ status: "ok", retry: () => undefined }),
}));
vi.mock("../data/chain", () => ({ useHead: () => undefined, useRefreshByBlock: () => undefined }));
vi.mock("../wallet", () => ({ useWallet: () => ({ account: ADA }), WalletButton: () => null }));
vi.stubGlobal("scrollTo", vi.fn());
afterEach(cleanup);

/** A notice board: no domain of the SDK, known to nobody but this test. */
const board: Sections[string] = {
  pages: [
    {
      ...{ route: "/notices", title: "Notice board", place: 15 },
      load: () => Promise.resolve(() => <Page>Nothing is pinned.</Page>),
    },
    { route: "/notices/:id", title: "Notice", load: () => Promise.resolve(() => <Page>One</Page>) },
  ],
};
const show = (sections: Sections, at: string, what: React.ReactNode) =>
  render(
    <SectionsContext value={sections}>
      <QueryClientProvider client={new QueryClient()}>
        <Router hook={memoryLocation({ path: at }).hook}>{what}</Router>
      </QueryClientProvider>
    </SectionsContext>,
  );

describe("A section that declares itself", () => {
  it("has its place in the navigation, its route and its title, without a word elsewhere", async () => {
    show(
      { ...SECTIONS, board },
      "/notices",
      <Layout>
        <Pages />
      </Layout>,
    );
    expect(await screen.findByText("Nothing is pinned.")).toBeTruthy();
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Notice board");
    // The page has its title after it was drawn.
    await waitFor(() => expect(document.title).toBe("Notice board · Polity"));
    const links = screen.getAllByRole("listitem").map(({ textContent }) => textContent);
    expect(links).toEqual([
      ...["Overview", "Proposals", "Notice board", "Protocol", "Treasury"],
      ...["Market", "Usage", "Sales and claims"],
      ...["Work", "Rounds", "Ballots", "Court", "Council and roles", "Phases", "People"],
      ...["Delegates", "Locks", "Analytics", "Your account"],
    ]);
    const current = screen.getByRole("link", { current: "page" });
    expect(current.textContent).toBe("Notice board");
  });

  it("cannot take another's route", () => {
    expect(() =>
      pagesOf({ ...SECTIONS, board: { pages: [{ ...board.pages![0]!, route: "/treasury" }] } }),
    ).toThrow("two pages have the route /treasury");
    const routes = pagesOf(SECTIONS).map(({ route }) => route);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it("asks the account's owner, and what ends first stands at the top", async () => {
    const asking = (...asks: Ask[]) => ({ asks: vi.fn(() => Promise.resolve(asks)) });
    const one = asking({ what: "Claim", href: "/account" }, { what: "Vote late", href: "/a", until: 200 });
    const other = asking({ what: "Vote soon", href: "/b", until: 100 });
    const ill = { asks: () => Promise.reject(new Error("no answer")) };
    show({ one, other, ill, board }, "/", <AskedOfYou />);
    await screen.findByText("Vote soon");
    const links = screen.getAllByRole("link");
    expect(links.map(({ textContent }) => textContent)).toEqual(["Vote soon", "Vote late", "Claim"]);
    expect(links.map((link) => link.getAttribute("href"))).toEqual(["/b", "/a", "/account"]);
    expect(one.asks).toHaveBeenCalledWith(expect.anything(), ADA);
  });

  it("is silent where nothing is asked", async () => {
    const asks = vi.fn(() => Promise.resolve([]));
    show({ one: { asks } }, "/", <AskedOfYou />);
    await vi.waitFor(() => expect(asks).toHaveBeenCalled());
    expect(screen.queryByText("Asked of you")).toBeNull();
  });
});
