import type { UseQueryResult } from "@tanstack/react-query";

import type { Network } from "@polity/sdk/deployment";
import { FINAL } from "@polity/sdk/governor/next";
import { listProposals, type ProposalRecord } from "@polity/sdk/governor/proposals";
import { readProposal, type ProposalView } from "@polity/sdk/governor/timeline";
import { MAX_TITLE } from "@polity/sdk/nep/title";
import { useChain } from "../../data/chain";
import { ABOVE_PATIENCE } from "../../data/provider";
import { useSite } from "../../data/network";

/** A proposal with where it stands now. */
export interface LiveProposal {
  record: ProposalRecord;
  view: ProposalView;
}

/** Younger blocks may still be replaced, and are read again. */
const FINALITY = 64;

/** Reads proposals, and again only what can have changed since the last time. */
export class ProposalReader {
  #records: ProposalRecord[] = [];
  #next: number;
  readonly #final = new Map<bigint, LiveProposal>();

  constructor(fromBlock: number) {
    this.#next = fromBlock;
  }

  /** All proposals, the newest first. */
  async read(network: Network): Promise<LiveProposal[]> {
    const head = await network.governor.runner!.provider!.getBlockNumber();
    const settled = head - FINALITY;
    const found = await listProposals(network, {
      ...{ fromBlock: this.#next, toBlock: head, retry: ABOVE_PATIENCE },
    });
    const records = [...this.#records.filter(({ block }) => block < this.#next), ...found];
    const proposals = await Promise.all(
      records.map(
        async (record) =>
          this.#final.get(record.id) ?? {
            record,
            view: await readProposal(network.governor, record.id, head),
          },
      ),
    );
    for (const one of proposals) {
      if (one.record.block <= settled && FINAL.includes(one.view.state)) this.#final.set(one.record.id, one);
    }
    this.#records = records;
    this.#next = Math.max(this.#next, settled + 1);
    return proposals.reverse();
  }
}

let reader: ProposalReader | undefined;
let reading: Promise<LiveProposal[]> | undefined;

/** All proposals, the newest first, by the page's one reader: who asks while it reads gets the same answer. */
export function readProposals(network: Network, fromBlock: number): Promise<LiveProposal[]> {
  reader ??= new ProposalReader(fromBlock);
  return (reading ??= reader.read(network).finally(() => (reading = undefined)));
}

/** All proposals, the newest first. */
export function useProposals(): UseQueryResult<LiveProposal[]> {
  const { deployment } = useSite();
  return useChain(["proposals"], (network) => readProposals(network, deployment.block));
}

/** How a proposal is called: its NEP's number, if its text is a NEP, and its title, which anybody can make long. */
export function nameOf({ nep, title }: Pick<ProposalRecord, "nep" | "title">): string {
  const characters = Array.from(title.slice(0, 4 * MAX_TITLE));
  const short = characters.length > MAX_TITLE ? `${characters.slice(0, MAX_TITLE).join("")}…` : title;
  return nep === undefined ? short : `NEP-${nep}: ${short}`;
}

/** The proposal that a route names, by the id that {@link hrefOf} wrote. */
export const hrefOf = ({ id }: Pick<ProposalRecord, "id">) => `/proposals/${id}`;

/** Whether something can still come of a proposal. */
export const isLive = ({ view }: LiveProposal) => !FINAL.includes(view.state);
