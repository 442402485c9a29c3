import { expect } from "chai";
import { ethers } from "hardhat";
import type { Page } from "playwright-core";

import { PEOPLE } from "../../devnet/lively/people";
import { listProposals, readProposal, requireEscrow, type ProposalRecord } from "@polity/sdk";
import { startRelay } from "../helpers/relay";
import { theStage, useApp } from "./harness";
import { settled, violations } from "./page";

const SIGNS = "Sign, and let the relay send it";

describe("A relay that the site names", () => {
  const { open } = useApp();
  let relay: Awaited<ReturnType<typeof startRelay>>;

  beforeEach(async () => {
    relay = await startRelay(theStage().network, PEOPLE.june);
  });
  afterEach(() => relay.stop());

  async function connected(route: string): Promise<Page> {
    const { page } = await open(route, { names: { relay: `${relay.url}/` } });
    await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
    await page.getByRole("button", { name: "Test wallet" }).click();
    await page.getByRole("button", { name: /^Your account/ }).waitFor();
    return page;
  }
  /** Signs what the dialog shows. @returns What it says in the end. */
  async function sign(page: Page, title: RegExp): Promise<string> {
    const dialog = page.getByRole("dialog", { name: title });
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByRole("button", { name: "Done", exact: true }).waitFor();
    const said = await dialog.innerText();
    await dialog.getByRole("button", { name: "Done", exact: true }).click();
    return said;
  }
  async function votable(): Promise<ProposalRecord> {
    const { network } = theStage();
    for (const one of await listProposals(network, { fromBlock: 0 })) {
      const { state } = await readProposal(network.governor, one.id);
      if (state === "Active" && !(await network.governor.hasVoted(one.id, PEOPLE.ada))) return one;
    }
    throw new Error("there is no vote for Ada");
  }
  const sentBy = (account: string) => ethers.provider.getTransactionCount(account);

  it("sends a ballot by one click and one signature: its voter sends no transaction", async () => {
    const { governor } = theStage().network;
    const { id } = await votable();
    const before = await Promise.all([sentBy(PEOPLE.ada), sentBy(PEOPLE.june)]);
    const page = await connected(`/proposals/${id}`);
    await page.getByRole("group", { name: "Your vote" }).getByLabel("Against", { exact: true }).check();
    await page.getByText(`The relay is ${new URL(relay.url).host}.`).waitFor();
    await settled(page);
    expect(await violations(page)).to.deep.equal([]);
    await page.getByRole("button", { name: SIGNS }).click();
    expect(await sign(page, /^Sign a ballot on /)).to.include("It is sent, and your votes are cast.");
    expect(await governor.hasVoted(id, PEOPLE.ada)).to.equal(true);
    const after = await Promise.all([sentBy(PEOPLE.ada), sentBy(PEOPLE.june)]);
    expect(after).to.deep.equal([before[0], before[1] + 1]);
    expect(await page.locator("pre[aria-label^=ballot]").count()).to.equal(0);
  });

  it("leaves the file when it is away, and nothing that was signed is lost", async () => {
    const { id } = await votable();
    const page = await connected(`/proposals/${id}`);
    await page.getByRole("group", { name: "Your vote" }).getByLabel("For", { exact: true }).check();
    await page.route(
      (url) => url.href.startsWith(relay.url),
      (route) => route.abort("connectionrefused"),
    );
    await page.getByRole("button", { name: SIGNS }).click();
    const said = await sign(page, /^Sign a ballot on /);
    expect(said).to.match(/It is signed, but not sent: the relay at 127\.0\.0\.1:\d+ does not answer/);
    const [ballot] = JSON.parse(await page.locator("pre[aria-label^=ballot]").innerText()) as {
      voter: string;
    }[];
    expect(ballot!.voter).to.equal(PEOPLE.ada);
    expect(await theStage().network.governor.hasVoted(id, PEOPLE.ada)).to.equal(false);
  });

  it("sends a delegation, too", async () => {
    const escrow = requireEscrow(theStage().network);
    const page = await connected("/account");
    await page.getByLabel("somebody else", { exact: true }).first().check();
    await page.getByLabel("Address", { exact: true }).first().fill(PEOPLE.hana);
    await page
      .getByText(/^Sign now, and let 127\.0\.0\.1/)
      .first()
      .click();
    await page.getByRole("button", { name: SIGNS }).first().click();
    expect(await sign(page, /^Sign a delegation/)).to.include("It is sent, and in force.");
    expect(await escrow.delegates(PEOPLE.ada)).to.equal(PEOPLE.hana);
  });
});
