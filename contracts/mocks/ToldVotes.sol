// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev A source of votes that answers what a test has set, for every time, and fails where the test asks for it.
contract ToldVotes {
    enum Mood {
        Tell,
        Revert,
        RevertOnTotal,
        RevertOnVotes,
        BlockClock,
        NoClock
    }

    Mood public mood;
    uint256 public total;
    mapping(address account => uint256 votes) public votes;

    function become(Mood newMood) external {
        mood = newMood;
    }

    function give(address account, uint256 amount) external {
        total = total + amount - votes[account];
        votes[account] = amount;
    }

    function setTotal(uint256 newTotal) external {
        total = newTotal;
    }

    function clock() external view returns (uint48) {
        require(mood != Mood.NoClock, "no clock");
        return uint48(mood == Mood.BlockClock ? block.number : block.timestamp);
    }

    function getPastVotes(address account, uint256) external view returns (uint256) {
        require(mood != Mood.Revert && mood != Mood.RevertOnVotes, "no votes");
        return votes[account];
    }

    function getPastTotalSupply(uint256) external view returns (uint256) {
        require(mood != Mood.Revert && mood != Mood.RevertOnTotal, "no total");
        return total;
    }
}
