#!/usr/bin/env node
// Lets forge use the compiler that npm installed: looks like a native solc, speaks standard JSON.
const solc = require("solc");
if (process.argv.includes("--version")) {
  console.log(
    `solc, the solidity compiler commandline interface\nVersion: ${solc.version().replace("Emscripten.clang", "Linux.g++")}`,
  );
} else {
  process.stdout.write(solc.compile(require("node:fs").readFileSync(0, "utf8")));
}
