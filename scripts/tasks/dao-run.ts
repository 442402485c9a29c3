import { EOL } from "node:os";

import type { HardhatRuntimeEnvironment } from "hardhat/types";
import * as z from "zod";

import { resolveAccounts, type NetworkConfig } from "../../config";
import { chainOf } from "../../deploy/chain";
import { explain, PolityError } from "../../sdk/errors";
import { visible } from "../../sdk/nep/text";
import { explainFailure } from "../../sdk/reverts";
import { parseJson } from "../../sdk/problems";
import { networkOf } from "../lib/network-file";
import { readText } from "../lib/text";
import type { Answer, Options } from "./command";

/** What a command of the scope `dao` works with. */
export interface DaoContext {
  hre: HardhatRuntimeEnvironment;
  json: boolean;
  /** The chain's id, as the chain itself says: a network's name says nothing of where its address leads. */
  chainId: () => Promise<number>;
  text: (option: string) => string | undefined;
  flag: (option: string) => boolean;
  /** Tells a person what happens on the way; beside the answer, so that a machine reads JSON alone. */
  say: (line: string) => void;
}

export type DaoAnswer = Answer & { failed?: boolean };
export type DaoCommand = (context: DaoContext) => Promise<DaoAnswer>;

/**
 * Runs a command: a failure is one sentence with a way out and exit code 1; the stack only if it is asked for. Titles and
 * names of tokens come from strangers: no character of theirs that moves a terminal's cursor gets through.
 */
export async function runDao(
  hre: HardhatRuntimeEnvironment,
  options: Options,
  command: DaoCommand,
): Promise<void> {
  const json = options.json === true;
  try {
    const { name } = hre.network;
    if (name === "hardhat") {
      throw new PolityError("no network is chosen", {
        hint: "write npx hardhat --network sepolia dao …, or another network that .env names",
      });
    }
    const answer = await command({
      ...{ hre, json },
      chainId: () => chainOf(hre.network.provider).id(),
      text: (option) => options[option] as string | undefined,
      flag: (option) => options[option] === true,
      say: (line) => (json ? process.stderr : process.stdout).write(`${visible(line)}${EOL}`),
    });
    console.log(json ? JSON.stringify(answer.json, exact, 2) : visible(answer.text).replaceAll("\n", EOL));
    if (answer.failed) process.exitCode = 1;
  } catch (error) {
    const { showStackTraces, verbose } = hre.hardhatArguments;
    console.error(
      showStackTraces || verbose ? error : `Error: ${visible(reasonOf(error, hre.network.name))}`,
    );
    process.exitCode = 1;
  }
}

/**
 * The configuration that `--preset` names, and the addresses that it needs on this network.
 * @param known Addresses by label, where no file is given.
 */
export async function configOf(
  { chainId, text }: DaoContext,
  preset: string | undefined,
  known: Readonly<Record<string, string>> = {},
): Promise<{ name: string; config: NetworkConfig; accounts: Record<string, string> }> {
  const { name, config } = networkOf(preset);
  const file = text("accounts");
  return {
    ...{ name, config },
    accounts: resolveAccounts(config, await chainId(), file === undefined ? known : readLabels(file)),
  };
}

const labels = z.record(z.string(), z.string("must be an address"));

function readLabels(file: string): Record<string, string> {
  const hint = 'write {"ada": "0x…", "ben": "0x…"}';
  return parseJson(labels, readText(file, hint), file, hint);
}

function reasonOf(error: unknown, network: string): string {
  if (/Cannot connect to the network|ECONNREFUSED/.test(explain(error)))
    return `the network ${network} does not answer; check its address in .env`;
  return explain(explainFailure(error));
}

const exact = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
