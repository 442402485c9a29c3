import { presets } from "../../config";
import type { Deployment } from "../../sdk";

/** Where `npm run app:build` puts the app's files. */
export const APP_FOLDER = "app/dist";

/** Builds the app into {@link APP_FOLDER}. */
export async function buildApp(): Promise<void> {
  const { build } = await import("vite");
  await build({ configFile: "app/vite.config.ts", logLevel: "error" });
}

/**
 * What the app is told about a local network: its `network.json`.
 * @param names What people are called, by address.
 */
export function networkFile(deployment: Deployment, rpc: string, names: Record<string, string>): string {
  const preset = Object.values(presets).find(({ name }) => name === deployment.name);
  const notes = Object.fromEntries(
    (preset?.registry.parameters ?? []).map(({ key, description }) => [key, description]),
  );
  return JSON.stringify({ deployment, rpc, names, notes });
}
