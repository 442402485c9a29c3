import { formatDate, parseDate } from "@polity/sdk/format";
import { stepsOf, type Step } from "../steps";
import type { LiveProposal } from "../proposals";
import { useNow } from "../../../data/clock";
import { Countdown, Time } from "../../../ui";
import type { ProposalFacts } from "./facts";
import { momentsOf, usePastOf } from "./past";

const STATES: Readonly<Record<Step["state"], string>> = {
  done: "done",
  now: "now",
  coming: "to come",
  lost: "not reached",
  failed: "ended here",
};

/** The life of the proposal, step by step. */
export function Timeline({ proposal, facts }: { proposal: LiveProposal; facts: ProposalFacts }) {
  const moments = { proposed: facts.proposed, ...momentsOf(usePastOf(proposal)) };
  const created = facts.text?.nep.created;
  const steps = stepsOf(proposal.view, moments, created === undefined ? undefined : parseDate(created));
  return (
    <ol className="timeline" aria-label="Timeline">
      {steps.map((step) => (
        <li
          key={step.name}
          className={`step ${step.state}`}
          aria-current={step.state === "now" ? "step" : undefined}
        >
          <span className="step-name">
            {step.name} <span className="visually-hidden">({STATES[step.state]})</span>
          </span>
          <StepTimes step={step} />
        </li>
      ))}
    </ol>
  );
}

function StepTimes({ step: { name, state, start, end, note } }: { step: Step }) {
  const now = useNow(5);
  const dated = name === "Draft" && start !== undefined;
  return (
    <span className="step-times">
      {dated ? (
        <span>written {formatDate(start)}</span>
      ) : (
        start !== undefined && state !== "lost" && <Time at={start} show="minute" />
      )}
      {state === "now" && end !== undefined && end > now && (
        <span>
          <Countdown to={end} /> left
        </span>
      )}
      {state !== "now" && state !== "lost" && end !== undefined && (
        <span>
          to <Time at={end} show="minute" />
        </span>
      )}
      {note && <span>{note}</span>}
    </span>
  );
}
