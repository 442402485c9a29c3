import { expect } from "chai";
import type { Page } from "playwright-core";

import { DARK, LIGHT, type Theme } from "../../report/theme";
import { listProposals, readProposal } from "@polity/sdk";
import { theStage, useApp } from "./harness";
import { overflow, ROUTES, settled, tabTo, violations } from "./page";

/** What a proposal's page says of its calls: one that is over keeps the values of its time. */
const WORDS = {
  Active: /^econ\.\w+: \S+ → \S+/,
  Executed: /^grants Council budget 1: [\d,]+ NEURO for each of \d+ periods of \w+, from /,
  Defeated: /^train\.innerSteps: 500 → 800/,
};
const PHONE = { width: 360, height: 740 };

describe("Every page of the app", () => {
  const { open } = useApp();

  for (const route of ROUTES) {
    it(`${route} has a title and one first heading, fits a phone, and axe finds nothing in light and dark`, () =>
      check(route));
  }

  for (const [state, title] of [
    ["Active", "Burn a third of each fee"],
    ["Executed", "A budget for grants, disbursed by the council"],
    ["Defeated", "Synchronise every 800 inner steps"],
  ] as const) {
    it(`does so for a proposal that is ${state}`, async () => {
      const { network } = theStage();
      const found = (await listProposals(network, { fromBlock: 0 })).find((one) => one.title === title);
      expect((await readProposal(network.governor, found!.id)).state).to.equal(state);
      const page = await check(`/proposals/${found!.id}`);
      await page.getByText(WORDS[state]).first().waitFor();
      if (state === "Active") await expectVoteInReach(page);
    });
  }

  /** On a phone: from the end of the page, many screens below the vote, above the five places. */
  async function expectVoteInReach(page: Page): Promise<void> {
    const takePart = page.getByRole("heading", { name: "Take part" });
    const headings = await page.locator("h1, main h2").allInnerTexts();
    expect(headings.slice(1, 5)).to.deep.equal(["Take part", "Votes", "What it changes", "Its text"]);
    const ballots = page.getByRole("heading", { name: "Who voted, and why" });
    await ballots.scrollIntoViewIfNeeded();
    expect((await takePart.boundingBox())!.y).to.be.lessThan(-PHONE.height);
    const places = (await page.getByRole("navigation", { name: "Places" }).boundingBox())!;
    expect(places.y + places.height).to.be.within(PHONE.height - 1, PHONE.height + 1);
    const { y, height } = (await page.locator(".vote-bar").boundingBox())!;
    expect(y + height).to.be.within(places.y - 5, places.y + 1);
    await page.getByRole("button", { name: "Vote", exact: true }).click();
    expect((await takePart.boundingBox())!.y).to.be.within(52, PHONE.height / 2);
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(await page.locator(".vote-bar").isVisible(), "beside the vote").to.equal(false);
  }

  async function check(route: string): Promise<Page> {
    const { page } = await open(route);
    await settled(page);
    expect(await page.locator("h1").count(), "first headings").to.equal(1);
    const heading = await page.locator("h1").innerText();
    expect(heading).not.to.equal("");
    expect(await page.title()).to.include(heading);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page), colorScheme).to.deep.equal([]);
    }
    await page.setViewportSize(PHONE);
    const { pixels, by } = await overflow(page);
    expect(pixels, `the page is wider than a phone by ${by}`).to.equal(0);
    return page;
  }

  it("is short on a phone where it is about everything: what is long folds, and what is searched for opens", async () => {
    const { page, go } = await open("/protocol", { width: 390, height: 844 });
    await settled(page);
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    expect(await height(), "parameters and versions").to.be.lessThan(2600);
    await page.getByLabel("Search").fill("rewardRate");
    await page.getByRole("row", { name: /econ\.rewardRate/ }).waitFor();
    expect(await page.getByRole("row", { name: /train\./ }).count(), "what is not searched for").to.equal(0);
    await go("/analytics");
    await settled(page);
    expect(await height(), "every figure").to.be.lessThan(2200);
  });

  it("is in sight among the pages of its place on a phone, the last ones too", async () => {
    const { page, go } = await open("/protocol", { width: 390, height: 844 });
    for (const route of ["/operator", "/council/desk", "/protocol"]) {
      await go(route);
      await settled(page);
      const { x, width } = (await page.locator('nav.pages [aria-current="page"]').boundingBox())!;
      expect(x, route).to.be.at.least(0);
      expect(x + width, route).to.be.at.most(390);
    }
  });

  it("follows the colours of the system, until somebody chooses others", async () => {
    const { page } = await open("/delegates");
    await settled(page);
    const openFigures = () => page.getByText("In figures, since the beginning").click();
    await openFigures();
    const chart = page.locator(".chart svg").first();
    /** The page's ground and what its pictures are drawn in. */
    const expectColours = async (ground: string, { series: [first] }: Theme) => {
      await chart.locator(`[fill="${first!}"], [stroke="${first!}"]`).first().waitFor({ state: "attached" });
      const body = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(body).to.equal(ground);
    };
    const [light, dark] = ["rgb(250, 249, 246)", "rgb(20, 20, 18)"];
    const goOn = (from: string) => page.getByRole("button", { name: `Colours: ${from}` }).click();

    await expectColours(light, LIGHT);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectColours(dark, DARK);
    await goOn("system");
    await expectColours(light, LIGHT);
    await page.emulateMedia({ colorScheme: "light" });
    await goOn("light");
    await expectColours(dark, DARK);
    await page.reload();
    await settled(page);
    await openFigures();
    await expectColours(dark, DARK);
    await goOn("dark");
    await expectColours(light, LIGHT);
  });

  it("is listed above, if the navigation leads to it", async () => {
    const { page } = await open("/");
    await settled(page);
    const hrefs = new Set<string>();
    const places = page.getByRole("navigation", { name: "Places" }).getByRole("link");
    expect(await places.allInnerTexts()).to.deep.equal(["Home", "Proposals", "People", "Network", "You"]);
    for (const place of await places.all()) {
      await place.click();
      await settled(page);
      expect(await place.getAttribute("aria-current")).to.equal("true");
      const links = page.locator("nav a");
      for (const link of await links.all()) hrefs.add((await link.getAttribute("href"))!);
    }
    expect(hrefs.size).to.be.greaterThan(10);
    expect(ROUTES).to.include.members([...hrefs].map((href) => href.replace(/^#/, "")));
  });

  it("is reached and used by keyboard alone, with the focus always shown", async () => {
    const { page } = await open("/");
    await settled(page);
    const stops = await tabTo(page, /^button Skip to the content/);
    expect(stops, "the first stop").to.have.lengthOf(1);
    stops.push(...(await tabTo(page, /^a Proposals/)));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Proposals" }).waitFor();
    await settled(page);
    stops.push(...(await tabTo(page, /^input Search/)));
    await page.keyboard.type("smoother");
    stops.push(...(await tabTo(page, /^a .*A smoother outer step/)));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: /A smoother outer step/ }).waitFor();
    expect(stops.filter((stop) => stop.endsWith("(focus not shown)"))).to.deep.equal([]);
  });
});
