// Pictures of the app for docs/app.md, of the network that npm start shows.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";

import hre from "hardhat";
import type { Browser } from "playwright-core";

import { connect, listProposals } from "@polity/sdk";
import { startChain } from "../devnet/demo/chain";
import { APP_FOLDER, buildApp, networkFile } from "./lib/app";
import { startBrowser } from "./lib/browser";
import { options, run } from "./lib/cli";
import { compile } from "./lib/compile";
import { settled } from "./lib/page";
import { serveFolder } from "./lib/serve";
import { Steps } from "./lib/steps";
import { namesByAddress } from "../devnet/lively/people";
import { playLively } from "../devnet/lively/story";

const FOLDER = "docs/images/app";
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
/** A picture is a JPEG of this quality: together they stay far below the 1.5 MB that the repository can bear. */
const QUALITY = 72;
const SHOWN = "Burn a third of each fee";

const USAGE = `npm run app:screenshots
  Writes pictures of the app's main pages, on a desktop and a phone, to ${FOLDER}.`;

async function main(): Promise<void> {
  options(USAGE, {});
  const steps = new Steps();
  await steps.step("compiling the contracts", () => compile(hre));
  await steps.step("building the app", buildApp);
  const { name, contracts } = await steps.step("letting fourteen months pass", (tell) =>
    playLively(hre, tell),
  );
  const chain = await startChain(hre, 0);
  const network = networkFile({ name, chainId: 31_337, block: 0, contracts }, chain.url, namesByAddress());
  const site = await serveFolder(APP_FOLDER, { port: 0, generated: { "network.json": () => network } });
  const all = await listProposals(connect(contracts, hre.ethers.provider), { fromBlock: 0 });
  const { id } = all.find(({ title }) => title === SHOWN)!;
  const routes: Record<string, string> = {
    ...{ overview: "/", proposals: "/proposals", proposal: `/proposals/${id}`, protocol: "/protocol" },
    ...{ treasury: "/treasury", analytics: "/analytics", delegates: "/delegates" },
  };
  const browser = await startBrowser();
  mkdirSync(FOLDER, { recursive: true });
  try {
    await steps.step("taking pictures", async (tell) => {
      const wanted = [
        ...Object.keys(routes).flatMap((page) => [[page, "desktop", "light"] as const]),
        ...(["overview", "proposal"] as const).map((page) => [page, "desktop", "dark"] as const),
        ...(["overview", "proposal", "treasury"] as const).map((page) => [page, "phone", "light"] as const),
      ];
      for (const [i, [page, size, scheme]] of wanted.entries()) {
        const file = join(FOLDER, `${page}-${size}${scheme === "dark" ? "-dark" : ""}.jpg`);
        await takePicture(browser, `${site.url}#${routes[page]}`, { file, scheme, viewport: SIZES[size] });
        tell(i + 1, wanted.length);
      }
    });
  } finally {
    await browser.close();
    await Promise.all([site.stop(), chain.stop()]);
  }
}

interface Picture {
  file: string;
  scheme: "light" | "dark";
  viewport: { width: number; height: number };
}

async function takePicture(
  browser: Browser,
  url: string,
  { file, scheme, viewport }: Picture,
): Promise<void> {
  const context = await browser.newContext({
    ...{ viewport, colorScheme: scheme, reducedMotion: "reduce", locale: "en-GB", timezoneId: "UTC" },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await page.goto(url);
  await settled(page);
  await page.waitForTimeout(500);
  await page.screenshot({ path: file, type: "jpeg", quality: QUALITY });
  await context.close();
  console.log(`${file} ${Math.round(statSync(file).size / 1000)} kB`);
}

void run(main);
