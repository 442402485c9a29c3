// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {IArbitrable} from "../../contracts/court/IArbitrable.sol";
import {IArbitrator} from "../../contracts/court/IArbitrator.sol";
import {IJurorCourt} from "../../contracts/court/IJurorCourt.sol";
import {JurorCourt} from "../../contracts/court/JurorCourt.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";

/**
 * @notice Deposits, opens cases and takes them through every phase at random, as arbitrable and timelock in one. Beside it
 * a model that has no cleverness at all: it keeps every stake that ever was, sorts all tickets that were ever offered, counts
 * the votes for each choice there is, and adds up the money of everybody.
 */
contract CourtHandler is Test, IArbitrable {
    struct Point {
        uint256 time;
        uint256 stake;
    }

    struct Round {
        uint256 size;
        address payer;
        uint256 fee;
        bool settled;
        uint256[] seats; // sorted, the lowest first
        mapping(uint256 seat => Vote vote) votes;
    }

    struct Vote {
        bool committed;
        bool revealed;
        bool denounced;
        uint256 choice;
        bytes32 salt;
    }

    struct Model {
        uint256 created;
        uint256 choices;
        uint256 value;
        uint256 ruling;
        bool byBench;
        bool redrawn;
        bool decided;
        bool executed;
        address referrer;
    }

    uint256 internal constant ACTORS = 13;
    uint256 internal constant UNIT = 2_000e18;
    uint256 internal constant SLICE = 1_000e18;
    uint256 internal constant FEE = 1e15;
    uint256 internal constant MAX_CASES = 10;

    GovernanceToken public immutable TOKEN;
    JurorCourt public immutable COURT;

    Point[] internal _ofNobody;
    mapping(address juror => Point[] points) internal _stakes;
    mapping(address juror => uint256 amount) internal _locked;
    mapping(address account => uint256 amount) internal _exits;
    mapping(address account => uint256 amount) internal _credits;
    mapping(uint256 caseId => Model model) internal _models;
    mapping(uint256 caseId => Round[] rounds) internal _rounds;
    uint256 internal _burned;
    uint256 internal _bonds;
    uint256 internal _openFees;
    uint256 internal _ruledCase;
    uint256 internal _ruled;
    mapping(bytes32 kind => uint256 count) public done;

    constructor() {
        vm.warp(1_800_000_000);
        vm.roll(1_000);
        vm.deal(address(this), 1_000 ether);
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](1);
        allocations[0] = IGovernanceToken.Allocation(address(this), type(uint96).max);
        TOKEN = new GovernanceToken("Neuro", "NEURO", address(this), allocations, type(uint96).max, 0);
        IArbitrable[] memory admitted = new IArbitrable[](1);
        admitted[0] = this;
        IJurorCourt.Parameters memory parameters = IJurorCourt.Parameters({
            sliceBps: 5_000,
            minJurors: 10,
            feePerJuror: uint96(FEE),
            evidence: 3 days,
            seating: 1 days,
            commit: 2 days,
            reveal: 2 days,
            appeal: 3 days,
            referral: 45 days
        });
        COURT = new JurorCourt(TOKEN, address(this), UNIT, parameters, admitted);
        for (uint256 i = 0; i < ACTORS; ++i) {
            TOKEN.transfer(_actor(i), 1e27);
            vm.prank(_actor(i));
            TOKEN.approve(address(COURT), type(uint256).max);
            if (i != 0) _deposit(_actor(i), ((i % 5) + 1) * UNIT + i);
        }
        vm.warp(block.timestamp + 31 days);
    }

    /// @inheritdoc IArbitrable
    function rule(uint256 disputeId, uint256 ruling) external {
        assertEq(msg.sender, address(COURT), "somebody else ruled");
        (_ruledCase, _ruled) = (disputeId, ruling);
    }

    // ------------------------------------------------------------------------------------------------ What happens

    function wait(uint256 seconds_) external {
        vm.roll(block.number + 1);
        vm.warp(block.timestamp + (seconds_ % 1 days));
    }

    function deposit(uint256 who, uint256 amount) external {
        _deposit(_actor(who), 1 + (amount % (2 * UNIT)));
        ++done["deposit"];
    }

    function quit(uint256 who, uint256 amount) external {
        address juror = _actor(who);
        uint256 free = _latest(juror) - _locked[juror];
        amount = amount % 3 == 0 ? free + 1 + ((amount >> 8) % UNIT) : (amount >> 8) % (UNIT / 2);
        bool may = amount != 0 && amount <= free;
        vm.prank(juror);
        try COURT.requestWithdraw(amount) {
            assertTrue(may, "left with what was not free");
            _note(juror, _latest(juror) - amount);
            _exits[juror] += amount;
            ++done["quit"];
        } catch {
            assertFalse(may, "cannot leave");
        }
    }

    function withdraw(uint256 who) external {
        address account = _actor(who);
        (, , , uint48 time) = COURT.stakeOf(account);
        bool may = _exits[account] != 0 && block.timestamp >= time;
        vm.prank(account);
        try COURT.withdraw() returns (uint256 amount) {
            assertTrue(may, "withdrew too early, or nothing");
            assertEq(amount, _exits[account], "withdrew");
            _exits[account] = 0;
            ++done["withdraw"];
        } catch {
            assertFalse(may, "cannot withdraw");
        }
    }

    function claim(uint256 who) external {
        address account = _actor(who);
        if (_credits[account] == 0) return;
        uint256 before = account.balance;
        vm.prank(account);
        COURT.claim(payable(account));
        assertEq(account.balance - before, _credits[account], "claimed");
        _credits[account] = 0;
        ++done["claim"];
    }

    function open(uint256 dice) external {
        if (COURT.caseCount() == MAX_CASES) return;
        (uint256 value, address payer) = ((dice % 9) * SLICE + ((dice >> 8) % 2), _actor(dice >> 16));
        uint256 size;
        if (_distinct() >= 10) {
            if (value <= 2 * SLICE) size = 3;
            else if (value <= 4 * SLICE) size = 7;
            else if (value <= 8 * SLICE) size = 15;
        }
        bytes memory extraData = abi.encode(payer, value);
        assertEq(COURT.arbitrationCost(extraData), size * FEE, "cost");
        uint256 paid = size * FEE + ((dice >> 24) % 3);
        uint256 choices = 1 + ((dice >> 32) % 3);
        uint256 id = COURT.createDispute{value: paid}(choices, extraData);
        Model storage model = _models[id];
        (model.created, model.choices, model.value) = (block.timestamp, choices, value);
        if (size == 0) {
            _credits[payer] += paid;
        } else {
            _openFees += paid;
            _push(id, size, payer, paid);
        }
        ++done["open"];
    }

    /// @dev Whatever the phase of a case allows, or what it forbids.
    function step(uint256 id, uint256 dice) external {
        uint256 count = COURT.caseCount();
        if (count == 0) return;
        id = 1 + (id % count);
        IJurorCourt.Phase phase = COURT.phaseOf(id);
        uint256 seed = dice >> 8;
        if (dice % 16 == 0) _pass(id);
        else if (phase == IJurorCourt.Phase.Sealing && seed % 2 == 0) _drive(id, seed);
        else if (phase == IJurorCourt.Phase.Sealing) _seal(id, seed);
        else if (phase == IJurorCourt.Phase.Seating) _seat(id, seed);
        else if (phase == IJurorCourt.Phase.Committing) _commit(id, seed);
        else if (phase == IJurorCourt.Phase.Revealing) _reveal(id, seed);
        else if (phase == IJurorCourt.Phase.Tallying) _tally(id);
        else if (phase == IJurorCourt.Phase.Appeal) _appeal(id, seed);
        else if (phase == IJurorCourt.Phase.Referral) _overrule(id, seed);
        else if (phase == IJurorCourt.Phase.Closing) _close(id);
        else if (phase >= IJurorCourt.Phase.Decided) _finish(id, seed);
        else _pass(id);
    }

    /// @dev A whole draw, with everybody's tickets in some order, so that there are full benches.
    function _drive(uint256 id, uint256 dice) private {
        for (uint256 i = 0; i < 3 && COURT.phaseOf(id) == IJurorCourt.Phase.Sealing; ++i) _seal(id, 1);
        for (uint256 i = 0; i < 12; ++i) _seat(id, uint256(keccak256(abi.encode(dice, i))) | 7);
        vm.warp(block.timestamp + 1 days);
        if (COURT.phaseOf(id) == IJurorCourt.Phase.Committing) _commit(id, dice | (0xf << 32));
        vm.warp(block.timestamp + 2 days);
        if (COURT.phaseOf(id) == IJurorCourt.Phase.Revealing) _reveal(id, dice);
        vm.warp(block.timestamp + 2 days);
        _tally(id);
        ++done["drive"];
    }

    /// @dev To the end of whatever is waited for.
    function _pass(uint256 id) private {
        vm.roll(block.number + 1);
        IJurorCourt.Phase phase = COURT.phaseOf(id);
        if (phase == IJurorCourt.Phase.Evidence) vm.warp(COURT.caseOf(id).time);
        else if (phase == IJurorCourt.Phase.Appeal && done["open"] % 2 == 0) vm.warp(COURT.caseOf(id).time);
        else if (phase == IJurorCourt.Phase.Referral) vm.warp(block.timestamp + 12 days);
        else vm.warp(block.timestamp + 1 days);
    }

    function _seal(uint256 id, uint256 seed) private {
        uint256 target = COURT.caseOf(id).target;
        vm.roll(block.number + (seed % 20 == 0 ? 300 : 5));
        COURT.seal(id);
        bool isFresh = target != 0 && block.number - target <= 256;
        assertEq(COURT.phaseOf(id) == IJurorCourt.Phase.Seating, isFresh, "sealed");
        ++done[isFresh ? bytes32("seed") : bytes32("target")];
    }

    function _seat(uint256 id, uint256 seed) private {
        IJurorCourt.Ticket[] memory tickets = new IJurorCourt.Ticket[](1 + (seed % 8));
        bool isThere = true;
        Round storage round = _last(id);
        (IJurorCourt.Draw memory draw, , ) = COURT.drawOf(id, _rounds[id].length - 1);
        uint256 seated;
        uint256 snapshot = vm.snapshotState();
        for (uint256 i = 0; i < tickets.length; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            address juror = _actor(seed);
            uint256 count = _ticketsOf(juror, _models[id].created);
            uint256 index = seed % 97 == 0 ? count : (seed >> 16) % (count == 0 ? 1 : count);
            if (index >= count && seed % 97 != 0) (juror, index) = (_actor(4), 0);
            count = _ticketsOf(juror, _models[id].created);
            tickets[i] = IJurorCourt.Ticket(juror, uint96(index));
            if (index >= count) isThere = false;
            else if (isThere && _place(round, draw.seed, juror, index)) ++seated;
        }
        bool may = isThere && seated != 0;
        if (!may) vm.revertToState(snapshot);
        try COURT.seat(id, tickets) {
            assertTrue(may, "seated what has no place");
            done["seat"] += seated;
        } catch {
            assertFalse(may, "cannot be seated");
        }
    }

    /// @dev Sorts everything that is offered, and cuts off what is too much.
    function _place(Round storage round, bytes32 seed, address juror, uint256 index) private returns (bool) {
        uint256 seat = (uint256(keccak256(abi.encode(seed, juror, index))) >> 160) << 160;
        seat |= uint160(juror);
        for (uint256 i = 0; i < round.seats.length; ++i) {
            if (round.seats[i] == seat) return false;
        }
        address leaving;
        if (round.seats.length == round.size) {
            uint256 highest = round.seats[round.size - 1];
            if (highest < seat) return false;
            leaving = address(uint160(highest));
        }
        if (leaving != juror) {
            if (_latest(juror) < _locked[juror] + SLICE) return false;
            _locked[juror] += SLICE;
            if (leaving != address(0)) _locked[leaving] -= SLICE;
        }
        if (leaving != address(0)) round.seats.pop();
        round.seats.push(seat);
        for (uint256 i = round.seats.length - 1; i > 0 && round.seats[i] < round.seats[i - 1]; --i) {
            (round.seats[i], round.seats[i - 1]) = (round.seats[i - 1], round.seats[i]);
        }
        return true;
    }

    function _commit(uint256 id, uint256 seed) private {
        Round storage round = _last(id);
        uint256 draw = _rounds[id].length - 1;
        for (uint256 i = 0; i < round.seats.length; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            (uint256 place, address juror) = _seatAt(id, draw, i);
            Vote storage vote = round.votes[round.seats[i]];
            if (vote.denounced || seed % 8 == 0) continue;
            // In two of three cases most agree, so that there are majorities.
            uint256 choice = id % 3 == 0 || (seed >> 8) % 6 == 0 ? (seed >> 16) % (_models[id].choices + 1) : id % 2;
            (vote.committed, vote.choice, vote.salt) = (true, choice, bytes32(seed));
            bytes32 commitment = COURT.commitmentOf(id, draw, place, juror, choice, vote.salt);
            vm.prank(juror);
            COURT.commit(id, place, commitment);
            ++done["commit"];
            if ((seed >> 32) % 16 == 0) _denounce(id, draw, place, vote);
        }
    }

    function _denounce(uint256 id, uint256 draw, uint256 place, Vote storage vote) private {
        (, uint256[15] memory seats, ) = COURT.drawOf(id, draw);
        address juror = address(uint160(seats[place]));
        vm.prank(_actor(0));
        COURT.denounce(id, place, vote.choice, vote.salt);
        (vote.committed, vote.denounced) = (false, true);
        _slash(juror);
        _exits[_actor(0)] += SLICE / 2;
        _burned += SLICE - SLICE / 2;
        ++done["denounce"];
    }

    function _reveal(uint256 id, uint256 seed) private {
        Round storage round = _last(id);
        for (uint256 i = 0; i < round.seats.length; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            Vote storage vote = round.votes[round.seats[i]];
            (uint256 place, ) = _seatAt(id, _rounds[id].length - 1, i);
            bool may = vote.committed && !vote.revealed && seed % 10 != 0;
            try COURT.reveal(id, place, vote.choice, seed % 10 == 0 ? bytes32(0) : vote.salt) {
                assertTrue(may, "revealed what was not committed");
                vote.revealed = true;
                ++done["reveal"];
            } catch {
                assertFalse(may, "cannot be revealed");
            }
        }
    }

    function _tally(uint256 id) private {
        (Round storage round, Model storage model) = (_last(id), _models[id]);
        COURT.close(id);
        bool isRuled;
        for (uint256 choice = 0; choice <= model.choices; ++choice) {
            uint256 votes;
            for (uint256 i = 0; i < round.seats.length; ++i) {
                Vote storage vote = round.votes[round.seats[i]];
                if (vote.revealed && vote.choice == choice) ++votes;
            }
            if (2 * votes <= round.size) continue;
            assertFalse(isRuled, "two majorities");
            isRuled = true;
            (model.ruling, model.byBench) = (choice, true);
            // What decides can lose as much as it decides about.
            assertGe(votes * SLICE, model.value, "more than the majority can lose");
        }
        IJurorCourt.Phase phase = COURT.phaseOf(id);
        if (isRuled) {
            assertEq(uint8(phase), uint8(IJurorCourt.Phase.Appeal), "not ruled");
            ++done["rule"];
        } else if (model.redrawn) {
            assertEq(uint8(phase), uint8(IJurorCourt.Phase.Referral), "not referred");
            ++done["hang"];
        } else {
            assertEq(uint8(phase), uint8(IJurorCourt.Phase.Sealing), "not drawn again");
            model.redrawn = true;
            (uint256 size, address payer, uint256 fee) = (round.size, round.payer, round.fee);
            round.fee = 0;
            _push(id, size, payer, fee);
            ++done["redraw"];
        }
    }

    function _appeal(uint256 id, uint256 seed) private {
        if (seed % 3 == 0) return _pass(id);
        uint256 size = _last(id).size;
        address who = _actor(seed >> 8);
        if (size == 15) {
            vm.prank(who);
            COURT.refer(id);
            _models[id].referrer = who;
            _bonds += UNIT;
            ++done["refer"];
            return;
        }
        uint256 paid = (2 * size + 1) * FEE + ((seed >> 16) % 5);
        vm.deal(who, who.balance + paid);
        vm.prank(who);
        COURT.appeal{value: paid}(id, "");
        _openFees += paid;
        _models[id].redrawn = false;
        _push(id, 2 * size + 1, who, paid);
        ++done["appeal"];
    }

    function _overrule(uint256 id, uint256 seed) private {
        if (seed % 3 != 0) return _pass(id);
        Model storage model = _models[id];
        model.ruling = (seed >> 8) % (model.choices + 1);
        (model.byBench, model.decided) = (false, true);
        COURT.overrule(id, model.ruling);
        if (model.referrer != address(0)) {
            _bonds -= UNIT;
            _exits[model.referrer] += UNIT;
        }
        ++done["overrule"];
    }

    function _close(uint256 id) private {
        Model storage model = _models[id];
        COURT.close(id);
        model.decided = true;
        if (model.referrer != address(0)) {
            _bonds -= UNIT;
            _burned += UNIT;
        }
        ++done["close"];
    }

    function _finish(uint256 id, uint256 seed) private {
        Model storage model = _models[id];
        if (seed % 3 == 0) {
            try COURT.execute(id) {
                assertFalse(model.executed, "executed twice");
                assertEq(_ruledCase, id, "executed another case");
                assertEq(_ruled, model.ruling, "executed another ruling");
                model.executed = true;
                ++done["execute"];
            } catch {
                assertTrue(model.executed, "cannot be executed");
            }
            return;
        }
        if (_rounds[id].length == 0) return;
        _settle(id, (seed >> 8) % _rounds[id].length);
    }

    function _settle(uint256 id, uint256 draw) private {
        (Round storage round, Model storage model) = (_rounds[id][draw], _models[id]);
        try COURT.settle(id, draw) {
            assertFalse(round.settled, "settled twice");
        } catch {
            assertTrue(round.settled, "cannot be settled");
            return;
        }
        round.settled = true;
        uint256 good;
        uint256 bad;
        for (uint256 i = 0; i < round.seats.length; ++i) {
            Vote storage vote = round.votes[round.seats[i]];
            if (vote.denounced) continue;
            if (_isGood(vote, model)) ++good;
            else ++bad;
        }
        uint256 fee = round.fee;
        uint256 lost = bad * SLICE;
        for (uint256 i = 0; i < round.seats.length; ++i) {
            Vote storage vote = round.votes[round.seats[i]];
            address juror = address(uint160(round.seats[i]));
            if (vote.denounced) continue;
            if (!_isGood(vote, model)) {
                _slash(juror);
                continue;
            }
            _locked[juror] -= SLICE;
            _exits[juror] += (bad * SLICE) / good;
            _credits[juror] += round.fee / good;
            (fee, lost) = (fee - round.fee / good, lost - (bad * SLICE) / good);
        }
        _credits[round.payer] += fee;
        _burned += lost;
        _openFees -= round.fee;
        ++done["settle"];
    }

    // ------------------------------------------------------------------------------------------ What must be so

    function compare() external view {
        uint256 tokens = _bonds;
        uint256 ether_ = _openFees;
        uint256 jurors;
        for (uint256 i = 0; i < ACTORS; ++i) {
            address who = _actor(i);
            (uint256 stake, uint256 locked, uint256 exit, ) = COURT.stakeOf(who);
            assertEq(stake, _latest(who), "stake");
            assertEq(locked, _locked[who], "locked");
            assertLe(locked, stake, "more at risk than there is");
            assertEq(exit, _exits[who], "exit");
            assertEq(COURT.creditOf(who), _credits[who], "credit");
            tokens += stake + exit;
            ether_ += _credits[who];
            if (stake >= UNIT) ++jurors;
        }
        assertEq(COURT.jurorCount(), jurors, "jurors");
        assertEq(TOKEN.balanceOf(address(COURT)), tokens, "tokens");
        assertEq(address(COURT).balance, ether_, "ether");
        assertEq(TOKEN.totalSupply(), type(uint96).max - _burned, "burned");
        for (uint256 id = 1; id <= COURT.caseCount(); ++id) {
            Model storage model = _models[id];
            IJurorCourt.Case memory data = COURT.caseOf(id);
            assertEq(data.ruling, model.ruling, "ruling");
            assertEq(data.byBench, model.byBench, "by bench");
            assertEq(data.value, model.value, "value");
            assertEq(data.terms, 0, "terms have changed");
            assertEq(address(data.arbitrable), address(this), "arbitrable");
            assertEq(data.draws, _rounds[id].length, "draws");
            for (uint256 draw = 0; draw < _rounds[id].length; ++draw) _compareBench(id, draw);
        }
    }

    function _compareBench(uint256 id, uint256 draw) private view {
        Round storage round = _rounds[id][draw];
        (IJurorCourt.Draw memory data, uint256[15] memory seats, ) = COURT.drawOf(id, draw);
        assertEq(data.size, round.size, "size");
        assertEq(data.fee, round.fee, "fee");
        assertEq(data.settled, round.settled, "settled");
        assertLe(round.seats.length, round.size, "too many seats");
        uint256 count;
        for (uint256 i = 0; i < 15; ++i) {
            if (seats[i] == 0) continue;
            ++count;
            bool found;
            for (uint256 j = 0; j < round.seats.length; ++j) {
                if (round.seats[j] == seats[i]) found = true;
            }
            assertTrue(found, "a seat that is not among the lowest");
        }
        assertEq(count, round.seats.length, "seats");
    }

    // ------------------------------------------------------------------------------------------------- Internals

    function _deposit(address juror, uint256 amount) private {
        vm.prank(juror);
        COURT.deposit(amount);
        _note(juror, _latest(juror) + amount);
    }

    function _note(address juror, uint256 stake) private {
        _stakes[juror].push(Point(block.timestamp, stake));
    }

    function _slash(address juror) private {
        _locked[juror] -= SLICE;
        _note(juror, _latest(juror) - SLICE);
    }

    function _push(uint256 id, uint256 size, address payer, uint256 fee) private {
        Round storage round = _rounds[id].push();
        (round.size, round.payer, round.fee) = (size, payer, fee);
    }

    function _last(uint256 id) private view returns (Round storage) {
        return _rounds[id][_rounds[id].length - 1];
    }

    function _isGood(Vote storage vote, Model storage model) private view returns (bool) {
        return vote.revealed && (!model.byBench || vote.choice == model.ruling);
    }

    /// @dev Where the court has the model's `index`-lowest seat.
    function _seatAt(uint256 id, uint256 draw, uint256 index) private view returns (uint256 place, address juror) {
        (, uint256[15] memory seats, ) = COURT.drawOf(id, draw);
        uint256 seat = _rounds[id][draw].seats[index];
        while (seats[place] != seat) ++place;
        juror = address(uint160(seat));
    }

    function _latest(address juror) private view returns (uint256) {
        return _stakeAt(juror, block.timestamp);
    }

    function _stakeAt(address juror, uint256 time) private view returns (uint256 stake) {
        for (uint256 i = 0; i < _stakes[juror].length; ++i) {
            if (_stakes[juror][i].time <= time) stake = _stakes[juror][i].stake;
        }
    }

    function _ticketsOf(address juror, uint256 created) private view returns (uint256) {
        (uint256 late, uint256 early) = (_stakeAt(juror, created - 1), _stakeAt(juror, created - 30 days));
        return (late < early ? late : early) / UNIT;
    }

    function _distinct() private view returns (uint256) {
        uint256 late;
        uint256 early;
        for (uint256 i = 0; i < ACTORS; ++i) {
            if (_stakeAt(_actor(i), block.timestamp - 1) >= UNIT) ++late;
            if (_stakeAt(_actor(i), block.timestamp - 30 days) >= UNIT) ++early;
        }
        return late < early ? late : early;
    }

    function _actor(uint256 seed) private pure returns (address) {
        return address(uint160(0xa11ce00 + (seed % ACTORS)));
    }
}
