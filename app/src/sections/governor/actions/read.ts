import type { Network } from "@polity/sdk/deployment";
import { explain, PolityError } from "@polity/sdk/errors";
import { CANCEL_RIGHTS, cancelRight } from "@polity/sdk/governor/cancel";
import type { ProposalRecord } from "@polity/sdk/governor/proposals";
import { readProposal, type ProposalView } from "@polity/sdk/governor/timeline";
import { votesLeft } from "@polity/sdk/governor/vote";

/** Something that may be open to an account, or why it is not. */
export type Open<T> = ({ open: true } & T) | { open: false; why: string };

/** What can be done with a proposal now. */
export interface Possible {
  view: ProposalView;
  /** The chain's time, in seconds. */
  now: number;
  /** Whether it can be executed now, as anyone may. */
  due: boolean;
  /** Votes that the account can cast; absent without an account. `part`: some of them are cast already. */
  vote?: Open<{ left: bigint; part: boolean }>;
  cancel?: Open<{ right: string }>;
}

/** Reads what an account, or somebody without one, can do with a proposal. */
export async function readPossible(
  network: Network,
  proposal: ProposalRecord,
  account: string | undefined,
): Promise<Possible> {
  const { governor } = network;
  const [view, now] = await Promise.all([readProposal(governor, proposal.id), governor.clock().then(Number)]);
  const due = view.state === "Queued" && now >= view.eta;
  if (account === undefined) return { view, now, due };
  const [vote, cancel] = await Promise.all([
    view.state === "Active"
      ? asked(account, async () => {
          const left = await votesLeft(governor, proposal.id, account);
          return { left, part: (await governor.usedVotes(proposal.id, account)) > 0n };
        })
      : undefined,
    asked(account, async () => ({ right: CANCEL_RIGHTS[await cancelRight(network, account, proposal)] })),
  ]);
  return { view, now, due, ...(vote && { vote }), cancel };
}

/** What the chain answers, or its reason why not, told to the account's owner. */
async function asked<T extends object>(account: string, ask: () => Promise<T>): Promise<Open<T>> {
  try {
    return { open: true, ...(await ask()) };
  } catch (error) {
    if (error instanceof PolityError)
      return { open: false, why: explain(error).replaceAll(account, "your account") };
    throw error;
  }
}
