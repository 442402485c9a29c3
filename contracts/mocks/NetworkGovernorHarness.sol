// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";

import {IRulebook} from "../governor/IRulebook.sol";
import {NetworkGovernor} from "../governor/NetworkGovernor.sol";

/// @dev Lets anyone cancel at any time, to reach what a later extension will: the cancelling of queued proposals.
contract NetworkGovernorHarness is NetworkGovernor {
    constructor(
        string memory name_,
        IERC5805 token_,
        ERC20Burnable feeToken_,
        TimelockController timelock_,
        IRulebook rulebook_
    ) NetworkGovernor(name_, token_, feeToken_, timelock_, rulebook_) {}

    function _validateCancel(uint256, address) internal pure override returns (bool) {
        return true;
    }
}
