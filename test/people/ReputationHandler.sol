// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {IReputation} from "../../contracts/people/IReputation.sol";
import {Reputation} from "../../contracts/people/Reputation.sol";

/// @notice Awards and revokes at random, and keeps beside it every single award there ever was, in a list.
contract ReputationHandler is Test {
    uint256 internal constant WEEK = 7 days;
    uint256 internal constant QUARTER = 13 * WEEK;
    uint256 internal constant LIFE = 5 * QUARTER;

    /// @dev Points that an account has from `from` on, until `end`: less than zero where a vote took them.
    struct Entry {
        uint256 account;
        int256 points;
        uint256 from;
        uint256 end;
    }

    struct Seen {
        uint256 account;
        uint256 time;
        uint256 votes;
        uint256 total;
    }

    Reputation public immutable REPUTATION;
    uint256 public immutable START;

    address[4] internal _accounts = [address(0xa11ce), address(0xb0b), address(0xca401), address(0xda7e)];
    address[3] internal _awarders = [address(0x111), address(0x222), address(0x333)];
    Entry[] internal _entries;
    Seen[] internal _seen;
    mapping(uint256 awarder => uint256 cap) internal _caps;
    mapping(uint256 awarder => mapping(uint256 quarter => uint256 given)) internal _given;
    mapping(uint256 account => uint256 points) public awarded;

    uint256 public clipped;
    uint256 public revocations;

    constructor() {
        vm.warp(3000 * WEEK + 12345);
        START = block.timestamp;
        REPUTATION = new Reputation(address(this), new IReputation.Awarder[](0));
        for (uint256 i = 0; i < 3; ++i) setAwarder(i, 10 ** (18 + i));
    }

    // ---------------------------------------------------------------------------------------------- doing

    function setAwarder(uint256 awarder, uint256 cap) public {
        awarder %= 3;
        cap %= 10 ** 24;
        _caps[awarder] = cap;
        REPUTATION.setAwarder(_awarders[awarder], uint96(cap));
    }

    /// @dev One award in four asks for more than the cap.
    function award(uint256 awarder, uint256 account, uint256 points) external {
        (awarder, account) = (awarder % 3, account % 4);
        points = points % 4 == 0 ? _caps[awarder] + 1 : (points >> 8) % (_caps[awarder] / 3 + 2);
        uint256 quarter = block.timestamp / QUARTER;
        uint256 given = _given[awarder][quarter];
        uint256 expected = given >= _caps[awarder] ? 0 : _caps[awarder] - given;
        if (points < expected) expected = points;
        else ++clipped;

        vm.prank(_awarders[awarder]);
        assertEq(REPUTATION.award(_accounts[account], points, bytes32(0)), expected, "cut off at the cap");
        _given[awarder][quarter] += expected;
        awarded[account] += expected;
        _entries.push(Entry(account, int256(expected), block.timestamp, (quarter + 5) * QUARTER));
    }

    /// @dev All, a part, or more than there is, of a week that something ends in, or of its neighbour.
    function revoke(uint256 account, uint256 ahead, uint256 share) external {
        account %= 4;
        uint256 week = (block.timestamp / QUARTER + 1 + (ahead % 5)) * 13;
        uint256 has = _endingAt(account, week);
        assertEq(REPUTATION.endingAt(_accounts[account], week), has, "what ends in the week");
        assertEq(REPUTATION.endingAt(_accounts[account], week + 1), 0, "nothing ends beside it");
        uint256 points = share % 3 == 0 ? has : (share >> 8) % (has + 1);
        if (points == 0 || share % 5 == 0) {
            vm.expectRevert();
            REPUTATION.revoke(_accounts[account], week, share % 5 == 0 ? has + 1 : 0, bytes32(0));
            return;
        }
        REPUTATION.revoke(_accounts[account], week, points, bytes32(0));
        ++revocations;
        _entries.push(Entry(account, -int256(points), block.timestamp, week * WEEK));
    }

    function wait(uint256 duration) external {
        vm.warp(block.timestamp + 1 + (duration % (3 * WEEK)));
    }

    function waitForQuarter(uint256 offset) external {
        vm.warp((block.timestamp / QUARTER + 1) * QUARTER + (offset % 3) - 1);
    }

    function waitLong(uint256 quarters) external {
        vm.warp(block.timestamp + (1 + (quarters % 6)) * QUARTER);
    }

    /// @dev Remembers an answer about the past, to be asked for again.
    function observe(uint256 account, uint256 seed) external {
        if (block.timestamp == START) return;
        uint256 time = pastTime(seed);
        account %= 4;
        _seen.push(
            Seen(account, time, REPUTATION.getPastVotes(_accounts[account], time), REPUTATION.getPastTotalSupply(time))
        );
    }

    // ---------------------------------------------------------------------------------------------- judging

    function pastTime(uint256 seed) public view returns (uint256) {
        uint256 span = block.timestamp - START;
        // Half of them recent: most of what can go wrong lies there.
        if (seed % 2 == 0 && span > LIFE) return block.timestamp - 1 - ((seed >> 1) % LIFE);
        return START + ((seed >> 1) % span);
    }

    /// @dev Invariant: the votes of each account are what its points weigh, the total is the sum.
    function compare(uint256 time) external view {
        uint256 all;
        uint256 sum;
        for (uint256 account = 0; account < 4; ++account) {
            uint256 weight = _weightOf(account, time);
            uint256 votes =
                time == block.timestamp
                    ? REPUTATION.getVotes(_accounts[account])
                    : REPUTATION.getPastVotes(_accounts[account], time);
            assertEq(votes, weight / LIFE, "votes");
            assertLe(votes, awarded[account], "never more votes than points");
            all += weight;
            sum += votes;
        }
        if (time == block.timestamp) return;
        uint256 total = REPUTATION.getPastTotalSupply(time);
        assertEq(total, all / LIFE, "total");
        assertLe(sum, total, "the parts are not more than the whole");
    }

    function compareSeen() external view {
        for (uint256 i = 0; i < _seen.length; ++i) {
            Seen memory seen = _seen[i];
            assertEq(REPUTATION.getPastVotes(_accounts[seen.account], seen.time), seen.votes, "the past is final");
            assertEq(REPUTATION.getPastTotalSupply(seen.time), seen.total, "the past total is final");
        }
    }

    function _weightOf(uint256 account, uint256 time) private view returns (uint256) {
        int256 weight;
        for (uint256 i = 0; i < _entries.length; ++i) {
            Entry memory entry = _entries[i];
            if (entry.account != account || time < entry.from || time >= entry.end) continue;
            weight += entry.points * int256(entry.end - time);
        }
        return uint256(weight);
    }

    function _endingAt(uint256 account, uint256 week) private view returns (uint256) {
        int256 points;
        for (uint256 i = 0; i < _entries.length; ++i) {
            if (_entries[i].account == account && _entries[i].end == week * WEEK) points += _entries[i].points;
        }
        return uint256(points);
    }
}
