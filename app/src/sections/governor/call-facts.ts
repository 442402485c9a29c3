import type { Network } from "@polity/sdk/deployment";
import { decodeCall, describeCall, formatCall, nameCall, type ParameterNotes } from "@polity/sdk/calls";
import { describeLogs } from "@polity/sdk/calls/describe-log";
import { blockBefore } from "@polity/sdk/events/at";
import { chainBook } from "@polity/sdk/governor/book";
import { explainCalls } from "@polity/sdk/governor/explain";
import type { ProposalRecord } from "@polity/sdk/governor/proposals";
import type { ProposalView } from "@polity/sdk/governor/timeline";
import { readDescription } from "@polity/sdk/nep/description";
import { encodeNep } from "@polity/sdk/nep/encode";
import type { ProposalForm } from "@polity/sdk/nep/form";
import type { Nep } from "@polity/sdk/nep/validate";
import { endOf } from "./steps";

/** One call of a proposal, in words. */
export interface CallFacts {
  /** `ProtocolRegistry.upgrade of train` */
  name: string;
  target: string;
  /** Wei. */
  value: bigint;
  calldata: string;
  /** The call with its arguments by name. */
  written: string;
  /** What it would change as the state is now, a sentence each. */
  changes: string[];
  /** Types that may make it, and why. */
  types: string[];
  why: string;
  /** What the target runs, if it is a proxy that can be given other code. */
  proxy?: string;
}

/** Reads what the calls of a proposal would do if they were executed now. */
export async function readCalls(
  network: Network,
  { calls }: ProposalRecord,
  declared: string,
  notes: ParameterNotes,
): Promise<CallFacts[]> {
  const provider = network.governor.runner!.provider!;
  const book = await chainBook(network);
  const { actions } = await explainCalls(book, network, { calls, declared, provider });
  return Promise.all(
    actions.map(async ({ call, types, why, proxy }) => ({
      ...{ name: nameCall(call), target: call.target, value: call.value, calldata: call.calldata },
      written: formatCall(network.addresses, call),
      changes: await describeCall(network, call, { notes }),
      ...{ types, why },
      ...(proxy !== undefined && { proxy }),
    })),
  );
}

/** What the calls of a proposal that came to nothing would have changed, as the state was in a block. */
export interface PastChanges {
  /** Of the block, in seconds. */
  time: number;
  /** For each call, a sentence each. */
  calls: string[][];
}

/** Reads them; nothing where the endpoint keeps no state as old as that. */
export async function readPastChanges(
  network: Network,
  { calls }: Pick<ProposalRecord, "calls">,
  block: number,
  notes: ParameterNotes,
): Promise<PastChanges | undefined> {
  const provider = network.governor.runner!.provider!;
  // An endpoint that has forgotten the state answers as if nothing were there, or not at all.
  const code = await provider.getCode(network.addresses.NetworkGovernor, block).catch(() => "0x");
  if (code === "0x") return undefined;
  const [words, found] = await Promise.all([
    Promise.all(
      calls.map((call) => describeCall(network, decodeCall(network, call), { notes, blockTag: block })),
    ),
    provider.getBlock(block),
  ]);
  return { time: found!.timestamp, calls: words };
}

/** The last block of a proposal's life: before it was canceled, or when its time was over. */
export async function lastBlockOf(
  network: Network,
  { record, view }: { record: Pick<ProposalRecord, "block">; view: ProposalView },
  canceled: number | undefined,
): Promise<number> {
  if (canceled !== undefined) return Math.max(record.block, canceled - 1);
  const provider = network.governor.runner!.provider!;
  return blockBefore(provider, endOf(view) + 1, record.block);
}

/** What the events of a proposal's execution say that it changed. */
export async function readEffects(
  network: Network,
  transaction: string,
  notes: ParameterNotes,
): Promise<string[]> {
  const receipt = await network.governor.runner!.provider!.getTransactionReceipt(transaction);
  return describeLogs(network, receipt?.logs ?? [], { notes });
}

/** The NEP in a proposal's text, and whether the calls are exactly those that the NEP makes. */
export interface TextFacts {
  nep: Nep;
  same: boolean;
}

/** Reads a proposal's text; nothing for one that is no NEP. */
export function readText(
  network: Network,
  record: ProposalRecord,
  form?: ProposalForm,
): TextFacts | undefined {
  let nep: Nep;
  try {
    nep = readDescription(record.description, { form }).nep;
  } catch {
    return undefined;
  }
  return { nep, same: isMadeFrom(network, record, nep) };
}

function isMadeFrom(network: Network, { calls, proposer }: ProposalRecord, nep: Nep): boolean {
  const first = decodeCall(network, calls[0]!).known;
  const uri = first?.fragment.name === "upgrade" ? String(first.args.getValue("specURI")) : "none";
  try {
    const { calls: made } = encodeNep(nep, { proposer, contracts: network.addresses, specURI: uri });
    return (
      made.length === calls.length &&
      calls.every(
        ({ target, value, calldata }, i) =>
          target === made[i]!.target && value === made[i]!.value && calldata === made[i]!.calldata,
      )
    );
  } catch {
    // It names a contract that this network lacks: whatever it calls, it is not what the text says.
    return false;
  }
}
