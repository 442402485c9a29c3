// The conventions of contracts/ that no linter knows, read from the compiler's own syntax tree.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { listFiles } from "../tools/files";
import { deletedTransients } from "../tools/solc/transients";

interface Node {
  nodeType: string;
  name?: string;
  src: string;
  documentation?: unknown;
  abstract?: boolean;
  contractKind?: "contract" | "interface" | "library";
  literals?: string[];
  mutability?: "constant" | "immutable" | "mutable";
  visibility?: string;
  typeName?: MappingType;
  nodes?: Node[];
}

interface MappingType {
  nodeType: string;
  keyName?: string;
  valueType?: MappingType;
}

interface BuildInfo {
  output: { sources: Record<string, { ast: Node } | undefined> };
}

const { version } = JSON.parse(readFileSync("node_modules/solc/package.json", "utf8")) as { version: string };
const DOCUMENTED = ["FunctionDefinition", "EventDefinition", "ErrorDefinition"];
/**
 * Our own errors name their contract; those of a standard (ERC5805FutureLookup) keep the name it gave them, and so do those
 * of a library, which we repeat where clients have to know them.
 */
const ERROR_NAME = /^([A-Z][A-Za-z0-9]*_[A-Z][A-Za-z0-9]*|ERC\d+[A-Za-z0-9]+)$/;

/** The newest syntax tree of each own source, by source name, and all that was compiled for them. */
function syntaxTrees(): { trees: Map<string, Node>; infos: Map<string, BuildInfo> } {
  const trees = new Map<string, Node>();
  const infos = new Map<string, BuildInfo>();
  for (const debugFile of listFiles("artifacts/contracts", /\.dbg\.json$/)) {
    const { buildInfo } = JSON.parse(readFileSync(debugFile, "utf8")) as { buildInfo: string };
    const path = join(dirname(debugFile), buildInfo);
    const info = infos.get(path) ?? (JSON.parse(readFileSync(path, "utf8")) as BuildInfo);
    infos.set(path, info);
    const source = dirname(debugFile)
      .replaceAll("\\", "/")
      .replace(/^artifacts\//, "");
    const tree = info.output.sources[source]?.ast;
    if (tree) trees.set(source, tree);
  }
  return { trees, infos };
}

/** mapping(address account => mapping(uint256 id => ...)): each key has a name. */
function keysNamed(type: MappingType | undefined): boolean {
  return type?.nodeType !== "Mapping" || (!!type.keyName && keysNamed(type.valueType));
}

/** The errors of a source, in contracts and outside. */
const errorsIn = ({ nodes = [] }: Node): Node[] =>
  [
    ...nodes,
    ...nodes.flatMap((node) => (node.nodeType === "ContractDefinition" ? (node.nodes ?? []) : [])),
  ].filter(({ nodeType }) => nodeType === "ErrorDefinition");

function* problems(tree: Node, ofLibraries: Set<string>): Generator<[node: Node, message: string]> {
  const nodes = tree.nodes ?? [];
  const contracts = nodes.filter(({ nodeType }) => nodeType === "ContractDefinition");
  const deployed = contracts.some(({ contractKind, abstract }) => contractKind === "contract" && !abstract);
  const pragma = nodes.find(({ literals }) => literals?.[0] === "solidity");
  const range = pragma?.literals?.slice(1).join("") ?? "";
  if (deployed && range !== version) {
    yield [pragma ?? tree, `a deployed contract pins its compiler: pragma solidity ${version};`];
  }
  if (!deployed && !/^(\^|>=)/.test(range)) {
    yield [pragma ?? tree, "what is only imported accepts a range: pragma solidity ^0.8.24;"];
  }
  for (const node of errorsIn(tree)) {
    if (!ERROR_NAME.test(node.name ?? "") && !ofLibraries.has(node.name ?? ""))
      yield [node, `error ${node.name ?? ""}: its name begins with "Contract_"`];
  }
  for (const contract of contracts.filter(({ contractKind }) => contractKind === "contract")) {
    for (const node of contract.nodes ?? []) {
      const { nodeType, name = "", visibility = "", mutability = "mutable" } = node;
      const hidden = visibility === "internal" || visibility === "private";
      // A struct or an error has no visibility, a constructor no name; modifiers and constants are named otherwise.
      const named = hidden && name !== "" && mutability === "mutable" && nodeType !== "ModifierDefinition";
      if (!keysNamed(node.typeName)) yield [node, `mapping ${name}: name its keys`];
      if (named && !name.startsWith("_")) yield [node, `${visibility} ${name}: its name begins with "_"`];
    }
  }
  for (const contract of contracts.filter(({ contractKind }) => contractKind === "interface")) {
    for (const node of [contract, ...(contract.nodes ?? [])]) {
      const wanted = node === contract || DOCUMENTED.includes(node.nodeType);
      if (wanted && !node.documentation)
        yield [node, `interface ${contract.name ?? ""}: ${node.name ?? ""} has no NatSpec`];
    }
  }
}

/** src is "start:length:file" in bytes. */
function line(source: string, node: { src: string }): number {
  return readFileSync(source)
    .subarray(0, Number(node.src.split(":")[0]))
    .toString()
    .split("\n").length;
}

const { trees, infos } = syntaxTrees();
const ofLibraries = new Set(
  [...infos.values()]
    .flatMap(({ output }) => Object.entries(output.sources))
    .flatMap(([source, at]) => (at && !source.startsWith("contracts/") ? errorsIn(at.ast) : []))
    .map(({ name = "" }) => name),
);
let count = 0;
const report = (source: string, node: { src: string }, message: string): void => {
  console.error(`${source}:${line(source, node)} ${message}`);
  count += 1;
};
for (const [source, tree] of trees) {
  if (source.startsWith("contracts/mocks/")) continue;
  for (const [node, message] of problems(tree, ofLibraries)) report(source, node, message);
}
// SOL-2026-1: some compilers clear storage instead. What sets the value 0 is right with all of them.
const deleted = [...infos.values()].flatMap(({ output }) => deletedTransients(output.sources));
const found = new Map(
  deleted
    .filter(({ source }) => trees.has(source))
    .map((one) => [`${one.source} ${one.node.src.split(":")[0]}`, one]),
);
for (const { source, node, name } of found.values())
  report(source, node, `delete ${name}: assign 0 to a transient variable instead`);
if (trees.size === 0) console.error("no compiled contract found: compile first (npm run build)");
console.log(`${trees.size} sources read, ${count} problems`);
process.exitCode = count > 0 || trees.size === 0 ? 1 : 0;
