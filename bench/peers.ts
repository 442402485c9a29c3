// Tokens of others that are measured beside ours. They are compiled here, so that nobody else needs their packages.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { InterfaceAbi } from "ethers";
import hre, { ethers } from "hardhat";

import type { GovernanceToken } from "../typechain-types";

/** A token with votes by somebody else: bench/peers/<name>.sol. */
export type PeerToken = "OpenZeppelinVotes" | "SoladyVotes";

interface Output {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, { abi: InterfaceAbi; evm: { bytecode: { object: string } } }>>;
}

interface Compiler {
  compile(input: string, callbacks: { import: typeof sourceOf }): string;
}

/** What the bench calls of any token with votes. */
export type VotesToken = Pick<
  GovernanceToken,
  "approve" | "burn" | "connect" | "delegate" | "interface" | "mint" | "target" | "transfer"
>;

const ROOT = join(__dirname, "..");
const compiled = new Map<string, Output["contracts"][string][string]>();

function sourceOf(path: string): { contents: string } | { error: string } {
  const file = [path, join("node_modules", path)].map((one) => join(ROOT, one)).find(existsSync);
  return file ? { contents: readFileSync(file, "utf8") } : { error: `no ${path}: npm ci brings it` };
}

/** Compiles one peer with the settings of our own contracts. */
async function compile(name: PeerToken) {
  const known = compiled.get(name);
  if (known) return known;
  const path = `bench/peers/${name}.sol`;
  const { optimizer, evmVersion } = hre.config.solidity.compilers[0]!.settings as Record<string, unknown>;
  const input = {
    language: "Solidity",
    sources: { [path]: { content: readFileSync(join(ROOT, path), "utf8") } },
    settings: { optimizer, evmVersion, outputSelection: { "*": { [name]: ["abi", "evm.bytecode.object"] } } },
  };
  // It takes a second to load: only who measures peers waits for it.
  const { default: solc } = (await import("solc")) as { default: Compiler };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: sourceOf })) as Output;
  const error = output.errors?.find(({ severity }) => severity === "error");
  if (error) throw new Error(`bench/peers/${name}.sol does not compile: ${error.formattedMessage}`);
  const contract = output.contracts[path]![name]!;
  compiled.set(name, contract);
  return contract;
}

/** Deploys a peer that gives each account `amount`. */
export async function deployPeer(name: PeerToken, accounts: string[], amount: bigint): Promise<VotesToken> {
  const { abi, evm } = await compile(name);
  const [deployer] = await ethers.getSigners();
  const factory = new ethers.ContractFactory(abi, evm.bytecode.object, deployer);
  return (await factory.deploy(accounts, amount)) as unknown as VotesToken;
}
