import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import type { BaseWallet } from "ethers";
import { ethers } from "hardhat";

import {
  code,
  HOUR,
  proposalOf,
  scopesFor,
  TYPES,
  type Action,
  type Proposal,
} from "../test/helpers/governor";
import type { NetworkGovernor, TimelockController, WizardGovernor } from "../typechain-types";
import { deployPeer, type PeerToken } from "./peers";
import { START, WEEK } from "./suite";

const AMOUNT = ethers.parseEther("1000");
const VOTERS = 50;
/** Of a proposal, in bytes. */
const DESCRIPTION = 200;

export type AnyGovernor = NetworkGovernor | WizardGovernor;

/** Two governors, the network's and OpenZeppelin's, before the same people. */
export type Governance = Awaited<ReturnType<typeof deployGovernance>>;

/** Lets a governor alone command its timelock. */
async function hand(timelock: TimelockController, governor: AnyGovernor): Promise<void> {
  for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"] as const) {
    await timelock.grantRole(await timelock[role](), governor);
  }
}

/** What counts the votes of the network's governor: locks, tokens that are held (packed: by a packed token), or both. */
export type Source = "escrow" | "token" | "packed" | "combined";

/**
 * @param source Where tokens count, the proposer has delegated his own to himself, for else he could not propose.
 * @param peer Somebody else's token, with which OpenZeppelin's governor votes instead of with ours.
 */
export async function deployGovernance(source: Source = "escrow", peer?: PeerToken) {
  await time.setNextBlockTimestamp(START);
  const [relayer, proposer, council] = (await ethers.getSigners()) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  const voters: BaseWallet[] = Array.from(
    { length: VOTERS },
    (_, i) => new ethers.Wallet(ethers.id(`voter ${i}`), ethers.provider),
  );
  const newTimelock = () => ethers.deployContract("TimelockController", [HOUR, [], [], relayer.address]);
  const [timelock, stockTimelock] = [await newTimelock(), await newTimelock()];
  const kind = source === "packed" ? "PackedGovernanceToken" : "GovernanceToken";
  const token = await ethers.deployContract(kind as "GovernanceToken", [
    "Bench",
    "BNC",
    timelock,
    [proposer, council, ...voters].map(({ address }) => ({ account: address, amount: 3n * AMOUNT })),
    AMOUNT * 1_000n,
    1_000,
  ]);
  const escrow = await ethers.deployContract("VoteEscrow", [token, "Bench votes", "veBNC", 208, 1n, false]);
  const combined = await ethers.deployContract("CombinedVotes", [token, escrow]);
  const target = await ethers.deployContract("MockTarget");
  const rulebook = await ethers.deployContract("Rulebook", [
    timelock,
    Object.entries(TYPES).map(([name, rules]) => ({ code: code(name), rules })),
    scopesFor(target),
  ]);
  const network: NetworkGovernor = await ethers.deployContract("NetworkGovernor", [
    "Bench",
    { token, packed: token, escrow, combined }[source],
    token,
    timelock,
    rulebook,
  ]);
  const holders = [proposer, ...voters].map(({ address }) => address);
  const stockToken = peer ? await deployPeer(peer, holders, AMOUNT) : token;
  const stock: WizardGovernor = await ethers.deployContract("WizardGovernor", [stockToken, stockTimelock]);
  await hand(timelock, network);
  await hand(stockTimelock, stock);

  for (const [index, member] of [proposer, ...voters].entries()) {
    await setBalance(member.address, ethers.parseEther("10"));
    await token.connect(member).approve(escrow, AMOUNT);
    await (index % 2 === 0
      ? escrow.connect(member).createPermanentLock(AMOUNT)
      : escrow.connect(member).createLock(AMOUNT, START + 104 * WEEK));
  }
  for (const voter of source === "escrow" ? voters : [proposer, ...voters]) {
    await token.connect(voter).delegate(voter);
    if (peer) await stockToken.connect(voter).delegate(voter);
  }
  await token.connect(council).approve(network, ethers.MaxUint256);

  const set = (value: bigint): Action => ({
    target,
    data: target.interface.encodeFunctionData("set", [value]),
  });
  /** A description with this title and this end, of 200 bytes unless said otherwise. */
  const proposal = (title: string, actions = [set(1n)], end = "", bytes = DESCRIPTION): Promise<Proposal> =>
    proposalOf(`${title}\n`.padEnd(bytes - end.length, "Why it is good for us. ") + end, actions);
  /** The fee is approved before, exactly, as the SDK does. */
  const propose = async (governor: AnyGovernor, { full, description }: Proposal) => {
    const { fee } = description.startsWith("# NEP-ECON") ? TYPES.ECON! : TYPES.GOV!;
    if (governor === network) await token.connect(proposer).approve(network, fee);
    return governor.connect(proposer).propose(...full);
  };
  const openVote = async (governor: AnyGovernor, { id }: Proposal) =>
    time.increaseTo((await governor.proposalSnapshot(id)) + 1n);
  const closeVote = async (governor: AnyGovernor, { id }: Proposal) =>
    time.increaseTo((await governor.proposalDeadline(id)) + 1n);
  /** To the first second in which it can be executed. */
  const awaitGrace = async (governor: AnyGovernor, { id }: Proposal) =>
    time.setNextBlockTimestamp(await governor.proposalEta(id));

  /** A first proposal of the type, voted on by everybody and executed: rules, code and voters are known from then on. */
  const history = async (governor: AnyGovernor, title = "# NEP-ECON: History", actions = [set(0n)]) => {
    const first = await proposal(title, actions);
    await propose(governor, first);
    await openVote(governor, first);
    for (const voter of voters) await governor.connect(voter).castVote(first.id, 1);
    await closeVote(governor, first);
    await governor.queue(...first.hashed);
    await awaitGrace(governor, first);
    await governor.execute(...first.hashed);
  };

  return {
    ...{
      token,
      escrow,
      combined,
      timelock,
      rulebook,
      target,
      network,
      stock,
      relayer,
      proposer,
      council,
      voters,
    },
    ...{ set, proposal, propose, openVote, closeVote, awaitGrace, history },
  };
}
