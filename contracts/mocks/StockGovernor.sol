// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorCountingFractional} from "@openzeppelin/contracts/governance/extensions/GovernorCountingFractional.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

/// @dev OpenZeppelin's governor as it comes, with short periods: what the attack tests compare with.
contract StockGovernor is GovernorCountingFractional, GovernorVotes {
    constructor(IVotes token) Governor("Stock") GovernorVotes(token) {}

    function votingDelay() public pure override returns (uint256) {
        return 1 days;
    }

    function votingPeriod() public pure override returns (uint256) {
        return 1 days;
    }

    function quorum(uint256) public pure override returns (uint256) {
        return 1;
    }
}
