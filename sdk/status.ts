import { ZeroAddress } from "ethers";

import type { Network } from "./deployment";
import { findEvents } from "./events";
import { readProposal, type ProposalView } from "./governor/timeline";
import { decodeKey, decodeParameter, formatParameter, PARAMETER_KINDS } from "./nep/parameters";

/** Proposals that something can still happen to. */
const LIVE: readonly string[] = ["Pending", "Active", "Succeeded", "Queued"];

/** A network at a glance, as of its newest block. Times in seconds, amounts in base units. */
export interface Status {
  now: number;
  block: number;
  version: string;
  parameters: { key: string; value: string }[];
  proposals: (ProposalView & { title: string })[];
  /** Proposals that are over. */
  past: number;
  supply: bigint;
  /** Tokens in the escrow, where there is one. */
  locked?: bigint;
  /** Votes that count, as of a second before the newest block. */
  votes: bigint;
  guardian?: { account: string; until: number };
}

/** Reads a network's state. Sends nothing. */
export async function readStatus(network: Network, fromBlock: number): Promise<Status> {
  const { governor, registry, token, escrow, votes: source } = network;
  const provider = governor.runner!.provider!;
  const head = (await provider.getBlock("latest"))!;
  const at = { blockTag: head.number };
  const [version, keys, supply, locked, votes, { account, until }] = await Promise.all([
    registry.semver(at),
    registry.keys(at),
    token.totalSupply(at),
    escrow && token.balanceOf(escrow, at),
    source.getPastTotalSupply(head.timestamp - 1, at),
    governor.guardian(at),
  ]);
  const parameters = await Promise.all(
    keys.map(async (key) => {
      const { kind, value } = await registry.parameter(key, at);
      return {
        key: decodeKey(key),
        value: formatParameter(decodeParameter(PARAMETER_KINDS[Number(kind) - 1]!, value)),
      };
    }),
  );
  const created = await findEvents(governor, governor.filters.ProposalCreated(), {
    fromBlock,
    toBlock: head.number,
  });
  const all = await Promise.all(
    created.map(async ({ args: { proposalId, description } }) => {
      const title = description.split("\n", 1)[0]!.replace(/^#\s*/, "");
      return { ...(await readProposal(governor, proposalId, head.number)), title };
    }),
  );
  const proposals = all.filter(({ state }) => LIVE.includes(state));
  return {
    ...{ now: head.timestamp, block: head.number, version, parameters, proposals },
    past: all.length - proposals.length,
    ...{ supply, votes },
    ...(locked !== undefined && { locked }),
    ...(account !== ZeroAddress && { guardian: { account, until: Number(until) } }),
  };
}

/** What a live proposal waits for, and until when, in seconds. */
export function nextStep(
  { state, snapshot, deadline, eta, expiry }: ProposalView,
  now: number,
): { what: string; at?: number } {
  if (state === "Pending") return { what: "the vote begins", at: snapshot };
  if (state === "Active") return { what: "the vote ends", at: deadline };
  if (state === "Succeeded") return { what: "anyone can queue it" };
  return now < eta
    ? { what: "the grace period ends", at: eta }
    : { what: "anyone can execute it, until", at: expiry };
}
