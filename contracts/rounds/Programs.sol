// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {ICredentials} from "../people/ICredentials.sol";
import {IProtocolRegistry} from "../protocol/IProtocolRegistry.sol";
import {GrantedBudget} from "../treasury/GrantedBudget.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {IVestingFactory} from "../vesting/IVestingFactory.sol";
import {IRounds} from "./IRounds.sol";
import {RoundState} from "./RoundState.sol";
import {ScoreScale} from "./ScoreScale.sol";

/// @title Programs
/// @dev What a vote opens in {Rounds}. A library of its own, linked, because one contract has no room for both.
library Programs {
    using SafeERC20 for IERC20;

    uint256 private constant BPS = 10_000;
    uint256 private constant MAX_TERM = 365 days;
    uint256 private constant MIN_TERM = 1 minutes;

    /// @dev A program, and from when on its next round may be opened.
    struct Listed {
        IRounds.Program program;
        uint48 dueAt;
    }

    /// @dev Keeps a program that can be carried out with these parts.
    function add(
        Listed storage self,
        uint256 programId,
        IRounds.Program memory program,
        IERC20 token,
        ITreasury treasury,
        IProtocolRegistry registry,
        ICredentials credentials,
        IVestingFactory vesting
    ) external {
        _checkTerms(program);
        bool canVest = address(vesting) != address(0) && program.asset == address(token);
        bool vests = program.vestFor != 0;
        if (program.cliff > program.vestFor || (vests && (!canVest || program.vestFor > vesting.MAX_TIME()))) {
            revert IRounds.Rounds_BadVesting(program.asset, program.vestFor, program.cliff);
        }
        registry.get(program.recipeKey);
        credentials.classOf(program.runnerClass);
        (uint256 budgetId, ITreasury.Budget memory budget) = GrantedBudget.find(treasury, program.budgetId);
        program.budgetId = uint64(budgetId);
        if (budget.spender != address(this) || budget.token != program.asset) {
            revert IRounds.Rounds_BadBudget(program.budgetId, budget.spender, budget.token);
        }
        (self.program, self.dueAt) = (program, uint48(block.timestamp));
        emit IRounds.ProgramCreated(programId, program.recipeKey, program.budgetId, program);
    }

    /// @dev Lets a program open no more rounds.
    function end(Listed storage self, uint256 programId) external {
        _check(self, programId);
        self.dueAt = uint48(RoundState.FOREVER);
        emit IRounds.ProgramEnded(programId);
    }

    /// @dev Opens the next round, by the recipe that is in force now, and has its pot and fees disbursed.
    function open(
        Listed storage self,
        IRounds.Round storage round,
        uint256 programId,
        uint256 roundId,
        mapping(bytes32 recipe => uint256 time) storage publishedAt,
        IProtocolRegistry registry,
        ITreasury treasury
    ) external {
        _check(self, programId);
        if (block.timestamp < self.dueAt) revert IRounds.Rounds_NotDue(programId, self.dueAt);
        IRounds.Program storage program = self.program;
        bytes32 recipe = registry.get(program.recipeKey);
        if (publishedAt[recipe] == 0) revert IRounds.Rounds_NotPublished(recipe);

        self.dueAt = uint48(block.timestamp) + program.every;
        uint128 pot = program.potPerRound;
        round.left = pot + feesOf(program);
        (round.program, round.status, round.capBps) = (uint32(programId), IRounds.Status.Open, program.capBps);
        (round.closes, round.recipe, round.pot) = (uint48(block.timestamp) + program.openFor, recipe, pot);
        emit IRounds.RoundOpened(roundId, programId, recipe, pot, round.closes);
        _draw(program, treasury, round.left, roundId);
    }

    /// @dev Gives `amount` back to the program's budget, which takes it also when it is frozen or over.
    function giveBack(IRounds.Program storage program, ITreasury treasury, uint256 roundId, uint256 amount) external {
        (address asset, uint256 budgetId) = (program.asset, program.budgetId);
        emit IRounds.Swept(roundId, budgetId, amount);
        if (asset != address(0)) IERC20(asset).forceApprove(address(treasury), amount);
        treasury.refund{value: asset == address(0) ? amount : 0}(budgetId, amount);
    }

    /// @dev The fees of all runs that there can be.
    function feesOf(IRounds.Program storage program) internal view returns (uint128) {
        return uint128(ScoreScale.MAX_RUNS * program.runnerFee);
    }

    /// @dev Has exactly `amount` disbursed from the program's budget.
    function _draw(IRounds.Program storage program, ITreasury treasury, uint256 amount, uint256 roundId) private {
        (address asset, uint256 budgetId) = (program.asset, program.budgetId);
        uint256 before = RoundState.balance(asset);
        treasury.disburse(budgetId, address(this), amount, treasury.budget(budgetId).category, bytes32(roundId));
        uint256 received = RoundState.balance(asset) - before;
        if (received != amount) revert IRounds.Rounds_WrongReceipt(asset, received, amount);
    }

    function _check(Listed storage self, uint256 programId) private view {
        if (self.dueAt == 0 || self.dueAt == RoundState.FOREVER) revert IRounds.Rounds_NoProgram(programId);
    }

    function _checkTerms(IRounds.Program memory program) private pure {
        bool isBounded =
            program.potPerRound != 0 &&
                program.potPerRound <= type(uint112).max &&
                program.capBps != 0 &&
                program.capBps <= BPS &&
                program.minCommits <= ScoreScale.MAX_RUNS &&
                program.minReveals <= program.minCommits &&
                2 * uint256(program.minReveals) > program.minCommits &&
                (program.kind == IRounds.Kind.Judge || program.entryFee == 0);
        bool isTimed =
            _isTerm(program.every) &&
                _isTerm(program.openFor) &&
                _isTerm(program.runFor) &&
                _isTerm(program.revealFor) &&
                _isTerm(program.challengeFor) &&
                _isTerm(program.claimFor);
        if (!isBounded || !isTimed) revert IRounds.Rounds_BadProgram(program);
    }

    function _isTerm(uint256 term) private pure returns (bool) {
        return term >= MIN_TERM && term <= MAX_TERM;
    }
}
