// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev The owners of a Safe, and nothing else of it: a test sets them.
contract ToldOwners {
    address[] private _owners;

    function tell(address[] calldata owners) external {
        _owners = owners;
    }

    function getOwners() external view returns (address[] memory) {
        return _owners;
    }
}
