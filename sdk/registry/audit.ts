import { ProtocolRegistry__factory } from "../../typechain-types/factories/contracts/protocol/ProtocolRegistry__factory";
import { timelock } from "../audit/authority";
import { readDecided, type ParameterWords } from "./decided";
import { anything, fact, is } from "../audit/facts";
import type { Auditing, Fact, Subject, Change } from "../audit/types";
import {
  decodeKey,
  decodeParameter,
  encodeDefinition,
  formatParameter,
  PARAMETER_KINDS,
} from "../nep/parameters";
import type { contracts } from "./contracts";

/** What a configuration says of it. */
export interface Expected {
  registry: { parameters: readonly Parameters<typeof encodeDefinition>[0][] };
}

type Own = Auditing<typeof contracts, Expected>;

const authority: Own["authority"] = {
  ProtocolRegistry: {
    upgrade: timelock("activates a version with new values of one namespace"),
    rollback: timelock("brings back an earlier version"),
    emergencyRollback: timelock("brings back a version of the last 30 days"),
    defineParameters: timelock("adds parameters"),
    retire: timelock("retires parameters"),
    setBounds: timelock("sets a parameter's bounds"),
  },
};

const getters: Own["getters"] = {
  ProtocolRegistry: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "semver() view returns (string)": anything,
  },
};

async function readParameters(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const registry = ProtocolRegistry__factory.connect(at, subject.provider);
  const line = (key: string, { kind, min, max, value }: ParameterWords) => {
    const name = PARAMETER_KINDS[Number(kind) - 1]!;
    const read = (word: string) => formatParameter(decodeParameter(name, word));
    const bounds = name === "uint" || name === "int" ? ` in ${read(min)} to ${read(max)}` : "";
    return `${decodeKey(key)} = ${read(value)}${bounds}`;
  };
  const lines = (parameters: ReadonlyMap<string, ParameterWords>) =>
    [...parameters].map(([key, words]) => line(key, words));
  const actual = new Map<string, ParameterWords>(
    await Promise.all(
      (await registry.keys()).map(async (key) => [key, await registry.parameter(key)] as const),
    ),
  );
  if (!subject.config) return [fact("ProtocolRegistry", "parameters", lines(actual))];

  const expected = new Map<string, ParameterWords>(
    subject.config.registry.parameters.map((parameter) => {
      const { key, kind, ...words } = encodeDefinition(parameter);
      return [key, { ...words, kind: BigInt(kind) }];
    }),
  );
  const told = (words: ReadonlyMap<string, ParameterWords>, key: string) => {
    const found = words.get(key);
    return found && line(key, found);
  };
  const differing = [...new Set([...expected.keys(), ...actual.keys()])].filter(
    (key) => told(expected, key) !== told(actual, key),
  );
  const decided: Change[] = [];
  // Before the hand-over nobody has voted on anything.
  if (differing.length > 0 && !subject.deployment) {
    const decidersOf = await readDecided(registry, subject);
    for (const key of differing) {
      const by = decidersOf(key, expected.get(key), actual.get(key));
      if (by.length === 0) continue;
      const [before, after] = [told(expected, key), told(actual, key)];
      decided.push({ ...(before && { before }), ...(after && { after }), by });
    }
  }
  const [gone, come] = [decided.map(({ before }) => before), decided.flatMap(({ after }) => after ?? [])];
  const wanted = [...lines(expected).filter((one) => !gone.includes(one)), ...come];
  return [{ ...fact("ProtocolRegistry", "parameters", lines(actual), wanted), decided }];
}

export const auditing: Own = {
  authority,
  getters,
  readers: { ProtocolRegistry: readParameters },
  marks: { ProtocolRegistry: "semver() view returns (string)" },
};
