// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {EXCLUDED} from "../votes/Excluded.sol";
import {HeadTrace} from "../votes/HeadTrace.sol";
import {Bench} from "./Bench.sol";
import {BlockHashes} from "./BlockHashes.sol";
import {IArbitrable} from "./IArbitrable.sol";
import {IArbitrator} from "./IArbitrator.sol";
import {IJurorCourt} from "./IJurorCourt.sol";

/**
 * @title JurorCourt
 * @notice See {IJurorCourt}. Nobody draws the jurors: anyone offers tickets, each a hash of the seed, and a lower one takes
 * the place of a higher, so that no call ever looks at all jurors. Tickets are of the stake that was there 30 days before
 * the case and is still there just before it, the lesser of the two: stake that is bought for a case does not count.
 *
 * A draw is settled when the case is decided, by its final ruling: whoever voted otherwise, or did not vote, loses the
 * slice to those who did. A bribe therefore has to hold through every appeal. Where a vote has ruled, or no bench ever
 * did, nobody voted against a ruling: only the absent lose.
 *
 * The votes of the tokens that are held here are delegated to EXCLUDED, so that no quorum counts what nobody can vote with.
 *
 * **Who can change what.** The timelock admits arbitrables, sets the parameters of cases to come, and rules cases that were
 * referred to a vote. Nobody changes a case otherwise, touches stake, or holds up what was drawn. There is no owner, no
 * pause and no upgrade.
 */
contract JurorCourt is IJurorCourt {
    using Bench for uint256[15];
    using HeadTrace for HeadTrace.Trace;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint256 private constant SMALLEST_BENCH = 3;
    uint256 private constant BPS = 10_000;
    /// @dev How many blocks after it was chosen the block of the seed comes: nobody knows its hash when choosing.
    uint256 private constant SEED_DELAY = 4;
    uint256 private constant MATURITY = 30 days;
    uint256 private constant EXIT_DELAY = 7 days;
    uint256 private constant MIN_PERIOD = 1 minutes;
    /// @dev The most that a case takes: with all benches, each drawn twice, and the vote. {Arbitrable} calls an arbitrator
    /// silent after 180 days, and whoever is losing must not reach that; a month is left for calls that nobody makes in time.
    uint256 private constant MAX_CASE = 150 days;
    uint256 private constant BENCHES = 3;

    /// @dev What an account has besides its stake, in one word, which its first deposit makes.
    struct Account {
        /// @dev What can be withdrawn from `time` on.
        uint96 exit;
        uint48 time;
        /// @dev What of the stake is at risk.
        uint96 locked;
        bool known;
    }

    /// @dev What all tickets of a call are measured by, read once, and the bench as it fills.
    struct Offers {
        uint256 caseId;
        uint256 draw;
        bytes32 seed;
        uint256 created;
        uint256 slice;
        uint256 size;
        uint256[15] bench;
    }

    /// @inheritdoc IJurorCourt
    IERC20 public immutable TOKEN;
    /// @inheritdoc IJurorCourt
    address public immutable TIMELOCK;
    /// @inheritdoc IJurorCourt
    uint256 public immutable UNIT;

    /// @inheritdoc IJurorCourt
    uint256 public caseCount;
    /// @inheritdoc IJurorCourt
    uint16 public currentTerms;
    /// @inheritdoc IJurorCourt
    mapping(IArbitrable arbitrable => bool admitted) public isAdmitted;
    /// @inheritdoc IJurorCourt
    mapping(address account => uint256 amount) public creditOf;

    mapping(uint256 terms => Parameters parameters) private _parameters;
    HeadTrace.Trace private _jurors;
    mapping(address juror => HeadTrace.Trace trace) private _stakes;
    mapping(address account => Account data) private _accounts;
    mapping(uint256 caseId => Case data) private _cases;
    mapping(uint256 caseId => mapping(uint256 draw => Draw data)) private _draws;
    mapping(uint256 caseId => mapping(uint256 draw => uint256[15] seats)) private _seats;
    mapping(uint256 caseId => mapping(uint256 draw => uint256[15] ballots)) private _ballots;

    modifier onlyTimelock() {
        if (msg.sender != TIMELOCK) revert JurorCourt_NotTimelock(msg.sender);
        _;
    }

    /// @param token What jurors stake, with votes and burns.
    /// @param unit What a ticket takes, in base units.
    /// @param admitted Who may open cases from the start.
    constructor(
        IERC20 token,
        address timelock,
        uint256 unit,
        Parameters memory parameters,
        IArbitrable[] memory admitted
    ) {
        if (timelock == address(0) || unit == 0 || unit > type(uint96).max) {
            revert JurorCourt_BadDeployment(timelock, unit);
        }
        (TOKEN, TIMELOCK, UNIT) = (token, timelock, unit);
        _setParameters(0, parameters);
        for (uint256 i = 0; i < admitted.length; ++i) _admit(admitted[i], true);
        IVotes(address(token)).delegate(EXCLUDED);
    }

    // ----------------------------------------------------------------------------------------------- For votes

    /// @inheritdoc IJurorCourt
    function admit(IArbitrable arbitrable, bool admitted) external onlyTimelock {
        _admit(arbitrable, admitted);
    }

    /// @inheritdoc IJurorCourt
    function setParameters(Parameters calldata parameters) external onlyTimelock {
        _setParameters(currentTerms + 1, parameters);
    }

    /// @inheritdoc IJurorCourt
    function overrule(uint256 caseId, uint256 ruling) external onlyTimelock {
        Case storage data = _in(caseId, Phase.Referral);
        _checkChoice(ruling, data.choices);
        (data.ruling, data.byBench) = (uint16(ruling), false);
        _decide(caseId, data, true);
    }

    // ------------------------------------------------------------------------------------- For arbitrables: ERC-792

    /// @inheritdoc IArbitrator
    /// @param extraData Ends with the payer and the value of the dispute, a word each; what is before does not matter. The
    /// value is in base units of the governance token. Owner: admitted arbitrables.
    /// @dev Errors: NotAdmitted, BadChoice, BadExtraData, FeeTooLow.
    function createDispute(uint256 choices, bytes calldata extraData) external payable returns (uint256 caseId) {
        if (!isAdmitted[IArbitrable(msg.sender)]) revert JurorCourt_NotAdmitted(msg.sender);
        if (choices == 0 || choices > Bench.MAX_CHOICES) revert JurorCourt_BadChoice(choices, Bench.MAX_CHOICES);
        (address payer, uint256 value) = _read(extraData);
        uint16 terms = currentTerms;
        Parameters storage parameters = _parameters[terms];
        uint256 size = _firstBench(parameters, value);
        _checkFee(size * parameters.feePerJuror);

        caseId = ++caseCount;
        Case storage data = _cases[caseId];
        (data.arbitrable, data.created, data.terms) = (IArbitrable(msg.sender), uint48(block.timestamp), terms);
        (data.choices, data.value) = (uint16(choices), uint96(value));
        emit DisputeCreation(caseId, IArbitrable(msg.sender));
        emit CaseOpened(caseId, IArbitrable(msg.sender), payer, terms, choices, value);
        if (size == 0) {
            _credit(payer, msg.value);
            _refer(caseId, data, address(0));
        } else {
            _openDraw(caseId, data, size, payer, msg.value, parameters.evidence);
        }
    }

    /// @inheritdoc IArbitrator
    /// @dev Open to anyone, at his own cost. An arbitrable that appeals says in `extraData`, as for a new dispute, who pays, and
    /// gets back what no juror earns: it could claim nothing itself. Errors: NotInPhase, WrongInstance, FeeTooLow, BadExtraData.
    function appeal(uint256 caseId, bytes calldata extraData) external payable {
        Case storage data = _in(caseId, Phase.Appeal);
        uint256 size = data.size;
        if (size == Bench.MAX_SEATS) revert JurorCourt_WrongInstance(caseId, size);
        size = _next(size);
        _checkFee(size * _parameters[data.terms].feePerJuror);
        address payer = msg.sender;
        if (payer == address(data.arbitrable) && extraData.length != 0) (payer, ) = _read(extraData);

        data.redrawn = false;
        emit AppealDecision(caseId, data.arbitrable);
        _openDraw(caseId, data, size, payer, msg.value, 0);
    }

    /// @inheritdoc IArbitrator
    /// @dev Nothing where the vote alone decides. Errors: BadExtraData.
    function arbitrationCost(bytes calldata extraData) external view returns (uint256) {
        (, uint256 value) = _read(extraData);
        Parameters storage parameters = _parameters[currentTerms];
        return _firstBench(parameters, value) * parameters.feePerJuror;
    }

    /// @inheritdoc IArbitrator
    /// @dev The most there is where no appeal can be made.
    function appealCost(uint256 caseId, bytes calldata) external view returns (uint256) {
        (Case storage data, uint256 size) = _appealable(caseId);
        return size == 0 ? type(uint256).max : _next(size) * _parameters[data.terms].feePerJuror;
    }

    /// @inheritdoc IArbitrator
    function appealPeriod(uint256 caseId) external view returns (uint256 start, uint256 end) {
        (Case storage data, uint256 size) = _appealable(caseId);
        if (size == 0) return (0, 0);
        return (data.time - _parameters[data.terms].appeal, data.time);
    }

    /// @inheritdoc IArbitrator
    function disputeStatus(uint256 caseId) external view returns (DisputeStatus) {
        Phase phase = phaseOf(caseId);
        if (phase >= Phase.Decided) return DisputeStatus.Solved;
        return phase == Phase.Appeal ? DisputeStatus.Appealable : DisputeStatus.Waiting;
    }

    /// @inheritdoc IArbitrator
    function currentRuling(uint256 caseId) external view returns (uint256) {
        return _cases[caseId].ruling;
    }

    // --------------------------------------------------------------------------------------------- For jurors

    /// @inheritdoc IJurorCourt
    function deposit(uint256 amount) external {
        if (amount == 0) revert JurorCourt_ZeroAmount();
        _accounts[msg.sender].known = true;
        _setStake(msg.sender, _stakes[msg.sender].latest() + amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IJurorCourt
    function requestWithdraw(uint256 amount) external {
        uint256 stake = _stakes[msg.sender].latest();
        uint256 free = stake - _accounts[msg.sender].locked;
        if (amount == 0 || amount > free) revert JurorCourt_NoFreeStake(msg.sender, amount, free);
        _setStake(msg.sender, stake - amount);
        _accounts[msg.sender].time = uint48(block.timestamp + EXIT_DELAY);
        _owe(msg.sender, amount);
    }

    /// @inheritdoc IJurorCourt
    function withdraw() external returns (uint256 amount) {
        Account storage account = _accounts[msg.sender];
        uint48 time = account.time;
        amount = account.exit;
        if (amount == 0 || block.timestamp < time) revert JurorCourt_NothingToWithdraw(msg.sender, amount, time);
        account.exit = 0;
        emit Withdrawn(msg.sender, amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IJurorCourt
    function commit(uint256 caseId, uint256 seat_, bytes32 commitment) external {
        uint256 draw = _in(caseId, Phase.Committing).draws - 1;
        if (seat_ >= Bench.MAX_SEATS || _jurorOf(caseId, draw, seat_) != msg.sender) {
            revert JurorCourt_NotJuror(caseId, seat_, msg.sender);
        }
        uint256[15] storage ballots = _ballots[caseId][draw];
        if (ballots[seat_] == Bench.DENOUNCED) revert JurorCourt_VoteLost(caseId, seat_);
        ballots[seat_] = uint256(commitment) | Bench.COMMITTED;
        emit Committed(caseId, draw, seat_, commitment);
    }

    /// @inheritdoc IJurorCourt
    function reveal(uint256 caseId, uint256 seat_, uint256 choice, bytes32 salt) external {
        Case storage data = _in(caseId, Phase.Revealing);
        _checkChoice(choice, data.choices);
        uint256 draw = _open(caseId, data, seat_, choice, salt, choice + 1);
        emit Revealed(caseId, draw, seat_, choice);
    }

    // --------------------------------------------------------------------------------------------- For everyone

    /// @inheritdoc IJurorCourt
    function seal(uint256 caseId) external {
        Case storage data = _in(caseId, Phase.Sealing);
        (uint256 target, uint256 draw) = (data.target, data.draws - 1);
        bytes32 hash;
        if (target != 0) {
            if (block.number <= target) revert JurorCourt_TooSoon(block.number, target);
            hash = BlockHashes.read(target);
        }
        if (hash == 0) {
            data.target = uint64(block.number + SEED_DELAY);
            emit TargetSet(caseId, draw, data.target);
            return;
        }
        Draw storage draw_ = _draws[caseId][draw];
        draw_.seed = keccak256(abi.encode(hash, address(this), caseId, draw));
        (data.status, data.time) = (Status.Drawn, uint48(block.timestamp));
        emit SeedTaken(caseId, draw, draw_.seed);
    }

    /// @inheritdoc IJurorCourt
    function seat(uint256 caseId, Ticket[] calldata tickets) external {
        Case storage data = _in(caseId, Phase.Seating);
        uint256 draw = data.draws - 1;
        uint256[15] storage seats = _seats[caseId][draw];
        Offers memory offers = Offers({
            caseId: caseId,
            draw: draw,
            seed: _draws[caseId][draw].seed,
            created: data.created,
            slice: _sliceOf(data),
            size: data.size,
            bench: seats.load(data.size)
        });
        bool seated;
        for (uint256 i = 0; i < tickets.length; ++i) {
            if (_offer(offers, seats, tickets[i])) seated = true;
        }
        if (!seated) revert JurorCourt_NobodySeated(caseId);
    }

    /// @inheritdoc IJurorCourt
    function denounce(uint256 caseId, uint256 seat_, uint256 choice, bytes32 salt) external {
        Case storage data = _in(caseId, Phase.Committing);
        uint256 draw = _open(caseId, data, seat_, choice, salt, Bench.DENOUNCED);
        uint256 slice = _sliceOf(data);
        uint256 reward = slice / 2;
        _slash(_jurorOf(caseId, draw, seat_), slice);
        emit Denounced(caseId, draw, seat_, msg.sender, reward);
        _owe(msg.sender, reward);
        _burn(slice - reward);
    }

    /// @inheritdoc IJurorCourt
    function close(uint256 caseId) external {
        Case storage data = _cases[caseId];
        Phase phase = phaseOf(caseId);
        if (phase == Phase.Tallying) {
            _tally(caseId, data);
        } else if (phase == Phase.Closing) {
            _decide(caseId, data, false);
        } else {
            revert JurorCourt_NotInPhase(caseId, phase);
        }
    }

    /// @inheritdoc IJurorCourt
    function refer(uint256 caseId) external {
        Case storage data = _in(caseId, Phase.Appeal);
        uint256 size = data.size;
        if (size != Bench.MAX_SEATS) revert JurorCourt_WrongInstance(caseId, size);
        _refer(caseId, data, msg.sender);
        TOKEN.safeTransferFrom(msg.sender, address(this), UNIT);
    }

    /// @inheritdoc IJurorCourt
    function settle(uint256 caseId, uint256 draw) external {
        Case storage data = _cases[caseId];
        if (data.status < Status.Decided) revert JurorCourt_NotInPhase(caseId, phaseOf(caseId));
        Draw storage draw_ = _draws[caseId][draw];
        if (draw >= data.draws || draw_.settled) revert JurorCourt_NothingToSettle(caseId, draw);
        draw_.settled = true;
        _settle(caseId, draw, data.byBench ? data.ruling + 1 : 0, _sliceOf(data));
    }

    /// @inheritdoc IJurorCourt
    /// @dev No limit of gas: with one, the caller could starve the arbitrable, and the ruling would be spent.
    function execute(uint256 caseId) external {
        Case storage data = _in(caseId, Phase.Decided);
        data.status = Status.Executed;
        uint256 ruling = data.ruling;
        emit CaseExecuted(caseId, ruling);
        data.arbitrable.rule(caseId, ruling);
    }

    /// @inheritdoc IJurorCourt
    function claim(address payable to) external returns (uint256 amount) {
        amount = creditOf[msg.sender];
        if (amount == 0) revert JurorCourt_ZeroAmount();
        creditOf[msg.sender] = 0;
        emit Claimed(msg.sender, to, amount);
        Address.sendValue(to, amount);
    }

    // -------------------------------------------------------------------------------------------------- Reading

    /// @inheritdoc IJurorCourt
    function parametersOf(uint256 terms) external view returns (Parameters memory) {
        return _parameters[terms];
    }

    /// @inheritdoc IJurorCourt
    function caseOf(uint256 caseId) external view returns (Case memory) {
        return _cases[caseId];
    }

    /// @inheritdoc IJurorCourt
    function phaseOf(uint256 caseId) public view returns (Phase) {
        Case storage data = _cases[caseId];
        Status status = data.status;
        if (status == Status.Drawn) return _phaseOfDraw(data.time, _parameters[data.terms]);
        if (status == Status.None) return Phase.None;
        if (status == Status.Decided) return Phase.Decided;
        if (status == Status.Executed) return Phase.Executed;
        bool isOver = block.timestamp >= data.time;
        if (status == Status.Waiting) return isOver ? Phase.Sealing : Phase.Evidence;
        if (isOver) return Phase.Closing;
        return status == Status.Ruled ? Phase.Appeal : Phase.Referral;
    }

    /// @inheritdoc IJurorCourt
    function drawOf(
        uint256 caseId,
        uint256 draw
    ) external view returns (Draw memory, uint256[15] memory, uint256[15] memory) {
        return (_draws[caseId][draw], _seats[caseId][draw], _ballots[caseId][draw]);
    }

    /// @inheritdoc IJurorCourt
    function ticketsOf(uint256 caseId, address juror) public view returns (uint256) {
        return _least(_stakes[juror], _cases[caseId].created) / UNIT;
    }

    /// @inheritdoc IJurorCourt
    function stakeOf(
        address juror
    ) external view returns (uint256 stake, uint256 locked, uint256 exit, uint48 exitTime) {
        Account storage account = _accounts[juror];
        return (_stakes[juror].latest(), account.locked, account.exit, account.time);
    }

    /// @inheritdoc IJurorCourt
    function jurorCount() external view returns (uint256) {
        return _jurors.latest();
    }

    /// @inheritdoc IJurorCourt
    function commitmentOf(
        uint256 caseId,
        uint256 draw,
        uint256 seat_,
        address juror,
        uint256 choice,
        bytes32 salt
    ) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), caseId, draw, seat_, juror, choice, salt));
    }

    // ------------------------------------------------------------------------------------------ The way of a case

    function _openDraw(
        uint256 caseId,
        Case storage data,
        uint256 size,
        address payer,
        uint256 fee,
        uint256 waitSeconds
    ) private {
        uint256 draw = data.draws++;
        uint48 deadline = uint48(block.timestamp + waitSeconds);
        (data.status, data.target, data.time) = (Status.Waiting, 0, deadline);
        data.size = uint8(size);
        Draw storage draw_ = _draws[caseId][draw];
        (draw_.size, draw_.payer, draw_.fee) = (uint8(size), payer, fee);
        emit DrawOpened(caseId, draw, size, payer, deadline);
    }

    /// @dev Gives the ticket a seat, if it has none and deserves one.
    function _offer(Offers memory offers, uint256[15] storage seats, Ticket calldata ticket) private returns (bool) {
        (address juror, uint256 index) = (ticket.juror, ticket.index);
        uint256 count = _least(_stakes[juror], offers.created) / UNIT;
        if (index >= count) revert JurorCourt_NoSuchTicket(juror, index, count);
        uint256 taken = Bench.seatOf(offers.seed, juror, index);
        (uint256 place, address former) = offers.bench.place(offers.size, taken);
        if (place == Bench.MAX_SEATS || !_moveSlice(former, juror, offers.slice)) return false;
        (seats[place], offers.bench[place]) = (taken, taken);
        emit Seated(offers.caseId, offers.draw, juror, place, index, former);
        return true;
    }

    /// @dev A bench without a majority is drawn once more, with the same fee; then the vote decides.
    function _tally(uint256 caseId, Case storage data) private {
        uint256 draw = data.draws - 1;
        Draw storage draw_ = _draws[caseId][draw];
        uint256 size = data.size;
        uint256 ballot = _ballots[caseId][draw].tally(size);
        if (ballot != 0) {
            data.time = uint48(block.timestamp + _parameters[data.terms].appeal);
            (data.status, data.byBench, data.ruling) = (Status.Ruled, true, uint16(ballot - 1));
            emit BenchRuled(caseId, draw, ballot - 1, data.time);
            if (size != Bench.MAX_SEATS) emit AppealPossible(caseId, data.arbitrable);
        } else if (data.redrawn) {
            _refer(caseId, data, address(0));
        } else {
            data.redrawn = true;
            uint256 fee = draw_.fee;
            draw_.fee = 0;
            _openDraw(caseId, data, size, draw_.payer, fee, 0);
        }
    }

    function _refer(uint256 caseId, Case storage data, address referrer) private {
        uint48 deadline = uint48(block.timestamp + _parameters[data.terms].referral);
        (data.status, data.time, data.referrer) = (Status.Referred, deadline, referrer);
        emit Referred(caseId, referrer, deadline);
    }

    function _decide(uint256 caseId, Case storage data, bool byVote) private {
        data.status = Status.Decided;
        emit CaseDecided(caseId, data.ruling, byVote);
        address referrer = data.referrer;
        if (referrer == address(0)) return;
        if (byVote) _owe(referrer, UNIT);
        else _burn(UNIT);
    }

    /// @param wanted The ballot that the ruling asks for; any that was revealed, for 0.
    function _settle(uint256 caseId, uint256 draw, uint256 wanted, uint256 slice) private {
        Draw storage draw_ = _draws[caseId][draw];
        uint256[15] storage ballots = _ballots[caseId][draw];
        address[] memory coherent = new address[](draw_.size);
        (uint256 count, uint256 lost) = (0, 0);
        for (uint256 i = 0; i < coherent.length; ++i) {
            (address juror, uint256 ballot) = (_jurorOf(caseId, draw, i), ballots[i]);
            if (juror == address(0)) break;
            if (ballot == Bench.DENOUNCED) continue;
            if (wanted == 0 ? Bench.isRevealed(ballot) : ballot == wanted) {
                _accounts[juror].locked -= uint96(slice);
                coherent[count++] = juror;
            } else {
                _slash(juror, slice);
                lost += slice;
            }
        }
        uint256 fee = draw_.fee;
        uint256 divisor = Math.max(count, 1);
        (uint256 share, uint256 feeShare) = count == 0 ? (0, 0) : (lost / divisor, fee / divisor);
        for (uint256 i = 0; i < count; ++i) {
            _owe(coherent[i], share);
            _credit(coherent[i], feeShare);
        }
        emit DrawSettled(caseId, draw, count, share * count, lost - share * count, feeShare * count);
        _credit(draw_.payer, fee - feeShare * count);
        _burn(lost - share * count);
    }

    // --------------------------------------------------------------------------------------------- Stake and money

    /// @dev Keeps the number of those who have a unit.
    function _setStake(address juror, uint256 stake) private {
        uint256 before = _stakes[juror].push(stake);
        if (before < UNIT != stake < UNIT) {
            uint256 count = _jurors.latest();
            _jurors.push(stake < UNIT ? count - 1 : count + 1);
        }
        emit StakeChanged(juror, stake);
    }

    /// @dev Frees the slice of `former`, if anybody, and puts one of `juror` at risk, if he has one free.
    function _moveSlice(address former, address juror, uint256 slice) private returns (bool) {
        if (former == juror) return true;
        uint256 locked = _accounts[juror].locked + slice;
        if (locked > _stakes[juror].latest()) return false;
        _accounts[juror].locked = uint96(locked);
        if (former != address(0)) _accounts[former].locked -= uint96(slice);
        return true;
    }

    /// @dev Takes a slice that was at risk.
    function _slash(address juror, uint256 slice) private {
        _accounts[juror].locked -= uint96(slice);
        _setStake(juror, _stakes[juror].latest() - slice);
    }

    /// @dev Tokens that `account` withdraws.
    function _owe(address account, uint256 amount) private {
        if (amount == 0) return;
        Account storage data = _accounts[account];
        data.exit = (data.exit + amount).toUint96();
        emit ExitChanged(account, data.exit, data.time);
    }

    /// @dev Wei that `account` claims.
    function _credit(address account, uint256 amount) private {
        if (amount == 0) return;
        creditOf[account] += amount;
        emit Credited(account, amount);
    }

    function _burn(uint256 amount) private {
        if (amount != 0) ERC20Burnable(address(TOKEN)).burn(amount);
    }

    // ------------------------------------------------------------------------------------------------- Internals

    function _admit(IArbitrable arbitrable, bool admitted) private {
        isAdmitted[arbitrable] = admitted;
        emit ArbitrableAdmitted(arbitrable, admitted);
    }

    function _setParameters(uint16 terms, Parameters memory parameters) private {
        uint32[6] memory periods = [
            parameters.evidence,
            parameters.seating,
            parameters.commit,
            parameters.reveal,
            parameters.appeal,
            parameters.referral
        ];
        bool fits = parameters.sliceBps != 0 && parameters.sliceBps <= BPS && parameters.minJurors != 0;
        for (uint256 i = 0; i < periods.length; ++i) {
            fits = fits && periods[i] >= MIN_PERIOD;
        }
        uint256 draw = uint256(parameters.seating) + parameters.commit + parameters.reveal;
        uint256 longest = parameters.evidence + BENCHES * (2 * draw + parameters.appeal) + parameters.referral;
        fits = fits && longest <= MAX_CASE;
        if (!fits) revert JurorCourt_BadParameters(parameters);
        currentTerms = terms;
        _parameters[terms] = parameters;
        emit ParametersSet(terms, parameters);
    }

    /// @dev Exchanges the ballot of a seat for `ballot`, for whoever knows what was committed.
    function _open(
        uint256 caseId,
        Case storage data,
        uint256 seat_,
        uint256 choice,
        bytes32 salt,
        uint256 ballot
    ) private returns (uint256 draw) {
        draw = data.draws - 1;
        if (seat_ >= Bench.MAX_SEATS) revert JurorCourt_WrongOpening(caseId, seat_);
        uint256[15] storage ballots = _ballots[caseId][draw];
        bytes32 commitment = commitmentOf(caseId, draw, seat_, _jurorOf(caseId, draw, seat_), choice, salt);
        if (ballots[seat_] != uint256(commitment) | Bench.COMMITTED) revert JurorCourt_WrongOpening(caseId, seat_);
        ballots[seat_] = ballot;
    }

    function _phaseOfDraw(uint256 time, Parameters storage parameters) private view returns (Phase) {
        time += parameters.seating;
        if (block.timestamp < time) return Phase.Seating;
        time += parameters.commit;
        if (block.timestamp < time) return Phase.Committing;
        return block.timestamp < time + parameters.reveal ? Phase.Revealing : Phase.Tallying;
    }

    function _in(uint256 caseId, Phase wanted) private view returns (Case storage data) {
        Phase phase = phaseOf(caseId);
        if (phase != wanted) revert JurorCourt_NotInPhase(caseId, phase);
        return _cases[caseId];
    }

    function _jurorOf(uint256 caseId, uint256 draw, uint256 seat_) private view returns (address) {
        return address(uint160(_seats[caseId][draw][seat_]));
    }

    /// @dev The size of the bench against which an appeal can be made now; 0 if none can.
    function _appealable(uint256 caseId) private view returns (Case storage data, uint256 size) {
        data = _cases[caseId];
        if (phaseOf(caseId) != Phase.Appeal) return (data, 0);
        size = data.size;
        if (size == Bench.MAX_SEATS) size = 0;
    }

    /// @dev The smallest bench whose majority loses as much as the dispute is about; 0 where the vote alone decides.
    function _firstBench(Parameters storage parameters, uint256 value) private view returns (uint256 size) {
        if (_least(_jurors, block.timestamp) < parameters.minJurors) return 0;
        uint256 slice = _slice(parameters);
        for (size = SMALLEST_BENCH; size <= Bench.MAX_SEATS; size = _next(size)) {
            if (value <= ((size + 1) / 2) * slice) return size;
        }
        return 0;
    }

    /// @dev The lesser of what was there just before `time` and a month before.
    function _least(HeadTrace.Trace storage trace, uint256 time) private view returns (uint256) {
        return Math.min(trace.upperLookup(time - 1), trace.upperLookup(time - MATURITY));
    }

    function _sliceOf(Case storage data) private view returns (uint256) {
        return _slice(_parameters[data.terms]);
    }

    function _slice(Parameters storage parameters) private view returns (uint256) {
        return (UNIT * parameters.sliceBps) / BPS;
    }

    function _checkFee(uint256 cost) private view {
        if (msg.value < cost) revert JurorCourt_FeeTooLow(msg.value, cost);
    }

    function _next(uint256 size) private pure returns (uint256) {
        return 2 * size + 1;
    }

    function _checkChoice(uint256 choice, uint256 choices) private pure {
        if (choice > choices) revert JurorCourt_BadChoice(choice, choices);
    }

    /// @dev The payer and the value, which `extraData` ends with.
    function _read(bytes calldata extraData) private pure returns (address payer, uint256 value) {
        uint256 length = extraData.length;
        if (length < 64) revert JurorCourt_BadExtraData(extraData);
        uint256 word = uint256(bytes32(extraData[length - 64:]));
        value = uint256(bytes32(extraData[length - 32:]));
        if (word > type(uint160).max || value > type(uint96).max) revert JurorCourt_BadExtraData(extraData);
        payer = address(uint160(word));
    }
}
