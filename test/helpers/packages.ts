import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

import { buildCli } from "../../scripts/cli";
import { buildSdk } from "../../scripts/sdk";
import type { Outcome } from "./shell";

const execute = promisify(execFile);

/** An empty project in which the packages of this repository are installed, as they would come from a registry. */
export interface Project {
  folder: string;
  /** The tarballs' sizes in bytes, by package. */
  sizes: Readonly<Record<string, number>>;
}

const BUILDERS = { "@polity/sdk": buildSdk, "@polity/cli": buildCli };

let made: Promise<Project> | undefined;

/**
 * Builds, packs and installs the packages, once for all tests of a process. What they depend on is not asked of a registry:
 * it is linked to what is installed here.
 */
export const installed = (): Promise<Project> => (made ??= install());

/** Where a package was built, as it was packed. */
export const builtAt = (folder: string, name: string) => join(folder, "built", name);

async function install(): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), "polity-packages-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const sizes: Record<string, number> = {};
  for (const [name, build] of Object.entries(BUILDERS)) {
    const built = builtAt(folder, name);
    await build(built);
    const { stdout } = await execute("npm", [
      "pack",
      built,
      "--json",
      "--ignore-scripts",
      "--pack-destination",
      folder,
    ]);
    const [{ filename, size }] = JSON.parse(stdout) as [{ filename: string; size: number }];
    sizes[name] = size;
    await execute("tar", ["xzf", filename], { cwd: folder });
    const target = join(folder, "node_modules", name);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(folder, "package"), target);
    const { dependencies } = JSON.parse(readFileSync(join(target, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    for (const needed of Object.keys(dependencies)) link(folder, needed);
  }
  return { folder, sizes };
}

function link(folder: string, name: string): void {
  if (name.startsWith("@polity/")) return;
  const at = join(folder, "node_modules", name);
  mkdirSync(dirname(at), { recursive: true });
  try {
    symlinkSync(resolve("node_modules", name), at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** Starts `polity` of the project in a folder; nothing of the environment of these tests is there but the path. */
export function startPolity(
  { folder }: Project,
  words: readonly string[],
  { cwd = folder, env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): ChildProcess {
  const program = join(folder, "node_modules/@polity/cli/cli/polity.js");
  const path = [dirname(process.execPath), resolve("node_modules/.bin"), process.env.PATH].join(delimiter);
  return spawn(process.execPath, [program, ...words], { cwd, env: { PATH: path, ...env } });
}

/** Runs `polity` to its end. */
export function polity(...args: Parameters<typeof startPolity>): Promise<Outcome> {
  const child = startPolity(...args);
  const outcome: Outcome = { code: null, stdout: "", stderr: "" };
  child.stdout!.on("data", (chunk) => (outcome.stdout += String(chunk)));
  child.stderr!.on("data", (chunk) => (outcome.stderr += String(chunk)));
  child.stdin!.end();
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => done({ ...outcome, code }));
  });
}
