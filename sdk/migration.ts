import { TIMELOCK_ROLES } from "./audit/roles";
import type { AnyDomain } from "./core/domain";
import { contractsOf } from "./core/find";
import { DOMAINS } from "./domains";
import type { Addresses, Network } from "./deployment";
import { movedSources, sourceActions, type Sourced } from "./governor/sources";
import { PolityError } from "./errors";
import type { ScanOptions } from "./events";
import { listProposals, type ProposalRecord } from "./governor/proposals";
import { LIVE_STATES, readProposal, type ProposalView } from "./governor/timeline";
import type { NepAction } from "./nep/actions";
import type { ProposalForm } from "./nep/form";
import { UNCHANGED } from "./nep/impact";
import { formatActionsNep, type ActionsDraft } from "./nep/write";
import { votesAddress } from "./votes/address";

/** The powers that go from one governor to the next, in the order in which a vote moves them. */
export const POWERS = ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"] as const;

/** What a move takes along. */
export interface Move {
  /** The network as it is. */
  before: Addresses;
  /** The network as it will be; `FormerGovernor` is where it is now. */
  next: Addresses;
  /** The types that name what counts their votes. */
  sourced?: readonly Sourced[];
  domains?: readonly AnyDomain[];
}

/**
 * What a proposal of the former governor does to move a network: the new governor gets every power, what
 * asks a governor or the network's votes learns of the new ones, types that count stake count that of the new escrow, too,
 * and the former governor loses all, in one transaction.
 * @throws PolityError for a network that does not say where it comes from.
 */
export function switchActions({ before, next, sourced = [], domains = DOMAINS }: Move): NepAction[] {
  const { NetworkGovernor: to, FormerGovernor: from } = next;
  if (from === undefined) {
    throw new PolityError("this network comes from no other", { hint: "deploy what it moves to first" });
  }
  const role = (name: "grantRole" | "revokeRole", account: string) =>
    POWERS.map((power) => ({
      target: "TimelockController",
      function: `${name}(bytes32 role, address account)`,
      args: [TIMELOCK_ROLES[power], account],
      value: 0n,
    }));
  const told = (which: "follows" | "counts", what: string) =>
    learning(which, next, domains).map(([target, set]) => ({
      ...{ target, function: set, args: [what], value: 0n },
    }));
  const votes = votesAddress(next);
  return [
    ...role("grantRole", to),
    ...told("follows", to),
    ...(votes === votesAddress(before) ? [] : told("counts", votes)),
    ...sourceActions(sourced, { ...before }, { ...next }, domains),
    ...role("revokeRole", from),
  ];
}

/** The contracts of a network that ask its governor, or its votes, and the function by which each learns which that is. */
function learning(
  which: "follows" | "counts",
  addresses: Addresses,
  domains: readonly AnyDomain[],
): [name: string, set: string][] {
  return present(addresses, domains).flatMap(({ name, [which]: asks }) => (asks ? [[name, asks.set]] : []));
}

const series = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`;

/** The contracts that a network has. */
function present(addresses: Addresses, domains: readonly AnyDomain[]) {
  return contractsOf(domains).flatMap(([name, { follows, counts }]) => {
    const at = addresses[name as keyof Addresses];
    return at === undefined ? [] : [{ name, at, follows, counts }];
  });
}

/** Proposals that end without effect when their governor loses its power before they are executed. */
export async function readInFlight(
  network: Network,
  options: ScanOptions,
): Promise<{ record: ProposalRecord; view: ProposalView }[]> {
  const all = await listProposals(network, options);
  const views = await Promise.all(
    all.map(async (record) => ({ record, view: await readProposal(network.governor, record.id) })),
  );
  return views.filter(({ view }) => LIVE_STATES.includes(view.state));
}

/**
 * The NEP that moves a network: its file, to be read, completed and proposed to the former governor.
 * @param form What the network wants of its files.
 */
export function formatMigrationNep(
  draft: Pick<ActionsDraft, "number" | "authors" | "discussion" | "today" | "graceDays" | "impact">,
  move: Move,
  form?: ProposalForm,
): string {
  const { before, next, sourced = [], domains = DOMAINS } = move;
  const escrow = next.VoteEscrow !== before.VoteEscrow;
  const what = escrow ? "a new escrow and governor" : "a new governor";
  const known: Readonly<Record<string, string | undefined>> = { ...before };
  const all = present(next, domains);
  const list = all.flatMap(({ name, at }) =>
    Object.values(known).includes(at) ? [] : [`- ${name}: \`${at}\``],
  );
  const stays = all.flatMap(({ name, at }) => (known[name] === at ? [name] : []));
  const asking = learning("follows", next, domains).map(
    ([name]) => `${name} asks it for the ids of proposals, `,
  );
  const types = movedSources(sourced, { ...before }, { ...next }, domains).map(({ code }) => `NEP-${code}`);
  const counting = [...learning("counts", next, domains).map(([name]) => name), ...new Set(types)];
  const counted =
    escrow && counting.length > 0
      ? ` From then on, what is locked in the new escrow counts for ${series(counting)}, too, by the rules of before.`
      : "";
  const locks =
    "Locks of the former escrow count until they end, beside those of the new one. Nobody has to move on a certain day.";
  // Whoever moves changes no parameter: what follows from parameters stays as it is.
  const impact = Object.fromEntries(
    (form?.impact === "always" ? form.figures : []).flatMap(({ name, kind, optional }) => {
      const text = optional ? undefined : UNCHANGED[kind];
      return text === undefined ? [] : [[name, text]];
    }),
  );
  const nep: ActionsDraft = {
    impact,
    ...draft,
    title: `Move to ${what}`,
    code: "GOV",
    actions: switchActions(move),
    sections: {
      Problem: [
        "The contracts of this network cannot be changed in place. What shall change is deployed anew, and this proposal hands the powers over.",
      ],
      Solution: [`Move to ${what}:`, list.join("\n")],
      Impact: [
        `${series(stays)} stay where they are, with all that they hold. The former governor goes on to answer for its proposals and has no power any more.`,
        ...(escrow ? [locks] : []),
      ],
      Specification: [
        `In one transaction the timelock gives the new governor the roles of proposer, canceller and executor, ${asking.join("")}and the timelock takes the three roles from the former governor.${counted}`,
      ],
      "Implementation plan": [
        [
          "1. Anybody compares code and arguments of the new contracts with the sources, and audits them with the deployment file that comes with this proposal.",
          "2. After the move, wallets and applications use the new addresses.",
          "3. The first proposal to the new governor makes the council its guardian again.",
        ].join("\n"),
      ],
      Risks: [
        [
          "- **Proposals in flight.** What the former governor has not executed before the move never is, though it was approved. It has to be proposed to the new one.",
          "- **No guardian.** The council's mandate ends with the move, until a proposal to the new governor renews it.",
        ].join("\n"),
      ],
    },
  };
  return formatActionsNep(nep, form);
}
