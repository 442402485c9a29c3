import { basename } from "node:path";

import { parseConfig, presets, type NetworkConfig } from "../../config";
import type { ParameterNotes } from "@polity/sdk/calls";
import type { ScanOptions } from "@polity/sdk/events";
import { formatCountdown as countdown } from "@polity/sdk/format";
import { findProposal, listProposals, type ProposalRecord } from "@polity/sdk/governor/proposals";
import type { ProposalView } from "@polity/sdk/governor/timeline";
import { validateNep, type Nep } from "@polity/sdk/nep";
import { tokens } from "../../scripts/demo/print";
import { readText } from "../../scripts/lib/text";
import type { Context } from "../core/context";

export { countdown };

/** Words of options that several commands have. */
export const ID = "The proposal: its NEP's number, its id, or the first 8 digits of it or more";
export const NEP = "A NEP file, like those in neps/";

/** How a person calls a proposal: its NEP's number, or the first digits of its id, then its title. */
export function titleOf({ id, nep, title }: Pick<ProposalRecord, "id" | "nep" | "title">): string {
  return `${nep === undefined ? shortId(id) : `NEP-${nep}`}: ${title}`;
}

/** Enough of an id to find it again. */
export const shortId = (id: bigint) => id.toString().slice(0, 10);

/** Where the events of the network begin, and how far they have been read. */
export function scanOf({ deployment, progress }: Context): ScanOptions {
  return {
    fromBlock: deployment.block,
    onProgress: ({ fromBlock, block, toBlock, found }) => {
      if (toBlock - fromBlock >= 50_000)
        progress(`read blocks up to ${block} of ${toBlock}, ${found} events`);
    },
  };
}

/** The proposal that a person means by its NEP's number, or its id or the beginning of it. */
export const proposalOf = (context: Context, id: string) =>
  findProposal(context.network, id, scanOf(context));

export const allProposals = (context: Context) => listProposals(context.network, scanOf(context));

/** A NEP file, checked against the network's configuration where there is one. */
export function readNepFile(file: string, network?: NetworkConfig): Nep {
  const source = readText(file, "give a NEP file, like those in neps/");
  return validateNep(source, { fileName: basename(file), ...(network && { network }) });
}

/** The preset that a deployment was made from, by the network's name; nothing for a network of another making. */
export function configOf({ deployment }: Context): NetworkConfig | undefined {
  return Object.values(presets)
    .map((input) => parseConfig(input))
    .find(({ name }) => name === deployment.name);
}

/** What each parameter means, as the configuration says. */
export function notesOf(config: NetworkConfig | undefined): ParameterNotes {
  const told = config?.registry.parameters ?? [];
  return Object.fromEntries(
    told.flatMap(({ key, description }) => (description ? [[key, description]] : [])),
  );
}

/** Lines under a heading, or under a numbered one. */
export const indent = (lines: readonly string[], by = "  ") => lines.map((line) => `${by}${line}`);

/** Votes as they are shown: to four decimals, rounded down; `--json` has them all. */
export const shown = (units: bigint) => tokens(units - (units % 10n ** 14n));

/** What a proposal waits for, and how long. */
export function nextOf({ state, snapshot, deadline, eta, expiry }: ProposalView, now: number): string {
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
