// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVerdicts} from "../work/IVerdicts.sol";

/// @notice Stands in for the Safe of a council: answers the owners that a test has set, true or not, and makes the calls that it is asked to make.
contract OwnedReviewers {
    enum Manners {
        Answers,
        Reverts,
        SaysNothing,
        SaysTwo
    }

    Manners public manners;
    mapping(address account => bool owns) private _owners;

    function behave(Manners manners_) external {
        manners = manners_;
    }

    function setOwner(address account, bool owns) external {
        _owners[account] = owns;
    }

    function act(address target, bytes calldata data) external {
        (bool success, bytes memory reason) = target.call(data);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(reason, 32), mload(reason))
        }
    }

    function isOwner(address account) external view returns (uint256 answer) {
        if (manners == Manners.Reverts) revert("no answer");
        if (manners == Manners.SaysTwo) return 2;
        if (manners == Manners.SaysNothing) {
            assembly {
                return(0, 0)
            }
        }
        return _owners[account] ? 1 : 0;
    }
}

/// @notice A reputation that burns what gas it gets, says that it gave more than it was asked for, or reverts.
contract OddReputation {
    enum Manners {
        BurnsGas,
        Boasts,
        Reverts
    }

    Manners public manners;

    function behave(Manners manners_) external {
        manners = manners_;
    }

    function award(address, uint256 points, bytes32) external view returns (uint256) {
        if (manners == Manners.Reverts) revert("no points");
        if (manners == Manners.Boasts) return points + 1;
        while (true) {}
        return 0;
    }
}

/// @notice A payee that disputes its own job while it is paid, to have it paid twice.
contract DisputingPayee {
    IVerdicts public immutable VERDICTS;
    uint256 public jobId;
    bytes public answer;

    constructor(IVerdicts verdicts) {
        VERDICTS = verdicts;
    }

    function plan(uint256 jobId_) external {
        jobId = jobId_;
    }

    function act(address target, bytes calldata data) external {
        (bool success, ) = target.call(data);
        require(success, "act");
    }

    function tokensReceived(address, uint256) external {
        (, answer) = address(VERDICTS).call(abi.encodeCall(IVerdicts.dispute, (jobId, "")));
    }
}
