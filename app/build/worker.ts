import { dirname, resolve } from "node:path";

import type { Plugin } from "vite";

const WORKER = /new URL\("(\.\/[\w-]+\.worker\.ts)", import\.meta\.url\)/g;

/**
 * Makes workers of the same chunks as the pages. Vite's own way gives each worker a copy of all that it needs: visitors
 * would load ethers and the contracts' interfaces twice.
 */
export function sharedWorkers(): Plugin {
  return {
    name: "polity:shared-workers",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!code.includes(".worker.ts")) return undefined;
      const shared = code.replace(WORKER, (_, file: string) => {
        const chunk = this.emitFile({ type: "chunk", id: resolve(dirname(id), file) });
        return `import.meta.ROLLUP_FILE_URL_${chunk}`;
      });
      return { code: shared, map: null };
    },
  };
}
