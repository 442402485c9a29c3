import { formatPercent } from "@polity/sdk/format";
import type { Outcome } from "@polity/sdk/governor/proposals";
import type { ProposalView } from "@polity/sdk/governor/timeline";
import { dateWords } from "../../../ui";
import { endOf, type Moments } from "../steps";

/** How a proposal stands, in a sentence or two for somebody who reads nothing else of it. */
export function verdictWords(view: ProposalView, outcome: Outcome, moments: Moments, now: number): string {
  const { state, snapshot, deadline, eta, expiry } = view;
  switch (state) {
    case "Pending":
      return `It is in review: the vote begins on ${dateWords(snapshot)}.`;
    case "Active":
      return outcome.approved && outcome.quorumReached
        ? `If the vote ended now, it would pass: ${reasonsFor(outcome)}.`
        : `If the vote ended now, it would fail: ${reasonsAgainst(view, outcome)}.`;
    case "Succeeded":
      return `It has passed: ${reasonsFor(outcome)}. It is lost unless somebody queues it until ${dateWords(expiry)}.`;
    case "Queued":
      return now < eta
        ? `It has passed, and can be executed from ${dateWords(eta)} on.`
        : `It has passed, and waits for anybody to execute it until ${dateWords(expiry)}.`;
    case "Executed":
      return moments.executed === undefined
        ? "It has passed and is in force."
        : `It has passed and is in force since ${dateWords(moments.executed)}.`;
    case "Defeated":
      return `It was rejected on ${dateWords(deadline)}: ${reasonsAgainst(view, outcome)}.`;
    case "Expired":
      return `It had passed, but nobody ${eta > 0 ? "executed" : "queued"} it until ${dateWords(endOf(view))}.`;
    case "Canceled":
      return "It was cancelled, and nothing comes of it.";
    case "Uncounted":
      return "Nobody knows how it stands: what counts its votes does not answer.";
  }
}

function reasonsFor({ counting, approvalBps, neededBps }: Outcome): string {
  if (counting.vetoBps) return "too few votes are against it to stop it";
  const approval =
    approvalBps === undefined
      ? "nobody took a side"
      : `${formatPercent(approvalBps)} are for it, where ${formatPercent(neededBps)} are needed`;
  return `${approval}, and the quorum is reached`;
}

/** All that it lacks. */
function reasonsAgainst({ votes, quorum }: ProposalView, outcome: Outcome): string {
  const { counting, approvalBps, neededBps, approved, voters = 0, towardsQuorum } = outcome;
  if (counting.vetoBps) return "enough votes are against it to stop it";
  const enough = quorum !== undefined && towardsQuorum >= quorum;
  const few = counting.minVoters !== undefined && voters < counting.minVoters;
  const isTie = votes.for === votes.against;
  const lacks = [
    ...(approved
      ? []
      : approvalBps === undefined
        ? ["nobody took a side"]
        : [
            isTie
              ? "as many votes are against it as for it"
              : `${formatPercent(approvalBps)} are for it, where ${formatPercent(neededBps)} are needed`,
          ]),
    ...(enough ? [] : ["the quorum is not reached"]),
    ...(few ? [`${voters} accounts have voted, where ${counting.minVoters} are needed`] : []),
  ];
  return lacks.join(", and ");
}
