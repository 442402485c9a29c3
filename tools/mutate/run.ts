// Breaks the contracts on purpose, one change at a time, and requires a red test for each: docs/mutation.md.
import { parseArgs } from "node:util";

import hre from "hardhat";

import { Behaviour } from "./behaviour";
import { Compiler } from "./compile";
import { Forge } from "./forge";
import type { Mutation } from "./mutation";
import { WALKS, type Walk } from "./walks";

const USAGE = `npx tsx tools/mutate/run.ts <${Object.keys(WALKS).join(" | ")}> [changes] [--forge | --behaviour] [--plain]

  changes       a part of the list: "8,24" are these two, "1/2" is every second one
  --forge       ask the forge suites alone
  --behaviour   ask the behaviour tests alone
  --plain       compile without the IR, in a quarter of the time; contracts may then be larger than a chain takes

Each change is compiled in this process, takes the place of what was built, and meets the behaviour tests until one of
them is red. What survives meets the forge suites, in a copy of the project. The exit code is 1 if a change survives
that is not known to change nothing, or if a change is killed that is.`;

/** The first test that is red after the change, or without any. */
type Ask = (mutation?: Mutation) => string | undefined | Promise<string | undefined>;

async function behaviourTests({ contracts, behaviour }: Walk, plain = false): Promise<Ask> {
  await hre.run("compile", { quiet: true });
  if (plain) hre.config.networks.hardhat.allowUnlimitedContractSize = true;
  const compiler = await Compiler.of(contracts, plain);
  const tests = await Behaviour.of(behaviour);
  return (mutation) => tests.red(mutation ? compiler.after(mutation) : compiler.unchanged());
}

function forgeSuites({ forge }: Walk): Ask {
  const suites = new Forge(forge);
  process.on("exit", () => suites.close());
  return (mutation) => suites.red(mutation);
}

async function requireGreen(ask: Ask, when: string): Promise<void> {
  const red = await ask();
  if (red !== undefined) throw new Error(`A test is red ${when}: ${red}`);
}

async function prepared(ask: Ask): Promise<Ask> {
  await requireGreen(ask, "without any change");
  return ask;
}

function chosen(all: readonly Mutation[], words = "1/1"): [number: number, mutation: Mutation][] {
  const [part, parts] = words.split("/").map(Number) as [number, number?];
  const numbers = words.split(",").map(Number);
  return [...all.entries()]
    .map(([index, mutation]): [number, Mutation] => [index + 1, mutation])
    .filter(([number]) => (parts ? (number - part) % parts === 0 : numbers.includes(number)));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    ...{ allowPositionals: true, strict: true },
    options: {
      ...({ forge: { type: "boolean" }, behaviour: { type: "boolean" } } as const),
      ...({ plain: { type: "boolean" }, help: { type: "boolean" } } as const),
    },
  });
  const [name = "", words] = positionals;
  const walk = WALKS[name];
  if (values.help || !walk) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const list = chosen(walk.mutations, words);
  if (list.length === 0) throw new Error(`"${words}" chooses none of ${walk.mutations.length} changes.`);

  const behaviour = values.forge ? undefined : await prepared(await behaviourTests(walk, values.plain));
  let forge: Promise<Ask> | undefined;
  let [killed, surprises] = [0, 0];
  for (const [number, mutation] of list) {
    let red = await behaviour?.(mutation);
    if (!values.behaviour) red ??= await (await (forge ??= prepared(forgeSuites(walk))))(mutation);
    if (red !== undefined) ++killed;
    if ((red === undefined) !== (mutation.equivalent !== undefined)) ++surprises;
    const known = mutation.equivalent ? `, as known: ${mutation.equivalent}` : "";
    const verdict = red === undefined ? `SURVIVED${known}` : `killed by ${red}`;
    const change = `${oneLine(mutation.find)} -> ${oneLine(mutation.replace)}`;
    console.log(`${number}. ${verdict} | ${mutation.file.split("/").at(-1)} | ${change}`);
  }
  // What a change left behind in this process would have killed others for it.
  if (behaviour) await requireGreen(behaviour, "after the last change");
  console.log(`${killed} of ${list.length} changes were killed.`);
  process.exitCode = surprises === 0 ? 0 : 1;
}

const oneLine = (code: string): string => code.replace(/\s+/g, " ").trim() || "(nothing)";

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error((error as Error).message);
    process.exit(1);
  },
);
