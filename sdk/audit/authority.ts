/**
 * Whom a function obeys. `timelock`: what a proposal decided. `governor`: the network's governor, by its roles in the
 * timelock. `admin`: who administers the timelock's roles, which is the timelock itself. `guardian`, `spender`,
 * `owner`: the one that the record at hand names. `anyone`: everybody, with effects on nobody else's.
 */
export type Holder = "timelock" | "governor" | "admin" | "guardian" | "spender" | "owner" | "anyone";

/** A function that changes state: whom it obeys, and what it is for or why it is open. */
export interface Power {
  holder: Holder;
  why: string;
}

/** All state-changing functions of a contract, by name or, where it has several of one name, by signature. */
export type Authority = Readonly<Record<string, Power>>;

const to = (holder: Holder) => (why: string) => ({ holder, why });
const timelock = to("timelock");
const governor = to("governor");
const admin = to("admin");
const spender = to("spender");
const owner = to("owner");
const anyone = to("anyone");

const votes: Authority = {
  delegate: anyone("gives one's own votes"),
  delegateBySig: anyone("delivers a delegation that its owner has signed"),
};

/** ERC-721 and ERC-1155 tell a receiver of what arrived. */
const receiving: Authority = {
  onERC721Received: anyone("acknowledges a token that arrives, and keeps no record"),
  onERC1155Received: anyone("acknowledges tokens that arrive, and keeps no record"),
  onERC1155BatchReceived: anyone("acknowledges tokens that arrive, and keeps no record"),
};

/**
 * Who may call what: every state-changing function of every contract of a network. A test holds it equal to the ABIs;
 * docs/privileges.md is made from it.
 */
export const AUTHORITY: Readonly<Record<string, Authority>> = {
  TimelockController: {
    schedule: governor("queues one call: PROPOSER_ROLE; the governor queues batches"),
    scheduleBatch: governor("queues what a vote has approved: PROPOSER_ROLE"),
    cancel: governor("cancels what is queued: CANCELLER_ROLE"),
    execute: governor("executes one call: EXECUTOR_ROLE; the governor executes batches"),
    executeBatch: governor("executes what has waited for its grace period: EXECUTOR_ROLE"),
    grantRole: admin("gives a role: DEFAULT_ADMIN_ROLE"),
    revokeRole: admin("takes a role: DEFAULT_ADMIN_ROLE"),
    renounceRole: owner("gives up a role of one's own"),
    updateDelay: timelock("changes the least delay"),
    receive: anyone("receives ETH, which only a proposal can spend"),
    ...receiving,
  },

  GovernanceToken: {
    mint: timelock("creates tokens, within the hard cap and the yearly limit"),
    transfer: owner("moves one's own tokens"),
    transferFrom: owner("moves what its owner has allowed"),
    approve: owner("allows somebody to move one's own tokens"),
    permit: anyone("delivers an allowance that its owner has signed"),
    burn: owner("destroys one's own tokens"),
    burnFrom: owner("destroys what its owner has allowed"),
    ...votes,
  },

  VoteEscrow: {
    createLock: owner("locks one's own tokens"),
    createPermanentLock: owner("locks one's own tokens"),
    createLockFor: owner("locks the caller's tokens for an account that has allowed the caller"),
    increaseAmount: anyone("adds the caller's tokens to a lock"),
    extend: owner("moves the end of one's own lock"),
    makePermanent: owner("makes one's own lock permanent"),
    startDecay: owner("lets one's own lock decay"),
    merge: owner("merges one's own locks"),
    withdraw: owner("takes back what one's own ended lock holds"),
    allowLocker: owner("allows another to lock for oneself"),
    multicall: anyone("makes several of these calls, each as the caller"),
    selfPermit: anyone("delivers the caller's own permit"),
    ...votes,
  },

  CombinedVotes: {},

  SuccessiveVotes: {},

  ProtocolRegistry: {
    upgrade: timelock("activates a version with new values of one namespace"),
    rollback: timelock("brings back an earlier version"),
    emergencyRollback: timelock("brings back a version of the last 30 days"),
    defineParameters: timelock("adds parameters"),
    retire: timelock("retires parameters"),
    setBounds: timelock("sets a parameter's bounds"),
  },

  Rulebook: {
    setRules: timelock("adds a type or changes what it demands"),
    setScope: timelock("opens a call to types, or closes it"),
  },

  NetworkGovernor: {
    setRulebook: timelock("replaces the rulebook, or adopts its default type anew"),
    setGuardian: timelock("makes an account the council, for a year at most"),
    cancel: {
      holder: "guardian",
      why: "stops a proposal; also its proposer, and anyone once its votes are gone",
    },
    propose: anyone("proposes, with the votes and the fee that the type demands; or as its council"),
    castVote: owner("votes with one's own votes"),
    castVoteWithReason: owner("votes with one's own votes"),
    castVoteWithReasonAndParams: owner("votes with one's own votes"),
    castVoteBySig: anyone("delivers a ballot that its voter has signed"),
    castVoteWithReasonAndParamsBySig: anyone("delivers a ballot that its voter has signed"),
    castVotesBySig: anyone("delivers ballots that their voters have signed"),
    queue: anyone("queues a proposal that has succeeded"),
    execute: anyone("executes a proposal after its grace period"),
    expire: anyone("clears an operation that can never execute any more"),
    relay: anyone("always reverts"),
    receive: anyone("always reverts: the timelock holds what is the network's"),
    ...receiving,
  },

  Treasury: {
    pay: timelock("pays, within the cap"),
    grantBudget: timelock("grants a budget"),
    raiseBudget: timelock("raises a budget"),
    lowerBudget: timelock("lowers a budget"),
    endBudget: timelock("ends a budget"),
    setBudgetSpender: timelock("replaces the spender of a budget"),
    freezeBudget: timelock("stops a budget"),
    unfreezeBudget: timelock("lets a budget go on"),
    scheduleRecurring: timelock("promises instalments"),
    cancelRecurring: timelock("cancels instalments to come"),
    raiseCap: timelock("announces a higher cap, in force 30 days later"),
    lowerCap: timelock("lowers a cap"),
    setGovernor: timelock("names the governor whose proposals label what is done"),
    recoverERC721: timelock("sends away an ERC-721 that came here"),
    recoverERC1155: timelock("sends away ERC-1155 tokens that came here"),
    disburse: spender("pays out of a budget, within it"),
    payRecurring: anyone("pays instalments that are due to their payees"),
    adoptGovernor: anyone("names the governor while none is named: one that the timelock lets propose"),
    deposit: anyone("gives"),
    refund: anyone("gives back what a budget has not spent"),
    reconcile: anyone("books the difference between balance and books"),
    exclude: anyone("takes the treasury's votes out of quorums"),
    receive: anyone("gives"),
    ...receiving,
  },

  VestingFactory: {
    create: anyone("creates and funds grants with the caller's tokens"),
  },

  VestingVault: {
    revoke: timelock("takes back what has not vested, of a revocable grant"),
    "release(address)": anyone("pays what has vested to the beneficiary"),
    "release()": anyone("pays what has vested to the beneficiary"),
    delegate: owner("delegates the votes of the grant: its beneficiary"),
    delegateLocked: owner("delegates the votes of its locks: its beneficiary"),
    createLock: owner("locks tokens of the grant: its beneficiary"),
    createPermanentLock: owner("locks tokens of the grant: its beneficiary"),
    increaseAmount: owner("locks tokens of the grant: its beneficiary"),
    extend: owner("moves the end of a lock: its beneficiary"),
    makePermanent: owner("makes a lock permanent: its beneficiary"),
    startDecay: owner("lets a lock decay: its beneficiary"),
    merge: owner("merges locks: its beneficiary"),
    withdraw: owner("takes back a lock into the grant: its beneficiary"),
    transferOwnership: owner("offers the grant to another: its beneficiary"),
    acceptOwnership: owner("takes the grant that was offered: the one it was offered to"),
    receive: anyone("receives ETH, which is the beneficiary's"),
  },
};

/** The path on which a holder's call reaches a contract, in words. */
export const PATHS: Readonly<Record<Holder, string>> = {
  timelock: "voters → NetworkGovernor → TimelockController",
  governor: "voters → NetworkGovernor",
  admin: "voters → NetworkGovernor → TimelockController",
  guardian: "the council, while its mandate lasts",
  spender: "the spender of the budget",
  owner: "each for what is their own",
  anyone: "anyone",
};
