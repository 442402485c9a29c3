import { dataSlice } from "ethers";

import type { NetworkGovernor } from "../../../typechain-types/contracts/governor/NetworkGovernor";
import { ProtocolRegistry__factory } from "../../../typechain-types/factories/contracts/protocol/ProtocolRegistry__factory";
import { textOf } from "../../events/decode";
import { decodeCode } from "../../core/code";
import { SUPPORT, type Support } from "../../governor/ballot";
import { readText } from "../../governor/proposals";
import { unpackRules } from "../../governor/rules";
import type { Call } from "../../nep/actions";
import type { EventFolds } from "../event";
import type { Draft } from "../state";
import type { HistoricProposal, Moment } from "../types";

const REGISTRY = ProtocolRegistry__factory.createInterface();
/** Each makes one version of the registry. */
const VERSIONING = ["upgrade", "rollback", "emergencyRollback"].map(
  (name) => REGISTRY.getFunction(name as "upgrade").selector,
);
const SUPPORTS = Object.keys(SUPPORT) as Support[];

/** @param registry Its address: calls to it make versions. */
export function foldGovernor(registry: string): EventFolds<NetworkGovernor> {
  return {
    RulesPinned({ state }, { rulesId, rules }) {
      state.rules.set(rulesId, unpackRules(rules).rules);
    },

    ProposalCreated(draft, args, moment) {
      const { proposalId, proposer, targets, calldatas, description, voteStart, voteEnd } = args;
      draft.add(draft.state.proposals, proposalId, {
        ...{ id: proposalId, proposer },
        calls: targets.map((target, i) => ({ target, value: args.values[i]!, calldata: calldatas[i]! })),
        ...readText(description),
        ...{ block: moment.block, transaction: moment.transaction, proposed: moment },
        ...{ snapshot: Number(voteStart), deadline: Number(voteEnd) },
        ...{ votes: { for: 0n, against: 0n, abstain: 0n }, ballots: [] },
        // ProposalTyped follows in the same transaction, and tells the type and its terms.
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

    VoteCast(draft, { voter, proposalId, support, weight, reason }, moment) {
      const side = SUPPORTS.find((name) => SUPPORT[name] === Number(support))!;
      addBallot(draft, proposalId, moment, { voter, reason, votes: { ...NO_VOTES, [side]: weight } });
    },

    VoteCastWithParams(draft, { voter, proposalId, reason, params }, moment) {
      const [against, inFavour, abstain] = [0, 16, 32].map((at) => BigInt(dataSlice(params, at, at + 16)));
      const votes = { for: inFavour!, against: against!, abstain: abstain! };
      addBallot(draft, proposalId, moment, { voter, reason, votes });
    },

    ProposalQueued(draft, { proposalId, etaSeconds }, moment) {
      proposalOf(draft, proposalId).queued = { ...moment, eta: Number(etaSeconds) };
    },

    ProposalExecuted(draft, { proposalId }, moment) {
      const proposal = proposalOf(draft, proposalId);
      proposal.executed = moment;
      claimVersions(draft, proposal, moment);
    },

    ProposalCanceled(draft, { proposalId }, moment) {
      proposalOf(draft, proposalId).canceled = moment;
    },

    GuardianSet({ state }, { guardian, until }, moment) {
      state.guardians.push({ ...moment, guardian, until: Number(until) });
    },
  };

  /**
   * The versions that an execution made, which its event follows: the last that nobody has claimed, as many as it has
   * calls that make one. Proposals may execute others, whose own versions are claimed by then.
   */
  function claimVersions({ state }: Draft, { id, calls }: HistoricProposal, { transaction }: Moment): void {
    let left = calls.filter((call) => makesVersion(call)).length;
    for (let i = state.versions.length - 1; left > 0 && i >= 0; i--) {
      const version = state.versions[i]!;
      if (version.transaction !== transaction) return;
      if (version.proposalId !== undefined) continue;
      version.proposalId = id;
      left--;
    }
  }

  function makesVersion({ target, calldata }: Call): boolean {
    return target === registry && VERSIONING.includes(calldata.slice(0, 10));
  }
}

const NO_VOTES = { for: 0n, against: 0n, abstain: 0n };

function proposalOf(draft: Draft, id: bigint): HistoricProposal {
  return draft.edit(draft.state.proposals, id);
}

function addBallot(
  draft: Draft,
  id: bigint,
  moment: Moment,
  { voter, votes, reason }: { voter: string; votes: HistoricProposal["votes"]; reason: string },
): void {
  const proposal = proposalOf(draft, id);
  proposal.ballots.push({ voter, votes, reason: textOf(reason), ...moment });
  for (const side of SUPPORTS) proposal.votes[side] += votes[side];
  draft.account(voter);
}
