// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IRounds} from "./IRounds.sol";

/// @title RoundState
/// @dev What {Rounds} and its libraries check of a round and do to it alike.
library RoundState {
    uint256 internal constant FOREVER = type(uint48).max;
    uint256 private constant BPS = 10_000;
    uint256 private constant CONTEST_BPS = 250;
    uint256 private constant MAX_URI = 256;

    /// @dev Refuses what the round is not ready for: it has to be in this state, from one time on until another.
    function check(
        IRounds.Round storage self,
        uint256 roundId,
        IRounds.Status status,
        uint256 from,
        uint256 until
    ) internal view {
        if (self.status != status || block.timestamp < from || block.timestamp >= until) {
            revert IRounds.Rounds_NotNow(roundId, self.status, from, until);
        }
    }

    /// @dev The pot goes home by {IRounds-sweep}, and what contributors paid is theirs for as long as shares would have been.
    function void(IRounds.Round storage self, uint256 roundId, IRounds.Program storage program) internal {
        self.status = IRounds.Status.Voided;
        self.claimUntil = uint48(block.timestamp) + program.claimFor;
        emit IRounds.RoundVoided(roundId, self.count, self.commits, self.results, self.failures);
    }

    /// @dev What a contest of the round takes.
    function contestBond(IRounds.Round storage self) internal view returns (uint256) {
        return (self.pot * CONTEST_BPS) / BPS;
    }

    /// @dev What this contract has of an asset; the zero address is ether.
    function balance(address asset) internal view returns (uint256) {
        return asset == address(0) ? address(this).balance : IERC20(asset).balanceOf(address(this));
    }

    function checkUri(string calldata uri) internal pure {
        uint256 length = bytes(uri).length;
        if (length > MAX_URI) revert IRounds.Rounds_UriTooLong(length, MAX_URI);
    }
}
