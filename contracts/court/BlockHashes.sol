// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @title BlockHashes
 * @dev Reads the hash of a block: of the last 256 by the opcode, of up to 8,191 from the history contract of EIP-2935,
 * where the chain has it. A history contract that is missing, reverts or answers with anything but one word counts as
 * silent; OpenZeppelin's `Blockhash` (5.7) takes whatever is in memory then, on some local chains the selector of an error.
 *
 * Too little gas cannot silence the history: a call keeps a 64th back, which does not suffice to store anything after.
 */
library BlockHashes {
    /// @dev EIP-2935.
    address internal constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;

    /// @dev The hash of block `blockNumber`; 0 if that is not past, or nobody knows it any more.
    function read(uint256 blockNumber) internal view returns (bytes32 hash) {
        if (blockNumber >= block.number) return 0;
        hash = blockhash(blockNumber);
        if (hash != 0) return hash;
        assembly ("memory-safe") {
            mstore(0, blockNumber)
            let success := staticcall(gas(), HISTORY, 0, 32, 0, 32)
            if and(success, eq(returndatasize(), 32)) {
                hash := mload(0)
            }
        }
    }
}
