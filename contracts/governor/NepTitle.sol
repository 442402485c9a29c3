// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @title NepTitle
 * @dev Reads the type and the grace period from a proposal's title, the first line of its description:
 *
 *     # NEP-ECON: Raise the training reward          type ECON, the type's shortest grace
 *     # NEP-ECON 14d: Raise the training reward      type ECON, 14 days of grace
 *     # Anything else                                no type
 *
 * The tag is `# NEP-`, a code of 1 to 8 characters of A-Z and 0-9, optionally a space, 1 to 3 digits and `d`, then a
 * colon. What differs from this by a single character is no tag; a proposal without one falls under the strictest rules.
 */
library NepTitle {
    /// @dev The first line of the description says nothing: a proposal that nobody can read about is refused.
    error NepTitle_Empty();

    /**
     * @dev Reads the tag of `text`.
     * @return code The type's code, left-aligned; 0 for none.
     * @return grace The grace period in seconds; 0 if the title gives none.
     */
    function parse(bytes memory text) internal pure returns (bytes8 code, uint256 grace) {
        uint256 cursor = 0;
        // A tag has 20 characters at the most: it is read from a word, which holds zeros beyond the end of the text.
        bytes32 head = bytes32(text);
        if (bytes6(head) == "# NEP-") {
            (code, grace, cursor) = _parseTag(head);
        }
        _requireTitle(text, cursor);
    }

    function _parseTag(bytes32 head) private pure returns (bytes8 code, uint256 grace, uint256 cursor) {
        cursor = 6;
        for (; cursor < 14; ++cursor) {
            bytes1 char = _charAt(head, cursor);
            if (!_isDigit(char) && (char < "A" || char > "Z")) break;
        }
        if (cursor == 6) return (0, 0, 0);
        // What follows the code is cut off.
        code = bytes8(head << 48) & ~bytes8(type(uint64).max >> (8 * (cursor - 6)));

        if (_charAt(head, cursor) == " ") {
            uint256 start = ++cursor;
            for (; cursor < start + 3 && _isDigit(_charAt(head, cursor)); ++cursor) {
                grace = grace * 10 + uint8(_charAt(head, cursor)) - 48;
            }
            if (cursor == start || _charAt(head, cursor++) != "d") return (0, 0, 0);
            if (grace == 0) return (0, 0, 0);
        }
        if (_charAt(head, cursor++) != ":") return (0, 0, 0);
        grace *= 1 days;
    }

    /// @dev The rest of the first line has to hold something besides the marks of a heading and ASCII blanks. It may be as
    /// long as the description, so that each step counts.
    function _requireTitle(bytes memory text, uint256 cursor) private pure {
        unchecked {
            while (cursor < text.length && _charAt(text, cursor) == "#") ++cursor;
            for (; cursor < text.length; ++cursor) {
                bytes1 char = _charAt(text, cursor);
                if (char > " ") return;
                if (char == "\n") break;
            }
        }
        revert NepTitle_Empty();
    }

    /// @dev Without a look at the length, which the caller has taken.
    function _charAt(bytes memory text, uint256 index) private pure returns (bytes1 char) {
        assembly ("memory-safe") {
            char := shl(248, shr(248, mload(add(add(text, 0x20), index))))
        }
    }

    function _charAt(bytes32 head, uint256 index) private pure returns (bytes1 char) {
        assembly ("memory-safe") {
            char := shl(248, byte(index, head))
        }
    }

    function _isDigit(bytes1 char) private pure returns (bool) {
        return char >= "0" && char <= "9";
    }
}
