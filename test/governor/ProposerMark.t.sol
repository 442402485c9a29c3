// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Test} from "forge-std/Test.sol";

import {ProposerMark} from "../../contracts/governor/ProposerMark.sol";

contract ProposerMarkTest is Test {
    bytes internal constant MARK = "#proposer=0x";

    /// A named proposer may propose, whatever the case of the digits and whatever comes before.
    function testFuzz_theNamedProposerIsAdmitted(bytes memory before, address named, uint256 capitals) public pure {
        assertTrue(ProposerMark.admits(bytes.concat(before, MARK, _digits(named, capitals)), named));
    }

    /// Nobody else may.
    function testFuzz_nobodyElseIsAdmitted(
        bytes memory before,
        address named,
        address other,
        uint256 capitals
    ) public pure {
        vm.assume(named != other);
        assertFalse(ProposerMark.admits(bytes.concat(before, MARK, _digits(named, capitals)), other));
    }

    /// An address that differs in a single digit is another one, wherever the digit is.
    function testFuzz_aSingleDigitMakesAnother(address named, uint8 digit, uint8 change) public pure {
        address other = address(uint160(named) ^ (uint160(1 + (change % 15)) << (4 * (digit % 40))));
        assertFalse(ProposerMark.admits(bytes.concat(MARK, _digits(named, 0)), other));
    }

    /// Without the mark in its place everybody may propose: it is absent, cut short, or followed by more or by less.
    function testFuzz_withoutTheMarkEverybodyIsAdmitted(bytes memory text, address named, address other) public pure {
        bytes memory marked = bytes.concat(MARK, _digits(named, 0));
        vm.assume(text.length < 52 || bytes12(_slice(text, text.length - 52)) != bytes12(MARK));
        assertTrue(ProposerMark.admits(text, other));
        assertTrue(ProposerMark.admits(bytes.concat(marked, "0"), other));
        assertTrue(ProposerMark.admits(bytes.concat("Proposal", _slice(marked, 1)), other));
        assertTrue(ProposerMark.admits(bytes.concat(MARK, _slice(_digits(named, 0), 1)), other));
    }

    /// Whoever OpenZeppelin's governor turns away is turned away here, whichever byte of the address is replaced.
    function testFuzz_neverLaxerThanOpenZeppelin(
        address named,
        uint256 capitals,
        uint8 digit,
        bytes1 byOther
    ) public pure {
        bytes memory digits = _digits(named, capitals);
        digits[digit % 40] = byOther;
        _compare(digits, named);
        // By another digit, so that it is an address still.
        digits[digit % 40] = bytes("0123456789abcdefABCDEF")[uint8(byOther) % 22];
        _compare(digits, named);
    }

    function _compare(bytes memory digits, address caller) private pure {
        bytes memory text = bytes.concat(MARK, digits);
        (bool parsed, address found) = Strings.tryParseAddress(string(text), 10, 52);
        if (parsed) assertEq(ProposerMark.admits(text, caller), found == caller);
    }

    /// What is no digit names nobody, though it looks like one in lower case: nobody else can use it either.
    function test_whatIsNoAddressAdmitsAlmostNobody() public pure {
        bytes memory text = bytes.concat(MARK, "this is not an address, but forty bytes.");
        assertFalse(ProposerMark.admits(text, address(1)));
        assertFalse(ProposerMark.admits(text, address(type(uint160).max)));
        assertFalse(ProposerMark.admits(text, address(0)));
    }

    /// The digits of an address, some of the letters in upper case.
    function _digits(address account, uint256 capitals) private pure returns (bytes memory text) {
        text = _slice(bytes(Strings.toHexString(account)), 2);
        for (uint256 i = 0; i < 40; ++i) {
            if (text[i] >= "a" && capitals & (1 << i) != 0) text[i] ^= 0x20;
        }
    }

    function _slice(bytes memory text, uint256 start) private pure returns (bytes memory rest) {
        rest = new bytes(text.length - start);
        for (uint256 i = 0; i < rest.length; ++i) rest[i] = text[start + i];
    }
}
