// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {BlockHashes} from "../court/BlockHashes.sol";
import {ICredentials} from "../people/ICredentials.sol";
import {CodeStore} from "./CodeStore.sol";
import {IRounds} from "./IRounds.sol";
import {RoundState} from "./RoundState.sol";
import {ScoreScale} from "./ScoreScale.sol";

/**
 * @title Runs
 * @dev The part of {Rounds} from the seed to the tally. Scores are revealed whole and kept as code, so that nobody can hold
 * a tally up by keeping something back: whoever calls {tally} has all that it needs. A runner who reveals nothing loses
 * the bond, and the others go on.
 *
 * A library of its own, linked, because one contract has no room for both.
 */
library Runs {
    using CodeStore for address;
    using RoundState for IRounds.Round;

    uint256 private constant MAX_RUNS = ScoreScale.MAX_RUNS;
    /// @dev How many blocks after it was chosen the block of the seed comes: nobody knows its hash when choosing.
    uint256 private constant SEED_DELAY = 32;
    uint256 private constant WORD = ScoreScale.SCORES_PER_WORD;

    /// @dev The runs of a round.
    struct Book {
        IRounds.Run[] runs;
        /// @dev The place of a runner's run, from 1.
        mapping(address runner => uint256 place) places;
        /// @dev The medians of 32 entries each.
        mapping(uint256 word => uint256 medians) medians;
    }

    /// @dev Ends the taking of entries, and says from which block the seed will come.
    function freeze(IRounds.Round storage round, uint256 roundId, IRounds.Program storage program) external {
        round.check(roundId, IRounds.Status.Open, round.closes, RoundState.FOREVER);
        emit IRounds.RoundFrozen(roundId, round.count, round.inputs);
        if (round.count == 0 && program.kind == IRounds.Kind.Judge) {
            round.void(roundId, program);
            return;
        }
        round.status = IRounds.Status.Frozen;
        _setSeedBlock(round, roundId);
    }

    /// @dev Draws the seed, or names another block if nobody knows the hash of this one any more.
    function seal(IRounds.Round storage round, uint256 roundId, IRounds.Program storage program) external {
        round.check(roundId, IRounds.Status.Frozen, 0, RoundState.FOREVER);
        uint256 seedBlock = round.seedBlock;
        if (block.number <= seedBlock) revert IRounds.Rounds_TooSoon(block.number, seedBlock);
        bytes32 hash = BlockHashes.read(seedBlock);
        if (hash == 0) {
            _setSeedBlock(round, roundId);
            return;
        }
        bytes32 inputs = round.inputs;
        if (program.kind == IRounds.Kind.Program) {
            inputs = keccak256(abi.encode(block.chainid, seedBlock, hash));
            round.inputs = inputs;
        }
        bytes32 seed = keccak256(abi.encode(hash, block.chainid, address(this), roundId, inputs));
        uint48 commitUntil = uint48(block.timestamp) + program.runFor;
        uint48 revealUntil = commitUntil + program.revealFor;
        (round.status, round.seed) = (IRounds.Status.Running, seed);
        (round.commitUntil, round.revealUntil) = (commitUntil, revealUntil);
        emit IRounds.SeedTaken(roundId, seed, inputs, commitUntil, revealUntil);
    }

    /// @dev Notes a run of the caller, if `credentials` say that the caller may run.
    function commit(
        Book storage self,
        IRounds.Round storage round,
        uint256 roundId,
        bytes32 commitment,
        ICredentials credentials,
        uint256 runnerClass
    ) external returns (uint256 run) {
        round.check(roundId, IRounds.Status.Running, 0, round.commitUntil);
        if (!credentials.hasAt(runnerClass, msg.sender, block.timestamp)) {
            revert IRounds.Rounds_NotRunner(msg.sender, runnerClass);
        }
        if (self.places[msg.sender] != 0) revert IRounds.Rounds_AlreadyCommitted(roundId, msg.sender);
        run = round.commits;
        if (run == MAX_RUNS) revert IRounds.Rounds_TooManyRuns(roundId, MAX_RUNS);
        (round.commits, self.places[msg.sender]) = (uint8(run + 1), run + 1);
        self.runs.push(IRounds.Run(msg.sender, false, address(0), commitment));
        emit IRounds.RunCommitted(roundId, run, msg.sender, commitment);
    }

    /// @dev Takes what the caller has committed to.
    function reveal(
        Book storage self,
        IRounds.Round storage round,
        uint256 roundId,
        bool isProgram,
        bytes calldata scores,
        bytes32 bundleHash,
        string calldata uri,
        bytes32 salt
    ) external {
        round.check(roundId, IRounds.Status.Running, round.commitUntil, round.revealUntil);
        RoundState.checkUri(uri);
        uint256 place = self.places[msg.sender];
        if (place == 0) revert IRounds.Rounds_NothingToReveal(roundId, msg.sender);
        IRounds.Run storage run = self.runs[place - 1];
        if (run.revealed) revert IRounds.Rounds_NothingToReveal(roundId, msg.sender);
        bytes32 opened = commitmentOf(roundId, msg.sender, scores, bundleHash, salt);
        if (opened != run.value) revert IRounds.Rounds_WrongOpening(opened, run.value);
        uint256 expected = isProgram ? 32 : round.count;
        if (scores.length != 0 && scores.length != expected) {
            revert IRounds.Rounds_WrongLength(scores.length, expected);
        }

        address at_;
        bytes32 root;
        if (isProgram) root = bytes32(scores);
        else if (scores.length != 0) at_ = CodeStore.write(scores);
        (run.revealed, run.scores, run.value) = (true, at_, root);
        if (_hasResult(run)) ++round.results;
        else ++round.failures;
        emit IRounds.RunRevealed(roundId, place - 1, msg.sender, at_, root, bundleHash, uri);
    }

    /// @dev Computes medians of the next entries, or finds the root on which runs agree; at the end the window begins.
    function tally(
        Book storage self,
        IRounds.Round storage round,
        uint256 roundId,
        IRounds.Program storage program,
        uint256 entries
    ) external {
        bool isShort = round.commits < program.minCommits;
        uint256 from = isShort ? round.commitUntil : round.revealUntil;
        round.check(roundId, IRounds.Status.Running, from, RoundState.FOREVER);
        if (isShort || round.results < program.minReveals || round.failures > round.results) {
            round.void(roundId, program);
            return;
        }
        bytes32 root;
        if (program.kind == IRounds.Kind.Program) {
            root = _agreedRoot(self.runs, round.results, program.minReveals);
            if (root == 0) {
                round.void(roundId, program);
                return;
            }
            round.root = root;
        } else if (!_continue(self, round, roundId, entries)) {
            return;
        }
        uint48 windowUntil = uint48(block.timestamp) + program.challengeFor;
        uint48 claimUntil = windowUntil + program.claimFor;
        (round.status, round.vestFor) = (IRounds.Status.Tallied, program.vestFor);
        (round.windowUntil, round.claimUntil) = (windowUntil, claimUntil);
        emit IRounds.RoundTallied(roundId, round.total, root, windowUntil, claimUntil);
    }

    /// @dev Runners get their bonds back, what the absent lose and, if the round stood, fees and the bond of a contest.
    /// A round with too few commitments was over before the reveals: nobody was absent.
    function settle(
        Book storage self,
        IRounds.Round storage round,
        uint256 roundId,
        IRounds.Program storage program,
        mapping(address account => mapping(address asset => uint256 amount)) storage credits
    ) external {
        if (round.status < IRounds.Status.Voided) {
            round.check(roundId, IRounds.Status.Tallied, round.windowUntil, RoundState.FOREVER);
        }
        if (round.settled) revert IRounds.Rounds_AlreadySettled(roundId);
        round.settled = true;
        bool isShort = round.commits < program.minCommits;
        (uint256 back, uint256 fee) = _rewards(round, program, isShort);
        address asset = program.asset;
        uint256 spent;
        for (uint256 i = 0; i < self.runs.length; ++i) {
            IRounds.Run storage run = self.runs[i];
            if (!isShort && !run.revealed) continue;
            uint256 amount = _counts(run, round.root) ? back + fee : back;
            if (amount == 0) continue;
            spent += amount;
            credits[run.runner][asset] += amount;
            emit IRounds.Credited(run.runner, asset, amount, roundId);
        }
        round.left -= uint128(spent);
    }

    /// @dev Lets the time of reveals or of claims begin anew. What is tallied in part must not change any more.
    function prolong(IRounds.Round storage round, uint256 roundId, IRounds.Program storage program) external {
        if (round.status < IRounds.Status.Tallied) {
            uint256 until = round.tallied == 0 ? RoundState.FOREVER : 0;
            round.check(roundId, IRounds.Status.Running, round.commitUntil, until);
            round.revealUntil = uint48(Math.max(round.revealUntil, block.timestamp + program.revealFor));
        } else {
            round.claimUntil = uint48(Math.max(round.claimUntil, block.timestamp + program.claimFor));
        }
        emit IRounds.RoundProlonged(roundId, round.revealUntil, round.claimUntil);
    }

    /// @dev The median of an entry's scores.
    function scoreOf(Book storage self, uint256 index) internal view returns (uint256) {
        return (self.medians[index / WORD] >> (248 - 8 * (index % WORD))) & type(uint8).max;
    }

    /// @dev What a runner commits to.
    function commitmentOf(
        uint256 roundId,
        address runner,
        bytes calldata scores,
        bytes32 bundleHash,
        bytes32 salt
    ) internal view returns (bytes32) {
        bytes32 hash = keccak256(scores);
        return keccak256(abi.encode(block.chainid, address(this), roundId, runner, hash, bundleHash, salt));
    }

    /// @dev What a run gets back, and what it gets on top if it counts.
    function _rewards(
        IRounds.Round storage round,
        IRounds.Program storage program,
        bool isShort
    ) private view returns (uint256 back, uint256 fee) {
        (uint256 commits, uint256 results) = (round.commits, round.results);
        uint256 revealed = results + round.failures;
        back = program.runnerBond;
        // Where nobody was absent, nobody's bond is shared: each gets his own, also beside some who revealed in vain.
        if (revealed != 0 && !isShort) back += ((commits - revealed) * back) / revealed;
        if (round.status != IRounds.Status.Tallied) return (back, 0);
        fee = program.runnerFee + (round.contested ? round.contestBond() / results : 0);
    }

    function _setSeedBlock(IRounds.Round storage round, uint256 roundId) private {
        round.seedBlock = uint48(block.number + SEED_DELAY);
        emit IRounds.SeedBlockSet(roundId, round.seedBlock);
    }

    /// @dev Computes medians of the next entries. Returns whether those were the last.
    function _continue(
        Book storage self,
        IRounds.Round storage round,
        uint256 roundId,
        uint256 entries
    ) private returns (bool) {
        (uint256 from, uint256 count) = (round.tallied, round.count);
        // All calls but the last end where a word ends.
        uint256 to = entries >= count - from ? count : from + entries - (entries % WORD);
        if (to == from) revert IRounds.Rounds_NothingToTally(roundId, entries);
        address[] memory sources = _scoresOf(self.runs, round.results);
        uint256[] memory words = new uint256[](sources.length);
        uint256 total = round.total;
        for (uint256 i = from; i < to; i += WORD) {
            for (uint256 run = 0; run < sources.length; ++run) words[run] = sources[run].word(i);
            (uint256 word, uint256 sum) = ScoreScale.medians(words, Math.min(WORD, to - i));
            self.medians[i / WORD] = word;
            total += sum;
        }
        (round.tallied, round.total) = (uint32(to), uint64(total));
        emit IRounds.TallyContinued(roundId, uint32(to));
        return to == count;
    }

    function _hasResult(IRounds.Run storage run) private view returns (bool) {
        return run.revealed && (run.scores != address(0) || run.value != 0);
    }

    /// @dev Of a program's runs those count that agree: the others computed something else.
    function _counts(IRounds.Run storage run, bytes32 root) private view returns (bool) {
        return run.scores != address(0) || (run.value != 0 && run.value == root);
    }

    function _scoresOf(IRounds.Run[] storage runs, uint256 results) private view returns (address[] memory sources) {
        sources = new address[](results);
        uint256 found;
        for (uint256 i = 0; found < results; ++i) {
            if (_hasResult(runs[i])) sources[found++] = runs[i].scores;
        }
    }

    /// @dev The root of more than half of the `results`, and at least of `least`; 0 without one.
    function _agreedRoot(IRounds.Run[] storage runs, uint256 results, uint256 least) private view returns (bytes32) {
        uint256 count = runs.length;
        for (uint256 i = 0; i < count; ++i) {
            bytes32 root = runs[i].value;
            if (!runs[i].revealed || root == 0) continue;
            uint256 votes;
            for (uint256 j = i; j < count; ++j) {
                if (runs[j].revealed && runs[j].value == root) ++votes;
            }
            if (2 * votes > results && votes >= least) return root;
        }
        return 0;
    }
}
