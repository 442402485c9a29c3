import { getAddress } from "ethers";

import type { ProtocolRegistry } from "../../typechain-types/contracts/protocol/ProtocolRegistry";
import { ProtocolRegistry__factory } from "../../typechain-types/factories/contracts/protocol/ProtocolRegistry__factory";
import { scanAll } from "../events";
import { readDeciders, type Decider } from "../governor/deciders";
import type { ProposalRecord } from "../governor/proposals";
import type { Subject } from "../audit/types";

/** Who decided the last change of each part of a parameter: a proposal, or `undefined` for anything else. */
type Origin = Partial<Record<"value" | "bounds" | "defined" | "retired", Decider>>;

/** What an event of the registry changes of its key. */
const CHANGED: Readonly<Record<string, readonly (keyof Origin)[]>> = {
  ParameterDefined: ["defined", "value", "bounds"],
  ParameterChanged: ["value"],
  BoundsChanged: ["bounds"],
  ParameterRetired: ["retired"],
};

/** A parameter's words, as a configuration or the registry has them. */
export interface ParameterWords {
  kind: bigint;
  min: string;
  max: string;
  value: string;
}

/**
 * Finds the proposals that explain why parameters are not as the configuration says.
 * @returns A function from a key, what it should be and what it is, to the proposals; none when not all of the difference
 * is theirs.
 */
export async function readDecided(registry: ProtocolRegistry, subject: Subject) {
  const origins = await readOrigins(registry, subject);
  return (key: string, wanted?: ParameterWords, actual?: ParameterWords): ProposalRecord[] => {
    if (wanted && actual && wanted.kind !== actual.kind) return [];
    const { value, bounds, defined, retired } = origins.get(key) ?? {};
    const deciders: Decider[] = [];
    if (!actual) deciders.push(retired);
    if (!wanted) deciders.push(defined);
    if (actual && actual.value !== wanted?.value) deciders.push(value);
    if (actual && (actual.min !== wanted?.min || actual.max !== wanted.max)) deciders.push(bounds);
    const known = deciders.filter((by) => by !== undefined);
    return known.length === deciders.length ? [...new Set(known)] : [];
  };
}

async function readOrigins(registry: ProtocolRegistry, subject: Subject): Promise<Map<string, Origin>> {
  const { provider, fromBlock } = subject;
  const address = getAddress(await registry.getAddress());
  const registryInterface = ProtocolRegistry__factory.createInterface();
  const topics = [
    Object.keys(CHANGED).map((name) => registryInterface.getEvent(name as "ParameterChanged").topicHash),
  ];
  const [logs, deciderOf] = await Promise.all([
    scanAll(provider, { address, topics }, { fromBlock }),
    readDeciders(address, subject),
  ]);
  const origins = new Map<string, Origin>();
  for (const log of logs) {
    const { name, args } = registry.interface.parseLog(log)!;
    const origin = origins.get(args.key as string) ?? {};
    origins.set(args.key as string, origin);
    for (const part of CHANGED[name]!) origin[part] = deciderOf(log);
  }
  return origins;
}
