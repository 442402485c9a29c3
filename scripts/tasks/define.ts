import type { scope } from "hardhat/config";

import type { Command, Options } from "./command";

/**
 * Defines the tasks of a scope. What they do is loaded when one runs, so that other commands start no later.
 * @returns Makes the task of a command that somebody signs, with the options that all of these have.
 */
export function tasksOf<Name extends string>(
  definition: ReturnType<typeof scope>,
  load: () => Promise<{ commands: Readonly<Record<Name, Command>> }>,
) {
  return (name: Name, description: string) =>
    definition
      .task(name, description, async (options: Options, hre) => {
        const [{ runCommand }, { commands }] = await Promise.all([import("./command"), load()]);
        await runCommand(hre, options, commands[name]);
      })
      .addOptionalParam(
        "from",
        "Who signs: an address, or a name that the deployment knows; default the first account",
      )
      .addOptionalParam("deployment", "Deployment file; default deploy/deployments/chain-<id>/polity.json")
      .addFlag("json", "Answers in JSON, amounts in base units");
}
