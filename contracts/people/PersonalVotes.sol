// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

import {EXCLUDED} from "../votes/Excluded.sol";
import {FixedVotes} from "../votes/FixedVotes.sol";
import {ICredentials} from "./ICredentials.sol";

/**
 * @dev What sources have in common that count stake and know who is a person. They keep nothing: every answer follows from
 * what the stake and the credentials answer about the same second.
 */
abstract contract PersonalVotes is FixedVotes {
    /// @dev How long somebody has to have been a person: so nobody makes persons for a vote that is already out.
    uint256 private constant SEASONING = 14 days;

    /// @notice The votes of tokens that are counted; delegation happens there.
    IERC5805 public immutable STAKE;
    /// @notice What says who is a person.
    ICredentials public immutable CREDENTIALS;
    /// @notice The class of credentials that persons have.
    uint256 public immutable KIND;

    /// @dev Reverts as {ICredentials-classOf} does if there is no class `kind`.
    constructor(IERC5805 stake, ICredentials credentials, uint256 kind) {
        _requireTimestamps(stake);
        credentials.classOf(kind);
        (STAKE, CREDENTIALS, KIND) = (stake, credentials, kind);
    }

    /// @notice The votes of a second ago: what is counted is always past.
    function getVotes(address account) external view returns (uint256) {
        return getPastVotes(account, clock() - 1);
    }

    /// @inheritdoc IVotes
    function getPastVotes(address account, uint256 timepoint) public view virtual returns (uint256);

    /// @notice The same of many accounts, in their order: whoever asks about all persons need not ask once for each.
    function getPastVotesOf(
        address[] calldata accounts,
        uint256 timepoint
    ) external view returns (uint256[] memory votes) {
        votes = new uint256[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) votes[i] = getPastVotes(accounts[i], timepoint);
    }

    /// @notice Whom the account's stake counts for.
    function delegates(address account) external view returns (address) {
        return STAKE.delegates(account);
    }

    /// @dev Whether the account was a person at the past `time` (seconds), and had been for long enough.
    function _isPerson(address account, uint256 time) internal view returns (bool) {
        return CREDENTIALS.hasAt(KIND, account, time) && CREDENTIALS.hasAt(KIND, account, time - SEASONING);
    }

    /// @dev All stake that can vote.
    function _stakeAt(uint256 time) internal view returns (uint256) {
        return STAKE.getPastTotalSupply(time) - STAKE.getPastVotes(EXCLUDED, time);
    }
}
