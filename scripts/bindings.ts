// Makes typechain-types/ exactly what the compiled contracts say, without leftovers; --check only compares.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { glob, runTypeChain } from "typechain";

import { listFiles } from "../tools/files";

const FOLDER = "typechain-types";

/** The same call as @typechain/hardhat makes, for all artifacts instead of the changed ones. */
async function generate(outDir: string): Promise<void> {
  const cwd = process.cwd();
  const allFiles = glob(cwd, [`${cwd}/artifacts/!(build-info)/**/+([a-zA-Z0-9_]).json`]);
  if (allFiles.length === 0) throw new Error("no artifacts: compile first (npm run build)");
  const flags = {
    alwaysGenerateOverloads: false,
    discriminateTypes: false,
    tsNocheck: false,
    node16Modules: false,
    environment: "hardhat" as const,
  };
  await runTypeChain({ cwd, allFiles, filesToProcess: allFiles, outDir, target: "ethers-v6", flags });
}

function read(folder: string): Map<string, string> {
  return new Map(
    listFiles(folder, /./).map((file) => [file.slice(folder.length + 1), readFileSync(file, "utf8")]),
  );
}

/** Changed or untracked files that `git add` has not seen yet; an unpacked archive has no git to ask. */
function outsideGit(): string[] {
  if (!existsSync(".git")) return [];
  const lines = execFileSync("git", ["status", "--porcelain", "-uall", "--", FOLDER], {
    encoding: "utf8",
  }).split("\n");
  return lines.filter((line) => line !== "" && line[1] !== " ").map((line) => line.slice(3));
}

async function main(): Promise<void> {
  const fresh = mkdtempSync(join(tmpdir(), "polity-bindings-")).replaceAll("\\", "/");
  try {
    await generate(fresh);
    const [wanted, present] = [read(fresh), read(FOLDER)];
    const stale = [...new Set([...wanted.keys(), ...present.keys()])].filter(
      (name) => wanted.get(name) !== present.get(name),
    );
    if (!process.argv.includes("--check")) {
      rmSync(FOLDER, { recursive: true, force: true });
      cpSync(fresh, FOLDER, { recursive: true });
      console.log(`${FOLDER}: ${wanted.size} files, ${stale.length} changed`);
      return;
    }
    for (const name of stale) console.error(`stale: ${FOLDER}/${name}`);
    if (stale.length > 0) throw new Error(`run "npm run build" and commit ${FOLDER}/`);
    const uncommitted = outsideGit();
    for (const name of uncommitted) console.error(`not in git: ${name}`);
    if (uncommitted.length > 0) throw new Error(`run "git add ${FOLDER}"`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
