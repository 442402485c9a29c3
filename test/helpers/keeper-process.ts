import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

import { ROOT } from "./shell";

/** A line of the keeper's log. */
export interface Line {
  event: string;
  key?: string;
  nonce?: number;
  block?: number;
  hash?: string;
  error?: string;
}

/** The keeper as a process of its own. */
export interface Process {
  lines: Line[];
  child: ChildProcess;
  /** The next line of this kind. */
  until(event: string, key?: string | RegExp): Promise<Line>;
  ended: Promise<{ code: number | null; signal: string | null; stderr: string }>;
}

/** Starts `gov advance --watch --all` on a chain that passes for Sepolia. @param deployment The network's file. */
export function startKeeper(url: string, key: string, deployment: string): Process {
  const inherited: NodeJS.ProcessEnv = { ...process.env, SEPOLIA_RPC_URL: url, DEPLOYER_KEY: key };
  // The process runs what a person would, not what coverage instruments.
  delete inherited.SOLIDITY_COVERAGE;
  const options = [
    "--watch",
    "--all",
    "--json",
    "--every",
    "1s",
    "--stuck",
    "5s",
    "--deployment",
    deployment,
  ];
  const child = spawn("node_modules/.bin/hardhat", ["--network", "sepolia", "gov", "advance", ...options], {
    ...{ cwd: ROOT, env: { ...inherited, HARDHAT_DISABLE_TELEMETRY_PROMPT: "true" } },
  });
  const lines: Line[] = [];
  let [rest, stderr, read] = ["", "", 0];
  child.stdout.on("data", (chunk) => {
    const parts = (rest + String(chunk)).split("\n");
    rest = parts.pop()!;
    for (const part of parts) lines.push(JSON.parse(part) as Line);
  });
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const until = async (event: string, about?: string | RegExp): Promise<Line> => {
    const isMeant = (key = "") =>
      about === undefined || (typeof about === "string" ? key === about : about.test(key));
    const start = Date.now();
    while (Date.now() - start < 300_000) {
      while (read < lines.length) {
        const line = lines[read++]!;
        if (line.event === event && isMeant(line.key)) return line;
      }
      if (child.exitCode !== null) break;
      await sleep(50);
    }
    throw new Error(`no ${event} ${String(about ?? "")}: ${JSON.stringify(lines, null, 1)}${stderr}`);
  };
  const ended = new Promise<Awaited<Process["ended"]>>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({ code, signal, stderr });
    });
  });
  return { lines, child, until, ended };
}
