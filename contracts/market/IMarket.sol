// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IDisputes} from "../court/IDisputes.sol";
import {IProtocolRegistry} from "../protocol/IProtocolRegistry.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {IBatchSettlement} from "./IBatchSettlement.sol";

/**
 * @title IMarket
 * @notice Providers, models, tools and apps in one list. Whoever lists a service stakes the network's token for it, and gets a
 * till ({ITill}) that is paid and splits what comes. Who has paid a service rates it, and his word weighs what the network
 * got of it; or he disputes what he paid, and a ruling gives it back out of the stake.
 *
 * What somebody paid is what was claimed out of a channel of x402 to the service's till, for somebody that the provider has
 * named as its authorizer: else a payer could claim his own voucher, and then rate or dispute what never served him.
 *
 * Services are numbered from 1. Stakes and disputes are in base units of the network's token, ratings in those of the token
 * that was paid. Times are in seconds.
 */
interface IMarket is IDisputes {
    /// @notice Listed → Delisted, by a vote. Either → Gone, when its provider has left.
    enum Status {
        None,
        Listed,
        Delisted,
        Gone
    }

    /// @notice A service.
    struct Service {
        address provider;
        /// @dev What kind of thing it is, as the network counts them.
        uint8 kind;
        Status status;
        /// @dev When the provider can take the stake; 0 if it has not asked to leave.
        uint48 exitAt;
        uint32 openDisputes;
        address till;
        uint96 stake;
        /// @dev The content hash of the file that describes it.
        bytes32 metadata;
        /// @dev A registry of ERC-8004 and the number there; 0 if it names none. Read `ownerOf` again: it may be sold.
        IERC721 agentRegistry;
        uint256 agentId;
    }

    /// @notice What a provider lists.
    struct Listing {
        uint8 kind;
        /// @dev The share of channels' money for apps, in basis points; it never changes.
        uint16 developerBps;
        uint96 stake;
        bytes32 metadata;
    }

    /// @notice The stars that a service got in a quarter of 13 weeks, each as often as the network got a base unit.
    struct Rating {
        uint128 weighted;
        uint128 weight;
    }

    /// @notice A dispute: whose payment for which service, and how much of it.
    struct Claim {
        uint64 service;
        /// @dev The most that its ruling may take, which is what the court was asked to decide about.
        uint96 most;
        address payer;
        uint96 amount;
    }

    /// @notice What a till has split, as {Swept} has it.
    struct Split {
        uint256 amount;
        uint256 network;
        uint256 burned;
        uint256 developers;
        uint256 settled;
    }

    /// @notice Keys of parameters in the registry.
    struct Keys {
        /// @dev The least stake of a service, in whole tokens of 10¹⁸ base units.
        bytes32 minStake;
        /// @dev The least share for apps, in basis points.
        bytes32 minDeveloperBps;
        /// @dev As {ITill-Setup} has them; `burnBps` and the pause flags may be 0 for none.
        bytes32 usageBps;
        bytes32 burnBps;
        bytes32 pauseListing;
        bytes32 pauseSweep;
    }

    /**
     * @notice What a market is made of.
     * @param settlement x402's contract.
     * @param token The network's token: of stakes and disputes.
     * @param kinds How many kinds of services there are.
     * @param factor How many times what a payer gets back is burned beside it.
     * @param exitDelay How long a provider who leaves can still be disputed, in seconds.
     * @param tokens In which payments can be rated, from the start.
     */
    struct Setup {
        IBatchSettlement settlement;
        ITreasury treasury;
        IERC20 token;
        IProtocolRegistry registry;
        uint8 kinds;
        uint8 factor;
        uint32 exitDelay;
        Keys keys;
        address[] tokens;
    }

    /// @notice `provider` has listed a service. `uri` says where the file of its metadata is.
    event ServiceListed(
        uint256 indexed service,
        address indexed provider,
        address indexed till,
        Listing listing,
        string uri
    );
    /// @notice The service is described by another file.
    event ServiceUpdated(uint256 indexed service, bytes32 metadata, string uri);
    /// @notice `authorizer` claims for the service: what it claims was paid for it.
    event AuthorizerAdded(uint256 indexed service, address indexed authorizer);
    /// @notice The stake has risen by `amount`, from `from`.
    event StakeAdded(uint256 indexed service, address indexed from, uint256 amount);
    /// @notice The service is the agent `agentId` of `registry`, which its provider owns.
    event AgentLinked(uint256 indexed service, IERC721 indexed registry, uint256 indexed agentId);
    /// @notice The provider leaves, and gets its stake from `exitAt` on.
    event ExitRequested(uint256 indexed service, uint256 exitAt);
    /// @notice The provider has left with `stake`.
    event ServiceExited(uint256 indexed service, uint256 stake);
    /// @notice A vote has taken the service off the list, for `reason`.
    event ServiceDelisted(uint256 indexed service, bytes32 reason);
    /// @notice Payments in `token` can be rated, or no longer.
    event TokenAccepted(address indexed token, bool accepted);
    /// @notice `payer` gave `stars` with `weight`, for payments of `token` in `quarter`. `uri` says where its words are.
    event Rated(
        uint256 indexed service,
        address indexed payer,
        address indexed token,
        uint256 quarter,
        uint256 stars,
        uint256 weight,
        string uri
    );
    /// @notice `payer` wants `amount` back of what it paid through the channel.
    event PaymentDisputed(
        uint256 indexed service,
        uint256 indexed disputeId,
        address indexed payer,
        bytes32 channelId,
        uint256 amount
    );
    /// @notice The dispute is over: `paid` is the payer's, and `burned` is burned, out of the stake.
    event DisputeRuled(
        uint256 indexed service,
        uint256 indexed disputeId,
        uint256 ruling,
        uint256 paid,
        uint256 burned
    );
    /**
     * @notice The service's till has split `amount` of what it was paid, in base units of `token`. `burned` is a part of
     * `network`; the provider has what is neither the network's nor set aside for `developers`. `settled` is all that came
     * through channels until then, over all time.
     */
    event Swept(
        uint256 indexed service,
        IERC20 indexed token,
        uint256 amount,
        uint256 network,
        uint256 burned,
        uint256 developers,
        uint256 settled
    );
    /// @notice `app`, which is the provider where the channel names none, has `amount` of what was set aside for apps:
    /// `payer` pays through that channel, and it has brought it.
    event Attributed(
        uint256 indexed service,
        IERC20 indexed token,
        address indexed app,
        bytes32 channelId,
        address payer,
        uint256 amount
    );
    /// @notice The account was paid what rulings gave it.
    event Withdrawn(address indexed account, uint256 amount);
    /// @notice What rulings took beyond that was burned.
    event Burned(uint256 amount);

    /// @notice Something that a market is made of is missing or out of its bounds.
    error Market_BadSetup();
    /// @notice There is no service `service`.
    error Market_UnknownService(uint256 service);
    /// @notice Only the provider may do this, and `caller` is not it.
    error Market_NotProvider(uint256 service, address caller);
    /// @notice Only the till of the service may say this, and `caller` is not it.
    error Market_NotTill(uint256 service, address caller);
    /// @notice No service is listed while the pause flag `key` is set.
    error Market_Paused(bytes32 key);
    /// @notice Kinds count from 0 to `kinds` - 1.
    error Market_BadKind(uint256 kind, uint256 kinds);
    /// @notice The share for apps is `min` to `max` basis points.
    error Market_BadShare(uint256 developerBps, uint256 min, uint256 max);
    /// @notice A service takes a stake of `min` at least.
    error Market_StakeTooLow(uint256 stake, uint256 min);
    /// @notice The service is `status`, which does not allow this.
    error Market_WrongStatus(uint256 service, Status status);
    /// @notice The provider of the service has asked to leave.
    error Market_Leaving(uint256 service, uint256 exitAt);
    /// @notice The stake is free from `exitAt` on, 0 if nobody asked, and when `openDisputes` are ruled.
    error Market_CannotExit(uint256 service, uint256 exitAt, uint256 openDisputes);
    /// @notice The agent is `owner`'s, or the registry does not say whose it is (0), and not the provider's.
    error Market_NotAgentOwner(IERC721 registry, uint256 agentId, address owner);
    /// @notice The address of a text has `max` bytes at the most.
    error Market_TextTooLong(uint256 length, uint256 max);
    /// @notice The channel does not pay the service, in a token that counts here, from the caller, by an authorizer of it.
    error Market_WrongChannel(uint256 service, bytes32 channelId);
    /// @notice A rating has 1 to 5 stars.
    error Market_BadStars(uint256 stars);
    /// @notice The network got nothing of the channel that has not been rated already.
    error Market_NothingToRate(bytes32 channelId);
    /// @notice Of what was claimed out of the channel `left` has not been disputed yet.
    error Market_TooMuch(bytes32 channelId, uint256 amount, uint256 left);
    /// @notice There is nothing for the account, or to burn (0).
    error Market_NothingToWithdraw(address account);

    // ------------------------------------------------------------------------------------------- For providers

    /// @notice Lists a service, and makes its till. Open to anyone, with a stake.
    /// @dev Errors: Paused, BadKind, BadShare, StakeTooLow, TextTooLong.
    /// @return service Its number.
    function list(Listing calldata listing, string calldata uri) external returns (uint256 service);

    /// @notice Describes the service by another file. Owner: its provider. Errors: NotProvider, WrongStatus, TextTooLong.
    function update(uint256 service, bytes32 metadata, string calldata uri) external;

    /// @notice Names who claims for the service, for good: what was paid can always be disputed. Owner: its provider.
    /// @dev Errors: NotProvider, WrongStatus.
    function addAuthorizer(uint256 service, address authorizer) external;

    /// @notice Names the agent of ERC-8004 that the service is. Owner: its provider, who owns the agent.
    /// @dev Errors: NotProvider, WrongStatus, NotAgentOwner.
    function linkAgent(uint256 service, IERC721 registry, uint256 agentId) external;

    /// @notice Asks to leave. Owner: the provider. Errors: NotProvider, WrongStatus, Leaving.
    function requestExit(uint256 service) external;

    // ---------------------------------------------------------------------------------------------- For payers

    /// @notice Rates a service, for all that the caller has paid through the channel since it last did. Owner: its payer.
    /// @param stars 1 to 5.
    /// @param uri Where the words are, if there are any.
    /// @dev Errors: BadStars, UnknownService, WrongStatus, WrongChannel, NothingToRate, TextTooLong.
    function rate(
        uint256 service,
        IBatchSettlement.ChannelConfig calldata config,
        uint256 stars,
        string calldata uri
    ) external;

    /**
     * @notice Disputes `amount` of what the caller has paid through a channel in the network's token, for the arbitrator's
     * fee. Owner: its payer. Each payment can be disputed once. Whatever is ruled, the payer gets no more than that back,
     * out of the stake: so nobody gains by a dispute beyond what was paid.
     * @dev Errors: UnknownService, WrongStatus, Leaving, WrongChannel, TooMuch, and those of {IDisputes}.
     */
    function dispute(
        uint256 service,
        IBatchSettlement.ChannelConfig calldata config,
        uint96 amount
    ) external payable returns (uint256 disputeId);

    // ----------------------------------------------------------------------------------------------- For tills

    /// @notice Announces what the till of the service has split: the events of all tills have this one address. Owner: that till.
    /// @dev Errors: NotTill.
    function recordSweep(uint256 service, IERC20 token, Split calldata split) external;

    /// @notice Announces who has got the share of a channel from the till of the service. Owner: that till.
    /// @dev Errors: NotTill.
    function recordAttribution(
        uint256 service,
        IERC20 token,
        address app,
        bytes32 channelId,
        address payer,
        uint256 amount
    ) external;

    // ---------------------------------------------------------------------------------------------- For anyone

    /// @notice Adds to a stake. Open to anyone. Errors: UnknownService, WrongStatus.
    function addStake(uint256 service, uint96 amount) external;

    /// @notice Gives the provider its stake, when it has waited and no dispute is open. Open to anyone.
    /// @dev Errors: UnknownService, WrongStatus, CannotExit.
    function exit(uint256 service) external;

    /// @notice Pays an account what rulings gave it. Open to anyone. Errors: NothingToWithdraw.
    function withdraw(address account) external returns (uint256 amount);

    /// @notice Burns what rulings took beyond that. Open to anyone. Errors: NothingToWithdraw.
    function burnForfeited() external returns (uint256 amount);

    // ----------------------------------------------------------------------------------------------- For votes

    /// @notice Takes a service off the list; its stake stays until its provider leaves. Owner: the timelock.
    /// @dev Errors: NotTimelock, UnknownService, WrongStatus.
    function delist(uint256 service, bytes32 reason) external;

    /// @notice Says whether payments in a token can be rated. Owner: the timelock. Errors: NotTimelock.
    function acceptToken(address token, bool accepted) external;

    // ------------------------------------------------------------------------------------------------- Reading

    /// @notice The ruling that gives the payer its money back.
    function REFUND() external view returns (uint256);

    /// @notice The network's token.
    function TOKEN() external view returns (IERC20);

    /// @notice Commands the market for the votes.
    function TIMELOCK() external view returns (address);

    /// @notice x402's contract.
    function SETTLEMENT() external view returns (IBatchSettlement);

    /// @notice Has the parameters.
    function REGISTRY() external view returns (IProtocolRegistry);

    /// @notice What all tills are clones of.
    function TILL() external view returns (address);

    /// @notice How many kinds there are, how many times is burned what a payer gets, and how long leaving takes in seconds.
    function terms() external view returns (uint256 kinds, uint256 factor, uint256 exitDelay);

    /// @notice The keys that the market reads.
    function keys() external view returns (Keys memory);

    /// @notice How many services were ever listed.
    function serviceCount() external view returns (uint256);

    /// @notice A service. Errors: UnknownService.
    function serviceOf(uint256 service) external view returns (Service memory);

    /// @notice Whether the account claims for the service.
    function isAuthorizer(uint256 service, address account) external view returns (bool);

    /// @notice Whether payments in a token can be rated.
    function isAccepted(address token) external view returns (bool);

    /// @notice What a service got in a quarter of 13 weeks, counted from 1970, for payments in a token.
    function ratingOf(
        uint256 service,
        address token,
        uint256 quarter
    ) external view returns (uint128 weighted, uint128 weight);

    /// @notice What of a channel's claims was rated, and what was disputed.
    function ratedOf(bytes32 channelId) external view returns (uint256);

    /// @notice What of a channel's claims was disputed.
    function disputedOf(bytes32 channelId) external view returns (uint256);

    /// @notice What a dispute is about.
    function claimOf(uint256 disputeId) external view returns (Claim memory);

    /// @notice What an account can withdraw.
    function creditOf(address account) external view returns (uint256);

    /// @notice What is to be burned.
    function forfeited() external view returns (uint256);
}
