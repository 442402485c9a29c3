// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IDisputes} from "../court/IDisputes.sol";
import {ICredentials} from "../people/ICredentials.sol";
import {IProtocolRegistry} from "../protocol/IProtocolRegistry.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {IVestingFactory} from "../vesting/IVestingFactory.sol";

/**
 * @title IRounds
 * @notice Shares out pots by published recipes. A program, opened by vote, names a parameter of the registry that holds the
 * recipe's hash, and a budget of the treasury that pays; each of its rounds shares out one pot.
 *
 * Of a program of the kind Judge, contributors submit entries, runners judge them off the chain and reveal one score for
 * each, and everything after the scores is computed here: medians, weights, shares. Of the kind Program there are no
 * entries: each runner computes the shares by an exact function and reveals the root of their tree.
 *
 * Open, until `closes` → Frozen, until there is a seed → Running: commitments until `commitUntil`, reveals until
 * `revealUntil`, then the tally → Tallied: flags and contests until `windowUntil`, claims until `claimUntil`. From Open,
 * Frozen or Running a round may become Voided, and from Tallied, by a vote, Struck: the pot goes back to the budget, and
 * fees and bonds to those who gave them.
 *
 * Ids of programs and rounds count from 1, entries and runs of a round from 0. Amounts are in base units of the program's
 * asset, which is ether where it is the zero address; times and terms are in seconds; parts in basis points.
 */
interface IRounds is IDisputes {
    /// @notice How shares come about: from scores of entries, or from an exact function of the chain.
    enum Kind {
        Judge,
        Program
    }

    /// @notice What a vote opens. Nothing of it ever changes.
    struct Program {
        /// @dev The parameter of the registry that holds the recipe's hash.
        bytes32 recipeKey;
        address asset;
        /// @dev What an entry costs. It comes back with the claim of one that earned anything.
        uint96 entryFee;
        uint128 potPerRound;
        /// @dev The budget that pays; this contract has to be its spender. {createProgram} takes 0 for the one that the same
        /// proposal has granted last.
        uint64 budgetId;
        /// @dev The least time from one opening to the next.
        uint32 every;
        /// @dev How long shares vest from the round's closing on; 0 pays them out.
        uint32 vestFor;
        uint32 cliff;
        /// @dev For each run that counts.
        uint96 runnerFee;
        /// @dev Whoever commits to a run and does not reveal it loses this to those who did.
        uint96 runnerBond;
        uint32 openFor;
        uint32 runFor;
        uint32 revealFor;
        uint32 challengeFor;
        uint32 claimFor;
        /// @dev For a flag, in the governance token.
        uint96 flagBond;
        Kind kind;
        uint8 minCommits;
        uint8 minReveals;
        /// @dev The most that one share may be of the pot.
        uint16 capBps;
        /// @dev The class of credentials that runners have.
        uint16 runnerClass;
    }

    /// @notice Where a round stands.
    enum Status {
        None,
        Open,
        Frozen,
        Running,
        Tallied,
        Voided,
        Struck
    }

    /// @notice A round.
    struct Round {
        uint32 program;
        /// @dev How many entries there are, and how many have a median.
        uint32 count;
        uint32 tallied;
        Status status;
        /// @dev How many runs were committed to, how many were revealed with a result, and how many without.
        uint8 commits;
        uint8 results;
        uint8 failures;
        bool contested;
        /// @dev Whether runners have had their fees and bonds credited.
        bool settled;
        uint48 closes;
        /// @dev The block whose hash becomes the seed.
        uint48 seedBlock;
        uint16 capBps;
        uint48 commitUntil;
        uint48 revealUntil;
        uint48 windowUntil;
        uint48 claimUntil;
        /// @dev Flags that are not ruled yet.
        uint32 flags;
        /// @dev As the program has it.
        uint32 vestFor;
        bytes32 recipe;
        /// @dev What the seed is drawn after: the hash chain of all entries, or the chain and block that a program reads.
        bytes32 inputs;
        bytes32 seed;
        /// @dev The root of a program's shares.
        bytes32 root;
        uint128 pot;
        uint128 claimed;
        /// @dev What the round still holds: of pot, fees and bonds together.
        uint128 left;
        /// @dev The sum of all weights.
        uint64 total;
        address contester;
    }

    /// @notice A run: what `runner` has committed to and revealed.
    struct Run {
        address runner;
        bool revealed;
        /// @dev The contract whose code has the scores, after one byte; 0 of a run without a result or of a program.
        address scores;
        /// @dev The commitment; after the reveal the root of a program's shares.
        bytes32 value;
    }

    // --------------------------------------------------------------------------------------------------- Events

    /// @notice The recipe `recipe` (sha256 of `body`) is public. `uri` says where else it is.
    event RecipePublished(bytes32 indexed recipe, address indexed author, string uri, bytes body);
    /// @notice There is a program from now on.
    event ProgramCreated(
        uint256 indexed programId,
        bytes32 indexed recipeKey,
        uint256 indexed budgetId,
        Program program
    );
    /// @notice The program opens no more rounds.
    event ProgramEnded(uint256 indexed programId);
    /// @notice A round takes entries until `closes`. It shares out `pot` by `recipe`.
    event RoundOpened(
        uint256 indexed roundId,
        uint256 indexed programId,
        bytes32 indexed recipe,
        uint128 pot,
        uint48 closes
    );
    /// @notice An entry. `contentHash` identifies its text, which can be fetched at `uri`.
    event EntrySubmitted(
        uint256 indexed roundId,
        uint256 indexed index,
        address indexed beneficiary,
        address contributor,
        bytes32 contentHash,
        string uri
    );
    /// @notice The entries are complete.
    event RoundFrozen(uint256 indexed roundId, uint32 count, bytes32 inputs);
    /// @notice The seed will be drawn from the hash of block `seedBlock`.
    event SeedBlockSet(uint256 indexed roundId, uint48 seedBlock);
    /// @notice The seed is drawn.
    event SeedTaken(uint256 indexed roundId, bytes32 seed, bytes32 inputs, uint48 commitUntil, uint48 revealUntil);
    /// @notice A runner has committed to a run.
    event RunCommitted(uint256 indexed roundId, uint256 indexed run, address indexed runner, bytes32 commitment);
    /// @notice A run is revealed. `scores` has the scores as code; `root` is that of a program's shares. Both are 0 of a run
    /// without a result. `bundleHash` identifies everything that led there, which can be fetched at `uri`.
    event RunRevealed(
        uint256 indexed roundId,
        uint256 indexed run,
        address indexed runner,
        address scores,
        bytes32 root,
        bytes32 bundleHash,
        string uri
    );
    /// @notice The first `tallied` entries have medians.
    event TallyContinued(uint256 indexed roundId, uint32 tallied);
    /// @notice Every share is known; what is wrong with any can be said until `windowUntil`.
    event RoundTallied(uint256 indexed roundId, uint64 total, bytes32 root, uint48 windowUntil, uint48 claimUntil);
    /// @notice There are no entries, or not enough runs with a result: the pot goes back.
    event RoundVoided(uint256 indexed roundId, uint32 count, uint8 commits, uint8 results, uint8 failures);
    /// @notice A share is disputed; the dispute is `disputeId` here.
    event ShareFlagged(
        uint256 indexed roundId,
        uint256 indexed index,
        uint256 indexed disputeId,
        address flagger,
        uint96 bond
    );
    /// @notice The ruling about the share.
    event ShareRuled(uint256 indexed roundId, uint256 indexed index, uint256 ruling);
    /// @notice Somebody wants the holders to look at the whole round, and gives `bond`.
    event RoundContested(uint256 indexed roundId, address indexed contester, uint256 bond, uint48 windowUntil);
    /// @notice A vote has struck the round: the pot goes back.
    event RoundStruck(uint256 indexed roundId);
    /// @notice `account` is credited with `amount` of `asset`: bonds, fees of runners, what a flag brought.
    event Credited(address indexed account, address indexed asset, uint256 amount, uint256 indexed roundId);
    /// @notice A share was paid, into `vault` if it vests, and `fee` with it.
    event Claimed(
        uint256 indexed roundId,
        uint256 indexed index,
        address indexed beneficiary,
        uint256 amount,
        uint256 fee,
        address vault
    );
    /// @notice What nobody can claim went back to the budget.
    event Swept(uint256 indexed roundId, uint256 indexed budgetId, uint256 amount);
    /// @notice A pause has moved the ends of reveals and claims.
    event RoundProlonged(uint256 indexed roundId, uint48 revealUntil, uint48 claimUntil);
    /// @notice `account` had its credit sent.
    event Withdrawn(address indexed account, address indexed asset, uint256 amount);

    // --------------------------------------------------------------------------------------------------- Errors

    /// @notice A part that the contract needs has no code, or the vesting factory is of another token.
    error Rounds_BadParameters(address token, address treasury, address registry, address credentials, address vesting);
    /// @notice A recipe has 1 to `max` bytes.
    error Rounds_BadRecipe(uint256 length, uint256 max);
    /// @notice The recipe was published at `publishedAt` (seconds).
    error Rounds_AlreadyPublished(bytes32 recipe, uint256 publishedAt);
    /// @notice The recipe in force is `recipe`, which nobody has published; 0 if the registry names no recipe.
    error Rounds_NotPublished(bytes32 recipe);
    /// @notice A program has a pot, a cap up to the whole, 1 to 15 runs of whom more than half must be revealed, and terms
    /// from a minute to a year; one without entries has no entry fee.
    error Rounds_BadProgram(Program program);
    /// @notice The budget must be of the program's asset and have this contract as its spender.
    error Rounds_BadBudget(uint256 budgetId, address spender, address token);
    /// @notice Shares of this asset cannot vest, or not for so long.
    error Rounds_BadVesting(address asset, uint256 vestFor, uint256 cliff);
    /// @notice There is no such program, or a vote has ended it.
    error Rounds_NoProgram(uint256 programId);
    /// @notice The next round may be opened at `dueAt` (seconds).
    error Rounds_NotDue(uint256 programId, uint256 dueAt);
    /// @notice `received` arrived, and `expected` was to.
    error Rounds_WrongReceipt(address asset, uint256 received, uint256 expected);
    /// @notice The round stands otherwise than this needs, or a time of it is not there yet or over.
    error Rounds_NotNow(uint256 roundId, Status status, uint256 from, uint256 until);
    /// @notice There are no entries in a round of this program.
    error Rounds_NoEntries(uint256 roundId);
    /// @notice The round has `max` entries, which is the most there can be.
    error Rounds_Full(uint256 roundId, uint256 max);
    /// @notice Nobody, and this contract, can be paid.
    error Rounds_BadBeneficiary(address beneficiary);
    /// @notice An address of content has up to `max` bytes.
    error Rounds_UriTooLong(uint256 length, uint256 max);
    /// @notice `blockNumber` is not after `seedBlock` yet.
    error Rounds_TooSoon(uint256 blockNumber, uint256 seedBlock);
    /// @notice `account` has no credential of the class `runnerClass` now.
    error Rounds_NotRunner(address account, uint256 runnerClass);
    /// @notice `runner` has committed to a run of this round.
    error Rounds_AlreadyCommitted(uint256 roundId, address runner);
    /// @notice There are `max` runs, which is the most there can be.
    error Rounds_TooManyRuns(uint256 roundId, uint256 max);
    /// @notice `runner` has no run here that could be revealed.
    error Rounds_NothingToReveal(uint256 roundId, address runner);
    /// @notice A run has one byte for each entry, or 32 bytes of a root, or nothing.
    error Rounds_WrongLength(uint256 length, uint256 expected);
    /// @notice What was revealed is not what was committed to.
    error Rounds_WrongOpening(bytes32 commitment, bytes32 expected);
    /// @notice A pause is on or, for {prolong}, off.
    error Rounds_Paused(bytes32 key, bool paused);
    /// @notice A call has to count at least 32 entries.
    error Rounds_NothingToTally(uint256 roundId, uint256 entries);
    /// @notice The share was claimed or struck, or is disputed, or there is no such entry.
    error Rounds_NotClaimable(uint256 roundId, uint256 index);
    /// @notice The proof does not lead to the root of the round.
    error Rounds_WrongProof(uint256 roundId, bytes32 root);
    /// @notice The shares would come to `claimed`, more than the pot.
    error Rounds_AbovePot(uint256 roundId, uint256 claimed, uint256 pot);
    /// @notice The round has been contested.
    error Rounds_AlreadyContested(uint256 roundId);
    /// @notice `flags` disputes are not ruled yet.
    error Rounds_FlagsOpen(uint256 roundId, uint256 flags);
    /// @notice There is nothing here for `account`.
    error Rounds_NothingToWithdraw(address account, address asset);
    /// @notice Nothing of the round can go back to the budget.
    error Rounds_NothingToSweep(uint256 roundId);
    /// @notice The runners of the round are settled.
    error Rounds_AlreadySettled(uint256 roundId);
    /// @notice Ether comes from the treasury alone.
    error Rounds_NotTreasury(address sender);

    // ------------------------------------------------------------------------------------------------ For votes

    /// @notice Opens a program. Owner: the timelock.
    /// @dev Errors: Disputes_NotTimelock, BadProgram, BadBudget, BadVesting, UnknownKey of the registry, and UnknownClass of the
    /// credentials: whoever had a class that comes later would run.
    function createProgram(Program calldata program) external returns (uint256 programId);

    /// @notice Ends a program: it opens no more rounds, and those that are open go on. Owner: the timelock.
    /// @dev Errors: Disputes_NotTimelock, NoProgram.
    function endProgram(uint256 programId) external;

    /// @notice Strikes a whole round in its window: the pot goes back to the budget, fees and bonds to those who gave them.
    /// Owner: the timelock.
    /// @dev Errors: Disputes_NotTimelock, NotNow.
    function strike(uint256 roundId) external;

    // ------------------------------------------------------------------------------------------ For contributors

    /// @notice Submits an entry for `beneficiary`, and pays the fee. Open to anyone, until the round closes.
    /// @dev Warning: the address, its score and its share stay public for ever. The content itself should be where it can be
    /// erased, and `contentHash` be of a text with a random salt; whoever erases it has a score of 0.
    /// @param uri Where the content is; 256 bytes at the most, and nothing personal.
    /// @dev Errors: NotNow, NoEntries, Full, BadBeneficiary, UriTooLong, WrongReceipt.
    function submit(
        uint256 roundId,
        address beneficiary,
        bytes32 contentHash,
        string calldata uri
    ) external payable returns (uint256 index);

    // ----------------------------------------------------------------------------------------------- For runners

    /// @notice Commits to a run, and gives the bond. Owner: whoever has a credential of the program's class.
    /// @param commitment As {commitmentOf} has it.
    /// @dev Errors: NotNow, NotRunner, AlreadyCommitted, TooManyRuns, WrongReceipt.
    function commitRun(uint256 roundId, bytes32 commitment) external payable returns (uint256 run);

    /// @notice Reveals the caller's run. Owner: whoever has committed to it.
    /// @param scores One byte an entry: half-steps from 0 to 20, and what is more counts as 0. Of a program: the root of the
    /// shares. Empty for a run that failed the recipe's own gates.
    /// @param bundleHash sha256 of the bundle, which anyone can fetch at `uri` (256 bytes at the most).
    /// @dev Errors: NotNow, Paused, NothingToReveal, WrongLength, WrongOpening, UriTooLong.
    function revealRun(
        uint256 roundId,
        bytes calldata scores,
        bytes32 bundleHash,
        string calldata uri,
        bytes32 salt
    ) external;

    // ---------------------------------------------------------------------------------------------- For everyone

    /// @notice Publishes a recipe, whose text is in the event for ever. Open to anyone.
    /// @param body 1 to 96,000 bytes.
    /// @param uri Where else it is; 256 bytes at the most.
    /// @return recipe sha256 of `body`.
    /// @dev Errors: BadRecipe, UriTooLong, AlreadyPublished.
    function publishRecipe(bytes calldata body, string calldata uri) external returns (bytes32 recipe);

    /// @notice Opens the next round of a program, by the recipe that is in force now. Open to anyone, when it is due.
    /// @dev The pot and 15 fees of runners leave the treasury, whose caps count them. Errors: NoProgram, NotDue,
    /// NotPublished, WrongReceipt, and those of {ITreasury-disburse}.
    function open(uint256 programId) external returns (uint256 roundId);

    /// @notice Ends the taking of entries, and says from which block the seed will come. Open to anyone, after closing.
    /// @dev Errors: NotNow.
    function freeze(uint256 roundId) external;

    /// @notice Draws the seed; if nobody knows the block's hash any more, names another block. Open to anyone.
    /// @dev Errors: NotNow, TooSoon.
    function seal(uint256 roundId) external;

    /// @notice Computes medians of the next `entries` and, with the last, the total. Open to anyone, after the reveals.
    /// @param entries A multiple of 32; a part of 32 is left for the next call.
    /// @dev Errors: NotNow, Paused, NothingToTally.
    function tally(uint256 roundId, uint256 entries) external;

    /// @notice Disputes one share, for its bond in the governance token and exactly the arbitrator's fee in ether. Open to
    /// anyone, in the window. It delays no other share. Say why by {IDisputes-submitEvidence}.
    /// @dev Errors: NotNow, NoEntries, NotClaimable, Disputes_NoArbitrator, Disputes_WrongFee.
    function flag(uint256 roundId, uint256 index) external payable returns (uint256 disputeId);

    /// @notice Asks the holders to look at a whole round: the window is 45 days longer. Open to anyone, once, in the window,
    /// for 2.5 % of the pot, which goes to the runners if no vote strikes the round.
    /// @dev Errors: NotNow, AlreadyContested, WrongReceipt.
    function contest(uint256 roundId) external payable;

    /// @notice Credits the runners of a round whose window is over, or that was voided or struck. Open to anyone.
    /// @dev Errors: NotNow, AlreadySettled.
    function settle(uint256 roundId) external;

    /// @notice Pays a share, and the fee of its entry, to whom they belong. Of a round that was voided or struck, the fee.
    /// Open to anyone.
    /// @dev Errors: NotNow, Paused, NotClaimable, and those of the asset or the beneficiary.
    function claim(uint256 roundId, uint256 index) external;

    /// @notice {claim} for each of `indexes`; what cannot be claimed is passed over.
    /// @dev Errors: NotNow, Paused.
    function claimMany(uint256 roundId, uint256[] calldata indexes) external;

    /// @notice Pays a share of a program. Open to anyone.
    /// @param index As the tree has it, below 2^32.
    /// @dev Errors: NotNow, Paused, NotClaimable, WrongProof, AbovePot, BadBeneficiary.
    function claimProven(
        uint256 roundId,
        uint256 index,
        address account,
        uint256 amount,
        bytes32[] calldata proof
    ) external;

    /// @notice Returns to the budget what nobody can claim: after the claims everything, and of a round that was voided or
    /// struck the pot at once. Open to anyone.
    /// @dev Errors: NotNow, Paused, FlagsOpen, NothingToSweep, and those of {ITreasury-refund}.
    function sweep(uint256 roundId) external;

    /// @notice While a pause holds up reveals or claims, lets their time begin anew. Open to anyone.
    /// @dev Errors: NotNow, Paused.
    function prolong(uint256 roundId) external;

    /// @notice Sends `account` what it is credited with. Open to anyone.
    /// @dev Errors: NothingToWithdraw, and those of the asset or the account.
    function withdraw(address account, address asset) external returns (uint256 amount);

    // --------------------------------------------------------------------------------------------------- Reading

    /// @notice The governance token, in which flags are bonded.
    function TOKEN() external view returns (IERC20);

    /// @notice The treasury whose budgets pay.
    function TREASURY() external view returns (ITreasury);

    /// @notice The only account that opens and ends programs and strikes rounds.
    function TIMELOCK() external view returns (address);

    /// @notice Holds the hashes of recipes, and the pauses.
    function REGISTRY() external view returns (IProtocolRegistry);

    /// @notice Says who may run.
    function CREDENTIALS() external view returns (ICredentials);

    /// @notice Makes the vaults of shares that vest; the zero address in a network that has none.
    function VESTING() external view returns (IVestingFactory);

    /// @notice The ruling by which a share stands.
    function STANDS() external view returns (uint256);

    /// @notice The ruling that strikes it.
    function STRIKE() external view returns (uint256);

    /// @notice When the recipe was published, in seconds; 0 if never.
    function publishedAt(bytes32 recipe) external view returns (uint256);

    /// @notice How many programs were ever opened.
    function programCount() external view returns (uint256);

    /// @notice A program, and from when on its next round may be opened, in seconds: never if it is 2^48 − 1, because a vote
    /// has ended it. All zeros if there is none.
    function programOf(uint256 programId) external view returns (Program memory program, uint48 dueAt);

    /// @notice How many rounds were ever opened.
    function roundCount() external view returns (uint256);

    /// @notice A round; all zeros if there is none.
    function roundOf(uint256 roundId) external view returns (Round memory);

    /// @notice The runs of a round, revealed or not.
    function runsOf(uint256 roundId) external view returns (Run[] memory);

    /// @notice Whom an entry is for; the zero address if there is none.
    function beneficiaryOf(uint256 roundId, uint256 index) external view returns (address);

    /// @notice The median of an entry's scores, in half-steps; 0 before it is tallied.
    function scoreOf(uint256 roundId, uint256 index) external view returns (uint256);

    /// @notice What an entry earns; 0 before the round is tallied.
    function shareOf(uint256 roundId, uint256 index) external view returns (uint256);

    /// @notice Whether a share was claimed or struck, or is disputed.
    function isClosed(uint256 roundId, uint256 index) external view returns (bool);

    /// @notice What `account` can have sent.
    function creditOf(address account, address asset) external view returns (uint256);

    /// @notice What `runner` commits to, for a run that {revealRun} accepts.
    function commitmentOf(
        uint256 roundId,
        address runner,
        bytes calldata scores,
        bytes32 bundleHash,
        bytes32 salt
    ) external view returns (bytes32);
}
