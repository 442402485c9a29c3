// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Panic} from "@openzeppelin/contracts/utils/Panic.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import {Head, PackedTrace, Past, Trace} from "./PackedTrace.sol";

/**
 * @title PackedVotes
 * @dev What OpenZeppelin's ERC20Votes does, on a clock of seconds, in fewer slots: balance, votes, their time, the number of
 * older checkpoints and who votes share a word, for supplies below 2^96. Functions, events, their order and errors are those
 * of ERC20Votes 5.7; test/token/PackedVotes.t.sol holds both side by side.
 *
 * **Its clock ends.** Times have 32 bits and are counted from the deployment: 136 years later, whatever would change votes or
 * the supply reverts with {PackedVotes_ClockEnded}. Tokens whose owners have not delegated go on to move.
 */
abstract contract PackedVotes is ERC20, EIP712, Nonces, IERC5805 {
    using PackedTrace for Trace;

    bytes32 private constant DELEGATION_TYPEHASH = keccak256(
        "Delegation(address delegatee,uint256 nonce,uint256 expiry)"
    );

    /// @dev The second before the first one: what is stored of a time is how much later it is.
    uint256 private immutable EPOCH = block.timestamp - 1;

    mapping(address account => Trace trace) private _traces;
    mapping(address account => address delegatee) private _others;
    /// @dev Its votes are the supply, and the balance is not used.
    Trace private _total;

    /// @notice As OpenZeppelin's Votes: votes of the present second, or of later ones, are not known.
    error ERC5805FutureLookup(uint256 timepoint, uint48 clock);
    /// @notice As OpenZeppelin's ERC20Votes: the supply would be `increasedSupply`, above `cap` (2^96 − 1).
    error ERC20ExceededSafeSupply(uint256 increasedSupply, uint256 cap);
    /// @notice No history can be written after `end` (seconds), the last second that 32 bits can tell.
    error PackedVotes_ClockEnded(uint256 end);

    // ---------------------------------------------------------------------------------------------- reading

    /// @notice The last second in which votes and supply can change.
    // A constant of the contract, named as one.
    // solhint-disable-next-line func-name-mixedcase
    function LAST_SECOND() public view returns (uint256) {
        return EPOCH + type(uint32).max;
    }

    /// @inheritdoc IERC6372
    function clock() public view virtual returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @inheritdoc IERC6372
    // The name is ERC-6372's.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure virtual returns (string memory) {
        return "mode=timestamp";
    }

    function balanceOf(address account) public view virtual override returns (uint256) {
        return _traces[account].head.balance();
    }

    function totalSupply() public view virtual override returns (uint256) {
        return _total.head.votes();
    }

    /// @inheritdoc IVotes
    function getVotes(address account) public view virtual returns (uint256) {
        return _traces[account].head.votes();
    }

    /// @inheritdoc IVotes
    function getPastVotes(address account, uint256 timepoint) public view virtual returns (uint256) {
        return _lookup(_traces[account], timepoint);
    }

    /// @inheritdoc IVotes
    function getPastTotalSupply(uint256 timepoint) public view virtual returns (uint256) {
        return _lookup(_total, timepoint);
    }

    /// @inheritdoc IVotes
    function delegates(address account) public view virtual returns (address) {
        return _delegateeOf(account, _traces[account].head);
    }

    /// @notice How many checkpoints the votes of `account` have.
    function numCheckpoints(address account) public view virtual returns (uint32) {
        Head head = _traces[account].head;
        return uint32(head.older() + (head.time() == 0 ? 0 : 1));
    }

    /// @notice The checkpoint `pos` of `account`, the oldest at 0: the second, and the votes from then on.
    function checkpoints(address account, uint32 pos) public view virtual returns (Checkpoints.Checkpoint208 memory) {
        if (pos >= numCheckpoints(account)) Panic.panic(Panic.ARRAY_OUT_OF_BOUNDS);
        Trace storage trace = _traces[account];
        Head head = trace.head;
        (uint256 since, uint256 votes) = (head.time(), head.votes());
        if (pos < head.older()) {
            Past past = trace.past(pos);
            (since, votes) = (past.time(), past.votes());
        }
        return Checkpoints.Checkpoint208({_key: uint48(EPOCH + since), _value: uint208(votes)});
    }

    // ---------------------------------------------------------------------------------------------- delegating

    /// @inheritdoc IVotes
    function delegate(address delegatee) public virtual {
        _delegate(_msgSender(), delegatee);
    }

    /// @inheritdoc IVotes
    function delegateBySig(
        address delegatee,
        uint256 nonce,
        uint256 expiry,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) public virtual {
        if (block.timestamp > expiry) revert VotesExpiredSignature(expiry);
        bytes32 structHash = keccak256(abi.encode(DELEGATION_TYPEHASH, delegatee, nonce, expiry));
        address signer = ECDSA.recover(_hashTypedDataV4(structHash), v, r, s);
        _useCheckedNonce(signer, nonce);
        _delegate(signer, delegatee);
    }

    // ---------------------------------------------------------------------------------------------- internal

    function _delegate(address account, address delegatee) internal virtual {
        Trace storage trace = _traces[account];
        Head head = trace.head;
        address before = _delegateeOf(account, head);
        bool another = delegatee != account && delegatee != address(0);
        // What is not needed any more is emptied, for the refund.
        if (another || head.delegatesToAnother()) _others[account] = another ? delegatee : address(0);
        trace.head = head.withDelegatee({itself: delegatee == account, another: another});

        emit DelegateChanged(account, before, delegatee);
        _moveVotes(before, delegatee, head.balance());
    }

    function _update(address from, address to, uint256 value) internal virtual override {
        address losing;
        if (from == address(0)) {
            uint256 supply = totalSupply() + value;
            if (supply > type(uint96).max) revert ERC20ExceededSafeSupply(supply, type(uint96).max);
            _total.push(_total.head, supply, _now());
        } else {
            Head payer = _traces[from].head;
            uint256 balance = payer.balance();
            if (balance < value) revert ERC20InsufficientBalance(from, balance, value);
            _traces[from].head = payer.withBalance(balance - value);
            losing = _delegateeOf(from, payer);
        }
        address gaining;
        if (to == address(0)) {
            Head total = _total.head;
            _total.push(total, total.votes() - value, _now());
        } else {
            Head payee = _traces[to].head;
            _traces[to].head = payee.withBalance(payee.balance() + value);
            gaining = _delegateeOf(to, payee);
        }
        emit Transfer(from, to, value);
        _moveVotes(losing, gaining, value);
    }

    function _moveVotes(address from, address to, uint256 amount) private {
        if (from == to || amount == 0) return;
        if (from != address(0)) {
            Head head = _traces[from].head;
            _pushVotes(from, head, head.votes() - amount);
        }
        if (to != address(0)) {
            Head head = _traces[to].head;
            _pushVotes(to, head, head.votes() + amount);
        }
    }

    function _pushVotes(address account, Head head, uint256 votes) private {
        _traces[account].push(head, votes, _now());
        emit DelegateVotesChanged(account, head.votes(), votes);
    }

    function _delegateeOf(address account, Head head) private view returns (address) {
        if (head.delegatesToItself()) return account;
        return head.delegatesToAnother() ? _others[account] : address(0);
    }

    function _lookup(Trace storage trace, uint256 timepoint) private view returns (uint256) {
        if (timepoint >= block.timestamp) revert ERC5805FutureLookup(timepoint, clock());
        return timepoint <= EPOCH ? 0 : trace.lookup(timepoint - EPOCH);
    }

    /// @dev The present second as it is stored.
    function _now() private view returns (uint256 time) {
        time = block.timestamp - EPOCH;
        if (time > type(uint32).max) revert PackedVotes_ClockEnded(LAST_SECOND());
    }
}
