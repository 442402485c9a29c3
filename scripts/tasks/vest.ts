// npx hardhat --network localhost vest <command>. Only names and options are here.
import { scope } from "hardhat/config";

import { tasksOf } from "./define";

const command = tasksOf(
  scope("vest", "Grants tokens that vest, claims them, and shows their schedules"),
  () => import("./vest-commands"),
);

const VAULT = "Address of the vault; needed when there are several";

command("create", "Creates the grants of a list and pays what is missing to their amounts")
  .addOptionalParam("file", "CSV with beneficiary, amount, start, duration, cliff and revocable")
  .addFlag("add", "Adds the amounts to what the vaults have, instead of completing them")
  .addFlag("vested", "Pays also grants that are wholly vested already, which are their owners' at once")
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
