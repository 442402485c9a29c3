import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

import { DEPLOYMENTS, writeAtOnce } from "../../deploy/files";
import type { AnyDomain } from "@polity/sdk/core/domain";
import { formatDeployment, parseDeployment, type Deployment } from "@polity/sdk/deployment";
import { PolityError } from "@polity/sdk/errors";
import { readText } from "./text";

/** Where a network's own repository keeps its deployments. */
export const NETWORK_DEPLOYMENTS = "deployments";

/** Where the deployment to a chain is written, and looked for. */
export function deploymentFile(chainId: number | bigint, folder = DEPLOYMENTS): string {
  return `${folder}/chain-${chainId.toString()}/polity.json`;
}

/** Writes the deployment to its file and returns the file's name. */
export function writeDeployment(deployment: Deployment, folder?: string): string {
  const file = deploymentFile(deployment.chainId, folder);
  mkdirSync(dirname(file), { recursive: true });
  writeAtOnce(file, formatDeployment(deployment));
  return file;
}

/** @throws PolityError for a file that is not there or is no deployment. */
export function readDeployment(file: string, domains?: readonly AnyDomain[]): Deployment {
  const hint = "name its file with --deployment, or start a local network with npm run demo -- --keep";
  if (!existsSync(file)) throw new PolityError(`there is no deployment at ${file}`, { hint });
  return parseDeployment(readText(file, hint), file, domains);
}
