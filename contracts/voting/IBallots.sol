// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

/**
 * @title IBallots
 * @notice Polls that decide nothing by themselves: which features first, who should be the council, what people think of a
 * proposal. Whoever acts on a result checks who opened the ballot, whose votes it counts, and its terms.
 *
 * Votes are those of a second before the ballot was opened: whoever hears of it can gain none for it, and nobody can be
 * kept from being nominated by others who share the same votes.
 */
interface IBallots {
    /// @notice How votes are given: `Approval`, all of them to each option that the voter approves; `Split`, in parts.
    enum Kind {
        Approval,
        Split
    }

    /**
     * @notice What a ballot is about.
     * @param source Whose votes count, a timestamp clock.
     * @param kind How they are given.
     * @param opens From when on votes are taken, in seconds; nominations until then.
     * @param closes From when on no votes are taken, in seconds.
     * @param options How many options there are from the start; what each means, the text says.
     * @param winners How many options win at the most, 1 to 16.
     * @param nomineeBps The share of all votes that an account needs to stand as an option, in basis points; 0 for a ballot
     * without nominations.
     * @param quorum The votes of those who take part, in the source's units, below which nobody wins.
     * @param subject Identifies what it is about, such as a proposal or a period.
     */
    struct Terms {
        IERC5805 source;
        Kind kind;
        uint48 opens;
        uint48 closes;
        uint16 options;
        uint16 winners;
        uint16 nomineeBps;
        uint96 quorum;
        bytes32 subject;
    }

    /// @notice A ballot: its terms, who opened it, the second (`snapshot`) whose votes count, and the votes of those who have
    /// taken part. `terms.options` includes those that were nominated.
    struct Ballot {
        Terms terms;
        address opener;
        uint48 snapshot;
        uint128 turnout;
    }

    /// @notice `opener` may open ballots without votes of its own, or no longer.
    event OpenerAdmitted(address indexed opener, bool admitted);
    /// @notice The network's own votes are those of `votes` from now on.
    event VotesSet(IERC5805 indexed votes);
    /// @notice There is a ballot `id`. `uri` says where its text is.
    event BallotOpened(uint256 indexed id, address indexed opener, Terms terms, string uri);
    /// @notice `nominee` stands as an option. `uri` says where it presents itself.
    event Nominated(uint256 indexed id, uint256 option, address indexed nominee, string uri);
    /// @notice `voter` gave `weight` votes to `options`; `parts` in basis points, empty where each gets all.
    event BallotCast(uint256 indexed id, address indexed voter, uint256 weight, uint256[] options, uint256[] parts);

    /// @notice The timelock must be there, and the share of votes is 1 to 10,000 basis points.
    error Ballots_BadDeployment(address timelock, uint256 openBps);
    /// @notice There is no contract at `votes`, and only a contract can say how many votes an account has.
    error Ballots_NoVotesThere(IERC5805 votes);
    /// @notice Only the timelock may do this.
    error Ballots_NotTimelock(address caller);
    /// @notice `caller` has `votes`, and a ballot takes `needed`.
    error Ballots_TooFewVotes(address caller, uint256 votes, uint256 needed);
    /// @notice The terms do not fit together.
    error Ballots_BadTerms(Terms terms);
    /// @notice A text's address has `max` bytes at the most.
    error Ballots_TextTooLong(uint256 length, uint256 max);
    /// @notice There is no such ballot.
    error Ballots_UnknownBallot(uint256 id);
    /// @notice The ballot takes no nominations, or not any more: they end at `until` (seconds).
    error Ballots_NoNominations(uint256 id, uint256 until);
    /// @notice The account stands already.
    error Ballots_AlreadyNominated(uint256 id, address nominee);
    /// @notice Votes are taken in [`opens`, `closes`), in seconds.
    error Ballots_NotOpen(uint256 id, uint256 opens, uint256 closes);
    /// @notice The account has voted in this ballot.
    error Ballots_AlreadyCast(uint256 id, address voter);
    /// @notice The account had no votes when the ballot was opened.
    error Ballots_NoVotes(uint256 id, address voter);
    /// @notice The ballot has `options` options, and room for no more.
    error Ballots_Full(uint256 id, uint256 options);
    /// @notice Options are named in rising order, each once, from 0 to `count` - 1, at least one.
    error Ballots_BadOptions(uint256 id, uint256[] options, uint256 count);
    /// @notice Parts are basis points above 0, one for each option, 10,000 in all; an approval has none.
    error Ballots_BadParts(uint256 id, uint256[] parts);
    /// @notice There is no result before `closes` (seconds).
    error Ballots_NotClosed(uint256 id, uint256 closes);

    /**
     * @notice Opens a ballot. Owner: whoever has the share of the network's votes ({OPEN_BPS}), the timelock, and whatever
     * contract it has admitted.
     * @dev Errors: {Ballots_TooFewVotes}, {Ballots_BadTerms}, {Ballots_TextTooLong}.
     * @param uri Where its text is, at most 256 bytes.
     */
    function open(Terms calldata terms, string calldata uri) external returns (uint256 id);

    /// @notice Stands as an option of a ballot that is not open yet, with the share of votes that its terms ask for. Owner:
    /// each account for itself.
    function nominate(uint256 id, string calldata uri) external returns (uint256 option);

    /**
     * @notice Votes, once, with all votes of the caller. Owner: each voter.
     * @param options In rising order.
     * @param parts Of a split, basis points for each option, 10,000 in all, rounded down to whole units; else empty.
     */
    function cast(uint256 id, uint256[] calldata options, uint256[] calldata parts) external;

    /// @notice Lets a contract open ballots whatever votes it has, or no longer. Owner: the timelock.
    function admit(address opener, bool admitted) external;

    /// @notice Says what the network's own votes are, for ballots to come: those that are there keep what they are counted
    /// by. Owner: the timelock.
    /// @dev Errors: {Ballots_NoVotesThere}.
    function setVotes(IERC5805 votes_) external;

    /// @notice Who admits openers and sets the votes.
    function TIMELOCK() external view returns (address);
    /// @notice The network's votes: a share of them opens a ballot, whatever votes that counts.
    function votes() external view returns (IERC5805);
    /// @notice The share of the network's votes that opens a ballot, in basis points.
    function OPEN_BPS() external view returns (uint256);
    /// @notice How many ballots there are; they are numbered from 1.
    function ballotCount() external view returns (uint256);
    /// @notice Whether an account may open ballots whatever votes it has.
    function isOpener(address account) external view returns (bool);
    /// @notice A ballot.
    function ballotOf(uint256 id) external view returns (Ballot memory);
    /// @notice Who stands as an option; 0 for one that was there from the start.
    function nomineeOf(uint256 id, uint256 option) external view returns (address);
    /// @notice Whether the account has voted.
    function hasCast(uint256 id, address voter) external view returns (bool);
    /// @notice The votes that each option has so far, in the source's units.
    function talliesOf(uint256 id) external view returns (uint256[] memory tallies);
    /**
     * @notice The options that have won, most votes first; of equal ones the one with the lower number. Empty below the
     * quorum; without a vote no option wins.
     * @dev Errors: {Ballots_NotClosed}.
     */
    function winnersOf(uint256 id) external view returns (uint256[] memory options);
}
