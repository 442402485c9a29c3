// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";

import { CHAPTERS } from "../../../report/sections";
import { ADA } from "../../test/fakes";
import { SECTIONS } from "../sections";
import { Page } from "../ui";
import { Layout } from "./Layout";
import { AskedOfYou } from "./pages/AskedOfYou";
import { pagesOf, placesOf } from "./page-list";
import { Pages } from "./Pages";
import { inOrder, SectionsContext, type Ask, type Sections } from "./section";

vi.mock("../data/network", () => ({
  useSite: () => ({ deployment: { name: "Net", chainId: 1 }, names: {} }),
  useConnection: () => ({ status: "ok", retry: () => undefined }),
}));
vi.mock("../data/chain", () => ({ useHead: () => undefined, useRefreshByBlock: () => undefined }));
const wallet: { account?: string; connect: () => void } = { account: ADA, connect: vi.fn() };
vi.mock("../wallet", () => ({ useWallet: () => wallet, WalletButton: () => null }));
vi.stubGlobal("scrollTo", vi.fn());
afterEach(() => {
  cleanup();
  wallet.account = ADA;
});

/** A notice board: no domain of the SDK, known to nobody but this test. */
const board: Sections[string] = {
  pages: [
    {
      ...{ route: "/notices", title: "Notice board", in: "people", place: 15 },
      load: () => Promise.resolve(() => <Page>Nothing is pinned.</Page>),
    },
    {
      ...{ route: "/notices/old", title: "Old", in: "people", place: 16 },
      load: () => Promise.resolve(() => null),
    },
    {
      route: "/notices/:id",
      title: "Notice",
      in: "people",
      load: () => Promise.resolve(() => <Page>One</Page>),
    },
  ],
};
const show = (sections: Sections, at: string, what: React.ReactNode) =>
  render(
    <SectionsContext value={sections}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
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
    await waitFor(() => expect(document.title).toBe("Notice board · Net"));
    const linksOf = (name: string) =>
      within(screen.getByRole("navigation", { name }))
        .getAllByRole("link")
        .map((link) => [link.textContent, link.getAttribute("href"), link.getAttribute("aria-current")]);
    expect(linksOf("Places")).toEqual([
      ["Home", "/", null],
      ["Proposals", "/proposals", null],
      ["People", "/delegates", "true"],
      ["Network", "/protocol", null],
      ["You", "/account", null],
    ]);
    const pages = linksOf("Pages of People");
    expect(pages.map(([name]) => name)).toContain("Delegates");
    expect(pages.filter(([, , current]) => current)).toEqual([["Notice board", "/notices", "page"]]);
  });

  it("is the current one alone where its address begins with another page's", () => {
    show({ board }, "/notices/old", <Layout>{null}</Layout>);
    expect(screen.getByRole("link", { current: "page" }).textContent).toBe("Old");
  });

  it("is at its place on a page that nothing but others lead to", () => {
    show({ ...SECTIONS, board }, "/notices/7", <Layout ready>{null}</Layout>);
    expect(screen.getByRole("navigation", { name: "Pages of People" })).toBeTruthy();
  });

  it("is left out where the network does not have what it is about, but for its address", () => {
    const pagesIn = (network: object) =>
      placesOf({ ...SECTIONS, board }, network as never).flatMap(({ pages }) =>
        pages.map(({ route }) => route),
      );
    const [without, withThem] = [pagesIn({}), pagesIn({ court: {}, escrow: {}, ballots: {} })];
    for (const route of ["/court", "/locks", "/ballots"]) {
      expect(without).not.toContain(route);
      expect(withThem).toContain(route);
    }
    expect(without).toContain("/notices");
    const routes = pagesOf(SECTIONS).map(({ route }) => route);
    expect(routes).toEqual(expect.arrayContaining(["/court", "/locks", "/ballots"]));
  });

  it("shows the network in five figures, and what stands at a page's end on one page", () => {
    expect(inOrder(SECTIONS, ({ overview }) => overview?.figures)).toHaveLength(5);
    const domains = pagesOf(SECTIONS).flatMap(({ figures = [] }) => figures);
    expect(new Set(domains).size).toBe(domains.length);
    // No chapter of the report is without a page that shows its pictures.
    expect(domains).toEqual(expect.arrayContaining(Object.keys(CHAPTERS)));
  });

  it("has a page at every address that was ever linked", () => {
    const routes = pagesOf(SECTIONS).map(({ route }) => route);
    const linked = [
      "/",
      "/proposals",
      "/proposals/:id",
      "/propose",
      "/protocol",
      "/treasury",
      "/market",
      "/usage",
    ];
    expect(routes).toEqual(expect.arrayContaining(linked));
    const more = ["/sales", "/work", "/rounds", "/ballots", "/court", "/council", "/phases", "/people"];
    expect(routes).toEqual(expect.arrayContaining(more));
    const last = ["/delegates", "/delegates/:address", "/locks", "/analytics", "/account"];
    expect(routes).toEqual(expect.arrayContaining(last));
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
    // What is asked of the reader may be more than can be read.
    await screen.findByText("What these have for you cannot be read now: ill.");
  });

  it("says so where nothing is asked, once all sections have answered", async () => {
    const asks = vi.fn(() => Promise.resolve([]));
    show({ one: { asks } }, "/", <AskedOfYou />);
    expect(screen.getByText("Looking for what waits for you…")).toBeTruthy();
    expect(await screen.findByText("Nothing waits for you now.")).toBeTruthy();
  });

  it("asks nothing of nobody, and says what a wallet would show", () => {
    delete wallet.account;
    const asks = vi.fn(() => Promise.resolve([]));
    show({ one: { asks } }, "/", <AskedOfYou />);
    expect(screen.getByText(/votes, locks, grants and duties wait for you/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "With a wallet" }));
    expect(wallet.connect).toHaveBeenCalledOnce();
    expect(asks).not.toHaveBeenCalled();
  });
});
