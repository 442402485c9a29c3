// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @title IBatchSettlement
 * @notice What a market uses of x402's `batch-settlement` on EVM: channels from one payer to one receiver, out of which the
 * receiver's side claims what the payer's vouchers allow. Anyone has what is claimed sent to the receiver.
 *
 * Amounts are in base units of the channel's token, and only ever rise.
 */
interface IBatchSettlement {
    /// @notice What a channel is; its hash by EIP-712 is its id.
    struct ChannelConfig {
        address payer;
        /// @dev Who signs vouchers; 0 for the payer itself.
        address payerAuthorizer;
        address receiver;
        /// @dev Who may claim, beside the receiver.
        address receiverAuthorizer;
        address token;
        /// @dev How long the payer waits for money that was not claimed, in seconds.
        uint40 withdrawDelay;
        bytes32 salt;
    }

    /// @notice Sends `receiver` what was claimed for it in `token` and has not been sent. Open to anyone.
    function settle(address receiver, address token) external;

    /// @notice What came into a channel less what went back, and what was claimed out of it.
    function channels(bytes32 channelId) external view returns (uint128 balance, uint128 totalClaimed);

    /// @notice What was claimed for a receiver in a token, in all channels, and what of it was sent.
    function receivers(
        address receiver,
        address token
    ) external view returns (uint128 totalClaimed, uint128 totalSettled);

    /// @notice The id of a channel, on this chain and of this contract.
    function getChannelId(ChannelConfig calldata config) external view returns (bytes32);
}
