// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {EXCLUDED} from "../votes/Excluded.sol";
import {ICredentials} from "./ICredentials.sol";
import {PersonalVotes} from "./PersonalVotes.sol";

/**
 * @title QuadraticVotes
 * @notice A person who can cast `v` votes of stake has `sqrt(v * 1e18)` here: a hundred times the stake counts ten times.
 * Whoever is no person, or has not been one for 14 days, has none. A delegate with the stake of many is one person.
 *
 * The total is `sqrt(N * P * 1e18)`, of the `N` persons that there are and the stake `P` that can vote: by the inequality of
 * Cauchy and Schwarz, what all persons have is never more. It is much more than they have, since most stake is no person's:
 * a quorum is to be a small share of it.
 *
 * **Who can change what.** Nobody can change anything: there is no owner and no mutable state.
 */
contract QuadraticVotes is PersonalVotes {
    uint256 private constant ONE = 1e18;

    constructor(IERC5805 stake, ICredentials credentials, uint256 kind) PersonalVotes(stake, credentials, kind) {}

    /// @inheritdoc IVotes
    function getPastVotes(address account, uint256 timepoint) public view override returns (uint256) {
        _past(timepoint);
        // Whoever issues credentials could make a person of what nobody can vote with, which is not in the total.
        if (account == EXCLUDED || !_isPerson(account, timepoint)) return 0;
        return Math.sqrt(STAKE.getPastVotes(account, timepoint) * ONE);
    }

    /// @inheritdoc IVotes
    function getPastTotalSupply(uint256 timepoint) external view returns (uint256) {
        return Math.sqrt(CREDENTIALS.totalAt(KIND, _past(timepoint)) * _stakeAt(timepoint) * ONE);
    }
}
