// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @dev Makes a call to the governor and writes down what it answers about its settings in the same transaction.
contract SettingsProbe {
    uint256 public votingDelay;
    uint256 public votingPeriod;
    uint256 public proposalThreshold;

    function run(IGovernor governor, bytes calldata data) external {
        Address.functionCall(address(governor), data);
        votingDelay = governor.votingDelay();
        votingPeriod = governor.votingPeriod();
        proposalThreshold = governor.proposalThreshold();
    }
}
