// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

// The council is a Safe that Safe's own factory makes. Nothing here calls it: this is for its typed binding.
// solhint-disable-next-line no-unused-import
import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";
