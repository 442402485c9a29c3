import { inFile, type Mutation } from "./mutation";

/** What the treasury checks, counts, books and remembers: one change for each promise of docs/invariants.md, or more. */
export const mutations: Mutation[] = [
  // 3, 4, 5, 9, 10: the bucket.
  ...inFile("contracts/treasury/OutflowCap.sol", [
    ["WINDOW = 30 days", "WINDOW = 29 days"],
    ["RAISE_DELAY = 30 days", "RAISE_DELAY = 29 days"],
    ["if (cap <= present) revert OutflowCap_NotARaise", "if (cap < present) revert OutflowCap_NotARaise"],
    ["if (cap > previous) revert OutflowCap_NotALowering(token, cap, previous);", ""],
    ["return self.isRaised(time) ? self.raised : self.cap;", "return self.cap;"],
    ["self.raisedAt != 0 && self.raisedAt <= time", "self.raisedAt != 0 && self.raisedAt < time"],
    ["return used > refilled ? used - refilled : 0;", "return used;"],
    ["return used < capacity ? used : capacity;", "return used;"],
    ["return used + units <= capacity;", "return used + units < capacity;"],
    ["return used + units <= capacity;", "return units <= capacity;"],
    ["if (amount > type(uint128).max) return false;", ""],
    ["if (!fits(_all(self, time), _scaled(amount), capacity)) return false;", ""],
    ["return !isGrant || fits(_grants(self, time), 2 * _scaled(amount), capacity);", "return true;"],
    [
      "fits(_grants(self, time), 2 * _scaled(amount), capacity)",
      "fits(_grants(self, time), _scaled(amount), capacity)",
    ],
    ["if (self.isRaised(time)) self.capped(time, self.raised);\n        (self.all", "(self.all"],
    [
      "if (isGrant) (self.grants, self.grantsAt) = (uint152(_grants",
      "if (!isGrant) (self.grants, self.grantsAt) = (uint152(_grants",
    ],
    ["self.capped(time, self.inForce(time));", ""],
    ["cut(_all(self, time), _scaled(cap))), uint48(time));", "0), uint48(time));"],
    ["(self.cap, self.raised, self.raisedAt) = (cap, 0, 0);", "self.cap = cap;"],
    ["if (isGrant) {\n            uint256 twice", "if (!isGrant) {\n            uint256 twice"],
    ["Math.ceilDiv(units - capacity, perSecond)", "(units - capacity) / perSecond"],
  ]),
  // 6, 7: budgets.
  ...inFile("contracts/treasury/Budgets.sol", [
    [
      "if (_isOver(self)) revert Budgets_Over(id, _end(self));\n        if (amount < self.amount",
      "if (amount < self.amount",
    ],
    [
      "if (amount < self.amount || periods < self.periods)",
      "if (amount < self.amount && periods < self.periods)",
    ],
    [
      "if (amount > self.amount || periods > self.periods)",
      "if (amount > self.amount && periods > self.periods)",
    ],
    ["if (spender == address(0)) revert Budgets_InvalidSpender(spender);", ""],
    ["if (self.frozen) revert Budgets_Frozen(id);", ""],
    ["if (block.timestamp < self.start) revert Budgets_NotStarted(id, self.start);", ""],
    [
      "if (_isOver(self)) revert Budgets_Over(id, _end(self));\n        if (self.category",
      "if (self.category",
    ],
    [
      "if (self.category != 0 && category != self.category)",
      "if (self.category == 0 && category != self.category)",
    ],
    ["if (amount > left) revert Budgets_Exceeded(id, amount, left);", ""],
    ["self.spent = uint128(spent + amount);", "self.spent = uint128(amount);"],
    ["restored = Math.min(amount, spent);", "restored = amount;"],
    ["self.allotted = uint128(allotted - self.amount + amount);", "self.allotted = uint128(amount);"],
    ["if (present == index) return (allotted, spent, index);", ""],
    ["(present - index) * self.amount", "present * self.amount"],
    ["return (self.amount, 0, present);", "return (self.amount, spent, present);"],
    ["return self.ended || block.timestamp >= _end(self);", "return block.timestamp >= _end(self);"],
    ["block.timestamp >= _end(self)", "block.timestamp > _end(self)"],
    ["start + period * periods > type(uint48).max || ", ""],
    ["amount * periods > type(uint120).max", "false"],
    ["start = uint48(Math.max(terms.start, block.timestamp));", "start = terms.start;"],
  ]),
  ...inFile("contracts/treasury/Treasury.sol", [
    // Who can change what.
    ["if (msg.sender != TIMELOCK) revert Treasury_NotTimelock(msg.sender);", ""],
    ["if (_limits[token].isListed()) revert Treasury_DuplicateCap(token);", ""],
    ["if (governor != address(0)) revert Treasury_GovernorNamed(governor);", ""],
    [
      "if (!timelock.hasRole(timelock.PROPOSER_ROLE(), candidate)) revert Treasury_NotProposer(candidate);",
      "",
    ],
    // 1, 2: the ledger and the books.
    ["booked[ETHER] += msg.value;", ""],
    ["booked[token] = balance - amount;", ""],
    ["booked[token] = balance - sent;", ""],
    ["uint256 balance = _reconcile(token);", "uint256 balance = booked[token];"],
    ["emit Reconciled(token, before, balance);", ""],
    ["received = _balance(token) - before;", "received = amount;"],
    ["if (msg.value != expected) revert Treasury_WrongValue(msg.value, expected);", ""],
    ["if (received == 0) revert Treasury_ZeroAmount();", ""],
    ["booked[token] += received;", ""],
    // 3: the only way out.
    ["if (amount == 0) revert Treasury_ZeroAmount();", ""],
    ["_checkPayee(payee);\n        uint256 balance", "uint256 balance"],
    ["_limits[token].take(token, amount, isGrant);", ""],
    ["_limits[token].take(token, sent - amount, isGrant);", ""],
    ["Math.max(amount, Math.saturatingSub(balance, _balance(token)))", "amount"],
    ["payment.payee, payment.amount, false)", "payment.payee, payment.amount, true)"],
    ["_checkUnlisted(address(collection));\n        emit RecoveredERC721", "emit RecoveredERC721"],
    ["_checkUnlisted(address(collection));\n        emit RecoveredERC1155", "emit RecoveredERC1155"],
    [
      "collection.safeTransferFrom(address(this), to, tokenId);",
      "collection.transferFrom(address(this), to, tokenId);",
    ],
    // 6, 7: spenders and refunds.
    ["if (msg.sender != budget_.spender) {", "if (msg.sender == address(0)) {"],
    ["budget_.spend(budgetId, amount, category);", ""],
    ["if (sent > amount) budget_.spend(budgetId, sent - amount, category);", ""],
    [
      "uint256 sent = _send(token, payee, amount, true);",
      "uint256 sent = _send(token, payee, amount, false);",
    ],
    ["uint256 restored = budget_.restore(received);", "uint256 restored = budget_.restore(amount);"],
    ["_budget(budgetId).ended = true;", ""],
    ["_budget(budgetId).frozen = false;", ""],
    // 8: instalments.
    ["_checkPayee(terms.payee);", ""],
    ["terms.amount == 0 || terms.period == 0 || terms.count == 0", "terms.amount == 0 || terms.count == 0"],
    ["_recurringOf(recurringId).left = 0;", ""],
    ["if (block.timestamp < due) revert Treasury_NotDue(recurringId, due);", ""],
    [
      "recurring_.due = uint48(due) + recurring_.period;",
      "recurring_.due = uint48(block.timestamp) + recurring_.period;",
    ],
    ["--recurring_.left;", ""],
    ["return recurring_.left == 0 ? type(uint256).max : recurring_.due;", "return recurring_.due;"],
    // 11: labels.
    ["staticcall(LABEL_GAS, target", "staticcall(gas(), target"],
    ["if and(success, eq(returndatasize(), 32)) {", "if success {"],
    // 12: nobody gets in.
    ["bytes32 ref\n    ) external nonReentrant {", "bytes32 ref\n    ) external {"],
    [
      "bytes32 category, bytes32 ref) external payable nonReentrant {",
      "bytes32 category, bytes32 ref) external payable {",
    ],
    [
      "function payRecurring(uint256[] calldata recurringIds) external nonReentrant {",
      "function payRecurring(uint256[] calldata recurringIds) external {",
    ],
    [
      "function reconcile(address token) external nonReentrant {",
      "function reconcile(address token) external {",
    ],
    // 13: votes.
    ["token.delegate(EXCLUDED);", "token.delegate(address(this));"],
  ]),
];
