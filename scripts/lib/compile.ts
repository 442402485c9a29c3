import type { HardhatRuntimeEnvironment } from "hardhat/types";

/** Compiles what has changed. Hardhat's report goes to standard error: standard output is for the command's own answer. */
export async function compile(hre: HardhatRuntimeEnvironment): Promise<void> {
  const { log } = console;
  console.log = console.error;
  try {
    await hre.run("compile", { quiet: true });
  } finally {
    console.log = log;
  }
}
