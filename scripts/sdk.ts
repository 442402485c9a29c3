// npm run sdk:build: the SDK as a package, in sdk/dist, for npm pack: ES modules and CommonJS, types, and ABIs without
// bytecode. The repository itself reads sdk/ as it is written, through the same names.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve } from "node:path";

import { listFiles } from "../tools/files";
import { run } from "../tools/run";
import { repositoryOf } from "./release";

interface Manifest {
  exports: Record<string, string>;
  dependencies: Record<string, string>;
  [field: string]: unknown;
}

/** What a name leads to in the package: modules keep their places, so that a bundler takes those that are asked for. */
const built = (source: string) => {
  const module = source.replace(/^\.\//, "").replace(/\.ts$/, "");
  return {
    import: { types: `./esm/sdk/${module}.d.ts`, default: `./esm/sdk/${module}.js` },
    require: { types: `./cjs/sdk/${module}.d.ts`, default: `./cjs/sdk/${module}.js` },
  };
};

export function manifestOf(source: Manifest): Manifest {
  const { private: _, exports, ...rest } = source;
  return {
    ...rest,
    ...repositoryOf(process.env),
    engines: { node: "^20.19.0 || ^22.13.0 || >=24.0.0" },
    exports: {
      ...Object.fromEntries(Object.entries(exports).map(([name, file]) => [name, built(file)])),
      "./package.json": "./package.json",
    },
  };
}

async function modules(
  format: "es" | "cjs",
  outDir: string,
  external: (id: string) => boolean,
): Promise<void> {
  const { build } = await import("vite");
  const entry = listFiles("sdk", /\.ts$/).filter((file) => !file.startsWith("sdk/dist/"));
  await build({
    configFile: false,
    logLevel: "warn",
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      minify: false,
      lib: { entry, formats: [format] },
      rolldownOptions: {
        external,
        output: {
          preserveModules: true,
          preserveModulesRoot: ".",
          entryFileNames: "[name].js",
          exports: "named",
        },
      },
    },
  });
}

/** Types, for both kinds of modules: TypeScript asks that relative imports name their files. */
async function types(dist: string): Promise<void> {
  const folder = join(dist, "types");
  const { code, output } = await run("node", [
    "node_modules/typescript-native/bin/tsc",
    ...["-p", "sdk/tsconfig.json", "--noEmit", "false", "--declaration", "--emitDeclarationOnly"],
    ...["--outDir", folder, "--rootDir", "."],
  ]);
  if (code !== 0) throw new Error(output);
  const files = listFiles(folder, /\.d\.ts$/);
  const known = new Set(files.map((file) => relative(folder, file)));
  for (const file of files) {
    const name = relative(folder, file);
    const text = readFileSync(file, "utf8").replace(
      /((?:from|import)\s*\(?\s*")(\.{1,2}\/[^"]*|\.{1,2})(")/g,
      (_, before: string, path: string, after: string) => {
        const target = posix.join(posix.dirname(name), path);
        const whole = known.has(`${target}.d.ts`) ? path : `${path}/index`;
        return `${before}${whole}.js${after}`;
      },
    );
    for (const kind of ["esm", "cjs"]) {
      const copy = join(dist, kind, name);
      mkdirSync(dirname(copy), { recursive: true });
      writeFileSync(copy, text);
    }
  }
  rmSync(folder, { recursive: true });
}

/** Builds the package into a folder, which is emptied first. */
export async function buildSdk(folder: string): Promise<void> {
  const dist = resolve(folder);
  rmSync(dist, { recursive: true, force: true });
  const source = JSON.parse(readFileSync("sdk/package.json", "utf8")) as Manifest;
  const packages = Object.keys(source.dependencies);
  const external = (id: string) => packages.some((name) => id === name || id.startsWith(`${name}/`));
  await modules("es", join(dist, "esm"), external);
  await modules("cjs", join(dist, "cjs"), external);
  await types(dist);
  writeFileSync(join(dist, "package.json"), `${JSON.stringify(manifestOf(source), null, 2)}\n`);
  for (const [kind, type] of [
    ["esm", "module"],
    ["cjs", "commonjs"],
  ] as const)
    // prettier-ignore
    writeFileSync(join(dist, kind, "package.json"), `${JSON.stringify({ type, sideEffects: false })}\n`);
  for (const file of ["sdk/README.md", "LICENSE"]) cpSync(file, join(dist, file.replace("sdk/", "")));
}

if (require.main === module) {
  buildSdk("sdk/dist")
    .then(() => console.log("the package is in sdk/dist: npm pack ./sdk/dist"))
    .catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    });
}
