import { presetConventions } from "../../config/conventions";
import { PolityError, type Deployment } from "@polity/sdk";
import { run } from "../../tools/run";

/** Where `npm run app:build` puts the app's files. */
export const APP_FOLDER = "app/dist";

/** Builds the app into {@link APP_FOLDER}. @throws PolityError with what the build says. */
export async function buildApp(): Promise<void> {
  const { code, output } = await run("vite", ["build", "app", "--logLevel", "error"]);
  if (code !== 0)
    throw new PolityError(`the app does not build\n${output}`, { hint: "npm ci brings what it needs" });
}

/**
 * What the app knows about a local network: its `network.json`.
 * @param names What people are called, by address.
 * @param statements What accounts say that they stand for, by address: the hashes of files beside it.
 */
export function networkFile(
  deployment: Deployment,
  rpc: string,
  names: Record<string, string>,
  statements: Readonly<Record<string, { hash: string }>> = {},
): string {
  const conventions = deployment.conventions ?? presetConventions(deployment.name);
  const told = { ...deployment, ...(conventions && { conventions }) };
  return JSON.stringify({ deployment: told, rpc, names, statements });
}
