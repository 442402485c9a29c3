import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { freePort } from "./port";

/** Where Debian keeps PostgreSQL's programs, by version. */
const DEBIANS = "/usr/lib/postgresql";

/** A real PostgreSQL of a test's own: in a folder that ends with it, on a free port of this machine. */
export interface Postgres {
  url: string;
  stop(): Promise<void>;
}

/** @throws Error where there is no PostgreSQL. */
export async function startPostgres(): Promise<Postgres> {
  const programs = findPrograms();
  const folder = mkdtempSync(join(tmpdir(), "polity-postgres-"));
  const as = whoRunsIt();
  if (as) chownSync(folder, as.uid, as.gid);
  const data = join(folder, "data");
  const initial = ["-D", data, "-U", "polity", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
  execFileSync(join(programs, "initdb"), initial, { ...as, cwd: folder, stdio: "pipe" });
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"];
  const args = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const server = spawn(join(programs, "postgres"), args, { ...as, cwd: folder });
  let output = "";
  server.stderr.on("data", (text) => (output += String(text)));
  const ended = once(server, "exit");
  const stop = async () => {
    server.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const end = Date.now() + 60_000;
  while (Date.now() < end && server.exitCode === null) {
    if (await answers(port)) return { url: `postgresql://polity@127.0.0.1:${port}/postgres`, stop };
    await sleep(100);
  }
  await stop();
  throw new Error(`PostgreSQL does not come up: ${output}`);
}

/** The newest version's. */
function findPrograms(): string {
  const versions = existsSync(DEBIANS) ? readdirSync(DEBIANS).map(Number) : [];
  const newest = Math.max(...versions.filter((version) => version > 0));
  const programs = join(DEBIANS, String(newest), "bin");
  if (existsSync(join(programs, "postgres"))) return programs;
  throw new Error("there is no PostgreSQL here: install it with apt-get install postgresql");
}

/** PostgreSQL refuses to run as root: then it runs as the user whom Debian's package has made. */
function whoRunsIt(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ["-u", "-g"].map((which) =>
    Number(execFileSync("id", [which, "postgres"], { encoding: "utf8" })),
  );
  return { uid: uid!, gid: gid! };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const line = connect(port, "127.0.0.1");
    line.once("connect", () => resolve(true)).once("error", () => resolve(false));
    line.once("connect", () => line.destroy());
  });
}
