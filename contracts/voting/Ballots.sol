// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {EXCLUDED} from "../votes/Excluded.sol";
import {IBallots} from "./IBallots.sol";

/**
 * @title Ballots
 * @notice See {IBallots}. Tallies are two a word. A voter is counted once in the turnout, so that no tally is above it.
 *
 * Sources are only ever asked by static calls: a hostile one spoils the ballot that names it and no other.
 *
 * **Who can change what.** The timelock admits openers, and says what the network's own votes are: a network that moves to
 * another escrow keeps its ballots. Nobody changes, ends or withdraws a ballot that is there, or a vote
 * that was cast. There is no owner, no pause and no upgrade.
 */
contract Ballots is IBallots {
    using SafeCast for uint256;

    uint256 private constant BPS = 10_000;
    uint256 private constant MAX_OPTIONS = 128;
    uint256 private constant MAX_WINNERS = 16;
    uint256 private constant MAX_URI = 256;
    uint256 private constant MIN_VOTING = 1 days;
    uint256 private constant MAX_AHEAD = 365 days;

    /// @inheritdoc IBallots
    address public immutable TIMELOCK;
    /// @inheritdoc IBallots
    uint256 public immutable OPEN_BPS;

    /// @inheritdoc IBallots
    IERC5805 public votes;
    /// @inheritdoc IBallots
    uint256 public ballotCount;
    /// @inheritdoc IBallots
    mapping(address account => bool admitted) public isOpener;
    /// @inheritdoc IBallots
    mapping(uint256 id => mapping(uint256 option => address nominee)) public nomineeOf;
    /// @inheritdoc IBallots
    mapping(uint256 id => mapping(address voter => bool cast)) public hasCast;

    mapping(uint256 id => Ballot ballot) private _ballots;
    mapping(uint256 id => mapping(address account => bool stands)) private _stands;
    /// @dev Two a word, the even option low. None is above the turnout, which has 128 bits: none runs into the other.
    mapping(uint256 id => mapping(uint256 pair => uint256 tallies)) private _tallies;

    modifier onlyTimelock() {
        if (msg.sender != TIMELOCK) revert Ballots_NotTimelock(msg.sender);
        _;
    }

    constructor(address timelock, IERC5805 votes_, uint256 openBps) {
        if (timelock == address(0) || openBps == 0 || openBps > BPS) {
            revert Ballots_BadDeployment(timelock, openBps);
        }
        (TIMELOCK, OPEN_BPS) = (timelock, openBps);
        _setVotes(votes_);
    }

    /// @inheritdoc IBallots
    function admit(address opener, bool admitted) external onlyTimelock {
        isOpener[opener] = admitted;
        emit OpenerAdmitted(opener, admitted);
    }

    /// @inheritdoc IBallots
    function setVotes(IERC5805 votes_) external onlyTimelock {
        _setVotes(votes_);
    }

    /// @inheritdoc IBallots
    function open(Terms calldata terms, string calldata uri) external returns (uint256 id) {
        uint256 snapshot = block.timestamp - 1;
        if (msg.sender != TIMELOCK && !isOpener[msg.sender]) _requireShare(votes, snapshot, OPEN_BPS);
        _checkTerms(terms);
        _checkText(uri);
        id = ++ballotCount;
        _ballots[id] = Ballot({terms: terms, opener: msg.sender, snapshot: uint48(snapshot), turnout: 0});
        emit BallotOpened(id, msg.sender, terms, uri);
    }

    /// @inheritdoc IBallots
    function nominate(uint256 id, string calldata uri) external returns (uint256 option) {
        Ballot storage ballot = _ballot(id);
        Terms storage terms = ballot.terms;
        if (terms.nomineeBps == 0 || block.timestamp >= terms.opens) revert Ballots_NoNominations(id, terms.opens);
        if (_stands[id][msg.sender]) revert Ballots_AlreadyNominated(id, msg.sender);
        _checkText(uri);
        _requireShare(terms.source, ballot.snapshot, terms.nomineeBps);
        option = terms.options;
        // Everybody who has the share has a place, unless the source gives more votes than it says there are.
        if (option == MAX_OPTIONS) revert Ballots_Full(id, option);
        terms.options = uint16(option + 1);
        (_stands[id][msg.sender], nomineeOf[id][option]) = (true, msg.sender);
        emit Nominated(id, option, msg.sender, uri);
    }

    /// @inheritdoc IBallots
    function cast(uint256 id, uint256[] calldata options, uint256[] calldata parts) external {
        Ballot storage ballot = _ballot(id);
        Terms storage terms = ballot.terms;
        if (block.timestamp < terms.opens || block.timestamp >= terms.closes) {
            revert Ballots_NotOpen(id, terms.opens, terms.closes);
        }
        if (hasCast[id][msg.sender]) revert Ballots_AlreadyCast(id, msg.sender);
        // An empty vote has no parts either, and is refused below.
        if (parts.length != (terms.kind == Kind.Split ? options.length : 0)) {
            revert Ballots_BadParts(id, parts);
        }
        uint256 weight = terms.source.getPastVotes(msg.sender, ballot.snapshot);
        if (weight == 0) revert Ballots_NoVotes(id, msg.sender);

        hasCast[id][msg.sender] = true;
        ballot.turnout = (ballot.turnout + weight).toUint128();
        _give(id, terms.options, weight, options, parts);
        emit BallotCast(id, msg.sender, weight, options, parts);
    }

    // ---------------------------------------------------------------------------------------------- reading

    /// @inheritdoc IBallots
    function ballotOf(uint256 id) external view returns (Ballot memory) {
        return _ballot(id);
    }

    /// @inheritdoc IBallots
    function talliesOf(uint256 id) public view returns (uint256[] memory tallies) {
        tallies = new uint256[](_ballot(id).terms.options);
        for (uint256 option = 0; option < tallies.length; ++option) {
            tallies[option] = uint128(_tallies[id][option >> 1] >> _half(option));
        }
    }

    /// @inheritdoc IBallots
    function winnersOf(uint256 id) external view returns (uint256[] memory options) {
        Ballot storage ballot = _ballot(id);
        if (block.timestamp < ballot.terms.closes) revert Ballots_NotClosed(id, ballot.terms.closes);
        if (ballot.turnout < ballot.terms.quorum) return new uint256[](0);
        uint256[] memory tallies = talliesOf(id);
        uint256[] memory places = new uint256[](ballot.terms.winners);
        uint256 count = 0;
        for (; count < places.length; ++count) {
            uint256 best = 0;
            for (uint256 option = 1; option < tallies.length; ++option) {
                if (tallies[option] > tallies[best]) best = option;
            }
            if (tallies[best] == 0) break;
            (places[count], tallies[best]) = (best, 0);
        }
        options = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) options[i] = places[i];
    }

    // ---------------------------------------------------------------------------------------------- private

    function _ballot(uint256 id) private view returns (Ballot storage ballot) {
        ballot = _ballots[id];
        if (ballot.opener == address(0)) revert Ballots_UnknownBallot(id);
    }

    /// @dev Adds a vote to the tallies of its options, of which there are `count`.
    function _give(
        uint256 id,
        uint256 count,
        uint256 weight,
        uint256[] calldata options,
        uint256[] calldata parts
    ) private {
        uint256 next = 0;
        uint256 left = BPS;
        for (uint256 i = 0; i < options.length; ++i) {
            uint256 option = options[i];
            if (option < next || option >= count) revert Ballots_BadOptions(id, options, count);
            next = option + 1;
            uint256 part = BPS;
            if (parts.length != 0) {
                part = parts[i];
                if (part == 0 || part > left) revert Ballots_BadParts(id, parts);
                left -= part;
            }
            _tallies[id][option >> 1] += ((weight * part) / BPS) << _half(option);
        }
        if (next == 0) revert Ballots_BadOptions(id, options, count);
        if (parts.length != 0 && left != 0) revert Ballots_BadParts(id, parts);
    }

    /// @dev What is no contract could never be asked for a share, and so nobody could open a ballot.
    function _setVotes(IERC5805 votes_) private {
        if (address(votes_).code.length == 0) revert Ballots_NoVotesThere(votes_);
        votes = votes_;
        emit VotesSet(votes_);
    }

    /// @dev The caller had `bps` of all votes that could be cast at `time` (seconds), and at least one.
    function _requireShare(IERC5805 source, uint256 time, uint256 bps) private view {
        uint256 all = source.getPastTotalSupply(time) - source.getPastVotes(EXCLUDED, time);
        uint256 has = source.getPastVotes(msg.sender, time);
        if (has == 0 || has * BPS < all * bps) revert Ballots_TooFewVotes(msg.sender, has, (all * bps) / BPS);
    }

    function _checkTerms(Terms calldata terms) private view {
        // Those who have the share for a nomination must all find a place: so nobody can be crowded out.
        uint256 places = terms.nomineeBps == 0 ? 0 : BPS / terms.nomineeBps;
        if (
            terms.opens < block.timestamp ||
            terms.closes < terms.opens + MIN_VOTING ||
            terms.closes > block.timestamp + MAX_AHEAD ||
            terms.options + places > MAX_OPTIONS ||
            terms.options + places < 2 ||
            terms.winners == 0 ||
            terms.winners > MAX_WINNERS ||
            address(terms.source).code.length == 0 ||
            terms.source.clock() != block.timestamp
        ) revert Ballots_BadTerms(terms);
    }

    function _checkText(string calldata uri) private pure {
        uint256 length = bytes(uri).length;
        if (length > MAX_URI) revert Ballots_TextTooLong(length, MAX_URI);
    }

    function _half(uint256 option) private pure returns (uint256) {
        return (option & 1) << 7;
    }
}
