import { readFileSync } from "node:fs";

import { expect } from "chai";

import { PEOPLE } from "../../devnet/lively/people";
import { contentHash } from "@polity/sdk";
import { parseStatement } from "@polity/sdk/votes/statement";
import { theStage, useApp } from "./harness";
import { overflow, violations } from "./page";

const TEXT = "I vote for *small nodes*.";

describe("What a delegate stands for", () => {
  const { open } = useApp();

  it("is written in the app, signed by the wallet, and shown to others once the host has the file", async () => {
    const { serve, statements } = theStage();
    const route = `/delegates/${PEOPLE.ben}`;
    const { page, wallet } = await open(route, { as: "ben", phone: true });
    await page.getByText("It has said nothing here.").waitFor();
    await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
    await page.getByRole("button", { name: "Test wallet" }).click();
    await page.getByText("Say what you stand for").click();
    await page.getByLabel("What you stand for").fill(TEXT);
    await page.getByRole("region", { name: "How it will look" }).getByText("small nodes").waitFor();
    expect(await violations(page)).to.deep.equal([]);
    await page.getByRole("button", { name: "Sign it" }).click();
    const dialog = page.getByRole("dialog", { name: "Sign what you stand for" });
    await dialog.getByText(`“${TEXT}”`).waitFor();
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByRole("button", { name: "Done" }).click();
    expect(wallet.requests.map(({ method }) => method)).to.not.include("eth_sendTransaction");
    expect((await overflow(page)).pixels).to.equal(0);

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /^Download [0-9a-f]{64}\.json$/ }).click(),
    ]);
    const [name, content] = [download.suggestedFilename(), readFileSync(await download.path(), "utf8")];
    expect(`0x${name}`).to.equal(`${contentHash(content)}.json`);
    expect(parseStatement(content)).to.include({ account: PEOPLE.ben, text: TEXT });

    // The host does what the page says: the file to its place, and the line into network.json.
    const entry = JSON.parse(await page.getByLabel("For network.json").innerText()) as {
      statements: typeof statements;
    };
    serve(`neps/statements/${name}`, content);
    const settings = { statements: { ...statements, ...entry.statements } };
    const reader = await open(route, { settings });
    await reader.page.getByText("small nodes").waitFor();
    await reader.page.getByText("Signed by this account, which dates it").waitFor();
  });

  it("is not shown once the host has changed a word of it", async () => {
    const { serve, statements } = theStage();
    const { hash } = statements[PEOPLE.hana]!;
    const { page } = await open(`/delegates/${PEOPLE.hana}`);
    await page.getByText("Data comes from people.").waitFor();
    serve(`neps/statements/${hash.slice(2)}.json`, "{}");
    await page.reload();
    await page.getByText(/is another content/).waitFor();
    expect(await page.getByText("Data comes from people.").count()).to.equal(0);
  });
});
