// Documentation that cannot rot: what a reader is asked to run is run by CI, and what is mentioned exists.
//
// - Every line of a ```sh block is a line of .ci/run or of a workflow, word for word; or the block follows
//   <!-- not in CI: reason --> (a testnet key, a process that never ends) and its scripts and files exist; or it follows
//   <!-- run by test/… --> and that test reads the document, to run every command of such blocks.
// - `npm run x` anywhere names a script of package.json, and the file behind that script exists.
// - Relative links and paths named in commands exist.
// - docs/README.md links every page of docs/; decisions have an index of their own, docs/decisions/README.md,
//   and numbers of their own.
// - No long row of a table stands twice in a document.
// - .env.example lists the variables that the code reads, no more and no fewer.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { listFiles } from "../tools/files";
import { presets } from "../config";

const FENCE =
  /(<!-- (not in CI: (?<reason>.+?)|run by (?<runner>\S+)) -->\n+)?^```(?<language>\w*)[^\n]*\n(?<body>.*?)^```/gms;
/** Rows of tables that are shorter, such as headings, may well stand in two tables. */
const MIN_ROW = 100;
const SHELLS = ["bash", "shell", "console", "zsh", "powershell"];

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
  scripts: Partial<Record<string, string>>;
};
const documents = [
  ...listFiles("docs", /\.md$/),
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md"].filter(existsSync),
];

/** "a && b  # why" is two commands. */
const commands = (text: string): string[] =>
  text
    .split(/\n|&&/)
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");

const inCi = new Set([
  ...[...readFileSync(".ci/run", "utf8").matchAll(/^ *step (.+)$/gm)].flatMap(([, command = ""]) =>
    commands(command),
  ),
  ...listFiles(".github/workflows", /\.ya?ml$/).flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/^\s*-?\s*run: (.+)$/gm)].flatMap(([, command = ""]) =>
      commands(command),
    ),
  ),
]);

const isPath = (word: string): boolean => /^\.?[\w-]+\/[\w./-]+$/.test(word) && !word.includes("://");
const missing = (word: string): boolean => isPath(word) && !existsSync(word);

function* missingParts(text: string): Generator<string> {
  for (const [, name = ""] of text.matchAll(/\bnpm run ([\w:-]+)/g)) {
    const script = scripts[name];
    if (script === undefined) yield `package.json has no script "${name}"`;
    for (const word of (script ?? "").split(/\s+/).filter(missing))
      yield `npm run ${name}: ${word} does not exist`;
  }
}

function* problems(file: string, text: string): Generator<string> {
  yield* missingParts(text);
  for (const { groups } of text.matchAll(FENCE)) {
    const {
      reason,
      runner,
      language = "",
      body = "",
    } = groups as { reason?: string; runner?: string; language?: string; body?: string };
    if (SHELLS.includes(language))
      yield `\`\`\`${language}: write \`\`\`sh, so that the commands are checked`;
    if (language !== "sh") continue;
    if (runner !== undefined && !(existsSync(runner) && readFileSync(runner, "utf8").includes(`"${file}"`)))
      yield `${runner} does not run the block: it does not exist, or does not read "${file}"`;
    for (const command of commands(body)) {
      if (reason === undefined && runner === undefined && !inCi.has(command)) {
        yield `CI does not run "${command}": add it to .ci/run, or say <!-- run by test/… --> or <!-- not in CI: reason --> above the block`;
      }
      // Of a line that a test runs, the test knows which files an earlier line has made.
      const words = runner === undefined ? command.split(/\s+/) : [];
      for (const word of words.filter(missing)) yield `"${command}": ${word} does not exist`;
    }
  }
  const prose = text.replace(FENCE, "");
  for (const [, target = ""] of prose.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)) {
    if (!existsSync(join(dirname(file), target))) yield `link to ${target}: no such file`;
  }
  // A merge that keeps both sides writes a table twice.
  const rows = [...prose.matchAll(/^\|.*[a-z].*\|$/gim)].map(([row]) => row.replace(/ +/g, " "));
  for (const row of new Set(rows.filter((one, i) => one.length > MIN_ROW && rows.indexOf(one) !== i)))
    yield `the row "${row.slice(0, 60).trim()}…" stands twice`;
}

function* unlinked(): Generator<string> {
  const index = ["docs/README.md", "docs/decisions/README.md"];
  const linked = new Set(
    index.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/\]\(([^)#\s]+\.md)/g)].map(([, to = ""]) =>
        join(dirname(file), to),
      ),
    ),
  );
  for (const page of listFiles("docs", /\.md$/)) {
    if (!index.includes(page) && !linked.has(page)) yield `${page} is linked from no index`;
  }
  const numbers = listFiles("docs/decisions", /\/\d{4}-/).map((file) => /\/(\d{4})-/.exec(file)![1]!);
  for (const number of numbers.filter((one, i) => numbers.indexOf(one) !== i))
    yield `two decisions have the number ${number}`;
}

/** The table of networks in README.md names the types that each has. */
function* networks(): Generator<string> {
  const readme = readFileSync("README.md", "utf8");
  for (const [name, { governor }] of Object.entries(presets)) {
    const types = Object.keys(governor.types).join(", ");
    if (!new RegExp(`^\\| \\[${name}\\].*\\| ${types} *\\|$`, "m").test(readme))
      yield `the row of ${name} must end with its types, in their order: ${types}`;
  }
}

/** Set by the machine or by our own tools, never by a person. */
const INTERNAL = ["CI", "PATH", "SOLIDITY_COVERAGE", "TEST_COUNTS"];

function* environment(): Generator<string> {
  const sources = ["commands", "config", "deploy", "devnet", "scripts", "sdk"].flatMap((folder) =>
    listFiles(folder, /\.ts$/),
  );
  const read = new Set(
    ["tools/hardhat.ts", ...sources].flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/process\.env\.(\w+)/g)].map(([, name = ""]) => name),
    ),
  );
  const listed = [...readFileSync(".env.example", "utf8").matchAll(/^(\w+)=/gm)].map(([, name = ""]) => name);
  for (const name of read) if (!listed.includes(name) && !INTERNAL.includes(name)) yield `${name} is missing`;
  for (const name of listed) if (!read.has(name)) yield `${name} is read nowhere`;
}

let count = 0;
for (const problem of environment()) {
  console.error(`.env.example: ${problem}`);
  count += 1;
}
for (const problem of networks()) {
  console.error(`README.md: ${problem}`);
  count += 1;
}
for (const problem of unlinked()) {
  console.error(`docs/README.md: ${problem}`);
  count += 1;
}
for (const file of documents) {
  for (const problem of new Set(problems(file, readFileSync(file, "utf8")))) {
    console.error(`${file}: ${problem}`);
    count += 1;
  }
}
console.log(`${documents.length} documents read, ${inCi.size} commands in CI, ${count} problems`);
process.exitCode = count > 0 || documents.length === 0 ? 1 : 0;
