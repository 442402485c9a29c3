import { time } from "@nomicfoundation/hardhat-network-helpers";
import { id as hashText, parseEther } from "ethers";
import hre from "hardhat";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import * as sdk from "@polity/sdk";
import { formatTokens } from "@polity/sdk/format";
import { proposalIdOf, type Call, type Proposal } from "@polity/sdk/nep";
import type { Teller } from "./print";
import { activate, propose, title, told, type Cast, type Stage } from "./scenes";

const STAKES = { ada: "3000000", ben: "2500000", cleo: "2000000" } as const;
const VOTERS = Object.keys(STAKES) as (keyof typeof STAKES)[];

/** A second network on the same chain, Distributed.ai, whose largest holders lock their tokens. */
export async function openSecond(tell: Teller, cast: Cast): Promise<Stage> {
  const config = parseConfig(presets["distributed-ai"]);
  tell.heading(`${config.name}, a second network, is deployed from its preset`);
  const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
  const network = sdk.connect(contracts, hre.ethers.provider);
  const escrow = sdk.requireEscrow(network);
  for (const name of VOTERS) {
    const parameters = { amount: parseEther(STAKES[name]), unlockTime: sdk.PERMANENT };
    const { receipt } = await sdk.lock(escrow, cast[name], parameters);
    const what = `locks ${formatTokens(parameters.amount)} tokens`;
    tell.step({ who: title(name), what, ...told(receipt) });
  }
  await time.increase(1);
  return { network, cast, tell };
}

/** Ada proposes it, she, Ben and Cleo vote for it, and it takes effect. */
export async function decide(stage: Stage, nep: sdk.Nep): Promise<Proposal> {
  const { network, cast } = stage;
  const proposer = await cast.ada.getAddress();
  const proposal = sdk.encodeNep(nep, { proposer, contracts: { ...network.addresses } });
  await propose(stage, nep, proposal);
  await voteFor(stage, proposal);
  return proposal;
}

/** The same with calls that no NEP's file names. */
export async function pass(stage: Stage, name: string, calls: Call[]): Promise<void> {
  const { network, cast, tell } = stage;
  tell.heading(name);
  const description = `# ${name}`;
  const descriptionHash = hashText(description);
  const proposal = { calls, description, descriptionHash, proposalId: proposalIdOf(calls, descriptionHash) };
  const { receipt } = await sdk.propose(network, cast.ada, proposal as Proposal);
  tell.step({ who: "Ada", what: `proposes ${name}`, ...told(receipt) });
  await voteFor(stage, proposal);
}

async function voteFor(
  stage: Stage,
  proposal: Pick<Proposal, "calls" | "descriptionHash" | "proposalId">,
): Promise<void> {
  const { network, cast, tell } = stage;
  const { proposalId } = proposal;
  const { snapshot } = await sdk.readProposal(network.governor, proposalId);
  await time.increaseTo(snapshot + 1);
  for (const name of VOTERS) {
    const { receipt } = await sdk.vote(network.governor, cast[name], { proposalId, choice: "for" });
    tell.step({ who: title(name), what: "votes for", ...told(receipt) });
  }
  await activate(stage, proposal);
}
