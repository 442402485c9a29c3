import type { TransactionReceipt } from "ethers";

import { decodeCall, describeCall, describeLogs, formatCall, nameCall } from "@polity/sdk/calls";
import { who } from "@polity/sdk/calls/phrases";
import { notesOf } from "@polity/sdk/conventions";
import { formatDuration, formatPercent, formatTimestamp } from "@polity/sdk/format";
import { describeCounting, readWeight } from "@polity/sdk/governor/counting";
import {
  readProposalHistory,
  readOutcome,
  type Outcome,
  type ProposalHistory,
  type ProposalRecord,
} from "@polity/sdk/governor/proposals";
import { readProposal, type ProposalView } from "@polity/sdk/governor/timeline";
import { isNep, readForeignText } from "@polity/sdk/nep";
import { decidedLines, readDecided } from "@polity/sdk/phases";
import { adviceLines, readAdvice } from "@polity/sdk/voting/told";
import { required } from "../core/command";
import { signedCommand, type Context } from "../core/context";
import { WEIGHED, weighedIn } from "../parts/weight";
import { formOf, ID, indent, nextOf, proposalOf, scanOf, shown, titleOf } from "../parts/proposals";

export default signedCommand({
  words: "Shows a proposal: timeline, votes, what it changes, its text",
  options: {
    id: required(ID),
    account: WEIGHED,
  },
  async run(context) {
    const { network, nameOf, progress } = context;
    const record = await proposalOf(context, context.options.id);
    progress("reading its history");
    const view = await readProposal(network.governor, record.id);
    const [history, outcome, now, advice, phases] = await Promise.all([
      readProposalHistory(network, record),
      readOutcome(network, view),
      network.governor.clock(),
      readAdvice(network, record.id, { ...scanOf(context), fromBlock: record.block }),
      readDecided(network, [view.type]),
    ]);
    const asked = advice.flatMap((ballot) => adviceLines(ballot, nameOf));
    const account = weighedIn(context);
    const weight =
      account === undefined ? undefined : await readWeight(network.governor, view, account, Number(now));
    const foreign = readForeignText(record.description);
    const { votes } = view;
    const calls = record.calls.map((call) => decodeCall(network, call));
    const effects = history.executed
      ? [["what it changed", ...indent(await effectsOf(context, history.executed.transaction))]]
      : [["what it changes, if nothing else does before", ...(await changesOf(context, record))]];
    const text = [
      titleOf(record),
      `id ${record.id}`,
      `NEP-${view.type}, proposed by ${nameOf(record.proposer)}${isNep(record.description, formOf(context)) ? "" : "; its text is no NEP file"}`,
      `${view.stage}: ${nextOf(view, Number(now)) ?? "final"}`,
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
        ...standingOf(view, outcome),
        ...describeCounting(outcome.counting, (source) => who(network, source)).map(
          (how) => `counts    ${how}`,
        ),
        ...(account === undefined || weight === undefined
          ? []
          : [`weight    ${nameOf(account)} ${weightText(weight, view.snapshot < Number(now))}`]),
      ]),
      ...(phases ? ["", "proposals of its type, by phase", ...indent(decidedLines(phases))] : []),
      ...(asked.length > 0 ? ["", "what was asked about it, and decides nothing", ...indent(asked)] : []),
      "",
      ...effects.flat(),
      "",
      "its text, as the proposer wrote it",
      ...indent(foreign.text.split("\n"), "  │ "),
      ...(foreign.discussion === undefined ? [] : [`its discussion  ${foreign.discussion}`]),
      ...foreign.signatures.map((signature) => `it says that it calls  ${signature}`),
    ];
    return {
      text: text.join("\n"),
      json: {
        ...view,
        ...{ nep: record.nep, title: record.title, history, outcome, block: record.block },
        ...(account !== undefined && weight !== undefined && { weight: { account, votes: weight } }),
        actions: calls.map((call) => ({
          ...{ contract: call.contract, target: call.target, value: call.value, calldata: call.calldata },
          call: formatCall(network.addresses, call),
        })),
        effects: effects.flat().slice(1),
        ...(phases && { phases }),
        advice,
        description: record.description,
      },
    };
  },
});

const weightText = (votes: bigint, isFixed: boolean): string =>
  isFixed ? `could cast ${shown(votes)} here` : `could cast ${shown(votes)} here if the vote began now`;

const met = (reached: boolean) => (reached ? "reached" : "not reached");

/** How the votes stand against what the type demands, a line each. */
function standingOf({ votes, quorum }: ProposalView, outcome: Outcome): string[] {
  const { counting, towardsQuorum, quorumReached, voters, approvalBps, neededBps, approved } = outcome;
  const needed = quorum === undefined ? "an unknown number of votes" : shown(quorum);
  if (counting.vetoBps)
    return [`veto      ${shown(votes.against)} of the ${needed} that stop it: ${met(!approved)}`];
  const approval = approvalBps === undefined ? "nobody took a side" : formatPercent(approvalBps);
  const { minVoters } = counting;
  return [
    `quorum    ${shown(towardsQuorum)} of the ${needed} needed: ${met(quorumReached)}`,
    ...(minVoters ? [`voters    ${voters} of the ${minVoters} needed: ${met(voters! >= minVoters)}`] : []),
    `approval  ${approval} of the ${formatPercent(neededBps)} needed: ${met(approved)}`,
  ];
}

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
  const notes = notesOf(context.deployment.conventions);
  const lines = calls.map(async (raw, i) => {
    const call = decodeCall(network, raw);
    return [
      `  ${i + 1}. ${nameCall(call)}`,
      ...indent(await describeCall(network, call, { notes }), "     "),
    ];
  });
  return (await Promise.all(lines)).flat();
}

/** What the events of its execution say. */
async function effectsOf(context: Context, transaction: string): Promise<string[]> {
  const { network } = context;
  const provider = network.governor.runner!.provider!;
  const { logs } = (await provider.getTransactionReceipt(transaction)) as TransactionReceipt;
  return describeLogs(network, logs, { notes: notesOf(context.deployment.conventions) });
}
