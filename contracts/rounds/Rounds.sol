// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";

import {Arbitrable} from "../court/Arbitrable.sol";
import {ICredentials} from "../people/ICredentials.sol";
import {IProtocolRegistry} from "../protocol/IProtocolRegistry.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {IVestingFactory} from "../vesting/IVestingFactory.sol";
import {VestingTerms} from "../vesting/IVestingVault.sol";
import {EXCLUDED} from "../votes/Excluded.sol";
import {IRounds} from "./IRounds.sol";
import {Programs} from "./Programs.sol";
import {RoundState} from "./RoundState.sol";
import {Runs} from "./Runs.sol";
import {ScoreScale} from "./ScoreScale.sol";

/**
 * @title Rounds
 * @notice See {IRounds}. Scores are revealed whole and kept as code, so that nobody can hold a tally up by keeping something
 * back: whoever calls {tally} has all that it needs. A runner who reveals nothing loses the bond, and the others go on.
 *
 * A round pays from what came in for it and from nothing else: `left` counts everything that it holds, so that a fault in
 * one round cannot be paid by another.
 *
 * A share that is disputed is closed like one that was claimed. Only the ruling opens it again, and no other share waits.
 *
 * The votes of the tokens that are held here are delegated to EXCLUDED, so that no quorum counts what nobody can vote with.
 *
 * **Who can change what.** The timelock opens and ends programs, strikes a round in its window, and sets arbitrators and
 * rates. Runners, who need a credential, commit and reveal. Anyone does the rest. The registry's flags
 * `emerg.pauseScoring` and `emerg.pauseDistribution` hold up reveals and claims. There is no owner and no upgrade.
 */
contract Rounds is IRounds, Arbitrable, ReentrancyGuardTransient {
    using BitMaps for BitMaps.BitMap;
    using Programs for Programs.Listed;
    using RoundState for Round;
    using Runs for Round;
    using Runs for Runs.Book;
    using SafeERC20 for IERC20;

    address private constant ETHER = address(0);
    bytes32 private constant PAUSE_SCORING = "emerg.pauseScoring";
    bytes32 private constant PAUSE_DISTRIBUTION = "emerg.pauseDistribution";
    uint256 private constant BPS = 10_000;
    uint256 private constant CONTEST_DELAY = 45 days;
    uint256 private constant MAX_ENTRIES = 24_000;
    /// @dev A node takes transactions of 128 KB.
    uint256 private constant MAX_RECIPE = 96_000;

    /// @inheritdoc IRounds
    uint256 public constant STANDS = 1;
    /// @inheritdoc IRounds
    uint256 public constant STRIKE = 2;

    /// @dev What a dispute is about.
    struct Flag {
        uint64 roundId;
        uint32 index;
        uint96 bond;
        address flagger;
    }

    /// @inheritdoc IRounds
    IERC20 public immutable TOKEN;
    /// @inheritdoc IRounds
    ITreasury public immutable TREASURY;
    /// @inheritdoc IRounds
    address public immutable TIMELOCK;
    /// @inheritdoc IRounds
    IProtocolRegistry public immutable REGISTRY;
    /// @inheritdoc IRounds
    ICredentials public immutable CREDENTIALS;
    /// @inheritdoc IRounds
    IVestingFactory public immutable VESTING;

    /// @inheritdoc IRounds
    uint256 public programCount;
    /// @inheritdoc IRounds
    uint256 public roundCount;
    /// @inheritdoc IRounds
    mapping(bytes32 recipe => uint256 time) public publishedAt;
    /// @inheritdoc IRounds
    mapping(uint256 roundId => mapping(uint256 index => address account)) public beneficiaryOf;
    /// @inheritdoc IRounds
    mapping(address account => mapping(address asset => uint256 amount)) public creditOf;

    mapping(uint256 programId => Programs.Listed listed) private _programs;
    mapping(uint256 roundId => Round round) private _rounds;
    mapping(uint256 roundId => Runs.Book book) private _books;
    /// @dev Shares that were claimed or struck, or are disputed.
    mapping(uint256 roundId => BitMaps.BitMap indexes) private _closed;
    mapping(uint256 disputeId => Flag flag) private _flags;

    /// @param token The governance token.
    /// @param treasury Grants the budgets, and names the timelock.
    /// @param registry Holds the hashes of recipes, and the pauses where it has them.
    /// @param credentials Says who may run.
    /// @param vesting Makes the vaults; the zero address in a network that has none.
    constructor(
        IERC20 token,
        ITreasury treasury,
        IProtocolRegistry registry,
        ICredentials credentials,
        IVestingFactory vesting
    ) Arbitrable(address(token)) {
        if (
            address(token).code.length == 0 ||
            address(treasury).code.length == 0 ||
            address(registry).code.length == 0 ||
            address(credentials).code.length == 0 ||
            (address(vesting) != address(0) && address(vesting.TOKEN()) != address(token))
        ) {
            revert Rounds_BadParameters(
                address(token),
                address(treasury),
                address(registry),
                address(credentials),
                address(vesting)
            );
        }
        (TOKEN, TREASURY, REGISTRY) = (token, treasury, registry);
        (CREDENTIALS, VESTING) = (credentials, vesting);
        TIMELOCK = treasury.TIMELOCK();
        IVotes(address(token)).delegate(EXCLUDED);
    }

    /// @notice Ether of budgets, from the treasury.
    receive() external payable {
        if (msg.sender != address(TREASURY)) revert Rounds_NotTreasury(msg.sender);
    }

    // ------------------------------------------------------------------------------------------------ For votes

    /// @inheritdoc IRounds
    function createProgram(Program calldata program) external onlyTimelock returns (uint256 programId) {
        programId = ++programCount;
        _programs[programId].add(programId, program, TOKEN, TREASURY, REGISTRY, CREDENTIALS, VESTING);
    }

    /// @inheritdoc IRounds
    function endProgram(uint256 programId) external onlyTimelock {
        _programs[programId].end(programId);
    }

    /// @inheritdoc IRounds
    function strike(uint256 roundId) external onlyTimelock {
        Round storage round = _rounds[roundId];
        round.check(roundId, Status.Tallied, 0, round.windowUntil);
        round.status = Status.Struck;
        emit RoundStruck(roundId);
        if (!round.contested) return;
        uint256 bond = round.contestBond();
        round.left -= uint128(bond);
        _credit(round.contester, _programOf(round).asset, bond, roundId);
    }

    // ------------------------------------------------------------------------------------------ For contributors

    /// @inheritdoc IRounds
    function submit(
        uint256 roundId,
        address beneficiary,
        bytes32 contentHash,
        string calldata uri
    ) external payable nonReentrant returns (uint256 index) {
        Round storage round = _rounds[roundId];
        round.check(roundId, Status.Open, 0, round.closes);
        Program storage program = _programOf(round);
        if (program.kind == Kind.Program) revert Rounds_NoEntries(roundId);
        if (beneficiary == address(0) || beneficiary == address(this)) revert Rounds_BadBeneficiary(beneficiary);
        RoundState.checkUri(uri);
        index = round.count;
        if (index == MAX_ENTRIES) revert Rounds_Full(roundId, MAX_ENTRIES);

        round.count = uint32(index + 1);
        beneficiaryOf[roundId][index] = beneficiary;
        round.inputs = keccak256(abi.encode(round.inputs, msg.sender, beneficiary, contentHash, keccak256(bytes(uri))));
        emit EntrySubmitted(roundId, index, beneficiary, msg.sender, contentHash, uri);
        _take(round, program.asset, program.entryFee);
    }

    // ----------------------------------------------------------------------------------------------- For runners

    /// @inheritdoc IRounds
    function commitRun(uint256 roundId, bytes32 commitment) external payable nonReentrant returns (uint256 run) {
        Round storage round = _rounds[roundId];
        Program storage program = _programOf(round);
        run = _books[roundId].commit(round, roundId, commitment, CREDENTIALS, program.runnerClass);
        _take(round, program.asset, program.runnerBond);
    }

    /// @inheritdoc IRounds
    function revealRun(
        uint256 roundId,
        bytes calldata scores,
        bytes32 bundleHash,
        string calldata uri,
        bytes32 salt
    ) external {
        _checkPause(PAUSE_SCORING, false);
        Round storage round = _rounds[roundId];
        bool isProgram = _programOf(round).kind == Kind.Program;
        _books[roundId].reveal(round, roundId, isProgram, scores, bundleHash, uri, salt);
    }

    // ---------------------------------------------------------------------------------------------- For everyone

    /// @inheritdoc IRounds
    function publishRecipe(bytes calldata body, string calldata uri) external returns (bytes32 recipe) {
        if (body.length == 0 || body.length > MAX_RECIPE) revert Rounds_BadRecipe(body.length, MAX_RECIPE);
        RoundState.checkUri(uri);
        recipe = sha256(body);
        if (publishedAt[recipe] != 0) revert Rounds_AlreadyPublished(recipe, publishedAt[recipe]);
        publishedAt[recipe] = block.timestamp;
        emit RecipePublished(recipe, msg.sender, uri, body);
    }

    /// @inheritdoc IRounds
    function open(uint256 programId) external nonReentrant returns (uint256 roundId) {
        roundId = ++roundCount;
        _programs[programId].open(_rounds[roundId], programId, roundId, publishedAt, REGISTRY, TREASURY);
    }

    /// @inheritdoc IRounds
    function freeze(uint256 roundId) external {
        Round storage round = _rounds[roundId];
        round.freeze(roundId, _programOf(round));
    }

    /// @inheritdoc IRounds
    function seal(uint256 roundId) external {
        Round storage round = _rounds[roundId];
        round.seal(roundId, _programOf(round));
    }

    /// @inheritdoc IRounds
    function tally(uint256 roundId, uint256 entries) external {
        _checkPause(PAUSE_SCORING, false);
        Round storage round = _rounds[roundId];
        _books[roundId].tally(round, roundId, _programOf(round), entries);
    }

    /// @inheritdoc IRounds
    function flag(uint256 roundId, uint256 index) external payable nonReentrant returns (uint256 disputeId) {
        Round storage round = _rounds[roundId];
        round.check(roundId, Status.Tallied, 0, round.windowUntil);
        Program storage program = _programOf(round);
        uint256 share = shareOf(roundId, index);
        if (share == 0 || isClosed(roundId, index)) revert Rounds_NotClaimable(roundId, index);

        _closed[roundId].set(index);
        ++round.flags;
        uint96 bond = program.flagBond;
        disputeId = _open(STRIKE, worthOf(program.asset, share));
        _flags[disputeId] = Flag(uint64(roundId), uint32(index), bond, msg.sender);
        emit ShareFlagged(roundId, index, disputeId, msg.sender, bond);
        TOKEN.safeTransferFrom(msg.sender, address(this), bond);
    }

    /// @inheritdoc IRounds
    function contest(uint256 roundId) external payable nonReentrant {
        Round storage round = _rounds[roundId];
        round.check(roundId, Status.Tallied, 0, round.windowUntil);
        if (round.contested) revert Rounds_AlreadyContested(roundId);
        (round.contested, round.contester) = (true, msg.sender);
        round.windowUntil += uint48(CONTEST_DELAY);
        round.claimUntil += uint48(CONTEST_DELAY);
        uint256 bond = round.contestBond();
        emit RoundContested(roundId, msg.sender, bond, round.windowUntil);
        _take(round, _programOf(round).asset, bond);
    }

    /// @inheritdoc IRounds
    function settle(uint256 roundId) external {
        Round storage round = _rounds[roundId];
        _settle(roundId, round, _programOf(round));
    }

    /// @inheritdoc IRounds
    function claim(uint256 roundId, uint256 index) external nonReentrant {
        (Round storage round, Program storage program) = _claimable(roundId);
        if (!_claim(roundId, round, program, index)) revert Rounds_NotClaimable(roundId, index);
    }

    /// @inheritdoc IRounds
    function claimMany(uint256 roundId, uint256[] calldata indexes) external nonReentrant {
        (Round storage round, Program storage program) = _claimable(roundId);
        for (uint256 i = 0; i < indexes.length; ++i) _claim(roundId, round, program, indexes[i]);
    }

    /// @inheritdoc IRounds
    function claimProven(
        uint256 roundId,
        uint256 index,
        address account,
        uint256 amount,
        bytes32[] calldata proof
    ) external nonReentrant {
        (Round storage round, Program storage program) = _claimable(roundId);
        bool isUnique = index <= type(uint32).max && !isClosed(roundId, index);
        if (!isUnique || round.status != Status.Tallied) revert Rounds_NotClaimable(roundId, index);
        if (account == address(0) || account == address(this)) revert Rounds_BadBeneficiary(account);
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(index, account, amount))));
        if (round.root == 0 || !MerkleProof.verifyCalldata(proof, round.root, leaf)) {
            revert Rounds_WrongProof(roundId, round.root);
        }
        uint256 cap = (uint256(round.pot) * round.capBps) / BPS;
        _pay(roundId, round, program, index, account, Math.min(amount, cap), 0);
    }

    /// @inheritdoc IRounds
    function sweep(uint256 roundId) external nonReentrant {
        _checkPause(PAUSE_DISTRIBUTION, false);
        Round storage round = _rounds[roundId];
        Program storage program = _programOf(round);
        uint128 amount;
        if (round.status >= Status.Voided && round.pot != 0) {
            amount = round.pot + Programs.feesOf(program);
            round.pot = 0;
        } else {
            Status status = round.status < Status.Voided ? Status.Tallied : round.status;
            round.check(roundId, status, round.claimUntil, RoundState.FOREVER);
            if (round.flags != 0) revert Rounds_FlagsOpen(roundId, round.flags);
            if (!round.settled) _settle(roundId, round, program);
            amount = round.left;
        }
        if (amount == 0) revert Rounds_NothingToSweep(roundId);
        round.left -= amount;
        Programs.giveBack(program, TREASURY, roundId, amount);
    }

    /// @inheritdoc IRounds
    function prolong(uint256 roundId) external {
        Round storage round = _rounds[roundId];
        _checkPause(round.status < Status.Tallied ? PAUSE_SCORING : PAUSE_DISTRIBUTION, true);
        round.prolong(roundId, _programOf(round));
    }

    /// @inheritdoc IRounds
    function withdraw(address account, address asset) external nonReentrant returns (uint256 amount) {
        amount = creditOf[account][asset];
        if (amount == 0) revert Rounds_NothingToWithdraw(account, asset);
        creditOf[account][asset] = 0;
        emit Withdrawn(account, asset, amount);
        _send(asset, account, amount);
    }

    // --------------------------------------------------------------------------------------------------- Reading

    /// @inheritdoc IRounds
    function programOf(uint256 programId) external view returns (Program memory program, uint48 dueAt) {
        Programs.Listed storage listed = _programs[programId];
        return (listed.program, listed.dueAt);
    }

    /// @inheritdoc IRounds
    function roundOf(uint256 roundId) external view returns (Round memory) {
        return _rounds[roundId];
    }

    /// @inheritdoc IRounds
    function runsOf(uint256 roundId) external view returns (Run[] memory) {
        return _books[roundId].runs;
    }

    /// @inheritdoc IRounds
    function scoreOf(uint256 roundId, uint256 index) public view returns (uint256) {
        return _books[roundId].scoreOf(index);
    }

    /// @inheritdoc IRounds
    function shareOf(uint256 roundId, uint256 index) public view returns (uint256) {
        Round storage round = _rounds[roundId];
        return round.status == Status.Tallied ? _shareOf(round, scoreOf(roundId, index)) : 0;
    }

    /// @inheritdoc IRounds
    function isClosed(uint256 roundId, uint256 index) public view returns (bool) {
        return _closed[roundId].get(index);
    }

    /// @inheritdoc IRounds
    function commitmentOf(
        uint256 roundId,
        address runner,
        bytes calldata scores,
        bytes32 bundleHash,
        bytes32 salt
    ) external view returns (bytes32) {
        return Runs.commitmentOf(roundId, runner, scores, bundleHash, salt);
    }

    // ------------------------------------------------------------------------------------------------- Internals

    /// @inheritdoc Arbitrable
    /// @dev Pushes nothing: {claim} and {withdraw} move the money. A share that stands has the whole time of claims.
    function _carryOut(uint256 id, uint256 ruling) internal override {
        Flag storage flag_ = _flags[id];
        (uint256 roundId, uint256 index) = (flag_.roundId, flag_.index);
        Round storage round = _rounds[roundId];
        Program storage program = _programOf(round);
        --round.flags;
        emit ShareRuled(roundId, index, ruling);
        if (ruling == STRIKE) {
            round.left -= program.entryFee;
            _credit(flag_.flagger, program.asset, program.entryFee, roundId);
        } else {
            _closed[roundId].unset(index);
            round.claimUntil = uint48(Math.max(round.claimUntil, block.timestamp + program.claimFor));
        }
        _credit(ruling == STANDS ? beneficiaryOf[roundId][index] : flag_.flagger, address(TOKEN), flag_.bond, roundId);
    }

    /// @inheritdoc Arbitrable
    function _timelock() internal view override returns (address) {
        return TIMELOCK;
    }

    /// @dev Returns false if there is nothing to claim.
    function _claim(
        uint256 roundId,
        Round storage round,
        Program storage program,
        uint256 index
    ) private returns (bool) {
        address beneficiary = beneficiaryOf[roundId][index];
        if (beneficiary == address(0) || isClosed(roundId, index)) return false;
        (uint256 amount, uint256 fee) = (0, program.entryFee);
        if (round.status == Status.Tallied) {
            uint256 score = scoreOf(roundId, index);
            if (score == 0) return false;
            amount = _shareOf(round, score);
        }
        if (amount + fee == 0) return false;
        _pay(roundId, round, program, index, beneficiary, amount, fee);
        return true;
    }

    function _pay(
        uint256 roundId,
        Round storage round,
        Program storage program,
        uint256 index,
        address beneficiary,
        uint256 amount,
        uint256 fee
    ) private {
        uint256 claimed = round.claimed + amount;
        if (claimed > round.pot) revert Rounds_AbovePot(roundId, claimed, round.pot);
        _closed[roundId].set(index);
        (round.claimed, round.left) = (uint128(claimed), round.left - uint128(amount + fee));
        address asset = program.asset;
        if (amount == 0 || round.vestFor == 0) {
            emit Claimed(roundId, index, beneficiary, amount, fee, address(0));
            _send(asset, beneficiary, amount + fee);
        } else {
            address vault = _vest(program, round.closes, beneficiary, amount);
            emit Claimed(roundId, index, beneficiary, amount, fee, vault);
            if (fee != 0) _send(asset, beneficiary, fee);
        }
    }

    /// @dev Puts `amount` into a vault that nobody can revoke.
    function _vest(
        Program storage program,
        uint48 start,
        address beneficiary,
        uint256 amount
    ) private returns (address vault) {
        IVestingFactory.Grant[] memory grants = new IVestingFactory.Grant[](1);
        grants[0] = IVestingFactory.Grant(
            VestingTerms({
                beneficiary: beneficiary,
                start: start,
                durationSeconds: program.vestFor,
                cliffSeconds: program.cliff,
                revocable: false
            }),
            amount
        );
        TOKEN.forceApprove(address(VESTING), amount);
        return VESTING.create(grants)[0];
    }

    /// @dev Takes exactly `amount` from the caller for the round.
    function _take(Round storage round, address asset, uint256 amount) private {
        uint256 expected = asset == ETHER ? amount : 0;
        if (msg.value != expected) revert Rounds_WrongReceipt(ETHER, msg.value, expected);
        round.left += uint128(amount);
        if (asset == ETHER || amount == 0) return;
        uint256 before = RoundState.balance(asset);
        IERC20(asset).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = RoundState.balance(asset) - before;
        if (received != amount) revert Rounds_WrongReceipt(asset, received, amount);
    }

    function _settle(uint256 roundId, Round storage round, Program storage program) private {
        _books[roundId].settle(round, roundId, program, creditOf);
    }

    function _send(address asset, address to, uint256 amount) private {
        if (asset == ETHER) Address.sendValue(payable(to), amount);
        else IERC20(asset).safeTransfer(to, amount);
    }

    function _credit(address account, address asset, uint256 amount, uint256 roundId) private {
        if (amount == 0) return;
        creditOf[account][asset] += amount;
        emit Credited(account, asset, amount, roundId);
    }

    function _programOf(Round storage round) private view returns (Program storage) {
        return _programs[round.program].program;
    }

    function _shareOf(Round storage round, uint256 score) private view returns (uint256) {
        uint256 weight = ScoreScale.weightOf(score);
        if (weight == 0) return 0;
        // A pot has 112 bits at the most, and the total has this weight in it.
        unchecked {
            uint256 pot = round.pot;
            return Math.min((pot * round.capBps) / BPS, (pot * weight) / round.total);
        }
    }

    function _claimable(uint256 roundId) private view returns (Round storage round, Program storage program) {
        _checkPause(PAUSE_DISTRIBUTION, false);
        round = _rounds[roundId];
        Status status = round.status;
        if (status >= Status.Voided) round.check(roundId, status, 0, round.claimUntil);
        else round.check(roundId, Status.Tallied, round.windowUntil, round.claimUntil);
        program = _programOf(round);
    }

    /// @dev A network without the flag is never paused. Too little gas cannot hide a pause: a call keeps a 64th back, which
    /// does not suffice for anything after.
    function _checkPause(bytes32 key, bool expected) private view {
        bool isOn;
        try REGISTRY.paused(key) returns (bool on) {
            isOn = on;
        } catch {}
        if (isOn != expected) revert Rounds_Paused(key, isOn);
    }
}
