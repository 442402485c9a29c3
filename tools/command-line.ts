// What Hardhat says of words that it does not know is written for its own developers. Ours is a sentence with a way out.
import { HardhatContext } from "hardhat/internal/context";

import { didYouMean } from "../sdk/problems";

/** Options of Hardhat itself that a value follows. */
const VALUED = ["--network", "--config", "--max-memory", "--tsconfig"];

/** What can be chosen on a command line. */
export interface Names {
  networks: readonly string[];
  /** Commands without a scope. */
  tasks: readonly string[];
  /** The commands of each scope. */
  scopes: Readonly<Record<string, readonly string[]>>;
}

/** The names that are defined now: ask when all tasks are. */
export function knownNames(networks: readonly string[]): Names {
  const { tasksDSL } = HardhatContext.getHardhatContext();
  const own = Object.values(tasksDSL.getTaskDefinitions()).filter(({ isSubtask }) => !isSubtask);
  const scopes = Object.entries(tasksDSL.getScopesDefinitions());
  return {
    networks,
    tasks: own.map(({ name }) => name),
    scopes: Object.fromEntries(scopes.map(([name, { tasks }]) => [name, Object.keys(tasks)])),
  };
}

/** Which word of a command line is unknown, and what to write instead; nothing where all are known. */
export function unknownWord(
  words: readonly string[],
  { networks, tasks, scopes }: Names,
): string | undefined {
  const network = words[words.indexOf("--network") + 1];
  if (words.includes("--network") && network !== undefined && !networks.includes(network)) {
    return `there is no network "${network}"${didYouMean(network, networks)}; write the address of its node into .env, after ${variableOf(network)}=, or choose one of ${networks.join(", ")}`;
  }
  const [first, second] = words.filter(
    (word, i) => !word.startsWith("-") && !VALUED.includes(words[i - 1] ?? ""),
  );
  if (first === undefined || tasks.includes(first)) return undefined;
  if (!Object.hasOwn(scopes, first)) {
    const names = [...Object.keys(scopes), ...tasks];
    return `there is no command "${first}"${didYouMean(first, names)}; npx hardhat help lists all`;
  }
  const commands = scopes[first]!;
  if (second === undefined || commands.includes(second)) return undefined;
  return `there is no command "${first} ${second}"${didYouMean(second, commands)}; npx hardhat help ${first} lists all`;
}

/** As networksOf reads it. */
const variableOf = (network: string) =>
  network === "sepolia"
    ? "SEPOLIA_RPC_URL"
    : `NETWORK_${network.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_")}_RPC_URL`;
