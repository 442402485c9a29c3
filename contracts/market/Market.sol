// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Arbitrable} from "../court/Arbitrable.sol";
import {IProtocolRegistry} from "../protocol/IProtocolRegistry.sol";
import {EXCLUDED} from "../votes/Excluded.sol";
import {IBatchSettlement} from "./IBatchSettlement.sol";
import {IMarket} from "./IMarket.sol";
import {ITill} from "./ITill.sol";
import {Till} from "./Till.sol";

/**
 * @title Market
 * @notice See {IMarket}. Nothing here holds what is paid: channels are x402's, and tills have what comes out of them. The
 * market holds stakes, in the network's token, whose votes it delegates to EXCLUDED.
 *
 * A dispute is worth what its ruling may take from the provider, which is more than what it gives the payer: to win one
 * against one's own service costs its stake.
 *
 * **Who can change what.** The timelock delists services, accepts tokens, and names arbitrators and rates; votes set the
 * parameters, in the registry. A provider changes its own service. There is no owner, no pause and no upgrade.
 */
contract Market is IMarket, Arbitrable, ReentrancyGuardTransient {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint256 private constant BPS = 10_000;
    uint256 private constant WHOLE_TOKEN = 1e18;
    uint256 private constant MAX_USAGE_BPS = 2000;
    uint256 private constant MAX_DEVELOPER_BPS = 5000;
    uint256 private constant MAX_URI = 256;
    uint256 private constant MAX_STARS = 5;
    uint256 private constant MAX_TOKENS = 16;
    uint256 private constant MAX_EXIT_DELAY = 365 days;
    uint256 private constant QUARTER = 13 weeks;

    /// @inheritdoc IMarket
    uint256 public constant REFUND = 2;

    /// @inheritdoc IMarket
    IERC20 public immutable TOKEN;
    /// @inheritdoc IMarket
    address public immutable TIMELOCK;
    /// @inheritdoc IMarket
    IBatchSettlement public immutable SETTLEMENT;
    /// @inheritdoc IMarket
    IProtocolRegistry public immutable REGISTRY;
    /// @inheritdoc IMarket
    address public immutable TILL;

    uint256 private immutable KINDS;
    uint256 private immutable FACTOR;
    uint256 private immutable EXIT_DELAY;
    bytes32 private immutable MIN_STAKE;
    bytes32 private immutable MIN_DEVELOPER_BPS;
    bytes32 private immutable USAGE_BPS;
    bytes32 private immutable BURN_BPS;
    bytes32 private immutable PAUSE_LISTING;
    bytes32 private immutable PAUSE_SWEEP;

    /// @inheritdoc IMarket
    uint256 public serviceCount;
    /// @inheritdoc IMarket
    uint256 public forfeited;
    /// @inheritdoc IMarket
    mapping(uint256 service => mapping(address account => bool named)) public isAuthorizer;
    /// @inheritdoc IMarket
    mapping(address token => bool accepted) public isAccepted;
    /// @inheritdoc IMarket
    mapping(uint256 service => mapping(address token => mapping(uint256 quarter => Rating rating))) public ratingOf;
    /// @inheritdoc IMarket
    mapping(bytes32 channelId => uint256 amount) public ratedOf;
    /// @inheritdoc IMarket
    mapping(bytes32 channelId => uint256 amount) public disputedOf;
    /// @inheritdoc IMarket
    mapping(address account => uint256 amount) public creditOf;

    mapping(uint256 number => Service service) private _services;
    mapping(uint256 disputeId => Claim claim) private _claims;

    /// @dev Reverts as the registry does where it lacks one of the parameters.
    constructor(Setup memory setup) Arbitrable(address(setup.token)) {
        bool isThere = address(setup.settlement).code.length != 0 && address(setup.token).code.length != 0;
        bool isBounded = setup.kinds != 0 && setup.exitDelay <= MAX_EXIT_DELAY && setup.tokens.length <= MAX_TOKENS;
        if (!isThere || !isBounded) revert Market_BadSetup();
        (SETTLEMENT, TOKEN, REGISTRY) = (setup.settlement, setup.token, setup.registry);
        TIMELOCK = setup.treasury.TIMELOCK();
        (KINDS, FACTOR, EXIT_DELAY) = (setup.kinds, setup.factor, setup.exitDelay);

        Keys memory named = setup.keys;
        (MIN_STAKE, MIN_DEVELOPER_BPS) = (named.minStake, named.minDeveloperBps);
        (USAGE_BPS, BURN_BPS) = (named.usageBps, named.burnBps);
        (PAUSE_LISTING, PAUSE_SWEEP) = (named.pauseListing, named.pauseSweep);
        setup.registry.getUint(named.minStake);
        setup.registry.getUint(named.minDeveloperBps);
        setup.registry.getUint(named.usageBps);
        if (named.burnBps != 0) setup.registry.getUint(named.burnBps);
        if (named.pauseListing != 0) setup.registry.paused(named.pauseListing);
        if (named.pauseSweep != 0) setup.registry.paused(named.pauseSweep);

        TILL = address(
            new Till(
                ITill.Setup({
                    settlement: setup.settlement,
                    treasury: setup.treasury,
                    token: setup.token,
                    registry: setup.registry,
                    usageKey: named.usageBps,
                    burnKey: named.burnBps,
                    pauseKey: named.pauseSweep
                })
            )
        );
        for (uint256 i = 0; i < setup.tokens.length; ++i) _accept(setup.tokens[i], true);
        IVotes(address(setup.token)).delegate(EXCLUDED);
    }

    // ------------------------------------------------------------------------------------------- For providers

    /// @inheritdoc IMarket
    function list(Listing calldata listing, string calldata uri) external nonReentrant returns (uint256 number) {
        if (PAUSE_LISTING != 0 && REGISTRY.paused(PAUSE_LISTING)) revert Market_Paused(PAUSE_LISTING);
        _checkListing(listing);
        _checkText(uri);

        number = ++serviceCount;
        bytes memory args = abi.encodePacked(msg.sender, uint64(number), listing.developerBps);
        address till = Clones.cloneWithImmutableArgs(TILL, args);
        Service storage service = _services[number];
        (service.provider, service.kind, service.status) = (msg.sender, listing.kind, Status.Listed);
        (service.till, service.stake, service.metadata) = (till, listing.stake, listing.metadata);
        emit ServiceListed(number, msg.sender, till, listing, uri);
        ITill(till).exclude();
        TOKEN.safeTransferFrom(msg.sender, address(this), listing.stake);
    }

    /// @inheritdoc IMarket
    function update(uint256 number, bytes32 metadata, string calldata uri) external {
        _checkText(uri);
        _ownListed(number).metadata = metadata;
        emit ServiceUpdated(number, metadata, uri);
    }

    /// @inheritdoc IMarket
    function addAuthorizer(uint256 number, address authorizer) external {
        _ownListed(number);
        isAuthorizer[number][authorizer] = true;
        emit AuthorizerAdded(number, authorizer);
    }

    /// @inheritdoc IMarket
    function linkAgent(uint256 number, IERC721 registry, uint256 agentId) external {
        Service storage service = _ownListed(number);
        address owner = _ownerOf(registry, agentId);
        if (owner != msg.sender) revert Market_NotAgentOwner(registry, agentId, owner);
        (service.agentRegistry, service.agentId) = (registry, agentId);
        emit AgentLinked(number, registry, agentId);
    }

    /// @inheritdoc IMarket
    function requestExit(uint256 number) external {
        Service storage service = _own(number);
        if (service.exitAt != 0) revert Market_Leaving(number, service.exitAt);
        service.exitAt = uint48(block.timestamp + EXIT_DELAY);
        emit ExitRequested(number, service.exitAt);
    }

    // ---------------------------------------------------------------------------------------------- For payers

    /// @inheritdoc IMarket
    function rate(
        uint256 number,
        IBatchSettlement.ChannelConfig calldata config,
        uint256 stars,
        string calldata uri
    ) external {
        if (stars == 0 || stars > MAX_STARS) revert Market_BadStars(stars);
        _checkText(uri);
        (bytes32 channel, uint256 claimed) = _paid(number, config, isAccepted[config.token]);
        uint256 weight = ((claimed - ratedOf[channel]) * Math.min(REGISTRY.getUint(USAGE_BPS), MAX_USAGE_BPS)) / BPS;
        if (weight == 0) revert Market_NothingToRate(channel);
        ratedOf[channel] = claimed;
        uint256 quarter = block.timestamp / QUARTER;
        Rating storage rating = ratingOf[number][config.token][quarter];
        rating.weighted += (weight * stars).toUint128();
        rating.weight += weight.toUint128();
        emit Rated(number, msg.sender, config.token, quarter, stars, weight, uri);
    }

    /// @inheritdoc IMarket
    function dispute(
        uint256 number,
        IBatchSettlement.ChannelConfig calldata config,
        uint96 amount
    ) external payable nonReentrant returns (uint256 disputeId) {
        (bytes32 channel, uint256 claimed) = _paid(number, config, config.token == address(TOKEN));
        Service storage service = _services[number];
        if (service.exitAt != 0 && block.timestamp >= service.exitAt) revert Market_Leaving(number, service.exitAt);
        uint256 left = claimed - disputedOf[channel];
        if (amount == 0 || amount > left) revert Market_TooMuch(channel, amount, left);
        disputedOf[channel] += amount;
        ++service.openDisputes;
        uint256 most = Math.min(service.stake, uint256(amount) * (1 + FACTOR));
        disputeId = _open(REFUND, most);
        _claims[disputeId] = Claim(uint64(number), uint96(most), msg.sender, amount);
        emit PaymentDisputed(number, disputeId, msg.sender, channel, amount);
    }

    // ----------------------------------------------------------------------------------------------- For tills

    /// @inheritdoc IMarket
    function recordSweep(uint256 number, IERC20 token, Split calldata split) external {
        _checkTill(number);
        emit Swept(number, token, split.amount, split.network, split.burned, split.developers, split.settled);
    }

    /// @inheritdoc IMarket
    function recordAttribution(
        uint256 number,
        IERC20 token,
        address app,
        bytes32 channelId,
        address payer,
        uint256 amount
    ) external {
        _checkTill(number);
        emit Attributed(number, token, app, channelId, payer, amount);
    }

    // ---------------------------------------------------------------------------------------------- For anyone

    /// @inheritdoc IMarket
    function addStake(uint256 number, uint96 amount) external nonReentrant {
        Service storage service = _present(number);
        service.stake += amount;
        emit StakeAdded(number, msg.sender, amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IMarket
    function exit(uint256 number) external nonReentrant {
        Service storage service = _present(number);
        if (service.exitAt == 0 || block.timestamp < service.exitAt || service.openDisputes != 0) {
            revert Market_CannotExit(number, service.exitAt, service.openDisputes);
        }
        uint256 stake = service.stake;
        (service.status, service.stake) = (Status.Gone, 0);
        emit ServiceExited(number, stake);
        TOKEN.safeTransfer(service.provider, stake);
    }

    /// @inheritdoc IMarket
    function withdraw(address account) external nonReentrant returns (uint256 amount) {
        amount = creditOf[account];
        if (amount == 0) revert Market_NothingToWithdraw(account);
        creditOf[account] = 0;
        emit Withdrawn(account, amount);
        TOKEN.safeTransfer(account, amount);
    }

    /// @inheritdoc IMarket
    function burnForfeited() external nonReentrant returns (uint256 amount) {
        amount = forfeited;
        if (amount == 0) revert Market_NothingToWithdraw(address(0));
        forfeited = 0;
        emit Burned(amount);
        ERC20Burnable(address(TOKEN)).burn(amount);
    }

    // ----------------------------------------------------------------------------------------------- For votes

    /// @inheritdoc IMarket
    function delist(uint256 number, bytes32 reason) external onlyTimelock {
        Service storage service = _present(number);
        if (service.status != Status.Listed) revert Market_WrongStatus(number, service.status);
        service.status = Status.Delisted;
        emit ServiceDelisted(number, reason);
    }

    /// @inheritdoc IMarket
    function acceptToken(address token, bool accepted) external onlyTimelock {
        _accept(token, accepted);
    }

    // ------------------------------------------------------------------------------------------------- Reading

    /// @inheritdoc IMarket
    function terms() external view returns (uint256 kinds, uint256 factor, uint256 exitDelay) {
        return (KINDS, FACTOR, EXIT_DELAY);
    }

    /// @inheritdoc IMarket
    function keys() external view returns (Keys memory) {
        return Keys(MIN_STAKE, MIN_DEVELOPER_BPS, USAGE_BPS, BURN_BPS, PAUSE_LISTING, PAUSE_SWEEP);
    }

    /// @inheritdoc IMarket
    function serviceOf(uint256 number) external view returns (Service memory) {
        return _service(number);
    }

    /// @inheritdoc IMarket
    function claimOf(uint256 disputeId) external view returns (Claim memory) {
        return _claims[disputeId];
    }

    // ----------------------------------------------------------------------------------------------- Internals

    /// @inheritdoc Arbitrable
    /// @dev Pushes nothing: {withdraw} and {burnForfeited} move the tokens.
    function _carryOut(uint256 id, uint256 ruling) internal override {
        Claim storage claim = _claims[id];
        Service storage service = _services[claim.service];
        --service.openDisputes;
        uint256 paid = 0;
        uint256 burned = 0;
        if (ruling == REFUND) {
            uint256 taken = Math.min(claim.most, service.stake);
            paid = Math.min(claim.amount, taken);
            burned = taken - paid;
            service.stake -= uint96(taken);
            creditOf[claim.payer] += paid;
            forfeited += burned;
        }
        emit DisputeRuled(claim.service, id, ruling, paid, burned);
    }

    /// @inheritdoc Arbitrable
    function _timelock() internal view override returns (address) {
        return TIMELOCK;
    }

    /// @dev What the caller has paid for the service through a channel, over all time.
    function _paid(
        uint256 number,
        IBatchSettlement.ChannelConfig calldata config,
        bool countsToken
    ) private view returns (bytes32 channel, uint256 claimed) {
        address till = _present(number).till;
        channel = SETTLEMENT.getChannelId(config);
        bool isOurs = config.receiver == till && isAuthorizer[number][config.receiverAuthorizer];
        if (!isOurs || config.payer != msg.sender || !countsToken) revert Market_WrongChannel(number, channel);
        (, claimed) = SETTLEMENT.channels(channel);
    }

    /// @dev No till is at the address 0, so that a number without a service is nobody's.
    function _checkTill(uint256 number) private view {
        if (msg.sender != _services[number].till) revert Market_NotTill(number, msg.sender);
    }

    function _service(uint256 number) private view returns (Service storage service) {
        service = _services[number];
        if (service.status == Status.None) revert Market_UnknownService(number);
    }

    /// @dev The service, whose provider has not left.
    function _present(uint256 number) private view returns (Service storage service) {
        service = _service(number);
        if (service.status == Status.Gone) revert Market_WrongStatus(number, Status.Gone);
    }

    /// @dev The service, likewise, which is the caller's.
    function _own(uint256 number) private view returns (Service storage service) {
        service = _present(number);
        if (msg.sender != service.provider) revert Market_NotProvider(number, msg.sender);
    }

    function _ownListed(uint256 number) private view returns (Service storage service) {
        service = _own(number);
        if (service.status != Status.Listed) revert Market_WrongStatus(number, service.status);
    }

    /// @dev Whose agent it is, as far as the registry says so.
    function _ownerOf(IERC721 registry, uint256 agentId) private view returns (address owner) {
        if (address(registry).code.length == 0) return address(0);
        try registry.ownerOf(agentId) returns (address found) {
            return found;
        } catch {
            return address(0);
        }
    }

    function _accept(address token, bool accepted) private {
        isAccepted[token] = accepted;
        emit TokenAccepted(token, accepted);
    }

    function _checkListing(Listing calldata listing) private view {
        if (listing.kind >= KINDS) revert Market_BadKind(listing.kind, KINDS);
        uint256 share = listing.developerBps;
        uint256 min = REGISTRY.getUint(MIN_DEVELOPER_BPS);
        if (share < min || share > MAX_DEVELOPER_BPS) revert Market_BadShare(share, min, MAX_DEVELOPER_BPS);
        min = Math.saturatingMul(REGISTRY.getUint(MIN_STAKE), WHOLE_TOKEN);
        if (listing.stake < min) revert Market_StakeTooLow(listing.stake, min);
    }

    function _checkText(string calldata uri) private pure {
        uint256 length = bytes(uri).length;
        if (length > MAX_URI) revert Market_TextTooLong(length, MAX_URI);
    }
}
