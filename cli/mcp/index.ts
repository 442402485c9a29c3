// polity mcp: starts the process that speaks with an assistant, and closes it in. Node itself refuses what it was not given:
// files outside the folder, other programs, and the environment's secrets, which it does not get at all.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { PolityError } from "@polity/sdk/errors";
import { SCOPES } from "../../commands/scopes";
import type { Given } from "../../commands/core/run";

/** Starts it, and ends with it. @returns Its exit code. */
export async function startAssistant(
  { rpc, folder = ".", scopes }: Given & { folder?: string; scopes?: string; rpc?: string },
  { POLITY_RPC_URL }: NodeJS.ProcessEnv,
): Promise<number> {
  const unknown = scopes?.split(",").find((scope) => !Object.hasOwn(SCOPES, scope));
  if (unknown !== undefined)
    throw new PolityError(`there is no scope "${unknown}"`, {
      hint: `give some of ${Object.keys(SCOPES).join(",")}`,
    });
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new PolityError(`${folder} is no folder`, { hint: "name the folder of the network with --folder" });
  const own = realpathSync(folder);
  const address = rpc ?? POLITY_RPC_URL;
  const child = spawn(process.execPath, [...closedIn(own), join(__dirname, "server.js")], {
    ...{ cwd: own, stdio: "inherit" as const },
    env: { ...(address && { POLITY_RPC_URL: address }), ...(scopes && { POLITY_MCP_SCOPES: scopes }) },
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((ended, failed) => {
    child.on("error", failed);
    child.on("close", (code) => ended(code ?? 1));
  });
}

/** Node's permission model: what is not named is refused (docs/decisions/0528). */
function closedIn(folder: string): string[] {
  const [major] = process.versions.node.split(".").map(Number) as [number];
  return [
    major >= 24 ? "--permission" : "--experimental-permission",
    "--disable-warning=ExperimentalWarning",
    ...[folder, ...packages()].map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-write=${folder}`,
    // From version 25 on, the network has to be named as well.
    ...(major >= 25 ? ["--allow-net"] : []),
  ];
}

/** Where this program and the packages that it needs are: they are read, too, and hold no secrets. */
function packages(): string[] {
  const here = resolve(__dirname, "../..");
  const { dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const found = Object.keys(dependencies).flatMap((name) => {
    for (let at = here; ; at = dirname(at)) {
      const candidate = join(at, "node_modules", name);
      if (existsSync(candidate)) return [candidate, aroundOf(realpathSync(candidate))];
      if (at === dirname(at)) return [];
    }
  });
  return [...new Set([here, aroundOf(here), ...found])];
}

/** The outermost `node_modules` that a package is in: what it needs itself lies there. */
function aroundOf(path: string): string {
  const parts = path.split(/[\\/]/);
  const at = parts.indexOf("node_modules");
  return at === -1 ? path : parts.slice(0, at + 1).join("/");
}
