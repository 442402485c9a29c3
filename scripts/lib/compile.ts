import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { besideTheAnswer } from "./quiet";

/** Compiles what has changed. */
export async function compile(hre: HardhatRuntimeEnvironment): Promise<void> {
  await besideTheAnswer(async () => hre.run("compile", { quiet: true }));
}
