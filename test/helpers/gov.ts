import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import { parseEther } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import type { Given } from "../../commands/core/run";
import { deployNetwork } from "../../deploy/run";
import { startChain, type LocalChain } from "../../devnet/demo/chain";
import { connect, formatDeployment, requireEscrow } from "@polity/sdk";
import { runCommand } from "./command";

/** A folder for what the commands read and write. */
export const FOLDER = mkdtempSync(join(tmpdir(), "polity-gov-"));
export const DEPLOYMENT = join(FOLDER, "polity.json");
// Several tests share the fixture, and with it the file: it goes when all are done.
process.on("exit", () => rmSync(FOLDER, { recursive: true, force: true }));

/** NeuroShard as its preset deploys it; Ada, Ben and Cleo have staked a million each, Dan 900,000. */
export async function neuroshard() {
  const config = parseConfig(presets.neuroshard);
  const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
  const network = connect(contracts, hre.ethers.provider);
  const escrow = requireEscrow(network);
  const { ada, ben, cleo, dan } = LOCAL_ACCOUNTS;
  for (const [who, amount] of [
    [ada, "1000000"],
    [ben, "1000000"],
    [cleo, "1000000"],
    [dan, "900000"],
  ] as const) {
    const holder = await hre.ethers.getSigner(who);
    await network.token.connect(holder).approve(escrow, parseEther(amount));
    await escrow.connect(holder).createPermanentLock(parseEther(amount));
  }
  await time.increase(2);
  writeFileSync(DEPLOYMENT, formatDeployment({ name: config.name, chainId: 31_337, block: 0, contracts }));
  return { network, config };
}

/** AITBC as its preset deploys it: tokens vote from the wallet that holds them. */
export async function aitbc() {
  const config = parseConfig(presets.aitbc);
  const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
  const deployment = join(FOLDER, "aitbc.json");
  writeFileSync(deployment, formatDeployment({ name: config.name, chainId: 31_337, block: 0, contracts }));
  return { network: connect(contracts, hre.ethers.provider), deployment };
}

let chain: LocalChain | undefined;

/** Serves the in-process chain, so that a copy can be made of it. */
export async function serve(): Promise<void> {
  chain = await startChain(hre, 0);
}

export async function stopServing(): Promise<void> {
  await chain?.stop();
}

/** Runs a command of governance on the in-process chain, as a network of that name, and returns what it wrote. */
export function gov(name: string, options: Given = {}, named = "localhost") {
  const given = { deployment: DEPLOYMENT, ...options };
  const config = { ...hre.network.config, ...(chain && { url: chain.url }) };
  return runCommand("gov", name, given, { name: named, config });
}
