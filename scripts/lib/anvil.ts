import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { PolityError } from "@polity/sdk/errors";

/** The repository's own, or the one that the machine has. */
const LOCAL = join(__dirname, "../../node_modules/.bin/anvil");
const ANVIL = existsSync(LOCAL) ? LOCAL : "anvil";

/** A chain in a process of its own. */
export interface Anvil {
  url: string;
  pid: number;
  stop(): void;
}

/**
 * Starts Foundry's local chain.
 * @param port 0 takes any that is free.
 * @param options More of anvil's own.
 * @throws PolityError when it is not installed, or does not start.
 */
export async function startAnvil(port: number, ...options: string[]): Promise<Anvil> {
  const child = spawn(ANVIL, ["--port", String(port), ...options], { stdio: ["ignore", "pipe", "pipe"] });
  const url = await new Promise<string>((resolve, reject) => {
    let told = "";
    const listen = (chunk: unknown) => {
      told = (told + String(chunk)).slice(-2000);
      const found = /Listening on (\S+)/.exec(told)?.[1];
      if (found) resolve(`http://${found}`);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("error", (cause) => {
      const hint =
        "install Foundry 1.7.1; in a clone of Polity's repository npm ci brings it on Linux x64, as an optional package";
      reject(new PolityError("anvil is not installed", { hint, cause }));
    });
    child.on("exit", () => {
      const hint = "give another --port, or stop what listens there";
      reject(new PolityError(`anvil ended: ${told.trim().split("\n").at(-1) ?? ""}`, { hint }));
    });
  });
  return { url, pid: child.pid!, stop: () => child.kill("SIGKILL") };
}

/** A fork asks what it forks for each account that it does not know: as often as it likes, and on a busy machine. */
const PATIENT = ["--no-rate-limit", "--retries", "10", "--timeout", "60000"];

/**
 * Starts a chain for many accounts: a fork of an empty one. A chain by itself computes the root of its whole state for every
 * block, which takes half a second once 100,000 accounts hold a token; a fork does not know the whole state, and leaves it.
 */
export async function startLargeAnvil(port: number, ...options: string[]): Promise<Anvil> {
  const empty = await startAnvil(0, ...options);
  try {
    const chain = await startAnvil(port, "--fork-url", empty.url, ...PATIENT, ...options);
    const stop = () => {
      chain.stop();
      empty.stop();
    };
    return { ...chain, stop };
  } catch (error) {
    empty.stop();
    throw error;
  }
}
