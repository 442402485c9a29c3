#!/usr/bin/env node
// The program `polity`: every command that needs no Hardhat, for whoever has a node's address and a deployment's file.
import { explain, PolityError } from "@polity/sdk/errors";
import type { Scope } from "../commands/scopes";
import { loadCommand } from "../commands/load";
import { readCatalogue } from "./catalogue";
import { helpOf, readWords, type Asked } from "./words";

async function main(words: readonly string[]): Promise<void> {
  const catalogue = readCatalogue();
  const asked = readWords(words, catalogue);
  if (asked.what === "program") {
    await started(asked);
    return;
  }
  if (asked.what !== "command") {
    const text =
      asked.what === "help" ? helpOf(asked.words, catalogue) : (await import("../package.json")).version;
    console.log(text);
    return;
  }
  const { scope, name, given } = asked;
  // What asks a chain is loaded when a command is to run: help comes at once.
  const [{ runCommand }, { programHost }, { askHidden }] = await Promise.all([
    import("../commands/core/run"),
    import("./host"),
    import("./keys"),
  ]);
  const { env: environment, stdin, stderr } = process;
  const rpc = (given.rpc as string | undefined) ?? (environment.POLITY_RPC_URL || undefined);
  const command = loadCommand(scope as Scope, name);
  if (command.only)
    throw new PolityError(`${scope} ${name} works with Hardhat alone`, {
      hint: `type npx hardhat ${scope} ${name} in a clone of Polity's repository`,
    });
  await runCommand(command, given, {
    host: () =>
      programHost({
        ...{ rpc, environment, keystore: given.keystore as string | undefined },
        ask: (question) => askHidden(question, { input: stdin, output: stderr }),
      }),
    network: rpc === undefined ? "" : hostOf(rpc),
    stacks: given.verbose === true,
  });
}

async function started({ name, given, rest }: Extract<Asked, { what: "program" }>): Promise<void> {
  const values = given as Record<string, string | undefined>;
  if (name === "mcp") {
    const { startAssistant } = await import("./mcp");
    process.exitCode = await startAssistant(values, process.env);
  } else if (name === "init") {
    const { writeNetwork } = await import("./init");
    const { folder, files } = writeNetwork({ folder: rest[0], name: values.name, symbol: values.symbol });
    console.log(`${files.length} files are in ${folder}: read README.md, then write network.ts`);
  } else {
    const { writeSite } = await import("./site");
    const { out, rpc, deployment, chain, indexer, explorer, "wallet-connect": walletConnect } = values;
    const folder = writeSite({ out, rpc, deployment, chain, indexer, explorer, walletConnect });
    console.log(`the app is in ${folder}: any host of static files can serve it`);
  }
}

const hostOf = (rpc: string) => (URL.canParse(rpc) ? new URL(rpc).host : "");

main(process.argv.slice(2))
  .catch((error: unknown) => {
    console.error(`Error: ${explain(error)}`);
    process.exitCode = 1;
  })
  // Connections that are kept open would hold the process for seconds.
  .finally(() => process.stdout.write("", () => process.exit()));
