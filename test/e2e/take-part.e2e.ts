import { expect } from "chai";
import { parseEther } from "ethers";
import hre from "hardhat";
import type { Page } from "playwright-core";

import { PEOPLE, type PersonName } from "../../devnet/lively/people";
import {
  encodeKey,
  formatMultiplier,
  listProposals,
  readProposal,
  requireEscrow,
  SUPPORT,
  type ProposalRecord,
} from "@polity/sdk";
import { theStage, useApp, type Visit } from "./harness";
import { overflow, settled, tabTo, violations } from "./page";

const TITLE = "Pay training a little more";
/** Milliseconds, of a machine that does other things meanwhile. */
const SOON = 15_000;
const SECTIONS = ["Motivation", "Solution", "Impact", "Specification", "Implementation plan", "Risks"];

describe("Taking part with a wallet", () => {
  const { open } = useApp();

  it("goes from a lock over delegation, proposal, vote and queue to the new value of a parameter", async () => {
    const { network, pass } = theStage();
    const { governor, registry } = network;
    const escrow = requireEscrow(network);
    const visit = await connected("/account");
    const { page, go } = visit;
    // Many blocks come one after the other, and each is read.
    page.setDefaultTimeout(60_000);

    // Of her own locks: those that others have delegated to her decay meanwhile.
    const before = await escrow.balanceOf(PEOPLE.ada);
    await page.getByLabel(/^Amount/).fill("1000");
    // One staked token is one vote here: there is no end to choose.
    expect(await page.getByLabel("Until").count()).to.equal(0);
    await page.getByRole("button", { name: "Lock", exact: true }).click();
    expect(await confirm(page, "Lock tokens")).to.deep.equal([
      // The first is a permit: what the escrow may take is exactly what is locked.
      "lets VoteEscrow take exactly 1000 of your tokens",
      "locks 1,000 NEURO without an end",
    ]);
    expect((await escrow.balanceOf(PEOPLE.ada)) - before).to.equal(parseEther("1000"));

    for (const [whom, to] of [
      ["somebody else", "hana"],
      ["yourself", "ada"],
    ] as const) {
      await page.getByLabel(whom, { exact: true }).check();
      if (to === "hana") await page.getByLabel("Address", { exact: true }).fill(PEOPLE.hana);
      await page.getByRole("button", { name: "Delegate", exact: true }).click();
      const [words] = await confirm(page, "Delegate your votes");
      expect(words).to.match(new RegExp(`^gives the votes of all your locks to ${PEOPLE[to]}`));
      expect(await escrow.delegates(PEOPLE.ada)).to.equal(PEOPLE[to]);
    }

    // The same from the page of a delegate.
    for (const to of ["hana", "ada"] as const) {
      await go(`/delegates/${PEOPLE[to]}`);
      await page.getByRole("button", { name: "Delegate the votes of your locks" }).click();
      await confirm(page, "Delegate your votes");
      expect(await escrow.delegates(PEOPLE.ada)).to.equal(PEOPLE[to]);
    }

    await go("/propose");
    await fillIn(page);
    await page.getByText("NEP-ECON may make all actions").waitFor();
    await page.getByText(/^econ\.rewardRate: \d+ → 2600/).waitFor();
    await page.getByRole("button", { name: "Propose", exact: true }).click();
    const words = await confirm(page, "Propose");
    expect(words.at(-1)).to.equal(`proposes "${TITLE}" as NEP-ECON, with one action`);

    const proposal = await proposed(TITLE);
    await page.getByRole("heading", { name: new RegExp(TITLE) }).waitFor();
    const { snapshot } = await readProposal(governor, proposal.id);
    await pass(snapshot - Number(await governor.clock()) + 1);

    await page.getByRole("group", { name: "Your vote" }).getByLabel("For", { exact: true }).check();
    await page.getByLabel("Reason").fill("Small nodes stay.");
    await page.getByRole("button", { name: "Vote", exact: true }).click();
    expect((await confirm(page, new RegExp(`^Vote on NEP-\\d+: ${TITLE}$`)))[0]).to.match(
      /^votes for on proposal \d{10}/,
    );
    // At once: no block comes after the one that has it, and the history is read again by itself every half minute only.
    await page.getByRole("row", { name: /Small nodes stay\./ }).waitFor({ timeout: SOON });
    for (const name of ["cleo", "dan", "eva", "finn", "gus", "hana", "ivan"] as const)
      await voteFor(proposal, name);
    const [ballot] = await governor.queryFilter(governor.filters.VoteCast(PEOPLE.ada), -20);
    expect(ballot!.args.reason).to.equal("Small nodes stay.");

    const { deadline } = await readProposal(governor, proposal.id);
    await pass(deadline - Number(await governor.clock()) + 1);
    await page.getByRole("button", { name: "Queue", exact: true }).click();
    await confirm(page, "Queue the proposal");
    const { eta } = await readProposal(governor, proposal.id);
    // What is scheduled is where nodes look for it, with what it changes.
    await go("/protocol");
    const scheduled = page.getByRole("listitem").filter({ hasText: TITLE }).first();
    await scheduled.getByText(/econ\.rewardRate: [\d,]+ → 2,600/).waitFor({ timeout: SOON });
    await go(`/proposals/${proposal.id}`);
    await pass(eta - Number(await governor.clock()) + 1);
    await page.getByRole("button", { name: "Execute", exact: true }).click();
    await confirm(page, "Execute the proposal");
    await page.getByText(/^econ\.rewardRate: \d+ → 2600/).waitFor({ timeout: SOON });

    expect(BigInt(await registry.get(encodeKey("econ.rewardRate")))).to.equal(2600n);
    await go("/protocol");
    await page.getByRole("row", { name: /econ\.rewardRate.*2,?600/ }).waitFor();
  });

  it("loses nothing when the wallet rejects, and asks again", async () => {
    const { network } = theStage();
    const escrow = requireEscrow(network);
    const { page, wallet } = await connected("/account");
    await page.getByLabel(/^Amount/).fill("250");
    await page.getByRole("button", { name: "Lock", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Lock tokens" });
    wallet.rejectNext();
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByRole("alert").getByText("the wallet declined").waitFor();
    expect(wallet.requests.map(({ method }) => method)).to.not.include("eth_sendTransaction");

    // Its user thinks again, with the form as it was, also after the page is loaded anew.
    await dialog.getByRole("button", { name: "Stop" }).click();
    expect(await page.getByLabel(/^Amount/).inputValue()).to.equal("250");
    await page.reload();
    expect(await page.getByLabel(/^Amount/).inputValue()).to.equal("250");

    const { length } = await escrow.locksOf(PEOPLE.ada);
    await page.getByRole("button", { name: "Lock", exact: true }).click();
    wallet.rejectNext();
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByRole("button", { name: "Ask the wallet again" }).click();
    await confirm(page, "Lock tokens");
    expect(await escrow.locksOf(PEOPLE.ada)).to.have.lengthOf(length + 1);
    expect(await page.getByLabel(/^Amount/).inputValue()).to.equal("");
  });

  it("finds a transaction again that was pending when the page was closed", async () => {
    const { node, network } = theStage();
    const { page } = await connected("/account");
    await page.getByLabel("nobody", { exact: true }).check();
    await page.getByRole("button", { name: "Delegate", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Delegate your votes" });
    await node("evm_setAutomine", [false]);
    try {
      await dialog.getByRole("button", { name: "Confirm in the wallet" }).click();
      await dialog.getByText("Waiting until a block has it").waitFor();
      await page.reload();
      const tray = page.getByRole("complementary", { name: "Transactions" });
      await tray.getByText("Delegate your votes: pending").waitFor();
      await node("evm_mine");
      await tray.getByText(/Delegate your votes: done, in block/).waitFor();
    } finally {
      await node("evm_setAutomine", [true]);
    }
    expect(BigInt(await requireEscrow(network).delegates(PEOPLE.ada))).to.equal(0n);
  });

  it("signs a ballot that somebody else hands in, and refuses it the second time", async () => {
    const { network } = theStage();
    const { governor } = network;
    const proposal = await votable("ada");
    const route = `/proposals/${proposal.id}`;
    const { page } = await connected(route);
    await page.getByRole("group", { name: "Your vote" }).getByLabel("Against", { exact: true }).check();
    await page.getByRole("button", { name: "Sign a ballot for a relayer" }).click();
    const [words] = await confirm(page, /^Sign a ballot on /);
    expect(words).to.match(/^votes against on proposal/);
    const text = await page.locator("pre[aria-label^=ballot]").innerText();

    const relayer = await connected(route, "june");
    const handIn = async () => {
      await relayer.page.getByText("Hand in signed ballots", { exact: true }).click();
      await relayer.page.getByLabel("Signed ballots", { exact: true }).fill(text);
    };
    await handIn();
    await relayer.page.getByRole("button", { name: "Hand in the ballot" }).click();
    expect((await confirm(relayer.page, "Hand in ballots"))[0]).to.match(/^hands in one signed ballot/);
    expect(await governor.hasVoted(proposal.id, PEOPLE.ada)).to.equal(true);
    await relayer.page.reload();
    await handIn();
    await relayer.page.getByText("its voter has voted already").waitFor();
  });

  it("follows its user to another account: what was prepared for the first is not sent by the second", async () => {
    const { page, wallet } = await connected("/account");
    await page.getByRole("button", { name: "Delegate", exact: true }).first().click();
    const dialog = page.getByRole("dialog", { name: "Delegate your votes" });
    const button = dialog.getByRole("button", { name: "Confirm in the wallet" });
    await button.waitFor();
    await wallet.changeAccount("ben");
    await dialog.getByText("Your wallet shows another account now").waitFor();
    expect(await button.isDisabled()).to.equal(true);
    await wallet.changeAccount("ada");
    await page.getByText("Your wallet shows another account now").waitFor({ state: "detached" });
    await confirm(page, "Delegate your votes");
  });

  it("begins at home with what is asked of the account, and until when", async () => {
    const proposal = await votable("ada");
    const { page } = await connected("/");
    await page.getByRole("heading", { name: "Asked of you" }).waitFor();
    const asked = page.getByRole("listitem").filter({ hasText: `Vote on NEP-${proposal.nep}` });
    expect(await asked.innerText()).to.match(/^until \d{4}-\d\d-\d\d/);
    await asked.getByRole("link").click();
    await page.getByRole("group", { name: "Your vote" }).waitFor();
  });

  it("leads by keyboard from landing to a cast vote in fifteen stops, the wallet's connection among them", async () => {
    const { governor } = theStage().network;
    const proposal = await votable("ada");
    const { page } = await open("/");
    await settled(page);
    const stops: string[] = [];
    const goTo = async (wanted: RegExp, key = "Enter") => {
      stops.push(...(await tabTo(page, wanted)));
      await page.keyboard.press(key);
    };
    await goTo(/^button Skip to the content/);
    await goTo(/^button With a wallet/);
    await page.getByRole("dialog").getByRole("button", { name: "Test wallet" }).waitFor();
    await goTo(/^button Test wallet/);
    await page.getByRole("link", { name: `Vote on NEP-${proposal.nep}` }).waitFor();
    await goTo(new RegExp(`^a Vote on NEP-${proposal.nep}`));
    await page.getByRole("group", { name: "Your vote" }).waitFor();
    await goTo(/^input For/, "Space");
    await goTo(/^button Vote/);
    await page.getByRole("button", { name: "Confirm in the wallet" }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    if ((await focused()) === "Confirm in the wallet") await page.keyboard.press("Enter");
    else await goTo(/^button Confirm in the wallet/);
    await page.getByRole("button", { name: "Done" }).waitFor();
    expect(await governor.hasVoted(proposal.id, PEOPLE.ada)).to.equal(true);
    expect(stops.filter((stop) => stop.endsWith("(focus not shown)"))).to.deep.equal([]);
    expect(stops, stops.join(" | ")).to.have.length.at.most(15);
    await page.keyboard.press("Escape");
    await page.getByText(/^You voted for, with [\d,.]+ votes\.$/).waitFor();
  });

  it("keeps what proposals are looked for by in the address", async () => {
    const { page } = await open("/proposals?type=ECON");
    const count = () => page.getByRole("search").getByRole("status").innerText();
    await settled(page);
    const some = await count();
    await page.getByLabel("Author").selectOption({ label: "Hana" });
    expect(await count()).not.to.equal(some);
    expect(page.url()).to.match(/#\/proposals\?type=ECON&author=0x[0-9a-fA-F]{40}$/);
    const fewer = await count();
    await page.reload();
    await settled(page);
    expect(await count()).to.equal(fewer);
  });

  it("is open to everybody: axe finds nothing with a wallet and in its dialogs, and all of it fits a phone", async () => {
    const proposal = await votable("ada");
    for (const route of ["/account", "/propose", `/proposals/${proposal.id}`]) {
      const { page } = await connected(route);
      await settled(page);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page), `${route} ${colorScheme}`).to.deep.equal([]);
      }
      if (route === "/account") {
        await page.getByRole("button", { name: "Delegate", exact: true }).click();
        await page.getByRole("button", { name: "Confirm in the wallet" }).waitFor();
        expect(await violations(page), "a transaction").to.deep.equal([]);
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: "Change lock 0" }).click();
        await page.getByRole("button", { name: "Let it decay" }).waitFor();
        expect(await violations(page), "a lock").to.deep.equal([]);
        await page.keyboard.press("Escape");
      }
      await page.setViewportSize({ width: 360, height: 740 });
      await page.waitForTimeout(100);
      const { pixels, by } = await overflow(page);
      expect(pixels, `${route} is wider than a phone by ${by}`).to.equal(0);
    }
  });

  /** A page whose wallet its user has connected. */
  async function connected(route: string, as: PersonName = "ada"): Promise<Visit> {
    const visit = await open(route, { as });
    await visit.page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
    await visit.page.getByRole("button", { name: "Test wallet" }).click();
    await visit.page.getByRole("button", { name: /^Your account/ }).waitFor();
    return visit;
  }
});

/** Agrees to every step of an action. @returns What each was said to do, its first sentence without times. */
async function confirm(page: Page, title: string | RegExp): Promise<string[]> {
  const dialog = page.getByRole("dialog", { name: title, exact: true });
  const button = dialog.getByRole("button", {
    name: /^(Confirm in the wallet|Sign in the wallet|Done|Back)$/,
  });
  const told: string[] = [];
  for (;;) {
    const name = await button.innerText();
    if (name === "Back") throw new Error(await dialog.innerText());
    if (name !== "Done") told.push((await dialog.locator(".flow-words li").first().textContent())!);
    await button.click();
    if (name === "Done") return told.map((words) => words.replace(/, (by your signature, )?until .*Z$/, ""));
  }
}

/** Writes a NEP into the form. */
async function fillIn(page: Page): Promise<void> {
  const number = page.getByLabel("Number");
  await page.waitForFunction(() =>
    /\d/.test(document.querySelector<HTMLInputElement>("input[inputmode=numeric]")?.value ?? ""),
  );
  const next = await number.inputValue();
  await number.fill("1");
  await page.getByText(`already; ${next} is free`).first().waitFor();
  await number.fill(next);
  await page.getByLabel("Type").selectOption("ECON");
  await page.getByLabel("Title").fill(TITLE);
  await page.getByLabel("Authors").fill("Ada Okafor");
  await page.getByLabel("Discussed at").fill("https://forum.example.org/t/77");
  await page.getByRole("button", { name: "Add a parameter" }).click();
  await page.getByLabel("Parameter", { exact: true }).selectOption("econ.rewardRate");
  await page.getByLabel("New value").fill("26000000");
  await page.getByText(/26000000 is out of bounds/).waitFor();
  await page.getByLabel("New value").fill("2600");
  const rate = await theStage().network.registry.getUint(encodeKey("econ.rewardRate"));
  const implied = formatMultiplier((10_000n * 2600n + rate / 2n) / rate);
  await page
    .getByText(`what follows from econ.rewardRate from ${rate} to 2600 is ${implied}`)
    .first()
    .waitFor();
  await page.getByLabel("Training reward, multiplier").fill(implied);
  await page.getByLabel(/^Days between/).fill("7");
  for (const heading of SECTIONS) await page.getByLabel(heading, { exact: true }).fill(`About: ${heading}.`);
}

async function proposed(title: string): Promise<ProposalRecord> {
  const all = await listProposals(theStage().network, { fromBlock: 0 });
  return all.find((one) => one.title === title)!;
}

/** A proposal that is open, on which somebody has not voted. */
async function votable(name: PersonName): Promise<ProposalRecord> {
  const { network } = theStage();
  for (const one of await listProposals(network, { fromBlock: 0 })) {
    const { state } = await readProposal(network.governor, one.id);
    if (state === "Active" && !(await network.governor.hasVoted(one.id, PEOPLE[name]))) return one;
  }
  throw new Error(`there is no vote for ${name}`);
}

async function voteFor({ id }: ProposalRecord, name: PersonName): Promise<void> {
  const signer = await hre.ethers.getSigner(PEOPLE[name]);
  await theStage().network.governor.connect(signer).castVote(id, SUPPORT.for);
}
