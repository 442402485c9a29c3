import { renameSync, writeFileSync } from "node:fs";

/** Where this repository keeps deployments. */
export const DEPLOYMENTS = "deploy/deployments";

/** Writes a file in one step: a death on the way leaves the old file or the new one. */
export function writeAtOnce(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { flush: true });
  renameSync(`${file}.new`, file);
}
