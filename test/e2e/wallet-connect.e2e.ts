import { expect } from "chai";
import type { Page } from "playwright-core";

import { PEOPLE } from "../../devnet/lively/people";
import { listProposals, readProposal, type ProposalRecord } from "@polity/sdk";
import { PlayedRelay, WalletApp } from "../helpers/wallet-connect";
import { theStage, useApp, type VisitOptions } from "./harness";
import { overflow, settled, violations } from "./page";

const PROJECT = { settings: { walletConnect: { projectId: "ab".repeat(16) } } };

describe("A wallet app on a phone, by WalletConnect", () => {
  const { open } = useApp();
  let relay: PlayedRelay;
  let app: WalletApp;

  beforeEach(async () => {
    relay = new PlayedRelay();
    const { node } = theStage();
    app = await WalletApp.open(await relay.start(), [`eip155:31337:${PEOPLE.ada}`], node);
  });
  afterEach(async () => {
    await app.close();
    await relay.stop();
  });

  /** The page's line to the relay ends at the played one; the rest of WalletConnect is the library's own, on both ends. */
  async function playRelay(page: Page): Promise<void> {
    await page.routeWebSocket(/^wss:\/\/relay\.walletconnect\.org\//, (socket) => {
      const line = relay.line((text) => socket.send(text));
      socket.onMessage((message) => line.receive(message.toString()));
      socket.onClose(() => line.close());
    });
    await page.route("https://verify.walletconnect.org/**", (route) =>
      route.fulfill({ contentType: "text/html", body: vouching(new URL(route.request().url())) }),
    );
  }
  const visit = async (route: string, options: VisitOptions = {}) =>
    (await open(route, { ...PROJECT, wallet: false, prepare: playRelay, ...options })).page;
  async function pairing(page: Page) {
    await page.getByRole("banner").getByRole("button", { name: "Connect" }).click();
    await page.getByRole("button", { name: "Wallet app, by WalletConnect" }).click();
    await page.getByText("Waiting for the wallet app.").waitFor();
    return page.getByRole("dialog", { name: "Connect a wallet" });
  }
  async function votable(): Promise<ProposalRecord> {
    const { network } = theStage();
    for (const one of await listProposals(network, { fromBlock: 0 })) {
      const { state } = await readProposal(network.governor, one.id);
      if (state === "Active" && !(await network.governor.hasVoted(one.id, PEOPLE.ada))) return one;
    }
    throw new Error("there is no vote for Ada");
  }

  it("is opened by a link, votes, is there after a reload, and is let go of", async () => {
    const { governor } = theStage().network;
    const { id } = await votable();
    const page = await visit(`/proposals/${id}`, { phone: true });
    const dialog = await pairing(page);
    const link = dialog.getByRole("link", { name: "Open the wallet app" });
    await dialog.getByText("The wallet is on another device").click();
    await dialog.getByRole("img", { name: "Code for a wallet app to scan" }).waitFor();
    const { pixels, by } = await overflow(page);
    expect(pixels, `the page is wider than a phone by ${by}`).to.equal(0);
    await settled(page);
    expect(await violations(page)).to.deep.equal([]);
    await app.scan((await link.getAttribute("href"))!);
    await page.getByRole("button", { name: /^Your account/ }).waitFor();
    expect(app.met).to.include({ name: "NeuroShard", url: new URL(theStage().url).origin });

    await page.getByRole("group", { name: "Your vote" }).getByLabel("For", { exact: true }).check();
    await page.locator("form").getByRole("button", { name: "Vote", exact: true }).click();
    const flow = page.getByRole("dialog", { name: /^Vote on / });
    app.refuseNext();
    await flow.getByRole("button", { name: "Confirm in the wallet" }).click();
    await flow.getByRole("alert").getByText("The wallet declined").waitFor();
    expect(await governor.hasVoted(id, PEOPLE.ada)).to.equal(false);
    await flow.getByRole("button", { name: "Ask the wallet again" }).click();
    await flow.getByRole("button", { name: "Done", exact: true }).click();
    expect(await governor.hasVoted(id, PEOPLE.ada)).to.equal(true);
    expect(app.requests.map(({ method, chain }) => [method, chain])).to.deep.equal([
      ["eth_sendTransaction", "eip155:31337"],
      ["eth_sendTransaction", "eip155:31337"],
    ]);

    await page.reload();
    await page.getByRole("button", { name: /^Your account/ }).click();
    await page.getByRole("button", { name: "Disconnect" }).click();
    await page.getByRole("banner").getByRole("button", { name: "Connect" }).waitFor();
    await eventually(() => app.sessions() === 0);
  });

  it("is shown a code on a desk, and its refusal is said in words", async () => {
    const page = await visit("/");
    const dialog = await pairing(page);
    await dialog.getByRole("img", { name: "Code for a wallet app to scan" }).waitFor();
    expect(await dialog.getByRole("link").count()).to.equal(0);
    await settled(page);
    expect(await violations(page)).to.deep.equal([]);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await dialog.getByRole("button", { name: "Copy the code as a text" }).click();
    await dialog.getByText("Copied").waitFor();
    app.refuseNext();
    await app.scan(await page.evaluate(() => navigator.clipboard.readText()));
    await dialog
      .getByRole("alert")
      .getByText(/^the wallet declined/i)
      .waitFor();

    // Its user thinks again, and goes back.
    await dialog.getByRole("button", { name: "Wallet app, by WalletConnect" }).click();
    await dialog.getByRole("button", { name: "Back to the wallets" }).click();
    await dialog.getByRole("button", { name: "Wallet app, by WalletConnect" }).waitFor();
  });

  it("has a relay in the page's policy where the site names a project, and nowhere else", async () => {
    const refused = (page: Page) =>
      page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            document.addEventListener("securitypolicyviolation", ({ blockedURI }) => resolve(blockedURI));
            const socket = new WebSocket("wss://relay.walletconnect.org/");
            socket.addEventListener("error", () => setTimeout(() => resolve(""), 100));
          }),
      );
    const without = await open("/", { wallet: false });
    await without.page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).waitFor();
    expect(await refused(without.page)).to.match(/^wss:\/\/relay\.walletconnect\.org/);
    const { page } = await open("/", { ...PROJECT, wallet: false });
    await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).waitFor();
    expect(await refused(page)).to.equal("");
  });

  it("is missed by a phone without one, to which the page says what can be done", async () => {
    const { page } = await open("/proposals", { phone: true, wallet: false });
    await page.getByRole("banner").getByRole("button", { name: "Connect" }).click();
    const dialog = page.getByRole("dialog", { name: "Connect a wallet" });
    await dialog
      .getByText(/^This browser has no wallet\. Open this page in the browser of your wallet/)
      .waitFor();
    await settled(page);
    expect(await violations(page)).to.deep.equal([]);
    await dialog.getByRole("link", { name: "Signed files" }).click();
    await page.getByRole("heading", { name: "Signed files", level: 1 }).waitFor();
    expect(await dialog.isVisible()).to.equal(false);
  });
});

/** What WalletConnect's own host says in a frame: who vouches for the address of the page. */
function vouching({ searchParams }: URL): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const attestation = `${part({ alg: "none" })}.${part({ id: searchParams.get("id") })}.${part({})}`;
  const message = JSON.stringify({ type: "verify_attestation", attestation });
  return `<script>parent.postMessage(${JSON.stringify(message)}, "*")</script>`;
}

/** Waits for what happens on the other device. */
async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((next) => setTimeout(next, 20));
}
