import { EOL } from "node:os";

import hre from "hardhat";

import { LOCAL_ACCOUNTS, LOCAL_MNEMONIC } from "../config";
import { startChain, type LocalChain } from "../devnet/demo/chain";
import { APP_FOLDER, buildApp, networkFile } from "./lib/app";
import { options, portOf, run } from "./lib/cli";
import { compile } from "./lib/compile";
import { writeDeployment } from "./lib/deployments";
import { serveFolder, type Site } from "./lib/serve";
import { Steps } from "./lib/steps";
import { namesByAddress } from "../devnet/lively/people";
import { playLively, STORY_NAMES, type StoryName } from "../devnet/lively/story";
import { PolityError } from "@polity/sdk/errors";

/** The network that has something of every domain. */
const FIRST: StoryName = "ai1net";

const USAGE = `npm start -- [--preset NAME] [--port PORT] [--rpc-port PORT] [--json]
  Starts a local chain with a network that has a past of ten months or more, builds the app and serves it.
  --preset NAME    which network: ${STORY_NAMES.join(", ")}; default ${FIRST}
  --port PORT      where the app is; default 3000, 0 for any that is free
  --rpc-port PORT  where the chain listens; default 8545, 0 for any that is free
  --json           the last line for a machine
  Ctrl-C stops both; nothing of the chain is kept.`;

async function main(): Promise<void> {
  const given = options(USAGE, {
    preset: { type: "string", default: FIRST },
    port: { type: "string", default: "3000" },
    "rpc-port": { type: "string", default: "8545" },
  });
  const preset = storyOf(given.preset);
  const ports = { app: portOf(given.port), rpc: portOf(given["rpc-port"]) };
  const steps = new Steps();
  const running: (LocalChain | Site)[] = [];
  let network = "";
  stopOnSignals(running);

  // Before the long work, so that a port that is taken is known at once.
  const generated: Record<string, () => string> = { "network.json": () => network };
  const site = await serveFolder(APP_FOLDER, { port: ports.app, generated, beside: { neps: "neps" } });
  running.push(site);
  await steps.step("compiling the contracts", () => compile(hre));
  const app = steps.step("building the app", buildApp);
  const { name, contracts, statements } = await steps.step(
    "letting its months pass on a local chain",
    (tell) => playLively(hre, tell, preset),
  );
  await app;
  const chain = await startChain(hre, ports.rpc);
  running.push(chain);
  const deployment = { name, chainId: 31_337, block: 0, contracts };
  for (const [file, content] of Object.entries(statements.files)) generated[file] = () => content;
  network = networkFile(deployment, chain.url, namesByAddress(), statements.entries);
  const file = writeDeployment(deployment);

  if (given.json) {
    console.log(JSON.stringify({ url: site.url, rpc: chain.url, deployment: file }));
    return;
  }
  console.log(
    [
      "",
      `${name} runs on a chain of its own at ${chain.url} (chain id 31337); its addresses are in ${file}.`,
      "To take part, import the phrase below into a wallet. It is public: never use it where there is money.",
      `  ${LOCAL_MNEMONIC}`,
      `  ${accounts(preset)}`,
      "",
      `Open ${site.url} (Ctrl-C stops it)`,
    ].join(EOL),
  );
}

/** @throws PolityError for a network without a story. */
function storyOf(preset: string): StoryName {
  const found = STORY_NAMES.find((name) => name === preset);
  if (found) return found;
  throw new PolityError(`there is no story of a network "${preset}"`, {
    hint: `give one of ${STORY_NAMES.join(", ")} with --preset`,
  });
}

/** People of each story who can do something. */
const ROLES: Readonly<Record<StoryName, Readonly<Record<string, string>>>> = {
  neuroshard: { ada: "votes for many", eva: "sits in the council", kofi: "proposes", june: "holds little" },
  ai1net: {
    cleo: "has most votes",
    kofi: "signs for the founders",
    nina: "is a person",
    june: "holds nothing",
  },
  "distributed-ai": {
    ada: "has most votes",
    omar: "signs for the council",
    hana: "contributes, and is a juror",
    june: "holds what vests",
  },
  aitbc: {
    ada: "has most votes",
    omar: "signs for the council",
    eva: "sells a tool",
    finn: "pays for it",
  },
};

/** Where in the phrase's accounts those are who can do something. */
function accounts(preset: StoryName): string {
  const roles = ROLES[preset];
  const names = Object.keys(LOCAL_ACCOUNTS);
  return Object.entries(roles)
    .map(
      ([name, role]) =>
        `account ${names.indexOf(name) + 1} is ${name[0]!.toUpperCase()}${name.slice(1)}, who ${role}`,
    )
    .join("; ");
}

/** Ends everything on Ctrl-C, also in the middle of the work. Chain and server live in this process: it leaves nothing. */
function stopOnSignals(running: readonly (LocalChain | Site)[]): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void Promise.allSettled(running.map((one) => one.stop())).then(() => process.exit(0));
    });
  }
}

void run(main);
