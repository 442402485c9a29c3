// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";

/// @dev The usual distributor, as Uniswap's: one root, one bit a claim, a transfer, and nothing else. What the bench
/// compares with; nobody can take the rest back.
contract StockDistributor {
    using BitMaps for BitMaps.BitMap;
    using SafeERC20 for IERC20;

    error StockDistributor_Refused(uint256 index);

    event Claimed(uint256 index, address account, uint256 amount);

    IERC20 private immutable TOKEN;
    bytes32 private immutable ROOT;
    BitMaps.BitMap private _claimed;

    constructor(IERC20 token, bytes32 root) {
        TOKEN = token;
        ROOT = root;
    }

    function claim(uint256 index, address account, uint256 amount, bytes32[] calldata proof) external {
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(index, account, amount))));
        if (_claimed.get(index) || !MerkleProof.verifyCalldata(proof, ROOT, leaf)) {
            revert StockDistributor_Refused(index);
        }
        _claimed.set(index);
        TOKEN.safeTransfer(account, amount);
        emit Claimed(index, account, amount);
    }
}

/// @dev The usual sale: a fixed price in ether, which goes on at once, and no books of buyers. What the bench compares with.
contract StockSale {
    using SafeERC20 for IERC20;

    event Bought(address buyer, uint256 amount, uint256 cost);

    IERC20 private immutable TOKEN;
    address payable private immutable PAYEE;
    uint256 private immutable PRICE;
    uint256 private _raised;

    constructor(IERC20 token, address payable payee, uint256 price) {
        TOKEN = token;
        PAYEE = payee;
        PRICE = price;
    }

    function buy() external payable {
        uint256 amount = (msg.value * 1e18) / PRICE;
        _raised += msg.value;
        emit Bought(msg.sender, amount, msg.value);
        TOKEN.safeTransfer(msg.sender, amount);
        Address.sendValue(PAYEE, msg.value);
    }
}
