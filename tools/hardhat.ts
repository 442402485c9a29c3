// Hardhat's configuration, for hardhat.config.js.
import "./node-version";
// The plugins of hardhat-toolbox one by one, for loading all of them takes a second (docs/decisions/0005).
import "@nomicfoundation/hardhat-chai-matchers";
import "@nomicfoundation/hardhat-ethers";
import "@nomicfoundation/hardhat-ignition-ethers";
import "@nomicfoundation/hardhat-verify";
import "dotenv/config";
import type {} from "hardhat-gas-reporter";
import { extendProvider, type HardhatUserConfig } from "hardhat/config";
import "solidity-coverage";

import { defineTasks } from "../commands/hardhat";
import { networksOf } from "../scripts/lib/networks";
import { patience } from "./patience";
import "./solc/hardhat";
import "./typechain";
import { collectHits } from "./coverage";
import { knownNames, unknownWord, unreadOption } from "./command-line";
import { explorerOf } from "./explorer";
import "./tests";

// solidity-coverage reads the variable after this file: `hardhat coverage` means it, however it was started.
if (process.argv.includes("coverage")) process.env.SOLIDITY_COVERAGE = "true";
const coverage = process.env.SOLIDITY_COVERAGE === "true";
if (coverage) collectHits();

// Set by scripts/test.ts: a file for the counts. A test that is skipped, or the only one run, then fails.
const counts = process.env.TEST_COUNTS;
const strictMocha = {
  reporter: require.resolve("./mocha-counts"),
  reporterOptions: { output: counts },
  forbidOnly: true,
  forbidPending: true,
};

const version = "0.8.37";
const settings = { optimizer: { enabled: true, runs: 200 }, evmVersion: "cancun" };
// docs/decisions/0204: the governor alone is compiled through the IR; an instrumented build cannot be.
const throughIR = {
  "contracts/governor/NetworkGovernor.sol": { version, settings: { ...settings, viaIR: true } },
};

const gasReporter = { enabled: process.env.REPORT_GAS === "true", offline: true };
if (gasReporter.enabled) require("hardhat-gas-reporter");

extendProvider(patience());
defineTasks(process.argv.slice(2));

const config: HardhatUserConfig = {
  solidity: { compilers: [{ version, settings }], overrides: coverage ? {} : throughIR },
  networks: {
    hardhat: { allowUnlimitedContractSize: coverage },
    ...networksOf(),
  },
  // Instrumented artifacts are larger and behave differently: keep them apart.
  paths: {
    ignition: "deploy",
    ...(coverage ? { artifacts: "coverage/artifacts", cache: "coverage/cache" } : {}),
  },
  etherscan: explorerOf(
    { key: process.env.ETHERSCAN_API_KEY, url: process.env.EXPLORER_API_URL },
    ...(["sepolia", 11_155_111] as const),
  ),
  sourcify: { enabled: false },
  gasReporter,
  // It ends what hangs, and no more: a test is not wrong because the machine is busy.
  mocha: { timeout: 600_000, ...(counts ? strictMocha : {}) },
};

// Hardhat's own program asks; scripts that load Hardhat have words of their own.
if (/hardhat[\\/]internal[\\/]cli/.test(require.main?.filename ?? "")) {
  const words = process.argv.slice(2);
  const names = knownNames(Object.keys(config.networks ?? {}));
  const unknown = unknownWord(words, names, process.env) ?? unreadOption(words);
  if (unknown !== undefined) {
    console.error(`Error: ${unknown}`);
    process.exit(1);
  }
}

export default config;
