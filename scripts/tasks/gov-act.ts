import { explain } from "../../sdk/errors";
import { formatTimestamp } from "../../sdk/format";
import { advance as step, type AdvanceStep } from "../../sdk/governor/advance";
import { cancel as stop, CANCEL_RIGHTS } from "../../sdk/governor/cancel";
import { execute as enact } from "../../sdk/governor/execute";
import { queue as schedule } from "../../sdk/governor/queue";
import { stageOfState } from "../../sdk/governor/timeline";
import { parseParameter } from "../../sdk/nep";
import type { Command } from "./command";
import { done } from "./escrow-options";
import { allProposals, countdown, proposalOf, titleOf } from "./gov-options";
import { watch } from "./gov-watch";

export const queue: Command = async (context) => {
  const proposal = await proposalOf(context);
  const { receipt, eta } = await schedule(context.network.governor, context.signer, proposal);
  return done(receipt, `${titleOf(proposal)} is scheduled: it can be executed from ${formatTimestamp(eta)}`, {
    ...{ proposalId: proposal.id, eta },
  });
};

export const execute: Command = async (context) => {
  const proposal = await proposalOf(context);
  const value = parseParameter("uint", context.text("value") ?? "0") as bigint;
  const { receipt } = await enact(context.network.governor, context.signer, { ...proposal, value });
  const semver = await context.network.registry.semver();
  return done(receipt, `${titleOf(proposal)} is active; the network runs version ${semver}`, {
    ...{ proposalId: proposal.id, version: semver },
  });
};

export const cancel: Command = async (context) => {
  const proposal = await proposalOf(context);
  const { receipt, right } = await stop(context.network, context.signer, proposal);
  const who = context.nameOf(context.signer.address);
  return done(receipt, `${who} canceled ${titleOf(proposal)}, ${CANCEL_RIGHTS[right]}`, {
    ...{ proposalId: proposal.id, right },
  });
};

/** The keeper: queues what has passed, executes what is due, and says what the rest waits for. */
export const advance: Command = async (context) => {
  const { network, signer, progress, text, flag } = context;
  if (flag("watch")) return watch(context);
  const proposals = text("id") === undefined ? await allProposals(context) : [await proposalOf(context)];
  const now = Number(await network.governor.clock());
  const steps = await step(network, signer, {
    proposals,
    onStep: ({ proposal, did }) => progress(`${titleOf(proposal)}: ${did}`),
  });
  const failed = steps.filter(({ did }) => did === "failed").length;
  const lines = steps.map((one) => `${titleOf(one.proposal)}: ${WORDS[one.did](one, now)}`);
  return {
    text: lines.join("\n") || "nothing to do: no proposal is on its way",
    json: {
      steps: steps.map(({ proposal, receipt, error, ...rest }) => ({
        proposalId: proposal.id,
        ...rest,
        transaction: receipt?.hash,
        error: error && explain(error),
      })),
      failed,
    },
    failed: failed > 0,
  };
};

const WORDS: Record<AdvanceStep["did"], (step: AdvanceStep, now: number) => string> = {
  queued: ({ receipt }) => `queued, tx ${receipt!.hash}`,
  executed: ({ receipt }) => `executed, tx ${receipt!.hash}`,
  cleared: ({ state, receipt }) =>
    `${state.toLowerCase()}, and cleared from the timelock, tx ${receipt!.hash}`,
  elsewhere: ({ state }) => `somebody else was faster: it is ${stageOfState(state)}`,
  failed: ({ error }) => `failed: ${explain(error)}`,
  waits: ({ until, waitsFor }, now) =>
    `waits for ${waitsFor!}, ${formatTimestamp(until!)}, in ${countdown(Math.max(0, until! - now))}`,
};
