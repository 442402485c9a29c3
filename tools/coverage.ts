/**
 * Has `hardhat coverage` take its hits from the EVM itself. As it comes, every opcode of every call becomes an object, in
 * which the plugin looks for its marks: most of the run's time and all of its memory. Here each mark calls the address at
 * which Hardhat's EVM collects hits, and the plugin counts those (docs/decisions/0215).
 */
import type * as Edr from "@nomicfoundation/edr";
import { hexlify } from "ethers";
import { TASK_COMPILE_SOLIDITY_GET_COMPILER_INPUT } from "hardhat/builtin-tasks/task-names";
import { subtask } from "hardhat/config";
import type { CompilerInput } from "hardhat/types";

/** Where Hardhat's EVM listens: to every static call's input. */
const COVERAGE_ADDRESS = "0xc0bEc0BEc0BeC0bEC0beC0bEC0bEC0beC0beC0BE";
/** The precompiled contract that returns what it is given. */
const IDENTITY = 4;
/** In bytes. */
const MOST_RETURNED = 4096;
/** The plugin's functions that do nothing but be called with a mark. */
const MARK = /(function c_\w+\(bytes8 (c__\w+)\) (?:internal )?pure (?:returns \(bool\) ?)?\{)/g;
/**
 * It looks pure, for the functions of the plugin are. Equal inputs count once in a transaction, where the plugin compares
 * how often marks were hit: the gas that is left makes them differ. The contract finds the data that its last call returned
 * as it was, unless it is a flood.
 */
const HIT = `
function _coverageHit(bytes8 mark) view {
  assembly ("memory-safe") {
    let returned := mload(0x40)
    let size := mul(returndatasize(), lt(returndatasize(), ${MOST_RETURNED}))
    returndatacopy(returned, 0, size)
    mstore(0, mark)
    mstore(0x20, gas())
    pop(staticcall(gas(), ${COVERAGE_ADDRESS}, 0, 0x40, 0, 0))
    pop(staticcall(gas(), ${IDENTITY}, returned, size, 0, 0))
  }
}
function _coveragePure(function (bytes8) internal view hit) pure returns (function (bytes8) internal pure pureHit) {
  assembly ("memory-safe") {
    pureHit := hit
  }
}
`;

interface PluginApi {
  instrumenter: { instrumentationData: Record<string, { hits: number }> };
  attachToHardhatVM(provider: { init?(): Promise<void> }): Promise<void>;
}

let marks: PluginApi["instrumenter"]["instrumentationData"] = {};

export function reportHits(source: string): string {
  if (source.search(MARK) === -1) return source;
  return source.replaceAll(MARK, "$1 _coveragePure(_coverageHit)($2); ") + HIT;
}

/** To be called before the first chain is made, and after the plugin is loaded. */
export function collectHits(): void {
  // Both are loaded here alone, for every command loads this file.
  const Api = require("solidity-coverage/lib/api") as { prototype: PluginApi };
  const { EdrContext } = require("@nomicfoundation/edr") as typeof Edr;
  // Instead of listening to every opcode.
  Api.prototype.attachToHardhatVM = async function (this: PluginApi, provider) {
    await provider.init?.();
    marks = this.instrumenter.instrumentationData;
  };
  const { createProvider } = EdrContext.prototype as { createProvider: Edr.EdrContext["createProvider"] };
  EdrContext.prototype.createProvider = function (this: Edr.EdrContext, chain, config, ...rest) {
    const onCollectedCoverageCallback = async (hits: Uint8Array[]) => {
      for (const hit of hits) {
        const mark = marks[hexlify(hit.subarray(0, 8))];
        if (mark !== undefined) mark.hits += 1;
      }
    };
    const observability = { ...config.observability, codeCoverage: { onCollectedCoverageCallback } };
    return createProvider.call(this, chain, { ...config, observability }, ...rest);
  };
  subtask(TASK_COMPILE_SOLIDITY_GET_COMPILER_INPUT, async (_, __, runSuper) => {
    const input = (await runSuper()) as CompilerInput;
    for (const source of Object.values(input.sources)) source.content = reportHits(source.content);
    return input;
  });
}
