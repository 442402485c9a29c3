import {
  impersonateAccount,
  loadFixture,
  mine,
  setBalance,
  time,
} from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import type { AddressLike, Result } from "ethers";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import type { GovernanceToken, MockTarget, Rulebook, TimelockController } from "../../typechain-types";
import type { IRulebook, RulesStruct } from "../../typechain-types/contracts/governor/Rulebook";
import { callsOf, type Call } from "@polity/sdk/nep/actions";

export const ONE = 10n ** 18n;
export const MINUTE = 60n;
export const HOUR = 60n * MINUTE;
export const DAY = 24n * HOUR;

export const State = {
  Pending: 0n,
  Active: 1n,
  Canceled: 2n,
  Defeated: 3n,
  Succeeded: 4n,
  Queued: 5n,
  Expired: 6n,
  Executed: 7n,
} as const;

export const Support = { Against: 0, For: 1, Abstain: 2, Parts: 255 } as const;
export const Match = { Selector: 0, SelectorAndWord: 1, PlainTransfer: 2 } as const;

export type Rules = { [K in Exclude<keyof RulesStruct, "voteSource">]: bigint } & { voteSource: string };

/** What a contract answered, as an object with names, which can be compared and passed on. */
export function plain<T>(answer: T): T {
  return (answer as unknown as Result).toObject() as T;
}

/** The timelock's least delay. */
export const MIN_DELAY = HOUR;

/** The address whose votes no quorum counts: contracts/votes/Excluded.sol. */
export const EXCLUDED = ethers.getAddress(ethers.dataSlice(ethers.id("polity.votes.excluded"), 0, 20));

/** A type's code as the contracts hold it. */
export function code(text: string): string {
  return ethers.zeroPadBytes(ethers.toUtf8Bytes(text), 8);
}

/** A namespace, left-aligned. */
export function word(text: string): string {
  return ethers.encodeBytes32String(text);
}

/** Classes of proposers, a bit each: contracts/governor/Rules.sol. */
export const HOLDERS = 1n;
export const COUNCIL = 2n;

export const GOV: Rules = {
  review: 7n * DAY,
  voting: 7n * DAY,
  graceMin: 7n * DAY,
  graceMax: 30n * DAY,
  window: 14n * DAY,
  late: DAY,
  approvalBps: 6_600n,
  proposers: HOLDERS,
  threshold: 100n * ONE,
  fee: 10n * ONE,
  quorumFloor: 1_000n * ONE,
  quorumBps: 2_000n,
  voteSource: ethers.ZeroAddress,
  vetoBps: 0n,
  minVoters: 0n,
};

/** Six types, each with something of its own, so that a mix-up shows. */
export const TYPES: Record<string, Rules> = {
  GOV,
  ARCH: { ...GOV, review: 6n * DAY, fee: 9n * ONE },
  ECON: { ...GOV, review: 3n * DAY, voting: 5n * DAY, graceMin: 2n * DAY, fee: 5n * ONE },
  TRAIN: { ...GOV, review: 2n * DAY, approvalBps: 6_000n, quorumBps: 1_500n },
  NET: { ...GOV, review: 1n * DAY, late: 0n, threshold: 50n * ONE, fee: 0n },
  EMERG: {
    ...GOV,
    review: HOUR,
    voting: DAY,
    graceMin: HOUR,
    graceMax: 2n * DAY,
    window: 3n * DAY,
    late: 6n * HOUR,
    approvalBps: 8_000n,
    proposers: HOLDERS | COUNCIL,
    threshold: 500n * ONE,
    fee: 0n,
  },
};

/** The two ways to cancel: with the calls, as every OpenZeppelin Governor has it, and by the id alone. */
export const CANCEL = "cancel(address[],uint256[],bytes[],bytes32)";
export const CANCEL_BY_ID = "cancel(uint256)";

export interface Action {
  target: AddressLike;
  value?: bigint;
  data?: string;
}

/** A proposal as each function of the governor wants it. */
export interface Proposal {
  id: bigint;
  description: string;
  calls: Call[];
  full: [string[], bigint[], string[], string];
  hashed: [string[], bigint[], string[], string];
}

export async function proposalOf(description: string, actions: Action[]): Promise<Proposal> {
  const targets = await Promise.all(actions.map(async (action) => ethers.resolveAddress(action.target)));
  const values = actions.map((action) => action.value ?? 0n);
  const calldatas = actions.map((action) => action.data ?? "0x");
  const hash = ethers.id(description);
  const encoded = ethers.AbiCoder.defaultAbiCoder().encode(
    ["address[]", "uint256[]", "bytes[]", "bytes32"],
    [targets, values, calldatas, hash],
  );
  return {
    id: BigInt(ethers.keccak256(encoded)),
    description,
    calls: callsOf(targets, values, calldatas),
    full: [targets, values, calldatas, description],
    hashed: [targets, values, calldatas, hash],
  };
}

export interface People {
  deployer: HardhatEthersSigner;
  /** 40,000 votes. */
  alice: HardhatEthersSigner;
  /** 25,000 votes. */
  bob: HardhatEthersSigner;
  /** 15,000 votes. */
  carol: HardhatEthersSigner;
  /** 400 votes: enough for GOV, too few for EMERG. */
  dave: HardhatEthersSigner;
  /** 60 votes: enough for NET only. */
  erin: HardhatEthersSigner;
  /** Tokens, but never delegated. */
  frank: HardhatEthersSigner;
  /** 10,000 tokens delegated to EXCLUDED. */
  treasury: HardhatEthersSigner;
  /** Nothing at all. */
  stranger: HardhatEthersSigner;
}

export const HOLDINGS = {
  alice: 40_000n * ONE,
  bob: 25_000n * ONE,
  carol: 15_000n * ONE,
  dave: 400n * ONE,
  erin: 60n * ONE,
  frank: 9_540n * ONE,
  treasury: 10_000n * ONE,
};
export const SUPPLY = 100_000n * ONE;
/** What quorums are a share of. */
export const BASE = 90_000n * ONE;

export async function people(): Promise<People> {
  const [deployer, alice, bob, carol, dave, erin, frank, treasury, stranger] = await ethers.getSigners();
  return {
    deployer: deployer!,
    alice: alice!,
    bob: bob!,
    carol: carol!,
    dave: dave!,
    erin: erin!,
    frank: frank!,
    treasury: treasury!,
    stranger: stranger!,
  };
}

/** The scopes of the fixture: `set` for ECON with value, a namespace each for TRAIN and EMERG, money for ECON. */
export function scopesFor(target: MockTarget): IRulebook.ScopeStruct[] {
  const selector = target.interface.getFunction("set").selector;
  const upgrade = target.interface.getFunction("upgrade").selector;
  const to = target.target;
  const none = { selector: "0x00000000", word: ethers.ZeroHash, unstoppable: false };
  return [
    {
      ...none,
      target: to,
      how: Match.Selector,
      selector,
      allowsValue: true,
      codes: ["ECON", "NET"].map(code),
    },
    {
      target: to,
      how: Match.SelectorAndWord,
      selector: upgrade,
      word: word("train"),
      allowsValue: false,
      unstoppable: false,
      codes: ["TRAIN", "ARCH"].map(code),
    },
    {
      target: to,
      how: Match.SelectorAndWord,
      selector: upgrade,
      word: word("emerg"),
      allowsValue: false,
      unstoppable: false,
      codes: [code("EMERG")],
    },
    { ...none, target: to, how: Match.PlainTransfer, allowsValue: true, codes: [code("ECON")] },
  ];
}

/** Gives the people votes, and tells what counts them. */
export type GiveVotes = (who: People, token: GovernanceToken) => Promise<{ target: AddressLike }>;

/** Whoever holds tokens votes with them; the treasury is excluded, and Frank has never delegated. */
const delegateToThemselves: GiveVotes = async (who, token) => {
  for (const voter of [who.alice, who.bob, who.carol, who.dave, who.erin]) {
    await token.connect(voter).delegate(voter.address);
  }
  await token.connect(who.treasury).delegate(EXCLUDED);
  return token;
};

/** A governor that holds the timelock alone, with six types, and people who have votes. */
export async function deployGovernance(giveVotes = delegateToThemselves) {
  const who = await people();
  const timelock: TimelockController = await ethers.deployContract("TimelockController", [
    MIN_DELAY,
    [],
    [],
    who.deployer.address,
  ]);
  const token: GovernanceToken = await ethers.deployContract("GovernanceToken", [
    "Neuro",
    "NEURO",
    timelock.target,
    Object.entries(HOLDINGS).map(([name, amount]) => ({
      account: who[name as keyof People].address,
      amount,
    })),
    2n * SUPPLY,
    1_000,
  ]);
  const votes = await giveVotes(who, token);

  const target: MockTarget = await ethers.deployContract("MockTarget");
  const rulebook: Rulebook = await ethers.deployContract("Rulebook", [
    timelock.target,
    Object.entries(TYPES).map(([name, rules]) => ({ code: code(name), rules })),
    scopesFor(target),
  ]);
  const governor = await ethers.deployContract("NetworkGovernor", [
    "Neuro Governor",
    votes.target,
    token.target,
    timelock.target,
    rulebook.target,
  ]);

  for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"] as const) {
    await timelock.grantRole(await timelock[role](), governor.target);
  }
  await timelock.renounceRole(await timelock.DEFAULT_ADMIN_ROLE(), who.deployer.address);
  for (const voter of [who.alice, who.bob, who.carol, who.dave, who.erin]) {
    await token.connect(voter).approve(governor.target, ethers.MaxUint256);
  }
  await mine();

  /** The call that most tests vote on. */
  const setNumber = (value: bigint): Action => ({
    target,
    data: target.interface.encodeFunctionData("set", [value]),
  });
  const upgrade = (namespace: string, value: bigint): Action => ({
    target,
    data: target.interface.encodeFunctionData("upgrade", [word(namespace), value]),
  });

  async function submit(
    description: string,
    actions: Action[] = [setNumber(1n)],
    by = who.alice,
  ): Promise<Proposal> {
    const proposal = await proposalOf(description, actions);
    await governor.connect(by).propose(...proposal.full);
    return proposal;
  }
  /** To the second after the snapshot, in which the first ballot can be cast. */
  const openVote = async ({ id }: Proposal) =>
    time.setNextBlockTimestamp((await governor.proposalSnapshot(id)) + 1n);
  const closeVote = async ({ id }: Proposal) => time.increaseTo((await governor.proposalDeadline(id)) + 1n);
  const vote = (proposal: Proposal, by: HardhatEthersSigner, support: number = Support.For) =>
    governor.connect(by).castVote(proposal.id, support);

  /** Proposes and takes it through its vote: Succeeded. */
  async function pass(description: string, actions?: Action[], by?: HardhatEthersSigner): Promise<Proposal> {
    const proposal = await submit(description, actions, by);
    await openVote(proposal);
    await vote(proposal, who.alice);
    await closeVote(proposal);
    return proposal;
  }
  const queue = (proposal: Proposal) => governor.queue(...proposal.hashed);
  const execute = (proposal: Proposal, value = 0n) => governor.execute(...proposal.hashed, { value });
  const toEta = async ({ id }: Proposal) => time.setNextBlockTimestamp(await governor.proposalEta(id));

  /** Takes it all the way: Executed. */
  async function enact(description: string, actions?: Action[], by?: HardhatEthersSigner): Promise<Proposal> {
    const proposal = await pass(description, actions, by);
    await queue(proposal);
    await toEta(proposal);
    await execute(proposal);
    return proposal;
  }

  return {
    ...who,
    timelock,
    token,
    target,
    rulebook,
    governor,
    setNumber,
    upgrade,
    submit,
    openVote,
    closeVote,
    vote,
    pass,
    queue,
    execute,
    toEta,
    enact,
  };
}

/** Signs as any account, as the timelock does when a vote has passed. */
export async function asAccount(at: string): Promise<HardhatEthersSigner> {
  await impersonateAccount(at);
  await setBalance(at, ONE);
  return ethers.getSigner(at);
}

/** Lets a governor propose in the timelock, or no longer, as a vote would. */
export async function letPropose(
  timelock: TimelockController,
  governor: { target: AddressLike },
  may = true,
): Promise<void> {
  const [at, role] = [await timelock.getAddress(), await timelock.PROPOSER_ROLE()];
  const vote = timelock.connect(await asAccount(at));
  await (may ? vote.grantRole(role, governor.target) : vote.revokeRole(role, governor.target));
}

export async function governanceFixture() {
  return deployGovernance();
}

export const fixture = () => loadFixture(governanceFixture);

async function governanceWithCouncilFixture() {
  const context = await deployGovernance();
  const { governor, token, enact } = context;
  const council = (await ethers.getSigners())[9]!;
  /** Makes it the guardian, by a vote. */
  const appoint = async (account: AddressLike, until: bigint) =>
    enact(`# NEP-GOV: The council until ${until}`, [
      {
        target: governor,
        data: governor.interface.encodeFunctionData("setGuardian", [
          await ethers.resolveAddress(account),
          until,
        ]),
      },
    ]);
  const until = BigInt(await time.latest()) + 300n * DAY;
  await appoint(council, until);
  await token.connect(council).approve(governor.target, ethers.MaxUint256);
  return { ...context, council, until, appoint };
}

/** The same, with a council that is the guardian for some 270 days. It has no tokens. */
export const councilFixture = () => loadFixture(governanceWithCouncilFixture);
export type Governance = Awaited<ReturnType<typeof deployGovernance>>;
