import { availableParallelism } from "node:os";

import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { besideTheAnswer } from "./quiet";

/** Compiles what has changed, on all cores: the governor's compiler settings are its own, and so is its process. */
export async function compile(hre: HardhatRuntimeEnvironment): Promise<void> {
  const options = { quiet: true, concurrency: availableParallelism() };
  await besideTheAnswer(() => hre.run("compile", options) as Promise<void>);
}
