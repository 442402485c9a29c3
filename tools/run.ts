import "./node-version";

import { spawn } from "node:child_process";
import { delimiter, resolve } from "node:path";

export interface RunResult {
  code: number;
  /** Both streams as they came. */
  output: string;
  /** Standard output alone, for what speaks JSON. */
  stdout: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  /** Pass the output through while it comes. */
  echo?: boolean;
  /** Megabytes that Node gives to young objects. By default so few that a busy tool spends its time on moving them. */
  room?: number;
}

/** Runs one of this project's tools (node_modules/.bin first) without a terminal; never throws for its failure. */
export function run(
  command: string,
  args: string[] = [],
  { env, echo, room }: RunOptions = {},
): Promise<RunResult> {
  const path = [resolve("node_modules/.bin"), process.env.PATH].join(delimiter);
  const options = [process.env.NODE_OPTIONS, room && `--max-semi-space-size=${room}`]
    .filter(Boolean)
    .join(" ");
  return new Promise((done) => {
    const child = spawn(command, args, {
      env: {
        ...process.env,
        HARDHAT_DISABLE_TELEMETRY_PROMPT: "true",
        NODE_OPTIONS: options,
        ...env,
        PATH: path,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let stdout = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      stdout += chunk.toString();
      if (echo) process.stdout.write(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (echo) process.stderr.write(chunk);
    });
    child.on("error", (error) => {
      done({ code: 127, output: `${command}: ${error.message}\n`, stdout: "" });
    });
    child.on("close", (code, signal) => {
      if (signal) output += `${command} was ended by ${signal}\n`;
      done({ code: code ?? 1, output, stdout });
    });
  });
}
