import { decodeBytes32String } from "ethers";

import { wordText } from "../calls/words";
import type { ProposalRecord } from "../governor/proposals";
import { readProposal } from "../governor/timeline";
import { decodeKey, decodeParameter, encodeKey, formatParameter, PARAMETER_KINDS } from "../nep/parameters";
import type { Network } from "../network";
import { isRefused } from "../provider";
import { nextPatch, nextVersion } from "./semver";

/** The parameter by which a network lets its nodes switch together: blocks from a version's activation. */
export const SWITCH_BLOCKS = "net.switchBlocks";

/** A parameter that a scheduled version changes, with values as a NEP file writes them. */
export interface PlannedChange {
  key: string;
  /** Absent where there is no such parameter today: then the version cannot become active. */
  now?: string;
  next: string;
}

/** A version that has been decided, and waits for its time. Times in seconds. */
export interface UpcomingVersion {
  proposalId: bigint;
  nep?: number;
  title: string;
  type: string;
  /** Number of the version, if all that are listed before it come first, and nothing else. */
  version: string;
  /** From then on anyone can make it active. */
  earliest: number;
  /** Then it expires. */
  until: number;
  /** Whether nodes of the version before still work. */
  backwardCompatible: boolean;
  changes: PlannedChange[];
  /** Of a rollback: the version whose values come back. */
  restores?: string;
  specHashes: string[];
}

/** The version in force, and from which block nodes follow it. */
export interface CurrentVersion {
  id: number;
  version: string;
  activatedAt: number;
  activatedBlock: number;
  /** Blocks from the activation until nodes follow it; absent where the network has no such parameter. */
  switchBlocks?: number;
  /** The first block of nodes that follow it: the block of the activation, where the network says nothing else. */
  switchBlock: number;
  /** Whether the newest block is that one, or a later one. */
  followed: boolean;
}

export interface Upcoming {
  block: number;
  current: CurrentVersion;
  /** Those that can come first, first. */
  scheduled: UpcomingVersion[];
}

/**
 * What nodes have to be ready for: the version in force, and every scheduled one.
 * @param records Proposals; those that are not scheduled, and those that make no version, are left out.
 */
export async function readUpcoming(
  network: Pick<Network, "governor" | "registry" | "addresses">,
  records: readonly Pick<ProposalRecord, "id" | "calls" | "title" | "nep">[],
): Promise<Upcoming> {
  const { governor, registry } = network;
  const block = await governor.runner!.provider!.getBlockNumber();
  const current = await readCurrentVersion(registry, block);
  const making = records
    .map((record) => ({ record, makes: record.calls.flatMap((call) => makesOf(network, call)) }))
    .filter(({ makes }) => makes.length > 0);
  const views = await Promise.all(
    making.map(async ({ record, makes }) => ({
      ...{ record, makes },
      view: await readProposal(governor, record.id, block),
    })),
  );
  const scheduled = views
    .filter(({ view }) => view.state === "Queued")
    .sort((a, b) => a.view.eta - b.view.eta);
  const result: UpcomingVersion[] = [];
  let version = current.version;
  for (const { record, makes, view } of scheduled) {
    for (const one of makes)
      version = "restores" in one ? nextPatch(version) : nextVersion(version, one.compatible, one.namespace);
    const upgrades = makes.filter((one) => "namespace" in one);
    const back = makes.find((one) => "restores" in one);
    result.push({
      proposalId: record.id,
      ...(record.nep !== undefined && { nep: record.nep }),
      ...{ title: record.title, type: view.type, version, earliest: view.eta, until: view.expiry },
      backwardCompatible: upgrades.every(({ compatible }) => compatible),
      changes: await Promise.all(
        upgrades.flatMap(({ changes }) => changes.map((change) => planned(registry, change, block))),
      ),
      ...(back && { restores: await semverOf(registry, back.restores, block) }),
      specHashes: upgrades.map(({ specHash }) => specHash),
    });
  }
  return { block, current, scheduled: result };
}

interface Upgrade {
  namespace: string;
  changes: readonly (readonly [key: string, value: string])[];
  compatible: boolean;
  specHash: string;
}
type Makes = Upgrade | { restores: bigint };

/** The version that a call makes, if it makes one. What cannot be read will fail, and makes none. */
function makesOf(
  { registry, addresses }: Pick<Network, "registry" | "addresses">,
  { target, calldata }: ProposalRecord["calls"][number],
): Makes[] {
  if (target !== addresses.ProtocolRegistry) return [];
  try {
    const call = registry.interface.parseTransaction({ data: calldata });
    if (call?.name === "upgrade") {
      const [namespace, changes, compatible, specHash] = call.args as unknown as [
        string,
        [string, string][],
        boolean,
        string,
      ];
      const pairs = changes.map((change) => [change[0], change[1]] as const);
      return [{ namespace: decodeBytes32String(namespace), changes: pairs, compatible, specHash }];
    }
    if (call?.name === "rollback" || call?.name === "emergencyRollback")
      return [{ restores: call.args[0] as bigint }];
    return [];
  } catch {
    return [];
  }
}

async function planned(
  registry: Network["registry"],
  [word, value]: readonly [key: string, value: string],
  blockTag: number,
): Promise<PlannedChange> {
  const key = textOf(word);
  try {
    const { kind, value: now } = await registry.parameter(word, { blockTag });
    const name = PARAMETER_KINDS[Number(kind) - 1]!;
    const read = (one: string) => formatParameter(decodeParameter(name, one));
    return { key, now: read(now), next: read(value) };
  } catch (error) {
    if (!isRefused(error)) throw error;
    return { key, next: wordText(value) };
  }
}

/** A key as text; a word that is not a key, as it is. */
function textOf(word: string): string {
  try {
    return decodeKey(word);
  } catch {
    return word;
  }
}

async function semverOf(registry: Network["registry"], id: bigint, blockTag: number): Promise<string> {
  try {
    const { major, minor, patch } = await registry.version(id, { blockTag });
    return [major, minor, patch].join(".");
  } catch (error) {
    if (!isRefused(error)) throw error;
    return `no version ${id}`;
  }
}

/** A version without the parameter makes nobody wait. */
function absent(error: unknown): undefined {
  if (isRefused(error)) return undefined;
  throw error;
}

/** Reads the version in force, and from which block nodes follow it. */
export async function readCurrentVersion(
  registry: Network["registry"],
  block: number,
): Promise<CurrentVersion> {
  const at = { blockTag: block };
  const [[id, { activatedAt, activatedBlock }], version, blocks] = await Promise.all([
    registry.currentVersion(at),
    registry.semver(at),
    registry.getUint(encodeKey(SWITCH_BLOCKS), at).catch(absent),
  ]);
  const switchBlock = Number(activatedBlock) + Number(blocks ?? 0n);
  return {
    ...{ id: Number(id), version, activatedAt: Number(activatedAt), activatedBlock: Number(activatedBlock) },
    ...(blocks !== undefined && { switchBlocks: Number(blocks) }),
    ...{ switchBlock, followed: block >= switchBlock },
  };
}

/**
 * The version that nodes follow at a block: the newest whose activation lies `net.switchBlocks` behind it, so that all
 * switch together. Each version waits for the value that it has itself: a later one that raises it takes nobody back. A network without that parameter follows a version from the block of its activation on.
 * @param block A block of the chain, as every node sees it; its values are those of `registry.getAt(key, id)`.
 */
export async function readFollowedVersion(registry: Network["registry"], block: number): Promise<number> {
  const at = { blockTag: block };
  let { id, switchBlock } = await readCurrentVersion(registry, block);
  while (id > 1 && switchBlock > block) {
    id -= 1;
    const [{ activatedBlock }, blocks] = await Promise.all([
      registry.version(id, at),
      registry.getAt(encodeKey(SWITCH_BLOCKS), id, at).catch(absent),
    ]);
    switchBlock = Number(activatedBlock) + Number(blocks ?? 0n);
  }
  return id;
}
