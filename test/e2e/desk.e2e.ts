import { expect } from "chai";
import { parseEther } from "ethers";
import hre from "hardhat";
import type { Page } from "playwright-core";

import { PEOPLE, type PersonName } from "../../devnet/lively/people";
import { encodeKey, listProposals, parseSafeFile, readProposal, requireCouncil, SUPPORT } from "@polity/sdk";
import { readText } from "../helpers/files";
import { theStage, useApp, type Visit } from "./harness";
import { settled, violations } from "./page";

/** Who sits in the council of the lively network: three of five sign. */
const [FIRST, SECOND, THIRD] = ["eva", "finn", "gus"] as const;

type Member = typeof FIRST | typeof SECOND | typeof THIRD;

const signerOf = (name: PersonName) => hre.ethers.getSigner(PEOPLE[name]);

/** Stands for a Safe Transaction Service beside the app: it keeps what it is sent, and lists it as the real one does. */
class StubSafeService {
  readonly transactions: Record<string, unknown>[] = [];
  readonly confirmed: string[] = [];

  async install(page: Page, url: string): Promise<void> {
    await page.route("**/network.json", async (route) => {
      const response = await route.fetch();
      const file = (await response.json()) as object;
      await route.fulfill({ json: { ...file, safeService: `${url}stub-safe-service` } });
    });
    await page.route("**/stub-safe-service/**", async (route) => {
      const request = route.request();
      const [, safe] = /safes\/(0x\w+)\//.exec(request.url()) ?? [];
      if (request.method() === "GET") {
        await route.fulfill({ json: { count: this.transactions.length, results: this.transactions } });
        return;
      }
      const body = request.postDataJSON() as Record<string, string>;
      if (safe === undefined) this.confirmed.push(body.signature!);
      else {
        const { contractTransactionHash: safeTxHash, sender: owner, signature } = body;
        const confirmations = [{ owner, signature }];
        if (!this.transactions.some((one) => one.safeTxHash === safeTxHash))
          this.transactions.push({ ...body, safe, safeTxHash, confirmations });
      }
      await route.fulfill({ status: 201, json: {} });
    });
  }
}

describe("The council's desk", () => {
  const { open } = useApp();

  it("takes a payment from its form to its execution, by three members in three browsers", async () => {
    const { network } = theStage();
    const council = requireCouncil(network);
    const nonce = Number(await council.nonce());
    const before = await network.token.balanceOf(PEOPLE.june);

    const first = await desk(FIRST);
    await first.getByText("Pay from a budget", { exact: true }).click();
    await first.getByLabel("Amount").fill("12.5");
    // What would be lost is said before anything lies on the desk.
    await first.getByLabel("To whom").fill(network.addresses.NetworkGovernor);
    await first.getByRole("button", { name: "Put it on the desk" }).first().click();
    await first.getByText(/^What 0x\w+ is paid would be lost/).waitFor();
    await first.getByLabel("To whom").fill(PEOPLE.june);
    await first.getByLabel("Reference").fill("invoice-17");
    await first.getByRole("button", { name: "Put it on the desk" }).first().click();
    const mine = transactionOn(first, nonce);
    await mine.getByText(/^pays 12\.5 NEURO to .*, reference invoice-17$/).waitFor();
    await mine.getByText("Tried as the Safe on the newest block: it succeeds.").waitFor();
    expect(await violations(first)).to.deep.equal([]);
    const words = await sign(first, nonce);
    expect(words[0]).to.match(/^pays 12\.5 NEURO to /);
    expect(words.join("\n")).to.match(/counts as one of 3 signatures of the council, under nonce/);
    await mine.getByText("1 of 3 signatures, 2 more needed.").waitFor();

    // To the second by the file, to the third by the link.
    const [download] = await Promise.all([
      first.waitForEvent("download"),
      mine.getByRole("button", { name: "Download the file" }).click(),
    ]);
    const text = await textOf(await download.createReadStream());
    expect(parseSafeFile(text).signatures.map(({ signer }) => signer)).to.deep.equal([PEOPLE[FIRST]]);

    const second = await desk(SECOND);
    await second.getByLabel("The transaction’s file", { exact: true }).fill(text);
    await second.getByRole("button", { name: "Put it on the desk" }).last().click();
    await sign(second, nonce);
    await transactionOn(second, nonce).getByRole("button", { name: "Copy a link" }).click();
    await second.getByText("The link is copied.").waitFor();
    const link = await second.evaluate(() => navigator.clipboard.readText());
    expect(link).to.contain("#/council/desk/");

    const third = await desk(THIRD, `/council/desk/${link.split("/").at(-1)!}`);
    await third.getByRole("button", { name: "Put it on the desk" }).click();
    await third.getByText("2 of 3 signatures, 1 more needed.").waitFor();
    await sign(third, nonce);
    await third.getByText("3 of 3 signatures: it can be carried out.").waitFor();
    await third.getByRole("button", { name: "Carry it out" }).click();
    const done = await confirm(third, `Carry out nonce ${nonce} of the council`, "Confirm in the wallet");
    expect(done[0]).to.equal("has the council's Safe do what its members have signed");

    expect((await network.token.balanceOf(PEOPLE.june)) - before).to.equal(parseEther("12.5"));
    expect(await council.nonce()).to.equal(BigInt(nonce + 1));
    await third.getByText("Nothing lies on the desk.").waitFor();
    // What the first has kept is over now, and says so.
    await first.getByText("One transaction is over").waitFor();
  });

  it("takes an emergency from the council's words over votes and queue to its execution", async () => {
    const { network, pass } = theStage();
    const { governor, registry, addresses, token } = network;
    const isPaused = async () => BigInt(await registry.get(encodeKey("emerg.pauseRewards"))) === 1n;
    expect(await isPaused()).to.equal(false);
    const council = requireCouncil(network);
    await (await token.connect(await signerOf("ada")).transfer(council, parseEther("10"))).wait();
    const used = (await listProposals(network, { fromBlock: 0 })).flatMap(({ nep }) => nep ?? []);
    const nep = Math.max(...used) + 1;
    const text = readText("neps/nep-0004-pause-training-rewards.md").replace(/^nep: 4$/m, `nep: ${nep}`);

    const { page, wallet } = await visit(FIRST, "/council/desk");
    const propose = async () => {
      await page.getByText("Something else", { exact: true }).click();
      await page.getByRole("button", { name: /^Propose, as an emergency/ }).click();
      await page.getByLabel("as a file", { exact: true }).check();
      await page.getByLabel("NEP file", { exact: true }).fill(text);
      await page.getByText("NEP-EMERG may make all actions").waitFor();
      await page.getByRole("button", { name: "Propose", exact: true }).click();
      const [words] = await confirm(page, "Propose", "Confirm in the wallet");
      // The next visit has the member's own wallet.
      await page.goto(`${theStage().url}#/council/desk`);
      await page.reload();
      await page.getByRole("button", { name: /^Your account/ }).waitFor();
      return words;
    };
    const carryOut = async () => {
      const nonce = Number(await council.nonce());
      for (const member of [FIRST, SECOND, THIRD]) {
        await wallet.changeAccount(member);
        await sign(page, nonce);
      }
      await page.getByText("3 of 3 signatures: it can be carried out.").waitFor();
      await page.getByRole("button", { name: "Carry it out" }).click();
      await confirm(page, `Carry out nonce ${nonce} of the council`, "Confirm in the wallet");
    };
    // The fee comes first, in a transaction of its own.
    expect(await propose()).to.match(/^lets NetworkGovernor take up to 10 /);
    await carryOut();
    expect(await propose()).to.match(/^proposes "Pause training rewards .*" as NEP-EMERG, with one action$/);
    await carryOut();

    const proposal = (await listProposals(network, { fromBlock: 0 })).find((one) => one.nep === nep)!;
    expect(proposal.proposer).to.equal(addresses.Council);
    const clock = async () => Number(await governor.clock());
    await pass((await readProposal(governor, proposal.id)).snapshot - (await clock()) + 1);
    for (const name of ["ada", "cleo", "dan", "eva", "finn", "gus", "hana", "ivan"] as const)
      await (await governor.connect(await signerOf(name)).castVote(proposal.id, SUPPORT.for)).wait();
    await pass((await readProposal(governor, proposal.id)).deadline - (await clock()) + 1);
    await page.goto(`${theStage().url}#/proposals/${proposal.id}`);
    await page.getByRole("button", { name: "Queue", exact: true }).click();
    await confirm(page, "Queue the proposal", "Confirm in the wallet");
    await pass((await readProposal(governor, proposal.id)).eta - (await clock()) + 1);
    await page.getByRole("button", { name: "Execute", exact: true }).click();
    await confirm(page, "Execute the proposal", "Confirm in the wallet");
    expect(await isPaused()).to.equal(true);
  });

  it("asks a member at home for the signature that waits, and says why a proposal cannot be stopped", async () => {
    const page = await desk(FIRST);
    await page.getByText("Cancel a proposal", { exact: true }).click();
    await page.getByText("The council can stop it for good, as the guardian, whose mandate lasts.").waitFor();
    await page.getByRole("button", { name: "Put the cancellation on the desk" }).click();
    await page.getByText(/^It lies on the desk above, with nonce \d+/).waitFor();
    await page.goto(`${theStage().url}#/`);
    await page.getByRole("link", { name: /^Sign for the council: it / }).waitFor();
  });

  it("lets a member go through the app as the council: what is sent lies on the desk, unsigned", async () => {
    const { network } = theStage();
    const nonce = Number(await requireCouncil(network).nonce());
    const { page, wallet } = await visit(FIRST, "/council/desk");
    await page.getByText("Something else", { exact: true }).click();
    await page.getByRole("button", { name: "Go through the app" }).click();
    await page.getByText("Burn a third of each fee").first().click();
    await page.getByRole("button", { name: "Cancel it" }).click();
    const dialog = page.getByRole("dialog", { name: "Cancel the proposal" });
    await dialog.getByRole("button", { name: "Confirm in the wallet" }).click();
    await dialog.getByText("It lies on the council’s desk.").waitFor();
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.goto(`${theStage().url}#/council/desk`);
    await transactionOn(page, nonce)
      .getByText(/^cancels the proposal|stops/)
      .first()
      .waitFor();
    expect(wallet.requests.map(({ method }) => method)).to.not.include("eth_sendTransaction");
  });

  it("hands a signature to the service that the site names, where the next member finds it", async () => {
    const { network } = theStage();
    const nonce = Number(await requireCouncil(network).nonce());
    const service = new StubSafeService();
    const first = await desk(FIRST, "/council/desk", service);
    await first.getByText("Replace a member", { exact: true }).click();
    await first.getByLabel("Who comes").fill(PEOPLE.june);
    await first.getByRole("button", { name: "Put it on the desk" }).first().click();
    await transactionOn(first, nonce).getByText("It changes the Safe itself").waitFor();
    await sign(first, nonce);
    expect(service.transactions).to.have.lengthOf(1);

    const second = await desk(SECOND, "/council/desk", service);
    await transactionOn(second, nonce).getByText("1 of 3 signatures, 2 more needed.").waitFor();
    await sign(second, nonce);
    expect(service.confirmed).to.have.lengthOf(1);
  });

  it("shows nothing of a link for another Safe, or of one that was changed", async () => {
    const page = await desk(FIRST, "/council/desk/bm90aGluZw");
    await page.getByText("The link is no transaction of a Safe, or a part of it is missing").waitFor();
  });

  async function visit(as: Member, route: string, service?: StubSafeService): Promise<Visit> {
    const prepare = (page: Page) => service?.install(page, theStage().url) ?? Promise.resolve();
    const opened = await open(route, { as, prepare });
    await opened.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await opened.page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
    await opened.page.getByRole("button", { name: "Test wallet" }).click();
    await opened.page.getByRole("button", { name: /^Your account/ }).waitFor();
    await settled(opened.page);
    return opened;
  }
  const desk = async (as: Member, route = "/council/desk", service?: StubSafeService) =>
    (await visit(as, route, service)).page;
});

const transactionOn = (page: Page, nonce: number) =>
  page.getByRole("article", { name: `Transaction with nonce ${nonce}` }).first();

async function sign(page: Page, nonce: number): Promise<string[]> {
  await transactionOn(page, nonce).getByRole("button", { name: "Sign", exact: true }).click();
  return confirm(page, `Sign nonce ${nonce} of the council`, "Sign in the wallet");
}

/** Agrees to the one step of an action, and returns what it was said to do. */
async function confirm(page: Page, title: string, verb: string): Promise<string[]> {
  const dialog = page.getByRole("dialog", { name: title });
  const button = dialog.getByRole("button", { name: verb });
  await button.waitFor();
  const words = await dialog.locator(".flow-step .flow-words").first().locator("li").allInnerTexts();
  await button.click();
  await dialog.getByRole("button", { name: "Done" }).click();
  return words;
}

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  let text = "";
  for await (const part of stream) text += String(part);
  return text;
}
