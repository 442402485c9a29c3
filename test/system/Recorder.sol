// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Remembers, in one word, everybody who ever called it, with what value and what data, in their order.
contract Recorder {
    bytes32 public digest;

    receive() external payable {
        _record();
    }

    function record(bytes32) external payable {
        _record();
    }

    function _record() internal {
        digest = keccak256(abi.encode(digest, msg.sender, msg.value, msg.data));
    }
}
