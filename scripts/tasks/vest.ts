// npx hardhat --network localhost vest <command>. As in escrow.ts, only names and options are here.
import { scope } from "hardhat/config";

import type { Options } from "./command";
import type { commands } from "./vest-commands";

const vest = scope("vest", "Grants tokens that vest, claims them, and shows their schedules");

function command(name: keyof typeof commands, description: string) {
  return vest
    .task(name, description, async (options: Options, hre) => {
      const [{ runCommand }, loaded] = await Promise.all([import("./command"), import("./vest-commands")]);
      await runCommand(hre, options, loaded.commands[name]);
    })
    .addOptionalParam(
      "from",
      "Who signs: an address, or a name that the deployment knows; default the first account",
    )
    .addOptionalParam("deployment", "Deployment file; default deploy/deployments/chain-<id>/polity.json")
    .addFlag("json", "Answers in JSON, amounts in base units");
}

const VAULT = "Address of the vault; needed when there are several";

command("create", "Creates the grants of a list and pays what is missing to their amounts")
  .addOptionalParam("file", "CSV with beneficiary, amount, start, duration, cliff and revocable")
  .addFlag("add", "Adds the amounts to what the vaults have, instead of completing them")
  .addFlag("dryRun", "Only shows what would be done");

command("list", "Lists vaults as they are now").addOptionalParam(
  "account",
  "Only those of this owner: an address, or a name that the deployment knows",
);

command(
  "claim",
  "Releases what is vested to the owner, of one vault or of all that are the signer's",
).addOptionalParam("vault", "Address of the vault; anybody may pay for anybody's");

command("delegate", "Gives the votes of a vault's tokens, vested or not, to somebody")
  .addOptionalParam("vault", VAULT)
  .addOptionalParam("to", "Who votes with them: an address, a name that the deployment knows, or nobody")
  .addFlag("locked", "Those of the tokens that the vault has locked");

command("schedule", "Shows when how much of a vault is vested")
  .addOptionalParam("vault", VAULT)
  .addOptionalParam("account", "Whose vault it is; default who signs")
  .addOptionalParam("months", "A line every so many months, 1 to 12; default 3")
  .addFlag("chart", "Draws it, too")
  .addOptionalParam("svg", "Writes a picture to this file");
