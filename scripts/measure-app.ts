// How long the app takes for a network: its first paint, all of its history, and both again with what the browser keeps.
import type { BrowserContext } from "playwright-core";

import { APP_FOLDER, buildApp, networkFile } from "./lib/app";
import { startBrowser } from "./lib/browser";
import { options, run } from "./lib/cli";
import { readDeployment } from "./lib/deployments";
import { settled } from "./lib/page";
import { serveFolder } from "./lib/serve";
import { Steps } from "./lib/steps";

const USAGE = `npm run app:measure -- --rpc URL [--deployment FILE] [--route /delegates]
  Builds the app and times how it shows a network that is served at URL.
  --deployment FILE  default deploy/deployments/chain-31337/polity.json
  --route ROUTE      a page that needs the whole history; default /delegates`;

/** Milliseconds from the navigation on: the first paint, and everything there. */
interface Visit {
  firstPaint: number;
  complete: number;
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
    const told = ({ firstPaint, complete }: Visit) =>
      `first paint after ${firstPaint} ms, everything after ${complete} ms`;
    console.log(
      json
        ? JSON.stringify({ route, first, second })
        : `first visit:  ${told(first)}\nsecond visit: ${told(second)}`,
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
  await page.goto(url);
  await settled(page);
  const complete = Math.round(performance.now() - start);
  const firstPaint = await page.evaluate(() =>
    Math.round(performance.getEntriesByName("first-contentful-paint")[0]!.startTime),
  );
  // What the page keeps is written after it is shown.
  await page.waitForTimeout(10_000);
  await page.close();
  return { firstPaint, complete };
}

void run(main);
