import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Every file below `folder` whose path matches, sorted; an absent folder has none. Paths use "/". */
export function listFiles(folder: string, matching: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/"))
    .filter((file) => !file.includes("node_modules/") && matching.test(file))
    .sort();
}
