import type { TransactionReceipt } from "ethers";

import type { Network } from "../network";
import type { ScanOptions } from "../events";
import { extractNep } from "../nep/extract";
import { decodeKey, decodeParameter, formatParameter, PARAMETER_KINDS } from "../nep/parameters";
import { nepHash } from "../nep/text";
import type { Nep } from "../nep/validate";
import { eventsOf } from "../transaction";
import { listProposals, readProposalHistory, type ProposalHistory, type ProposalRecord } from "./proposals";
import { readProposal, type NepStage, type ProposalView } from "./timeline";

/** A proposal that was made of a NEP's number. Anyone may use any number: its text shows whether it is this NEP. */
export interface NepProposal {
  record: ProposalRecord;
  view: ProposalView;
  /** Hash of the NEP file in its description. */
  specHash: string;
  /** Whether its text is the file's, byte for byte. */
  same: boolean;
  /** The file in its description. */
  text: string;
}

/** A parameter that a NEP has changed, in the words of a NEP file. */
export interface NepEffect {
  key: string;
  before: string;
  after: string;
  /** What it is now. */
  now: string;
  /** The version that it was changed in: `1.4.0`. */
  version: string;
}

/** Where a NEP file stands. */
export interface NepLife {
  nep: Nep;
  /** `DRAFT` while nobody has proposed the file as it is. */
  stage: NepStage;
  /** Those of its number, the oldest first. */
  proposals: NepProposal[];
}

/** What became of a NEP's proposal. */
export interface NepOutcome {
  history: ProposalHistory;
  effects: NepEffect[];
}

/** Which of several proposals with one text gives a NEP its stage: the one that came furthest. */
const ORDER: readonly NepStage[] = [
  ...(["ACTIVE", "SCHEDULED", "APPROVED", "VOTING", "REVIEW"] as const),
  ...(["EXPIRED", "DEFEATED", "CANCELED"] as const),
];

/** Where NEP files stand on the chain: found by their number, and identified by the hash of their text. */
export async function readLives(
  network: Network,
  neps: readonly Nep[],
  options: ScanOptions,
): Promise<NepLife[]> {
  const numbers = new Set(neps.map(({ number }) => number));
  const records = (await listProposals(network, options)).filter(
    ({ nep }) => nep !== undefined && numbers.has(nep),
  );
  const views = await Promise.all(records.map(({ id }) => readProposal(network.governor, id)));
  return neps.map((nep) => {
    const proposals = records.flatMap((record, i): NepProposal[] => {
      if (record.nep !== nep.number) return [];
      const { text } = extractNep(record.description);
      const specHash = nepHash(text);
      return [{ record, view: views[i]!, specHash, same: specHash === nep.specHash, text }];
    });
    const stages = proposals.filter(({ same }) => same).map(({ view }) => view.stage);
    return { nep, proposals, stage: ORDER.find((stage) => stages.includes(stage)) ?? "DRAFT" };
  });
}

/** The proposal that stands for a NEP: of those with its text the one that came furthest. */
export function mainProposal({ proposals, stage }: NepLife): NepProposal | undefined {
  return proposals.find(({ same, view }) => same && view.stage === stage);
}

/** What happened to a proposal, and what its execution changed. */
export async function readNepOutcome(
  network: Network,
  { record }: Pick<NepProposal, "record">,
  options: Omit<ScanOptions, "fromBlock"> = {},
): Promise<NepOutcome> {
  const { registry, governor } = network;
  const history = await readProposalHistory(network, record, options);
  if (!history.executed) return { history, effects: [] };
  const provider = governor.runner!.provider!;
  const receipt = (await provider.getTransactionReceipt(history.executed.transaction)) as TransactionReceipt;
  // One execution may activate several versions: each change carries the number of its own.
  const changed = await eventsOf(registry, receipt, "ParameterChanged");
  const versions = new Map<bigint, Awaited<ReturnType<typeof registry.version>>>();
  const effects: NepEffect[] = [];
  for (const args of changed) {
    const [word, versionId, before, after] = args as unknown as [string, bigint, string, string];
    const version = versions.get(versionId) ?? (await registry.version(versionId));
    versions.set(versionId, version);
    const { kind, value } = await registry.parameter(word);
    const told = (bytes: string) =>
      formatParameter(decodeParameter(PARAMETER_KINDS[Number(kind) - 1]!, bytes));
    effects.push({
      ...{ key: decodeKey(word), before: told(before), after: told(after), now: told(value) },
      version: `${version.major}.${version.minor}.${version.patch}`,
    });
  }
  return { history, effects };
}
