import { ZeroAddress } from "ethers";

import type { Network } from "./deployment";
import { listProposals } from "./governor/proposals";
import { readProposal, type ProposalView } from "./governor/timeline";
import { decodeKey, decodeParameter, formatParameter, PARAMETER_KINDS } from "./nep/parameters";
import { getBlock } from "./provider";
import { readSafe, type SafeState } from "./safe/read";
import { readTreasury, type TreasuryState } from "./treasury/state";
import { readVestingTotals, type VestingTotals } from "./vesting/totals";
import { readElectorate } from "./votes";

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
  /** Votes that can be cast, as of a second before the newest block. */
  votes: bigint;
  /** Who may cancel and propose emergencies, and until when; absent before the first mandate. */
  guardian?: { account: string; until: number };
  /** The council's Safe, in office or not; like the next two absent in a network without one. */
  council?: { address: string; members: string[]; threshold: number; nonce: number };
  treasury?: TreasuryState;
  vesting?: VestingTotals;
}

/**
 * Reads a network's state. Sends nothing.
 * @param fromBlock The deployment's block, or an earlier one.
 */
export async function readStatus(network: Network, fromBlock: number): Promise<Status> {
  const { governor, registry, token, escrow, council: safe } = network;
  const provider = governor.runner!.provider!;
  const head = await getBlock(provider, "latest");
  const at = { blockTag: head.number };
  const [version, keys, supply, locked, votes, { account, until }] = await Promise.all([
    registry.semver(at),
    registry.keys(at),
    token.totalSupply(at),
    escrow && token.balanceOf(escrow, at),
    readElectorate(network, head.timestamp - 1, head.number),
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
  const [council, treasury, vesting] = await Promise.all([
    safe && readSafe(safe),
    network.treasury && readTreasury(network, { fromBlock, block: head.number }),
    readVestingTotals(network, { fromBlock, block: head.number }),
  ]);
  const created = await listProposals(network, { fromBlock, toBlock: head.number });
  const all = await Promise.all(
    created.map(async ({ id, title }) => ({ ...(await readProposal(governor, id, head.number)), title })),
  );
  const proposals = all.filter(({ state }) => LIVE.includes(state));
  return {
    ...{ now: head.timestamp, block: head.number, version, parameters, proposals },
    past: all.length - proposals.length,
    ...{ supply, votes },
    ...(locked !== undefined && { locked }),
    ...(account !== ZeroAddress && { guardian: { account, until: Number(until) } }),
    ...(council && { council: seatsOf(council) }),
    ...(treasury && { treasury }),
    ...(vesting && { vesting }),
  };
}

const seatsOf = ({ address, owners, threshold, nonce }: SafeState) => ({
  ...{ address, members: owners, threshold, nonce },
});

/** What a live proposal waits for, and until when, in seconds. */
export function nextStep(
  { state, snapshot, deadline, eta, expiry }: ProposalView,
  now: number,
): { what: string; at?: number } {
  if (state === "Pending") return { what: "the vote begins", at: snapshot };
  if (state === "Active") return { what: "the vote ends", at: deadline };
  if (state === "Succeeded") return { what: "anyone can queue it, until", at: expiry };
  return now < eta
    ? { what: "the grace period ends", at: eta }
    : { what: "anyone can execute it, until", at: expiry };
}
