// docs/presets.md: every figure of the presets, and whose it is.
//   tsx scripts/presets.ts
import { writeFileSync } from "node:fs";

import { format } from "prettier";

import { parseConfig, presets, type NetworkConfig, type PresetName } from "../config";
import { isTheirs, THEIRS } from "../config/presets/theirs";

const FILE = "docs/presets.md";

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");

/** A preset's value, in bold if the network's own document names it. */
const marked = (preset: PresetName, path: string, value: unknown) =>
  isTheirs(preset, path) ? `**${String(value)}**` : String(value);

/** The values of an object that hold no others, by their paths. */
function* leavesOf(value: unknown, path = ""): Generator<[path: string, value: unknown], void> {
  if (typeof value !== "object" || value === null) {
    yield [path, value];
    return;
  }
  for (const [name, inner] of Object.entries(value as Record<string, unknown>))
    if (inner !== undefined) yield* leavesOf(inner, path ? `${path}.${name}` : name);
}

function typesOf(name: PresetName): string {
  const { types } = presets[name].governor;
  const codes = Object.keys(types);
  const fields = [...new Set(Object.values(types).flatMap((rules) => Object.keys(rules)))];
  return table(
    ["Rule", ...codes],
    fields.map((field) => [
      `\`${field}\``,
      ...codes.map((code) => {
        const value = (types[code] as Record<string, unknown>)[field];
        return value === undefined ? "–" : marked(name, `governor.types.${code}.${field}`, value);
      }),
    ]),
  );
}

function parametersOf(name: PresetName, { governor, registry }: NetworkConfig): string {
  const openTo = (namespace: string) =>
    governor.scopes.find((scope) => scope.namespace === namespace)?.types.join(", ") ?? governor.defaultType;
  return table(
    ["Parameter", "Start", "Bounds", "Read by", "Changed by"],
    registry.parameters.map(({ key, namespace, value, min, max, readBy }, i) => [
      `\`${key}\``,
      marked(
        name,
        `registry.parameters.${i}.value`,
        /^0x0+$/.test(String(value)) ? "none" : short(String(value)),
      ),
      min === undefined && max === undefined ? "–" : `${min ?? "–"} to ${max ?? "–"}`,
      readBy.join(", "),
      openTo(namespace),
    ]),
  );
}

const short = (value: string) => (value.length > 40 ? `${value.slice(0, 10)}…` : value);

/** What is in no other table: sums, times and shares, without the words around them. */
function othersOf(name: PresetName): string {
  const rest = Object.entries(presets[name]).filter(
    ([section]) => !["governor", "registry"].includes(section),
  );
  const words =
    /(^|\.)(note|description|to|beneficiary|symbol|kind|token|optional|members\.\d+)$|^name$|^token\.name$|^targets\.\d+\.categories/;
  const rows = [...leavesOf(Object.fromEntries(rest))].filter(
    ([path]) => isTheirs(name, path) || !words.test(path),
  );
  return table(
    ["Figure", "Start"],
    rows.map(([path, value]) => [`\`${path}\``, marked(name, path, value)]),
  );
}

function sectionOf(name: PresetName): string {
  const config = parseConfig(presets[name]);
  const says = THEIRS[name].map((saying) => `- ${saying.row}: ${saying.says}.`);
  return [
    `## ${config.name}`,
    `What its own document says in figures and names:`,
    says.join("\n"),
    "### Types of proposals",
    typesOf(name),
    "### Parameters",
    parametersOf(name, config),
    "### Everything else",
    othersOf(name),
  ].join("\n\n");
}

/** The page, as prettier writes it. */
export async function presetsPage(): Promise<string> {
  const intro = `# The presets' figures, and whose they are

<!-- Written by scripts/presets.ts from config/presets; a test says when it is stale. -->

A figure **in bold** is the network's: its own document names it. Every other figure is ours, a proposal for a start: the network's votes can change it, and whoever deploys the network should look at it first.

Each parameter says who reads it: a \`contract\`; a \`recipe\`, which is a computation that anybody can repeat; the network's \`node\`s; a \`gateway\`, which stands in front of them, as a marketplace does; or \`people\`. What nobody reads is no parameter. Nodes, gateways and recipes are the networks' own software: none of it is in this repository.`;
  const names = Object.keys(presets) as PresetName[];
  return format([intro, ...names.map(sectionOf)].join("\n\n"), { parser: "markdown", printWidth: 110 });
}

if (require.main === module) void presetsPage().then((page) => writeFileSync(FILE, page));
