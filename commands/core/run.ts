import { EOL } from "node:os";

import { explain } from "@polity/sdk/errors";
import { visible } from "@polity/sdk/nep/text";
import { explainFailure } from "@polity/sdk/reverts";
import { missing, type Command, type Options, type Values } from "./command";
import type { Host } from "./host";

/** What a host has read of a command line, by option; what a person left out is missing. */
export type Given = Readonly<Partial<Record<string, string | boolean>>>;

/**
 * Runs a command and says what it answers: a failure is one sentence with a way out and exit code 1; the stack only if it
 * is asked for. What comes from a chain or a file may hold characters that move a terminal's cursor: none gets through.
 * @param host Makes what the command needs of the program that runs it; what it throws is said, too.
 */
export async function runCommand(
  command: Command,
  given: Given,
  { host, network, stacks = false }: { host: () => Host | Promise<Host>; network: string; stacks?: boolean },
): Promise<void> {
  const json = given.json === true;
  let used: Host | undefined;
  try {
    used = await host();
    const answer = await command.run({
      host: used,
      options: valuesOf(command.options, given),
      json,
      say: (line) => void (json ? process.stderr : process.stdout).write(`${visible(line)}${EOL}`),
      progress: (line) => {
        if (process.stderr.isTTY && !json) process.stderr.write(`${visible(line)}${EOL}`);
      },
    });
    if (!answer) return;
    const { text, json: document, failed } = answer;
    console.log(json ? JSON.stringify(document, exact, 2) : visible(text).replaceAll("\n", EOL));
    if (failed) process.exitCode = 1;
  } catch (error) {
    console.error(stacks ? error : `Error: ${visible(await reasonOf(error, network, used))}`);
    process.exitCode = 1;
  }
}

/** @throws PolityError for what is required and missing. */
export function valuesOf<O extends Options>(options: O, given: Given): Values<O> {
  const entries = Object.entries(options).map(([name, { kind, required, hint }]) => {
    const value = given[name];
    if (required && value === undefined) missing(name, hint);
    return [name, kind === "flag" ? value === true : value] as const;
  });
  return Object.fromEntries(entries) as Values<O>;
}

async function reasonOf(error: unknown, network: string, host: Host | undefined): Promise<string> {
  const text = explain(await explainFailure(error, host?.domains));
  if (host && /Cannot connect to the network|ECONNREFUSED|^fetch failed/.test(text))
    return `the network ${network} does not answer; ${host.ways.reach}`;
  return text;
}

const exact = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
