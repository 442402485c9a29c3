// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @dev The delegatee of tokens that cannot vote, as those of a treasury: what is delegated here does not count towards
 * the base of a quorum. Nobody has its key: it is the start of the hash of "polity.votes.excluded".
 */
address constant EXCLUDED = address(bytes20(keccak256("polity.votes.excluded")));
