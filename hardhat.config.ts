import "@nomicfoundation/hardhat-toolbox";
import "dotenv/config";
import type { HardhatUserConfig } from "hardhat/config";

import "./tools/solc/hardhat";

const accounts = process.env.DEPLOYER_KEY ? [process.env.DEPLOYER_KEY] : undefined;
const coverage = process.env.SOLIDITY_COVERAGE === "true";

const config: HardhatUserConfig = {
  solidity: {
    version: "0.8.30",
    settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: "cancun" },
  },
  networks: {
    hardhat: { allowUnlimitedContractSize: coverage },
    localhost: { url: process.env.LOCALHOST_RPC_URL ?? "http://127.0.0.1:8545" },
    ...(process.env.SEPOLIA_RPC_URL ? { sepolia: { url: process.env.SEPOLIA_RPC_URL, accounts } } : {}),
  },
  // Instrumented artifacts are larger and behave differently: keep them apart.
  paths: {
    ignition: "deploy",
    ...(coverage ? { artifacts: "coverage/artifacts", cache: "coverage/cache" } : {}),
  },
  typechain: { outDir: "typechain-types", target: "ethers-v6", dontOverrideCompile: coverage },
  gasReporter: { enabled: process.env.REPORT_GAS === "true", offline: true },
  mocha: { timeout: 120_000 },
};

export default config;
