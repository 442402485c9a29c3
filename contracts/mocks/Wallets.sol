// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @dev A contract account (ERC-1271) that answers as badly as it is told, to whatever signature.
contract HostileWallet is IERC1271 {
    enum Mood {
        Accept,
        Reject,
        Revert,
        BurnGas,
        ReturnMuch,
        ReturnMuchAndAccept,
        ReturnLittle
    }

    Mood public immutable MOOD;

    constructor(Mood mood) {
        MOOD = mood;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        bytes4 good = IERC1271.isValidSignature.selector;
        if (MOOD == Mood.Accept) return good;
        if (MOOD == Mood.Reject) return 0xffffffff;
        if (MOOD == Mood.Revert) revert("no");
        if (MOOD == Mood.BurnGas) while (true) {}
        bool accept = MOOD == Mood.ReturnMuchAndAccept;
        uint256 size = MOOD == Mood.ReturnLittle ? 4 : 16_000;
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, 0)
            if or(accept, eq(size, 4)) {
                mstore(start, good)
            }
            return(start, size)
        }
    }
}
