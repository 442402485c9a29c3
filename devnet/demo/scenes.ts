import { time } from "@nomicfoundation/hardhat-network-helpers";
import type { Signer, TransactionReceipt } from "ethers";
import { parseEther } from "ethers";

import type { Network } from "@polity/sdk/deployment";
import { requireEscrow } from "@polity/sdk/escrow/require";
import * as gov from "@polity/sdk";
import { delegate, lock, PERMANENT } from "@polity/sdk/escrow";
import { formatDuration, formatTimestamp, formatTokens } from "@polity/sdk/format";
import { readProposal } from "@polity/sdk/governor/timeline";
import type { Nep, Proposal } from "@polity/sdk/nep";
import { type Teller } from "./print";

/** Who plays: the network's people by name, with what they came to do. */
export interface Cast {
  /** Wrote the NEP: stakes, proposes it and votes for it. */
  ada: Signer;
  /** Stakes, and lets Ada vote for him. */
  ben: Signer;
  /** Stakes, and signs her ballot for somebody else to send. */
  cleo: Signer;
  /** Stakes, and votes against. */
  dan: Signer;
  /** Holds no tokens: relays Cleo's ballot, queues and executes, as anyone may. */
  june: Signer;
}

export interface Stage {
  network: Network;
  cast: Cast;
  tell: Teller;
}

export const STAKES = { ada: "1200000", ben: "900000", cleo: "1000000", dan: "700000" } as const;
type Staker = keyof typeof STAKES;

/** Everyone stakes for good: one staked token, one vote. Ben delegates to Ada. */
export async function stake({ network, cast, tell }: Stage): Promise<void> {
  const { token } = network;
  const escrow = requireEscrow(network);
  tell.heading("The holders stake: one staked token, one vote");
  for (const name of Object.keys(STAKES) as Staker[]) {
    const amount = parseEther(STAKES[name]);
    const { receipt } = await lock(escrow, cast[name], { amount, unlockTime: PERMANENT });
    const left = await token.balanceOf(cast[name]);
    const what = `locks ${formatTokens(amount)} of ${formatTokens(amount + left)} tokens for good`;
    tell.step({ who: title(name), what, ...told(receipt) });
  }
  const { receipt } = await delegate(escrow, cast.ben, { to: await cast.ada.getAddress() });
  const power = await escrow.getVotes(cast.ada);
  tell.step({
    who: "Ben",
    what: `delegates to Ada, who now has ${formatTokens(power)} votes`,
    ...told(receipt),
  });
}

/** Ada approves exactly the fee and proposes the NEP; the review begins. */
export async function propose({ network, cast, tell }: Stage, nep: Nep, proposal: Proposal): Promise<void> {
  const { governor } = network;
  tell.heading(`NEP-${nep.number}: ${nep.title}`);
  const { fee, approval, receipt } = await gov.propose(network, cast.ada, proposal);
  if (approval)
    tell.step({ who: "Ada", what: `approves the fee, exactly ${formatTokens(fee)}`, ...told(approval) });

  const view = await readProposal(governor, proposal.proposalId);
  tell.step({
    who: "Ada",
    what: `proposes ${proposal.description.split("\n", 1)[0]!.slice(2)}`,
    ...told(receipt),
    state: view.stage,
  });
  tell.note(
    `${fee > 0n ? "the fee is burned; " : ""}the whole NEP is on the chain, ${proposal.description.length} characters of it`,
  );
  tell.note(
    `under review for ${formatDuration(view.snapshot - (await time.latest()))}, until ${formatTimestamp(view.snapshot)}`,
  );
}

/** The review passes and the holders vote: directly, by delegation, by signature, and against. */
export async function vote(
  { network: { governor }, cast, tell }: Stage,
  { proposalId }: Proposal,
): Promise<void> {
  const { snapshot } = await readProposal(governor, proposalId);
  await time.increaseTo(snapshot + 1);
  tell.heading(`${formatTimestamp(snapshot + 1)}: the review is over, the vote is open`);
  const stage = async () => (await readProposal(governor, proposalId)).stage;

  const reason = "Twice the training efficiency at the same cost.";
  const ada = await gov.vote(governor, cast.ada, { proposalId, choice: "for", reason });
  tell.step({
    who: "Ada",
    what: "votes for, with her own votes and Ben's",
    ...told(ada.receipt),
    state: await stage(),
  });

  const ballot = await gov.signRelayedBallot(governor, cast.cleo, { proposalId, support: "for" });
  const { receipts } = await gov.relayBallots(governor, cast.june, { ballots: [ballot] });
  tell.step({
    who: "Cleo",
    what: "votes for, by a signature that June sends",
    ...told(receipts[0]!),
    state: await stage(),
  });

  const dan = await gov.vote(governor, cast.dan, { proposalId, choice: "against" });
  tell.step({ who: "Dan", what: "votes against", ...told(dan.receipt), state: await stage() });
}

/** The vote closes; anyone queues the NEP, its grace period passes, and anyone executes it. */
export async function activate(
  { network, cast, tell }: Stage,
  proposal: Pick<Proposal, "calls" | "descriptionHash" | "proposalId">,
): Promise<void> {
  const { governor, registry } = network;
  const { calls, descriptionHash, proposalId: id } = proposal;
  const decided = { id, calls, descriptionHash };
  const { deadline } = await readProposal(governor, proposal.proposalId);
  await time.increaseTo(deadline + 1);
  tell.heading(`${formatTimestamp(deadline + 1)}: the vote is closed`);

  const queued = await gov.queue(governor, cast.june, decided);
  const view = await readProposal(governor, proposal.proposalId);
  tell.step({ who: "June", what: "queues it, as anyone may", ...told(queued.receipt), state: view.stage });
  tell.note(
    `${formatDuration(view.grace)} of grace for nodes to upgrade, until ${formatTimestamp(view.eta)}`,
  );

  await time.increaseTo(view.eta);
  tell.heading(`${formatTimestamp(view.eta)}: the grace period is over`);
  const executed = await gov.execute(governor, cast.june, decided);
  const done = await readProposal(governor, proposal.proposalId);
  tell.step({
    who: "June",
    what: "executes it, as anyone may",
    ...told(executed.receipt),
    state: done.stage,
  });
  tell.note(`the network runs version ${await registry.semver()}`);
}

export function told({ hash, gasUsed }: TransactionReceipt): { transaction: string; gas: bigint } {
  return { transaction: hash, gas: gasUsed };
}

export const title = (name: string) => name[0]!.toUpperCase() + name.slice(1);
