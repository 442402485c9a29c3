// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @title IERC8183
 * @notice ERC-8183, "Agentic Commerce" (draft): jobs with a client, a provider, an evaluator and money in escrow. Functions
 * and events are those of `AgenticCommerce` in github.com/erc-8183/base-contracts at c67e160; those of its platform's fees
 * and hooks are left out, which the standard leaves to each implementation. Times are in seconds, amounts in base units.
 */
interface IERC8183 {
    /// @notice Open → Funded → Submitted → Completed or Rejected; Funded → Expired.
    enum JobStatus {
        Open,
        Funded,
        Submitted,
        Completed,
        Rejected,
        Expired
    }

    /// @notice A job.
    struct Job {
        uint256 id;
        address client;
        address provider;
        address evaluator;
        string description;
        uint256 budget;
        uint256 expiredAt;
        JobStatus status;
        address hook;
        address paymentToken;
        /// @dev The provider's ERC-8004 identity; 0 for none.
        uint256 providerAgentId;
        uint256 submittedAt;
    }

    /// @notice There is a job.
    event JobCreated(
        uint256 indexed jobId,
        address indexed client,
        address indexed provider,
        address evaluator,
        uint256 expiredAt,
        address hook
    );
    /// @notice A job that had no provider has one.
    event ProviderSet(uint256 indexed jobId, address indexed provider, uint256 agentId);
    /// @notice The job pays `amount` of `token`.
    event BudgetSet(uint256 indexed jobId, address indexed token, uint256 amount);
    /// @notice The money of the job is here.
    event JobFunded(uint256 indexed jobId, address indexed client, uint256 amount);
    /// @notice The provider has delivered.
    event JobSubmitted(uint256 indexed jobId, address indexed provider, bytes32 deliverable);
    /// @notice The job is done, for good.
    event JobCompleted(uint256 indexed jobId, address indexed evaluator, bytes32 reason);
    /// @notice The job is refused, for good.
    event JobRejected(uint256 indexed jobId, address indexed rejector, bytes32 reason);
    /// @notice The job was not done in time.
    event JobExpired(uint256 indexed jobId);
    /// @notice The provider is paid.
    event PaymentReleased(uint256 indexed jobId, address indexed provider, uint256 amount);
    /// @notice The money went back.
    event Refunded(uint256 indexed jobId, address indexed client, uint256 amount);

    /// @notice Makes a job.
    function createJob(
        address provider,
        address evaluator,
        uint256 expiredAt,
        string calldata description,
        address hook,
        uint256 providerAgentId
    ) external returns (uint256);

    /// @notice Names the provider of a job without one.
    function setProvider(uint256 jobId, address provider_, uint256 agentId) external;

    /// @notice Agrees on a price.
    function setBudget(uint256 jobId, address token, uint256 amount, bytes calldata optParams) external;

    /// @notice Pays the price in.
    function fund(uint256 jobId, uint256 expectedBudget, bytes calldata optParams) external;

    /// @notice Delivers.
    function submit(uint256 jobId, bytes32 deliverable, bytes calldata optParams) external;

    /// @notice Accepts what was delivered.
    function complete(uint256 jobId, bytes32 reason, bytes calldata optParams) external;

    /// @notice Refuses what was delivered.
    function reject(uint256 jobId, bytes32 reason, bytes calldata optParams) external;

    /// @notice Gives the money of a job back whose time is over.
    function claimRefund(uint256 jobId) external;

    /// @notice A job; all zeros if there is none.
    function getJob(uint256 jobId) external view returns (Job memory);

    /// @notice How many jobs there are; they are numbered from 1.
    function jobCounter() external view returns (uint256);
}
