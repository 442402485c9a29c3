import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { besideTheAnswer } from "./quiet";

/** Compiles what has changed. */
export async function compile(hre: HardhatRuntimeEnvironment): Promise<void> {
  await besideTheAnswer(() => hre.run("compile", { quiet: true }) as Promise<void>);
}
