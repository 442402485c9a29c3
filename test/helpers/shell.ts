import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { deploymentFile } from "../../scripts/lib/deployments";

export const ROOT = join(__dirname, "../..");
/** Where the demo writes what it deployed. */
export const DEMO_DEPLOYMENT = join(ROOT, deploymentFile(31_337));
const SAVED = `${DEMO_DEPLOYMENT}.saved`;

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The demo's chain, left running for commands. */
export interface DemoChain {
  url: string;
  /** What the demo said until then. */
  told: string;
  /** Runs a command as a shell does, against this chain. */
  run(command: string, rpc?: string): Promise<Outcome>;
  stop(): void;
}

/** Where a command runs, and what it finds in its environment besides. */
export interface Place {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

function start(command: string, { cwd = ROOT, env = {} }: Place = {}): ChildProcess {
  const inherited: NodeJS.ProcessEnv = { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: "true" };
  // Children run what a person would, not what coverage instruments.
  delete inherited.SOLIDITY_COVERAGE;
  return spawn(command, { shell: true, cwd, env: { ...inherited, ...env }, detached: true });
}

/** Runs a command as a shell does. */
export function runInShell(command: string, place?: Place): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = start(command, place);
    const outcome: Outcome = { code: null, stdout: "", stderr: "" };
    child.stdout!.on("data", (chunk) => (outcome.stdout += String(chunk)));
    child.stderr!.on("data", (chunk) => (outcome.stderr += String(chunk)));
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...outcome, code }));
  });
}

/** Runs the demo and leaves its chain. A deployment that was there is kept aside until {@link DemoChain.stop}. */
export async function startDemo(): Promise<DemoChain> {
  if (existsSync(DEMO_DEPLOYMENT)) renameSync(DEMO_DEPLOYMENT, SAVED);
  const demo = start("node_modules/.bin/tsx scripts/demo.ts --keep --port 0");
  const stop = () => {
    if (demo.exitCode === null) process.kill(-demo.pid!, "SIGKILL");
    if (existsSync(SAVED)) renameSync(SAVED, DEMO_DEPLOYMENT);
    else rmSync(DEMO_DEPLOYMENT, { force: true });
  };
  let told = "";
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: unknown) => {
      told += String(chunk);
      const found = /the chain goes on at (\S+)/.exec(told)?.[1];
      if (found) resolve(found);
    };
    demo.stdout!.on("data", listen);
    demo.stderr!.on("data", listen);
    demo.on("close", () => reject(new Error(told)));
  }).catch((error: unknown) => {
    stop();
    throw error;
  });
  const run = (command: string, rpc = url) => runInShell(command, { env: { LOCALHOST_RPC_URL: rpc } });
  return { url, told, run, stop };
}

/** The commands of a document that a test says it runs, one a line. */
export function commandsOf(document: string, test: string): string[] {
  return [...document.matchAll(/<!-- run by (\S+) -->\n+```sh\n([^]*?)```/g)].flatMap(([, runner, body]) =>
    runner === test ? body!.trim().split("\n") : [],
  );
}
