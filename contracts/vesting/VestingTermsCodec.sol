// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {VestingTerms} from "./IVestingVault.sol";

/// @title The terms of a grant as 35 bytes of its vault's code
/// @dev Each byte of code costs 200 gas: ABI encoding, with 160, would make a grant 25,000 dearer.
library VestingTermsCodec {
    /// @notice Beneficiary (20 bytes), start (6), duration (4), cliff (4), revocable (1).
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

    /// @notice The terms of what {encode} made.
    function decode(bytes memory code) internal pure returns (VestingTerms memory terms) {
        uint256 head;
        uint256 tail;
        assembly ("memory-safe") {
            head := mload(add(code, 0x20))
            tail := mload(add(code, 0x23))
        }
        // The head holds bytes 0 to 31, the tail bytes 3 to 34.
        terms.beneficiary = address(uint160(head >> 96));
        terms.start = uint48(head >> 48);
        terms.durationSeconds = uint32(head >> 16);
        terms.cliffSeconds = uint32(tail >> 8);
        terms.revocable = uint8(tail) != 0;
    }
}
