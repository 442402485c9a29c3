import { expect } from "chai";
import hre, { ethers } from "hardhat";
import { MaxUint256, parseEther } from "ethers";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { PEOPLE } from "../../devnet/lively/people";
import { connect, conventionsOf, DAY, type Network } from "@polity/sdk";
import { sellingOn } from "../helpers/distribution";
import { asAccount } from "../helpers/governor";
import { theStage, useApp, type Visit } from "./harness";
import { overflow, settled, violations } from "./page";

const READ = [
  "/",
  "/proposals",
  "/protocol",
  "/rules",
  "/treasury",
  "/council",
  "/delegates",
  "/locks",
  "/analytics",
];
/** Pages that say more to somebody with a wallet. */
const TAKE_PART = ["/account", "/propose", "/sales", "/court", "/work"];
const PHONE = { width: 360, height: 740 };

/** Each counts votes in a way of its own; the fourth is that of all other tests. */
describe("A network of another preset", () => {
  const { open } = useApp();

  for (const name of ["aitbc", "ai1net", "distributed-ai"] as const) {
    it(`is shown on every page, on a desktop and a phone: ${name}`, async function () {
      this.timeout(240_000);
      const block = await ethers.provider.getBlockNumber();
      const config = parseConfig(presets[name]);
      const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
      const network = connect(contracts, ethers.provider);
      const proposal = await live(network);
      if (network.sale) {
        const { openSale, distribute } = await sellingOn(network);
        await openSale({ least: parseEther("1"), cap: parseEther("50") });
        await distribute();
      }

      if (network.work) await workOn(network);

      const conventions = conventionsOf(config);
      const deployment = { name: config.name, chainId: 31_337, block, contracts, conventions };
      const [reader, voter] = [await open("/", { deployment }), await open("/account", { deployment })];
      await voter.page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
      await voter.page.getByRole("dialog").getByRole("button", { name: "Test wallet" }).click();
      await voter.page.getByRole("button", { name: /^Your account/ }).waitFor();
      await Promise.all([check(reader, READ), check(voter, [...TAKE_PART, `/proposals/${proposal}`])]);
      await voter.go("/work");
      await settled(voter.page);
      for (const title of network.work ? ["To review", "Answer", "Ask for a grant"] : [])
        expect(await voter.page.getByRole("heading", { name: title, exact: true }).count(), title).to.equal(
          1,
        );
      await reader.go("/analytics");
      await settled(reader.page);
      // Each target with its figure, or why there is none.
      const targets = conventions.targets ?? [];
      const rows = await reader.page
        .locator("table", { has: reader.page.locator("caption", { hasText: /^Targets$/ }) })
        .locator("tbody tr")
        .allInnerTexts();
      expect(rows.length).to.equal(targets.length);
      for (const [i, { name: target }] of targets.entries())
        expect(rows[i]).to.match(new RegExp(`^${target}\\s[^]*\\s(not met|met|no data yet)(\\s|$)`));
    });
  }

  async function check({ page, go }: Visit, routes: readonly string[]): Promise<void> {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    for (const route of routes) {
      await go(route);
      await settled(page);
      const problems = await page.getByRole("alert").allInnerTexts();
      expect(problems.filter((text) => text !== "")).to.deep.equal([], route);
      expect(await violations(page), route).to.deep.equal([]);
      const desktop = page.viewportSize()!;
      await page.setViewportSize(PHONE);
      const { pixels, by } = await overflow(page);
      expect(pixels, `${route} is wider than a phone by ${by}`).to.equal(0);
      await page.setViewportSize(desktop);
    }
    expect(errors).to.deep.equal([]);
  }

  /** A program that the wallet's account reviews: a milestone that it judges, and a bounty that it can answer. */
  async function workOn({ work, verdicts, treasury, token, court, addresses }: Network): Promise<void> {
    const vote = await asAccount(addresses.TimelockController);
    const category = ethers.encodeBytes32String("guides");
    if (court) await court.connect(vote).admit(verdicts!, true);
    await verdicts!
      .connect(vote)
      .setArbitrator(court ?? (await ethers.deployContract("CentralArbitrator")), "0x", "");
    await treasury!.connect(vote).grantBudget({
      ...{ spender: work!, token, amount: parseEther("1000"), start: 0, period: 90 * DAY, periods: 4 },
      ...{ rollover: false, category },
    });
    await work!.connect(vote).openProgram({
      ...{ reviewers: PEOPLE.ada, reviewFor: 14 * DAY, disputeFor: 7 * DAY, credential: 0, byVote: false },
      ...{ maxJob: parseEther("500"), minReputation: 0, budgetId: 0, outcomeAfter: 0, bond: 0 },
      ...{ category, criteria: ethers.id("criteria") },
    });
    const due = Number(await token.clock()) + 30 * DAY;
    const brief = { terms: ethers.id("terms"), proposalId: 0, uri: "ipfs://terms" };
    await work!.connect(vote).award(1, PEOPLE.gus, [parseEther("100")], [due], brief);
    await work!.connect(await ethers.getSigner(PEOPLE.gus)).submit(1, ethers.id("guide"), "0x");
    await work!.connect(vote).post(1, [parseEther("200")], due, { quorum: 0, votingFor: 0 }, brief);
  }

  /**
   * Cleo, whose tokens vest in no network, gets votes in every way that this one knows, and proposes what is not a NEP;
   * then the vote begins.
   */
  async function live({ escrow, token, governor, votes }: Network): Promise<bigint> {
    const cleo = await ethers.getSigner(PEOPLE.cleo);
    if (escrow) {
      await token.connect(cleo).approve(escrow, MaxUint256);
      const now = await governor.clock();
      await escrow.connect(cleo).createPermanentLock(parseEther("1000000"));
      await escrow.connect(cleo).createLock(parseEther("50"), now + 21n * BigInt(DAY));
    }
    await token.connect(cleo).delegate(cleo);
    await theStage().pass(60);
    await governor.connect(cleo).propose([PEOPLE.sven], [0n], ["0x"], "# A word of thanks\n\nTo everybody.");
    const [created] = await governor.queryFilter(governor.filters.ProposalCreated());
    const id = created!.args.proposalId;
    const snapshot = await governor.proposalSnapshot(id);
    await theStage().pass(Number(snapshot - (await governor.clock())) + 60);
    await governor.connect(cleo).castVote(id, 2);
    expect(await votes.getPastVotes(cleo, snapshot)).to.be.above(0n);
    return id;
  }
});
