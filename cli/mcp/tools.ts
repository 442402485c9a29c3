// Which commands an assistant can ask for, and with which options. Nothing of it signs or sends: see host.ts.
import { typed, type Option, type Options } from "../../commands/core/command";
import type { Catalogue } from "../catalogue";

/** Characters of an option's value, at the most. */
export const LONGEST_VALUE = 4_096;

/**
 * Commands that are no tools: they sign, stay, deploy, move a local chain's clock, or ask servers that a stranger could choose.
 */
export const NO_TOOLS: Readonly<Record<string, readonly string[]>> = {
  council: ["sign"],
  dao: ["carry", "deploy", "keys", "migrate", "pass"],
  gateway: ["serve"],
  gov: ["relay", "watch"],
  prompt: ["backtest", "test"],
  relay: ["serve"],
  round: ["rerun", "run"],
  usage: ["pay"],
};

/** Options that no tool has: they sign, stay, or name a server. */
export const NO_OPTIONS = ["sign", "watch", "indexer", "endpoint", "relay", "explorer"];

/** A command as a tool. */
export interface Tool {
  name: string;
  scope: string;
  command: string;
  description: string;
  options: Options;
  inputSchema: {
    type: "object";
    properties: Record<string, object>;
    required: string[];
    additionalProperties: false;
  };
}

/** The tools of some scopes, by name. */
export function toolsOf(catalogue: Catalogue, scopes: readonly string[]): Map<string, Tool> {
  const tools = scopes.flatMap((scope) =>
    Object.entries(catalogue[scope]!)
      .filter(([command]) => !NO_TOOLS[scope]?.includes(command))
      .map(([command, { words, options }]): Tool => {
        const own = Object.fromEntries(
          Object.entries(options).filter(([name]) => !NO_OPTIONS.includes(name)),
        );
        const needed = Object.entries(own).filter(([, { required }]) => required);
        return {
          ...{ name: `${scope}_${command.replaceAll("-", "_")}`, scope, command, options: own },
          description: `${words}.${"from" in own ? DRAFTS : ""}`,
          inputSchema: {
            type: "object",
            properties: Object.fromEntries(
              Object.entries(own).map(([name, of]) => [name, schemaOf(name, of)]),
            ),
            required: needed.map(([name]) => name),
            additionalProperties: false,
          },
        };
      }),
  );
  return new Map(tools.map((tool) => [tool.name, tool]));
}

const DRAFTS =
  " Where it would send something, it answers with the unsigned transaction of the account `from`, for its owner to sign elsewhere.";

function schemaOf(name: string, { kind, words }: Option): object {
  if (kind === "flag") return { type: "boolean", description: words };
  if (name === "from" && words.startsWith("Who signs"))
    return { type: "string", pattern: ADDRESS.source, description: "Whose transaction it is: an address" };
  if (name === "preset")
    return { type: "string", pattern: PRESET.source, description: "The name of a preset, like neuroshard" };
  return { type: "string", maxLength: LONGEST_VALUE, description: words };
}

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
/** A file would be run. */
const PRESET = /^[a-z0-9-]{1,40}$/;

/**
 * What an assistant has given, as a command takes it.
 * @returns What is wrong with it, in a sentence, if something is.
 */
export function givenTo(
  { inputSchema, options }: Tool,
  input: Readonly<Record<string, unknown>>,
): Record<string, string | boolean> | string {
  const given: Record<string, string | boolean> = {};
  for (const [name, value] of Object.entries(input)) {
    if (!Object.hasOwn(options, name)) return `there is no option ${name}`;
    const { type, pattern } = inputSchema.properties[name] as { type: string; pattern?: string };
    if (typeof value !== type) return `${name} must be a ${type}`;
    if (typeof value === "string" && value.length > LONGEST_VALUE)
      return `${name} has ${value.length} characters, and ${LONGEST_VALUE} are allowed`;
    if (pattern !== undefined && !new RegExp(pattern).test(value as string))
      return `${name} must match ${pattern}`;
    given[name] = value as string | boolean;
  }
  const lacking = inputSchema.required.find((name) => !(name in given));
  return lacking === undefined ? given : `${typed(lacking).slice(2)} is missing`;
}
