import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import type { Plugin } from "vite";

/** Times that a folder may be in the way because another build has just put it there. */
const ATTEMPTS = 20;

/**
 * Builds into a folder of its own and gives it its name once it is whole: builds at the same time, and whoever serves
 * the files meanwhile, do not disturb each other.
 */
export function publish(): Plugin {
  let [place, folder] = ["", ""];
  return {
    name: "polity:publish",
    apply: "build",
    config({ root = ".", build }) {
      place = resolve(root, build?.outDir ?? "dist");
      folder = mkdtempSync(join(dirname(place), ".dist-"));
      // As any other folder: a host may serve it as somebody else.
      chmodSync(folder, 0o755);
      return { build: { outDir: folder } };
    },
    writeBundle: {
      // After the budget has been checked.
      order: "post",
      sequential: true,
      handler() {
        replaceFolder(place, folder);
      },
    },
    closeBundle() {
      // Gone already, unless the build has failed.
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Puts a folder in the place of another, whole. What was there stays where that fails. */
export function replaceFolder(place: string, folder: string): void {
  const former = `${folder}-former`;
  for (let attempt = 1; ; attempt++) {
    const wasThere = move(place, former, "ENOENT");
    // Taken: another build has been here in between.
    if (move(folder, place, attempt < ATTEMPTS ? "ENOTEMPTY" : undefined)) {
      rmSync(former, { recursive: true, force: true });
      return;
    }
    if (wasThere) rmSync(former, { recursive: true });
  }

  function move(from: string, to: string, allowed?: string): boolean {
    try {
      renameSync(from, to);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === allowed) return false;
      if (to === place && existsSync(former)) renameSync(former, place);
      throw error;
    }
  }
}
