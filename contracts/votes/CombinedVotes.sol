// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";

/**
 * @title CombinedVotes
 * @notice Votes of tokens held or staked: an account's votes are those that the token gives it and those that the escrow
 * gives it. The total is the token's alone, since what is staked is in it: the escrow holds those tokens and delegates
 * them to nobody, so that none counts twice.
 *
 * Reads only. Holders delegate in the token and in the escrow, each for what it holds; {delegates} answers for the token.
 *
 * **Who can change what.** Nobody anything.
 */
contract CombinedVotes is IERC5805 {
    /// @notice Delegation happens in `token` and in `escrow`, not here.
    error CombinedVotes_ReadOnly(address token, address escrow);
    /// @notice Both sources must count time as this contract does, by timestamp.
    error CombinedVotes_WrongClock(address source, string clockMode);

    /// @notice Votes of tokens held.
    IERC5805 public immutable TOKEN;
    /// @notice Votes of tokens staked.
    IERC5805 public immutable ESCROW;

    constructor(IERC5805 token, IERC5805 escrow) {
        _requireTimestamps(token);
        _requireTimestamps(escrow);
        TOKEN = token;
        ESCROW = escrow;
    }

    /// @inheritdoc IVotes
    function getVotes(address account) external view returns (uint256) {
        return TOKEN.getVotes(account) + ESCROW.getVotes(account);
    }

    /// @inheritdoc IVotes
    function getPastVotes(address account, uint256 timepoint) external view returns (uint256) {
        return TOKEN.getPastVotes(account, timepoint) + ESCROW.getPastVotes(account, timepoint);
    }

    /// @inheritdoc IVotes
    function getPastTotalSupply(uint256 timepoint) external view returns (uint256) {
        return TOKEN.getPastTotalSupply(timepoint);
    }

    /// @notice Whom the account has delegated the tokens it holds to; the escrow is asked for those it has staked.
    function delegates(address account) external view returns (address) {
        return TOKEN.delegates(account);
    }

    /// @notice Always reverts.
    function delegate(address) external view {
        revert CombinedVotes_ReadOnly(address(TOKEN), address(ESCROW));
    }

    /// @notice Always reverts.
    function delegateBySig(address, uint256, uint256, uint8, bytes32, bytes32) external view {
        revert CombinedVotes_ReadOnly(address(TOKEN), address(ESCROW));
    }

    /// @inheritdoc IERC6372
    function clock() external view returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @inheritdoc IERC6372
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external pure returns (string memory) {
        return "mode=timestamp";
    }

    function _requireTimestamps(IERC5805 source) private view {
        string memory mode = source.CLOCK_MODE();
        if (keccak256(bytes(mode)) != keccak256("mode=timestamp"))
            revert CombinedVotes_WrongClock(address(source), mode);
    }
}
