// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IArbitrable} from "./IArbitrable.sol";
import {IArbitrator} from "./IArbitrator.sol";

/**
 * @title IJurorCourt
 * @notice Disputes are ruled by jurors who are drawn from stake, and in the last instance by a vote.
 *
 * A juror has one ticket for each {UNIT} of stake, and risks a slice of a unit for each seat. The bench is the 3, 7 or 15
 * lowest tickets; whoever loses may ask for the next larger bench, and after the largest for a vote. A bench never decides
 * about more than the slices of a majority of its seats: of what is worth more, the vote alone decides.
 *
 * Stake is in base units of the governance token, fees and credits in wei, times in seconds. Ids of cases count from 1,
 * draws, seats and tickets from 0. A ruling is one of the choices, from 1; 0 leaves everything as it was.
 */
interface IJurorCourt is IArbitrator {
    /// @notice What a vote can set, and each case keeps from its beginning to its end.
    struct Parameters {
        /// @dev What a juror risks for a seat, in parts of a unit, in basis points.
        uint16 sliceBps;
        /// @dev How many distinct jurors there must be, or the vote decides.
        uint16 minJurors;
        /// @dev In wei, for each seat.
        uint96 feePerJuror;
        /// @dev How long evidence can be brought forward before jurors are drawn.
        uint32 evidence;
        uint32 seating;
        uint32 commit;
        uint32 reveal;
        /// @dev How long an appeal, or a referral, can be made.
        uint32 appeal;
        /// @dev How long a vote has from a referral until it overrules.
        uint32 referral;
    }

    /// @notice Evidence → Sealing → Seating → Committing → Revealing → Tallying, and from there either again → Sealing, once
    /// for each bench, or → Appeal or → Referral. Appeal → Sealing (a larger bench), → Referral (the largest was there) or →
    /// Closing. Referral → Decided (a vote) or → Closing. Closing → Decided → Executed.
    enum Phase {
        None,
        Evidence,
        Sealing,
        Seating,
        Committing,
        Revealing,
        Tallying,
        Appeal,
        Referral,
        Closing,
        Decided,
        Executed
    }

    /// @notice What is stored of where a case stands; {phaseOf} looks at the time as well.
    enum Status {
        None,
        Waiting,
        Drawn,
        Ruled,
        Referred,
        Decided,
        Executed
    }

    /// @notice A case.
    struct Case {
        /// @dev Until when evidence, an appeal, or a vote is waited for; since when the present draw has its seed.
        uint48 time;
        /// @dev Which {parametersOf} it has.
        uint16 terms;
        Status status;
        /// @dev How many draws there were, the present one included.
        uint8 draws;
        /// @dev How many seats the present bench has; 0 before there is one.
        uint8 size;
        /// @dev Whether the present bench was drawn a second time.
        bool redrawn;
        /// @dev Whether `ruling` is a bench's.
        bool byBench;
        uint16 choices;
        uint16 ruling;
        uint48 created;
        /// @dev The block whose hash draws the jurors; 0 before it is chosen.
        uint64 target;
        IArbitrable arbitrable;
        uint96 value;
        /// @dev Who gave the bond of a referral.
        address referrer;
    }

    /// @notice A draw of jurors.
    struct Draw {
        bytes32 seed;
        uint8 size;
        bool settled;
        /// @dev Who gets back what of the fee nobody earns.
        address payer;
        /// @dev For those who rule as the case is ruled in the end, in wei.
        uint256 fee;
    }

    /// @notice A ticket that is offered for a seat.
    struct Ticket {
        address juror;
        uint96 index;
    }

    // --------------------------------------------------------------------------------------------------- Events

    /// @notice A vote lets `arbitrable` open cases, or no longer.
    event ArbitrableAdmitted(IArbitrable indexed arbitrable, bool admitted);
    /// @notice New cases have these parameters, the set number `terms`, from 0.
    event ParametersSet(uint16 indexed terms, Parameters parameters);
    /// @notice `juror` has `stake` in all: after a deposit, a request to withdraw, or a slice that was lost.
    event StakeChanged(address indexed juror, uint256 stake);
    /// @notice `account` can withdraw `amount` in all, from `time` on.
    event ExitChanged(address indexed account, uint256 amount, uint48 time);
    /// @notice `account` took `amount` of tokens out.
    event Withdrawn(address indexed account, uint256 amount);
    /// @notice A case begins. `payer` pays, and gets back what nobody earns.
    event CaseOpened(
        uint256 indexed caseId,
        IArbitrable indexed arbitrable,
        address indexed payer,
        uint16 terms,
        uint256 choices,
        uint256 value
    );
    /// @notice `size` jurors are to be drawn, by the hash of a block that is chosen after `deadline`.
    event DrawOpened(uint256 indexed caseId, uint256 indexed draw, uint256 size, address payer, uint48 deadline);
    /// @notice The hash of block `target` draws the jurors.
    event TargetSet(uint256 indexed caseId, uint256 indexed draw, uint64 target);
    /// @notice The seed is there, and tickets can be offered.
    event SeedTaken(uint256 indexed caseId, uint256 indexed draw, bytes32 seed);
    /// @notice `juror` has the seat, by ticket `ticket`, in place of `former`, if anybody.
    event Seated(
        uint256 indexed caseId,
        uint256 indexed draw,
        address indexed juror,
        uint256 seat,
        uint256 ticket,
        address former
    );
    /// @notice The juror of the seat has voted, in secret.
    event Committed(uint256 indexed caseId, uint256 indexed draw, uint256 seat, bytes32 commitment);
    /// @notice `by` knew the vote of the seat before votes are revealed. Its juror loses the slice, `by` gets half of it.
    event Denounced(uint256 indexed caseId, uint256 indexed draw, uint256 seat, address by, uint256 reward);
    /// @notice The juror of the seat voted for `choice`.
    event Revealed(uint256 indexed caseId, uint256 indexed draw, uint256 seat, uint256 choice);
    /// @notice A bench has ruled; the ruling stands unless an appeal or a referral is made before `deadline`.
    event BenchRuled(uint256 indexed caseId, uint256 indexed draw, uint256 ruling, uint48 deadline);
    /// @notice A vote may rule until `deadline`. `referrer` gave a bond, if anybody.
    event Referred(uint256 indexed caseId, address indexed referrer, uint48 deadline);
    /// @notice The case is ruled for good, by a vote or not. The bond of a referral goes back after a vote alone.
    event CaseDecided(uint256 indexed caseId, uint256 ruling, bool byVote);
    /// @notice A draw is settled: `coherent` seats share `shared` tokens and `fees`; the rest was burned and given back.
    event DrawSettled(
        uint256 indexed caseId,
        uint256 indexed draw,
        uint256 coherent,
        uint256 shared,
        uint256 burned,
        uint256 fees
    );
    /// @notice The arbitrable has carried out the ruling.
    event CaseExecuted(uint256 indexed caseId, uint256 ruling);
    /// @notice `account` can claim `amount` wei more.
    event Credited(address indexed account, uint256 amount);
    /// @notice `account` had its wei sent to `to`.
    event Claimed(address indexed account, address indexed to, uint256 amount);

    // --------------------------------------------------------------------------------------------------- Errors

    /// @notice The parameters do not fit: a slice from nothing to a unit, a juror at least, periods of a minute or more; and a
    /// case with all benches, each drawn twice, and a vote takes 150 days at the most.
    error JurorCourt_BadParameters(Parameters parameters);
    /// @notice The timelock is nobody, or the unit nothing or above 2^96 − 1.
    error JurorCourt_BadDeployment(address timelock, uint256 unit);
    /// @notice Only the timelock may do this, and `caller` is not it.
    error JurorCourt_NotTimelock(address caller);
    /// @notice A vote has not admitted `arbitrable`.
    error JurorCourt_NotAdmitted(address arbitrable);
    /// @notice There are no choices, or too many, or fewer than `ruling`.
    error JurorCourt_BadChoice(uint256 choice, uint256 choices);
    /// @notice `extraData` does not end with the payer and the value, of at most 2^96 − 1.
    error JurorCourt_BadExtraData(bytes extraData);
    /// @notice `value` wei came, and `cost` are needed.
    error JurorCourt_FeeTooLow(uint256 value, uint256 cost);
    /// @notice The case is in another phase than this needs.
    error JurorCourt_NotInPhase(uint256 caseId, Phase phase);
    /// @notice The hash of the block is known only after it.
    error JurorCourt_TooSoon(uint256 blockNumber, uint256 target);
    /// @notice `juror` has `count` tickets in this case.
    error JurorCourt_NoSuchTicket(address juror, uint256 index, uint256 count);
    /// @notice No ticket got a seat: each has one, is higher than all, or its juror has no slice free.
    error JurorCourt_NobodySeated(uint256 caseId);
    /// @notice `account` is not the juror of the seat.
    error JurorCourt_NotJuror(uint256 caseId, uint256 seat, address account);
    /// @notice The seat's juror has shown his vote, and has lost it.
    error JurorCourt_VoteLost(uint256 caseId, uint256 seat);
    /// @notice Choice and salt are not those of the seat's commitment.
    error JurorCourt_WrongOpening(uint256 caseId, uint256 seat);
    /// @notice The largest bench has ruled: refer the case to a vote. Or it has not: appeal.
    error JurorCourt_WrongInstance(uint256 caseId, uint256 size);
    /// @notice There is no such draw, or it is settled.
    error JurorCourt_NothingToSettle(uint256 caseId, uint256 draw);
    /// @notice Of the stake of `juror`, `free` is not at risk in a case.
    error JurorCourt_NoFreeStake(address juror, uint256 amount, uint256 free);
    /// @notice There is nothing to take out, or not before `time`.
    error JurorCourt_NothingToWithdraw(address account, uint256 amount, uint48 time);
    /// @notice The amount is 0.
    error JurorCourt_ZeroAmount();

    // ----------------------------------------------------------------------------------------------- For votes

    /// @notice Lets `arbitrable` open cases, or no longer; its open ones go on. Owner: the timelock.
    /// @dev Errors: NotTimelock.
    function admit(IArbitrable arbitrable, bool admitted) external;

    /// @notice Sets the parameters of cases to come. Owner: the timelock. Errors: NotTimelock, BadParameters.
    function setParameters(Parameters calldata parameters) external;

    /// @notice Rules a case that was referred, in place of every bench. Owner: the timelock. The bond goes back.
    /// @dev Errors: NotTimelock, NotInPhase, BadChoice.
    function overrule(uint256 caseId, uint256 ruling) external;

    // --------------------------------------------------------------------------------------------- For jurors

    /// @notice Adds `amount` to the caller's stake. Tickets count only in cases that begin 30 days later.
    /// @dev Errors: ZeroAmount.
    function deposit(uint256 amount) external;

    /// @notice Takes `amount` out of the caller's stake at once, to be withdrawn 7 days later. Errors: NoFreeStake.
    function requestWithdraw(uint256 amount) external;

    /// @notice Sends the caller what can be withdrawn: stake that was taken out, shares, rewards, bonds.
    /// @dev Errors: NothingToWithdraw.
    function withdraw() external returns (uint256 amount);

    /// @notice Commits the vote of the caller's seat, {commitmentOf}; again in place of an earlier one.
    /// @dev Errors: NotInPhase, NotJuror, VoteLost.
    function commit(uint256 caseId, uint256 seat_, bytes32 commitment) external;

    /// @notice Reveals the vote of a seat. Open to anyone who knows it, so that a juror can have it done.
    /// @dev Errors: NotInPhase, BadChoice, WrongOpening.
    function reveal(uint256 caseId, uint256 seat_, uint256 choice, bytes32 salt) external;

    // --------------------------------------------------------------------------------------------- For everyone

    /// @notice Twice: chooses the block whose hash is the seed, and takes it once it is there. If nobody did so while the
    /// hash could be known, chooses another block. Errors: NotInPhase, TooSoon.
    function seal(uint256 caseId) external;

    /// @notice Offers tickets for seats, of anybody. A ticket that is no use is passed over. Errors: NotInPhase, NoSuchTicket,
    /// NobodySeated.
    function seat(uint256 caseId, Ticket[] calldata tickets) external;

    /// @notice Shows that a vote was known before votes are revealed, so that none can be sold. Half of the juror's slice is
    /// the caller's, half is burned. Errors: NotInPhase, WrongOpening.
    function denounce(uint256 caseId, uint256 seat_, uint256 choice, bytes32 salt) external;

    /// @notice Counts the votes of a bench, or ends the case when the last period is over. Errors: NotInPhase.
    function close(uint256 caseId) external;

    /// @notice Asks for a vote, after the largest bench, with a bond of one unit. Errors: NotInPhase, WrongInstance.
    function refer(uint256 caseId) external;

    /// @notice Shares out what the jurors of a draw lost and earned, when the case is decided.
    /// @dev Errors: NotInPhase, NothingToSettle.
    function settle(uint256 caseId, uint256 draw) external;

    /// @notice Has the arbitrable carry out the ruling. It fails with the arbitrable, and can be tried again.
    /// @dev Errors: NotInPhase.
    function execute(uint256 caseId) external;

    /// @notice Sends the caller's wei to `to`. Errors: ZeroAmount.
    function claim(address payable to) external returns (uint256 amount);

    // -------------------------------------------------------------------------------------------------- Reading

    /// @notice The governance token, which stake and bonds are of.
    function TOKEN() external view returns (IERC20);

    /// @notice The only account that admits, sets and overrules.
    function TIMELOCK() external view returns (address);

    /// @notice What a ticket takes, in base units. For ever: with another unit, another court.
    function UNIT() external view returns (uint256);

    /// @notice Whether `arbitrable` may open cases.
    function isAdmitted(IArbitrable arbitrable) external view returns (bool);

    /// @notice Set number `terms` of the parameters, as cases name it; nothing but zeros where there is none.
    function parametersOf(uint256 terms) external view returns (Parameters memory);

    /// @notice The number of the set that new cases have.
    function currentTerms() external view returns (uint16);

    /// @notice How many cases were ever opened.
    function caseCount() external view returns (uint256);

    /// @notice A case as stored.
    function caseOf(uint256 caseId) external view returns (Case memory);

    /// @notice The phase that a case is in now.
    function phaseOf(uint256 caseId) external view returns (Phase);

    /// @notice A draw, its seats (ticket in front of juror), and its ballots (a commitment with the top bit set, 2^254 for a
    /// denounced one, or the choice that was revealed, plus 1).
    function drawOf(
        uint256 caseId,
        uint256 draw
    ) external view returns (Draw memory, uint256[15] memory seats, uint256[15] memory ballots);

    /// @notice How many tickets `juror` has in a case.
    function ticketsOf(uint256 caseId, address juror) external view returns (uint256);

    /// @notice The stake of `juror`, what of it is at risk, and what can be withdrawn when.
    function stakeOf(
        address juror
    ) external view returns (uint256 stake, uint256 locked, uint256 exit, uint48 exitTime);

    /// @notice How many accounts have a unit or more.
    function jurorCount() external view returns (uint256);

    /// @notice What `account` can claim, in wei.
    function creditOf(address account) external view returns (uint256);

    /// @notice What a juror commits in the present draw to vote for `choice`: nobody else can copy it, nor he himself into
    /// another draw.
    function commitmentOf(
        uint256 caseId,
        uint256 draw,
        uint256 seat_,
        address juror,
        uint256 choice,
        bytes32 salt
    ) external view returns (bytes32);
}
