// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev All that one needs to know of a source of votes that counts blocks.
contract BlockClock {
    // The name is ERC-6372's.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external pure returns (string memory) {
        return "mode=blocknumber&from=default";
    }
}
