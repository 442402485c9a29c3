// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {VestingTerms} from "./IVestingVault.sol";

/**
 * @title The terms of a grant as 35 bytes of its vault's code
 * @dev Beneficiary (20 bytes), start (6), duration (4), cliff (4), revocable (1), where OpenZeppelin's Clones puts a
 * clone's arguments. Each byte of code costs 200 gas: ABI encoding, with 160, would make a grant 25,000 dearer. They are
 * read without a copy in memory, since a release does little else than read: see docs/decisions/0412.
 */
library VestingTermsCodec {
    /// @dev Where the arguments begin: see Clones.fetchCloneArgs.
    uint256 private constant ARGUMENTS = 0x2d;

    /// @notice What a clone is to carry.
    function encode(VestingTerms memory terms) internal pure returns (bytes memory) {
        return
            abi.encodePacked(
                terms.beneficiary,
                terms.start,
                terms.durationSeconds,
                terms.cliffSeconds,
                terms.revocable
            );
    }

    /**
     * @notice The terms of the clone that executes this, as two words: `first` begins with the beneficiary, `last` ends
     * with the rest. {beneficiary} and {schedule} read them.
     */
    function fetch() internal view returns (uint256 first, uint256 last) {
        // 35 bytes fit into the 64 that Solidity leaves free for this.
        assembly ("memory-safe") {
            extcodecopy(address(), 0x00, ARGUMENTS, 0x23)
            first := mload(0x00)
            last := mload(0x03)
        }
    }

    /// @notice The beneficiary, in the first word.
    function beneficiary(uint256 first) internal pure returns (address) {
        return address(uint160(first >> 96));
    }

    /// @notice When vesting begins (seconds), how long it takes, and how long nothing is vested, in the last word.
    function schedule(
        uint256 last
    ) internal pure returns (uint256 start, uint256 durationSeconds, uint256 cliffSeconds) {
        return (uint48(last >> 72), uint32(last >> 40), uint32(last >> 8));
    }

    /// @notice Whether the grant can be revoked, in the last word.
    function revocable(uint256 last) internal pure returns (bool) {
        return uint8(last) != 0;
    }
}
