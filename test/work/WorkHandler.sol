// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {IArbitrator} from "../../contracts/court/IArbitrator.sol";
import {CentralArbitrator} from "../../contracts/mocks/Court.sol";
import {OddToken} from "../../contracts/mocks/OddTokens.sol";
import {ICredentials} from "../../contracts/people/ICredentials.sol";
import {IReputation} from "../../contracts/people/IReputation.sol";
import {IProtocolRegistry} from "../../contracts/protocol/IProtocolRegistry.sol";
import {ProtocolRegistry} from "../../contracts/protocol/ProtocolRegistry.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";
import {ITreasury} from "../../contracts/treasury/ITreasury.sol";
import {Treasury} from "../../contracts/treasury/Treasury.sol";
import {IBallots} from "../../contracts/voting/IBallots.sol";
import {IVerdicts} from "../../contracts/work/IVerdicts.sol";
import {IWork} from "../../contracts/work/IWork.sol";
import {Work} from "../../contracts/work/Work.sol";

/// @dev So many of the newest jobs there is more to do about than about the others.
uint256 constant RECENT = 12;

/// @notice A payee that is told of each payment, and then tries every door behind which money moves.
contract Meddler {
    Work private immutable WORK;
    address private immutable TOKEN;

    uint256 public calls;
    uint256 public opened;

    constructor(Work work, address token) {
        (WORK, TOKEN) = (work, token);
    }

    function tokensReceived(address, uint256) external {
        ++calls;
        uint256 last = WORK.jobCounter();
        for (uint256 id = last; id > 0 && id + RECENT > last; --id) {
            _try(abi.encodeCall(WORK.pay, (id)));
            _try(abi.encodeCall(WORK.claimRefund, (id)));
            _try(abi.encodeCall(WORK.complete, (id, 0, "")));
        }
        _try(abi.encodeCall(WORK.withdraw, (TOKEN, address(this))));
    }

    function _try(bytes memory data) private {
        (bool success, ) = address(WORK).call(data);
        if (success) ++opened;
    }
}

/**
 * @notice Promises grants and prizes in two tokens, of which one keeps fees, calls back and refuses at random, and takes
 * their jobs through every state, as timelock, council, payees and strangers, while votes stop payments and let them go on.
 * Beside it a list of all jobs that says in plain words what may be done to each, and must be right each time; its times are
 * those without pauses.
 */
contract WorkHandler is Test {
    /// @dev A job as whoever reads the rules has it. `end` is when the decision is final.
    struct Model {
        uint256 budget;
        uint256 token;
        bool isPrize;
        uint256 first;
        uint256 last;
        address provider;
        uint256 due;
        uint256 deadline;
        bool submitted;
        uint256 submittedAt;
        uint256 returns_;
        bool decided;
        bool accepted;
        uint256 end;
        bool held;
        bool wasHeld;
        bool paid;
        bool back;
    }

    uint256 internal constant REVIEW = 14 days;
    uint256 internal constant DISPUTE = 7 days;
    uint256 internal constant DISCLOSURE = 7 days;
    uint256 internal constant ACTORS = 4;
    /// @dev Those of them who call back when they are paid, while the odd token tells them.
    uint256 internal constant MEDDLERS = 2;
    uint256 internal constant MAX_JOBS = 320;
    uint96 internal constant BOND = 5e18;
    uint256 internal constant FEE = 0.1 ether;
    bytes32 internal constant FLAG = "emerg.pausePayments";
    address internal constant COUNCIL = address(0xc0ffee);
    address internal constant STRANGER = address(0xbadcafe);

    Work public immutable WORK;
    IVerdicts public immutable VERDICTS;
    GovernanceToken public immutable TOKEN;
    OddToken public immutable ODD;
    Treasury public immutable TREASURY;
    CentralArbitrator public immutable ARBITRATOR;
    ProtocolRegistry public immutable REGISTRY;

    mapping(uint256 jobId => Model model) internal _jobs;
    mapping(uint256 token => uint256 sum) public promised;
    mapping(uint256 token => uint256 sum) public paid;
    mapping(uint256 token => uint256 sum) public back;
    uint256 public bonds;
    uint256 public count;
    /// @dev Since when payments are stopped, or 0; and for how long they were before.
    uint256 internal _since;
    uint256 internal _stopped;
    mapping(bytes32 kind => uint256 count) public done;

    constructor() {
        vm.warp(1_800_000_000);
        vm.deal(address(this), 1e30);
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](1);
        allocations[0] = IGovernanceToken.Allocation(address(this), type(uint96).max);
        TOKEN = new GovernanceToken("Neuro", "NEURO", address(this), allocations, type(uint96).max, 0);
        ODD = new OddToken();
        ITreasury.TokenCap[] memory caps = new ITreasury.TokenCap[](2);
        caps[0] = ITreasury.TokenCap(address(TOKEN), type(uint128).max);
        caps[1] = ITreasury.TokenCap(address(ODD), type(uint128).max);
        TREASURY = new Treasury(address(this), address(0), caps);
        IProtocolRegistry.Definition[] memory flags = new IProtocolRegistry.Definition[](1);
        flags[0] = IProtocolRegistry.Definition(FLAG, IProtocolRegistry.Kind.Bool, 0, 0, 0);
        REGISTRY = new ProtocolRegistry(address(this), flags);
        WORK = new Work(
            IWork.Parts({
                token: TOKEN,
                treasury: TREASURY,
                ballots: IBallots(address(0)),
                reputation: IReputation(address(0)),
                credentials: ICredentials(address(0)),
                registry: REGISTRY,
                pauseFlag: FLAG
            })
        );
        VERDICTS = WORK.VERDICTS();
        ARBITRATOR = new CentralArbitrator();
        VERDICTS.setArbitrator(IArbitrator(address(ARBITRATOR)), "", "");
        TOKEN.transfer(address(TREASURY), 1e27);
        ODD.mint(address(TREASURY), 1e27);
        for (uint256 i = 0; i < 2; ++i) {
            TREASURY.reconcile(_token(i));
            TREASURY.grantBudget(_budget(_token(i)));
            WORK.openProgram(_terms(i + 1));
        }
        bytes memory meddles = address(new Meddler(WORK, address(ODD))).code;
        for (uint256 i = 0; i < ACTORS; ++i) TOKEN.transfer(_actor(i), 1e24);
        for (uint256 i = 0; i < MEDDLERS; ++i) vm.etch(_actor(i), meddles);
        TOKEN.transfer(STRANGER, 1e24);
        for (uint256 i = 0; i <= ACTORS; ++i) {
            vm.prank(i == ACTORS ? STRANGER : _actor(i));
            TOKEN.approve(address(VERDICTS), type(uint256).max);
            vm.deal(i == ACTORS ? STRANGER : _actor(i), 1e30);
        }
    }

    // ------------------------------------------------------------------------------------------------ What happens

    function wait(uint256 seconds_) external {
        vm.warp(block.timestamp + (seconds_ % 12 days));
    }

    /// @dev A vote stops payments, or lets them go on: mostly the latter.
    function pause(uint256 dice) external {
        bool on = dice % 6 == 0;
        if (on == (_since != 0)) return;
        _pause(on);
        ++done[on ? bytes32("stop") : bytes32("go")];
    }

    /// @dev The odd token changes its manners; nothing may come of that but a promise refused, or a payment that waits.
    function spoil(uint256 dice) external {
        ODD.setFees(dice % 4 == 0 ? 100 : 0, 0);
        ODD.setBlocked(_actor(dice >> 8), (dice >> 16) % 2 == 0);
        ODD.setHook(_actor((dice >> 24) % MEDDLERS), (dice >> 32) % 4 != 0);
    }

    function award(uint256 dice, uint256 amount, uint256 jobs) external {
        jobs = 1 + (jobs % 4);
        if (count + jobs > MAX_JOBS) return;
        uint256 token = dice % 2;
        uint256[] memory amounts = new uint256[](jobs);
        uint256[] memory dues = new uint256[](jobs);
        for (uint256 i = 0; i < jobs; ++i) {
            amounts[i] = 1 + (uint256(keccak256(abi.encode(amount, i))) % 2_000e18);
            dues[i] = block.timestamp + (i + 1) * (1 days + ((dice >> 8) % 20 days));
        }
        address payee = _actor(dice >> 16);
        vm.prank(COUNCIL);
        try WORK.award(token + 1, payee, amounts, dues, IWork.Brief(0, 0, "")) {
            assertEq(_since, 0, "promised while payments are stopped");
            _note(token, false, payee, amounts, dues, 0);
            ++done["award"];
        } catch {
            assertTrue(_since != 0 || (token == 1 && ODD.receiverFeeBps() != 0), "cannot promise");
        }
    }

    function post(uint256 dice, uint256 amount, uint256 jobs) external {
        jobs = 1 + (jobs % 3);
        if (count + jobs > MAX_JOBS) return;
        uint256 token = dice % 2;
        uint256 deadline = block.timestamp + 1 days + ((dice >> 8) % 5 days);
        uint256[] memory prizes = new uint256[](jobs);
        uint256[] memory dues = new uint256[](jobs);
        for (uint256 i = 0; i < jobs; ++i) {
            prizes[i] = 1 + (uint256(keccak256(abi.encode(amount, i))) % 2_000e18);
            dues[i] = deadline + DISCLOSURE + REVIEW;
        }
        vm.prank(COUNCIL);
        try WORK.post(token + 1, prizes, deadline, IWork.Poll(0, 0), IWork.Brief(0, 0, "")) returns (uint256 task) {
            // Everybody has an answer, and shows it at once when it is time.
            for (uint256 i = 0; i < ACTORS; ++i) {
                bytes32 commitment = WORK.commitmentOf(task, _actor(i), bytes32(uint256(1)), 0);
                vm.prank(_actor(i));
                WORK.submit(count + 1, commitment, "");
            }
            assertEq(_since, 0, "promised while payments are stopped");
            _note(token, true, address(0), prizes, dues, deadline);
            ++done["post"];
        } catch {
            assertTrue(_since != 0 || (token == 1 && ODD.receiverFeeBps() != 0), "cannot promise");
        }
    }

    function disclose(uint256 id, uint256 dice) external {
        id = _id(id);
        if (id == 0 || !_jobs[id].isPrize) return;
        uint256 deadline = _jobs[id].deadline;
        address account = _actor(dice);
        bool may = _clock() >= deadline && _clock() < deadline + DISCLOSURE && WORK.enteredBy(_task(id), account) != 0;
        vm.prank(account);
        try WORK.disclose(id, bytes32(uint256(1)), 0, "") {
            assertTrue(may, "disclosed when it may not be");
            ++done["disclose"];
        } catch {
            assertFalse(may, "cannot disclose");
        }
    }

    function submit(uint256 id, uint256 dice) external {
        id = _id(id);
        if (id == 0 || _jobs[id].isPrize) return;
        Model storage job = _jobs[id];
        address by = dice % 8 == 0 ? STRANGER : job.provider;
        bool may = by == job.provider && !job.submitted && !_isOver(job) && _isNext(id) && !_hasLapsed(id);
        vm.prank(by);
        try WORK.submit(id, bytes32(dice), "") {
            assertTrue(may, "submitted when it may not be");
            (job.submitted, job.submittedAt) = (true, _clock());
            ++done["submit"];
        } catch {
            assertFalse(may, "cannot submit");
        }
    }

    /// @dev By the council, or by a stranger, who has to wait for silence.
    function complete(uint256 id, uint256 dice) external {
        id = _id(id);
        if (id == 0) return;
        Model storage job = _jobs[id];
        bool isCouncil = dice % 3 != 0;
        address winner = _actor(dice >> 8);
        bool may = !job.decided && !_isOver(job);
        if (job.isPrize) {
            may = may && isCouncil && _isJudged(job) && WORK.answerOf(_task(id), winner) != 0;
        } else {
            may = may && job.submitted && (isCouncil || _clock() >= job.submittedAt + REVIEW);
        }
        vm.prank(isCouncil ? COUNCIL : STRANGER);
        try WORK.complete(id, 0, job.isPrize ? abi.encode(winner) : bytes("")) {
            assertTrue(may, "completed when it may not be");
            if (job.isPrize) job.provider = winner;
            _decide(job, true);
            ++done[isCouncil ? bytes32("complete") : bytes32("silence")];
        } catch {
            assertFalse(may, "cannot complete");
        }
    }

    function reject(uint256 id) external {
        id = _id(id);
        if (id == 0) return;
        Model storage job = _jobs[id];
        bool may = !job.decided && !_isOver(job) && (job.isPrize ? _isJudged(job) : _isReviewed(job));
        vm.prank(COUNCIL);
        try WORK.reject(id, 0, "") {
            assertTrue(may, "rejected when it may not be");
            _decide(job, false);
            ++done["reject"];
        } catch {
            assertFalse(may, "cannot reject");
        }
    }

    function sendBack(uint256 id) external {
        id = _id(id);
        if (id == 0) return;
        Model storage job = _jobs[id];
        bool may = !job.isPrize && !job.decided && !_isOver(job) && _isReviewed(job) && job.returns_ < 2;
        vm.prank(COUNCIL);
        try WORK.sendBack(id, 0) {
            assertTrue(may, "sent back when it may not be");
            job.submitted = false;
            ++job.returns_;
            job.due = (job.due > _clock() ? job.due : _clock()) + REVIEW;
            ++done["sendBack"];
        } catch {
            assertFalse(may, "cannot send back");
        }
    }

    function dispute(uint256 id, uint256 dice) external {
        id = _id(id);
        if (id == 0) return;
        Model storage job = _jobs[id];
        address by = dice % 2 == 0 ? STRANGER : _actor(dice >> 8);
        bool may = job.decided && !job.wasHeld && !_isOver(job) && _clock() < job.end;
        if (job.provider == address(0)) may = may && WORK.answerOf(_task(id), by) != 0;
        vm.prank(by);
        try VERDICTS.dispute{value: FEE}(id, "") {
            assertTrue(may, "disputed when it may not be");
            if (job.provider == address(0)) job.provider = by;
            (job.held, job.wasHeld) = (true, true);
            bonds += BOND;
            ++done["dispute"];
        } catch {
            assertFalse(may, "cannot dispute");
        }
    }

    function rule(uint256 id, uint256 ruling) external {
        id = _id(id);
        if (id == 0 || !_jobs[id].held) return;
        _rule(id, ruling % 4);
        ++done["rule"];
    }

    function pay(uint256 id) public {
        id = _id(id);
        if (id == 0) return;
        Model storage job = _jobs[id];
        bool may = job.decided && job.accepted && !job.held && !_isOver(job) && _since == 0 && _clock() >= job.end;
        if (!job.isPrize && id > job.first) may = may && _jobs[id - 1].paid;
        vm.prank(STRANGER);
        try WORK.pay(id) {
            assertTrue(may, "paid when it may not be");
            job.paid = true;
            paid[job.token] += job.budget;
            if (!job.isPrize && id < job.last && _jobs[id + 1].due < _clock() + REVIEW) {
                _jobs[id + 1].due = _clock() + REVIEW;
            }
            ++done["pay"];
        } catch {
            assertFalse(may, "cannot pay");
        }
    }

    function refund(uint256 id) public {
        id = _id(id);
        if (id == 0) return;
        Model storage job = _jobs[id];
        bool isLost = !job.isPrize && id > job.first && _jobs[id - 1].back;
        bool may = !_isOver(job) && !job.held;
        if (job.decided && !job.accepted) may = may && _clock() >= job.end;
        else if (isLost) may = may && true;
        else may = may && !job.decided && !job.submitted && (job.isPrize ? _clock() >= job.due : _hasLapsed(id));
        // A refund arrives less the fee, if the odd token keeps one now.
        vm.prank(STRANGER);
        try WORK.claimRefund(id) {
            assertTrue(may, "refunded when it may not be");
            job.back = true;
            back[job.token] += job.budget;
            ++done["refund"];
        } catch {
            assertFalse(may, "cannot refund");
        }
    }

    function withdraw(uint256 dice) external {
        address account = _actor(dice);
        uint256 credit = WORK.creditOf(address(ODD), account);
        bool may = credit != 0 && !ODD.blocked(account);
        try WORK.withdraw(address(ODD), account) returns (uint256 amount) {
            assertTrue(may, "withdrew what is not there");
            assertEq(amount, credit, "another amount");
            ++done["withdraw"];
        } catch {
            assertFalse(may, "cannot withdraw");
        }
    }

    // ------------------------------------------------------------------------------------------ What must be so

    function compare() external view {
        uint256[2] memory held;
        for (uint256 id = 1; id <= count; ++id) {
            Model storage job = _jobs[id];
            IWork.JobState memory state = WORK.jobOf(id);
            if (!_isOver(job)) held[job.token] += job.budget;
            assertEq(state.budget, job.budget, "budget");
            assertEq(state.provider, job.provider, "provider");
            assertEq(state.status == IWork.Status.Paid, job.paid, "paid");
            bool isBack = state.status == IWork.Status.Returned || state.status == IWork.Status.Expired;
            assertEq(isBack, job.back, "back");
            assertEq(state.until == type(uint48).max, job.held, "held");
            if (!job.paid || job.isPrize) assertEq(state.expiredAt, job.due + WORK.stoppedFor(), "due");
            if (job.decided && !job.held) assertEq(state.until, job.end + WORK.stoppedFor(), "until");
            assertFalse(job.paid && job.back, "paid and given back");
            if (job.paid && !job.isPrize && id > job.first) assertTrue(_jobs[id - 1].paid, "out of order");
        }
        for (uint256 i = 0; i < 2; ++i) {
            assertEq(WORK.escrowed(_token(i)), held[i], "escrowed");
            assertEq(promised[i], paid[i] + back[i] + held[i], "promised");
        }
        for (uint256 i = 0; i < MEDDLERS; ++i) {
            assertEq(Meddler(_actor(i)).opened(), 0, "a door was open while money moved");
        }
        uint256 credits;
        for (uint256 i = 0; i < ACTORS; ++i) credits += WORK.creditOf(address(ODD), _actor(i));
        assertEq(ODD.balanceOf(address(WORK)), held[1] + credits, "what is here is what is owed");
        assertEq(TOKEN.balanceOf(address(WORK)), held[0], "the same of the other token");
        assertEq(TOKEN.balanceOf(address(VERDICTS)), bonds, "bonds");
    }

    /// @dev Time, and calls that are open to anyone, bring everything to an end.
    function drain() external {
        ODD.setFees(0, 0);
        if (_since != 0) _pause(false);
        for (uint256 round = 0; round < 12; ++round) {
            vm.warp(block.timestamp + 400 days);
            for (uint256 id = 1; id <= count; ++id) {
                Model storage job = _jobs[id];
                if (job.held) _rule(id, 0);
                if (!job.isPrize && job.submitted && !job.decided && !_isOver(job)) {
                    WORK.complete(id, 0, "");
                    _decide(job, true);
                }
                pay(id - 1);
                refund(id - 1);
            }
        }
        for (uint256 id = 1; id <= count; ++id) assertTrue(_isOver(_jobs[id]), "locked for ever");
        assertEq(WORK.escrowed(address(TOKEN)) + WORK.escrowed(address(ODD)), 0, "money stays");
    }

    /// @dev How often payees have called back.
    function meddled() external view returns (uint256 times) {
        for (uint256 i = 0; i < MEDDLERS; ++i) times += Meddler(_actor(i)).calls();
    }

    // ------------------------------------------------------------------------------------------------- Internals

    function _note(
        uint256 token,
        bool isPrize,
        address payee,
        uint256[] memory amounts,
        uint256[] memory dues,
        uint256 deadline
    ) private {
        for (uint256 i = 0; i < amounts.length; ++i) {
            Model storage job = _jobs[count + 1 + i];
            (job.budget, job.token, job.isPrize, job.provider) = (amounts[i], token, isPrize, payee);
            (job.first, job.last) = (count + 1, count + amounts.length);
            (job.due, job.deadline) = (dues[i] - _stopped, isPrize ? deadline - _stopped : 0);
            promised[token] += amounts[i];
        }
        count += amounts.length;
        assertEq(WORK.jobCounter(), count, "jobs");
    }

    function _decide(Model storage job, bool accepted) private {
        (job.decided, job.accepted, job.end) = (true, accepted, _clock() + DISPUTE);
    }

    function _rule(uint256 id, uint256 ruling) private {
        Model storage job = _jobs[id];
        uint256 own = VERDICTS.disputeAbout(id);
        address payer = VERDICTS.disputeOf(own).payer;
        bool was = job.accepted;
        if (ruling == 1) job.accepted = true;
        if (ruling == 2) job.accepted = false;
        (job.held, job.end) = (false, _clock());
        address to =
            (ruling == 1 || ruling == 2) && was == job.accepted ? (was ? job.provider : address(TREASURY)) : payer;
        uint256 before = VERDICTS.bondsOf(to);
        ARBITRATOR.ruleAnyhow(VERDICTS, VERDICTS.disputeOf(own).disputeId, ruling);
        assertEq(VERDICTS.bondsOf(to), before + BOND, "the bond is another's");
        // What was claimed in vain is nobody's again, and others may claim it.
        if (ruling == 2 && !was && job.isPrize) {
            (job.provider, job.wasHeld, job.end) = (address(0), false, _clock() + DISPUTE);
        }
        VERDICTS.withdrawBonds(to);
        bonds -= before + BOND;
    }

    function _pause(bool on) private {
        IProtocolRegistry.Change[] memory changes = new IProtocolRegistry.Change[](1);
        changes[0] = IProtocolRegistry.Change(FLAG, bytes32(uint256(on ? 1 : 0)));
        REGISTRY.upgrade("emerg", changes, true, "spec", "");
        if (!on) _stopped += block.timestamp - _since;
        _since = on ? block.timestamp : 0;
    }

    /// @dev What is late or ripe depends on it: time without that of pauses.
    function _clock() private view returns (uint256) {
        return (_since == 0 ? block.timestamp : _since) - _stopped;
    }

    function _isOver(Model storage job) private view returns (bool) {
        return job.paid || job.back;
    }

    function _isNext(uint256 id) private view returns (bool) {
        Model storage job = _jobs[id];
        if (id == job.first) return true;
        Model storage before = _jobs[id - 1];
        return before.paid || (before.decided && before.accepted && !before.back);
    }

    /// @dev Who waits for the one before has time.
    function _hasLapsed(uint256 id) private view returns (bool) {
        Model storage job = _jobs[id];
        return (id == job.first || _jobs[id - 1].paid) && _clock() >= job.due;
    }

    function _isReviewed(Model storage job) private view returns (bool) {
        return job.submitted && _clock() < job.submittedAt + REVIEW;
    }

    function _isJudged(Model storage job) private view returns (bool) {
        return _clock() >= job.deadline + DISCLOSURE && _clock() < job.due;
    }

    function _task(uint256 id) private view returns (uint256) {
        return WORK.jobOf(id).task;
    }

    function _token(uint256 i) private view returns (address) {
        return i == 0 ? address(TOKEN) : address(ODD);
    }

    function _budget(address token) private view returns (ITreasury.BudgetTerms memory) {
        return
            ITreasury.BudgetTerms({
                spender: address(WORK),
                token: token,
                amount: 1e26,
                start: 0,
                period: 365_000 days,
                periods: 1,
                rollover: false,
                category: "research"
            });
    }

    function _terms(uint256 budgetId) private pure returns (IWork.Terms memory) {
        return
            IWork.Terms({
                reviewers: COUNCIL,
                reviewFor: uint32(REVIEW),
                disputeFor: uint32(DISPUTE),
                credential: 0,
                byVote: false,
                maxJob: 2_000e18,
                minReputation: 0,
                budgetId: uint32(budgetId),
                outcomeAfter: 0,
                bond: BOND,
                category: "research",
                criteria: 0
            });
    }

    function _actor(uint256 seed) private pure returns (address) {
        return address(uint160(0xa11ce00 + (seed % ACTORS)));
    }

    /// @dev Any job, or, for every other seed, one of the newest: what is over gives nothing more to do.
    function _id(uint256 seed) private view returns (uint256) {
        if (count == 0) return 0;
        return seed >> 255 == 0 ? 1 + (seed % count) : count - (seed % (count < RECENT ? count : RECENT));
    }
}
