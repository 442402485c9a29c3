import type { TransactionReceipt } from "ethers";

import { decodeCall, describeCall, describeLogs, formatCall, nameCall } from "../../sdk/calls";
import { formatDuration, formatPercent, formatTimestamp } from "../../sdk/format";
import {
  readProposalHistory,
  readOutcome,
  type ProposalHistory,
  type ProposalRecord,
} from "../../sdk/governor/proposals";
import { readProposal, type ProposalView } from "../../sdk/governor/timeline";
import { isNep } from "../../sdk/nep";
import { tokens } from "../demo/print";
import { formatTable } from "../lib/table";
import type { Command, Context } from "./command";
import {
  allProposals,
  configOf,
  countdown,
  indent,
  notesOf,
  proposalOf,
  shortId,
  titleOf,
} from "./gov-options";

/** Longest title in a table. */
const WIDTH = 48;
/** Votes are shown to four decimals, rounded down; --json has them all. */
const shown = (units: bigint) => tokens(units - (units % 10n ** 14n));
const cut = (text: string) => (text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text);

/** All proposals, the newest first. */
export const list: Command = async (context) => {
  const { governor } = context.network;
  const [records, now] = [await allProposals(context), Number(await governor.clock())];
  const rows: { record: ProposalRecord; view: ProposalView }[] = [];
  for (const record of records.reverse())
    rows.push({ record, view: await readProposal(governor, record.id) });
  const table = [
    ["proposal", "id", "type", "stage", "next", "for", "against", "abstain"],
    ...rows.map(({ record, view }) => [
      cut(titleOf(record)),
      shortId(record.id),
      view.type,
      view.stage,
      nextOf(view, now),
      ...[view.votes.for, view.votes.against, view.votes.abstain].map(shown),
    ]),
  ];
  return {
    text: rows.length ? formatTable(table) : "nothing has been proposed yet",
    json: rows.map(({ record: { nep, title, block }, view }) => ({ nep, title, block, ...view })),
  };
};

/** One proposal, all of it. */
export const show: Command = async (context) => {
  const { network, nameOf, progress } = context;
  const record = await proposalOf(context);
  progress("reading its history");
  const view = await readProposal(network.governor, record.id);
  const [history, outcome, now] = await Promise.all([
    readProposalHistory(network, record),
    readOutcome(network, view),
    network.governor.clock(),
  ]);
  const { votes, quorum } = view;
  const calls = record.calls.map((call) => decodeCall(network, call));
  const effects = history.executed
    ? [["what it changed", ...indent(await effectsOf(context, history.executed.transaction))]]
    : [["what it changes, if nothing else does before", ...(await changesOf(context, record))]];
  const met = (reached: boolean) => (reached ? "reached" : "not reached");
  const approval =
    outcome.approvalBps === undefined ? "nobody took a side" : formatPercent(outcome.approvalBps);
  const text = [
    titleOf(record),
    `id ${record.id}`,
    `NEP-${view.type}, proposed by ${nameOf(record.proposer)}${isNep(record.description) ? "" : "; its text is no NEP file"}`,
    `${view.stage}: ${nextOf(view, Number(now))}`,
    "",
    "timeline",
    ...indent(timelineOf(view, history)),
    "",
    "votes",
    ...indent([
      `for       ${shown(votes.for)}`,
      `against   ${shown(votes.against)}`,
      `abstain   ${shown(votes.abstain)}`,
      ...(outcome.electorate === undefined || outcome.turnoutBps === undefined
        ? []
        : [
            `took part ${formatPercent(outcome.turnoutBps)} of the ${shown(outcome.electorate)} that can be cast`,
          ]),
      `quorum    ${shown(outcome.towardsQuorum)} of the ${shown(quorum)} needed: ${met(outcome.quorumReached)}`,
      `approval  ${approval} of the ${formatPercent(outcome.neededBps)} needed: ${met(outcome.approved)}`,
    ]),
    "",
    ...effects.flat(),
    "",
    "its text, as the proposer wrote it",
    ...indent(record.description.split("\n"), "  │ "),
  ];
  return {
    text: text.join("\n"),
    json: {
      ...view,
      ...{ nep: record.nep, title: record.title, history, outcome, block: record.block },
      actions: calls.map((call) => ({
        ...{ contract: call.contract, target: call.target, value: call.value, calldata: call.calldata },
        call: formatCall(network.addresses, call),
      })),
      effects: effects.flat().slice(1),
      description: record.description,
    },
  };
};

function timelineOf(
  { snapshot, deadline, eta, expiry, grace, state }: ProposalView,
  history: ProposalHistory,
) {
  const { proposed, queued, executed, canceled } = history;
  const ended = canceled !== undefined && canceled < deadline;
  const entries: [number, string][] = [
    [proposed, "proposed; the review begins"],
    [snapshot, "the review ends, and votes are weighed"],
    [deadline, "the vote ends"],
    ...(queued ? [[queued, "queued"] as [number, string]] : []),
    ...(eta ? [[eta, `${formatDuration(grace)} of grace end; it can be executed`] as [number, string]] : []),
    ...(executed ? [[executed.time, "executed"] as [number, string]] : []),
    ...(canceled ? [[canceled, "canceled"] as [number, string]] : []),
    ...(["Succeeded", "Queued", "Expired"].includes(state)
      ? [[expiry, state === "Expired" ? "expired" : "expires"] as [number, string]]
      : []),
  ];
  return entries
    .filter(([time]) => !canceled || (ended ? time <= canceled : true))
    .map(([time, what]) => `${formatTimestamp(time)}  ${what}`);
}

/** What the actions would change, one by one. */
async function changesOf(context: Context, { calls }: ProposalRecord): Promise<string[]> {
  const { network } = context;
  const notes = notesOf(configOf(context));
  const lines: string[] = [];
  for (const [i, raw] of calls.entries()) {
    const call = decodeCall(network, raw);
    lines.push(
      `  ${i + 1}. ${nameCall(call)}`,
      ...indent(await describeCall(network, call, { notes }), "     "),
    );
  }
  return lines;
}

/** What the events of its execution say. */
async function effectsOf(context: Context, transaction: string): Promise<string[]> {
  const { network } = context;
  const provider = network.governor.runner!.provider!;
  const { logs } = (await provider.getTransactionReceipt(transaction)) as TransactionReceipt;
  return describeLogs(network, logs, { notes: notesOf(configOf(context)) });
}

function nextOf({ state, snapshot, deadline, eta, expiry }: ProposalView, now: number): string {
  const left = (until: number) => countdown(Math.max(0, until - now));
  switch (state) {
    case "Pending":
      return `the vote opens in ${left(snapshot)}`;
    case "Active":
      return `the vote ends in ${left(deadline)}`;
    case "Succeeded":
      return `to be queued within ${left(expiry)}`;
    case "Queued":
      return now < eta ? `to be executed in ${left(eta)}` : `to be executed within ${left(expiry)}`;
    case "Defeated":
    case "Canceled":
    case "Expired":
    case "Executed":
      return "final";
  }
}
