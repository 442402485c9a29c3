// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {PackedRules, Rules} from "./Rules.sol";

/**
 * @title IRulebook
 * @notice Which types of proposals there are, what each demands, and which calls it may make.
 *
 * A call is known by its target and selector; the registry's `upgrade` also by the namespace in its first argument; a
 * plain transfer of value by its target alone. **What nobody scoped is open to the default type only**, and the default
 * type may make any call, so it is never asked about here.
 */
interface IRulebook {
    /// @notice A type by its code (1 to 8 characters of A-Z and 0-9, left-aligned) and what it demands.
    struct TypeRules {
        bytes8 code;
        Rules rules;
    }

    /// @notice How a call is recognised.
    enum Match {
        Selector,
        SelectorAndWord,
        PlainTransfer
    }

    /**
     * @notice A call and the types that may make it besides the default one.
     * @param target The contract called, or the payee of a plain transfer.
     * @param how What is compared; for `PlainTransfer`, `selector` and `word` are 0.
     * @param selector The function.
     * @param word For `SelectorAndWord`, the first argument (bytes 4 to 36 of the calldata); else 0.
     * @param allowsValue Whether native value may go with the call; a plain transfer needs it.
     * @param unstoppable Whether the guardian cannot cancel a proposal that makes only such calls, as those that replace
     * the council or end its budgets: nobody vetoes their own removal.
     * @param codes The types; none leaves the call to the default type.
     */
    struct Scope {
        address target;
        Match how;
        bytes4 selector;
        bytes32 word;
        bool allowsValue;
        bool unstoppable;
        bytes8[] codes;
    }

    /// @notice The type `code` demands `rules` from now on; `index` is its bit in the scopes' sets.
    event RulesSet(bytes8 indexed code, uint256 index, Rules rules);
    /// @notice The call is open to `codes` besides the default type.
    event ScopeSet(
        address indexed target,
        bytes4 indexed selector,
        bytes32 indexed word,
        Match how,
        bool allowsValue,
        bool unstoppable,
        bytes8[] codes
    );

    /// @notice Only the timelock may change the book.
    error Rulebook_OnlyTimelock(address caller);
    /// @notice A code has 1 to 8 characters of A-Z and 0-9.
    error Rulebook_BadCode(bytes8 code);
    /// @notice The book holds 32 types at the most.
    error Rulebook_TooManyTypes(bytes8 code);
    /// @notice There is no such type.
    error Rulebook_UnknownType(bytes8 code);
    /// @notice The first type of a new book is the default type.
    error Rulebook_DefaultTypeMissing();
    /// @notice Proposals of the default type are open to holders always, whoever else may make them.
    error Rulebook_DefaultTypeClosed(uint8 proposers);
    /// @notice `field` of the rules of `code` is `value`, outside `min` to `max`.
    error Rulebook_RuleOutOfRange(bytes8 code, bytes32 field, uint256 value, uint256 min, uint256 max);
    /// @notice The default type must be at least as strict as any other, and in `field` it is not.
    error Rulebook_DefaultNotStrictest(bytes8 code, bytes32 field, uint256 value, uint256 ofDefault);
    /// @notice The votes of this type cannot be counted by `source`: it is no contract, does not answer with its past total and
    /// votes, has more of them than 96 bits, or its clock is not that of the blocks' timestamps.
    error Rulebook_BadSource(bytes8 code, address source);
    /// @notice The default type and emergencies are decided by an ordinary vote of the network's own votes.
    error Rulebook_PlainVoteOnly(bytes8 code);
    /// @notice The type has a source of votes of its own or passes unless it is vetoed: it makes only calls that are open by
    /// their first argument, without value.
    error Rulebook_ScopeTooWide(bytes8 code, address target, bytes4 selector, bool allowsValue);
    /// @notice Such rules are for types that make only calls open by their first argument, without value, and `count` others
    /// are open to this one: close these first.
    error Rulebook_HasWideScopes(bytes8 code, uint256 count);
    /// @notice Calldata of 1 to 3 bytes is no call that could be scoped.
    error Rulebook_MalformedCall(uint256 action, bytes data);
    /// @notice The action is not open to `code`; `allowed` are the types it is open to besides the default one.
    error Rulebook_OutOfScope(uint256 action, address target, bytes4 selector, bytes8 code, bytes8[] allowed);
    /// @notice The action may not carry value for this type.
    error Rulebook_ValueNotAllowed(uint256 action, address target, uint256 value);
    /// @notice A function is open as a whole or by its first argument, never both: withdraw the one first.
    error Rulebook_ScopeConflict(address target, bytes4 selector);
    /// @notice An emergency moves no value: it is quick because it can do little.
    error Rulebook_EmergencyMovesValue(address target);
    /// @notice A scope's selector and word must fit the way that it is matched; the timelock, this book and the zero
    /// address are never scoped.
    error Rulebook_BadScope(address target, Match how, bytes4 selector, bytes32 word);

    /**
     * @notice Adds a type or changes what it demands, for proposals to come. Owner: the timelock, by a proposal of the
     * default type.
     * @dev Warning: the governor keeps its own copy of the default type's rules. A proposal that changes them has to call
     * the governor's `setRulebook` next; until then proposals of other types are refused.
     */
    function setRules(bytes8 code, Rules calldata rules) external;

    /// @notice Opens or closes a call to types. Owner: the timelock, by a proposal of the default type.
    function setScope(Scope calldata scope) external;

    /**
     * @notice What the type `code` demands, after a check that it may make all these calls.
     * @return contentHash The hash of what it demands, see {packedRulesOf}; 0 if there is no such type, and then nothing
     * was checked.
     * @return bookVersion As in {defaultRules}.
     */
    function review(
        bytes8 code,
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas
    ) external view returns (bytes32 contentHash, uint256 bookVersion);

    /// @notice Reverts, naming the action, unless the type `code` may make all these calls today.
    function checkScopes(
        bytes8 code,
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas
    ) external view;

    /// @notice What the default type demands, packed, and how often that was set.
    function defaultRules() external view returns (PackedRules memory rules, uint256 bookVersion);

    /// @notice What the type demands.
    function rulesOf(bytes8 code) external view returns (Rules memory);

    /// @notice What the type demands, packed: the words whose hash {review} returns.
    function packedRulesOf(bytes8 code) external view returns (PackedRules memory);

    /// @notice Reads packed rules, as the governor keeps them.
    function unpack(PackedRules calldata packed) external pure returns (Rules memory rules, bytes8 code);

    /// @notice The codes of all types, the default one first; at most 32.
    function types() external view returns (bytes8[] memory);

    /// @notice The lowest threshold of all types that are not the council's alone, in votes.
    function lowestThreshold() external view returns (uint256);

    /// @notice The types, besides the default one, that may make this call, and whether it may carry value.
    function scopeOf(
        address target,
        bytes calldata data
    ) external view returns (bytes8[] memory codes, bool allowsValue);

    /// @notice Whether the guardian cannot cancel a proposal that makes these calls alone. Setting the guardian of the
    /// governor that asks is such a call too. The governor asks when the proposal is made, and takes no answer within
    /// 2,000,000 gas for a yes.
    function areUnstoppable(address[] calldata targets, bytes[] calldata calldatas) external view returns (bool);

    /// @notice The only account that may change the book.
    function TIMELOCK() external view returns (address);
}
