import { parseArgs, type ParseArgsConfig } from "node:util";

import { explain, PolityError } from "@polity/sdk/errors";

const COMMON = {
  json: { type: "boolean", default: false },
  verbose: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** Options of a command: those that all have, `--json`, `--verbose` and `--help`, and its own. */
export function options<const T extends NonNullable<ParseArgsConfig["options"]>>(usage: string, own: T) {
  if (process.argv.includes("--help")) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ options: { ...own, ...COMMON }, strict: true }).values;
  } catch (cause) {
    throw new PolityError(explain(cause), { hint: "--help shows what there is", cause });
  }
}

/** Runs a command: a failure is one sentence with a way out and exit code 1; the stack only with `--verbose`. */
export async function run(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(process.argv.includes("--verbose") ? error : `Error: ${explain(error)}`);
    process.exitCode = 1;
  }
}

/** A port from an option. @throws PolityError for what is no port. */
export function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new PolityError(`"${text}" is no port`, {
    hint: "give a number up to 65535, or 0 for any that is free",
  });
}
