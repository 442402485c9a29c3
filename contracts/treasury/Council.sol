// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

// The council is a Safe that Safe's own factory makes, so no contract here calls it. The import is unused on purpose: it
// has the interface compiled, for the typed binding that the SDK speaks to the council with.
// solhint-disable-next-line no-unused-import
import {ISafe} from "@safe-global/safe-smart-account/contracts/interfaces/ISafe.sol";
