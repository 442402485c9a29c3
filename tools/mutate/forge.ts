import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { mutate, type Mutation } from "./mutation";

const root = resolve(__dirname, "../..");

/** The forge suites of one folder, in a copy of what they are made of. */
export class Forge {
  private readonly _scratch = mkdtempSync(join(tmpdir(), "mutate-"));

  constructor(private readonly _folder: string) {
    for (const path of ["contracts", `test/${_folder}`, "foundry.toml"])
      cpSync(join(root, path), join(this._scratch, path), { recursive: true });
    for (const path of ["node_modules", "tools"]) symlinkSync(join(root, path), join(this._scratch, path));
  }

  /** The first test that is red after the change, and what it said. */
  red(mutation?: Mutation): string | undefined {
    if (mutation === undefined) return this._run();
    const path = join(this._scratch, mutation.file);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, mutate(text, mutation));
    try {
      return this._run();
    } finally {
      writeFileSync(path, text);
    }
  }

  close(): void {
    rmSync(this._scratch, { recursive: true });
  }

  private _run(): string | undefined {
    const paths = ["--match-path", `test/${this._folder}/*`];
    const { status, signal, stdout, stderr } = spawnSync(
      "npx",
      ["forge", "test", ...paths, "--fail-fast", "--fuzz-seed", "1"],
      {
        ...({ cwd: this._scratch, encoding: "utf8" } as const),
        env: { ...process.env, FOUNDRY_FUZZ_RUNS: "64", FOUNDRY_INVARIANT_RUNS: "12" },
      },
    );
    if (/Compiler run failed/.test(stdout + stderr))
      throw new Error(`This change does not compile:\n${stdout}${stderr}`);
    if (status === 0) return undefined;
    const [failed, reason = ""] = /\[FAIL(?:: ([^\];]+))?/.exec(stdout) ?? [];
    if (failed === undefined) {
      const said = (stdout + stderr).slice(-2_000);
      throw new Error(`Forge ended without a verdict, with ${signal ?? `code ${status}`}:\n${said}`);
    }
    return `forge: ${reason}`;
  }
}
