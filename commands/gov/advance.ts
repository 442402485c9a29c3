import { explain } from "@polity/sdk/errors";
import { formatTimestamp } from "@polity/sdk/format";
import { advance, type AdvanceStep } from "@polity/sdk/governor/advance";
import { stageOfState } from "@polity/sdk/governor/timeline";
import { signedCommand } from "../core/context";
import { KEEPER, watch } from "../parts/keeper";
import { allProposals, countdown, proposalOf, titleOf } from "../parts/proposals";

export default signedCommand({
  words:
    "Queues what has passed, executes what is due, clears away what has expired; says what the rest waits for",
  options: KEEPER,
  async run(context) {
    const { network, signer, options, progress } = context;
    if (options.watch) return watch(context);
    const { id } = options;
    const proposals = id === undefined ? await allProposals(context) : [await proposalOf(context, id)];
    const now = Number(await network.governor.clock());
    const steps = await advance(network, signer, {
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
  },
});

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
