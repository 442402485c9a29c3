import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { budget } from "./build/budget.ts";
import { networkFile } from "./build/network.ts";
import { contentPolicy } from "./build/policy.ts";
import { publish } from "./build/publish.ts";
import { sharedWorkers } from "./build/worker.ts";

// Relative addresses and routes behind a hash: the files run from any path of any host, and from IPFS.
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react(), sharedWorkers(), networkFile(), contentPolicy(), budget(), publish()],
  resolve: { alias: { "@adraffy/ens-normalize": `${import.meta.dirname}/build/no-names.ts` } },
  // Browsers that do not know light-dark() get variables that say the same.
  css: { transformer: "lightningcss" },
  build: {
    target: "es2022",
    // A worker runs the same chunks and has no document, in which what is loaded ahead would be named.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, dependencies, { hostType }) => (hostType === "html" ? dependencies : []),
    },
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      treeshake: { moduleSideEffects: [{ test: /\/(?:typechain-types|sdk|config)\//, sideEffects: false }] },
    },
  },
});
