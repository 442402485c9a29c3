// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {HostilePayee} from "./Payees.sol";

/// @notice Stands in for the Safe of a council: answers the owners that a test has set, true or not, and makes the calls that it is asked to make.
contract OwnedReviewers {
    enum Manners {
        Answers,
        Reverts,
        SaysNothing,
        SaysTwo,
        RevertsWithOne
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
        if (manners == Manners.RevertsWithOne) {
            assembly ("memory-safe") {
                mstore(0, 1)
                revert(0, 32)
            }
        }
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

/// @dev Does something of its own whenever a dispute is brought to it, free of charge.
contract CallingArbitrator is HostilePayee {
    function arbitrationCost(bytes calldata) external pure returns (uint256) {
        return 0;
    }

    function createDispute(uint256, bytes calldata) external payable returns (uint256) {
        _act();
        return calls;
    }
}
