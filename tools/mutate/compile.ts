// The changed contract alone, compiled in this process with the compiler and the settings of the project's own build.
import hre from "hardhat";
import type { Artifact, CompilerInput, CompilerOutputContract } from "hardhat/types";

import { mutate, type Mutation } from "./mutation";

const solc = require("solc") as {
  compile(input: string, callbacks: { import(path: string): { contents: string } }): string;
};

interface Contract {
  artifact: Artifact;
  input: CompilerInput;
  /** The sources that it is made of. */
  sources: ReadonlySet<string>;
}

interface Output {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, Pick<CompilerOutputContract, "evm">>>;
}

/** What is deployed of some sources, and its artifacts after a change in one of them. */
export class Compiler {
  constructor(private readonly _contracts: readonly Contract[]) {}

  /** `plain`: without the IR, which takes most of the time, and does nothing that a test of behaviour could see. */
  static async of(names: readonly string[], plain = false): Promise<Compiler> {
    const contracts = names.map(async (name) => {
      const artifact = await hre.artifacts.readArtifact(name);
      const { sourceName, contractName } = artifact;
      const { input, output } = (await hre.artifacts.getBuildInfo(`${sourceName}:${contractName}`))!;
      const { metadata } = output.contracts[sourceName]![contractName] as unknown as { metadata: string };
      return {
        artifact,
        input,
        sources: new Set(Object.keys((JSON.parse(metadata) as CompilerInput).sources)),
      };
    });
    const compiler = new Compiler(await Promise.all(contracts));
    for (const contract of compiler._contracts) {
      const { artifact, input } = contract;
      if (plain && input.settings.viaIR) input.settings = { ...input.settings, viaIR: false };
      else if (compile(contract).bytecode !== artifact.bytecode)
        throw new Error(`${artifact.contractName} compiles to other bytes here than in the build.`);
    }
    return compiler;
  }

  /** As they are. */
  unchanged(): Artifact[] {
    return this._contracts.map((contract) => compile(contract));
  }

  after(mutation: Mutation): Artifact[] {
    const { file } = mutation;
    const changed = this._contracts.filter(({ sources }) => sources.has(file));
    if (changed.length === 0) throw new Error(`No contract of this walk is made of ${file}.`);
    return changed.map((contract) =>
      compile(contract, { [file]: mutate(contract.input.sources[file]!.content, mutation) }),
    );
  }
}

function compile({ artifact, input }: Contract, changed: Record<string, string> = {}): Artifact {
  const { sourceName, contractName } = artifact;
  const textOf = (path: string): string => changed[path] ?? input.sources[path]!.content;
  const outputSelection = {
    [sourceName]: { [contractName]: ["evm.bytecode", "evm.deployedBytecode"] },
  };
  const wanted = {
    ...{ language: "Solidity", sources: { [sourceName]: { content: textOf(sourceName) } } },
    settings: { ...input.settings, outputSelection },
  };
  const { errors = [], contracts } = JSON.parse(
    solc.compile(JSON.stringify(wanted), {
      import: (path) => ({ contents: textOf(path) }),
    }),
  ) as Output;
  const error = errors.find(({ severity }) => severity === "error");
  if (error) throw new Error(`This change does not compile:\n${error.formattedMessage}`);
  const { bytecode, deployedBytecode } = contracts[sourceName]![contractName]!.evm;
  // The interface stays: a test is red for what a contract does, and not because an error has gone from it.
  const bytes = { bytecode: `0x${bytecode.object}`, deployedBytecode: `0x${deployedBytecode.object}` };
  return { ...artifact, ...bytes };
}
