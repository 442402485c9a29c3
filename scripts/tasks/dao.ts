// npx hardhat --network sepolia dao <command>. Only names and options are here: what a command does is loaded when it runs.
import { scope } from "hardhat/config";

import type { Options } from "./command";
import type { commands } from "./dao-commands";

const dao = scope("dao", "Deploys a network, audits who holds power in it, and shows how it is");

function command(name: keyof typeof commands, description: string) {
  return dao
    .task(name, description, async (options: Options, hre) => {
      const [{ runDao }, loaded] = await Promise.all([import("./dao-run"), import("./dao-commands")]);
      await runDao(hre, options, loaded.commands[name]);
    })
    .addFlag("json", "Answers in JSON");
}

command("keys", "Makes keys for all people of a preset, for a rehearsal on a testnet")
  .addOptionalParam("preset", "The network: the name of a preset, or a file of your own like ./my-network.ts")
  .addOptionalParam("accounts", "Where the addresses go; default accounts.json. The keys go to .env");

command("deploy", "Deploys a network, or goes on with a deployment that was interrupted")
  .addOptionalParam("preset", "The network: the name of a preset, or a file of your own like ./my-network.ts")
  .addOptionalParam("name", "The deployment's name; default that of the preset or file")
  .addOptionalParam("accounts", 'File with the addresses that the preset names, {"ada": "0x…"}')
  .addOptionalParam("confirmations", "Blocks that make a transaction final; default 5, on local chains 1")
  .addOptionalParam("folder", "Where deployments are kept; default deploy/deployments")
  .addFlag("dryRun", "Only shows the plan")
  .addFlag("yes", "Does not ask")
  .addFlag("noVerify", "Does not publish the sources, though ETHERSCAN_API_KEY is set");

command("audit", "Reads from the chain who holds which power; exit code 1 when it is not as it should be")
  .addOptionalParam("governor", "The governor's address; default that of the deployment file")
  .addOptionalParam("deployment", "Deployment file; default deploy/deployments/chain-<id>/polity.json")
  .addOptionalParam(
    "preset",
    "The configuration to compare with: the name of a preset, or a file like ./my-network.ts",
  )
  .addOptionalParam("accounts", "File with the addresses that the preset names; default the deployment file")
  .addOptionalParam("fromBlock", "The block of the deployment; default that of the deployment file, or 0");

command("migrate", "Deploys a new governor, or escrow, and writes the NEP that moves the network to it")
  .addOptionalParam("nep", "Where the NEP is written, like neps/nep-0006-move.md")
  .addOptionalParam("author", 'Who proposes it, like "Ada Okafor <ada@example.org>"')
  .addOptionalParam("discussion", "Where it is discussed: an http(s) address")
  .addFlag("escrow", "A new escrow, too, as the preset describes it")
  .addOptionalParam("preset", "With --escrow: the configuration of the new one, a preset or a file")
  .addOptionalParam("confirmations", "Blocks that make a transaction final; default 5, on local chains 1")
  .addOptionalParam("deployment", "Deployment file; default deploy/deployments/chain-<id>/polity.json")
  .addOptionalParam("folder", "Where deployments are kept; default deploy/deployments");

command(
  "status",
  "Shows the network at a glance: version, parameters, proposals, totals, mandates",
).addOptionalParam("deployment", "Deployment file; default deploy/deployments/chain-<id>/polity.json");

command("report", "Writes the transparency report of a period: one HTML page, Markdown, pictures and tables")
  .addOptionalParam("from", "The first day, YYYY-MM-DD (UTC), or the first second since 1970")
  .addOptionalParam("to", "The last day, which is in it, or the second before which it ends")
  .addOptionalParam("out", "The folder to write to")
  .addOptionalParam("explorer", "Address of a block explorer, for links to transactions and accounts")
  .addOptionalParam("indexer", "Address of an indexer to read final events from; default the chain alone")
  .addOptionalParam("deployment", "Deployment file; default deploy/deployments/chain-<id>/polity.json");

command("pass", "On a local chain: lets time pass").addOptionalParam("for", 'How long, like "7d" or "36h"');

command("carry", "On a local chain: all who have votes vote for a proposal, time passes, and it is executed")
  .addOptionalParam("id", "The proposal: its NEP's number, its id, or the first 8 digits of it or more")
  .addOptionalParam("deployment", "Deployment file; default deploy/deployments/chain-<id>/polity.json");
