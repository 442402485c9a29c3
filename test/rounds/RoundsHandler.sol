// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {IArbitrable} from "../../contracts/court/IArbitrable.sol";
import {IArbitrator} from "../../contracts/court/IArbitrator.sol";
import {Credentials} from "../../contracts/people/Credentials.sol";
import {ICredentials} from "../../contracts/people/ICredentials.sol";
import {IProtocolRegistry} from "../../contracts/protocol/IProtocolRegistry.sol";
import {ProtocolRegistry} from "../../contracts/protocol/ProtocolRegistry.sol";
import {IRounds} from "../../contracts/rounds/IRounds.sol";
import {Rounds} from "../../contracts/rounds/Rounds.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";
import {ITreasury} from "../../contracts/treasury/ITreasury.sol";
import {Treasury} from "../../contracts/treasury/Treasury.sol";
import {IVestingFactory} from "../../contracts/vesting/IVestingFactory.sol";

/// @notice Gives the ruling that a test has set, and asks for no fee.
contract FreeArbitrator {
    uint256 public cases;

    function createDispute(uint256, bytes calldata) external payable returns (uint256) {
        return ++cases;
    }

    function arbitrationCost(bytes calldata) external pure returns (uint256) {
        return 0;
    }

    function rule(IArbitrable arbitrable, uint256 caseId, uint256 ruling) external {
        arbitrable.rule(caseId, ruling);
    }
}

/**
 * @notice Takes rounds from one step to the next, with scores, absences, flags, contests and votes at random, beside books
 * that are kept the naive way: it sorts the scores of each entry, adds the weights up, and counts every unit that came in
 * and went out. It is the timelock, and everyone but the
 * arbitrator.
 */
contract RoundsHandler is Test {
    struct Entry {
        uint256 score;
        uint256 share;
        bool paid;
        /// @dev 0 nothing, 1 disputed, 2 struck.
        uint8 flag;
    }

    struct Model {
        Entry[] entries;
        bytes[] scores;
        uint256 held;
        uint256 paid;
        uint256 total;
        uint8 revealed;
    }

    uint256 internal constant RUNNERS = 7;
    uint256 internal constant MAX_ROUNDS = 6;
    uint96 internal constant FEE = 3e18;
    uint96 internal constant RUNNER_FEE = 2e18;
    uint96 internal constant BOND = 30e18;
    uint96 internal constant FLAG_BOND = 5e18;
    uint128 internal constant POT = 1_000e18;
    bytes32 internal constant SALT = "salt";
    bytes32 internal constant BUNDLE = "bundle";

    GovernanceToken public immutable TOKEN;
    Treasury public immutable TREASURY;
    Rounds public immutable ROUNDS;

    mapping(uint256 roundId => Model model) internal _models;
    mapping(uint256 roundId => mapping(uint256 runner => bytes scores)) internal _planned;
    mapping(uint256 caseId => uint256 roundId) internal _roundOfCase;
    mapping(uint256 caseId => uint256 index) internal _indexOfCase;
    uint256[] internal _open;
    FreeArbitrator internal immutable ARBITRATOR;
    uint256 internal _flagBonds;
    uint256 internal _credits;
    mapping(bytes32 kind => uint256 count) public done;

    constructor() {
        vm.warp(1_800_000_000);
        vm.roll(1_000);
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](1);
        allocations[0] = IGovernanceToken.Allocation(address(this), type(uint96).max);
        TOKEN = new GovernanceToken("Neuro", "NEURO", address(this), allocations, type(uint96).max, 0);
        ITreasury.TokenCap[] memory caps = new ITreasury.TokenCap[](1);
        caps[0] = ITreasury.TokenCap(address(TOKEN), type(uint128).max);
        TREASURY = new Treasury(address(this), address(0), caps);
        IProtocolRegistry.Definition[] memory definitions = new IProtocolRegistry.Definition[](1);
        definitions[0] = IProtocolRegistry.Definition(
            "prompt.equity",
            IProtocolRegistry.Kind.Bytes32,
            0,
            0,
            sha256("recipe")
        );
        Credentials credentials = new Credentials(address(this), new ICredentials.Class[](0));
        credentials.openClass("RUNNER", address(this), 3650 days, true);
        ROUNDS = new Rounds(
            TOKEN,
            TREASURY,
            new ProtocolRegistry(address(this), definitions),
            credentials,
            IVestingFactory(address(0))
        );
        TOKEN.transfer(address(TREASURY), type(uint96).max / 2);
        TREASURY.grantBudget(
            ITreasury.BudgetTerms(address(ROUNDS), address(TOKEN), type(uint96).max, 0, 3650 days, 1, false, 0)
        );
        ARBITRATOR = new FreeArbitrator();
        ROUNDS.setArbitrator(IArbitrator(address(ARBITRATOR)), "", "");
        ROUNDS.publishRecipe("recipe", "");
        TOKEN.approve(address(ROUNDS), type(uint256).max);
        for (uint256 i = 0; i < RUNNERS; ++i) {
            credentials.issue(0, _runner(i), 0);
            TOKEN.transfer(_runner(i), 1e24);
            vm.prank(_runner(i));
            TOKEN.approve(address(ROUNDS), type(uint256).max);
        }
        for (uint256 i = 0; i < 2; ++i) {
            ROUNDS.createProgram(
                IRounds.Program({
                    recipeKey: "prompt.equity",
                    asset: address(TOKEN),
                    budgetId: 1,
                    every: 60,
                    potPerRound: POT,
                    entryFee: FEE,
                    vestFor: 0,
                    cliff: 0,
                    runnerFee: RUNNER_FEE,
                    runnerBond: BOND,
                    openFor: 1 days,
                    runFor: 1 days,
                    flagBond: FLAG_BOND,
                    revealFor: 1 days,
                    challengeFor: 1 days,
                    claimFor: 90 days,
                    capBps: i == 0 ? 10_000 : 2_500,
                    runnerClass: 0,
                    kind: IRounds.Kind.Judge,
                    minCommits: 5,
                    minReveals: 3
                })
            );
        }
    }

    // ------------------------------------------------------------------------------------------------ What happens

    function open(uint256 dice) external {
        if (ROUNDS.roundCount() == MAX_ROUNDS) return;
        vm.warp(block.timestamp + 60);
        uint256 id = ROUNDS.open(1 + (dice % 2));
        _models[id].held = POT + 15 * RUNNER_FEE;
        uint256 entries = (dice >> 8) % 40;
        for (uint256 i = 0; i < entries; ++i) {
            assertEq(ROUNDS.submit(id, _contributor(id, i), bytes32(i), "uri"), i, "index");
            _models[id].entries.push();
            _models[id].held += FEE;
        }
        ++done["open"];
    }

    /// @dev Takes a round as far as it can go by one step.
    function step(uint256 dice, uint256 seed) external {
        uint256 count = ROUNDS.roundCount();
        if (count == 0) return this.open(dice);
        uint256 id = 1 + (dice % count);
        IRounds.Round memory round = ROUNDS.roundOf(id);
        if (round.status == IRounds.Status.Open) return _freeze(id, round);
        if (round.status == IRounds.Status.Frozen) return _seal(id, seed);
        if (round.status == IRounds.Status.Running) return _run(id, seed);
        if (round.status == IRounds.Status.Tallied) return _afterTally(id, round, dice >> 8, seed);
        _afterVoid(id, round, dice >> 8, seed);
    }

    /// @dev Rules one of the disputes.
    function rule(uint256 dice) external {
        if (_open.length == 0) return;
        uint256 place = dice % _open.length;
        uint256 caseId = _open[place];
        _open[place] = _open[_open.length - 1];
        _open.pop();
        (uint256 id, uint256 index) = (_roundOfCase[caseId], _indexOfCase[caseId]);
        uint256 ruling = (dice >> 8) % 3;
        address winner = ruling == 1 ? _contributor(id, index) : address(this);
        uint256 before = ROUNDS.creditOf(winner, address(TOKEN));
        ARBITRATOR.rule(ROUNDS, caseId, ruling);
        uint256 gained = FLAG_BOND + (ruling == 2 ? FEE : 0);
        assertEq(ROUNDS.creditOf(winner, address(TOKEN)) - before, gained, "the ruling's winner");
        _flagBonds -= FLAG_BOND;
        _credits += gained;
        if (ruling == 2) _models[id].held -= FEE;
        _models[id].entries[index].flag = ruling == 2 ? 2 : 0;
        ++done["rule"];
    }

    function withdraw(uint256 dice) external {
        address account = dice % 2 == 0 ? address(this) : _runner((dice >> 8) % RUNNERS);
        uint256 credit = ROUNDS.creditOf(account, address(TOKEN));
        if (credit == 0) return;
        assertEq(ROUNDS.withdraw(account, address(TOKEN)), credit, "withdrawn");
        _credits -= credit;
        ++done["withdraw"];
    }

    // ----------------------------------------------------------------------------------------------- The comparison

    function compare() external view {
        uint256 held;
        for (uint256 id = 1; id <= ROUNDS.roundCount(); ++id) {
            Model storage model = _models[id];
            IRounds.Round memory round = ROUNDS.roundOf(id);
            held += model.held;
            assertEq(round.left, model.held, "what a round holds");
            assertEq(round.claimed, model.paid, "what was claimed");
            assertLe(model.paid, POT, "never more than the pot");
            if (round.status != IRounds.Status.Tallied) continue;
            assertEq(round.total, model.total, "the total is the sum of the weights of the medians");
            uint256 flags;
            for (uint256 i = 0; i < model.entries.length; ++i) {
                Entry storage entry = model.entries[i];
                if (entry.flag == 1) ++flags;
                assertEq(ROUNDS.scoreOf(id, i), entry.score, "median");
                assertEq(ROUNDS.shareOf(id, i), entry.share, "share");
                assertEq(ROUNDS.isClosed(id, i), entry.paid || entry.flag != 0, "closed");
            }
            assertEq(round.flags, flags, "flags");
        }
        assertEq(TOKEN.balanceOf(address(ROUNDS)), held + _flagBonds + _credits, "every unit is somebody's");
    }

    // -------------------------------------------------------------------------------------------------- The steps

    function _freeze(uint256 id, IRounds.Round memory round) private {
        if (block.timestamp < round.closes) vm.warp(round.closes);
        ROUNDS.freeze(id);
        ++done[round.count == 0 ? bytes32("empty") : bytes32("freeze")];
    }

    function _seal(uint256 id, uint256 seed) private {
        vm.roll(block.number + (seed % 9 == 0 ? 400 : 33));
        ROUNDS.seal(id);
        if (ROUNDS.roundOf(id).status == IRounds.Status.Frozen) {
            ++done["retarget"];
            return;
        }
        ++done["seal"];
        uint256 entries = _models[id].entries.length;
        // Seven commit nearly always, and each has a plan: scores, nothing, or silence.
        uint256 commits = seed % 5 == 0 ? 1 + ((seed >> 8) % RUNNERS) : RUNNERS;
        for (uint256 i = 0; i < commits; ++i) {
            bytes memory scores;
            if ((seed >> (16 + 4 * i)) % 12 != 0) {
                scores = new bytes(entries);
                uint256 noise = uint256(keccak256(abi.encode(seed, i)));
                for (uint256 j = 0; j < entries; ++j) {
                    noise = uint256(keccak256(abi.encode(noise)));
                    // Above 20 counts as 0.
                    scores[j] = bytes1(uint8(noise % 24));
                }
            }
            _planned[id][i] = scores;
            bytes32 commitment = ROUNDS.commitmentOf(id, _runner(i), scores, BUNDLE, SALT);
            vm.prank(_runner(i));
            ROUNDS.commitRun(id, commitment);
            _models[id].held += BOND;
        }
    }

    function _run(uint256 id, uint256 seed) private {
        IRounds.Round memory round = ROUNDS.roundOf(id);
        Model storage model = _models[id];
        if (round.tallied == 0) {
            if (block.timestamp < round.commitUntil) vm.warp(round.commitUntil);
            if (block.timestamp < round.revealUntil) {
                for (uint256 i = 0; i < round.commits; ++i) {
                    if ((seed >> (4 * i)) % 11 == 0) continue;
                    vm.prank(_runner(i));
                    ROUNDS.revealRun(id, _planned[id][i], BUNDLE, "", SALT);
                    ++model.revealed;
                    if (_planned[id][i].length != 0) model.scores.push(_planned[id][i]);
                }
                vm.warp(round.revealUntil);
            }
        }
        ROUNDS.tally(id, seed % 2 == 0 ? 32 : 24_000);
        round = ROUNDS.roundOf(id);
        if (round.status == IRounds.Status.Voided) ++done["void"];
        if (round.status != IRounds.Status.Tallied) return;
        for (uint256 i = 0; i < model.entries.length; ++i) {
            model.entries[i].score = _medianOf(model.scores, i);
            model.total += _weightOf(model.entries[i].score);
        }
        for (uint256 i = 0; i < model.entries.length; ++i) {
            uint256 weight = _weightOf(model.entries[i].score);
            if (weight == 0) continue;
            uint256 share = (uint256(POT) * weight) / model.total;
            uint256 cap = round.program == 1 ? POT : POT / 4;
            model.entries[i].share = share > cap ? cap : share;
        }
        ++done["tally"];
    }

    function _afterTally(uint256 id, IRounds.Round memory round, uint256 dice, uint256 seed) private {
        if (block.timestamp < round.windowUntil) {
            if (dice % 3 == 0) return _flag(id, seed);
            if (dice % 17 == 1 && !round.contested) {
                ROUNDS.contest(id);
                _models[id].held += POT / 40;
                ++done["contest"];
                return;
            }
            if (dice % 29 == 2) {
                ROUNDS.strike(id);
                if (round.contested) {
                    _models[id].held -= POT / 40;
                    _credits += POT / 40;
                }
                ++done["strike"];
                return;
            }
            if (dice % 5 == 0) vm.warp(round.windowUntil);
            return;
        }
        if (!round.settled && dice % 4 == 0) return _settle(id, round);
        if (block.timestamp < round.claimUntil) {
            if (dice % 40 == 1) vm.warp(round.claimUntil);
            else _claim(id, seed, true);
            return;
        }
        _sweep(id, round);
    }

    function _afterVoid(uint256 id, IRounds.Round memory round, uint256 dice, uint256 seed) private {
        if (round.pot != 0) {
            ROUNDS.sweep(id);
            _models[id].held -= POT + 15 * RUNNER_FEE;
            ++done["home"];
            return;
        }
        if (!round.settled && dice % 3 == 0) return _settle(id, round);
        if (block.timestamp < round.claimUntil) {
            if (dice % 40 == 1) vm.warp(round.claimUntil);
            else _claim(id, seed, false);
            return;
        }
        _sweep(id, round);
    }

    function _flag(uint256 id, uint256 seed) private {
        Model storage model = _models[id];
        if (model.entries.length == 0) return;
        uint256 index = seed % model.entries.length;
        Entry storage entry = model.entries[index];
        if (entry.share == 0 || entry.flag != 0) return;
        ROUNDS.flag(id, index);
        uint256 caseId = ARBITRATOR.cases();
        (_roundOfCase[caseId], _indexOfCase[caseId]) = (id, index);
        _open.push(caseId);
        entry.flag = 1;
        _flagBonds += FLAG_BOND;
        ++done["flag"];
    }

    /// @dev A share that nobody disputes is paid in full, whatever is disputed beside it.
    function _claim(uint256 id, uint256 seed, bool stood) private {
        Model storage model = _models[id];
        if (model.entries.length == 0) return;
        uint256 index = seed % model.entries.length;
        Entry storage entry = model.entries[index];
        uint256 amount = stood ? entry.share : 0;
        uint256 fee = stood && entry.score == 0 ? 0 : FEE;
        if (entry.paid || entry.flag != 0 || amount + fee == 0) {
            vm.expectRevert(abi.encodeWithSelector(IRounds.Rounds_NotClaimable.selector, id, index));
            ROUNDS.claim(id, index);
            ++done["deny"];
            return;
        }
        uint256 before = TOKEN.balanceOf(_contributor(id, index));
        ROUNDS.claim(id, index);
        assertEq(TOKEN.balanceOf(_contributor(id, index)) - before, amount + fee, "paid");
        entry.paid = true;
        model.held -= amount + fee;
        model.paid += amount;
        ++done["claim"];
        if (ROUNDS.roundOf(id).flags != 0) ++done["claim beside a flag"];
    }

    function _settle(uint256 id, IRounds.Round memory round) private {
        uint256 gained = _owed(id, round);
        ROUNDS.settle(id);
        _models[id].held -= gained;
        _credits += gained;
        ++done["settle"];
    }

    function _sweep(uint256 id, IRounds.Round memory round) private {
        Model storage model = _models[id];
        if (round.flags != 0) {
            vm.expectRevert(abi.encodeWithSelector(IRounds.Rounds_FlagsOpen.selector, id, round.flags));
            ROUNDS.sweep(id);
            return;
        }
        uint256 gained = round.settled ? 0 : _owed(id, round);
        if (model.held == gained) return;
        uint256 before = TOKEN.balanceOf(address(TREASURY));
        ROUNDS.sweep(id);
        assertEq(TOKEN.balanceOf(address(TREASURY)) - before, model.held - gained, "the rest");
        _credits += gained;
        model.held = 0;
        ++done["sweep"];
    }

    /// @dev What the runners of a round get, added up one by one.
    function _owed(uint256 id, IRounds.Round memory round) private view returns (uint256 sum) {
        Model storage model = _models[id];
        if (round.commits < 5) return round.commits * BOND;
        if (model.revealed == 0) return 0;
        uint256 lost = (round.commits - model.revealed) * BOND;
        sum = model.revealed * (BOND + lost / model.revealed);
        if (round.status != IRounds.Status.Tallied) return sum;
        uint256 results = model.scores.length;
        uint256 won = round.contested ? POT / 40 / results : 0;
        sum += results * (RUNNER_FEE + won);
    }

    function _medianOf(bytes[] storage runs, uint256 index) private view returns (uint256) {
        uint256[] memory scores = new uint256[](runs.length);
        for (uint256 i = 0; i < runs.length; ++i) {
            uint256 score = uint8(runs[i][index]);
            if (score > 20) score = 0;
            uint256 j = i;
            for (; j > 0 && scores[j - 1] > score; --j) scores[j] = scores[j - 1];
            scores[j] = score;
        }
        return scores[(runs.length - 1) / 2];
    }

    /// @dev The largest w with w² ≤ 1.5^score · 10^12.
    function _weightOf(uint256 score) private pure returns (uint256 weight) {
        if (score == 0) return 0;
        uint256 square = (3 ** score * 1e12) / 2 ** score;
        for (uint256 bit = 1 << 26; bit != 0; bit >>= 1) {
            if ((weight + bit) * (weight + bit) <= square) weight += bit;
        }
    }

    function _runner(uint256 i) private pure returns (address) {
        return address(uint160(0xA000 + i));
    }

    function _contributor(uint256 id, uint256 i) private pure returns (address) {
        return address(uint160(0xC0000 + id * 0x100 + i));
    }
}
