import { connectDeployment } from "../../sdk/deployment";
import { PolityError } from "../../sdk/errors";
import { formatTimestamp, parseDuration } from "../../sdk/format";
import { execute } from "../../sdk/governor/execute";
import { findProposal } from "../../sdk/governor/proposals";
import { queue } from "../../sdk/governor/queue";
import { readProposal } from "../../sdk/governor/timeline";
import { vote } from "../../sdk/governor/vote";
import { tokens } from "../demo/print";
import { deploymentFile, readDeployment } from "../lib/deployments";
import type { DaoAnswer, DaoContext } from "./dao-run";
import { titleOf } from "./gov-options";

/** Of Hardhat's node and of anvil: a chain whose clock can be moved, and whose people are test accounts. */
const LOCAL_CHAIN = 31_337n;

/** Lets time pass on a local chain. */
export async function passCommand(context: DaoContext): Promise<DaoAnswer> {
  await requireLocal(context, "time passes by itself");
  const length = needed(context, "for", "say how long, like --for 7d");
  const seconds = parseDuration(length);
  if (seconds === 0) throw new PolityError("no time would pass", { hint: "say how long, like --for 7d" });
  const now = await goTo(context, (await nowOf(context)) + seconds);
  return { text: `${length} later: on the chain it is ${formatTimestamp(now)}`, json: { now } };
}

/** On a local chain: all who have votes vote for a proposal, time passes, and the proposal is carried out. */
export async function carryCommand(context: DaoContext): Promise<DaoAnswer> {
  await requireLocal(context, "holders vote by themselves");
  const { hre, text, say } = context;
  const { provider } = hre.ethers;
  const { chainId } = await provider.getNetwork();
  const deployment = readDeployment(text("deployment") ?? deploymentFile(chainId));
  const network = await connectDeployment(deployment, provider);
  const { governor } = network;
  const wanted = needed(context, "id", "say which proposal, like --id 2");
  const proposal = await findProposal(network, wanted, { fromBlock: deployment.block });
  const view = () => readProposal(governor, proposal.id);

  const { snapshot } = await view();
  if ((await nowOf(context)) <= snapshot) {
    await goTo(context, snapshot + 1);
    say(`the review is over: ${formatTimestamp(snapshot)}`);
  }
  const signers = await hre.ethers.getSigners();
  if ((await view()).state === "Active") {
    for (const signer of signers) {
      const votes = await governor.getVotes(signer, snapshot);
      if (votes === 0n || (await governor.hasVoted(proposal.id, signer))) continue;
      await vote(governor, signer, { proposalId: proposal.id, choice: "for" });
      say(`${signer.address} votes for with ${tokens(votes)} votes`);
    }
    await goTo(context, (await view()).deadline + 1);
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
  if ((await nowOf(context)) < eta) await goTo(context, eta);
  await execute(governor, signers[0]!, proposal);
  return { text: `${titleOf(proposal)}: executed`, json: { proposalId: proposal.id } };
}

async function requireLocal({ hre }: DaoContext, elsewhere: string): Promise<void> {
  const { chainId } = await hre.ethers.provider.getNetwork();
  if (chainId === LOCAL_CHAIN) return;
  throw new PolityError(`this works on a local chain alone, whose id is 31337; this one's is ${chainId}`, {
    hint: `on ${hre.network.name} ${elsewhere}`,
  });
}

function needed({ text }: DaoContext, option: string, hint: string): string {
  const value = text(option);
  if (value === undefined) throw new PolityError(`--${option} is missing`, { hint });
  return value;
}

const nowOf = async ({ hre }: DaoContext) => (await hre.ethers.provider.getBlock("latest"))!.timestamp;

async function goTo({ hre }: DaoContext, time: number): Promise<number> {
  await hre.network.provider.send("evm_setNextBlockTimestamp", [time]);
  await hre.network.provider.send("evm_mine", []);
  return time;
}
