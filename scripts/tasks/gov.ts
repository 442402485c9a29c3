// npx hardhat --network localhost gov <command>. Only names and options are here: what a command does is loaded when it
// runs, so that other commands start no later.
import { scope } from "hardhat/config";

import type { Options } from "./command";
import { delegationOptions } from "./delegation";
import type { commands } from "./gov-commands";

const gov = scope("gov", "Proposes, explains, votes on and carries out NEPs");

const NEP = "A NEP file, like those in neps/";
const ID = "The proposal: its NEP's number, its id, or the first 8 digits of it or more";

function command(name: keyof typeof commands, description: string) {
  return gov
    .task(name, description, async (options: Options, hre) => {
      const [{ answer, runCommand }, loaded] = await Promise.all([
        import("./command"),
        import("./gov-commands"),
      ]);
      if (name !== "explain" || options.preset === undefined)
        return runCommand(hre, options, loaded.commands[name]);
      const { explainOffline } = await import("./gov-propose");
      return answer(hre, options, () => explainOffline(options));
    })
    .addOptionalParam(
      "from",
      "Who signs: an address, or a name that the deployment knows; default the first account",
    )
    .addOptionalParam("deployment", "Deployment file; default deploy/deployments/chain-<id>/polity.json")
    .addFlag("json", "Answers in JSON, amounts in base units");
}

command("list", "Lists all proposals, the newest first");

command("show", "Shows a proposal: timeline, votes, what it changes, its text").addOptionalParam("id", ID);

command("explain", "Says which type a NEP needs, and why")
  .addOptionalParam("nep", NEP)
  .addOptionalParam("id", ID)
  .addOptionalParam("preset", "Explains by this preset, or a file like ./my-network.ts, without a chain");

command("simulate", "Tries the actions on the present state, and leaves no trace")
  .addOptionalParam("nep", NEP)
  .addOptionalParam("id", ID);

command("propose", "Checks, explains and simulates a NEP, then proposes it and pays its fee")
  .addOptionalParam("nep", NEP)
  .addOptionalParam(
    "maxBurn",
    "The most that may be burned as its fee, in tokens; without it the fee that the rules ask for",
  )
  .addFlag("anyway", "Proposes although the simulation fails: for what only works later");

command("vote", "Casts votes, or signs a ballot")
  .addOptionalParam("id", ID)
  .addOptionalParam("support", "for, against or abstain, with all votes that are left")
  .addOptionalParam("split", 'Shares in percent of the votes that are left, like "for=60,against=40"')
  .addFlag("tokens", "With --split: the numbers are tokens")
  .addOptionalParam("reason", "Published with the vote")
  .addOptionalParam("sign", "Only signs: adds the ballot to this file, for anybody to relay")
  .addOptionalParam(
    "valid",
    'With --sign: how long it can be relayed, like "36h"; default until the vote ends',
  );

command("relay", "Checks and sends a file of signed ballots").addOptionalParam(
  "file",
  "What vote --sign has written",
);

command("queue", "Schedules a proposal that has passed").addOptionalParam("id", ID);

command("execute", "Carries out a proposal whose grace period is over")
  .addOptionalParam("id", ID)
  .addOptionalParam("value", "Wei to send along; default 0");

command("cancel", "Cancels a proposal, and says by which right").addOptionalParam("id", ID);

command(
  "advance",
  "Queues what has passed, executes what is due, clears away what has expired; says what the rest waits for",
)
  .addOptionalParam("id", `${ID}; default all`)
  .addFlag("watch", "Stays and goes on until it is ended; with --json one object a line. See docs/keeper.md")
  .addFlag("recurring", "With --watch: also triggers due instalments of the treasury's recurring payments")
  .addOptionalParam("maxFee", "With --watch: the most to pay for a unit of gas, in gwei; default 100")
  .addOptionalParam("stuck", 'With --watch: replaces what waits so long, with a higher fee; default "5m"')
  .addOptionalParam("every", 'With --watch: time between two looks at the chain; default "12s"');

delegationOptions(
  command("delegate", "Delegates the votes of the tokens in a wallet, or signs or sends a delegation"),
);
