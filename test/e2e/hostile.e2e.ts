import { expect } from "chai";
import { ethers } from "hardhat";
import type { Page } from "playwright-core";

import { PEOPLE } from "../../devnet/lively/people";
import { vote } from "@polity/sdk";
import { arraysOf } from "@polity/sdk/nep/actions";
import { proposalIdOf } from "@polity/sdk/nep/encode";
import { theStage, useApp } from "./harness";
import { settled } from "./page";

const SCRIPT = `<script>window.pwned = "script"</script>`;
const REVERSED = "\u202egnp.exe\u202c";
const TITLE = `NEP-GOV: Harmless ${SCRIPT} <img src=x onerror="window.pwned='title'"> ${REVERSED}`;
const TEXT = `# ${TITLE}

## Problem

${SCRIPT}
<img src="https://evil.example/pixel.png" onerror="window.pwned='image'">
<iframe src="https://evil.example/frame"></iframe>
<svg onload="window.pwned='svg'"><animate onbegin="window.pwned='animate'"/></svg>
<style>@import url(https://evil.example/style.css); main { display: none }</style>
<a href="javascript:window.pwned='anchor'">raw link</a>
<form action="https://evil.example/form"><button id="evil">Connect wallet</button></form>

![counts who reads this](https://evil.example/count.gif) ![local](./network.json)

[a script](javascript:window.pwned='link'), [data](data:text/html;base64,PHNjcmlwdD4=), [VBScript](vbscript:msgbox)
[upper case](JaVaScRiPt:window.pwned='case'), <javascript:window.pwned='auto'>, [relative](//evil.example/relative)
[reference][1] and ${REVERSED} and \u0007 a bell

[1]: javascript:window.pwned='reference "title"'

\`\`\`html
${SCRIPT}
\`\`\`
`;
const REASON = `${SCRIPT}<img src="https://evil.example/reason.png" onerror="window.pwned='reason'"> [x](javascript:alert(1)) ${REVERSED}`;

describe("What strangers write", () => {
  const { open } = useApp();

  /** Proposes the hostile text and votes on it with a hostile reason. */
  async function attack(): Promise<bigint> {
    const { network, pass } = theStage();
    const { governor, token } = network;
    const dan = await ethers.getSigner(PEOPLE.dan);
    const calls = [{ target: PEOPLE.sven, value: 0n, calldata: "0x" }];
    await token.connect(dan).approve(governor, ethers.parseEther("10"));
    await governor.connect(dan).propose(...arraysOf(calls), TEXT);
    const proposalId = proposalIdOf(calls, ethers.id(TEXT));
    await pass(7 * 86_400 + 60);
    await vote(governor, dan, { proposalId, choice: "against", reason: REASON });
    return proposalId;
  }

  /** Nothing ran, nothing can be run by a click, nothing is loaded, and no direction is overridden. */
  async function isInert(page: Page): Promise<void> {
    await settled(page);
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => (window as unknown as { pwned?: string }).pwned)).to.equal(undefined);
    const found = await page.evaluate(() => ({
      elements: [
        ...document.querySelectorAll("main script, main iframe, main form, main style, main object, #evil"),
      ].map((element) => element.outerHTML),
      pictures: [...document.querySelectorAll("img")]
        .map((image) => image.src)
        .filter((src) => !src.startsWith("data:")),
      links: [...document.querySelectorAll("a")]
        .map((link) => link.href)
        .filter((href) => !/^(https?:|ipfs:|#)/.test(href) || /evil\.example/.test(href)),
      handlers: [...document.querySelectorAll("main *")].flatMap((element) =>
        [...element.attributes].filter(({ name }) => name.startsWith("on")).map(({ name }) => name),
      ),
      overrides: /[\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText + document.title),
    }));
    expect(found).to.deep.equal({ elements: [], pictures: [], links: [], handlers: [], overrides: false });
  }

  it("runs nothing and loads nothing in the list of proposals and on the overview", async () => {
    await attack();
    const { page, go } = await open("/proposals");
    await page.getByText("Harmless").first().waitFor();
    await isInert(page);
    await go("/");
    await isInert(page);
  });

  it("is shown as it was written on the proposal's page, and stays text", async () => {
    const id = await attack();
    const { page } = await open(`/proposals/${id}`);
    await page.getByText("As it is on the chain").click();
    await isInert(page);
    expect(await page.locator("pre", { hasText: "## Problem" }).innerText()).to.include(SCRIPT);
    expect(await page.locator(".markdown").innerText()).to.include("counts who reads this");
    await page.getByText("reason.png").first().waitFor();
  });
});
