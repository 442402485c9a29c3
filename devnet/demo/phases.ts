import { basename } from "node:path";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import { id as hashText, type Signer } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { readNep } from "../../scripts/lib/neps";
import * as sdk from "@polity/sdk";
import { arraysOf, proposalIdOf, type Proposal } from "@polity/sdk/nep";
import { advancePhase, phaseText, readPhases, requirePhases } from "@polity/sdk/phases";
import { formatTimestamp } from "@polity/sdk/format";
import { buildForCouncil, signAndSend } from "./council";
import type { Teller } from "./print";
import { activate, told, type Cast, type Stage } from "./scenes";

/** What the founders propose: holders let the first one pass, and object to the second one. */
const [PASSES, VETOED] = ["neps/ai1net/nep-0001-four-seconds.md", "neps/ai1net/nep-0002-half-a-second.md"];
/** Who signs for the founders: three of five. */
const FOUNDERS = ["kofi", "lena", "milo"] as const;
const MANDATE = 365 * sdk.DAY;

/**
 * Another network on the same chain, AI1NET, in its first phase: its founders decide where holders do not object, until a
 * year is over and June, who holds nothing, begins the next phase.
 */
export async function begin(tell: Teller, cast: Cast): Promise<void> {
  const config = parseConfig(presets.ai1net);
  tell.heading(`${config.name}, another network, begins with its founders`);
  const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
  const network = sdk.connect(contracts, hre.ethers.provider);
  const stage: Stage = { network, cast, tell };
  for (const holder of [cast.cleo, cast.dan])
    await network.token.connect(holder).delegate(await holder.getAddress());
  await time.increase(1);
  tell.note(`it is phase ${phaseText((await readPhases(requirePhases(network))).current)}`);

  await appoint(stage);
  const founders = await Promise.all(FOUNDERS.map((name) => hre.ethers.getSigner(LOCAL_ACCOUNTS[name])));
  const first = await proposeByCouncil(stage, PASSES, founders);
  tell.note("nobody objects");
  await activate(stage, first);

  const second = await proposeByCouncil(stage, VETOED, founders);
  await vote(stage, second, "Cleo", cast.cleo, "against");
  const { deadline } = await sdk.readProposal(network.governor, second.proposalId);
  await time.increaseTo(deadline + 1);
  const { stage: state } = await sdk.readProposal(network.governor, second.proposalId);
  tell.note(`more than a tenth of the votes is against it: ${state}`);
  await next(stage);
}

/** The holders give the founders' Safe a mandate: before that it can do nothing. */
async function appoint(stage: Stage): Promise<void> {
  const { network, cast, tell } = stage;
  const { governor, addresses } = network;
  tell.heading("The holders give the founders a mandate, for a year at most");
  // The mandate counts from when the vote has been carried out.
  const until = (await time.latest()) + MANDATE;
  const call = governor.interface.encodeFunctionData("setGuardian", [addresses.Council!, until]);
  const calls = [{ target: addresses.NetworkGovernor, value: 0n, calldata: call }];
  const description = "# NEP-GOV: A mandate for the founders";
  const proposalId = proposalIdOf(calls, hashText(description));
  const proposed = await governor.connect(cast.cleo).propose(...arraysOf(calls), description);
  tell.step({ who: "Cleo", what: "proposes it", ...told((await proposed.wait())!) });
  const decided = { calls, description, descriptionHash: hashText(description), proposalId };
  await vote(stage, decided, "Cleo", cast.cleo, "for");
  await vote(stage, decided, "Dan", cast.dan, "for");
  await activate(stage, decided);
}

/** Three founders sign a proposal of their Safe, and June sends it. */
async function proposeByCouncil(
  { network, cast, tell }: Stage,
  file: string,
  founders: readonly Signer[],
): Promise<Proposal> {
  const config = parseConfig(presets.ai1net);
  const nep = sdk.validateNep(readNep(file), { fileName: basename(file), network: config });
  const { Council: proposer, NetworkGovernor: governor } = network.addresses;
  const proposal = sdk.encodeNep(nep, { proposer: proposer!, contracts: { ...network.addresses } });
  tell.heading(`The founders propose NEP-${nep.number}: ${nep.title}`);
  const call = network.governor.interface.encodeFunctionData("propose", [
    ...arraysOf(proposal.calls),
    proposal.description,
  ]);
  const transaction = await buildForCouncil(network, governor, call);
  const receipt = await signAndSend(network, transaction, founders, cast.june, (count, of) =>
    tell.note(`${title(FOUNDERS[count - 1]!)} signs: ${count} of ${of}`),
  );
  tell.step({ who: "June", what: "sends it", ...told(receipt) });
  const { snapshot } = await sdk.readProposal(network.governor, proposal.proposalId);
  await time.increaseTo(snapshot + 1);
  return proposal;
}

async function vote(
  { network: { governor }, tell }: Stage,
  { proposalId }: Pick<Proposal, "proposalId">,
  who: string,
  voter: Signer,
  choice: "for" | "against",
): Promise<void> {
  const { snapshot } = await sdk.readProposal(governor, proposalId);
  if ((await time.latest()) <= snapshot) await time.increaseTo(snapshot + 1);
  const { receipt } = await sdk.vote(governor, voter, { proposalId, choice });
  tell.step({ who, what: `votes ${choice}`, ...told(receipt) });
}

/** From its latest date on anyone takes the step. */
async function next({ network, cast, tell }: Stage): Promise<void> {
  const phases = requirePhases(network);
  const { steps } = await readPhases(phases);
  const latestAt = steps[0]!.latestAt!;
  await time.increaseTo(latestAt);
  tell.heading(`${formatTimestamp(latestAt)}: the first phase is over, whatever founders hold`);
  const { phase, receipt } = await advancePhase(phases, cast.june);
  tell.step({ who: "June", what: `begins phase ${phaseText(phase)}, as anyone may`, ...told(receipt) });
  tell.note("economic and ecosystem matters are the holders' from now on");
}

const title = (name: string) => name[0]!.toUpperCase() + name.slice(1);
