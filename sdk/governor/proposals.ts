import { id as hashText, keccak256 } from "ethers";

import type { ProposalCreatedEvent } from "../../typechain-types/contracts/governor/NetworkGovernor";
import type { Counting } from "./counting";
import { DEAD } from "./next";
import { judge, type Verdict } from "./figures/outcome";
import type { Network } from "../network";
import { PolityError } from "../errors";
import { findEvents, type ScanOptions } from "../events";
import { EventDecoder, textOf } from "../events/decode";
import type { Call } from "../nep/actions";
import { readClaims } from "../nep/extract";
import { parseTitle } from "../nep/title";
import { getBlock } from "../provider";
import { sourceElectorate } from "../votes";
import { unpackRules } from "./rules";
import { readProposal, type ProposalView } from "./timeline";
import { arraysOf, callsOf } from "../nep/actions";

/** A proposal as it was made: what never changes, all of it from its one event. */
export interface ProposalRecord {
  id: bigint;
  proposer: string;
  calls: Call[];
  /**
   * Whoever proposed it wrote this: nothing in it is checked, and it may hold characters that nobody sees. Bytes that are
   * no UTF-8 are U+FFFD here.
   */
  description: string;
  /** keccak256 of the description's bytes. */
  descriptionHash: string;
  /** The title without its tag. */
  title: string;
  /** The number of the NEP that the description carries. Anyone may write any number, in a NEP that is not valid too. */
  nep?: number;
  /** Where it was made. */
  block: number;
  transaction: string;
}

/** All proposals, the oldest first. */
export async function listProposals(
  { governor }: Pick<Network, "governor">,
  options: ScanOptions,
): Promise<ProposalRecord[]> {
  const created = await findEvents(governor, governor.filters.ProposalCreated(), options);
  // Leaves the description as bytes: ethers refuses those that are no UTF-8, and anybody may write them.
  const decoder = new EventDecoder(governor.interface.getEvent("ProposalCreated"));
  return created.map((log) => {
    const { proposalId, proposer, targets, values, calldatas, description } = decoder.decode(
      log,
    ) as unknown as ProposalCreatedEvent.OutputObject;
    const calls = callsOf(targets, values, calldatas);
    return {
      ...{ id: proposalId, proposer, calls },
      ...readText(description),
      ...{ block: log.blockNumber, transaction: log.transactionHash },
    };
  });
}

/**
 * What a description says of itself.
 * @param bytes As they are on the chain, in hex.
 */
export function readText(
  bytes: string,
): Pick<ProposalRecord, "description" | "descriptionHash" | "title" | "nep"> {
  const [description, descriptionHash] = [textOf(bytes), keccak256(bytes)];
  // What had to be mended is no NEP file, even if it looks like one now.
  const nep = hashText(description) === descriptionHash ? readClaims(description)?.number : undefined;
  return { description, descriptionHash, title: titleOf(description), ...(nep === undefined ? {} : { nep }) };
}

/** States in which nothing can come of a proposal any more. */
/** Shortest beginning of an id that is taken for one; numbers of NEPs are shorter. */
const PREFIX = 8;

/**
 * The proposal that a person means: by its id, the first digits of it (8 or more), or its NEP's number. Of several with
 * one number, it is the one that has not been canceled, defeated or expired.
 * @throws PolityError when there is none, or more than one: NEP numbers are the proposers' own, and can be copied.
 */
export async function findProposal(
  network: Network,
  wanted: string,
  options: ScanOptions,
): Promise<ProposalRecord> {
  const all = await listProposals(network, options);
  const id = /^0x[0-9a-f]{1,64}$/i.test(wanted) ? BigInt(wanted).toString() : wanted;
  const byNumber = /^\d{1,6}$/.test(id);
  let found = all.filter((one) =>
    byNumber ? one.nep === Number(id) : id.length >= PREFIX && one.id.toString().startsWith(id),
  );
  if (found.length > 1) {
    const views = await Promise.all(found.map((one) => readProposal(network.governor, one.id)));
    const living = found.filter((_, i) => !DEAD.includes(views[i]!.state));
    if (living.length === 1) found = living;
  }
  if (found.length === 1) return found[0]!;
  if (found.length === 0) {
    throw new PolityError(`there is no proposal ${wanted}`, {
      hint: all.length
        ? "list shows all; give a NEP's number, an id, or its first 8 digits"
        : "nothing has been proposed yet",
    });
  }
  throw new PolityError(`${found.length} proposals could be ${wanted}`, {
    hint: `give the id of the one: ${found.map((one) => `${one.id}`).join(", ")}`,
  });
}

/** A proposal's arguments as queue, execute and cancel take them. */
export function argumentsOf({ calls, descriptionHash }: Pick<ProposalRecord, "calls" | "descriptionHash">) {
  return [...arraysOf(calls), descriptionHash] as const;
}

/** What happened to a proposal after it was made; times in seconds. */
export interface ProposalHistory {
  proposed: number;
  queued?: number;
  executed?: { time: number; transaction: string };
  canceled?: number;
}

/** When a proposal was made, queued, executed or canceled. */
export async function readProposalHistory(
  { governor }: Network,
  { id, block }: Pick<ProposalRecord, "id" | "block">,
  options: Omit<ScanOptions, "fromBlock"> = {},
): Promise<ProposalHistory> {
  const { filters } = governor;
  const range = { ...options, fromBlock: block };
  const [queued, executed, canceled] = await Promise.all([
    findEvents(governor, filters.ProposalQueued(), range),
    findEvents(governor, filters.ProposalExecuted(), range),
    findEvents(governor, filters.ProposalCanceled(), range),
  ]).then((kinds) => kinds.map((logs) => logs.find(({ args }) => args.proposalId === id)));
  const provider = governor.runner!.provider!;
  const timeOf = async (number: number) => (await getBlock(provider, number)).timestamp;
  return {
    proposed: await timeOf(block),
    ...(queued && { queued: await timeOf(queued.blockNumber) }),
    ...(executed && {
      executed: { time: await timeOf(executed.blockNumber), transaction: executed.transactionHash },
    }),
    ...(canceled && { canceled: await timeOf(canceled.blockNumber) }),
  };
}

/** How the votes stand against what the type demands. */
export interface Outcome extends Verdict {
  /** Share of for in for and against that the type demands, in basis points. */
  neededBps: number;
  /** Votes that can be cast on it, in base units; absent before its review has ended. */
  electorate?: bigint;
  /** How its votes count, where that is special. */
  counting: Counting;
  /** How many accounts have voted; absent where their number does not count. */
  voters?: number;
}

/** Judges the votes by the rules that are pinned to the proposal, with the governor's own arithmetic. */
export async function readOutcome(
  network: Network,
  { id, votes, quorum, snapshot }: ProposalView,
): Promise<Outcome> {
  const { governor } = network;
  const [{ rulesId }, now] = await Promise.all([governor.proposalType(id), governor.clock()]);
  const { rules } = unpackRules(await governor.pinnedRules(rulesId));
  const { approvalBps: neededBps, voteSource, vetoBps, minVoters } = rules;
  const [electorate, voters] = await Promise.all([
    // Also a proposal that was canceled may not have come to its snapshot yet.
    snapshot < Number(now) ? sourceElectorate(network, voteSource, snapshot) : undefined,
    minVoters ? governor.proposalVoters(id).then(Number) : undefined,
  ]);
  const known = {
    neededBps,
    ...(electorate !== undefined && { electorate }),
    ...(voters !== undefined && { voters }),
  };
  const counting = {
    ...(voteSource && { voteSource }),
    ...(vetoBps && { vetoBps }),
    ...(minVoters && { minVoters }),
  };
  return { ...known, counting, ...judge({ votes, quorum, rules, ...known }) };
}

function titleOf(description: string): string {
  try {
    return parseTitle(description).title;
  } catch {
    return "(no title)";
  }
}
