import { expect } from "chai";
import type { FrameLocator, Page } from "playwright-core";

import { listProposals } from "@polity/sdk";
import { theStage, useApp } from "./harness";

const HASH = `0x${"ab".repeat(32)}`;

/** What a page around the app was asked to send. */
interface Sent {
  to: string;
  value: string;
  data: string;
}

describe("The app inside a Safe", () => {
  const { open } = useApp();

  it("takes the Safe around it for its wallet, and hands it what would be sent", async () => {
    const { network, deployment } = theStage();
    const { governor, addresses } = network;
    const all = await listProposals(network, { fromBlock: deployment.block });
    const { id } = all.find(({ title }) => title === "Burn a third of each fee")!;
    const { page, wallet } = await open("/");
    const frame = await embed(page, `/proposals/${id}`, addresses.Council!);
    await frame.getByRole("button", { name: /^Your account/ }).waitFor();
    await frame.getByRole("button", { name: "Cancel it" }).click();
    const dialog = frame.getByRole("dialog", { name: "Cancel the proposal" });
    await dialog.getByRole("button", { name: "Confirm in the wallet" }).click();
    await dialog.getByText("The Safe has it.").waitFor();
    const sent = await page.evaluate(() => (window as unknown as { sent: Sent[] }).sent);
    const data = governor.interface.encodeFunctionData("cancel(uint256)", [id]);
    expect(sent).to.deep.equal([{ to: addresses.NetworkGovernor, value: "0", data }]);
    expect(wallet.requests.map(({ method }) => method)).to.not.include("eth_sendTransaction");
  });

  /** A page that stands for Safe's: it answers the messages of Safe's SDK, and writes down what it shall send. */
  async function embed(page: Page, route: string, safe: string): Promise<FrameLocator> {
    // Of this machine, as the app is: a browser lets no other page ask it for anything.
    await page.goto(`${theStage().url}manifest.json`);
    await page.evaluate(
      ({ url, safeAddress, safeTxHash }) => {
        const sent: unknown[] = [];
        Object.assign(window, { sent });
        window.addEventListener("message", ({ data, source }) => {
          const { id, method, params } = data as {
            id: string;
            method: string;
            params?: { txs: unknown[] };
          };
          if (method === "sendTransactions") sent.push(...params!.txs);
          const answers: Record<string, unknown> = {
            getSafeInfo: { safeAddress, chainId: 31_337, threshold: 3, owners: [], isReadOnly: false },
            sendTransactions: { safeTxHash },
          };
          const answer = { id, success: true, version: "9.1.0", data: answers[method] };
          (source as Window).postMessage(answer, "*");
        });
        const frame = document.createElement("iframe");
        frame.src = url;
        frame.style.cssText = "width: 1200px; height: 800px";
        document.body.append(frame);
      },
      { url: `${theStage().url}#${route}`, safeAddress: safe, safeTxHash: HASH },
    );
    return page.frameLocator("iframe");
  }
});
