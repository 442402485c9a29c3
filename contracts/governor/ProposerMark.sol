// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Bytes} from "@openzeppelin/contracts/utils/Bytes.sol";

/**
 * @title ProposerMark
 * @dev Reads the mark by which a description names the only account that may propose it, so that nobody can take a
 * proposal away by submitting it first: the last 52 bytes are `#proposer=0x` and the address in 40 digits, in any case.
 *
 * As OpenZeppelin's {Governor} reads it, for a tenth of the gas: the address is not parsed, but written down and compared.
 * What follows `#proposer=0x` and is no address excludes everybody, where OpenZeppelin would let anybody pass.
 */
library ProposerMark {
    bytes12 private constant MARK = "#proposer=0x";
    uint256 private constant LENGTH = 52;

    /// @dev A one, a zero character and the bit of lower case in each of 32 bytes.
    uint256 private constant ONES = type(uint256).max / 0xff;
    uint256 private constant ZEROS = ONES * 0x30;
    uint256 private constant LOWER_CASE = ONES * 0x20;

    /// @dev Whether the description names no proposer, or this one.
    function admits(bytes memory description, address proposer) internal pure returns (bool) {
        if (description.length < LENGTH) return true;
        if (bytes12(_wordAt(description, description.length - LENGTH)) != MARK) return true;
        bytes memory digits = Bytes.toNibbles(abi.encode(bytes32(bytes20(proposer))));
        return
            _isWritten(description, description.length - 40, _wordAt(digits, 0)) &&
            _isWritten(description, description.length - 32, _wordAt(digits, 8));
    }

    /// @dev Whether these 32 digits stand there.
    function _isWritten(bytes memory text, uint256 offset, bytes32 digits) private pure returns (bool) {
        uint256 values = uint256(digits);
        // Values are below 16, and what follows stays below 256 in every byte: nothing is carried over.
        unchecked {
            // From 10 on, adding 6 sets the fifth bit, and the letters begin 39 after what follows '9'.
            uint256 letters = ((values + ONES * 6) >> 4) & ONES;
            return uint256(_wordAt(text, offset)) | LOWER_CASE == values + ZEROS + letters * 39;
        }
    }

    function _wordAt(bytes memory text, uint256 offset) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(add(text, 0x20), offset))
        }
    }
}
