import { PolityError } from "@polity/sdk/errors";
import { formatTimestamp, formatTokens } from "@polity/sdk/format";
import { weightOf } from "@polity/sdk/governor/counting";
import { execute } from "@polity/sdk/governor/execute";
import { findProposal } from "@polity/sdk/governor/proposals";
import { queue } from "@polity/sdk/governor/queue";
import { readProposal } from "@polity/sdk/governor/timeline";
import { vote } from "@polity/sdk/governor/vote";
import { command, required } from "../core/command";
import { connected, DEPLOYMENT } from "../core/context";
import { goTo, nowOf, requireLocal } from "../parts/local";
import { ID, titleOf } from "../parts/proposals";

export default command({
  words: "On a local chain: all who have votes vote for a proposal, time passes, and it is executed",
  options: { id: required(ID, "say which proposal, like --id 2"), ...DEPLOYMENT },
  async run(context) {
    await requireLocal(context.host, "holders vote by themselves");
    const { host, network, deployment, options, say } = await connected(context);
    const { governor } = network;
    const proposal = await findProposal(network, options.id, { fromBlock: deployment.block });
    const view = () => readProposal(governor, proposal.id);

    const { snapshot } = await view();
    if ((await nowOf(host)) <= snapshot) {
      await goTo(host, snapshot + 1);
      say(`the review is over: ${formatTimestamp(snapshot)}`);
    }
    const signers = await host.accounts();
    if ((await view()).state === "Active") {
      for (const signer of signers) {
        const votes = await weightOf(governor, proposal.id, signer.address, snapshot);
        if (votes === 0n || (await governor.hasVoted(proposal.id, signer))) continue;
        await vote(governor, signer, { proposalId: proposal.id, choice: "for" });
        say(`${signer.address} votes for with ${formatTokens(votes)} votes`);
      }
      await goTo(host, (await view()).deadline + 1);
    }
    if ((await view()).state === "Succeeded") {
      const { eta } = await queue(governor, signers[0]!, proposal);
      say(`queued: it can be executed from ${formatTimestamp(eta)}`);
    }
    const { state, stage, eta } = await view();
    if (state !== "Queued") {
      throw new PolityError(`${titleOf(proposal)} cannot be carried out: it is ${stage}`, {
        hint: "npx hardhat --network localhost gov show says how the vote went",
      });
    }
    if ((await nowOf(host)) < eta) await goTo(host, eta);
    await execute(governor, signers[0]!, proposal);
    return { text: `${titleOf(proposal)}: executed`, json: { proposalId: proposal.id } };
  },
});
