// npm run cli:build: the program `polity` as a package, in cli/dist, for npm pack: commands as CommonJS, a catalogue of them,
// and what the pictures of reports need of echarts. The repository itself runs cli/polity.ts as it is written.
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import type { Artifact } from "@nomicfoundation/ignition-core";

import { makeCatalogue } from "../cli/catalogue";
import { CONTRACTS } from "../cli/deploying";
import { listFiles } from "../tools/files";
import { run } from "../tools/run";
import { repositoryOf } from "./release";

/** Where the package keeps its own part. */
const PROGRAM = "cli";
/** It alone draws, with a library that is ten times as large as what is used of it. */
const DRAWS = "report/draw";

/** What others import: the words of a network's own file. */
const EXPORTS = {
  "./config": { types: "./config/index.d.ts", default: "./config/index.js" },
  "./package.json": "./package.json",
};

interface Manifest {
  private?: boolean;
  [field: string]: unknown;
}

async function drawing(dist: string): Promise<void> {
  const { build } = await import("vite");
  await build({
    ...{ configFile: false, logLevel: "warn" },
    ssr: { noExternal: true },
    build: {
      ...{ ssr: `${DRAWS}.ts`, outDir: join(dist, "report"), emptyOutDir: false, target: "es2022" },
      minify: true,
      rolldownOptions: {
        external: /^(@polity\/sdk|node:)/,
        output: { format: "cjs", entryFileNames: "draw.js", codeSplitting: false },
      },
    },
  });
}

/** Compiled contracts that a deployment can need: no mocks, but what stands in for contracts of others on a local chain. */
function contracts(dist: string): void {
  const artifacts = [
    ...listFiles("artifacts/contracts", /\.json$/).filter(
      (file) => !file.includes("/mocks/") || file.endsWith("StandIn.json"),
    ),
    "artifacts/@openzeppelin/contracts/governance/TimelockController.sol/TimelockController.json",
  ].filter((file) => !file.endsWith(".dbg.json"));
  mkdirSync(join(dist, CONTRACTS));
  for (const file of artifacts) {
    const { contractName, sourceName, abi, bytecode, linkReferences } = JSON.parse(
      readFileSync(file, "utf8"),
    ) as Artifact;
    // Interfaces, and libraries of which nothing is called from outside, are not deployed.
    if (abi.length === 0 || bytecode === "0x") continue;
    const content = JSON.stringify({ contractName, sourceName, abi, bytecode, linkReferences });
    writeFileSync(join(dist, CONTRACTS, `${contractName}.json`), content);
  }
}

/** Types of what a network's own file imports. */
async function configurationTypes(dist: string): Promise<void> {
  const folder = join(dist, "types");
  const { code, output } = await run("node", [
    "node_modules/typescript-native/bin/tsc",
    ...["-p", "cli/tsconfig.json", "--noEmit", "false", "--declaration", "--emitDeclarationOnly"],
    ...["--rootDir", ".", "--outDir", folder],
  ]);
  if (code !== 0) throw new Error(output);
  cpSync(join(folder, "config"), join(dist, "config"), { recursive: true });
  rmSync(folder, { recursive: true });
}

/** What `polity init` writes: the template, the indexer's files and the file that every NEP begins with. */
function templates(program: string): void {
  const folder = join(program, "template");
  cpSync("cli/template", folder, { recursive: true });
  cpSync("neps/template.md", join(folder, "neps/template.md"));
  const indexer = listFiles("indexer", /\.(ts|json)$/).filter(
    (file) => !/\/(test|node_modules|\.ponder|generated)\/|lock/.test(file),
  );
  for (const file of indexer) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(file, join(folder, file));
  }
  const file = join(folder, "indexer/package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { dependencies: Record<string, string> };
  manifest.dependencies["@polity/sdk"] = "POLITY_VERSION";
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The web app as `polity site` writes it: the one that is built already, where there is one. */
async function app(folder: string): Promise<void> {
  if (!existsSync("app/dist/index.html")) {
    const { code, output } = await run("vite", ["build", "app", "--logLevel", "warn"]);
    if (code !== 0) throw new Error(output);
  }
  cpSync("app/dist", folder, { recursive: true });
}

/** Builds the package into a folder, which is emptied first. */
export async function buildCli(folder: string): Promise<void> {
  const dist = resolve(folder);
  rmSync(dist, { recursive: true, force: true });
  const { code, output } = await run("node", [
    "node_modules/typescript-native/bin/tsc",
    ...["-p", "cli/tsconfig.json", "--noEmit", "false", "--rootDir", ".", "--outDir", dist],
  ]);
  if (code !== 0) throw new Error(output);
  await Promise.all([drawing(dist), configurationTypes(dist)]);
  contracts(dist);
  const { private: _, ...manifest } = JSON.parse(readFileSync("cli/package.json", "utf8")) as Manifest;
  const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
  writeFileSync(
    join(dist, "package.json"),
    `${JSON.stringify({ ...manifest, ...repositoryOf(process.env), engines, exports: EXPORTS }, null, 2)}\n`,
  );
  mkdirSync(join(dist, PROGRAM), { recursive: true });
  writeFileSync(join(dist, PROGRAM, "catalogue.json"), JSON.stringify(makeCatalogue()));
  chmodSync(join(dist, PROGRAM, "polity.js"), 0o755);
  templates(join(dist, PROGRAM));
  await app(join(dist, "app"));
  for (const file of ["cli/README.md", "LICENSE"]) cpSync(file, join(dist, file.replace("cli/", "")));
}

if (require.main === module) {
  buildCli("cli/dist")
    .then(() => console.log("the package is in cli/dist: npm pack ./cli/dist"))
    .catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    });
}
