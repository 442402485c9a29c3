// Makes typechain-types/ exactly what the compiled contracts and the sources that use them say; --check only compares.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

import { bindingsOf, FOLDER, stale, write } from "../tools/bindings";

/** Changed or untracked files that `git add` has not seen yet; an unpacked archive has no git to ask. */
function outsideGit(): string[] {
  if (!existsSync(".git")) return [];
  const lines = execFileSync("git", ["status", "--porcelain", "-uall", "--", FOLDER], {
    encoding: "utf8",
  }).split("\n");
  return lines.filter((line) => line !== "" && line[1] !== " ").map((line) => line.slice(3));
}

async function main(): Promise<void> {
  const bindings = await bindingsOf("artifacts");
  const names = stale(bindings);
  if (!process.argv.includes("--check")) {
    write(bindings);
    console.log(`${FOLDER}: ${bindings.size} files, ${names.length} changed`);
    return;
  }
  for (const name of names) console.error(`stale: ${FOLDER}/${name}`);
  if (names.length > 0) throw new Error(`run "npm run build" and commit ${FOLDER}/`);
  const uncommitted = outsideGit();
  for (const name of uncommitted) console.error(`not in git: ${name}`);
  if (uncommitted.length > 0) throw new Error(`run "git add ${FOLDER}"`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
