// How long the app takes for a network: its first paint, all of its history, and both again with what the browser keeps.
import type { BrowserContext } from "playwright-core";

import { APP_FOLDER, buildApp, networkFile } from "./lib/app";
import { startBrowser } from "./lib/browser";
import { options, run } from "./lib/cli";
import { readDeployment } from "./lib/deployments";
import { countRoundTrips, longestTask, settled } from "./lib/page";
import { serveFolder } from "./lib/serve";
import { Steps } from "./lib/steps";

const USAGE = `npm run app:measure -- --rpc URL [--deployment FILE] [--route /delegates]
  Builds the app and times how it shows a network that is served at URL.
  --deployment FILE  default deploy/deployments/chain-31337/polity.json
  --route ROUTE      a page that needs the whole history; default /delegates
It also says how many round trips the first page's first figures took, and the longest task that kept ROUTE from answering,
in processor time, while the history is read the first time.`;

/** A figure of the first page that has been read. */
const FIGURE = '.stat-value:not(:text-is("…"))';

/** Milliseconds from the navigation on: the first paint, and everything there. */
interface Visit {
  firstPaint: number;
  complete: number;
  /** Of processor time, of the longest task. */
  longestTask: number;
}

async function main(): Promise<void> {
  const { rpc, deployment, route, json } = options(USAGE, {
    rpc: { type: "string", default: "http://127.0.0.1:8545" },
    deployment: { type: "string", default: "deploy/deployments/chain-31337/polity.json" },
    route: { type: "string", default: "/delegates" },
  });
  const steps = new Steps();
  await steps.step("building the app", buildApp);
  const network = networkFile(readDeployment(deployment), rpc, {});
  const site = await serveFolder(APP_FOLDER, { port: 0, generated: { "network.json": () => network } });
  const browser = await startBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const url = `${site.url}#${route}`;
    const first = await steps.step("the first visit", () => visit(context, url));
    const second = await steps.step("the second visit", () => visit(context, url));
    const roundTrips = await steps.step("the first figures", () => firstFigures(context, site.url, rpc));
    const told = ({ firstPaint, complete, longestTask }: Visit) =>
      `first paint after ${firstPaint} ms, everything after ${complete} ms, longest task ${longestTask.toFixed(0)} ms`;
    console.log(
      json
        ? JSON.stringify({ route, first, second, roundTrips })
        : `first visit:  ${told(first)}\nsecond visit: ${told(second)}\nfirst figures after ${roundTrips} round trips`,
    );
  } finally {
    await browser.close();
    await site.stop();
  }
}

async function visit(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage();
  page.setDefaultTimeout(600_000);
  const start = performance.now();
  let complete = 0;
  const longest = await longestTask(page, async () => {
    await page.goto(url);
    await settled(page);
    complete = Math.round(performance.now() - start);
  });
  const firstPaint = await page.evaluate(() =>
    Math.round(performance.getEntriesByName("first-contentful-paint")[0]!.startTime),
  );
  // What the page keeps is written after it is shown.
  await page.waitForTimeout(10_000);
  await page.close();
  return { firstPaint, complete, longestTask: longest };
}

/** How many round trips pass before the first page shows a figure of the network: in a browser that keeps nothing yet. */
async function firstFigures(context: BrowserContext, url: string, rpc: string): Promise<number> {
  const fresh = await context.browser()!.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await fresh.newPage();
  page.setDefaultTimeout(600_000);
  const roundTrips = countRoundTrips(page, rpc);
  await page.goto(url);
  await page.locator(FIGURE).first().waitFor();
  const count = roundTrips();
  await fresh.close();
  return count;
}

void run(main);
