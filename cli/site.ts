// polity site: the web app's static files with a network's settings.
import { cpSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { PolityError } from "@polity/sdk/errors";
import { deploymentOf } from "../commands/core/context";
import { NETWORK_DEPLOYMENTS, readDeployment } from "../scripts/lib/deployments";
import { nodeAddress } from "./node";

/** Where the package keeps the app. */
export const APP = join(__dirname, "../app");

export interface SiteWish {
  out: string | undefined;
  /** An endpoint that visitors' browsers may read: it is published. */
  rpc: string | undefined;
  deployment: string | undefined;
  chain: string | undefined;
  indexer: string | undefined;
  explorer: string | undefined;
  walletConnect: string | undefined;
}

const PROJECT_ID = /^[0-9a-f]{32}$/;

/** @returns The folder. @throws PolityError for one that is there, and for what is no deployment or no address. */
export function writeSite(wish: SiteWish): string {
  const { out = "site", rpc, deployment, chain, indexer, explorer, walletConnect } = wish;
  if (rpc === undefined)
    throw new PolityError("--rpc is missing", {
      hint: "give an endpoint that visitors may use: it is written into the page's settings, so none with a key of yours",
    });
  for (const address of [rpc, indexer, explorer]) if (address !== undefined) nodeAddress(address);
  if (walletConnect !== undefined && !PROJECT_ID.test(walletConnect))
    throw new PolityError(`"${walletConnect}" is no id of a project of WalletConnect`, {
      hint: "give the 32 hex digits of your project there",
    });
  if (deployment === undefined && chain === undefined)
    throw new PolityError("nobody says which deployment is meant", {
      hint: "give its file with --deployment, or the chain's id with --chain",
    });
  const file = deploymentOf(deployment, Number(chain), { deployments: NETWORK_DEPLOYMENTS });
  const project = walletConnect !== undefined && { walletConnect: { projectId: walletConnect } };
  const network = { deployment: readDeployment(file), rpc, indexer, explorer, ...project };
  if (existsSync(out))
    throw new PolityError(`${out} is there already`, {
      hint: "name a new folder with --out, or move it away",
    });
  mkdirSync(out, { recursive: true });
  cpSync(APP, out, { recursive: true });
  writeFileSync(join(out, "network.json"), `${JSON.stringify(network, null, 2)}\n`);
  // Texts that proposals decide are read from beside the page.
  if (statSync("neps", { throwIfNoEntry: false })?.isDirectory())
    cpSync("neps", join(out, "neps"), { recursive: true });
  return out;
}
