// npx hardhat --network localhost nep <command>. As in gov.ts, only names and options are here.
import { scope } from "hardhat/config";

import type { Options } from "./command";
import type { commands } from "./nep-commands";

const nep = scope("nep", "Follows NEP files from idea to activation, and what they did after");

const NUMBER = "The NEP's number";

function command(name: keyof typeof commands, description: string) {
  return nep
    .task(name, description, async (options: Options, hre) => {
      const [{ runCommand }, loaded] = await Promise.all([import("./command"), import("./nep-commands")]);
      await runCommand(hre, options, loaded.commands[name]);
    })
    .addOptionalParam("folder", "Where the NEP files are, with reviews in reviews/; default neps")
    .addOptionalParam("deployment", "Deployment file; default deploy/deployments/chain-<id>/polity.json")
    .addFlag("json", "Answers in JSON, amounts in base units");
}

command("list", "Lists NEP files: where each stands on the chain, and what its review says");

command("show", "Shows a NEP's life: discussion, proposal, what it changed, and its review").addOptionalParam(
  "id",
  NUMBER,
);

command("review", "Writes a draft of a NEP's review, with what the chain knows filled in").addOptionalParam(
  "id",
  NUMBER,
);
