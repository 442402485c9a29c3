import { expect } from "chai";

import { useApp } from "./harness";
import { settled } from "./page";

describe("A wallet on another network", () => {
  const { open } = useApp();

  it("is told so in plain words while everything stays readable, and switches by one click", async () => {
    const { page, wallet } = await open("/account", { as: "kofi" });
    await page.getByRole("button", { name: "Connect wallet" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Test wallet" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await wallet.changeChain(1);
    await page.getByText("wrong network").waitFor();
    await page
      .getByText(/Your wallet is on chain 1, and NeuroShard is on chain 31337/)
      .first()
      .waitFor();
    await settled(page);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).not.to.equal("");

    wallet.rejectNext();
    const change = page.getByRole("button", { name: "Switch to chain 31337" }).first();
    await change.click();
    await page
      .getByText(/rejected|declined/i)
      .first()
      .waitFor();
    await change.click();
    await page.getByText("wrong network").waitFor({ state: "detached" });
    const asked = wallet.requests.filter(({ method }) => method === "wallet_switchEthereumChain");
    expect(asked.map(({ params }) => params)).to.deep.equal([
      [{ chainId: "0x7a69" }],
      [{ chainId: "0x7a69" }],
    ]);
  });
});
