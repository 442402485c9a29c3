import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { Publishable } from "../../commands/core/host";
import { besideTheAnswer } from "./quiet";

/**
 * Publishes sources on the explorer of the configuration. An explorer that is slow or wrong does not undo a deployment:
 * what fails is said, and the next has its turn.
 * @returns The names of those that are published, now or before.
 */
export async function publishSources(
  hre: HardhatRuntimeEnvironment,
  contracts: readonly Publishable[],
  say: (line: string) => void,
): Promise<string[]> {
  const published: string[] = [];
  for (const { name, address, constructorArguments } of contracts) {
    try {
      const { sourceName } = await hre.artifacts.readArtifact(name);
      const args = await decoded(hre, name, constructorArguments);
      // Named, since a mock or an interface may have the same code.
      const contract = `${sourceName}:${name}`;
      await besideTheAnswer(
        () => hre.run("verify:verify", { address, contract, constructorArguments: args }) as Promise<void>,
      );
    } catch (error) {
      const message = (error as Error).message;
      if (!/already (been )?verified/i.test(message)) {
        say(
          `the source of ${name} is not published: ${message
            .split("\n")
            .find((line) => line.trim())!
            .trim()}`,
        );
        continue;
      }
    }
    published.push(name);
    say(`the source of ${name} is published`);
  }
  return published;
}

async function decoded(
  { ethers }: HardhatRuntimeEnvironment,
  name: string,
  encoded: string,
): Promise<unknown[]> {
  const { interface: abi } = await ethers.getContractFactory(name);
  return ethers.AbiCoder.defaultAbiCoder().decode(abi.deploy.inputs, encoded).toArray(true) as unknown[];
}
