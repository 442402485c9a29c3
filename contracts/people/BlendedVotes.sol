// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {EXCLUDED} from "../votes/Excluded.sol";
import {ICredentials} from "./ICredentials.sol";
import {PersonalVotes} from "./PersonalVotes.sol";

/**
 * @title BlendedVotes
 * @notice Stake and reputation, each by its share: of all votes, 1e18, an account has
 *
 *     (1 - rho) * stake / all stake that can vote + rho * min(reputation, a fiftieth of all) / all reputation
 *
 * where reputation counts of persons alone, so that fifty wallets are not fifty times the most. While there is less
 * reputation than the target, `rho` is less in proportion: the first points of a network do not decide its votes.
 *
 * **Who can change what.** Nobody can change anything: there is no owner and no mutable state.
 */
contract BlendedVotes is PersonalVotes {
    uint256 private constant ONE = 1e18;
    uint256 private constant BPS = 10_000;
    uint256 private constant MAX_RHO_BPS = 5000;
    /// @dev The most of all reputation that counts of one person is one part in so many.
    uint256 private constant FIFTIETH = 50;

    /// @notice The source of reputation.
    IERC5805 public immutable REPUTATION;
    /// @notice The share of reputation in all votes, in basis points, once there is enough of it.
    uint256 public immutable RHO_BPS;
    /// @notice The reputation (18 decimals) from which on its share is whole.
    uint256 public immutable TARGET;

    /// @notice The share is 1 to 5,000 basis points, so that stake keeps half, and the target (18 decimals) is not 0.
    error BlendedVotes_BadBlend(uint256 rhoBps, uint256 target);

    constructor(
        IERC5805 stake,
        IERC5805 reputation,
        ICredentials credentials,
        uint256 kind,
        uint256 rhoBps,
        uint256 target
    ) PersonalVotes(stake, credentials, kind) {
        _requireTimestamps(reputation);
        if (rhoBps == 0 || rhoBps > MAX_RHO_BPS || target == 0) revert BlendedVotes_BadBlend(rhoBps, target);
        (REPUTATION, RHO_BPS, TARGET) = (reputation, rhoBps, target);
    }

    /// @inheritdoc IVotes
    function getPastVotes(address account, uint256 timepoint) public view override returns (uint256 votes) {
        _past(timepoint);
        if (account == EXCLUDED) return 0;
        uint256 all = REPUTATION.getPastTotalSupply(timepoint);
        // Rounded down: the stake's share gets what is lost, and the sum stays one.
        uint256 rho = (ONE * RHO_BPS * Math.min(all, TARGET)) / TARGET / BPS;
        uint256 stake = STAKE.getPastVotes(account, timepoint);
        if (stake != 0) votes = ((ONE - rho) * stake) / _stakeAt(timepoint);
        if (all != 0 && _isPerson(account, timepoint)) {
            votes += (rho * Math.min(REPUTATION.getPastVotes(account, timepoint), all / FIFTIETH)) / all;
        }
    }

    /// @inheritdoc IVotes
    function getPastTotalSupply(uint256 timepoint) external view returns (uint256) {
        _past(timepoint);
        return ONE;
    }
}
