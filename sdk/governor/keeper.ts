import { REORG, type Keeping, type Step } from "../keeper/types";
import { say } from "../language";
import { FINAL } from "./next";
import { isScheduled, mayBeLeft } from "./expire";
import { argumentsOf, listProposals, type ProposalRecord } from "./proposals";
import { PROPOSAL_STATES, type ProposalState } from "./timeline";

interface Watched {
  record: ProposalRecord;
  /** The block in which it was first seen to be over. */
  over?: number;
}

/** Queues what has passed, executes what is due, and clears away what has expired. */
export const keeping: Keeping = {
  verbs: { queue: say("queue"), execute: say("execute"), expire: "clear away" },

  watch(network, options) {
    const { governor } = network;
    const watched = new Map<bigint, Watched>();
    let read = options.fromBlock - 1;

    return async ({ block, time }) => {
      await follow(block);
      const due = await Promise.all([...watched.values()].map((one) => stepFor(one, block, time)));
      return due.flat();
    };

    /** Learns of proposals since the last look; those of blocks that may have been replaced are looked for again. */
    async function follow(block: number): Promise<void> {
      const fromBlock = Math.max(options.fromBlock, Math.min(read, block) - REORG + 1);
      const found = await listProposals(network, { fromBlock, toBlock: block });
      const ids = new Set(found.map(({ id }) => id));
      for (const [id, { record }] of watched)
        if (record.block >= fromBlock && !ids.has(id)) watched.delete(id);
      for (const record of found) {
        if (options.follows?.(record) === false) continue;
        watched.set(record.id, { ...watched.get(record.id), record });
      }
      read = block;
    }

    async function stepFor(one: Watched, block: number, time: number): Promise<Step[]> {
      const { record } = one;
      // Nothing comes of it any more, and nothing undoes that.
      if (one.over !== undefined && one.over < block - REORG) return [];
      const at = { blockTag: block };
      const state = PROPOSAL_STATES[Number(await governor.state(record.id, at))]!;
      const eta = state === "Queued" ? Number(await governor.proposalEta(record.id, at)) : 0;
      const scheduled = mayBeLeft(state) && (await isScheduled(network, record, block));
      const over = FINAL.includes(state) && !scheduled;
      if (!over) delete one.over;
      else one.over ??= block;
      const kind = stepOf({ state, eta, scheduled }, time);
      if (kind === undefined) return [];
      const call = await governor[kind].populateTransaction(...argumentsOf(record));
      return [{ kind, key: `${kind} ${record.id}`, name: nameOf(record), call }];
    }
  },
};

/** Which step a proposal needs at a time (seconds), if any. */
export function stepOf(
  { state, eta, scheduled }: { state: ProposalState; eta: number; scheduled: boolean },
  time: number,
): "queue" | "execute" | "expire" | undefined {
  if (state === "Succeeded") return "queue";
  if (state === "Queued" && time >= eta) return "execute";
  if (mayBeLeft(state) && scheduled) return "expire";
  return undefined;
}

const nameOf = ({ id, nep, title }: ProposalRecord) =>
  `${nep === undefined ? id.toString().slice(0, 10) : `NEP-${nep}`}: ${title}`;
