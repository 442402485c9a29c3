// Formats what is staged, in the index: of a file that is staged in part, the rest stays as it is.
const { execFileSync } = require("node:child_process");
const { readFileSync, writeFileSync } = require("node:fs");

const prettier = require("prettier");

const git = (args, input) => execFileSync("git", args, { input, maxBuffer: 2 ** 28 });

async function main() {
  const top = git(["rev-parse", "--show-toplevel"]).toString().trim();
  process.chdir(top);
  const staged = git(["diff", "--cached", "--raw", "--no-renames", "--diff-filter=AM", "-z", "--abbrev=40"]);
  const words = staged.toString().split("\0");
  for (let i = 0; i + 1 < words.length; i += 2) {
    const [, mode, , blob] = words[i].split(" ");
    const file = words[i + 1];
    if (!mode.startsWith("100")) continue; // a link, or a repository of its own
    const { ignored, inferredParser } = await prettier.getFileInfo(file, { ignorePath: ".prettierignore" });
    if (ignored || inferredParser === null) continue;
    const before = git(["cat-file", "blob", blob]);
    const options = await prettier.resolveConfig(file, { editorconfig: true });
    const after = await prettier.format(before.toString(), { ...options, filepath: file });
    if (after === before.toString()) continue;
    const written = git(["hash-object", "-w", "--stdin"], after).toString().trim();
    git(["update-index", "--cacheinfo", `${mode},${written},${file}`]);
    if (readFileSync(file).equals(before)) writeFileSync(file, after);
    console.error(`formatted ${file}`);
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
