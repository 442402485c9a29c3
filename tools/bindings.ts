// The contents of typechain-types/: what this project's sources import or deploy by name, ABIs without bytecode.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import type { JsonFragment } from "ethers";
import { runTypeChain } from "typechain";

import { listFiles } from "./files";

export const FOLDER = "typechain-types";

/** The folders that are checked for types, and the app's. */
function sources(): string[] {
  const { include } = JSON.parse(readFileSync("tsconfig.json", "utf8")) as { include: string[] };
  const folders = include.map((path) => path.replace("/**/*.ts", "")).filter((path) => !path.endsWith(".ts"));
  return [...folders, "app/src"].flatMap((folder) => listFiles(folder, /\.tsx?$/));
}

/** `import … from ".../typechain-types/contracts/token/GovernanceToken"` */
const DEEP = /from "[./]+\/typechain-types\/[^"]*?(\w+)"/g;
/** `import { type Treasury, ISafe__factory } from ".../typechain-types"` */
const ROOT = /import (?:type )?\{([^{}]*)\} from "[./]+\/typechain-types"/g;
const BY_NAME = /\.(deployContract|getContractAt)\(\s*"(\w+)"/g;

/** Contracts that a source imports the types of, or deploys and connects to by name. */
export function namesIn(source: string): string[] {
  const imported = [...source.matchAll(ROOT)].flatMap(([, names]) => names!.match(/\b(?!type\b)\w+/g) ?? []);
  const deep = [...source.matchAll(DEEP)].map(([, name]) => name!);
  const byName = [...source.matchAll(BY_NAME)].map(([, , name]) => name!);
  return [...imported, ...deep, ...byName].map((name) => name.replace(/__factory$/, ""));
}

/** How a source deploys contracts and connects to them: `deployContract Treasury`. */
const helpersIn = (source: string): string[] =>
  [...source.matchAll(BY_NAME)].map(([, helper, name]) => `${helper} ${name}`);

/**
 * ABIs with a line a fragment, without constructors and the compiler's names of types. Each is parsed once and not for every
 * contract that is connected: that was a quarter of an audit's time. No factory promises that it deploys, and Hardhat's helpers
 * have types for the contracts that they are called with.
 */
function shortened(source: string, helpers: ReadonlySet<string>): string {
  return source
    .replace(
      /^ +(getContract\w+|deployContract)\(\s*name: "(\w+)",[^;]*;\n/gm,
      (all, helper: string, name: string) => (helpers.has(`${helper} ${name}`) ? all : ""),
    )
    .replace(/return new Interface\(_abi\)/, "return (parsed ??= new Interface(_abi))")
    .replace(
      /(export class (\w+) \{\n +static readonly abi[^]*new Contract\(address, )_abi/,
      "let parsed: Interface | undefined;\n\n$1$2.createInterface()",
    )
    .replace(/const _abi = (\[[^;]*\]) as const;/, (_, literal: string) => {
      const all = JSON.parse(literal) as JsonFragment[];
      const abi = all.filter(({ type }) => type !== "constructor");
      return `const _abi = [\n${abi.map((fragment) => `  ${lineOf(fragment)},\n`).join("")}] as const;`;
    });
}

function lineOf(fragment: JsonFragment): string {
  return JSON.stringify(fragment, (key, value: unknown) => (key === "internalType" ? undefined : value));
}

/** The bindings by file name, as the compiled contracts in `artifacts` say. */
export async function bindingsOf(artifacts: string): Promise<Map<string, string>> {
  const read = sources().map((file) => readFileSync(file, "utf8"));
  const wanted = new Set(read.flatMap(namesIn));
  const helpers = new Set(read.flatMap(helpersIn));
  const files = listFiles(artifacts, /\.json$/).filter((file) => wanted.has(basename(file, ".json")));
  if (files.length === 0) throw new Error("no artifacts: compile first (npm run build)");
  const cwd = mkdtempSync(join(tmpdir(), "polity-bindings-")).replaceAll("\\", "/");
  try {
    // An ABI alone, without bytecode: typechain then writes factories that connect and do not deploy.
    const allFiles = files.map((file) => {
      const copy = `${cwd}/abi${file.slice(artifacts.length)}`;
      mkdirSync(dirname(copy), { recursive: true });
      const { abi } = JSON.parse(readFileSync(file, "utf8")) as { abi: unknown };
      writeFileSync(copy, JSON.stringify(abi));
      return copy;
    });
    const outDir = `${cwd}/types`;
    await runTypeChain({
      cwd,
      allFiles,
      filesToProcess: allFiles,
      outDir,
      target: "ethers-v6",
      // The ABIs stay JSON for what follows.
      prettier: { printWidth: 110, quoteProps: "preserve", trailingComma: "none" },
      flags: {
        alwaysGenerateOverloads: false,
        discriminateTypes: false,
        tsNocheck: true,
        node16Modules: false,
        environment: "hardhat",
      },
    });
    return new Map(
      listFiles(outDir, /./).map((file) => [
        file.slice(outDir.length + 1),
        shortened(readFileSync(file, "utf8"), helpers),
      ]),
    );
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** Names of the files that are missing, differ or are left over. */
export function stale(bindings: ReadonlyMap<string, string>): string[] {
  const present = new Map(
    listFiles(FOLDER, /./).map((file) => [file.slice(FOLDER.length + 1), readFileSync(file, "utf8")]),
  );
  return [...new Set([...bindings.keys(), ...present.keys()])].filter(
    (name) => bindings.get(name) !== present.get(name),
  );
}

/** Touches only what is stale: a compiler that watches the folder sees no more. */
export function write(bindings: ReadonlyMap<string, string>): void {
  for (const name of stale(bindings)) {
    const file = join(FOLDER, name);
    const source = bindings.get(name);
    if (source === undefined) {
      rmSync(file);
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, source);
  }
}
