// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

import {VotesOfTwo} from "./VotesOfTwo.sol";

/**
 * @title SuccessiveVotes
 * @notice Votes of tokens staked in an escrow or in the one that came before it. A network that moves to a new escrow
 * counts both while holders move: locks end when they end, and until then their votes must not be missing, or whoever
 * comes first with free tokens would decide alone. A token is in one escrow at a time, so that none counts twice.
 *
 * **Who can change what.** Nobody anything.
 */
contract SuccessiveVotes is VotesOfTwo {
    constructor(IERC5805 current, IERC5805 former) VotesOfTwo(current, former) {}

    /// @notice The escrow that the network has moved to.
    // A constant of the contract, named as one.
    // solhint-disable-next-line func-name-mixedcase
    function CURRENT() external view returns (IERC5805) {
        return FIRST;
    }

    /// @notice The escrow that it comes from.
    // A constant of the contract, named as one.
    // solhint-disable-next-line func-name-mixedcase
    function FORMER() external view returns (IERC5805) {
        return SECOND;
    }

    /// @inheritdoc IVotes
    function getPastTotalSupply(uint256 timepoint) external view returns (uint256) {
        return FIRST.getPastTotalSupply(timepoint) + SECOND.getPastTotalSupply(timepoint);
    }
}
