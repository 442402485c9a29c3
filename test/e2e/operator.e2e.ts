import { expect } from "chai";

import { dueReader, verbsOf } from "@polity/sdk/keeper";
import { DAY } from "@polity/sdk/format";
import { sentence } from "../../app/src/ui/words";
import { theStage, useApp } from "./harness";
import { settled, violations } from "./page";

describe("The operator's page", () => {
  const { open } = useApp();

  it("says what is due, takes one step of it, and says how the endpoint and the network are", async () => {
    const { network, pass } = theStage();
    // An instalment of a recurring payment at the least is due then.
    await pass(40 * DAY);
    const read = await dueReader(network, { fromBlock: 0 });
    const { due } = await read();
    const verbs = await verbsOf(network.domains);
    expect(due).to.not.deep.equal([]);
    const [step] = due;
    const name = `Do it: ${verbs[step!.kind] ?? step!.kind} ${step!.name}`;

    const { page } = await open("/operator", { as: "june" });
    await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
    await page.getByRole("button", { name: "Test wallet" }).click();
    await page.getByRole("button", { name: /^Your account/ }).waitFor();
    await settled(page);
    expect(await page.getByRole("button", { name: /^Do it: / }).count()).to.equal(due.length);
    await page.getByText("the network’s", { exact: true }).waitFor();
    await page.getByText(/^all [\d,]+ blocks$/).waitFor();
    await page.getByText(/^council’?'?s Safe 0x/).waitFor();
    expect(await violations(page)).to.deep.equal([]);

    await page.getByRole("button", { name, exact: true }).click();
    const dialog = page.getByRole("dialog", { name: sentence(verbs[step!.kind] ?? step!.kind) });
    await dialog.getByRole("button", { name: "Confirm in the wallet" }).click();
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name, exact: true }).waitFor({ state: "detached" });
    expect((await read()).due.map(({ key }) => key)).to.not.include(step!.key);
  });
});
