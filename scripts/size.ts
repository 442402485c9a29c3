// Sizes of every deployable contract in contracts/ (mocks aside) against the limits; --json for machines.
import { readFileSync } from "node:fs";

import { listFiles } from "../tools/files";

const RUNTIME_LIMIT = 24_576; // EIP-170
const INITCODE_LIMIT = 49_152; // EIP-3860
/** Room kept free on purpose, for what a network will ask of it later. */
const OWN_LIMITS: Partial<Record<string, number>> = { NetworkGovernor: 22_500 };

interface Artifact {
  contractName: string;
  sourceName: string;
  bytecode: string;
  deployedBytecode: string;
  abi: { type: string }[];
}

/** A library whose functions are all internal lives inside its users: its own bytecode is never deployed. */
const inlined = ({ deployedBytecode, abi }: Artifact): boolean =>
  deployedBytecode.startsWith("0x73000000") && !abi.some(({ type }) => type === "function");

const bytes = (hex: string): number => (hex.length - 2) / 2;

const rows = listFiles("artifacts/contracts", /(?<!\.dbg)\.json$/)
  .map((file) => JSON.parse(readFileSync(file, "utf8")) as Artifact)
  .filter((artifact) => !artifact.sourceName.startsWith("contracts/mocks/"))
  .filter((artifact) => artifact.bytecode !== "0x" && !inlined(artifact))
  .map(({ contractName, bytecode, deployedBytecode }) => {
    const [runtime, initcode] = [bytes(deployedBytecode), bytes(bytecode)];
    const limit = OWN_LIMITS[contractName] ?? RUNTIME_LIMIT;
    return { contract: contractName, runtime, limit, headroom: limit - runtime, initcode };
  })
  .sort((a, b) => b.runtime - a.runtime);

const tooLarge = rows.filter(({ headroom, initcode }) => headroom < 0 || initcode > INITCODE_LIMIT);

if (process.argv.includes("--json")) {
  console.log(JSON.stringify(rows, undefined, 2));
} else {
  const number = (value: number): string => value.toLocaleString("en-US").padStart(10);
  console.log(
    `${"contract".padEnd(28)}${["runtime", "limit", "headroom", "initcode"].map((t) => t.padStart(10)).join("")}`,
  );
  for (const { contract, runtime, limit, headroom, initcode } of rows) {
    console.log(contract.padEnd(28) + [runtime, limit, headroom, initcode].map(number).join(""));
  }
}
for (const { contract } of tooLarge) console.error(`${contract} is too large`);
if (rows.length === 0) console.error("no deployable contract found: compile first (npm run build)");
process.exitCode = tooLarge.length > 0 || rows.length === 0 ? 1 : 0;
