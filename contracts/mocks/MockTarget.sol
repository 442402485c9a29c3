// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Something to govern: a setter, a function by namespace as the registry's, a plain payee, and it takes any call.
contract MockTarget {
    event Called(bytes data, uint256 value);

    uint256 public number;
    mapping(bytes32 namespace => uint256 value) public parameters;

    receive() external payable {
        emit Called("", msg.value);
    }

    fallback() external payable {
        emit Called(msg.data, msg.value);
    }

    function set(uint256 newNumber) external payable {
        number = newNumber;
    }

    function upgrade(bytes32 namespace, uint256 value) external payable {
        parameters[namespace] = value;
    }

    /// @dev A wrapper, as many contracts have one: it calls anything in its own name.
    function multicall(address target, bytes calldata data) external {
        (bool success, ) = target.call(data);
        require(success, "call failed");
    }
}
