import { parseArgs, type ParseArgsConfig } from "node:util";

import { explain, PolityError } from "../../sdk/errors";

const COMMON = {
  json: { type: "boolean", default: false },
  verbose: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** Options of a command: those that all have, `--json`, `--verbose` and `--help`, and its own. */
export function options<T extends NonNullable<ParseArgsConfig["options"]>>(usage: string, own: T) {
  try {
    const { values } = parseArgs({ options: { ...COMMON, ...own }, strict: true });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    return values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new PolityError(error.message, { hint: usage });
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
