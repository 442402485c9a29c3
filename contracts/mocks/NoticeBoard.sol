// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev A domain that only a test knows: anyone pins notices, and the timelock takes them down.
contract NoticeBoard {
    event Pinned(uint256 indexed notice, address indexed author, string text);
    event TakenDown(uint256 indexed notice);

    error NoticeBoard_NotTimelock(address caller);
    error NoticeBoard_TooLong(uint256 length, uint256 most);

    address public immutable TIMELOCK;
    /// @dev Bytes of a notice at the most.
    uint256 public immutable MOST;
    uint256 public noticeCount;

    constructor(address timelock, uint256 most) {
        TIMELOCK = timelock;
        MOST = most;
    }

    function pin(string calldata text) external returns (uint256 notice) {
        uint256 length = bytes(text).length;
        require(length <= MOST, NoticeBoard_TooLong(length, MOST));
        notice = ++noticeCount;
        emit Pinned(notice, msg.sender, text);
    }

    function takeDown(uint256 notice) external {
        require(msg.sender == TIMELOCK, NoticeBoard_NotTimelock(msg.sender));
        emit TakenDown(notice);
    }
}
