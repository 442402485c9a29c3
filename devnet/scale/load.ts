import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { parseEther, type Provider } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type {} from "../../typechain-types/hardhat";
import { LOCAL_ACCOUNTS, LOCAL_CHAIN, resolveAccounts } from "../../config";
import { launch } from "../../deploy/launch";
import {
  advance,
  BALLOTS_PER_TRANSACTION,
  connect,
  encodeNep,
  listProposals,
  lock,
  MAX_TRANSACTION_GAS,
  PERMANENT,
  propose,
  readDomain,
  readProposal,
  RELAYED_BALLOT,
  relayBallots,
  requireEscrow,
  send,
  vote,
  type Network,
  type Proposal,
  type SignedBallot,
} from "@polity/sdk";
import { WEEK, weekOf } from "@polity/sdk/escrow/time";
import { SUPPORT } from "@polity/sdk/governor/ballot";
import { Meter } from "./meter";
import { type Model, modelOf, passes, type Expected } from "./model";
import { nepOf } from "./nep";
import { chunks, paceOf, type OnProgress } from "./pace";
import * as plans from "./plan";

/** A proposal of the load, and what the model expects of it. */
export interface Motioned {
  motion: plans.Motion;
  proposal: Proposal;
  expected: Expected;
  passed: boolean;
}

/** What is there when a load is done: the chain, and the model to hold against it. */
export interface Loaded {
  network: Network;
  /** The block before the network's first. */
  fromBlock: number;
  plan: plans.Plan;
  model: Model;
  meter: Meter;
  motions: Motioned[];
  /** Expected values of parameters that were changed, by key. */
  parameters: Map<string, number>;
  founders: string[];
  /** Seconds that each phase took. */
  seconds: Record<string, number>;
}

/** Transfers of the distribution in a transaction: each takes some 33,000 gas. */
const TRANSFERS = 350;
const DISTRIBUTION = "tokens to the holders";

/** Deploys a network on the local chain and does all that a plan says, on the chain and in the model. */
export async function runLoad(
  hre: HardhatRuntimeEnvironment,
  size: plans.Size,
  onProgress: OnProgress = () => undefined,
): Promise<Loaded> {
  const { provider, atOnce, seconds, phase, each } = paceOf(hre, onProgress);

  onProgress("deployment", 0, 1);
  const fromBlock = await provider.getBlockNumber();
  const { scaleConfig: config, FOUNDERS, KEPT } = plans;
  const network = await phase("deployment", () => deploy(hre, provider));
  const plan = await phase("plan", () => Promise.resolve(plans.planOf(size)));
  const { addresses, governor, token } = network;
  const escrow = requireEscrow(network);
  const model = modelOf(addresses, config.escrow!.maxWeeks);
  const meter = new Meter();
  meter.transactions = (await provider.getBlockNumber()) - fromBlock;
  const signerOf = (label: string) =>
    provider.getSigner(LOCAL_ACCOUNTS[label as keyof typeof LOCAL_ACCOUNTS]);
  const founders = await Promise.all(FOUNDERS.map(signerOf));
  const keeper = await signerOf("june");
  const { voters, delegators, others } = plan;

  // The tokens: the founders hand them to a helper, which sends them on by the hundred.
  for (const { to, amount } of config.token.allocation) {
    model.mint(
      to === "treasury" ? model.at.treasury : LOCAL_ACCOUNTS[to as keyof typeof LOCAL_ACCOUNTS],
      amount,
    );
  }
  const helper = await hre.ethers.deployContract("Batcher", await signerOf("june"));
  for (const founder of founders) {
    const amount = model.balanceOf(founder.address) - KEPT;
    await send(founder, token.transfer.populateTransaction(helper, amount));
    model.move(founder.address, helper.target as string, amount);
    await send(founder, token.delegate.populateTransaction(founder));
    model.delegate(founder.address, founder.address);
  }
  const receivers = [...voters, ...delegators, ...others];
  await each(DISTRIBUTION, chunks(receivers, TRANSFERS), async (some) => {
    const calls = some.map(({ address, amount }) =>
      token.interface.encodeFunctionData("transfer", [address, amount]),
    );
    const targets = calls.map(() => addresses.GovernanceToken);
    const sent = await helper.run(targets, calls, { gasLimit: MAX_TRANSACTION_GAS });
    const { gasUsed } = (await sent.wait())!;
    meter.add("transfer to a new holder", gasUsed, some.length);
    for (const { address, amount } of some) model.move(helper.target as string, address, amount);
  });

  const actors = [...voters, ...delegators];
  const walletOf = ({ wallet }: plans.Actor) => wallet.connect(provider);
  await each("gas money", actors, ({ address }) => setBalance(address, parseEther("10")), atOnce);

  const delegate = async (actor: plans.Actor, to: string, action: string) => {
    const { gasUsed } = await send(walletOf(actor), token.delegate.populateTransaction(to));
    meter.add(action, gasUsed);
    model.delegate(actor.address, to);
  };
  const lockers = voters.filter((voter) => voter.lock);
  const now = await time.latest();
  const lockOne = async (voter: plans.Voter) => {
    const { amount, weeks } = voter.lock!;
    const end = weeks === 0 ? PERMANENT : weekOf(now + weeks * WEEK);
    const { receipt } = await lock(escrow, walletOf(voter), { amount, unlockTime: end });
    meter.add(weeks === 0 ? "lock for good" : "lock", receipt.gasUsed);
    model.lock(voter.address, amount, end);
  };
  await each("locks", lockers, lockOne, atOnce);
  const toOneself = (voter: plans.Voter) => delegate(voter, voter.address, "delegate to oneself");
  const holding = voters.filter((voter) => !voter.lock);
  await each("delegations", holding, toOneself, atOnce);
  const toAnother = (delegator: plans.Actor, i: number) =>
    delegate(delegator, voters[plans.delegateeOf(plan, i, -1)]!.address, "delegate to another");
  await each("delegations", delegators, toAnother, atOnce);

  const motions: Motioned[] = [];
  const parameters = new Map<string, number>();
  const domain = await readDomain(governor);
  for (const [round, wanted] of plan.rounds.entries()) {
    meter.round = round + 1;
    const first = await provider.getBlockNumber();
    const open: Omit<Motioned, "passed">[] = [];
    await each("proposals", wanted, async (motion, place) => {
      const founder = founders[place % founders.length]!;
      const payee = others[motion.payment?.holder ?? 0]!.address;
      const nep = nepOf(motion, motions.length + place + 1, payee);
      const proposal = encodeNep(nep, { proposer: founder.address, contracts: { ...addresses } });
      const { receipt } = await propose(network, founder, proposal);
      meter.add(`propose, ${motion.type}`, receipt.gasUsed);
      const votes = { for: 0n, against: 0n, abstain: 0n };
      open.push({ motion, proposal, expected: { quorum: 0n, votes, ballots: new Map() } });
    });

    // When the last of them has come out of its review, the first ones' votes are open still.
    const views = await Promise.all(open.map(({ proposal }) => readProposal(governor, proposal.proposalId)));
    await time.increaseTo(Math.max(...views.map(({ snapshot }) => snapshot)) + 1);
    const weights = views.map(({ snapshot }) => model.votesAt(snapshot));
    open.forEach(({ motion, expected }) => {
      const { quorumBps, quorumFloor } = config.governor.types[motion.type]!;
      expected.quorum = model.quorum(quorumBps, quorumFloor);
    });

    // What moves from here on must not count.
    const trade = async ({ from, to, amount }: plans.Trade) => {
      const [seller, buyer] = [voters[from]!, voters[to]!];
      const call = token.transfer.populateTransaction(buyer.address, amount);
      const { gasUsed } = await send(walletOf(seller), call);
      meter.add(`transfer of ${seller.lock ? "tokens that do not vote" : "tokens that vote"}`, gasUsed);
      model.move(seller.address, buyer.address, amount);
    };
    await each("trades", plans.tradesOf(plan, round), trade, atOnce);
    const change = (i: number) =>
      delegate(delegators[i]!, voters[plans.delegateeOf(plan, i, round)]!.address, "delegate to a third");
    await each("delegations", plans.changersOf(plan, round), change, atOnce);

    const note = (which: number, { voter, support }: plans.Ballot) => {
      const { address } = voters[voter]!;
      const { expected } = open[which]!;
      const weight = weights[which]!.get(address) ?? 0n;
      expected.ballots.set(address, { support, weight });
      expected.votes[support] += weight;
    };
    for (const [which, { proposal }] of open.entries()) {
      const own = plans.ballotsOf(plan, round, which).filter(({ relayed }) => !relayed);
      const cast = async (ballot: plans.Ballot) => {
        const voter = voters[ballot.voter]!;
        const wanted = { proposalId: proposal.proposalId, choice: ballot.support };
        const { receipt } = await vote(governor, walletOf(voter), wanted);
        meter.add(voter.lock ? "vote with locked tokens" : "vote with held tokens", receipt.gasUsed);
        note(which, ballot);
      };
      await each("votes, by their voters", own, cast, atOnce);
    }
    const batches = open.flatMap((_, which) => {
      const relayed = plans.ballotsOf(plan, round, which).filter((ballot) => ballot.relayed);
      return chunks(relayed, BALLOTS_PER_TRANSACTION).map((batch) => ({ which, batch }));
    });
    await each("votes, relayed", batches, async ({ which, batch }) => {
      const { proposalId } = open[which]!.proposal;
      const { deadline } = views[which]!;
      const signed: SignedBallot[] = [];
      for (const { voter, support } of batch) {
        const { wallet, address } = voters[voter]!;
        const value = { proposalId, support: SUPPORT[support], voter: address, deadline };
        signed.push({
          ...{ chainId: Number(domain.chainId), governor: addresses.NetworkGovernor },
          ...{ proposalId: proposalId.toString(), voter: address, support, deadline },
          signature: await wallet.signTypedData(domain, RELAYED_BALLOT, value),
        });
      }
      const { receipts, counted } = await relayBallots(governor, keeper, { ballots: signed });
      if (counted.length < batch.length) throw new Error("a ballot was not counted");
      for (const { gasUsed } of receipts)
        meter.add("relayed ballot", gasUsed, counted.length / receipts.length);
      for (const ballot of batch) note(which, ballot);
    });

    const ends = await Promise.all(open.map(({ proposal }) => readProposal(governor, proposal.proposalId)));
    await time.increaseTo(Math.max(...ends.map(({ deadline }) => deadline)) + 1);
    for (const one of open) {
      const passed = passes(one.expected, config.governor.types[one.motion.type]!.approvalBps);
      motions.push({ ...one, passed });
      const { payment, key, value } = one.motion;
      if (!passed) continue;
      if (payment) model.move(model.at.treasury, others[payment.holder]!.address, payment.amount);
      else parameters.set(key, value);
    }
    const proposals = await listProposals(network, { fromBlock: first });
    const types = new Map(open.map(({ proposal, motion }) => [proposal.proposalId, motion.type]));
    await each("queue and execute", ["queued", "executed"] as const, async (wanted) => {
      const steps = await advance(network, keeper, { proposals });
      for (const { did, receipt, proposal, error } of steps) {
        if (error) throw error;
        if (did === wanted) {
          const what = did === "queued" ? "queue" : "execute";
          meter.add(`${what}, ${types.get(proposal.id)!}`, receipt!.gasUsed);
        }
      }
      const queued = await Promise.all(proposals.map(({ id }) => readProposal(governor, id)));
      if (wanted === "queued") await time.increaseTo(Math.max(...queued.map(({ eta }) => eta)));
    });
  }
  return {
    ...{ network, fromBlock, plan, model, meter, motions, parameters, seconds },
    founders: founders.map(({ address }) => address),
  };
}

/** As a team deploys its own: with the audit before and after the hand-over. */
async function deploy(hre: HardhatRuntimeEnvironment, provider: Provider): Promise<Network> {
  const root = mkdtempSync(join(tmpdir(), "polity-scale-"));
  try {
    const config = plans.scaleConfig;
    const accounts = resolveAccounts(config, LOCAL_CHAIN);
    const wanted = { rpc: hre.network.provider, name: "scale", config, accounts, root };
    const { contracts } = await launch(hre, { ...wanted, confirmations: 1, poll: 50 });
    return connect(contracts, provider);
  } finally {
    rmSync(root, { recursive: true });
  }
}
