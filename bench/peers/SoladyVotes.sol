// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20Votes} from "solady/src/tokens/ERC20Votes.sol";

/// @dev Solady's token with votes as anybody would deploy it, with a clock of seconds, for bench/peers.ts.
contract SoladyVotes is ERC20Votes {
    constructor(address[] memory accounts, uint256 amount) {
        for (uint256 i = 0; i < accounts.length; ++i) _mint(accounts[i], amount);
    }

    function name() public pure override returns (string memory) {
        return "Solady";
    }

    function symbol() public pure override returns (string memory) {
        return "SOL";
    }

    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    // The name is ERC-6372's.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @dev ERC-5805's name of what Solady calls otherwise.
    function getPastTotalSupply(uint256 timepoint) external view returns (uint256) {
        return getPastVotesTotalSupply(timepoint);
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function burn(uint256 amount) external {
        _burn(msg.sender, amount);
    }
}
