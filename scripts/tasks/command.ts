import { EOL } from "node:os";

import { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { ZeroAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, type AccountLabels } from "../../config/local";
import { connectDeployment, type Deployment, type Network } from "../../sdk/deployment";
import { explain, PolityError } from "../../sdk/errors";
import { simulatorOf, type Simulator } from "../../sdk/governor/simulate";
import { checkAddress } from "../../sdk/nep/actions";
import { visible } from "../../sdk/nep/text";
import { didYouMean } from "../../sdk/problems";
import { explainFailure } from "../../sdk/reverts";
import { deploymentFile, readDeployment } from "../lib/deployments";
import { forkSimulator } from "../lib/fork";

/** What a person wrote after the command, by option; what they left out is undefined. */
export type Options = Partial<Record<string, string | boolean>>;

/** What a command works with. */
export interface Context {
  network: Network;
  deployment: Deployment;
  /** Who signs; to ask for it is an error where nobody can. */
  readonly signer: HardhatEthersSigner;
  /** The text of an option. */
  text: (option: string) => string | undefined;
  /** The same, of an option that the command cannot do without. */
  needed: (option: string) => string;
  flag: (option: string) => boolean;
  /** The address of an account that is written as an address or, on a local chain, as a name. */
  addressOf: (account: string) => string;
  /** The name of an address, if it has one here. */
  nameOf: (address: string) => string;
  /** Tries calls without a trace on the chain. */
  simulator: () => Promise<Simulator>;
  /** Tells a person at a terminal how far something is. */
  progress: (text: string) => void;
}

/** What a command says: for a person, and with `--json` for a machine. */
export interface Answer {
  text: string;
  json: object;
  /** Something of it failed: exit code 1, although there is an answer. */
  failed?: boolean;
}

/** A command that has told everything by itself answers nothing. */
export type Command = (context: Context) => Promise<Answer | undefined>;

/** Runs a command on the network that is chosen. */
export async function runCommand(
  hre: HardhatRuntimeEnvironment,
  options: Options,
  command: Command,
): Promise<void> {
  await answer(hre, options, async () => command(await contextOf(hre, options)));
}

/**
 * Says what a command answers: a failure is one sentence with a way out and exit code 1; the stack only if it is asked
 * for. What comes from a chain or a file may hold characters that move a terminal's cursor: none gets through.
 */
export async function answer(
  hre: HardhatRuntimeEnvironment,
  options: Options,
  ask: () => Promise<Answer | undefined>,
): Promise<void> {
  try {
    const told = await ask();
    if (!told) return;
    const { text, json, failed } = told;
    console.log(options.json ? JSON.stringify(json, exact, 2) : visible(text).replaceAll("\n", EOL));
    if (failed) process.exitCode = 1;
  } catch (error) {
    const { showStackTraces, verbose } = hre.hardhatArguments;
    console.error(
      showStackTraces || verbose ? error : `Error: ${visible(reasonOf(error, hre.network.name))}`,
    );
    process.exitCode = 1;
  }
}

async function contextOf(hre: HardhatRuntimeEnvironment, options: Options): Promise<Context> {
  const { name } = hre.network;
  if (name === "hardhat") {
    throw new PolityError("no network is chosen", {
      hint: `write npx hardhat --network localhost ${scopeOf(process.argv)} …, or another network that .env names`,
    });
  }
  const text = (option: string) => options[option] as string | undefined;
  const { chainId } = await hre.ethers.provider.getNetwork();
  const deployment = readDeployment(text("deployment") ?? deploymentFile(chainId));
  const labels: AccountLabels = {
    ...(Number(chainId) === LOCAL_CHAIN ? LOCAL_ACCOUNTS : {}),
    ...deployment.accounts,
  };
  const addressOf = (account: string) => {
    if (Object.hasOwn(labels, account)) return labels[account]!;
    if (account.startsWith("0x")) return checkAddress(account);
    const names = Object.keys(labels);
    const known =
      didYouMean(account, names) || (names.length ? `; known are ${names.slice(0, 4).join(", ")}, …` : "");
    throw new PolityError(`${name} knows no account "${account}"${known}`, { hint: "give an address" });
  };
  const signer = await signerOf(hre, text("from"), addressOf).catch((error: unknown) => error);
  return {
    network: await connectDeployment(deployment, hre.ethers.provider),
    deployment,
    get signer() {
      if (signer instanceof HardhatEthersSigner) return signer;
      throw signer as Error;
    },
    text,
    needed: (option) => {
      const value = text(option);
      if (value !== undefined) return value;
      const flag = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      throw new PolityError(`--${flag} is missing`, { hint: "add --help to the command to see its options" });
    },
    flag: (option) => options[option] === true,
    addressOf,
    nameOf: (address) =>
      address === ZeroAddress
        ? "nobody"
        : (Object.entries(labels).find(([, known]) => known === address)?.[0] ?? address),
    simulator: async () =>
      (await simulatorOf(hre.ethers.provider)) ?? forkSimulator(hre, urlOf(hre), chainId),
    progress: (line) => {
      if (process.stderr.isTTY && !options.json) process.stderr.write(`${visible(line)}${EOL}`);
    },
  };
}

/** The word before the command: escrow, gov, … */
function scopeOf(argv: readonly string[]): string {
  return argv.slice(2).find((word) => /^[a-z]+$/.test(word)) ?? "gov";
}

function urlOf({ network }: HardhatRuntimeEnvironment): string {
  if ("url" in network.config && network.config.url) return network.config.url;
  throw new PolityError(`${network.name} has no address that a copy of it could be read from`, {
    hint: "choose a network with an address",
  });
}

async function signerOf(
  hre: HardhatRuntimeEnvironment,
  from: string | undefined,
  addressOf: Context["addressOf"],
): Promise<HardhatEthersSigner> {
  const signers = await hre.ethers.getSigners();
  const wanted = from === undefined ? undefined : addressOf(from);
  const found = signers.find(({ address }) => wanted === undefined || address === wanted);
  if (found) return found;
  const who = wanted === undefined ? "any account" : from!;
  throw new PolityError(`${hre.network.name} cannot sign for ${who}`, {
    hint: "give --from one of the node's accounts, or write a key of theirs into .env, where .env.example says",
  });
}

function reasonOf(error: unknown, network: string): string {
  const text = explain(explainFailure(error));
  if (/Cannot connect to the network|ECONNREFUSED/.test(text))
    return `the network ${network} does not answer; start it with npm run demo -- --keep, or check its address`;
  return text;
}

const exact = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
