import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { chromium, type Browser } from "playwright-core";

import { PolityError } from "@polity/sdk/errors";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb"];

/**
 * Starts the machine's Chromium without a window. It opens our own pages only: it runs without a sandbox, as containers
 * need it.
 * @throws PolityError where there is none.
 */
export async function startBrowser(): Promise<Browser> {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const executablePath = folders
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
  if (executablePath) return chromium.launch({ executablePath, args: FLAGS });
  throw new PolityError("there is no Chromium", { hint: "on Debian, apt-get install chromium brings it" });
}
