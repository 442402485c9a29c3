// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IProtocolRegistry} from "../protocol/IProtocolRegistry.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {IBatchSettlement} from "./IBatchSettlement.sol";

/**
 * @title ITill
 * @notice Where a service is paid: the receiver of its channels of x402's `batch-settlement`, and of plain transfers. What has
 * come is split by {sweep}: a part is the network's, of which a part is burned; of what came through channels a part is set
 * aside for the apps that brought the payers; the rest is the provider's.
 *
 * A channel names its app by its salt: the eight bytes `POLITYAP`, a number of four bytes, and the app's address. The share
 * of every other channel is the provider's, and so is that of the address 0.
 *
 * What was split and attributed is said by the market, in its events {IMarket-Swept} and {IMarket-Attributed}: whoever wants
 * to know of all tills reads one address.
 *
 * Shares are rounded down in favour of the provider, and those of channels as a whole: over all sweeps nobody loses more
 * than one base unit. Amounts are in base units of their token.
 */
interface ITill {
    /**
     * @notice What all tills of a market have in common.
     * @param settlement x402's contract.
     * @param treasury Gets the network's share, as income of the category `usage`.
     * @param token The network's token: the only one that is burned.
     * @param registry Has the parameters below.
     * @param usageKey The network's share in basis points; what is above 2,000 counts as 2,000.
     * @param burnKey What of it is burned, in basis points of it; what is above 10,000 counts as 10,000. 0 for nothing.
     * @param pauseKey The pause flag that stops sweeps; 0 for none.
     */
    struct Setup {
        IBatchSettlement settlement;
        ITreasury treasury;
        IERC20 token;
        IProtocolRegistry registry;
        bytes32 usageKey;
        bytes32 burnKey;
        bytes32 pauseKey;
    }

    /// @notice What the till holds of a token, and for whom.
    struct Book {
        /// @dev All that somebody can claim: `developers`, `network`, and what accounts can withdraw.
        uint128 owed;
        /// @dev Set aside for apps, until {attribute} says whose it is.
        uint128 developers;
        /// @dev The network's share that the treasury has refused so far.
        uint128 network;
        /// @dev What of the channels' money has been split, over all time.
        uint128 settled;
    }

    /// @notice The treasury did not take the network's share: it waits for {payNetwork}.
    event NetworkOwed(IERC20 indexed token, uint256 amount);
    /// @notice The account was paid.
    event Withdrawn(IERC20 indexed token, address indexed account, uint256 amount);

    /// @notice Sweeps stand still while the pause flag `key` is set.
    error Till_Paused(bytes32 key);
    /// @notice Nothing has come since the last sweep.
    error Till_NothingToSweep(IERC20 token);
    /// @notice The channel pays `receiver`, and not this till.
    error Till_OtherReceiver(address receiver);
    /// @notice There is nothing for the account, or for the network.
    error Till_NothingToWithdraw(IERC20 token, address account);

    /**
     * @notice Has the channels' money sent here, and splits whatever has come. Open to anyone.
     * @dev The shares are those of this second: a provider sweeps before they rise. Errors: Paused, NothingToSweep.
     * @return amount What was split.
     */
    function sweep(IERC20 token) external returns (uint256 amount);

    /**
     * @notice Gives the apps of these channels what is theirs of what was claimed, as far as it was swept. Open to anyone.
     * @dev Of channels without news it does nothing. Errors: OtherReceiver.
     */
    function attribute(IBatchSettlement.ChannelConfig[] calldata configs) external;

    /// @notice Pays an account what it is owed. Open to anyone. Errors: NothingToWithdraw.
    function withdraw(IERC20 token, address account) external returns (uint256 amount);

    /// @notice Tries again to give the treasury the network's share that it has refused. Open to anyone.
    /// @dev Errors: NothingToWithdraw, and those of {ITreasury-deposit}.
    function payNetwork(IERC20 token) external returns (uint256 amount);

    /// @notice Keeps the votes of the network's tokens that are here out of every quorum. Open to anyone, since it can do
    /// nothing else.
    function exclude() external;

    /// @notice Whose service it is, which one, and what share of channels' money is set aside for apps, in basis points. They
    /// never change.
    function terms() external view returns (address provider, uint256 service, uint256 developerBps);

    /// @notice What the till holds of a token, and for whom.
    function bookOf(IERC20 token) external view returns (Book memory);

    /// @notice What the account can withdraw.
    function creditOf(IERC20 token, address account) external view returns (uint256);

    /// @notice What was given of a channel's share so far.
    function attributedOf(bytes32 channelId) external view returns (uint256);
}
