import { inFile, type Mutation } from "./mutation";

/** Schedule, releases, locks, revocations, owners and terms: one change for each promise of docs/invariants.md, or more. */
export const mutations: Mutation[] = [
  ...inFile("contracts/vesting/VestingVault.sol", [
    // 1: the schedule.
    ["if (ended) return allocation;", ""],
    ["if (time < start_) return 0;", ""],
    [
      "if (elapsed >= duration_) return allocation;",
      "if (elapsed > duration_) return allocation;",
      "at the end itself the line through start and end is at the whole allocation; only a grant without a duration would divide by zero, and none of a vault's own calls comes there in the second of its start",
    ],
    ["return elapsed < cliff_ ? 0 :", "return elapsed <= cliff_ ? 0 :"],
    [
      "return elapsed < cliff_ ? 0 : (allocation * elapsed) / duration_;",
      "return (allocation * elapsed) / duration_;",
    ],
    ["return start_ + cliffSeconds;", "return cliffSeconds;"],
    ["return start_ + duration_;", "return duration_;"],
    ["if (token == address(TOKEN)) allocation += _account.locked;", ""],
    ["address(this).balance + released(), timestamp", "address(this).balance, timestamp"],
    // 2: what is released.
    [
      "if (token == address(TOKEN)) _account.released = (before + amount).toUint128();",
      "if (token == address(TOKEN)) _account.released = amount.toUint128();",
    ],
    ["else _othersReleased[token] = before + amount;", "else _othersReleased[token] = amount;"],
    ["safeTransfer(_ownerOf(first, account.handedOn), amount)", "safeTransfer(msg.sender, amount)"],
    ["_etherReleased += amount;", ""],
    ["Address.sendValue(payable(owner()), amount);", "Address.sendValue(payable(msg.sender), amount);"],
    ["vestedAmount(uint64(block.timestamp)) - released();", "vestedAmount(uint64(block.timestamp));"],
    ["before = account.released;", "before = 0;"],
    ["allocation += account.locked;", ""],
    ["before = _othersReleased[token];", "before = 0;"],
    ["if (amount > balance) amount = balance;", ""],
    ["function release(address token) external nonReentrant {", "function release(address token) external {"],
    ["function release() external nonReentrant {", "function release() external {"],
    // 3: locks.
    ["_account.locked += amount.toUint96();", ""],
    ["_account.locked += amount.toUint96();", "_account.locked = amount.toUint96();"],
    [
      "TOKEN.forceApprove(address(ESCROW), amount);",
      "TOKEN.forceApprove(address(ESCROW), type(uint256).max);",
    ],
    ["Math.saturatingSub(_account.locked, received).toUint96();", "0;"],
    ["Math.saturatingSub(_account.locked, received).toUint96();", "(_account.locked - received).toUint96();"],
    ["if (revocable()) revert VestingVault_Revocable();", ""],
    ["if (address(ESCROW) == address(0)) revert VestingVault_NoEscrow();", ""],
    [
      "_delegateFirstLock();\n        _payEscrow(amount);\n        return ESCROW.createLock(",
      "_payEscrow(amount);\n        return ESCROW.createLock(",
    ],
    [
      "_delegateFirstLock();\n        _payEscrow(amount);\n        return ESCROW.createPermanentLock(",
      "_payEscrow(amount);\n        return ESCROW.createPermanentLock(",
    ],
    [
      "if (ESCROW.delegates(address(this)) == address(0)) ESCROW.delegate(msg.sender);",
      "ESCROW.delegate(msg.sender);",
    ],
    [
      "function withdraw(uint256 id) external onlyLocker nonReentrant {",
      "function withdraw(uint256 id) external nonReentrant {",
    ],
    [
      "function extend(uint256 id, uint256 unlockTime) external onlyLocker {",
      "function extend(uint256 id, uint256 unlockTime) external {",
    ],
    [
      "function delegateLocked(address delegatee) external onlyLocker {",
      "function delegateLocked(address delegatee) external {",
    ],
    // 4: revocations.
    ["if (msg.sender != TIMELOCK) revert VestingVault_NotTimelock(msg.sender);", ""],
    ["if (!VestingTermsCodec.revocable(last)) revert VestingVault_NotRevocable();", ""],
    ["TOKEN.balanceOf(address(this)) + _account.released;", "TOKEN.balanceOf(address(this));"],
    [
      "_vested(last, _account.revoked, allocation, block.timestamp);\n        if (unvested",
      "_vested(last, false, allocation, block.timestamp);\n        if (unvested",
    ],
    ["if (unvested == 0) revert VestingVault_NothingToRevoke();", ""],
    ["_account.revoked = true;", ""],
    ["TOKEN.safeTransfer(TREASURY, unvested);", "TOKEN.safeTransfer(TIMELOCK, unvested);"],
    // Owners.
    [
      "function delegate(address delegatee) external onlyOwner {",
      "function delegate(address delegatee) external {",
    ],
    [
      "function transferOwnership(address newOwner) external onlyOwner {",
      "function transferOwnership(address newOwner) external {",
    ],
    ["if (msg.sender != pendingOwner) revert VestingVault_NotPendingOwner(msg.sender);", ""],
    ["delete pendingOwner;", ""],
    ["(_owner, _account.handedOn) = (msg.sender, true);", "_owner = msg.sender;"],
    ["_redelegate(IVotes(address(TOKEN)));", ""],
    ["if (address(ESCROW) != address(0)) _redelegate(ESCROW);", ""],
    [
      "if (votes.delegates(address(this)) != address(0)) votes.delegate(msg.sender);",
      "votes.delegate(msg.sender);",
    ],
    // The code that vaults share.
    [
      "receive() external payable {\n        if (address(this) == IMPLEMENTATION) revert VestingVault_NoVault();",
      "receive() external payable {",
    ],
    ["if (address(this) == IMPLEMENTATION) revert VestingVault_NoVault();\n        return", "return"],
  ]),
  ...inFile("contracts/vesting/VestingFactory.sol", [
    ["MAX_TIME = 100 * 365 days", "MAX_TIME = 101 * 365 days"],
    ["bool fits = address(escrow) == address(0) || escrow.token() == address(token);", "bool fits = true;"],
    ["address(token).code.length == 0 || ", ""],
    ["|| timelock == address(0) ", ""],
    ["|| treasury == address(0)", ""],
    ["if (VestingVault(payable(vault)).revoked()) revert VestingFactory_Revoked(index, vault);", ""],
    ["_check(index, terms);", ""],
    ["if (terms.beneficiary == address(0)) revert VestingFactory_NoBeneficiary(index);", ""],
    [
      "if (terms.cliffSeconds > terms.durationSeconds) {",
      "if (terms.cliffSeconds >= terms.durationSeconds) {",
    ],
    ["uint256 end = uint256(terms.start) + terms.durationSeconds;", "uint256 end = uint256(terms.start);"],
    ["if (end > max)", "if (end >= max)"],
    ["emit VaultFunded(vault, msg.sender, amount);", ""],
    [
      "TOKEN.safeTransferFrom(msg.sender, vault, amount);",
      "TOKEN.safeTransferFrom(msg.sender, address(this), amount);",
    ],
  ]),
  ...inFile("contracts/vesting/VestingTermsCodec.sol", [
    ["return uint8(last) != 0;", "return last != 0;"],
    [
      "uint48(last >> 72), uint32(last >> 40), uint32(last >> 8)",
      "uint48(last >> 72), uint32(last >> 8), uint32(last >> 40)",
    ],
    ["first >> 96", "first >> 95"],
  ]),
];
