// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IDisputes} from "../court/IDisputes.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {IBallots} from "../voting/IBallots.sol";
import {IWork} from "./IWork.sol";

/**
 * @title IVerdicts
 * @notice Who decides about the jobs of {IWork} besides its reviewers: ballots about challenges, and the arbitrator about
 * every decision that somebody disputes. Bonds are in base units of the governance token.
 */
interface IVerdicts is IDisputes {
    /// @notice The ballot decides between `accounts`, which are its first options; the last one is nobody.
    event Shortlisted(uint256 indexed taskId, uint256 indexed ballot, address[] accounts);
    /// @notice `disputer` disputes the decision about the job; the dispute is `disputeId` here.
    event JobDisputed(uint256 indexed jobId, uint256 indexed disputeId, address indexed disputer, uint256 bond);
    /// @notice The ruling about the job, which is accepted now, or not. The bond is `bondTo`'s.
    event JobRuled(uint256 indexed jobId, uint256 ruling, bool accepted, address bondTo);
    /// @notice `account` had its bonds sent.
    event BondsWithdrawn(address indexed account, uint256 amount);

    /// @notice `caller` does not review the program.
    error Verdicts_NotReviewer(uint256 programId, address caller);
    /// @notice Reviewers give the prizes of the task, or its ballot is open, or there is none yet.
    error Verdicts_NoBallot(uint256 taskId, uint256 ballot);
    /// @notice A shortlist is made from `start` to `end` (seconds).
    error Verdicts_NotNow(uint256 taskId, uint256 start, uint256 end);
    /// @notice A shortlist has 1 to 32 accounts in rising order, that have shown an answer and review nothing of the program.
    error Verdicts_BadShortlist(uint256 taskId, address account);
    /// @notice `account` has no bonds here.
    error Verdicts_NothingToWithdraw(address account);

    /**
     * @notice Opens the ballot about a challenge between those who have shown the best answers. Owner: the reviewers, once,
     * within `reviewFor` from the end of disclosure.
     * @dev Errors: Work_Unknown, NotReviewer, NoBallot, NotNow, BadShortlist, and those of {IBallots-open}.
     * @param accounts In rising order; they are the ballot's options, and a last one is that nobody wins.
     * @param uri Where the text of the ballot is.
     * @return ballot Its id.
     */
    function shortlist(
        uint256 taskId,
        address[] calldata accounts,
        string calldata uri
    ) external returns (uint256 ballot);

    /// @notice Gives the prizes of a challenge as its ballot has decided. Open to anyone, after the ballot. "Nobody" wins the
    /// place that the votes give it, and all behind.
    /// @dev Errors: NoBallot, Work_WrongStatus, and those of {IBallots-winnersOf}.
    function settleBallot(uint256 taskId) external;

    /**
     * @notice Disputes a decision within `disputeFor` of it, for the bond of the program and the arbitrator's fee. Open to
     * anyone; against a decision that nobody wins a prize, to whoever has shown an answer, who is its provider from then on.
     * @param evidence Where the first file of evidence is; may be empty.
     * @dev PAY pays the provider, REFUSE gives the money back, 0 leaves the decision as it was. The bond goes back unless the
     * ruling says what the decision said: then it is the provider's, or the treasury's if the provider was refused; and a
     * prize that was claimed in vain can be claimed by the next within `disputeFor`.
     * Errors: those of {IWork-hold}, Disputes_NoArbitrator, Disputes_WrongFee, Disputes_EvidenceTooLong.
     * @return disputeId Its id here.
     */
    function dispute(uint256 jobId, string calldata evidence) external payable returns (uint256 disputeId);

    /// @notice Sends `account` the bonds that are its own. Open to anyone. Errors: NothingToWithdraw.
    function withdrawBonds(address account) external returns (uint256 amount);

    /// @notice Whose jobs these are.
    function WORK() external view returns (IWork);
    /// @notice The governance token, which bonds are of.
    function TOKEN() external view returns (IERC20);
    /// @notice The treasury whose budgets are paid.
    function TREASURY() external view returns (ITreasury);
    /// @notice The only account that names arbitrators and rates: the treasury's timelock.
    function TIMELOCK() external view returns (address);
    /// @notice Where challenges are voted; the zero address in a network that has no ballots.
    function BALLOTS() external view returns (IBallots);
    /// @notice The ruling that pays a job.
    function PAY() external view returns (uint256);
    /// @notice The ruling that gives its money back.
    function REFUSE() external view returns (uint256);
    /// @notice The ballot about a task; 0 while there is none.
    function ballotOf(uint256 taskId) external view returns (uint256);
    /// @notice Between whom it decides.
    function shortlistOf(uint256 taskId) external view returns (address[] memory);
    /// @notice The newest dispute about a job; 0 if there was none. There is one at the most, but of a prize that nobody has won.
    function disputeAbout(uint256 jobId) external view returns (uint256);
    /// @notice The job that a dispute is about, and the bond that it took.
    function subjectOf(uint256 disputeId) external view returns (uint160 jobId, uint96 bond);
    /// @notice The bonds that are `account`'s own.
    function bondsOf(address account) external view returns (uint256);
}
