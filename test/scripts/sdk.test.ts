import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

import { expect } from "chai";

import { listFiles } from "../../tools/files";
import { builtAt, installed } from "../helpers/packages";

/** What a program that only reads may cost a page, compressed, beside the provider that it has. */
const BUDGET = 95_000;

const READER = `
import { connectDeployment, listProposals, parseDeployment, readProposal } from "@polity/sdk";
export async function read(file, provider) {
  const network = await connectDeployment(parseDeployment(file), provider);
  const all = await listProposals(network, { fromBlock: 0 });
  return Promise.all(all.map(({ id }) => readProposal(network.governor, id)));
}
`;

const TYPED = `
import { connect, type Network } from "@polity/sdk";
import { vote } from "@polity/sdk/governor/vote";
const network: Network = connect({} as never, null as never);
export const now: Promise<bigint> = network.governor.clock();
export const id: Parameters<typeof vote>[2]["proposalId"] = 1n;
// @ts-expect-error -- there is no such contract
export const nothing: unknown = network.nothing;
`;

describe("The SDK as a package", () => {
  /** An empty project with the packed SDK and, as npm would install them, the packages that it names. */
  let project: string;
  const { dependencies, exports } = JSON.parse(readFileSync("sdk/package.json", "utf8")) as {
    dependencies: Record<string, string>;
    exports: Record<string, string>;
  };
  const node = (...words: string[]) =>
    execFileSync(process.execPath, words, { cwd: project, encoding: "utf8" });
  const write = (file: string, text: string) => writeFileSync(join(project, file), text);

  before(async () => {
    ({ folder: project } = await installed());
    write("package.json", '{ "private": true }');
  });

  it("exports every folder by its name, and names each package that it imports, in the version of the repository", () => {
    const folders = readdirSync("sdk", { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const indexes = folders
      .map(({ name }) => name)
      .filter((name) => listFiles(`sdk/${name}`, /\/index\.ts$/).length);
    expect(Object.keys(exports)).to.have.members([".", "./*", ...indexes.map((name) => `./${name}`)]);
    const imported = listFiles("sdk", /\.ts$/)
      .filter((file) => !file.startsWith("sdk/dist/"))
      .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/\bfrom "([^."\s][^"\s]*)"/g)])
      .map(([, name]) => /^(@[^/]+\/)?[^/]+/.exec(name!)![0]);
    expect([...new Set(imported)].sort()).to.deep.equal(Object.keys(dependencies));
    const root = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: Record<string, string> };
    expect(root.dependencies).to.include(dependencies);
  });

  it("runs in an empty project as ES modules and as CommonJS", () => {
    write("esm.mjs", 'import { connect, canonicalJson } from "@polity/sdk"; import { vote } from "@polity/sdk/governor/vote"; import * as treasury from "@polity/sdk/treasury"; console.log(typeof connect, typeof vote, typeof treasury.readBudgets, canonicalJson({ b: 1, a: 2 }));'); // prettier-ignore
    write("cjs.cjs", 'const { connect, canonicalJson } = require("@polity/sdk"); const { vote } = require("@polity/sdk/governor/vote"); const treasury = require("@polity/sdk/treasury"); console.log(typeof connect, typeof vote, typeof treasury.readBudgets, canonicalJson({ b: 1, a: 2 }));'); // prettier-ignore
    for (const file of ["esm.mjs", "cjs.cjs"])
      expect(node(file), file).to.equal('function function function {"a":2,"b":1}\n');
  });

  it("has types for both, which TypeScript checks to the end", () => {
    write("typed.mts", TYPED);
    write("typed.cts", TYPED);
    const compilerOptions = { noEmit: true, strict: true, target: "es2022", module: "nodenext", types: [] };
    write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["typed.mts", "typed.cts"] }));
    expect(node(resolve("node_modules/typescript-native/bin/tsc"), "-p", ".")).to.equal("");
  });

  it("carries ABIs and no bytecode, no sources and no tests", () => {
    const files = listFiles(builtAt(project, "@polity/sdk"), /./);
    expect(files.length).to.be.greaterThan(500);
    for (const file of files) {
      expect(file).to.match(/\.(js|d\.ts|json|md)$|LICENSE$/);
      expect(file).not.to.match(/\.test\./);
      expect(readFileSync(file, "utf8"), file).not.to.match(/0x60[68]0[0-9a-f]{100}/);
    }
  });

  it("costs a page that only reads less than its budget", async () => {
    const { build } = await import("vite");
    write("reader.js", READER);
    const [{ output }] = (await build({
      ...{ root: project, configFile: false, logLevel: "warn" },
      build: { write: false, target: "es2022", lib: { entry: "reader.js", formats: ["es"] }, minify: true },
    })) as unknown as [{ output: { isEntry: boolean; fileName: string; code: string; imports: string[] }[] }];
    const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
    const loaded = new Set<string>();
    const load = (name: string) => {
      if (loaded.has(name)) return;
      loaded.add(name);
      for (const other of chunks.get(name)!.imports) load(other);
    };
    load(output.find(({ isEntry }) => isEntry)!.fileName);
    const sizes = [...loaded].map((name) => gzipSync(chunks.get(name)!.code).length);
    const size = sizes.reduce((sum, one) => sum + one, 0);
    expect(size).to.be.lessThan(BUDGET).and.greaterThan(30_000);
  });
});
