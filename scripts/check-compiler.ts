// The compiler's own list of known bugs against what was compiled: fails when one can touch it and is not accepted with a
// reason in tools/solc/known-bugs.json.
//   --upstream  compares that copy with Solidity's list, and with what npm carries, instead: needs the network
import { readFileSync } from "node:fs";

import {
  compilerProblems,
  knownBugs,
  upstreamProblems,
  type Build,
  type BugList,
  type UpstreamBug,
} from "../tools/solc/bugs";
import { listFiles } from "../tools/files";
import { run } from "../tools/run";

interface BuildInfo {
  solcVersion: string;
  input: { settings: Build["settings"]; sources: Record<string, { content: string }> };
}

function builds(): Build[] {
  return listFiles("artifacts/build-info", /\.json$/).map((file) => {
    const { solcVersion, input } = JSON.parse(readFileSync(file, "utf8")) as BuildInfo;
    const sources = Object.values(input.sources).map(({ content }) => content);
    return { version: solcVersion, settings: input.settings, sources };
  });
}

async function upstream(list: BugList): Promise<string[]> {
  const answer = await fetch(list.source).catch((error: unknown) => {
    throw new Error(`${list.source} cannot be reached: ${String(error)}`);
  });
  if (!answer.ok) throw new Error(`${list.source} answers ${answer.status} ${answer.statusText}`);
  const { code, output, stdout } = await run("npm", ["view", "solc", "version"]);
  if (code !== 0) throw new Error(`npm does not name its newest solc: ${output}`);
  return [...upstreamProblems(list, (await answer.json()) as UpstreamBug[], stdout.trim())];
}

async function main(): Promise<void> {
  const list = knownBugs();
  const problems = process.argv.includes("--upstream")
    ? await upstream(list)
    : [...compilerProblems(list, builds())];
  for (const problem of problems) console.error(problem);
  console.log(`${list.bugs.length} known bugs, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
