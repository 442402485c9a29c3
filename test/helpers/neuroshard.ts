import { time } from "@nomicfoundation/hardhat-network-helpers";
import { parseEther, type Signer } from "ethers";
import hre from "hardhat";

import {
  LOCAL_ACCOUNTS,
  LOCAL_CHAIN,
  parseConfig,
  presets,
  resolveAccounts,
  type NetworkInput,
} from "../../config";
import { deployNetwork } from "../../deploy/run";
import { connect } from "@polity/sdk/deployment";
import { requireEscrow } from "@polity/sdk/escrow/require";
import { SUPPORT } from "@polity/sdk/governor/ballot";
import { readProposal } from "@polity/sdk/governor/timeline";
import { proposalOf, type Action } from "./governor";

type Name = keyof typeof LOCAL_ACCOUNTS;

/** A local person, by name. */
export const person = (name: Name) => hre.ethers.getSigner(LOCAL_ACCOUNTS[name]);

/** NeuroShard as its preset deploys it but for `changes`, with Ada and Ben staked, who together decide every vote. */
export async function deployNeuroshard(changes: Partial<NetworkInput> = {}) {
  const config = parseConfig({ ...presets.neuroshard, ...changes });
  const network = connect(
    await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN)),
    hre.ethers.provider,
  );
  const { token, governor } = network;
  const escrow = requireEscrow(network);
  const [treasury, council, vesting] = [network.treasury!, network.council!, network.vesting!];
  const [ada, ben, june] = await Promise.all((["ada", "ben", "june"] as const).map(person));
  for (const holder of [ada!, ben!]) {
    await token.connect(holder).approve(escrow, parseEther("1200000"));
    await escrow.connect(holder).createPermanentLock(parseEther("1200000"));
    await token.connect(holder).approve(governor, parseEther("1000"));
  }

  async function submit(description: string, actions: Action[], by: Signer = ada!) {
    const proposal = await proposalOf(description, actions);
    await governor.connect(by).propose(...proposal.full);
    return proposal;
  }
  /** From its review to the second in which it can be executed. */
  async function approve({ id, hashed }: Awaited<ReturnType<typeof submit>>) {
    await time.increaseTo((await readProposal(governor, id)).snapshot + 1);
    for (const voter of [ada!, ben!]) await governor.connect(voter).castVote(id, SUPPORT.for);
    await time.increaseTo((await readProposal(governor, id)).deadline + 1);
    await governor.connect(june).queue(...hashed);
    await time.increaseTo((await readProposal(governor, id)).eta);
  }
  /** All the way: Executed. */
  async function enact(description: string, actions: Action[]) {
    const proposal = await submit(description, actions);
    await approve(proposal);
    await governor.connect(june).execute(...proposal.hashed);
    return proposal;
  }
  return {
    ...{ ...network, config, treasury, council, vesting, ada: ada!, ben: ben!, june: june! },
    ...{ submit, approve, enact },
  };
}
