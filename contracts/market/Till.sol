// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IProtocolRegistry} from "../protocol/IProtocolRegistry.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {EXCLUDED} from "../votes/Excluded.sol";
import {IBatchSettlement} from "./IBatchSettlement.sol";
import {IMarket} from "./IMarket.sol";
import {ITill} from "./ITill.sol";

/**
 * @title Till
 * @notice See {ITill}. Each service has a minimal clone, whose terms are in its code. What has come is the balance less what
 * is owed: anybody may have had the channels' money sent here before, and a transfer is as good. Accounts are paid when
 * they ask; a treasury that refuses the network's share holds up nobody else.
 *
 * **Who can change what.** Votes set the shares, in the registry. Nobody changes the terms, or takes what is another's.
 */
contract Till is ITill, ReentrancyGuardTransient {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint256 private constant BPS = 10_000;
    uint256 private constant MAX_USAGE_BPS = 2000;
    bytes32 private constant CATEGORY = "usage";
    bytes8 private constant APP = "POLITYAP";

    IMarket private immutable MARKET;
    IBatchSettlement private immutable SETTLEMENT;
    ITreasury private immutable TREASURY;
    IERC20 private immutable TOKEN;
    IProtocolRegistry private immutable REGISTRY;
    bytes32 private immutable USAGE_KEY;
    bytes32 private immutable BURN_KEY;
    bytes32 private immutable PAUSE_KEY;

    /// @inheritdoc ITill
    mapping(IERC20 token => mapping(address account => uint256 amount)) public creditOf;
    /// @inheritdoc ITill
    mapping(bytes32 channelId => uint256 amount) public attributedOf;

    mapping(IERC20 token => Book book) private _books;

    /// @dev Made by the market, which says what its tills have done.
    constructor(Setup memory setup) {
        MARKET = IMarket(msg.sender);
        (SETTLEMENT, TREASURY, TOKEN, REGISTRY) = (setup.settlement, setup.treasury, setup.token, setup.registry);
        (USAGE_KEY, BURN_KEY, PAUSE_KEY) = (setup.usageKey, setup.burnKey, setup.pauseKey);
    }

    /// @inheritdoc ITill
    function sweep(IERC20 token) external nonReentrant returns (uint256 amount) {
        if (PAUSE_KEY != 0 && REGISTRY.paused(PAUSE_KEY)) revert Till_Paused(PAUSE_KEY);
        SETTLEMENT.settle(address(this), address(token));
        (, uint256 settled) = SETTLEMENT.receivers(address(this), address(token));
        Book storage book = _books[token];
        // A token that took something away by itself leaves nothing to split until that much has come.
        amount = Math.saturatingSub(token.balanceOf(address(this)), book.owed);
        if (amount == 0) revert Till_NothingToSweep(token);

        (address provider, uint256 service, uint256 developerBps) = terms();
        uint256 network = (amount * _share(USAGE_KEY, MAX_USAGE_BPS)) / BPS;
        uint256 burned =
            address(token) == address(TOKEN) && BURN_KEY != 0 ? (network * _share(BURN_KEY, BPS)) / BPS : 0;
        // Of the channels' money over all time, so that what many small sweeps round away does not add up.
        uint256 developers = (settled * developerBps) / BPS - (uint256(book.settled) * developerBps) / BPS;
        developers = Math.min(developers, amount - network);

        book.owed += (amount - network).toUint128();
        book.developers += developers.toUint128();
        book.settled = settled.toUint128();
        creditOf[token][provider] += amount - network - developers;
        MARKET.recordSweep(service, token, IMarket.Split(amount, network, burned, developers, settled));
        if (burned != 0) ERC20Burnable(address(token)).burn(burned);
        if (network != burned) _tryToPay(token, book, network - burned, service);
    }

    /// @inheritdoc ITill
    function attribute(IBatchSettlement.ChannelConfig[] calldata configs) external nonReentrant {
        (address provider, uint256 service, uint256 developerBps) = terms();
        for (uint256 i = 0; i < configs.length; ++i) {
            IBatchSettlement.ChannelConfig calldata config = configs[i];
            if (config.receiver != address(this)) revert Till_OtherReceiver(config.receiver);
            bytes32 id = SETTLEMENT.getChannelId(config);
            (, uint256 claimed) = SETTLEMENT.channels(id);
            IERC20 token = IERC20(config.token);
            Book storage book = _books[token];
            // What was claimed and not swept yet stays due.
            uint256 share = Math.min((claimed * developerBps) / BPS - attributedOf[id], book.developers);
            if (share == 0) continue;
            address app = _appOf(config.salt, provider);
            attributedOf[id] += share;
            book.developers -= uint128(share);
            creditOf[token][app] += share;
            MARKET.recordAttribution(service, token, app, id, config.payer, share);
        }
    }

    /// @inheritdoc ITill
    function withdraw(IERC20 token, address account) external nonReentrant returns (uint256 amount) {
        amount = creditOf[token][account];
        if (amount == 0) revert Till_NothingToWithdraw(token, account);
        creditOf[token][account] = 0;
        _books[token].owed -= uint128(amount);
        emit Withdrawn(token, account, amount);
        token.safeTransfer(account, amount);
    }

    /// @inheritdoc ITill
    function payNetwork(IERC20 token) external nonReentrant returns (uint256 amount) {
        Book storage book = _books[token];
        amount = book.network;
        if (amount == 0) revert Till_NothingToWithdraw(token, address(TREASURY));
        book.network = 0;
        book.owed -= uint128(amount);
        emit Withdrawn(token, address(TREASURY), amount);
        token.forceApprove(address(TREASURY), amount);
        (, uint256 service, ) = terms();
        TREASURY.deposit(address(token), amount, CATEGORY, bytes32(service));
    }

    /// @inheritdoc ITill
    function exclude() external {
        IVotes(address(TOKEN)).delegate(EXCLUDED);
    }

    /// @inheritdoc ITill
    function bookOf(IERC20 token) external view returns (Book memory) {
        return _books[token];
    }

    /// @inheritdoc ITill
    function terms() public view returns (address provider, uint256 service, uint256 developerBps) {
        bytes32 word = bytes32(Clones.fetchCloneArgs(address(this)));
        return (address(bytes20(word)), uint64(bytes8(word << 160)), uint16(bytes2(word << 224)));
    }

    /// @dev Gives the treasury the network's share, or keeps it for it. The ledger says which service an income is from.
    function _tryToPay(IERC20 token, Book storage book, uint256 amount, uint256 service) private {
        token.forceApprove(address(TREASURY), amount);
        try TREASURY.deposit(address(token), amount, CATEGORY, bytes32(service)) {} catch {
            token.forceApprove(address(TREASURY), 0);
            book.network += amount.toUint128();
            book.owed += amount.toUint128();
            emit NetworkOwed(token, amount);
        }
    }

    function _share(bytes32 key, uint256 max) private view returns (uint256) {
        return Math.min(REGISTRY.getUint(key), max);
    }

    function _appOf(bytes32 salt, address provider) private pure returns (address) {
        if (bytes8(salt) != APP || address(uint160(uint256(salt))) == address(0)) return provider;
        return address(uint160(uint256(salt)));
    }
}
