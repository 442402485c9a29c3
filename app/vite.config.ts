import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { budget } from "./build/budget.ts";
import { everyLanguage, inLanguage, otherLanguages } from "./build/languages.ts";
import { ENGLISH, languages } from "./build/catalogue.ts";
import { networkFile } from "./build/network.ts";
import { contentPolicy } from "./build/policy.ts";
import { publish } from "./build/publish.ts";
import { sharedWorkers } from "./build/worker.ts";

const NO_SHA512 = `${import.meta.dirname}/build/no-sha512.ts`;
const NAMES_LATER = `${import.meta.dirname}/build/names-later.ts`;

/** Other languages have longer words. */
const LONGER = 1.03;

const isOther = (mode: string) => mode !== ENGLISH && languages().includes(mode);

// Relative addresses and routes behind a hash: the files run from any path of any host, and from IPFS.
// A mode is a language: `vite app --mode de`.
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: "./",
  plugins: [
    ...(isOther(mode) ? [inLanguage(mode)] : []),
    ...[react(), sharedWorkers(), networkFile(), contentPolicy(), otherLanguages()],
    budget(isOther(mode) ? LONGER : 1),
    ...(isOther(mode) ? [] : [everyLanguage(), publish()]),
  ],
  resolve: {
    alias: [
      { find: "@adraffy/ens-normalize", replacement: NAMES_LATER },
      { find: "@noble/hashes/sha512", replacement: NO_SHA512 },
      { find: /^\.\/ens-resolver\.js$/, replacement: NAMES_LATER },
    ],
  },
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
      // What page and worker both load first is one file: ABIs have much in common, which is compressed only within one.
      output: {
        codeSplitting: {
          groups: [
            { name: "core", test: /[\\/](typechain-types|sdk|ethers|@noble)[\\/]/, tags: ["$initial"] },
            // The largest library says nothing: apart, it is one file for all languages.
            { name: "echarts", test: /[\\/]node_modules[\\/](echarts|zrender)[\\/]/ },
          ],
        },
      },
      treeshake: { moduleSideEffects: [{ test: /\/(?:typechain-types|sdk|config)\//, sideEffects: false }] },
    },
  },
}));
