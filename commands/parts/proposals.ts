import { basename } from "node:path";

import { withConventions } from "@polity/sdk/conventions";
import type { ScanOptions } from "@polity/sdk/events";
import { formatCountdown as countdown, formatTokens } from "@polity/sdk/format";
import { nextStep } from "@polity/sdk/governor/next";
import { findProposal, listProposals, type ProposalRecord } from "@polity/sdk/governor/proposals";
import { readNetworkRules, type ChainRules } from "@polity/sdk/governor/network-rules";
import type { ProposalView } from "@polity/sdk/governor/timeline";
import { validateNep, type Nep, type ProposalForm, type ValidateOptions } from "@polity/sdk/nep";
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

/** A NEP file, checked as far as the options say. */
export function readNepFile(file: string, options: Omit<ValidateOptions, "fileName"> = {}): Nep {
  const source = readText(file, "give a NEP file, like those in neps/");
  return validateNep(source, { fileName: basename(file), ...options });
}

/** What the network wants of a NEP file, where that is known. */
export const formOf = ({ deployment }: Pick<Context, "deployment">): ProposalForm | undefined =>
  deployment.conventions?.proposals;

/** The rules that a NEP file can break: those of the chain, and what the network has agreed on. */
export const rulesOf = async ({ network, deployment }: Context): Promise<ChainRules> =>
  withConventions(await readNetworkRules(network), deployment.conventions);

/** Lines under a heading, or under a numbered one. */
export const indent = (lines: readonly string[], by = "  ") => lines.map((line) => `${by}${line}`);

/** Votes as they are shown: to four decimals, rounded down; `--json` has them all. */
export const shown = (units: bigint) => formatTokens(units - (units % 10n ** 14n));

/** What a proposal waits for, and how long; undefined when it is final. */
export function nextOf(view: ProposalView, now: number): string | undefined {
  if (view.state === "Uncounted") return "what counts its votes fails, so that nobody knows how it stands";
  const next = nextStep(view, now);
  return next && `${next.what} ${next.isLimit ? "within" : "in"} ${countdown(Math.max(0, next.at - now))}`;
}
