import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import hre from "hardhat";

import { migrate, type MigrateOptions } from "../../deploy/migrate";
import * as sdk from "@polity/sdk";
import { readSourced } from "@polity/sdk/governor/sources";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-migration-"));
process.on("exit", () => rmSync(FOLDER, { recursive: true, force: true }));

/** A folder for the journal of one migration. */
export const journalFolder = (): string => mkdtempSync(join(FOLDER, "case-"));

/** What a NEP file makes on a network, whoever it is for. */
export function encodeFile(
  network: sdk.Network,
  text: string,
  proposer: HardhatEthersSigner,
  fileName = "nep-0001-test.md",
) {
  const nep = sdk.validateNep(text, { fileName });
  return sdk.encodeNep(nep, { proposer: proposer.address, contracts: { ...network.addresses } });
}

/** Deploys what a network moves to. */
export async function prepareMove(
  network: sdk.Network,
  { name, block }: { name: string; block: number },
  more: Partial<MigrateOptions> = {},
): Promise<sdk.Network> {
  const deployment = { name, chainId: 31_337, block, contracts: network.addresses };
  const options = { rpc: hre.network.provider, deployment, confirmations: 1, poll: 10, ...more };
  return sdk.connect(await migrate(hre, { root: journalFolder(), ...options }), hre.ethers.provider);
}

/** The proposal that moves a network, as the command writes it. */
export async function encodeMove(
  network: sdk.Network,
  next: sdk.Network,
  proposer: HardhatEthersSigner,
  form?: sdk.ProposalForm,
) {
  const draft = { number: 9, authors: ["Ada"], discussion: "https://forum.example.org/t/9", graceDays: 14 };
  const move = { before: network.addresses, next: next.addresses, sourced: await readSourced(network) };
  const text = sdk.formatMigrationNep({ ...draft, today: await time.latest() }, move, form);
  return encodeFile(network, text, proposer, "nep-0009-move.md");
}
