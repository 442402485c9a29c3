// Hardhat would read a configuration in TypeScript, and all that it loads, through ts-node, which is slow: docs/decisions/0005.
const { findSourceMap } = require("node:module");
const { fileURLToPath } = require("node:url");

require("tsx");
// Hardhat has this package map stacks to sources. Of what tsx translates, Node keeps the maps.
require("source-map-support").install({
  retrieveSourceMap: (url) => {
    const map = findSourceMap(url)?.payload;
    const pathOf = (source) => (source.startsWith("file:") ? fileURLToPath(source) : source);
    return map ? { url, map: { ...map, sources: map.sources.map(pathOf) } } : null;
  },
});

module.exports = require("./tools/hardhat.ts");
