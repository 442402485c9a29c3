// The Hardhat host: npx hardhat --network localhost gov <command>.
import { scope as defineScope } from "hardhat/config";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { DOMAINS } from "@polity/sdk/domains";
import { PolityError } from "@polity/sdk/errors";
import type { Command } from "./core/command";
import type { Host, Workshop } from "./core/host";
import type { Given } from "./core/run";
import { DEPLOYMENTS } from "../deploy/files";
import { commandsOf, isScope, loadCommand } from "./load";
import { SCOPES, type Scope } from "./scopes";

/**
 * Defines the tasks that the words of a command line may mean. Only the command that is named is loaded, or its whole scope
 * where no command is: so each starts as soon as it can.
 */
export function defineTasks(words: readonly string[]): void {
  for (const [scope, description] of Object.entries(SCOPES)) defineScope(scope, description);
  for (const [i, word] of words.entries()) {
    if (!isScope(word)) continue;
    const all = commandsOf(word);
    const named = all.filter((name) => name === words[i + 1] && words[i - 1] !== "help");
    for (const name of named.length > 0 ? named : all) defineTask(word, name);
  }
}

const defined = new Set<string>();

function defineTask(scope: Scope, name: string): void {
  if (defined.has(`${scope} ${name}`)) return;
  defined.add(`${scope} ${name}`);
  const command = loadCommand(scope, name);
  const task = defineScope(scope, SCOPES[scope]).task(name, command.words, (given: Given, hre) =>
    runInHardhat(hre, scope, command, given),
  );
  for (const [option, { kind, words, required }] of Object.entries(command.options)) {
    if (kind === "flag") task.addFlag(option, words);
    else if (required) task.addParam(option, words);
    else task.addOptionalParam(option, words);
  }
  task.addFlag("json", "Answers in JSON, amounts in base units");
}

/** Runs a command on the network that Hardhat has chosen. */
export async function runInHardhat(
  hre: HardhatRuntimeEnvironment,
  scope: Scope,
  command: Command,
  given: Given,
): Promise<void> {
  const { runCommand } = await import("./core/run");
  const { showStackTraces, verbose } = hre.hardhatArguments;
  await runCommand(command, given, {
    host: () => hostOf(hre, scope),
    network: hre.network.name,
    stacks: showStackTraces || verbose,
  });
}

/** What Hardhat gives to commands of a scope. */
export function hostOf(hre: HardhatRuntimeEnvironment, scope: Scope): Host {
  const { name: network } = hre.network;
  // Lazy where it can be: explaining by a preset needs no network.
  const chosen = (): HardhatRuntimeEnvironment => {
    if (network !== "hardhat") return hre;
    throw new PolityError("no network is chosen", {
      hint: `write npx hardhat --network localhost ${scope} …, or another network that .env names`,
    });
  };
  const request = (method: string, params: unknown[] = []) =>
    chosen().network.provider.request({ method, params });
  const chainId = async () => Number(await request("eth_chainId"));
  return {
    domains: DOMAINS,
    network,
    get provider() {
      return chosen().ethers.provider;
    },
    chainId,
    accounts: () => chosen().ethers.getSigners(),
    request,
    deployments: DEPLOYMENTS,
    ways: {
      sign: "give --from one of the node's accounts, or write a key of theirs into .env, where .env.example says",
      reach: "start it with npm run demo -- --keep, or check its address in .env",
    },
    simulator: async () => {
      const [{ simulatorOf }, { forkSimulator }] = await Promise.all([
        import("@polity/sdk/governor/simulate"),
        import("../scripts/lib/fork"),
      ]);
      const known = await simulatorOf(chosen().ethers.provider);
      return known ?? forkSimulator(hre, urlOf(hre), BigInt(await chainId()));
    },
    workshop: () => workshopOf(chosen(), chainId),
  };
}

async function workshopOf(hre: HardhatRuntimeEnvironment, chainId: () => Promise<number>): Promise<Workshop> {
  const [{ compile }, { memoryChain }] = await Promise.all([
    import("../scripts/lib/compile"),
    import("../deploy/memory-chain"),
  ]);
  await compile(hre);
  const { ETHERSCAN_API_KEY: key, EXPLORER_API_URL: url } = process.env;
  return {
    compiled: hre,
    rpc: hre.network.provider,
    rehearsal: async () => ({ rpc: await memoryChain(hre.config), stop: () => undefined }),
    ...(key && {
      publish: async (contracts, say) => {
        const [{ explorerOf }, { publishSources }] = await Promise.all([
          import("../tools/explorer"),
          import("../scripts/lib/publish"),
        ]);
        Object.assign(hre.config.etherscan, explorerOf({ key, url }, hre.network.name, await chainId()));
        return publishSources(hre, contracts, say);
      },
    }),
  };
}

function urlOf({ network }: HardhatRuntimeEnvironment): string {
  if ("url" in network.config && network.config.url) return network.config.url;
  throw new PolityError(`${network.name} has no address that a copy of it could be read from`, {
    hint: "choose a network with an address",
  });
}
