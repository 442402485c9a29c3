import {
  TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD,
  TASK_COMPILE_SOLIDITY_LOG_COMPILATION_ERRORS,
} from "hardhat/builtin-tasks/task-names";
import { extendConfig, subtask } from "hardhat/config";
import type { SolcBuild } from "hardhat/types";

interface CompilerMessage {
  severity: string;
  sourceLocation?: { file: string };
}

// Compile with the compiler that npm installed: exact, offline, the same bytes on every machine.
subtask(TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD, async (args: { solcVersion: string }): Promise<SolcBuild> => {
  const { version } = require("solc/package.json") as { version: string };
  if (args.solcVersion !== version) {
    throw new Error(
      `tools/hardhat.ts asks for solc ${args.solcVersion}, but npm installed ${version}: make them equal.`,
    );
  }
  const longVersion = (require("solc") as { version(): string }).version().replace(/\.Emscripten.*$/, "");
  return { version, longVersion, compilerPath: require.resolve("solc/soljson.js"), isSolcJs: true };
});

// Hardhat warns of every compiler newer than 0.8.30 that stack traces may be poorer. We know, and have reasons
// (docs/decisions/0001). The warning follows in the same turn of the event loop: nothing else is kept back.
extendConfig(({ solidity }) => {
  const { warn } = console;
  const known = solidity.compilers.map(({ version }) => `Solidity ${version} is not fully supported yet.`);
  console.warn = (...words: unknown[]): void => {
    if (!known.some((sentence) => String(words[0]).includes(sentence))) warn(...words);
  };
  setImmediate(() => (console.warn = warn));
});

// Warnings in libraries are theirs to mend; errors anywhere and warnings in our own sources are shown.
subtask(
  TASK_COMPILE_SOLIDITY_LOG_COMPILATION_ERRORS,
  (args: { output: { errors?: CompilerMessage[] } }, _hre, runSuper): Promise<unknown> => {
    const errors = args.output.errors?.filter(
      ({ severity, sourceLocation }) => severity === "error" || !sourceLocation?.file.startsWith("@"),
    );
    return runSuper({ ...args, output: { ...args.output, errors } });
  },
);
