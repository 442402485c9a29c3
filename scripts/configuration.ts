// docs/configuration.md: every field of a network's configuration, from the schema that checks it.
//   tsx scripts/configuration.ts
import { writeFileSync } from "node:fs";

import { format } from "prettier";
import type * as z from "zod";

import { COMMON, PARTS } from "../config/schema";

const FILE = "docs/configuration.md";

/** A field that takes a value, as the schema describes it. */
export interface Field {
  path: string;
  description: string;
  unit: string;
  bounds: string;
  example: unknown;
  /** What may be left out, and what it is then; undefined for what is needed. */
  absent?: string;
  schema: z.ZodType;
}

/** A field that holds others. */
interface Group {
  path: string;
  description: string;
  absent?: string;
}

type Meta = Partial<Record<keyof Field, unknown>>;
/** What the kinds of schemas that a configuration is made of are defined by. */
type Def = { type: string } & Record<"innerType" | "in" | "element" | "valueType", z.ZodType> & {
    defaultValue: unknown;
  };

/** Every field below a schema. What is not described has an empty text there: a test refuses it. */
export function* fieldsOf(schema: z.ZodType, path: string, outer: Meta = {}): Generator<Field | Group, void> {
  const meta: Meta = { ...schema.meta(), ...outer };
  const def = schema._zod.def as Def;
  const text = (key: keyof Field) => (typeof meta[key] === "string" ? meta[key] : "");
  const group = { path, description: text("description") };
  switch (def.type) {
    case "optional":
      return yield* fieldsOf(def.innerType, path, { absent: "may be left out", ...meta });
    // What is checked in place of a section that is left out is a section without fields.
    case "prefault":
      return yield* fieldsOf(def.innerType, path, { absent: "may be left out", ...meta });
    case "default":
      return yield* fieldsOf(def.innerType, path, { absent: `default ${show(def.defaultValue)}`, ...meta });
    case "pipe":
      // A scalar is a text that is read into a value; a group that is read into another form is not.
      if (isGroup(def.in)) return yield* fieldsOf(def.in, path, meta);
      break;
    case "object":
      if (group.description) yield { ...group, ...absentOf(meta) };
      for (const [name, field] of Object.entries((schema as z.ZodObject).shape))
        yield* fieldsOf(field as z.ZodType, path ? `${path}.${name}` : name);
      return;
    case "array":
    case "record": {
      const element = def.type === "array" ? def.element : def.valueType;
      const inner = `${path}${def.type === "array" ? "[]" : ".<CODE>"}`;
      // A list of plain values is one field.
      if (!isGroup(element)) return yield* fieldsOf(element, inner, meta);
      yield { ...group, ...absentOf(meta) };
      return yield* fieldsOf(element, inner);
    }
  }
  const [description, unit, bounds] = [text("description"), text("unit"), text("bounds")];
  yield { path, description, unit, bounds, example: meta.example, ...absentOf(meta), schema };
}

const absentOf = ({ absent }: Meta) => (typeof absent === "string" ? { absent } : {});

function isGroup(schema: z.ZodType): boolean {
  const { type, in: input } = schema._zod.def as Def;
  return type === "object" || (type === "pipe" && isGroup(input));
}

/** What is missing of a field's description: nothing of one that is whole. */
export function gapsIn(field: Field): string[] {
  const { path, example, schema } = field;
  const missing = (["description", "unit", "bounds"] as const).filter((part) => field[part] === "");
  return [
    ...missing.map((part) => `${path} has no ${part}: add it with .meta()`),
    ...(schema.safeParse(example).success ? [] : [`${path} refuses its own example ${show(example)}`]),
  ];
}

/** Fields that take a value, and not others. */
export const isField = (one: Field | Group): one is Field => "schema" in one;

const show = (value: unknown) => `\`${JSON.stringify(value)}\``;
/** A cell of a table. */
const cell = (text: string) => text.replaceAll("|", "\\|");

function tableOf(fields: readonly Field[]): string {
  const rows = fields.map(({ path, description, unit, bounds, example, absent }) => {
    const asked = absent ? `\`${path}\` (${absent})` : `\`${path}\``;
    return `| ${[asked, description, unit, bounds, show(example)].map(cell).join(" | ")} |`;
  });
  return [
    "| Field | What it is | Unit | Bounds | Example |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function sectionOf(name: string, schema: z.ZodType): string {
  const all = [...fieldsOf(schema, name)];
  const groups = all.filter((one) => !isField(one));
  const [whole] = groups;
  const lists = groups
    .filter(({ path }) => path !== name)
    .map(({ path, description, absent }) => `- \`${path}\`${absent ? ` (${absent})` : ""}: ${description}`);
  const intro = whole?.path === name ? whole.description : "";
  return [
    `## ${name}`,
    [intro, whole?.absent && "The section may be left out."].filter(Boolean).join(" "),
    lists.join("\n"),
    tableOf(all.filter(isField)),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** The page, as prettier writes it. @throws Error with every field that is not described. */
export async function configurationPage(): Promise<string> {
  const intro = `# A network's configuration

<!-- Written by scripts/configuration.ts from the schema in config/schema; a test says when it is stale. -->

A network is one object of these sections, written as a file of its own and given to the commands with \`--preset\` ([how](deploying.md#a-network-of-your-own)); the presets in [config/presets](../config/presets) are four of them. It is checked before anything happens: a field that is unknown, misspelt or out of its bounds is refused by its name, with every other problem at once. Amounts are texts in whole tokens, durations texts like \`"7d"\`, shares basis points (10000 is all).

An account is an address, or a label whose address is given at the deployment. Two labels are contracts of the network: \`treasury\` and \`timelock\`.`;
  const common = Object.entries(COMMON).flatMap(([name, schema]) =>
    [...fieldsOf(schema, name)].filter(isField),
  );
  const sections = PARTS.flatMap((part) => Object.entries(part.sections as Record<string, z.ZodType>));
  const whole = [
    ...common,
    ...sections.flatMap(([name, schema]) => [...fieldsOf(schema, name)].filter(isField)),
  ];
  const gaps = whole.flatMap(gapsIn);
  if (gaps.length > 0) throw new Error(gaps.join("\n"));
  const rules = PARTS.flatMap(({ part }) => part?.rules ?? []).map(({ says }) => `- ${says}`);
  const page = [
    intro,
    tableOf(common),
    ...sections.map(([name, schema]) => sectionOf(name, schema)),
    "## Rules across sections",
    rules.join("\n"),
  ];
  return format(page.join("\n\n"), { parser: "markdown", printWidth: 110 });
}

if (require.main === module) void configurationPage().then((page) => writeFileSync(FILE, page));
