import { expect } from "chai";
import { id, toBeHex, zeroPadValue } from "ethers";
import type { Page, Route } from "playwright-core";

import { PEOPLE } from "../../devnet/lively/people";
import { theStage, useApp } from "./harness";
import { longestTask, settled } from "./page";

/** Holders that the network has here besides its own: enough that folding their transfers takes a second or more. */
const HOLDERS = 20_000;
/** Milliseconds of processor time after which a person notices that a click has no effect yet. */
const NOTICEABLE = 200;

describe("A history that takes long to read", () => {
  const { open } = useApp();

  it("is read beside the page, which answers meanwhile", async function () {
    this.timeout(240_000);
    const told: string[] = [];
    const { page } = await open("/proposals", { prepare: (page) => addHolders(page, told) });
    await settled(page);
    const goTo = (name: string) =>
      page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
    const heading = (name: string) => page.getByRole("heading", { level: 1, name }).waitFor();
    const longest = await longestTask(page, async () => {
      await goTo("People");
      await goTo("Locks");
      await page.getByText("Reading the network's history").first().waitFor();
      await goTo("Network");
      await heading("Protocol");
      await goTo("People");
      await page.getByText("Accounts that can vote").waitFor({ timeout: 120_000 });
    });
    expect(told, "answers with the holders in them").to.have.length.above(0);
    expect(longest, "milliseconds without an answer").to.be.below(NOTICEABLE);
  });

  /** Adds transfers, each to somebody new, to what the chain tells of its newest block, and notes when it does. */
  async function addHolders(page: Page, told: string[]): Promise<void> {
    const { rpc, network, node } = theStage();
    const token = network.addresses.GovernanceToken.toLowerCase();
    const word = (value: string | number) => zeroPadValue(toBeHex(value), 32);
    const [transfer, ada, unit] = [id("Transfer(address,address,uint256)"), word(PEOPLE.ada), word(1)];
    const newest = (await node("eth_getBlockByNumber", ["latest", false])) as {
      number: string;
      hash: string;
    };
    const logs = Array.from({ length: HOLDERS }, (_, i) => ({
      ...{ address: token, topics: [transfer, ada, word(1_000_000 + i)], data: unit },
      ...{ blockNumber: newest.number, blockHash: newest.hash, transactionHash: word(i) },
    }));
    type Call = { id: number; method: string; params: [{ address: unknown; toBlock: string }] };
    const one = async ({ id, method, params }: Call) => {
      const result = await node(method, params);
      const more =
        method === "eth_getLogs" && Array.isArray(params[0].address) && params[0].toBlock === newest.number;
      if (more) told.push(method);
      return { jsonrpc: "2.0", id, result: more ? [...(result as unknown[]), ...logs] : result };
    };
    await page.route(
      (url) => url.href.startsWith(rpc),
      async (route: Route) => {
        const body = route.request().postDataJSON() as Call | Call[];
        const json = Array.isArray(body) ? await Promise.all(body.map(one)) : await one(body);
        await route.fulfill({ json, headers: { "access-control-allow-origin": "*" } });
      },
    );
  }
});
