import hre from "hardhat";

import type { Given } from "../../commands/core/run";
import { runInHardhat } from "../../commands/hardhat";
import { loadCommand } from "../../commands/load";
import type { Scope } from "../../commands/scopes";

/** What a command wrote: answers, errors, what it said of its progress, and its exit code. */
export interface Written {
  stdout: string;
  stderr: string;
  progress: string;
  code: number;
}

/**
 * Runs a command on the in-process chain, as if it were served.
 * @param command Gets Hardhat's environment as a command of the network would.
 * @param network Its name, or all that differs from the in-process one.
 */
export async function written(
  command: (served: typeof hre) => Promise<void>,
  network: string | Partial<typeof hre.network> = "localhost",
): Promise<Written> {
  const differing = typeof network === "string" ? { name: network } : network;
  const served = Object.create(hre, { network: { value: { ...hre.network, ...differing } } }) as typeof hre;
  return captured(() => command(served));
}

/** Runs a command of ours on the in-process chain, as if it were served. */
export const runCommand = (
  scope: Scope,
  name: string,
  given: Given,
  network?: Parameters<typeof written>[1],
): Promise<Written> =>
  written((served) => runInHardhat(served, scope, loadCommand(scope, name), given), network);

/** Runs something, and returns what it wrote and the exit code that it asked for. */
export async function captured(act: () => Promise<void>): Promise<Written> {
  const result: Written = { stdout: "", stderr: "", progress: "", code: 0 };
  const { log, error } = console;
  const [exitCode, write] = [process.exitCode, process.stdout.write];
  process.exitCode = 0;
  console.log = (text: string) => (result.stdout += text);
  console.error = (text: string) => (result.stderr += text);
  process.stdout.write = (text: string | Uint8Array) => Boolean((result.progress += String(text)));
  try {
    await act();
    result.code = process.exitCode;
  } finally {
    Object.assign(console, { log, error });
    process.stdout.write = write;
    process.exitCode = exitCode;
  }
  return result;
}
