import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import hre from "hardhat";
import type { Browser, BrowserContext, Page, Request } from "playwright-core";

import { startChain, type LocalChain } from "../../devnet/demo/chain";
import { APP_FOLDER, networkFile } from "../../scripts/lib/app";
import { startBrowser } from "../../scripts/lib/browser";
import { serveFolder, type Site } from "../../scripts/lib/serve";
import { namesByAddress, type PersonName } from "../../devnet/lively/people";
import type { Statements } from "../../devnet/lively/statements";
import { playLively } from "../../devnet/lively/story";
import { connect, type Deployment, type Network } from "@polity/sdk";
import { TestWallet } from "./wallet";

/** A path that is not the host's root: the app's files must find each other anywhere. */
const BASE = "/communities/neuroshard/";
const DEPLOYMENT_NAME = "NeuroShard";
/** Where a failed test leaves what it saw. */
const FAILURES = "e2e-failures";

/** What all tests share: one chain with a lively network, the app beside it, and a browser. */
export interface Stage {
  network: Network;
  deployment: Deployment;
  /** When its story ended, in seconds: by the clock of the machine, as tests may come much later. */
  ended: number;
  /** Where the page finds the chain. */
  rpc: string;
  /** Where the page is. */
  url: string;
  /** The statements of its delegates, by address. */
  statements: Statements["entries"];
  /** Asks the chain itself, past whatever a test does to the page's line to it. */
  node(method: string, params?: unknown[]): Promise<unknown>;
  /** Puts a file beside the page, as its host does. */
  serve(name: string, content: string): void;
  /** Lets the chain's time pass, in seconds. */
  pass(seconds: number): Promise<void>;
}

export interface VisitOptions {
  /** Who has the wallet; default Ada. */
  as?: PersonName;
  /** Whether the page has been allowed to see the wallet's account before. */
  connected?: boolean;
  scheme?: "light" | "dark";
  /** What the browser asks for; default English. */
  locale?: string;
  /** CSS pixels; default a desktop's. */
  width?: number;
  height?: number;
  /** A phone: small, and touched with fingers. */
  phone?: boolean;
  /** False for a browser without a wallet. */
  wallet?: boolean;
  /** Another network than the lively one. */
  deployment?: Deployment;
  /** More that the host's file says, like a relay's address: the page may ask what it names. */
  names?: Readonly<Record<string, string>>;
  /** More that the host's file says, of which the page may ask nobody. */
  settings?: object;
  /** Before the page is opened. */
  prepare?: (page: Page) => Promise<void>;
}

/** A page with a wallet. */
export interface Visit {
  page: Page;
  wallet: TestWallet;
  /** Goes to a route, like `/proposals`. */
  go(route: string): Promise<void>;
}

let stage: Stage | undefined;
let network = "";
let browser: Browser | undefined;
const running: (LocalChain | Site)[] = [];

/** The stage, once it is set. */
export function theStage(): Stage {
  if (!stage) throw new Error("the stage is set before the first test");
  return stage;
}

/**
 * Gives the tests of a block the stage and fresh pages on it. Each test finds the chain as the first did; a request to
 * anything but app and chain fails it; a failure leaves a screenshot and the page's log in e2e-failures/.
 */
export function useApp(): { open(route?: string, options?: VisitOptions): Promise<Visit> } {
  const contexts: BrowserContext[] = [];
  let log: string[] = [];
  let foreign: string[] = [];
  let snapshot: unknown;

  before(async () => {
    await setStage();
  });

  beforeEach(async () => {
    [log, foreign] = [[], []];
    snapshot = await theStage().node("evm_snapshot");
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await keepEvidence(this.currentTest.fullTitle());
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    await theStage().node("evm_revert", [snapshot]);
    if (foreign.length > 0)
      throw new Error(`the page asked others than app and chain: ${foreign.join(", ")}`);
  });

  async function keepEvidence(title: string): Promise<void> {
    mkdirSync(FAILURES, { recursive: true });
    const name = join(FAILURES, title.replaceAll(/[^\w]+/g, "-").slice(0, 120));
    for (const [i, page] of contexts.flatMap((context) => context.pages()).entries()) {
      await page.screenshot({ path: `${name}-${i}.png`, fullPage: true }).catch(() => undefined);
    }
    writeFileSync(`${name}.log`, `${log.join("\n")}\n`);
  }

  async function open(route = "/", options: VisitOptions = {}): Promise<Visit> {
    const { url, rpc, node, deployment, statements } = theStage();
    const {
      as = "ada",
      connected,
      scheme = "light",
      locale = "en-GB",
      phone = false,
      width = phone ? 390 : 1280,
      height = phone ? 844 : 900,
      prepare,
      names = {},
      settings = {},
    } = options;
    // What is signed for one network is no statement for another.
    const said = options.deployment ? {} : statements;
    const file = networkFile(options.deployment ?? deployment, rpc, namesByAddress(), said);
    network = JSON.stringify({ ...(JSON.parse(file) as object), ...names, ...settings });
    const context = await browser!.newContext({
      ...{ viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" },
      ...{ locale, timezoneId: "UTC", isMobile: phone, hasTouch: phone },
    });
    contexts.push(context);
    const allowed = ({ href, protocol }: URL) =>
      [url, rpc, ...Object.values(names)].some((place) => href.startsWith(place)) ||
      ["data:", "blob:"].includes(protocol);
    await context.route(
      (address) => !allowed(address),
      async (blocked) => {
        foreign.push(blocked.request().url());
        await blocked.abort();
      },
    );
    // What tests hand to the page is compiled for Node: esbuild names functions by a helper that a page does not have.
    await context.addInitScript({ content: "globalThis.__name ??= (named) => named;" });
    const wallet = new TestWallet(node, as, connected);
    if (options.wallet ?? true) await wallet.install(context);
    const page = await context.newPage();
    page.on("console", (message) => log.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => log.push(`uncaught: ${error.stack ?? error.message}`));
    page.on("requestfailed", (request: Request) =>
      log.push(`failed: ${request.method()} ${request.url()} ${request.failure()?.errorText ?? ""}`),
    );
    page.setDefaultTimeout(60_000);
    await prepare?.(page);
    const go = async (to: string) => {
      await page.goto(`${url}#${to}`);
    };
    await go(route);
    return { page, wallet, go };
  }

  return { open };
}

/** Deploys and lives the network, serves chain and app, and starts the browser: once for all tests. */
async function setStage(): Promise<void> {
  if (stage) return;
  if (!existsSync(join(APP_FOLDER, "index.html"))) {
    throw new Error(`there is no app in ${APP_FOLDER}: npm run app:build makes it`);
  }
  const { contracts, statements } = await playLively(hre);
  const ended = Date.now() / 1000;
  const chain = await startChain(hre, 0);
  const generated: Record<string, () => string> = { "network.json": () => network };
  const serve = (name: string, content: string) => {
    generated[name] = () => content;
  };
  for (const [name, content] of Object.entries(statements.files)) serve(name, content);
  const site = await serveFolder(APP_FOLDER, {
    ...{ port: 0, base: BASE, generated },
    beside: { neps: "neps" },
  });
  running.push(chain, site);
  browser = await startBrowser();
  stage = {
    network: connect(contracts, hre.ethers.provider),
    deployment: { name: DEPLOYMENT_NAME, chainId: 31_337, block: 0, contracts },
    ...{ ended, rpc: chain.url, url: site.url, serve, statements: statements.entries },
    node: (method, params = []) => hre.network.provider.send(method, params),
    pass: async (seconds) => {
      await time.increase(seconds);
    },
  };
}

after(async () => {
  await browser?.close();
  await Promise.all(running.splice(0).map((one) => one.stop()));
});
