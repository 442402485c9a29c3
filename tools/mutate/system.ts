import { inFile, type Mutation } from "./mutation";

const extension = (name: string): string => `contracts/governor/extensions/${name}.sol`;

/** What the walk of the whole system is for: one change for each way to break one of its invariants. */
export const mutations: Mutation[] = [
  ...inFile(extension("GovernorCounting"), [
    // 1: what was voted in parts is voted again; a vote is cast twice.
    ["totalWeight - used, used, params", "totalWeight, used, params"],
    ["if (before == VOTED_FULLY) revert GovernorAlreadyCastVote(account);", ""],
    // 2: every vote is extended, swing or none.
    ["if (terms.extended()) deadline += terms.late();", "deadline += terms.late();"],
    // 5: the approval is that of today.
    ["approvalBps(_rulesOf(terms)", "approvalBps(_defaultRules()"],
  ]),
  ...inFile(extension("GovernorTimelock"), [
    // 4: the grace period is forgotten; the window is a day longer, or that of today (5).
    ["Math.max(_terms[proposalId].grace(), TIMELOCK.getMinDelay())", "TIMELOCK.getMinDelay()"],
    ["clock() > _expiryOf(proposalId, terms)", "clock() > _expiryOf(proposalId, terms) + 1 days"],
    ["PackedRules storage rules = _rulesOf(terms);", "PackedRules storage rules = _defaultRules();"],
    // 4: what has passed and nobody queues never ends.
    [
      "return proposalDeadline(proposalId) + RulesCodec.queueWindow(rules.turnout);",
      "return type(uint256).max;",
    ],
    // 3: the governor calls in its own name.
    [
      "relay(address, uint256, bytes calldata) public payable virtual override {\n        revert GovernorTimelock_NoRelay();",
      "relay(address to, uint256 value, bytes calldata data) public payable virtual override {\n        super.relay(to, value, data);",
    ],
  ]),
  // 5: the quorum, and the threshold of cancelling, are those of today.
  ...inFile(extension("GovernorQuorum"), [
    ["_quorumAt(_rulesOf(terms), _source", "_quorumAt(_defaultRules(), _source"],
  ]),
  ...inFile(extension("GovernorGuardian"), [
    ["_rulesOf(terms).timing", "_defaultRules().timing"],
    // 6: a stranger appoints the council.
    ["uint48 until) external virtual onlyGovernance", "uint48 until) external virtual"],
  ]),
  ...inFile(extension("GovernorTypes"), [
    // 3: what was closed to the type is executed; 6: a stranger replaces the book; 7: the book is asked about that, too.
    ["if (code != DEFAULT_TYPE) _rulebook.check", "if (code == 0) _rulebook.check"],
    ["newRulebook) external virtual onlyGovernance", "newRulebook) external virtual"],
    ["if (code == 0 || code == DEFAULT_TYPE) return", "if (code == 0) return"],
  ]),
  // 1: a ballot is brought again after a part of the vote.
  ...inFile(extension("GovernorBallots"), [["if (voted) return BallotRejection.Voted;", ""]]),
  // 6: everybody mints, and upgrades the protocol.
  ...inFile("contracts/token/LimitedMint.sol", [
    ["if (msg.sender != TIMELOCK) revert GovernanceToken_NotTimelock(msg.sender);", ""],
  ]),
  ...inFile("contracts/protocol/ProtocolRegistry.sol", [
    ["if (msg.sender != TIMELOCK) revert ProtocolRegistry_NotTimelock(msg.sender);", ""],
  ]),
];
