import { dataSlice } from "ethers";

import { ProtocolRegistry__factory } from "../../typechain-types/factories/contracts/protocol/ProtocolRegistry__factory";
import { decodeCode } from "../core/code";
import { textOf } from "../events/decode";
import { counted, differs } from "../history/complete";
import type { Historical, Moment, SliceDraft, Surroundings } from "../history/types";
import type { Call } from "../nep/actions";
import { sourceElectorate } from "../votes";
import { accountOf } from "../votes/history";
import { SUPPORT, type Support } from "./ballot";
import type { contracts } from "./contracts";
import { readText, type ProposalRecord } from "./proposals";
import { unpackRules, type TypeRules } from "./rules";
import { callsOf } from "../nep/actions";

/** A proposal and all that happened to it. */
export interface HistoricProposal extends ProposalRecord {
  proposed: Moment;
  /** `TRAIN`, `GOV`, … */
  type: string;
  /** Seconds between the queueing and the earliest execution. */
  grace: number;
  /** Of its type as they were when it was made: they hold for it for ever. */
  rules: TypeRules;
  /** Share of for in for and against that its rules demand, in basis points. */
  neededBps: number;
  /** Last second of the review: votes count as of it. */
  snapshot: number;
  /** Last second of the vote, with its extension if there was one. */
  deadline: number;
  extended?: Moment;
  queued?: Moment & { eta: number };
  executed?: Moment;
  canceled?: Moment;
  votes: Record<Support, bigint>;
  ballots: HistoricBallot[];
  /** Votes that had to take part, and all that could; absent until the snapshot has passed. */
  quorum?: bigint;
  electorate?: bigint;
}

/** A ballot as it was cast; who votes in parts casts several. */
export interface HistoricBallot extends Moment {
  voter: string;
  votes: Record<Support, bigint>;
  /** As the voter wrote it: nothing in it is checked. */
  reason: string;
}

export interface GovernorHistory {
  /** By id. */
  proposals: Map<bigint, HistoricProposal>;
  /** Who held the guardian's mandate, until when. */
  guardians: (Moment & { guardian: string; until: number })[];
  /** Rules that the governor has pinned, by their ids. */
  rules: Map<bigint, TypeRules>;
}
type Draft = SliceDraft<GovernorHistory>;

const REGISTRY = ProtocolRegistry__factory.createInterface();
/** Each makes one version of the registry. */
const VERSIONING = ["upgrade", "rollback", "emergencyRollback"].map(
  (name) => REGISTRY.getFunction(name as "upgrade").selector,
);
const SUPPORTS = Object.keys(SUPPORT) as Support[];

export const history: Historical<typeof contracts, GovernorHistory> = {
  version: 1,
  initial: () => ({ proposals: new Map(), guardians: [], rules: new Map() }),
  fold: {
    NetworkGovernor: {
      RulesPinned({ state }, { rulesId, rules }) {
        state.rules.set(rulesId, unpackRules(rules).rules);
      },

      ProposalCreated({ state, add }, args, moment) {
        const { proposalId, proposer, targets, calldatas, description, voteStart, voteEnd } = args;
        add(state.proposals, proposalId, {
          ...{ id: proposalId, proposer },
          calls: callsOf(targets, args.values, calldatas),
          ...readText(description),
          ...{ block: moment.block, transaction: moment.transaction, proposed: moment },
          ...{ snapshot: Number(voteStart), deadline: Number(voteEnd) },
          ...{ votes: { for: 0n, against: 0n, abstain: 0n }, ballots: [] },
          // ProposalTyped follows in the same transaction, and holds the type and its terms.
        } as unknown as HistoricProposal);
      },

      ProposalTyped(draft, { proposalId, code, rulesId, grace }) {
        const rules = draft.state.rules.get(rulesId)!;
        Object.assign(proposalOf(draft, proposalId), {
          ...{ type: decodeCode(code), grace: Number(grace), rules, neededBps: rules.approvalBps },
        });
      },

      ProposalExtended(draft, { proposalId, extendedDeadline }, moment) {
        const proposal = proposalOf(draft, proposalId);
        proposal.deadline = Number(extendedDeadline);
        proposal.extended = moment;
      },

      VoteCast(draft, { voter, proposalId, support, weight, reason }, moment, surroundings) {
        const side = SUPPORTS.find((name) => SUPPORT[name] === Number(support))!;
        const votes = { ...NO_VOTES, [side]: weight };
        addBallot(draft, proposalId, { ...moment, voter, reason: textOf(reason), votes }, surroundings);
      },

      VoteCastWithParams(draft, { voter, proposalId, reason, params }, moment, surroundings) {
        const [against, inFavour, abstain] = [0, 16, 32].map((at) => BigInt(dataSlice(params, at, at + 16)));
        const votes = { for: inFavour!, against: against!, abstain: abstain! };
        addBallot(draft, proposalId, { ...moment, voter, reason: textOf(reason), votes }, surroundings);
      },

      ProposalQueued(draft, { proposalId, etaSeconds }, moment) {
        proposalOf(draft, proposalId).queued = { ...moment, eta: Number(etaSeconds) };
      },

      ProposalExecuted(draft, { proposalId }, moment, surroundings) {
        const proposal = proposalOf(draft, proposalId);
        proposal.executed = moment;
        claimVersions(proposal, moment, surroundings);
      },

      ProposalCanceled(draft, { proposalId }, moment) {
        proposalOf(draft, proposalId).canceled = moment;
      },

      GuardianSet({ state }, { guardian, until }, moment) {
        state.guardians.push({ ...moment, guardian, until: Number(until) });
      },

      // A ballot that was not counted.
      BallotRejected: null,
      CodePinned: null,
      EIP712DomainChanged: null,
      RulebookChanged: null,
      TimelockChange: null,
    },
    // It has no power any more; its proposals are read from it when somebody asks.
    FormerGovernor: null,
    Rulebook: null,
    // The governor's own events say what it executes.
    TimelockController: null,
  },

  /** The quorum and the votes that could be cast are final as soon as a proposal's snapshot has passed. */
  async addFacts(network, draft, time) {
    const missing = [...draft.state.proposals.values()].filter(
      ({ snapshot, electorate }) => electorate === undefined && snapshot < time,
    );
    const found = await Promise.all(
      missing.map(async ({ id, snapshot, rules: { voteSource } }) => {
        const electorate = await sourceElectorate(network, voteSource, snapshot);
        return electorate === undefined ? {} : { quorum: await network.governor.quorum(id), electorate };
      }),
    );
    missing.forEach(({ id }, i) => Object.assign(proposalOf(draft, id), found[i]));
  },

  async findMissing({ governor }, { proposals }, at) {
    const count = await counted(governor.proposalCount(at));
    return differs(count, proposals.size) ? `${count} proposals, and events of ${proposals.size}` : undefined;
  },
};

const NO_VOTES = { for: 0n, against: 0n, abstain: 0n };

function proposalOf({ state, edit }: Draft, id: bigint): HistoricProposal {
  return edit(state.proposals, id);
}

function addBallot(draft: Draft, id: bigint, ballot: HistoricBallot, surroundings: Surroundings): void {
  const proposal = proposalOf(draft, id);
  proposal.ballots.push(ballot);
  for (const side of SUPPORTS) proposal.votes[side] += ballot.votes[side];
  accountOf(surroundings, ballot.voter);
}

/**
 * The versions that an execution made, which its event follows: the last that nobody has claimed, as many as it has
 * calls that make one. Proposals may execute others, whose own versions are claimed by then.
 */
function claimVersions(
  { id, calls }: HistoricProposal,
  { transaction }: Moment,
  { addresses, slice }: Surroundings,
): void {
  const { versions } = slice("registry").state;
  let left = calls.filter((call) => makesVersion(call, addresses.ProtocolRegistry)).length;
  for (let i = versions.length - 1; left > 0 && i >= 0; i--) {
    const version = versions[i]!;
    if (version.transaction !== transaction) return;
    if (version.proposalId !== undefined) continue;
    version.proposalId = id;
    left--;
  }
}

function makesVersion({ target, calldata }: Call, registry: string): boolean {
  return target === registry && VERSIONING.includes(calldata.slice(0, 10));
}
