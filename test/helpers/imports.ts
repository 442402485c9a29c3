import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";

import { listFiles } from "../../tools/files";

/** Which files of a folder each of its files imports when it is loaded: types and `import()` do not count. */
export function importsOf(folder: string): ReadonlyMap<string, readonly string[]> {
  const files = new Set(listFiles(folder, /\.ts$/));
  return new Map(
    [...files].map((file) => {
      const { statements } = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
      const modules = statements
        .filter(loads)
        .map(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text);
      return [file, modules.flatMap((name) => resolve(file, name, files))];
    }),
  );
}

type Loading = (ts.ImportDeclaration | ts.ExportDeclaration) & { moduleSpecifier: ts.Expression };

function loads(statement: ts.Statement): statement is Loading {
  if (ts.isImportDeclaration(statement)) {
    const { importClause: clause } = statement;
    const named = clause?.namedBindings;
    const onlyTypes =
      clause?.phaseModifier === ts.SyntaxKind.TypeKeyword ||
      (!clause?.name && named && ts.isNamedImports(named) && named.elements.every((one) => one.isTypeOnly));
    return !onlyTypes;
  }
  return (
    ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined && !statement.isTypeOnly
  );
}

function resolve(from: string, name: string, files: ReadonlySet<string>): string[] {
  if (!name.startsWith(".")) return [];
  const path = normalize(join(dirname(from), name));
  return [`${path}.ts`, join(path, "index.ts")].filter((file) => files.has(file));
}

/** All that is loaded with a file, the file too. */
export function loadedWith(imports: ReadonlyMap<string, readonly string[]>, file: string): Set<string> {
  const loaded = new Set<string>();
  const visit = (name: string): void => {
    if (loaded.has(name)) return;
    loaded.add(name);
    imports.get(name)?.forEach(visit);
  };
  visit(file);
  return loaded;
}
