import { expect } from "chai";
import hre, { ethers } from "hardhat";
import type { Page, Route } from "playwright-core";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { PEOPLE } from "../../devnet/lively/people";
import { theStage, useApp } from "./harness";
import { settled } from "./page";

const LOST = /connection to the chain is lost/i;

describe("When the chain is not as the app expects", () => {
  const { open } = useApp();

  /** Cuts the page's line to the chain, at once or after some requests. */
  async function cut(page: Page, after = 0): Promise<{ mend(): Promise<void> }> {
    const { rpc } = theStage();
    let seen = 0;
    const fate = (route: Route) => (seen++ < after ? route.continue() : route.abort("connectionrefused"));
    const isRpc = (url: URL) => url.href.startsWith(rpc);
    await page.route(isRpc, fate);
    return { mend: () => page.unroute(isRpc, fate) };
  }

  /** A mark that a reload would wipe out. */
  const mark = (page: Page) => page.evaluate(() => void Object.assign(window, { notReloaded: true }));
  const isMarked = (page: Page) => page.evaluate(() => "notReloaded" in window);

  for (const after of [0, 1, 3]) {
    it(`loads to the end without a reload when the RPC drops after ${after} requests and comes back`, async () => {
      let line: { mend(): Promise<void> } | undefined;
      const prepare = async (page: Page) => {
        line = await cut(page, after);
      };
      const { page } = await open("/proposals", { prepare });
      await page.getByText(LOST).waitFor();
      await mark(page);
      await line!.mend();
      await page.getByText("A smoother outer step").first().waitFor();
      await page.getByText(LOST).waitFor({ state: "detached" });
      expect(await isMarked(page)).to.equal(true);
    });
  }

  it("keeps what it shows when the RPC drops later, says so, and goes on when it is back", async () => {
    const { page } = await open("/proposals");
    await settled(page);
    await mark(page);
    const line = await cut(page);
    await page.getByText(LOST).waitFor();
    await page.getByText("A smoother outer step").first().waitFor();
    await line.mend();
    await page.getByRole("button", { name: "Try now" }).click();
    await page.getByText(LOST).waitFor({ state: "detached" });
    expect(await isMarked(page)).to.equal(true);
  });

  it("forgets a proposal that a reorganisation took out of the chain", async () => {
    const { network, node } = theStage();
    const { page } = await open("/proposals");
    await settled(page);
    const snapshot = await node("evm_snapshot");
    const dan = await ethers.getSigner(PEOPLE.dan);
    await network.token.connect(dan).approve(network.governor, ethers.parseEther("10"));
    await network.governor.connect(dan).propose([PEOPLE.sven], [0n], ["0x"], "# NEP-GOV: Here and gone");
    await page.getByText("Here and gone").first().waitFor();
    await node("evm_revert", [snapshot]);
    await node("hardhat_mine", ["0x3"]);
    await page.getByText("Here and gone").first().waitFor({ state: "detached" });
    await page.getByText("A smoother outer step").first().waitFor();
  });

  it("says that the chain was started anew, and what to do", async () => {
    const prepare = (page: Page) => answer(page, (method) => (method === "eth_getCode" ? "0x" : undefined));
    const { page } = await open("/proposals", { prepare });
    const alert = page.getByRole("alert");
    await alert.getByText(/has no TimelockController at 0x/).waitFor();
    await alert.getByText(/the chain was started anew: deploy again/).waitFor();
  });

  it("refuses an endpoint of another chain, and says which is which", async () => {
    const prepare = (page: Page) => answer(page, (method) => (method === "eth_chainId" ? "0x1" : undefined));
    const { page } = await open("/", { prepare });
    await page.getByText(/is deployed to chain 31337, and the RPC endpoint is of chain 1/).waitFor();
  });

  it("refuses an address at which there is no governor", async () => {
    const { deployment } = theStage();
    const { contracts } = deployment;
    const wrong = { ...deployment, contracts: { ...contracts, NetworkGovernor: contracts.GovernanceToken } };
    const { page } = await open("/", { deployment: wrong });
    const alert = page.getByRole("alert");
    await alert.getByText(`The contract at ${contracts.GovernanceToken} is no governor`).waitFor();
    await alert.getByRole("button", { name: "Try again" }).waitFor();
  });

  it("loads from an endpoint that knows no batches, limits requests and has hiccups", async () => {
    let [singles, refused] = [0, 0];
    const fate = (asked: Call | Call[]) => {
      if (Array.isArray(asked)) return { status: 400, body: "batches are not supported" };
      if (++singles % 7 !== 0) return undefined;
      refused += 1;
      return { status: refused % 2 ? 429 : 500, body: "" };
    };
    const { page } = await open("/proposals", { prepare: (page) => answer(page, () => undefined, fate) });
    await page.getByText("A smoother outer step").first().waitFor();
    expect(refused).to.be.greaterThan(0);
  });

  it("shows what needs no events where the endpoint gives none, and says why the rest is missing", async () => {
    const noLogs = { error: { code: -32601, message: "the method eth_getLogs is not available" } };
    const prepare = (page: Page) => answer(page, (method) => (method === "eth_getLogs" ? noLogs : undefined));
    const { page } = await open("/", { prepare });
    await page.getByText("Votes that can be cast").waitFor();
    await page
      .getByText(/events of blocks .* cannot be read: the method eth_getLogs/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Try again" }).first().waitFor();
    expect(await page.getByText(/0 proposals|All proposals \(0\)|Nothing is open/).count()).to.equal(0);
  });

  type Call = { id: number; method: string; params: unknown[] };

  /**
   * Answers some of the page's calls in the chain's place.
   * @param fate What becomes of a whole request.
   */
  async function answer(
    page: Page,
    instead: (method: string) => unknown,
    fate: (asked: Call | Call[]) => { status: number; body: string } | undefined = () => undefined,
  ): Promise<void> {
    const { rpc } = theStage();
    const headers = { "access-control-allow-origin": "*" };
    await page.route(
      (url) => url.href.startsWith(rpc),
      async (route) => {
        const body = route.request().postDataJSON() as Call | Call[];
        const bad = fate(body);
        if (bad) {
          await route.fulfill({ ...bad, headers });
          return;
        }
        const one = async ({ id, method, params }: Call) => {
          const own = instead(method);
          if (typeof own === "object") return { jsonrpc: "2.0", id, ...own };
          return { jsonrpc: "2.0", id, result: own ?? (await theStage().node(method, params)) };
        };
        const json = Array.isArray(body) ? await Promise.all(body.map(one)) : await one(body);
        await route.fulfill({ json, headers });
      },
    );
  }

  it("shows a network in which nothing has happened yet, without an error on any page", async () => {
    const config = parseConfig(presets.neuroshard);
    const block = await ethers.provider.getBlockNumber();
    const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
    const deployment = { name: "Empty", chainId: 31_337, block, contracts };
    const { page, go } = await open("/proposals", { deployment });
    await page.getByText("Nothing has been proposed yet.").waitFor();
    for (const route of [
      "/",
      "/protocol",
      "/rules",
      "/treasury",
      "/sales",
      "/court",
      "/council",
      "/delegates",
      "/locks",
      "/analytics",
    ]) {
      await go(route);
      await settled(page);
      expect(await page.getByRole("alert").allInnerTexts(), route).to.deep.equal([]);
    }
  });
});
