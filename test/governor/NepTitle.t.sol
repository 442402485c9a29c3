// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Test} from "forge-std/Test.sol";

import {NepTitle} from "../../contracts/governor/NepTitle.sol";
import {NepTitleHarness} from "../../contracts/mocks/NepTitleHarness.sol";

contract NepTitleTest is Test {
    bytes internal constant ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    NepTitleHarness internal titles;

    function setUp() public {
        titles = new NepTitleHarness();
    }

    /// Any bytes are a title, with a tag or without, or are refused as empty; nothing else can happen.
    function testFuzz_anyBytesAreReadOrRefusedAsEmpty(bytes memory text) public view {
        _check(text);
    }

    /// The same with texts that begin like a tag.
    function testFuzz_anyBytesAfterAPrefixAreReadOrRefusedAsEmpty(bytes memory rest, uint8 cut) public view {
        bytes memory prefix = "# NEP-ECON 14d: ";
        bytes memory text = new bytes(uint256(cut) % (prefix.length + 1));
        for (uint256 i = 0; i < text.length; ++i) text[i] = prefix[i];
        _check(bytes.concat(text, rest));
    }

    /// What is composed as the format says comes back as it went in.
    function testFuzz_aComposedTagIsReadBack(uint256 seed, uint8 length, uint16 graceDays, bool shortest) public view {
        bytes memory code = _code(seed, 1 + (length % 8));
        uint256 number = 1 + (graceDays % 999);
        bytes memory grace = shortest ? bytes("") : bytes.concat(" ", bytes(vm.toString(number)), "d");
        bytes memory text = bytes.concat("# NEP-", code, grace, ": Title");

        (bytes8 readCode, uint256 readGrace) = titles.parse(text);
        assertEq(readCode, bytes8(bytes32(code)));
        assertEq(readGrace, shortest ? 0 : number * 1 days);
    }

    /// One character more than a code may have is no tag.
    function testFuzz_aLongerCodeIsNoTag(uint256 seed, uint8 length) public view {
        bytes memory code = _code(seed, 9 + (length % 8));
        (bytes8 readCode, uint256 readGrace) = titles.parse(bytes.concat("# NEP-", code, ": Title"));
        assertEq(readCode, bytes8(0));
        assertEq(readGrace, 0);
    }

    function _check(bytes memory text) internal view {
        try titles.parse(text) returns (bytes8 code, uint256 grace) {
            assertEq(grace % 1 days, 0);
            assertLe(grace, 999 days);
            if (code == 0) assertEq(grace, 0);
            bool ended = false;
            for (uint256 i = 0; i < 8; ++i) {
                bytes1 char = code[i];
                if (char == 0) ended = true;
                else assertTrue(!ended && ((char >= "A" && char <= "Z") || (char >= "0" && char <= "9")));
            }
        } catch (bytes memory reason) {
            assertEq(reason, abi.encodeWithSelector(NepTitle.NepTitle_Empty.selector));
        }
    }

    function _code(uint256 seed, uint256 length) internal pure returns (bytes memory code) {
        code = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            code[i] = ALPHABET[uint256(keccak256(abi.encode(seed, i))) % ALPHABET.length];
        }
    }
}
