import { inFile, type Mutation } from "./mutation";

/** What adds up two sources of votes, what their clocks are asked for, and how a token's supply may grow. */
export const mutations: Mutation[] = [
  ...inFile("contracts/votes/VotesOfTwo.sol", [
    ["_requireTimestamps(first);", ""],
    ["_requireTimestamps(second);", ""],
    ["FIRST = first;", "FIRST = second;"],
    ["SECOND = second;", "SECOND = first;"],
    ["return FIRST.getVotes(account) + SECOND.getVotes(account);", "return FIRST.getVotes(account);"],
    ["return FIRST.getVotes(account) + SECOND.getVotes(account);", "return SECOND.getVotes(account);"],
    [
      "return FIRST.getPastVotes(account, timepoint) + SECOND.getPastVotes(account, timepoint);",
      "return FIRST.getPastVotes(account, timepoint);",
    ],
    [
      "return FIRST.getPastVotes(account, timepoint) + SECOND.getPastVotes(account, timepoint);",
      "return SECOND.getPastVotes(account, timepoint);",
    ],
    ["return FIRST.delegates(account);", "return SECOND.delegates(account);"],
    [
      "function delegate(address) external view {\n        revert VotesOfTwo_ReadOnly(address(FIRST), address(SECOND));",
      "function delegate(address) external view {",
    ],
    [
      "bytes32) external view {\n        revert VotesOfTwo_ReadOnly(address(FIRST), address(SECOND));",
      "bytes32) external view {",
    ],
    [
      "return locked;\n        } catch {\n            return address(0);",
      "return locked;\n        } catch {\n            return address(source);",
    ],
    ["locked != token || token == address(0)", "locked != token"],
    ["locked != token || token == address(0)", "token == address(0)"],
  ]),
  ...inFile("contracts/votes/CombinedVotes.sol", [
    ["_requireLocksOf(address(token), escrow);", ""],
    ["return FIRST;", "return SECOND;"],
    ["return SECOND;", "return FIRST;"],
    ["return FIRST.getPastTotalSupply(timepoint);", "return SECOND.getPastTotalSupply(timepoint);"],
    [
      "return FIRST.getPastTotalSupply(timepoint);",
      "return FIRST.getPastTotalSupply(timepoint) + SECOND.getPastTotalSupply(timepoint);",
    ],
  ]),
  ...inFile("contracts/votes/SuccessiveVotes.sol", [
    ["_requireLocksOf(_lockedIn(current), former);", ""],
    ["if (_isSum(current)) revert SuccessiveVotes_CountedTwice(address(current));", ""],
    ["while (_isSum(former)) {", "if (_isSum(former)) {"],
    [
      "if (address(SuccessiveVotes(address(former)).CURRENT()) == address(current)) {\n                revert SuccessiveVotes_CountedTwice(address(current));\n            }",
      "",
    ],
    ["if (address(former) == address(current)) revert SuccessiveVotes_CountedTwice(address(current));", ""],
    ["return _lockedIn(FIRST);", "return address(FIRST);"],
    ["return FIRST;", "return SECOND;"],
    ["return SECOND;", "return FIRST;"],
    [
      "return FIRST.getPastTotalSupply(timepoint) + SECOND.getPastTotalSupply(timepoint);",
      "return FIRST.getPastTotalSupply(timepoint);",
    ],
    [
      "return FIRST.getPastTotalSupply(timepoint) + SECOND.getPastTotalSupply(timepoint);",
      "return SECOND.getPastTotalSupply(timepoint);",
    ],
  ]),
  ...inFile("contracts/votes/TimestampClock.sol", [
    ["return uint48(block.timestamp);", "return uint48(block.number);"],
    ['return "mode=timestamp";', 'return "mode=blocknumber&from=default";'],
    ["if (keccak256(bytes(mode)) != keccak256(bytes(CLOCK_MODE()))) revert", "if (bytes(mode).length != bytes(CLOCK_MODE()).length) revert"], // prettier-ignore
  ]),
  ...inFile("contracts/votes/FixedVotes.sol", [
    [
      "function delegate(address) external pure {\n        revert FixedVotes_NotDelegable();",
      "function delegate(address) external pure {",
    ],
    ["bytes32) external pure {\n        revert FixedVotes_NotDelegable();", "bytes32) external pure {"],
    ["if (timepoint >= clock()) revert", "if (timepoint > clock()) revert"],
  ]),
  ...inFile("contracts/token/LimitedMint.sol", [
    ["if (timelock == address(0)) revert GovernanceToken_ZeroTimelock();", ""],
    ["if (allocations.length == 0) revert GovernanceToken_NoAllocations();", ""],
    ["if (hardCap > type(uint96).max) revert", "if (hardCap >= type(uint96).max) revert"],
    ["if (hardCap > type(uint96).max) revert", "if (hardCap > type(uint128).max) revert"],
    ["if (inflationBps > MAX_INFLATION_BPS) revert", "if (inflationBps >= MAX_INFLATION_BPS) revert"],
    ["if (inflationBps > MAX_INFLATION_BPS) revert", "if (inflationBps > MAX_INFLATION_BPS + 1) revert"],
    ["account == address(0) || amount == 0", "account == address(0)"],
    ["account == address(0) || amount == 0", "amount == 0"],
    ["if (totalSupply() > hardCap) revert", "if (totalSupply() >= hardCap) revert"],
    ["if (totalSupply() > hardCap) revert GovernanceToken_HardCapExceeded(totalSupply(), hardCap);", ""],
    [
      "_everMinted.push(0, uint208(totalSupply()));",
      "_everMinted.push(Time.timestamp(), uint208(totalSupply()));",
    ],
    ["if (msg.sender != TIMELOCK) revert GovernanceToken_NotTimelock(msg.sender);", ""],
    ["uint256 minted = everMinted() + amount;", "uint256 minted = totalSupply() + amount;"],
    ["if (minted > HARD_CAP) revert", "if (minted >= HARD_CAP) revert"],
    ["if (minted > HARD_CAP) revert GovernanceToken_HardCapExceeded(minted, HARD_CAP);", ""],
    ["if (minted > limit) revert", "if (minted >= limit) revert"],
    ["if (minted > limit) revert GovernanceToken_InflationExceeded(minted, limit);", ""],
    ["_everMinted.push(Time.timestamp(), uint208(minted));", ""],
    ["_mint(to, amount);", ""],
    ["Math.min(HARD_CAP, _inflationLimit()) - everMinted()", "_inflationLimit() - everMinted()"],
    ["Math.min(HARD_CAP, _inflationLimit()) - everMinted()", "HARD_CAP - everMinted()"],
    [
      "Math.min(HARD_CAP, _inflationLimit()) - everMinted()",
      "Math.min(HARD_CAP, _inflationLimit()) - totalSupply()",
    ],
    [
      "Math.saturatingSub(Time.timestamp(), INFLATION_WINDOW)",
      "Math.saturatingSub(Time.timestamp(), INFLATION_WINDOW - 1)",
    ],
    [
      "Math.saturatingSub(Time.timestamp(), INFLATION_WINDOW)",
      "Math.saturatingSub(Time.timestamp(), INFLATION_WINDOW + 1)",
    ],
    ["_everMinted.upperLookup(windowStart)", "_everMinted.latest()"],
    ["(10_000 + INFLATION_BPS)) / 10_000", "(10_000 + INFLATION_BPS)) / 9_999"],
  ]),
];
