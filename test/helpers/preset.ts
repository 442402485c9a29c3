import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { solidityPacked } from "ethers";
import hre from "hardhat";

import {
  LOCAL_ACCOUNTS,
  LOCAL_CHAIN,
  parseConfig,
  presets,
  resolveAccounts,
  type NetworkConfig,
  type PresetName,
} from "../../config";
import { inLastPhase } from "../../config/presets/last-phase";
import { deployNetwork } from "../../deploy/run";
import { connect, type Network } from "@polity/sdk/deployment";
import { SUPPORT, type Support } from "@polity/sdk/governor/ballot";
import { encodeCode } from "@polity/sdk/governor/rules";
import { readProposal, type NepStage } from "@polity/sdk/governor/timeline";
import { arraysOf, encodeNep, validateNep, type Proposal, type ProposalForm } from "@polity/sdk/nep";
import { encodeAction, type NepAction } from "@polity/sdk/nep/actions";
import { argumentsOf } from "@polity/sdk/governor/proposals";
import { asAccount } from "./governor";

export type People = Record<keyof typeof LOCAL_ACCOUNTS, HardhatEthersSigner>;

/** A ballot: with all votes on one side, or split into [against, for, abstain]. */
export type Ballot = [voter: HardhatEthersSigner, how: Support | [bigint, bigint, bigint]];

/** To the end of the review, the ballots, and to the end of the vote. */
export async function decide({ governor }: Network, { proposalId: id }: Proposal, ballots: Ballot[]) {
  const { snapshot } = await readProposal(governor, id);
  if ((await time.latest()) <= snapshot) await time.increaseTo(snapshot + 1);
  for (const [voter, how] of ballots) {
    const by = governor.connect(voter);
    if (typeof how === "string") await by.castVote(id, SUPPORT[how]);
    else {
      const parts = solidityPacked(["uint128", "uint128", "uint128"], how);
      await by.castVoteWithReasonAndParams(id, 255, "", parts);
    }
  }
  await time.increaseTo((await readProposal(governor, id)).deadline + 1);
}

export async function stageOf({ governor }: Network, { proposalId }: Proposal): Promise<NepStage> {
  return (await readProposal(governor, proposalId)).stage;
}

/** A preset on this chain, its people by name, and what they do with it: NEPs as files, the SDK between. */
export async function deployPreset(name: PresetName, phases: "phases" | "none" = "phases") {
  const config = parseConfig(phases === "none" ? inLastPhase(presets[name]) : presets[name]);
  const accounts = resolveAccounts(config, LOCAL_CHAIN);
  const network = connect(await deployNetwork(hre, config, accounts), hre.ethers.provider);
  const signers = Object.entries(LOCAL_ACCOUNTS).map(
    async ([label, account]) => [label, await hre.ethers.getSigner(account)] as const,
  );
  const people = Object.fromEntries(await Promise.all(signers)) as People;
  const { token, governor, rulebook, addresses } = network;

  /** The proposal that a file makes, once the network's rules have passed it. */
  const encode = (file: NepFile, proposer: HardhatEthersSigner): Proposal => {
    const nep = validateNep(nepText(file, config.proposals), {
      fileName: "nep-0001-test.md",
      network: config,
    });
    return encodeNep(nep, { proposer: proposer.address, contracts: { ...addresses } });
  };
  const propose = async (proposal: Proposal, proposer: HardhatEthersSigner) => {
    const { calls, description } = proposal;
    return governor.connect(proposer).propose(...arraysOf(calls), description);
  };
  /** Pays the fee, if there is one, and proposes. */
  const submit = async (file: NepFile, proposer: HardhatEthersSigner): Promise<Proposal> => {
    const proposal = encode(file, proposer);
    const { fee } = await rulebook.rulesOf(encodeCode(file.type));
    if (fee > 0n) await token.connect(proposer).approve(governor, fee);
    await propose(proposal, proposer);
    return proposal;
  };
  /** Queues, waits for the grace period and executes, as anyone may. */
  const activate = async (proposal: Proposal, anyone: HardhatEthersSigner) => {
    await governor.connect(anyone).queue(...argumentsOf(proposal));
    await time.increaseTo((await readProposal(governor, proposal.proposalId)).eta);
    await governor.connect(anyone).execute(...argumentsOf(proposal));
  };
  /** Carries out what a vote would: the actions that a command has shown. */
  const enact = async (actions: readonly NepAction[]) => {
    const timelock = await asAccount(addresses.TimelockController);
    const known: Readonly<Record<string, string>> = { ...addresses };
    for (const action of actions) {
      const { target, calldata } = encodeAction({ ...action, value: 0n }, (each) => known[each]!);
      await timelock.sendTransaction({ to: target, data: calldata });
    }
  };
  return { config, network, people, encode, propose, submit, activate, enact };
}

export type DeployedPreset = Awaited<ReturnType<typeof deployPreset>>;

export interface NepFile {
  type: string;
  title?: string;
  /** New values of parameters of the configuration `config`, by key. */
  changes: Record<string, bigint | number | boolean | string>;
  /** Where the text of a change is, and what speaks for it, by the key: lines of its entry, for a value that is a hash. */
  documents?: Record<string, string>;
  /** Lines of the header below `actions:`, of a NEP that makes calls. */
  actions?: readonly string[];
  /** Days of grace; default 7, and none for EMERG. */
  grace?: number;
  /** Figures that are not those of a change without effects, by name. */
  impact?: Record<string, string>;
  /** Sections besides those that every file has; an empty text leaves one out. */
  sections?: Record<string, string>;
}

const SECTIONS: Record<string, string> = {
  Problem: "What is today does not fit any more.",
  Solution: "The values of the header.",
  Impact: "Everybody reads them from the chain.",
  Specification: "The values of the header, and nothing else.",
  "Implementation plan": "Nodes read the parameters when the version changes.",
  Risks: "The values prove wrong; a second proposal or a rollback takes them back.",
};

const KIND_OF = { boolean: "bool", number: "uint", bigint: "uint", string: "bytes32" } as const;

const NEUTRAL = { multiplier: "1.0", percent: "0", number: "0", text: "none" } as const;

/**
 * The text of a NEP file that changes parameters, or makes calls.
 * @param form What its network wants of it; default NeuroShard's.
 */
export function nepText(
  {
    type,
    title = "A change",
    changes,
    documents = {},
    actions = [],
    grace,
    impact = {},
    sections = {},
  }: NepFile,
  form: ProposalForm = parseConfig(presets.neuroshard).proposals,
): string {
  const lines = Object.entries(changes).map(
    ([key, value]) =>
      `  - { key: ${key}, kind: ${KIND_OF[typeof value as keyof typeof KIND_OF]}, value: "${value}"${documents[key] ?? ""} }`,
  );
  const stated = form.impact === "always" || lines.length > 0 ? form.figures : [];
  const figures = stated.flatMap(({ name, kind, optional }) => {
    const text = impact[name] ?? (optional ? undefined : NEUTRAL[kind]);
    return text === undefined ? [] : [`  ${name}: ${text}`];
  });
  const body = Object.entries({ ...SECTIONS, ...sections }).filter(([, text]) => text !== "");
  return [
    "---",
    "nep: 1",
    `title: ${title}`,
    `type: ${type}`,
    "authors: [Ada]",
    "created: 2026-01-31",
    "discussions-to: https://forum.example.org/t/1",
    ...(lines.length > 0 ? ["parameter-changes:", ...lines] : []),
    ...(figures.length > 0 ? ["economic-impact:", ...figures] : []),
    ...(actions.length > 0 ? ["actions:", ...actions.map((line) => `  ${line}`)] : []),
    "upgrade-path:",
    ...(type === "EMERG" && grace === undefined ? [] : [`  grace_period_days: ${grace ?? 7}`]),
    "  backward_compatible: true",
    "---",
    "",
    ...body.flatMap(([heading, text]) => [`## ${heading}`, "", text, ""]),
  ].join("\n");
}

/** The configuration's rules of a type. */
export function rulesOf({ governor: { types } }: NetworkConfig, code: string) {
  const rules = types[code];
  if (!rules) throw new Error(`no type ${code}`);
  return rules;
}
