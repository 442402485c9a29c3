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
 */
export function networkFile(deployment: Deployment, rpc: string, names: Record<string, string>): string {
  const conventions = deployment.conventions ?? presetConventions(deployment.name);
  return JSON.stringify({ deployment: { ...deployment, ...(conventions && { conventions }) }, rpc, names });
}
