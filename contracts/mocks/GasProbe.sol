// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title Measures what a view costs a contract that calls it
contract GasProbe {
    error GasProbe_NoCode(address target);
    error GasProbe_Reverted(bytes reason);

    /**
     * @notice Execution gas of calling `target` with `data`: the callee's account is warm, as for every call but the
     * first one of a transaction, and its storage is cold.
     */
    function measure(address target, bytes calldata data) external view returns (uint256 used) {
        // Touching the account takes its 2,600 gas out of the measurement.
        if (target.code.length == 0) revert GasProbe_NoCode(target);
        uint256 before = gasleft();
        (bool success, bytes memory result) = target.staticcall(data);
        used = before - gasleft();
        if (!success) revert GasProbe_Reverted(result);
    }
}
