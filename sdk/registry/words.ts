import { decodeBytes32String as keyOf } from "ethers";

import type { ProtocolRegistry } from "../../typechain-types/contracts/protocol/ProtocolRegistry";
import { wordText } from "../calls/words";
import type { ParameterNotes, Scene, Words } from "../core/domain";
import { isRefused } from "../provider";
import { decodeParameter, formatParameter, PARAMETER_KINDS } from "../nep/parameters";
import type { contracts } from "./contracts";
import { nextVersion } from "./semver";

type Own = Words<typeof contracts>;

export const describe: Own["describe"] = {
  ProtocolRegistry: {
    upgrade: async ({ contract, args: [namespace, changes, compatible], notes, at }) => {
      const version = await contract.semver(at);
      const changed = changes.map(async ([key, value]) => {
        const { kind, value: old } = await contract.parameter(key, at);
        return `${keyOf(key)}: ${read(kind, old)} → ${read(kind, value)}${noteOf(notes, key)}`;
      });
      const raised = nextVersion(version, compatible, keyOf(namespace));
      return [...(await Promise.all(changed)), `the network's version: ${version} → ${raised}`];
    },
    setBounds: async ({ contract, args: [key, min, max], notes, at }) => {
      const { kind, min: low, max: high } = await contract.parameter(key, at);
      const bounds = `${read(kind, low)} to ${read(kind, high)} → ${read(kind, min)} to ${read(kind, max)}`;
      return [`bounds of ${keyOf(key)}: ${bounds}${noteOf(notes, key)}`];
    },
    defineParameters: ({ args: [definitions] }) =>
      definitions.map(([key, kind, min, max, value]) => definition(key, kind, min, max, value)),
    retire: ({ args: [keys] }) => keys.map((key) => `retires the parameter ${keyOf(key)} for ever`),
    rollback,
    emergencyRollback: rollback,
  },
};

export const already: Own["already"] = {
  ProtocolRegistry: {
    upgrade: async ({ contract, args: [, changes], at }) => {
      const before = await Promise.all(changes.map(([key]) => contract.parameter(key, at)));
      if (!before.every(({ value }, i) => value === changes[i]![1])) return undefined;
      const values = before.map(({ kind, value }, i) => `${keyOf(changes[i]![0])} is ${read(kind, value)}`);
      return `${values.join(", ")} already`;
    },
    setBounds: async ({ contract, args: [key, min, max], at }) => {
      const now = await contract.parameter(key, at);
      if (now.min !== min || now.max !== max) return undefined;
      return `${keyOf(key)} has the bounds ${read(now.kind, min)} to ${read(now.kind, max)} already`;
    },
    defineParameters: ({ args: [definitions] }) =>
      definitions.length === 0 ? "it defines no parameters" : undefined,
    retire: ({ args: [keys] }) => (keys.length === 0 ? "it retires no parameters" : undefined),
    rollback: restored,
    emergencyRollback: restored,
  },
};

export const logs: Own["logs"] = {
  ProtocolRegistry: {
    ParameterChanged: async ({ contract, args: [key, , before, after], notes }) => {
      const { kind } = await contract.parameter(key);
      return `${keyOf(key)}: ${read(kind, before)} → ${read(kind, after)}${noteOf(notes, key)}`;
    },
    BoundsChanged: async ({ contract, args: [key, ...words], notes }) => {
      const { kind } = await contract.parameter(key);
      const [oldMin, oldMax, newMin, newMax] = words.map((word) => read(kind, word));
      return `bounds of ${keyOf(key)}: ${oldMin!} to ${oldMax!} → ${newMin!} to ${newMax!}${noteOf(notes, key)}`;
    },
    VersionActivated: ({ args }) => `the network runs version ${args.slice(2, 5).join(".")}`,
    ParameterDefined: ({ args: [key, , kind, min, max, value] }) => definition(key, kind, min, max, value),
    ParameterRetired: ({ args: [key] }) => `the parameter ${keyOf(key)} is retired for ever`,
    RolledBack: async ({ contract, args: [, restores] }) => {
      const { major, minor, patch } = await contract.version(restores);
      return `every parameter has the value again that it had in version ${[major, minor, patch].join(".")}`;
    },
  },
};

type RollbackScene = Scene<readonly [bigint, ...unknown[]], ProtocolRegistry>;

async function rollback({ contract, args: [id], at }: RollbackScene): Promise<string[]> {
  const [now, { major, minor, patch }] = await Promise.all([contract.semver(at), contract.version(id, at)]);
  return [
    `every parameter gets the value it had in version ${[major, minor, patch].join(".")} (the ${id}. of all)`,
    `the network's version: ${now} → the next patch`,
  ];
}

async function restored({ contract, args: [id], at }: RollbackScene): Promise<string | undefined> {
  const { major, minor, patch } = await contract.version(id, at);
  const same = (await contract.keys(at)).map(async (key) => {
    const [now, then] = await Promise.all([
      contract.get(key, at),
      contract.getAt(key, id, at).catch((error: unknown) => {
        // A parameter that is younger than the version keeps its value.
        if (isRefused(error)) return undefined;
        throw error;
      }),
    ]);
    return then === undefined || then === now;
  });
  if (!(await Promise.all(same)).every(Boolean)) return undefined;
  return `every parameter has the value that it had in version ${[major, minor, patch].join(".")} already`;
}

function definition(key: string, kind: bigint, min: string, max: string, value: string): string {
  const name = PARAMETER_KINDS[Number(kind) - 1]!;
  const bounds = name === "uint" || name === "int" ? `, ${read(kind, min)} to ${read(kind, max)}` : "";
  return `new parameter ${keyOf(key)} (${name}${bounds}) with the value ${read(kind, value)}`;
}

function noteOf(notes: ParameterNotes, word: string): string {
  const key = keyOf(word);
  return Object.hasOwn(notes, key) ? ` (${notes[key]!})` : "";
}

function read(kind: bigint, word: string): string {
  const name = PARAMETER_KINDS[Number(kind) - 1];
  return name ? formatParameter(decodeParameter(name, word)) : wordText(word);
}
