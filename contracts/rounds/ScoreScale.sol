// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @title ScoreScale
 * @dev A score is 0 to 20 half-steps, a byte. A whole step is half as much again: score s weighs 1.5^(s/2), and 0 weighs
 * nothing. So work cut in pieces earns about what it earned whole, and empty entries earn nothing.
 *
 * 32 scores are a word, the first in its highest byte.
 */
library ScoreScale {
    /// @dev The highest score.
    uint256 internal constant MAX_SCORE = 20;
    /// @dev The most runs of which there is a median here.
    uint256 internal constant MAX_RUNS = 15;
    uint256 internal constant SCORES_PER_WORD = 32;

    /// @dev floor(1.5^(s/2) · 10^6) for s from 1 to 20 and 0 for 0, four bytes each. A test computes them.
    uint256 private constant WEIGHTS_0 = 0x000000000012b0280016e360001c083d00225510002a0c5b00337f98003f1289;
    uint256 private constant WEIGHTS_8 = 0x004d3f64005e9bce0073df16008de9b600adcea100d4de910104b5f1013f4dda;
    uint256 private constant WEIGHTS_16 = 0x018710ea01def4c7024a995f02ce6f2b036fe60f000000000000000000000000;
    /// @dev 1, 107, 127 and 128 in each of 32 bytes.
    uint256 private constant ONES = 0x0101010101010101010101010101010101010101010101010101010101010101;
    uint256 private constant ABOVE_20 = 0x6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b;
    uint256 private constant LOW_BITS = 0x7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f;
    uint256 private constant TOP_BITS = 0x8080808080808080808080808080808080808080808080808080808080808080;

    /// @dev What a score weighs, in millionths of a weight of 1; nothing above MAX_SCORE.
    function weightOf(uint256 score) internal pure returns (uint256) {
        if (score > MAX_SCORE) return 0;
        uint256 weights = score < 8 ? WEIGHTS_0 : (score < 16 ? WEIGHTS_8 : WEIGHTS_16);
        return (weights >> (224 - 32 * (score % 8))) & type(uint32).max;
    }

    /**
     * @dev The medians of 32 entries, of which `words` has the scores, a word each run, and the sum of their weights. Of an
     * even number it is the lower middle. What is above MAX_SCORE counts as 0, and is set to 0 in `words`.
     *
     * Each score is counted in a byte of its own. One multiplication adds the counts up from the lowest score on; how many of
     * these sums are at most half, rounded down, is the median. No byte overflows, because there are 15 runs at the most.
     * @param words 1 to MAX_RUNS.
     * @param entries How many of the 32 there are.
     */
    function medians(uint256[] memory words, uint256 entries) internal pure returns (uint256 word, uint256 sum) {
        assembly ("memory-safe") {
            let runs := mload(words)
            let first := add(words, 32)
            let end := add(first, shl(5, runs))
            for {
                let run := first
            } lt(run, end) {
                run := add(run, 32)
            } {
                let scores := mload(run)
                // The top bit of a byte says that it is more than 20.
                let high := and(or(add(and(scores, LOW_BITS), ABOVE_20), scores), TOP_BITS)
                mstore(run, and(scores, not(mul(shr(7, high), 255))))
            }
            let table := mload(0x40)
            mstore(table, WEIGHTS_0)
            mstore(add(table, 32), WEIGHTS_8)
            mstore(add(table, 64), WEIGHTS_16)
            // Added to a sum, it sets the byte's top bit where that is more than half.
            let half := mul(sub(127, shr(1, sub(runs, 1))), ONES)
            for {
                let i := 0
            } lt(i, entries) {
                i := add(i, 1)
            } {
                let counts := 0
                for {
                    let run := first
                } lt(run, end) {
                    run := add(run, 32)
                } {
                    counts := add(counts, shl(shl(3, byte(i, mload(run))), 1))
                }
                let few := and(shr(7, not(add(mul(counts, ONES), half))), ONES)
                let score := shr(248, mul(few, ONES))
                word := or(word, shl(sub(248, shl(3, i)), score))
                sum := add(sum, shr(224, mload(add(table, shl(2, score)))))
            }
        }
    }
}
