// npx hardhat --network localhost council <command>. Only names and options are here.
import { scope } from "hardhat/config";

import { tasksOf } from "./define";

const command = tasksOf(
  scope("council", "What the council does together, and what votes decide about it"),
  () => import("./council-commands"),
);

const WHO = "Address, or a name that the deployment knows";
const FILE = "Where the transaction and its signatures are kept";

function transaction(name: Parameters<typeof command>[0], description: string) {
  return command(name, description)
    .addOptionalParam("file", FILE)
    .addOptionalParam("nonce", "Of the Safe; default its next one")
    .addFlag("sign", "Signs as --from; with the last signature that is needed, it is executed");
}

transaction("cancel", "Stops a proposal, while the council is guardian").addOptionalParam(
  "id",
  "The proposal: its NEP's number, its id, or the first 8 digits of it or more",
);

transaction("propose", "Proposes a NEP of a type that is open to the council, like an emergency")
  .addOptionalParam("nep", "A NEP file, like those in neps/")
  .addOptionalParam("maxBurn", "The most that may be burned as its fee, in tokens")
  .addFlag("anyway", "Proposes although the simulation fails: for what only works later");

transaction("replace", "Replaces a member, whose key may be lost")
  .addOptionalParam("member", `Who leaves: ${WHO}`)
  .addOptionalParam("by", `Who comes: ${WHO}`);

transaction("sign", "Signs a transaction that another member has built");

command("create", "Makes a Safe for another council; votes give it what it has")
  .addOptionalParam("members", "Who is in it, separated by commas: addresses, or names")
  .addOptionalParam("threshold", "How many of them sign")
  .addFlag("plain", "Prints the address alone, for a variable of the shell");

command(
  "use",
  "Writes the council's address into the deployment file, once votes have given it the office",
).addOptionalParam("account", "The Safe's address");

command("mandate", "Writes the action of a NEP that makes a council guardian, or ends its mandate")
  .addOptionalParam("account", `${WHO}; default the deployment's council`)
  .addOptionalParam("for", 'How long from now, like "180d"; default 365d, the most')
  .addFlag("end", "Ends the mandate: nobody is guardian")
  .addOptionalParam("nep", "Writes a NEP with this action, like neps/nep-0006-a-few-words.md")
  .addOptionalParam("author", 'With --nep: who proposes it, like "Ada Okafor <ada@example.org>"')
  .addOptionalParam("discussion", "With --nep: where it is discussed, an http(s) address");
