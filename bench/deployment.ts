import { reset } from "@nomicfoundation/hardhat-network-helpers";
import { getSingletonFactoryInfo } from "@safe-global/safe-singleton-factory";
import hre from "hardhat";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts, type PresetName } from "../config";
import { deployNetwork } from "../deploy/run";
import { floorOf, sumOf, type Part } from "./floor";
import type { Row, Suite } from "./suite";

const RECORD = "docs/decisions/0212-floors-are-measured.md";

interface Cost {
  gas: number;
  parts: Part[];
}

/** Every transaction of a deployment but those that bring Safe's own contracts, which public chains have. */
async function deploymentOf(name: PresetName): Promise<{ all: Cost; registry: Cost }> {
  await reset();
  const config = parseConfig(presets[name]);
  const addresses = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
  const { provider } = hre.ethers;
  const [deployer] = await hre.ethers.getSigners();
  const safe = getSingletonFactoryInfo(LOCAL_CHAIN)!.address.toLowerCase();
  const [all, registry]: [Cost, Cost] = [
    { gas: 0, parts: [] },
    { gas: 0, parts: [] },
  ];
  for (let number = 1; number <= (await provider.getBlockNumber()); ++number) {
    for (const hash of (await provider.getBlock(number))!.transactions) {
      const { from, to, data } = (await provider.getTransaction(hash))!;
      if (from !== deployer!.address || to?.toLowerCase() === safe || data === "0x") continue;
      const { gasUsed, contractAddress } = (await provider.getTransactionReceipt(hash))!;
      const parts = await floorOf(hash);
      for (const cost of contractAddress === addresses.ProtocolRegistry ? [all, registry] : [all]) {
        cost.gas += Number(gasUsed);
        cost.parts.push(...parts);
      }
    }
  }
  return { all, registry };
}

const GOALS: Partial<Record<PresetName, Pick<Row, "goal" | "forced">>> = {
  aitbc: { goal: 17_000_000, forced: { limit: 61_000_000, record: RECORD } },
  neuroshard: { goal: 22_000_000, forced: { limit: 34_500_000, record: RECORD } },
};

export const deployment: Suite = {
  name: "deployment",
  setup: [
    "All transactions of a preset's deployment, without Safe's own contracts; .registry: the registry's alone, with its",
    "parameters.",
  ],
  async run(): Promise<Row[]> {
    const rows: Row[] = [];
    for (const name of Object.keys(presets) as PresetName[]) {
      const { all, registry } = await deploymentOf(name);
      const row = (action: string, { gas, parts }: Cost): Row => ({
        ...{ suite: "deployment", action, gas, floor: sumOf(parts), parts, peers: {} },
      });
      rows.push({ ...row(name, all), ...GOALS[name] }, row(`${name}.registry`, registry));
    }
    return rows;
  },
};
