import { decodeBytes32String } from "ethers";

import type { Network } from "@polity/sdk/deployment";
import { findEvents } from "@polity/sdk/events";
import { formatPercent, formatTimestamp, formatTokens } from "@polity/sdk/format";
import { readProposal } from "@polity/sdk/governor/timeline";
import { decodeParameter, formatParameter, PARAMETER_KINDS, type Proposal } from "@polity/sdk/nep";

type Rows = [name: string, value: string][];

/** What the demo ends with: every figure is read from the chain, none is remembered. */
export async function readClosing(network: Network, { proposalId }: Proposal, fromBlock: number) {
  const { governor, token, escrow, registry, rulebook } = network;
  const view = await readProposal(governor, proposalId);
  const { votes, quorum } = view;
  const [{ approvalBps }, changes, created, queued, executed, burned, locked, semver] = await Promise.all([
    governor
      .proposalType(proposalId)
      .then(({ rulesId }) => governor.pinnedRules(rulesId))
      // A plain copy: ethers cannot encode the frozen structs that it decodes.
      .then(({ timing, cost, turnout, voteSource }) => rulebook.unpack({ timing, cost, turnout, voteSource }))
      .then(({ rules }) => rules),
    findEvents(registry, registry.filters.ParameterChanged(), { fromBlock }),
    dateOf(findEvents(governor, governor.filters.ProposalCreated(), { fromBlock }), proposalId),
    dateOf(findEvents(governor, governor.filters.ProposalQueued(), { fromBlock }), proposalId),
    dateOf(findEvents(governor, governor.filters.ProposalExecuted(), { fromBlock }), proposalId),
    token.everMinted().then(async (minted) => minted - (await token.totalSupply())),
    escrow && token.balanceOf(escrow),
    registry.semver(),
  ]);

  const tally: Rows = [
    ["for", `${formatTokens(votes.for)} votes`],
    ["against", `${formatTokens(votes.against)} votes`],
    ["abstain", `${formatTokens(votes.abstain)} votes`],
    ["quorum", `${formatTokens(votes.for + votes.abstain)} of the ${formatTokens(quorum ?? 0n)} needed`],
    [
      "approval",
      `${formatPercent((votes.for * 10_000n) / (votes.for + votes.against))} of the ${formatPercent(approvalBps)} needed`,
    ],
  ];
  const timeline: Rows = [
    ["DRAFT → REVIEW", formatTimestamp(created)],
    ["REVIEW → VOTING", formatTimestamp(view.snapshot)],
    ["the vote closed", formatTimestamp(view.deadline)],
    [
      "VOTING → SCHEDULED",
      `${formatTimestamp(queued)}, to be activated from ${formatTimestamp(view.eta)} to ${formatTimestamp(view.expiry)}`,
    ],
    [`SCHEDULED → ${view.stage}`, formatTimestamp(executed)],
  ];
  const state: Rows = [["version", semver]];
  for (const { args } of changes) {
    const { kind } = await registry.parameter(args.key);
    const read = (word: string) => formatParameter(decodeParameter(PARAMETER_KINDS[Number(kind) - 1]!, word));
    state.push([
      decodeBytes32String(args.key),
      `${read(args.oldValue)} → ${read(await registry.get(args.key))}`,
    ]);
  }
  state.push(["burned", `${formatTokens(burned)} tokens`]);
  if (locked !== undefined) state.push(["locked", `${formatTokens(locked)} tokens`]);
  return { tally, timeline, state };
}

/** When the block of the proposal's event was made, in seconds. */
async function dateOf(
  events: Promise<readonly { args: { proposalId: bigint }; getBlock(): Promise<{ timestamp: number }> }[]>,
  proposalId: bigint,
): Promise<number> {
  const event = (await events).find(({ args }) => args.proposalId === proposalId)!;
  return (await event.getBlock()).timestamp;
}
