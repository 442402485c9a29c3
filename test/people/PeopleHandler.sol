// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {BlendedVotes} from "../../contracts/people/BlendedVotes.sol";
import {Credentials} from "../../contracts/people/Credentials.sol";
import {ICredentials} from "../../contracts/people/ICredentials.sol";
import {IReputation} from "../../contracts/people/IReputation.sol";
import {QuadraticVotes} from "../../contracts/people/QuadraticVotes.sol";
import {Reputation} from "../../contracts/people/Reputation.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";
import {EXCLUDED} from "../../contracts/votes/Excluded.sol";

/**
 * @notice Credentials that come, lapse, are renewed, revoked and trimmed, tokens that move, and points that are given, at
 * random. Beside it stands a list of every span for which anybody was a person. EXCLUDED is among those who can be one.
 */
contract PeopleHandler is Test {
    uint256 internal constant ACCOUNTS = 6;
    uint256 internal constant TERM = 30 days;
    uint256 internal constant SEASONING = 14 days;
    uint256 internal constant TARGET = 50e18;

    /// @dev A credential that was valid from `from` on, and not from `until` on.
    struct Span {
        address account;
        uint256 from;
        uint256 until;
    }

    struct Seen {
        address account;
        uint256 time;
        bool has;
        uint256 total;
        uint256 quadratic;
        uint256 blended;
    }

    Credentials public immutable CREDENTIALS;
    Reputation public immutable REPUTATION;
    GovernanceToken public immutable TOKEN;
    QuadraticVotes public immutable QUADRATIC;
    BlendedVotes public immutable BLENDED;
    uint256 public immutable START;

    address[ACCOUNTS] internal _accounts = [
        address(0xa11ce),
        address(0xb0b),
        address(0xca401),
        address(0xda7e),
        address(0xe1e),
        EXCLUDED
    ];
    Span[] internal _spans;
    /// @dev Index into `_spans`, plus one, of the newest.
    mapping(address account => uint256 index) internal _newest;
    Seen[] internal _seen;

    uint256 public lapsed;
    uint256 public counted;

    constructor() {
        vm.warp(1_800_000_000);
        START = block.timestamp;
        CREDENTIALS = new Credentials(address(this), new ICredentials.Class[](0));
        REPUTATION = new Reputation(address(this), new IReputation.Awarder[](0));
        REPUTATION.setAwarder(address(this), 40e18);
        CREDENTIALS.openClass("PERSON", address(this), uint32(TERM), true);
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](ACCOUNTS);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            allocations[i] = IGovernanceToken.Allocation(_accounts[i], 10 ** (18 + i));
        }
        TOKEN = new GovernanceToken("Neuro", "NEURO", address(this), allocations, type(uint96).max, 0);
        QUADRATIC = new QuadraticVotes(TOKEN, CREDENTIALS, 0);
        BLENDED = new BlendedVotes(TOKEN, REPUTATION, CREDENTIALS, 0, 1500, TARGET);
        for (uint256 i = 0; i < ACCOUNTS; ++i) delegate(i, i);
        // What a treasury has is delegated to EXCLUDED, which holds nothing itself.
        vm.prank(_accounts[0]);
        TOKEN.delegate(EXCLUDED);
    }

    // ---------------------------------------------------------------------------------------------- doing

    function issue(uint256 who) external {
        address account = _account(who);
        if (_valid(account, block.timestamp)) {
            vm.expectRevert();
            CREDENTIALS.issue(0, account, 0);
            // So that a step changes something.
            return renew(who);
        }
        CREDENTIALS.issue(0, account, 0);
        _spans.push(Span(account, block.timestamp, block.timestamp + TERM));
        _newest[account] = _spans.length;
    }

    function renew(uint256 who) public {
        address account = _account(who);
        if (!_valid(account, block.timestamp)) {
            vm.expectRevert();
            CREDENTIALS.renew(0, account);
            return;
        }
        CREDENTIALS.renew(0, account);
        // A span of its own: nobody knew before that this one would last longer.
        _spans[_newest[account] - 1].until = block.timestamp;
        _spans.push(Span(account, block.timestamp, block.timestamp + TERM));
        _newest[account] = _spans.length;
    }

    function end(uint256 who, bool byItself) external {
        address account = _account(who);
        if (!_valid(account, block.timestamp)) {
            vm.expectRevert();
            CREDENTIALS.revoke(0, account, 0);
            return;
        }
        if (byItself) {
            vm.prank(account);
            CREDENTIALS.renounce(0);
        } else {
            CREDENTIALS.revoke(0, account, 0);
        }
        _spans[_newest[account] - 1].until = block.timestamp;
    }

    /// @dev All at once, after which the count is true; or one, whoever that is.
    function expire(uint256 who) external {
        if (who % 3 == 0) {
            address[] memory all = new address[](ACCOUNTS);
            for (uint256 i = 0; i < ACCOUNTS; ++i) all[i] = _accounts[i];
            CREDENTIALS.expire(0, all);
            assertEq(CREDENTIALS.totalAt(0, block.timestamp), _countAt(block.timestamp), "trimmed, the count is true");
            ++counted;
            return;
        }
        address[] memory one = new address[](2);
        (one[0], one[1]) = (_account(who >> 8), _account(who >> 8));
        CREDENTIALS.expire(0, one);
    }

    function transfer(uint256 from, uint256 to, uint256 amount) external {
        address giver = _account(from);
        amount %= TOKEN.balanceOf(giver) + 1;
        vm.prank(giver);
        TOKEN.transfer(_account(to), amount);
    }

    function delegate(uint256 from, uint256 to) public {
        vm.prank(_account(from));
        TOKEN.delegate(_account(to));
    }

    function award(uint256 who, uint256 points) external {
        REPUTATION.award(_account(who), points % 12e18, 0);
    }

    function wait(uint256 duration) external {
        vm.warp(block.timestamp + 1 + (duration % 9 days));
    }

    /// @dev To a second beside the end of somebody's credential, or beside the end of the first 14 days.
    function waitForEdge(uint256 who, uint256 offset) external {
        uint256 index = _newest[_account(who)];
        if (index == 0) return;
        Span memory span = _spans[index - 1];
        uint256 edge = (offset >> 8) % 2 == 0 ? span.until : span.from + SEASONING;
        edge = edge + (offset % 3) - 1;
        if (edge > block.timestamp) vm.warp(edge);
    }

    function observe(uint256 who, uint256 seed) external {
        if (block.timestamp == START) return;
        (address account, uint256 time) = (_account(who), pastTime(seed));
        _seen.push(_look(account, time));
    }

    // ---------------------------------------------------------------------------------------------- judging

    function pastTime(uint256 seed) public view returns (uint256) {
        if (seed % 4 == 0 || _spans.length == 0) return START + ((seed >> 2) % (block.timestamp - START));
        // Most of what can go wrong lies at an edge.
        Span memory span = _spans[(seed >> 2) % _spans.length];
        uint256 edge =
            seed % 4 == 1
                ? span.from
                : seed % 4 == 2
                    ? span.until
                    : span.from + SEASONING;
        return Math.min(edge + ((seed >> 128) % 3) - 1, block.timestamp - 1);
    }

    function compare(uint256 time) external {
        uint256 count;
        uint256 quadratic;
        uint256 blended;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            address account = _accounts[i];
            bool has = _valid(account, time);
            assertEq(CREDENTIALS.hasAt(0, account, time), has, "a credential that is valid, and no other");
            if (has) ++count;
            bool counts = has && _valid(account, time - SEASONING) && account != EXCLUDED;
            uint256 expected = counts ? Math.sqrt(TOKEN.getPastVotes(account, time) * 1e18) : 0;
            assertEq(QUADRATIC.getPastVotes(account, time), expected, "the root of what a person can cast");
            quadratic += expected;
            blended += BLENDED.getPastVotes(account, time);
        }
        uint256 total = CREDENTIALS.totalAt(0, time);
        assertGe(total, count, "the count is never too low");
        if (total > count) ++lapsed;
        assertLe(quadratic, QUADRATIC.getPastTotalSupply(time), "quadratic votes are not more than their total");
        assertLe(blended, BLENDED.getPastTotalSupply(time), "blended votes are not more than their total");
        assertEq(BLENDED.getPastTotalSupply(time), 1e18, "all blended votes are one");
    }

    function compareSeen() external view {
        for (uint256 i = 0; i < _seen.length; ++i) {
            Seen memory seen = _seen[i];
            assertEq(abi.encode(_look(seen.account, seen.time)), abi.encode(seen), "the past is final");
        }
    }

    function _look(address account, uint256 time) private view returns (Seen memory) {
        return
            Seen({
                account: account,
                time: time,
                has: CREDENTIALS.hasAt(0, account, time),
                total: CREDENTIALS.totalAt(0, time),
                quadratic: QUADRATIC.getPastVotes(account, time),
                blended: BLENDED.getPastVotes(account, time)
            });
    }

    function _valid(address account, uint256 time) private view returns (bool) {
        for (uint256 i = 0; i < _spans.length; ++i) {
            Span memory span = _spans[i];
            if (span.account == account && span.from <= time && time < span.until) return true;
        }
        return false;
    }

    function _countAt(uint256 time) private view returns (uint256 count) {
        for (uint256 i = 0; i < ACCOUNTS; ++i) if (_valid(_accounts[i], time)) ++count;
    }

    function _account(uint256 seed) private view returns (address) {
        return _accounts[seed % ACCOUNTS];
    }
}
