// npx hardhat --network localhost escrow <command>. Only names and options are here.
import { scope } from "hardhat/config";

import { delegationOptions } from "./delegation";
import { tasksOf } from "./define";

const command = tasksOf(
  scope("escrow", "Locks tokens for votes, and delegates the votes"),
  () => import("./escrow-commands"),
);

const FOREVER = "No end: one locked token, one vote";
const UNTIL = "Until this date, YYYY-MM-DD, rounded down to its week (Thursday, 00:00 UTC)";

command("show", "Shows an account's locks, with their power now and at the coming months' ends")
  .addOptionalParam("account", "Address, or a name that the deployment knows; default who signs")
  .addOptionalParam("months", "How many months to show, up to 48; default 3");

command("lock", "Locks tokens")
  .addOptionalParam("amount", 'Tokens, like "1250.5"')
  .addOptionalParam("weeks", "For at least this many weeks: it ends as a week begins (Thursday, 00:00 UTC)")
  .addOptionalParam("until", UNTIL)
  .addFlag("permanent", FOREVER)
  .addOptionalParam("account", "For another account, which has to allow it first")
  .addFlag("approve", "Approves the amount in a transaction of its own, instead of by signature");

command("increase", "Adds tokens to a lock")
  .addOptionalParam("id", "The lock")
  .addOptionalParam("amount", 'Tokens, like "1250.5"')
  .addOptionalParam("account", "Whose lock it is; default who signs")
  .addFlag("approve", "Approves the amount in a transaction of its own, instead of by signature");

command("extend", "Moves the end of a lock to a later week")
  .addOptionalParam("id", "The lock")
  .addOptionalParam(
    "weeks",
    "Until at least this many weeks from now, as a week begins (Thursday, 00:00 UTC)",
  )
  .addOptionalParam("until", UNTIL);

command("permanent", "Makes a lock permanent").addOptionalParam("id", "The lock");

command("decay", "Lets a permanent lock decay, to end after the longest time there is").addOptionalParam(
  "id",
  "The lock",
);

command("merge", "Merges a lock into another, which keeps the later end")
  .addOptionalParam("fromId", "The lock that goes")
  .addOptionalParam("toId", "The lock that stays");

command("withdraw", "Takes the tokens of a lock back that has ended").addOptionalParam("id", "The lock");

delegationOptions(command("delegate", "Delegates the votes of all locks, or signs or sends a delegation"));

command("allow-locker", "Lets another account create locks for this one")
  .addOptionalParam("locker", "Address, or a name that the deployment knows")
  .addFlag("revoke", "Takes it back");
