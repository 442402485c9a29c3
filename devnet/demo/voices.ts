import { basename } from "node:path";

import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { encodeBytes32String, HDNodeWallet, id as hashText, parseEther, ZeroHash, type Signer } from "ethers";
import hre from "hardhat";

import {
  LOCAL_ACCOUNTS,
  LOCAL_CHAIN,
  LOCAL_MNEMONIC,
  parseConfig,
  presets,
  resolveAccounts,
  type NetworkConfig,
} from "../../config";
import { ensureCouncil } from "../../deploy/council";
import { deployNetwork } from "../../deploy/run";
import { readNep } from "../../scripts/lib/neps";
import * as sdk from "@polity/sdk";
import { movePowers } from "@polity/sdk/council/powers";
import { formatCount, formatPercent } from "@polity/sdk/format";
import { weightOf } from "@polity/sdk/governor/counting";
import { proposalIdOf, type Proposal } from "@polity/sdk/nep";
import { encodeAction } from "@polity/sdk/nep/actions";
import { issuing, requireCredentials } from "@polity/sdk/people";
import * as voting from "@polity/sdk/voting";
import { buildForCouncil, signAndSend } from "./council";
import type { Teller } from "./print";
import { activate, title, told, type Cast, type Stage } from "./scenes";

/** What the community wishes for, counted by person. */
const WISH = "neps/aitbc/nep-0001-twelve-meetings.md";
/** Who signs for the council, which says who is a person: three of five. */
const COUNCIL = ["kofi", "lena", "milo"] as const;
/** Who votes with many tokens, and who stands for the council. */
const HOLDERS = ["ada", "ben", "cleo", "dan", "eva", "finn"] as const;
/** Persons with few tokens: the least that a wish asks for. */
const PERSONS = 25;
const EACH = parseEther("210000");
/** How long somebody has been a person whose vote counts. */
const KNOWN_FOR = 15 * sdk.DAY;

/** Votes in whole ones. */
const whole = (votes: bigint) => formatCount(votes / 10n ** 18n);

type Name = keyof typeof LOCAL_ACCOUNTS;
const signerOf = (name: Name) => hre.ethers.getSigner(LOCAL_ACCOUNTS[name]);

/**
 * Another network on the same chain, AITBC: 25 persons outvote somebody who holds eighteen times what they hold together,
 * holders divide their votes over priorities, and elect a council that takes every power of the former one.
 */
export async function hear(tell: Teller, cast: Cast): Promise<void> {
  const config = parseConfig(presets.aitbc);
  tell.heading(`${config.name}, another network, asks its people`);
  const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
  const stage = { network: sdk.connect(contracts, hre.ethers.provider), cast, tell };
  const hana = await signerOf("hana");
  const crowd = [hana, ...(await strangers(PERSONS - 1))];
  for (const name of HOLDERS) await delegateToOneself(stage, await signerOf(name));
  await becomePersons(stage, crowd);
  await wish(stage, config, crowd);
  await divide(stage);
  await elect(stage, config);
}

/** Accounts that nobody else of the demo has. */
async function strangers(count: number): Promise<Signer[]> {
  const first = Object.keys(LOCAL_ACCOUNTS).length;
  const wallets = Array.from({ length: count }, (_, i) =>
    HDNodeWallet.fromPhrase(LOCAL_MNEMONIC, undefined, `m/44'/60'/0'/0/${first + i}`).connect(
      hre.ethers.provider,
    ),
  );
  for (const { address } of wallets) await setBalance(address, parseEther("10"));
  return wallets;
}

const delegateToOneself = async ({ network }: Stage, holder: Signer) =>
  network.token.connect(holder).delegate(await holder.getAddress());

/** The council has seen them: each gets a credential, which is nobody else's and cannot be given away. */
async function becomePersons(stage: Stage, crowd: readonly Signer[]): Promise<void> {
  const { network, cast, tell } = stage;
  tell.heading(
    `The council says who is a person: Hana, ${crowd.length - 1} others, and Cleo, who holds most`,
  );
  const credentials = requireCredentials(network);
  const members = await Promise.all(COUNCIL.map(signerOf));
  for (const [i, person] of [...crowd, cast.cleo].entries()) {
    if (person !== cast.cleo) {
      await network.token.connect(cast.cleo).transfer(person, EACH);
      await delegateToOneself(stage, person);
    }
    const account = await person.getAddress();
    const { data } = await issuing.issue(credentials, 0, account, encodeBytes32String("seen in person"));
    const transaction = await buildForCouncil(network, await credentials.getAddress(), data);
    const receipt = await signAndSend(network, transaction, members, cast.june);
    const who = i === 0 ? "Hana" : person === cast.cleo ? "Cleo" : undefined;
    if (who)
      tell.step({ who: "June", what: `sends what three signed: ${who} is a person`, ...told(receipt) });
  }
  tell.note(`and the ${crowd.length - 1} others, each by a signature of three`);
  await time.increase(KNOWN_FOR);
}

/** A proposal that is counted by person: the square root of what each holds. */
async function wish(stage: Stage, config: NetworkConfig, crowd: readonly Signer[]): Promise<void> {
  const { network, cast, tell } = stage;
  const [hana] = crowd as [Signer];
  const nep = sdk.validateNep(readNep(WISH), { fileName: basename(WISH), network: config });
  const contracts = { ...network.addresses };
  const proposal = sdk.encodeNep(nep, { proposer: await hana.getAddress(), contracts });
  tell.heading(`Hana proposes NEP-${nep.number}: ${nep.title}`);
  const { proposalId, receipt } = await sdk.propose(network, hana, proposal);
  tell.step({ who: "Hana", what: "proposes it", ...told(receipt) });
  const { snapshot } = await sdk.readProposal(network.governor, proposalId);
  await time.increaseTo(snapshot + 1);

  const stakeOf = (one: Signer) => network.token.balanceOf(one);
  const stakes = (await Promise.all(crowd.map(stakeOf))).reduce((sum, one) => sum + one, 0n);
  const times = (await stakeOf(cast.cleo)) / stakes;
  const votesOf = async (one: Signer) =>
    weightOf(network.governor, proposalId, await one.getAddress(), snapshot);
  const against = await sdk.vote(network.governor, cast.cleo, { proposalId, choice: "against" });
  tell.step({ who: "Cleo", what: "votes against", ...told(against.receipt) });
  for (const [i, person] of crowd.entries()) {
    const cast_ = await sdk.vote(network.governor, person, { proposalId, choice: "for" });
    if (i === 0) tell.step({ who: "Hana", what: "votes for", ...told(cast_.receipt) });
  }
  const [theirs, hers] = [await Promise.all(crowd.map(votesOf)), await votesOf(cast.cleo)];
  const together = theirs.reduce((sum, one) => sum + one, 0n);
  tell.note(`Cleo holds ${times} times what the ${crowd.length} others hold together, and has`);
  tell.note(`${whole(hers)} votes here against ${whole(together)}: a square root for each person`);
  await activate(stage, proposal);
}

/** A ballot decides nothing: it says what holders would like, here in parts. */
async function divide({ network, cast, tell }: Stage): Promise<void> {
  const ballots = voting.requireBallots(network);
  const options = ["Research", "Tools for developers", "Meetings and translations"];
  tell.heading("Ada asks all holders what the next grants should be for");
  const [source, now] = [await network.votes.getAddress(), await time.latest()];
  const terms = {
    ...{ source, kind: "split" as const, opens: now + 3_600, closes: now + 7 * sdk.DAY, winners: 1 },
    ...{ options: options.length, nomineeBps: 0, quorum: 0n, subject: ZeroHash },
  };
  const uri = voting.formatBallotText({ question: "What should the next grants be for?", options });
  const { id, receipt } = await voting.openBallot(ballots, cast.ada, terms, uri);
  tell.step({ who: "Ada", what: `opens ballot ${id}, with three options`, ...told(receipt) });
  await time.increaseTo(terms.opens);
  const parts = { ada: [7_000, 2_000, 1_000], ben: [5_000, 5_000, 0], dan: [0, 2_500, 7_500] } as const;
  for (const [name, of] of Object.entries(parts)) {
    const choice = new Map(of.flatMap((part, option) => (part > 0 ? [[option, part] as const] : [])));
    const voted = await voting.castBallot(ballots, cast[name as keyof typeof parts], id, choice);
    const what = of.flatMap((part, i) => (part > 0 ? [`${formatPercent(part)} for ${options[i]}`] : []));
    tell.step({ who: title(name), what: `gives ${what.join(", ")}`, ...told(voted.receipt) });
  }
  await time.increaseTo(terms.closes);
  const { turnout, options: counted } = await voting.readBallot(ballots, id);
  for (const { option, votes } of counted)
    tell.note(`${options[option]}: ${voting.shareText(votes, turnout)} of ${whole(turnout)} votes`);
}

/** Six stand, five win, and one vote of GOV gives their Safe all that the former council had. */
async function elect(stage: Stage, config: NetworkConfig): Promise<void> {
  const { network, cast, tell } = stage;
  const ballots = voting.requireBallots(network);
  const wanted = config.elections!;
  tell.heading("The holders elect their council");
  const now = await time.latest();
  const least = await voting.leastTurnout(network, now - 1, wanted);
  const terms = voting.electionTerms(wanted, { source: await network.votes.getAddress(), now, least });
  const uri = voting.formatBallotText({ question: "Who is the next council?", options: [] });
  const { id, receipt } = await voting.openBallot(ballots, cast.ada, terms, uri);
  tell.step({ who: "Ada", what: `opens ballot ${id} about it`, ...told(receipt) });
  const standing: number[] = [];
  for (const name of HOLDERS) {
    const stands = await voting.nominate(ballots, await signerOf(name), id, `https://aitbc.example/${name}`);
    standing[HOLDERS.indexOf(name)] = stands.option;
    tell.step({ who: title(name), what: `stands in ballot ${id}`, ...told(stands.receipt) });
  }
  await time.increaseTo(terms.opens);
  for (const [name, approved] of [
    ["ada", ["ben", "cleo", "dan", "eva"]],
    ["ben", ["ada", "cleo", "dan", "eva"]],
    ["cleo", ["ada", "dan", "finn"]],
  ] as const) {
    const choice = new Map(approved.map((each) => [standing[HOLDERS.indexOf(each)]!, undefined] as const));
    const voted = await voting.castBallot(ballots, await signerOf(name), id, choice);
    tell.step({
      who: title(name),
      what: `votes for ${approved.map(title).join(", ")}`,
      ...told(voted.receipt),
    });
  }
  await time.increaseTo(terms.closes);
  const { winners } = await voting.electionOf({ ballots, votes: network.votes }, wanted, id);
  const named = winners.map((at) => title(HOLDERS.find((name) => LOCAL_ACCOUNTS[name] === at)!));
  tell.note(`the ballot has elected ${named.join(", ")}`);
  await takeOver(stage, id, winners, wanted.threshold);
}

async function takeOver(
  stage: Stage,
  ballot: bigint,
  members: readonly string[],
  threshold: number,
): Promise<void> {
  const { network, cast, tell } = stage;
  const { governor, addresses } = network;
  const to = await ensureCouncil(cast.june, {
    name: `AITBC, ballot ${ballot}`,
    members: [...members],
    threshold,
  });
  const until = (await time.latest()) + voting.LONGEST_MANDATE;
  const actions = await movePowers(network, { from: [addresses.Council!], to, until });
  const named: Readonly<Record<string, string | undefined>> = { ...addresses };
  const calls = actions.map((action) => encodeAction(action, (contract) => named[contract]!));
  const description = `# NEP-GOV: The council of ballot ${ballot}`;
  const descriptionHash = hashText(description);
  const proposal = { calls, description, descriptionHash, proposalId: proposalIdOf(calls, descriptionHash) };
  const { receipt } = await sdk.propose(network, cast.ada, proposal as Proposal);
  const powers = [...new Set(actions.map(({ function: called }) => called.split("(", 1)[0]!))];
  tell.step({
    who: "Ada",
    what: `proposes what gives them all powers: ${powers.join(", ")}`,
    ...told(receipt),
  });
  const { snapshot } = await sdk.readProposal(governor, proposal.proposalId);
  await time.increaseTo(snapshot + 1);
  for (const name of ["ada", "ben"] as const) {
    const voted = await sdk.vote(governor, cast[name], { proposalId: proposal.proposalId, choice: "for" });
    tell.step({ who: title(name), what: "votes for", ...told(voted.receipt) });
  }
  await activate(stage, proposal);
  const [{ account }, { issuer }] = await Promise.all([
    governor.guardian(),
    requireCredentials(network).classOf(0),
  ]);
  const nameOf = (at: string) =>
    at === to ? "the Safe of the winners" : at === addresses.Council ? "the former Safe" : at;
  tell.note(`${nameOf(account)} is the council, and ${nameOf(issuer)} says who is a person`);
}
