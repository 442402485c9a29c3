import { expect } from "chai";
import hre from "hardhat";

import { parseConfig, presets } from "../../config";
import { PEOPLE } from "../../devnet/lively/people";
import { encodeNep, propose, validateNep } from "@polity/sdk";
import { readText } from "../helpers/files";
import { theStage, useApp } from "./harness";
import { overflow, settled, violations } from "./page";

describe("A proposal that decides a text", () => {
  const { open } = useApp();

  /** Proposes a NEP that ships, as Ada. @returns Its page. */
  async function proposed(file: string): Promise<string> {
    const { network } = theStage();
    const nep = validateNep(readText(`neps/${file}`), {
      fileName: file,
      network: parseConfig(presets.neuroshard),
    });
    const proposal = encodeNep(nep, { proposer: PEOPLE.ada, contracts: network.addresses });
    await propose(network, await hre.ethers.getSigner(PEOPLE.ada), proposal);
    return `/proposals/${proposal.proposalId}`;
  }

  it("shows it beside the votes, once its hash is the one that is voted on", async () => {
    const { page } = await open(await proposed("nep-0020-roadmap-2027.md"));
    await page.getByRole("heading", { name: "What it decides as text" }).waitFor();
    await page.getByRole("heading", { name: "Roadmap, 2027" }).waitFor();
    await page.getByText("The text has the hash that is voted on.").waitFor();
    await page.getByText("contents/roadmap-2027.md").first().waitFor();
    await settled(page);
    expect(await violations(page)).to.deep.equal([]);
  });

  it("shows what differs from the text before, on a phone, too", async () => {
    const { page } = await open(await proposed("nep-0007-half-rotary-positions.md"));
    await page.getByRole("tab", { name: "What differs" }).waitFor();
    await page.getByText("4 lines added, 3 removed.").waitFor();
    await page
      .getByText("-2. Positions are rotary, over all dimensions of a head, with the base 10,000.")
      .waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    await page.waitForTimeout(100);
    expect((await overflow(page)).pixels).to.equal(0);
    await page.getByRole("tab", { name: "The text" }).click();
    await page.getByRole("heading", { name: "The model, specification 2" }).waitFor();
  });
});
