// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ICredentials} from "../people/ICredentials.sol";
import {IReputation} from "../people/IReputation.sol";
import {IProtocolRegistry} from "../protocol/IProtocolRegistry.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {IBallots} from "../voting/IBallots.sol";
import {IERC8183} from "./IERC8183.sol";
import {IVerdicts} from "./IVerdicts.sol";

/**
 * @title IWork
 * @notice Grants, bounties and challenges. A vote opens a program: a budget of the treasury, who reviews, and by which
 * criteria. The program's tasks are jobs of ERC-8183, so that a client of that standard finds, does and is paid for them:
 *
 * - a grant is promised to a payee, in up to 16 milestones, one job each and one after the other;
 * - a bounty is one prize for whoever has the best answer, a challenge is several, or one that a ballot gives.
 *
 * The money of a task is here from the moment of the promise, and no later cap, vote or freeze can take it back. Nobody
 * decides alone: a decision is final when `disputeFor` has passed, or when {IVerdicts} has heard the arbitrator. And nobody's silence
 * locks money: what reviewers do not judge in time is accepted if it is a milestone, and goes back if it is a prize.
 *
 * While the network has stopped payments, time stands still: nothing is late, ripe or over that was not before, and all
 * that can be done by somebody can be done meanwhile, but for promises and payments. Times move on by as much as {stoppedFor}
 * grows; what {getJob}, {taskOf} and {jobOf} answer is what they are now, and an event says what they were then.
 *
 * Amounts are in base units of the budget's token, bonds in those of the governance token, times and durations in seconds.
 * Ids of programs, applications, tasks and jobs count from 1. Texts are up to 256 bytes long and say where a file is, of
 * which a hash is on chain.
 *
 * What differs from ERC-8183:
 *
 * 1. Jobs are made by programs: {createJob}, {setProvider}, {setBudget} and {fund} are refused. Client and evaluator of all
 *    are this contract, for which reviewers act; it has no hooks and no fees.
 * 2. What the standard calls final is final here: while a decision can be disputed or is, {getJob} says Submitted. The
 *    decision, with its reason, is {Decided}; {pay} and {claimRefund} emit the events of the standard, with reason 0.
 * 3. A Submitted milestone does not expire.
 * 4. A job of a bounty or challenge is Funded without a provider. Anyone's {submit} enters an answer for it; it is Submitted
 *    when a winner is named.
 * 5. The description is the hash of the terms, in hexadecimal digits.
 */
interface IWork is IERC8183 {
    /// @notice The contracts of a network that a vote has made parts of this; zero for those that the network lacks.
    struct Parts {
        /// @dev The governance token.
        IERC20 token;
        /// @dev Grants the budgets, and names the timelock.
        ITreasury treasury;
        IBallots ballots;
        IReputation reputation;
        ICredentials credentials;
        IProtocolRegistry registry;
        /// @dev The flag of the registry that stops promises and payments.
        bytes32 pauseFlag;
    }

    /// @notice What a vote decides about a program.
    struct Terms {
        /// @dev Who judges: a Safe, or any account.
        address reviewers;
        /// @dev How long reviewers have for a milestone, and from the end of disclosure for a prize: a minute to a year.
        uint32 reviewFor;
        /// @dev How long a decision can be disputed: a minute to a year.
        uint32 disputeFor;
        /// @dev The kind of credential that payees need, plus 1; 0 for none.
        uint16 credential;
        /// @dev Whether only votes promise; else reviewers do too.
        bool byVote;
        /// @dev The most that a job pays.
        uint96 maxJob;
        /// @dev The votes by reputation that payees need (18 decimals).
        uint96 minReputation;
        /// @dev The budget, whose spender is this contract. {openProgram} takes 0 for the one that the same proposal has granted
        /// last.
        uint32 budgetId;
        /// @dev How long after a task's deadline outcomes are reported.
        uint32 outcomeAfter;
        /// @dev What a dispute takes, and the other side gets if it is in vain.
        uint96 bond;
        /// @dev What the ledger books it under: `research`, `development`, `innovation`, `community`, or the network's own.
        bytes32 category;
        /// @dev The hash of the criteria that reviewers judge by.
        bytes32 criteria;
    }

    /// @notice A program. `token` is its budget's.
    struct Program {
        Terms terms;
        address token;
        bool ended;
    }

    /// @notice See {IWork}.
    enum Kind {
        Grant,
        Bounty,
        Challenge
    }

    /// @notice What a task is about.
    struct Brief {
        /// @dev The hash of the file at `uri`.
        bytes32 terms;
        /// @dev The proposal that the task implements; 0 for none. It is a label and nothing depends on it.
        uint256 proposalId;
        string uri;
    }

    /// @notice How a ballot gives the prizes of a challenge; zeros where reviewers do.
    struct Poll {
        /// @dev The votes that have to take part, in units of the ballots' votes.
        uint96 quorum;
        /// @dev How long the ballot is open: a day to 365.
        uint32 votingFor;
    }

    /// @notice A task. Its jobs are `firstJob` to `firstJob + jobs − 1`.
    struct Task {
        uint32 program;
        Kind kind;
        uint8 jobs;
        /// @dev When the last milestone is due, or until when answers are entered.
        uint48 deadline;
        uint64 firstJob;
        /// @dev As its {Poll} has it.
        uint32 votingFor;
        uint96 quorum;
        bytes32 terms;
    }

    /// @notice Funded → Submitted → Accepted or Refused, and back to Funded if it is sent back; prizes go from Funded to
    /// Accepted or Refused. Accepted → Paid. Refused → Returned. Funded → Expired, and so does whatever follows a milestone
    /// that was not paid.
    enum Status {
        None,
        Funded,
        Submitted,
        Accepted,
        Refused,
        Paid,
        Returned,
        Expired
    }

    /// @notice What is stored of a job.
    struct JobState {
        /// @dev Who is paid; 0 before a prize has a winner.
        address provider;
        uint40 task;
        /// @dev When it was; later by the pauses since.
        uint48 submittedAt;
        Status status;
        uint96 budget;
        uint48 expiredAt;
        /// @dev Until when the decision can be disputed; 2^48 − 1 while it is.
        uint48 until;
        /// @dev Whether it was: a job is disputed once at the most, a prize that nobody has won once by each who claims it.
        bool disputed;
        /// @dev How often it was sent back.
        uint8 sentBack;
    }

    // --------------------------------------------------------------------------------------------------- Events

    /// @notice A vote opened a program, which pays `token`.
    event ProgramOpened(uint256 indexed programId, Terms terms, address token);
    /// @notice The program promises nothing more.
    event ProgramEnded(uint256 indexed programId);
    /// @notice `reviewers` judge from now on.
    event ReviewersSet(uint256 indexed programId, address indexed reviewers);
    /// @notice `applicant` asks for a grant.
    event Applied(
        uint256 indexed applicationId,
        uint256 indexed programId,
        address indexed applicant,
        uint256[] amounts,
        uint256[] dues,
        bytes32 terms,
        string uri
    );
    /// @notice A task was promised, to `payee` or, for 0, to whoever does it best; its jobs begin with `firstJob`.
    event TaskOpened(
        uint256 indexed taskId,
        uint256 indexed programId,
        address indexed payee,
        Kind kind,
        uint256 firstJob,
        uint256 jobs,
        uint256 deadline,
        Poll poll,
        Brief brief
    );
    /// @notice `account` has entered an answer, in secret.
    event Entered(uint256 indexed taskId, address indexed account, bytes32 commitment);
    /// @notice `account` has shown the hash of its answer, which `uri` says where to find.
    event Disclosed(uint256 indexed taskId, address indexed account, bytes32 answer, string uri);
    /// @notice The reviewers want the milestone done better.
    event SentBack(uint256 indexed jobId, bytes32 reason, uint256 expiredAt);
    /// @notice The job is accepted or not, by `by`: reviewers, {IVerdicts} for a ballot, whose id is the reason, or for a prize
    /// that was claimed in vain, or 0 for silence. It is final at `until`, unless it is disputed.
    event Decided(uint256 indexed jobId, bool accepted, address indexed by, bytes32 reason, uint256 until);
    /// @notice The decision is disputed, and waits for a ruling.
    event Held(uint256 indexed jobId);
    /// @notice The ruling is there: the job is accepted for good, or refused.
    event Ruled(uint256 indexed jobId, bool accepted);
    /// @notice `account` can withdraw `amount` more of `token`.
    event Credited(address indexed token, address indexed account, uint256 amount);
    /// @notice `account` had what is its own sent.
    event Withdrawn(address indexed token, address indexed account, uint256 amount);
    /// @notice The provider was to get `points` more than the awarder's cap left, or than the reputation gave.
    event ReputationSkipped(uint256 indexed jobId, address indexed provider, uint256 points);
    /// @notice `reporter` says that `metric` is `value`, long after the task.
    event OutcomeReported(
        uint256 indexed taskId,
        address indexed reporter,
        bytes32 indexed metric,
        uint256 value,
        string uri
    );

    // --------------------------------------------------------------------------------------------------- Errors

    /// @notice No part can be a wallet, token and treasury must be there, and a flag needs its registry.
    error Work_BadDeployment(Parts parts);
    /// @notice Jobs are made by programs, and paid by the treasury.
    error Work_ByProgram();
    /// @notice The budget is spent by another, pays ether, or is for another category; or the program before was given it by
    /// the same proposal.
    error Work_WrongBudget(uint256 budgetId);
    /// @notice The terms lack reviewers or a most amount, a window is not a minute to a year long, or they ask for a
    /// credential or a reputation that there is not.
    error Work_BadTerms(Terms terms);
    /// @notice There is no such program, task or job.
    error Work_Unknown(uint256 id);
    /// @notice A vote has ended the program.
    error Work_Ended(uint256 programId);
    /// @notice Only {IVerdicts} may do this, and `caller` is not it.
    error Work_NotVerdicts(address caller);
    /// @notice A vote has not chosen who rules in disputes.
    error Work_NoArbitrator();
    /// @notice Neither nobody nor this contract reviews.
    error Work_BadReviewers(address reviewers);
    /// @notice Only the timelock may do this, and `caller` is not it.
    error Work_NotTimelock(address caller);
    /// @notice `caller` is not who promises, or judges, in this program.
    error Work_NotReviewer(uint256 programId, address caller);
    /// @notice `account` reviews this program, and so gets nothing of it by its own judgement.
    error Work_OwnWork(uint256 programId, address account);
    /// @notice `account` lacks the credential or the reputation that the program asks for, or cannot be a payee.
    error Work_NoAccess(uint256 programId, address account);
    /// @notice There are 1 to 16 jobs, each has an amount and, of a grant, a date; dates rise.
    error Work_BadJobs(uint256 amounts, uint256 dues);
    /// @notice A job pays from 1 to `max` base units.
    error Work_TooMuch(uint256 amount, uint256 max);
    /// @notice The treasury was asked for `expected`, and `received` arrived.
    error Work_WrongReceipt(uint256 budgetId, uint256 received, uint256 expected);
    /// @notice A text is longer than `max` bytes.
    error Work_TextTooLong(uint256 length, uint256 max);
    /// @notice The job stands otherwise than this needs.
    error Work_WrongStatus(uint256 jobId, Status status);
    /// @notice This is for another kind of task.
    error Work_WrongKind(uint256 taskId, Kind kind);
    /// @notice This can be done from `time` on; never, for 2^48 − 1: the job is in dispute.
    error Work_TooEarly(uint256 time);
    /// @notice This could be done until `time`.
    error Work_TooLate(uint256 time);
    /// @notice The milestone before this one, `previous`, comes first.
    error Work_InOrder(uint256 jobId, uint256 previous);
    /// @notice `caller` does not provide this job.
    error Work_NotProvider(uint256 jobId, address caller);
    /// @notice A milestone is sent back twice at the most.
    error Work_SentBackEnough(uint256 jobId);
    /// @notice `account` has entered, or shown, no such answer for the task; or it has won another of its prizes.
    error Work_NoEntry(uint256 taskId, address account);
    /// @notice A ballot gives these prizes, and not the reviewers.
    error Work_WrongJudge(uint256 taskId);
    /// @notice A ballot is open for a day to 365; or the network has no ballots.
    error Work_BadPoll(Poll poll);
    /// @notice The network has stopped promises and payments.
    error Work_Paused(bytes32 flag);
    /// @notice With so little gas the provider would get no reputation.
    error Work_TooLittleGas(uint256 left, uint256 needed);
    /// @notice `account` has no `token` here.
    error Work_NothingToWithdraw(address token, address account);

    // ----------------------------------------------------------------------------------------------- For votes

    /// @notice Opens a program. Owner: the timelock.
    /// @dev With 0 as its budget, the one that the proposal has granted last, and no program before has: so nobody has to know
    /// its number when the proposal is written. Errors: NotTimelock, NoArbitrator, WrongBudget, BadTerms,
    /// GrantedBudget_NotOfProposal.
    function openProgram(Terms calldata terms) external returns (uint256 programId);

    /// @notice Ends a program: it promises nothing more, and what it has promised goes on. Owner: the timelock.
    /// @dev Errors: NotTimelock, Unknown.
    function endProgram(uint256 programId) external;

    /// @notice Names who judges from now on, in tasks that are there too. Owner: the timelock.
    /// @dev Errors: NotTimelock, Unknown, BadReviewers.
    function setReviewers(uint256 programId, address reviewers) external;

    // ------------------------------------------------------------------------- For whoever promises and reviews

    /**
     * @notice Promises a grant. Owner: the timelock, and the reviewers of a program whose votes leave it to them.
     * @dev Errors: Paused, Unknown, Ended, NotReviewer, OwnWork, NoAccess, BadJobs, TooMuch, TooEarly, TextTooLong,
     * WrongReceipt, and those of {ITreasury-disburse}: above half of its cap the treasury says until when to wait.
     * @param amounts What each milestone pays.
     * @param dues Until when each is to be submitted, in rising order; within 10 years.
     */
    function award(
        uint256 programId,
        address payee,
        uint256[] calldata amounts,
        uint256[] calldata dues,
        Brief calldata brief
    ) external returns (uint256 taskId);

    /**
     * @notice Promises a bounty, or a challenge. Owner: as of {award}. Answers are entered until `deadline`, and disclosed in
     * the seven days after it.
     * @dev Errors: those of {award}, BadPoll.
     * @param prizes The first prize first.
     * @param poll How a ballot gives them; zeros if reviewers do.
     */
    function post(
        uint256 programId,
        uint256[] calldata prizes,
        uint256 deadline,
        Poll calldata poll,
        Brief calldata brief
    ) external returns (uint256 taskId);

    /// @notice Wants a milestone done better, twice at the most; its time is longer by `reviewFor`. Owner: the reviewers.
    /// @dev Errors: Unknown, NotReviewer, WrongKind, WrongStatus, TooLate, SentBackEnough.
    function sendBack(uint256 jobId, bytes32 reason) external;

    // --------------------------------------------------------------------------------------------- For everyone

    /// @notice Asks for a grant. Open to anyone; it is an event and binds nobody.
    /// @dev Errors: Unknown, Ended, BadJobs, TooMuch, TooEarly, TextTooLong.
    /// @param terms The hash of the file at `uri`; a grant for it has the same, or that of a file which names it.
    function applyFor(
        uint256 programId,
        uint256[] calldata amounts,
        uint256[] calldata dues,
        bytes32 terms,
        string calldata uri
    ) external returns (uint256 applicationId);

    /// @notice Shows an answer whose {commitmentOf} the caller has entered, within seven days of the deadline. Owner: whoever
    /// entered it. Errors: Unknown, WrongKind, TooEarly, TooLate, NoEntry, TextTooLong.
    function disclose(uint256 jobId, bytes32 answer, bytes32 salt, string calldata uri) external;

    /**
     * @notice Pays the provider of a job that is accepted for good, and gives as many points of reputation as it pays of the
     * governance token. Open to anyone. Neither a provider that refuses the token nor a reputation that gives nothing stops
     * it: the one can {withdraw}, the other is {ReputationSkipped}.
     * @dev Errors: Paused, Unknown, WrongStatus, TooEarly, InOrder, TooLittleGas.
     */
    function pay(uint256 jobId) external;

    /// @notice Sends `account` what is its own of `token`: payments that it could not take. Open to anyone.
    /// @dev Errors: NothingToWithdraw.
    function withdraw(address token, address account) external returns (uint256 amount);

    /// @notice Says what came of a task, from `outcomeAfter` after its deadline on. Open to anyone: who said it is what it is
    /// worth. Errors: Unknown, TooEarly, TextTooLong.
    function reportOutcome(uint256 taskId, bytes32 metric, uint256 value, string calldata uri) external;

    // -------------------------------------------------------------------------------------------- For {IVerdicts}

    /// @notice Holds a job whose decision `claimant` disputes, until it is ruled. A prize that nobody has won is his to claim.
    /// Owner: {IVerdicts}. Errors: Unknown, NotVerdicts, WrongStatus, TooLate, OwnWork, NoEntry.
    /// @return token What the job pays.
    /// @return amount How much.
    /// @return bond What the dispute takes.
    function hold(uint256 jobId, address claimant) external returns (address token, uint256 amount, uint96 bond);

    /// @notice Accepts or refuses a job that is held, for good; but a prize that was claimed in vain is nobody's again, and can be
    /// claimed by others within `disputeFor`, so that no worthless claim is in the way of a good one. Owner: {IVerdicts}.
    /// @param inVain Whether the ruling says what the decision said.
    /// @dev Errors: NotVerdicts, WrongStatus.
    function ruleOn(uint256 jobId, bool accepted, bool inVain) external;

    /// @notice Gives a prize as its ballot has decided, which can be disputed; or to nobody, for 0, which cannot. Owner:
    /// {IVerdicts}. Errors: NotVerdicts, WrongStatus, NoEntry.
    function give(uint256 jobId, address winner, bytes32 reason) external;

    // -------------------------------------------------------------------------------------------------- Reading

    /// @notice Who decides besides reviewers; this contract has made it.
    function VERDICTS() external view returns (IVerdicts);
    /// @notice The governance token: what is paid of it counts as reputation.
    function TOKEN() external view returns (IERC20);
    /// @notice The treasury whose budgets are paid.
    function TREASURY() external view returns (ITreasury);
    /// @notice The only account that opens programs: the treasury's timelock.
    function TIMELOCK() external view returns (address);
    /// @notice What gives points for payments, and counts them; the zero address in a network that has none.
    function REPUTATION() external view returns (IReputation);
    /// @notice Who has which credential; the zero address in a network that has none.
    function CREDENTIALS() external view returns (ICredentials);
    /// @notice Where the flag is; the zero address in a network that has none.
    function REGISTRY() external view returns (IProtocolRegistry);
    /// @notice The flag that stops promises and payments; 0 if there is none.
    function PAUSE_FLAG() external view returns (bytes32);
    /// @notice For how long payments were stopped so far, in seconds: by as much all times are later.
    function stoppedFor() external view returns (uint256);
    /// @notice How long after a deadline answers are disclosed, in seconds.
    function DISCLOSURE() external view returns (uint256);
    /// @notice A program. Errors: Unknown.
    function programOf(uint256 programId) external view returns (Program memory);
    /// @notice A task. Errors: Unknown.
    function taskOf(uint256 taskId) external view returns (Task memory);
    /// @notice What is stored of a job. Errors: Unknown.
    function jobOf(uint256 jobId) external view returns (JobState memory);
    /// @notice Whether an account is the reviewers of a program, or an owner of the Safe that they are.
    function isReviewer(uint256 programId, address account) external view returns (bool);
    /// @notice What an account has entered for a task; 0 for nothing, and after the disclosure.
    function enteredBy(uint256 taskId, address account) external view returns (bytes32);
    /// @notice The answer that an account has disclosed for a task; 0 for none, and when it has won.
    function answerOf(uint256 taskId, address account) external view returns (bytes32);
    /// @notice What an account enters: nobody else can use it, nor this one for another task.
    function commitmentOf(
        uint256 taskId,
        address account,
        bytes32 answer,
        bytes32 salt
    ) external view returns (bytes32);
    /// @notice What is held of `token` for jobs that are neither paid nor refunded.
    function escrowed(address token) external view returns (uint256);
    /// @notice What `account` can withdraw of `token`.
    function creditOf(address token, address account) external view returns (uint256);
    /// @notice How many programs there were.
    function programCount() external view returns (uint256);
    /// @notice How many applications there were.
    function applicationCount() external view returns (uint256);
    /// @notice How many tasks there were.
    function taskCount() external view returns (uint256);
}
