// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @title Bench
 * @dev The seats of a draw and their ballots, one word each.
 *
 * A seat is its ticket (96 bits) in front of its juror (160), so that seats compare as tickets do. Seats are taken from the
 * first on and in no order; a full bench gives up its highest for a lower one. It therefore holds the lowest tickets of
 * all that were ever offered, whatever the order they came in.
 *
 * A ballot is 0, a commitment with the top bit set, DENOUNCED, or the choice that was revealed, plus 1.
 */
library Bench {
    /// @dev The most seats of a bench.
    uint256 internal constant MAX_SEATS = 15;
    /// @dev The most rulings that a dispute can choose from.
    uint256 internal constant MAX_CHOICES = type(uint16).max - 1;
    /// @dev Marks a commitment.
    uint256 internal constant COMMITTED = 1 << 255;
    /// @dev The ballot of a juror who has shown his vote to somebody.
    uint256 internal constant DENOUNCED = 1 << 254;

    /// @dev The seat that `juror` has by ticket `index`, from 0.
    function seatOf(bytes32 seed, address juror, uint256 index) internal pure returns (uint256) {
        uint256 ticket = uint256(keccak256(abi.encode(seed, juror, index)));
        return ((ticket >> 160) << 160) | uint160(juror);
    }

    /// @dev The seats of a bench of `size` that are taken; the rest are 0.
    function load(
        uint256[MAX_SEATS] storage self,
        uint256 size
    ) internal view returns (uint256[MAX_SEATS] memory seats) {
        for (uint256 i = 0; i < size; ++i) {
            uint256 taken = self[i];
            if (taken == 0) break;
            seats[i] = taken;
        }
    }

    /// @dev Where a bench of `size` takes `seat`, and the juror who has to leave, if any; MAX_SEATS if it does not, because
    /// it has this seat already or only lower ones.
    function place(
        uint256[MAX_SEATS] memory self,
        uint256 size,
        uint256 seat
    ) internal pure returns (uint256 index, address former) {
        index = MAX_SEATS;
        uint256 highest = seat;
        for (uint256 i = 0; i < size; ++i) {
            uint256 taken = self[i];
            if (taken == 0) return (i, address(0));
            if (taken == seat) return (MAX_SEATS, address(0));
            if (taken > highest) (index, highest) = (i, taken);
        }
        former = address(uint160(highest));
    }

    /// @dev The choice of more than half of all `size` seats, plus 1; 0 without such a majority. Whoever is absent counts as against
    /// it: a majority of those who came could be fewer than what they lose covers.
    function tally(uint256[MAX_SEATS] storage ballots, uint256 size) internal view returns (uint256 ballot) {
        // Boyer and Moore: only this candidate can have a majority.
        uint256 lead;
        for (uint256 i = 0; i < size; ++i) {
            uint256 next = ballots[i];
            if (lead == 0) (ballot, lead) = (next, 1);
            else if (next == ballot) ++lead;
            else --lead;
        }
        uint256 votes;
        for (uint256 i = 0; i < size; ++i) {
            if (ballots[i] == ballot) ++votes;
        }
        return isRevealed(ballot) && 2 * votes > size ? ballot : 0;
    }

    /// @dev Whether the ballot names a choice.
    function isRevealed(uint256 ballot) internal pure returns (bool) {
        return ballot != 0 && ballot < DENOUNCED;
    }
}
