import { expect } from "chai";
import type { Page } from "playwright-core";

import english from "../../app/words/en.json";
import german from "../../app/words/de.json";
import { listProposals, readProposal } from "@polity/sdk";
import { PEOPLE } from "../../devnet/lively/people";
import { theStage, useApp } from "./harness";
import { overflow, ROUTES, settled, violations } from "./page";

const GERMAN: Readonly<Record<string, string>> = german;
/** What has another text in German, cut at its values. A single word may be the name of a contract or a category. */
const ENGLISH = Object.keys(english).filter((key) => GERMAN[key] !== key);
const ALONE = new Set(ENGLISH.filter((key) => key.includes(" ") && !/[{<]\/?\d/.test(key)));
const PARTS = [
  ...new Set(ENGLISH.flatMap((key) => key.split(/\{\d+\}|<\/?\d+\/?>/)).map((part) => part.trim())),
].filter((part) => part.length >= 20 && part.split(" ").length >= 4);
const PHONE = { width: 360, height: 740 };

/** English that is left on a page: what stands in it or is read aloud, without what people have written. */
async function leftOn(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Element) {
        for (const name of ["aria-label", "title", "placeholder", "alt"])
          found.push(node.getAttribute(name) ?? "");
      } else if (!node.parentElement!.closest("script, style, [lang=en], .markdown")) {
        found.push(node.textContent ?? "");
      }
    }
    return [...new Set(found.map((text) => text.trim().replace(/\s+/g, " ")))];
  });
  return texts.filter((text) => ALONE.has(text) || PARTS.some((part) => text.includes(part)));
}

describe("The app in German", () => {
  const { open } = useApp();
  const inGerman = { locale: "de-DE" };

  for (const route of ROUTES) {
    it(`speaks it on ${route}, fits a phone, and axe finds nothing`, async () => {
      const { page } = await open(route, inGerman);
      await settled(page);
      expect(await page.locator("html").getAttribute("lang")).to.equal("de");
      expect(new URL(page.url()).hash, "the page that was asked for").to.equal(`#${route}`);
      expect(await leftOn(page)).to.deep.equal([]);
      expect(await violations(page)).to.deep.equal([]);
      await page.setViewportSize(PHONE);
      const { pixels, by } = await overflow(page);
      expect(pixels, `the page is wider than a phone by ${by}`).to.equal(0);
    });
  }

  it("goes from home to a proposal and casts a vote", async () => {
    const { network } = theStage();
    const all = await listProposals(network, { fromBlock: 0 });
    const states = await Promise.all(all.map(({ id }) => readProposal(network.governor, id)));
    const votable = all.filter((_, i) => states[i]!.state === "Active");
    const { page } = await open("/", inGerman);
    await page.getByRole("heading", { name: "Offene Vorschläge" }).waitFor();
    await page.getByRole("banner").getByRole("button", { name: "Wallet verbinden" }).click();
    await page.getByRole("button", { name: "Test wallet" }).click();
    await page.getByRole("button", { name: /^Ihr Konto/ }).waitFor();
    for (const proposal of votable) {
      if (await network.governor.hasVoted(proposal.id, PEOPLE.ada)) continue;
      await page
        .getByRole("link", { name: new RegExp(proposal.title) })
        .first()
        .click();
      await page.getByRole("group", { name: "Ihre Stimme" }).getByLabel("Dafür", { exact: true }).check();
      await page.getByRole("button", { name: "Abstimmen", exact: true }).last().click();
      await page.getByRole("button", { name: "In der Wallet bestätigen" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText(/^[\d.\s]+(?:,\d+)? Stimmen sind (?:endgültig )?abgegeben\.$/).waitFor();
      expect(await leftOn(page)).to.deep.equal([]);
      expect(await network.governor.hasVoted(proposal.id, PEOPLE.ada)).to.equal(true);
      return;
    }
    expect.fail("Ada has voted on everything");
  });

  it("is chosen in the settings, remembered, and left again, without leaving the page", async () => {
    const { page, go } = await open("/treasury");
    await page.getByRole("heading", { level: 1, name: "Treasury" }).waitFor();
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByLabel("Language").selectOption({ label: "Deutsch" });
    await page.getByRole("heading", { level: 1, name: "Kasse" }).waitFor();
    expect(await page.title()).to.match(/^Kasse · /);
    await go("/delegates");
    await page.getByRole("heading", { level: 1, name: "Delegierte" }).waitFor();
    await page.getByRole("button", { name: "Einstellungen" }).click();
    await page.getByLabel("Sprache").selectOption({ label: "English" });
    await page.getByRole("heading", { level: 1, name: "Delegates" }).waitFor();
  });
});
