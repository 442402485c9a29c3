// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NepTitle} from "../governor/NepTitle.sol";

/// @dev Opens {NepTitle} to tests.
contract NepTitleHarness {
    function parse(bytes calldata text) external pure returns (bytes8 code, uint256 grace) {
        return NepTitle.parse(text);
    }
}
