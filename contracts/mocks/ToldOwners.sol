// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev A Safe, as far as its owners go: those that it is told.
contract ToldOwners {
    address[] private _owners;

    function tell(address[] calldata owners) external {
        _owners = owners;
    }

    function getOwners() external view returns (address[] memory) {
        return _owners;
    }
}
