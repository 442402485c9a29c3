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
        if (_startsWithTag(text)) {
            (code, grace, cursor) = _parseTag(text);
        }
        _requireTitle(text, cursor);
    }

    function _parseTag(bytes memory text) private pure returns (bytes8 code, uint256 grace, uint256 cursor) {
        cursor = 6;
        for (; cursor < 14; ++cursor) {
            bytes1 char = _charAt(text, cursor);
            if (!_isDigit(char) && (char < "A" || char > "Z")) break;
            code |= bytes8(char) >> (8 * (cursor - 6));
        }
        if (code == 0) return (0, 0, 0);

        if (_charAt(text, cursor) == " ") {
            uint256 start = ++cursor;
            for (; cursor < start + 3 && _isDigit(_charAt(text, cursor)); ++cursor) {
                grace = grace * 10 + uint8(text[cursor]) - 48;
            }
            if (cursor == start || _charAt(text, cursor++) != "d") return (0, 0, 0);
            if (grace == 0) return (0, 0, 0);
        }
        if (_charAt(text, cursor++) != ":") return (0, 0, 0);
        grace *= 1 days;
    }

    /// @dev The rest of the first line has to hold something besides the marks of a heading and ASCII blanks.
    function _requireTitle(bytes memory text, uint256 cursor) private pure {
        while (_charAt(text, cursor) == "#") ++cursor;
        for (; cursor < text.length && text[cursor] != "\n"; ++cursor) {
            if (text[cursor] > " ") return;
        }
        revert NepTitle_Empty();
    }

    function _startsWithTag(bytes memory text) private pure returns (bool) {
        return text.length > 6 && bytes6(bytes32(text)) == "# NEP-";
    }

    /// @dev 0 beyond the end.
    function _charAt(bytes memory text, uint256 index) private pure returns (bytes1) {
        return index < text.length ? text[index] : bytes1(0);
    }

    function _isDigit(bytes1 char) private pure returns (bool) {
        return char >= "0" && char <= "9";
    }
}
