// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {Distributor} from "../../contracts/distribution/Distributor.sol";
import {IDistributor} from "../../contracts/distribution/IDistributor.sol";
import {VoteEscrow} from "../../contracts/escrow/VoteEscrow.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";
import {ITreasury} from "../../contracts/treasury/ITreasury.sol";
import {Treasury} from "../../contracts/treasury/Treasury.sol";
import {VestingFactory} from "../../contracts/vesting/VestingFactory.sol";

/**
 * @notice Opens distributions of lists that add up, or promise too much, and claims and spoils leaves at random. It keeps
 * every list in full, and for each leaf whether it was claimed.
 */
contract DistributorHandler is Test {
    struct Leaf {
        address account;
        uint256 amount;
        bool claimed;
    }

    struct Model {
        IDistributor.Terms terms;
        uint256 end;
        uint256 left;
        Leaf[] leaves;
    }

    uint256 internal constant MAX_LEAVES = 7;
    uint256 internal constant ACTORS = 3;

    Distributor public immutable DISTRIBUTOR;
    GovernanceToken public immutable TOKEN;
    Treasury public immutable TREASURY;
    VoteEscrow public immutable ESCROW;

    mapping(uint256 distributionId => Model model) internal _models;
    mapping(bytes4 kind => uint256 count) public done;

    constructor() {
        vm.warp(1_800_000_000);
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](1);
        allocations[0] = IGovernanceToken.Allocation(address(this), type(uint96).max);
        TOKEN = new GovernanceToken("Neuro", "NEURO", address(this), allocations, type(uint96).max, 0);
        ITreasury.TokenCap[] memory caps = new ITreasury.TokenCap[](1);
        caps[0] = ITreasury.TokenCap(address(TOKEN), type(uint128).max);
        TREASURY = new Treasury(address(this), address(0), caps);
        ESCROW = new VoteEscrow(TOKEN, "Neuro votes", "veNEURO", 4, 1, false);
        VestingFactory vesting = new VestingFactory(TOKEN, ESCROW, address(this), address(TREASURY));
        DISTRIBUTOR = new Distributor(TOKEN, TREASURY, vesting, ESCROW);
        TOKEN.transfer(address(TREASURY), type(uint96).max);
        TREASURY.grantBudget(
            ITreasury.BudgetTerms({
                spender: address(DISTRIBUTOR),
                token: address(TOKEN),
                amount: type(uint96).max,
                start: 0,
                period: 365_000 days,
                periods: 1,
                rollover: false,
                category: 0
            })
        );
        for (uint256 i = 0; i < ACTORS; ++i) {
            vm.prank(_actor(i));
            ESCROW.allowLocker(address(DISTRIBUTOR), true);
        }
    }

    // ------------------------------------------------------------------------------------------------ What happens

    function wait(uint256 seconds_) external {
        vm.warp(block.timestamp + (seconds_ % 9 days));
    }

    function open(uint256 count, uint256 seed, uint256 dice) external {
        if (DISTRIBUTOR.distributionCount() == 8) return;
        uint256 id = DISTRIBUTOR.distributionCount() + 1;
        Model storage model = _models[id];
        uint256 sum;
        for (uint256 i = 0; i <= count % MAX_LEAVES; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 amount = 1 + (seed % 1e24);
            model.leaves.push(Leaf(_actor(seed >> 128), amount, false));
            sum += amount;
        }
        // A third of the lists promises more than there is.
        model.left = dice % 3 == 0 ? sum / 2 + 1 : sum;
        IDistributor.Destination destination = IDistributor.Destination((dice >> 8) % 3);
        bool isWallet = destination == IDistributor.Destination.Wallet;
        model.terms = IDistributor.Terms({
            budgetId: 1,
            root: _hashOf(_hashes(id)),
            listHash: bytes32(id),
            amount: uint96(model.left),
            duration: uint32(30 days + (seed % 60 days)),
            destination: destination,
            termSeconds: isWallet ? 0 : uint32(2 weeks),
            vestingStart: 0,
            cliffSeconds: 0
        });
        model.end = block.timestamp + model.terms.duration;
        assertEq(DISTRIBUTOR.open(model.terms), id, "id");
        ++done[this.open.selector];
    }

    function close(uint256 id, uint256 dice) external {
        id = _id(id);
        if (id == 0 || dice % 16 != 0) return;
        DISTRIBUTOR.close(id);
        if (block.timestamp < _models[id].end) _models[id].end = block.timestamp;
    }

    function claim(uint256 id, uint256 index) public {
        id = _id(id);
        if (id == 0) return;
        Model storage model = _models[id];
        index %= model.leaves.length;
        Leaf storage leaf = model.leaves[index];
        bool may = !leaf.claimed && leaf.amount <= model.left && block.timestamp < model.end && _hasRoom(id, leaf);
        try DISTRIBUTOR.claim(id, _claimOf(id, index)) {
            assertTrue(may, "claimed what may not be claimed");
            leaf.claimed = true;
            model.left -= leaf.amount;
            ++done[this.claim.selector];
        } catch {
            assertFalse(may, "cannot claim");
            ++done[bytes4("deny")];
        }
    }

    /// @dev Two leaves of which the first may be claimed already.
    function claimMany(uint256 id, uint256 first, uint256 second) external {
        id = _id(id);
        if (id == 0 || _models[id].terms.destination == IDistributor.Destination.Lock) return;
        Model storage model = _models[id];
        (first, second) = (first % model.leaves.length, second % model.leaves.length);
        IDistributor.Claim[] memory claims = new IDistributor.Claim[](2);
        (claims[0], claims[1]) = (_claimOf(id, first), _claimOf(id, second));
        uint256 sum = model.leaves[first].claimed ? 0 : model.leaves[first].amount;
        if (first != second && !model.leaves[second].claimed) sum += model.leaves[second].amount;
        if (sum > model.left || block.timestamp >= model.end) return;
        DISTRIBUTOR.claimMany(id, claims);
        (model.leaves[first].claimed, model.leaves[second].claimed) = (true, true);
        model.left -= sum;
        ++done[this.claimMany.selector];
    }

    /// @dev A leaf that is changed in any way, or that is one of another distribution, is refused.
    function spoil(uint256 id, uint256 index, uint256 dice) external {
        id = _id(id);
        if (id == 0) return;
        Model storage model = _models[id];
        index %= model.leaves.length;
        if (model.leaves[index].claimed || block.timestamp >= model.end) return;
        IDistributor.Claim memory spoilt = _claimOf(id, index);
        if (dice % 4 == 0) spoilt.index += 1 + ((dice >> 8) % 1000);
        if (dice % 4 == 1) spoilt.account = address(uint160(spoilt.account) ^ uint160(dice | 1));
        if (dice % 4 == 2) spoilt.amount += 1 + (dice >> 8);
        if (dice % 4 == 3 && spoilt.proof.length == 0) return;
        if (dice % 4 == 3) spoilt.proof[0] ^= bytes32(dice | 1);
        if (DISTRIBUTOR.isClaimed(id, spoilt.index)) return;
        assertFalse(DISTRIBUTOR.isListed(id, spoilt), "listed");
        vm.expectRevert(
            abi.encodeWithSelector(
                IDistributor.Distributor_NotListed.selector,
                id,
                spoilt.index,
                spoilt.account,
                spoilt.amount
            )
        );
        DISTRIBUTOR.claim(id, spoilt);
        ++done[this.spoil.selector];
    }

    function returnRest(uint256 id) public {
        id = _id(id);
        if (id == 0) return;
        Model storage model = _models[id];
        bool may = block.timestamp >= model.end && model.left != 0;
        try DISTRIBUTOR.returnRest(id) returns (uint256 amount) {
            assertTrue(may, "returned too early, or nothing");
            assertEq(amount, model.left, "not the whole");
            model.left = 0;
            ++done[this.returnRest.selector];
        } catch {
            assertFalse(may, "cannot return");
        }
    }

    // ------------------------------------------------------------------------------------------ What must be so

    function compare() external view {
        uint256 sum;
        for (uint256 id = 1; id <= DISTRIBUTOR.distributionCount(); ++id) {
            Model storage model = _models[id];
            IDistributor.State memory state = DISTRIBUTOR.distribution(id);
            assertEq(keccak256(abi.encode(state.terms)), keccak256(abi.encode(model.terms)), "terms have changed");
            assertEq(state.left, model.left, "left");
            assertEq(state.end, model.end, "end");
            for (uint256 i = 0; i < model.leaves.length; ++i) {
                assertEq(DISTRIBUTOR.isClaimed(id, i), model.leaves[i].claimed, "claimed");
            }
            sum += model.left;
        }
        assertEq(TOKEN.balanceOf(address(DISTRIBUTOR)), sum, "what is here is what is left");
    }

    function drain() external {
        vm.warp(block.timestamp + 91 days);
        for (uint256 id = 1; id <= DISTRIBUTOR.distributionCount(); ++id) returnRest(id - 1);
        assertEq(TOKEN.balanceOf(address(DISTRIBUTOR)), 0, "tokens stay");
    }

    // ------------------------------------------------------------------------------------------------- Internals

    /// @dev An account has room for 16 locks.
    function _hasRoom(uint256 id, Leaf storage leaf) private view returns (bool) {
        bool isLock = _models[id].terms.destination == IDistributor.Destination.Lock;
        return !isLock || ESCROW.locksOf(leaf.account).length < 16;
    }

    function _claimOf(uint256 id, uint256 index) private view returns (IDistributor.Claim memory) {
        Leaf storage leaf = _models[id].leaves[index];
        return IDistributor.Claim(index, leaf.account, leaf.amount, _proofOf(_hashes(id), index));
    }

    function _hashes(uint256 id) private view returns (bytes32[] memory hashes) {
        Leaf[] storage leaves = _models[id].leaves;
        hashes = new bytes32[](leaves.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            bytes32 once = keccak256(abi.encode(i, leaves[i].account, leaves[i].amount));
            hashes[i] = keccak256(abi.encode(once));
        }
    }

    /// @dev The root, level by level; the last of an odd level goes up as it is.
    function _hashOf(bytes32[] memory level) private pure returns (bytes32) {
        while (level.length > 1) level = _parents(level);
        return level[0];
    }

    function _proofOf(bytes32[] memory level, uint256 index) private pure returns (bytes32[] memory proof) {
        bytes32[] memory siblings = new bytes32[](8);
        uint256 count;
        while (level.length > 1) {
            uint256 sibling = index % 2 == 0 ? index + 1 : index - 1;
            if (sibling < level.length) siblings[count++] = level[sibling];
            index /= 2;
            level = _parents(level);
        }
        proof = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) proof[i] = siblings[i];
    }

    function _parents(bytes32[] memory level) private pure returns (bytes32[] memory parents) {
        parents = new bytes32[]((level.length + 1) / 2);
        for (uint256 i = 0; i < parents.length; ++i) {
            bytes32 left = level[2 * i];
            bytes32 right = 2 * i + 1 < level.length ? level[2 * i + 1] : bytes32(0);
            if (right == 0) parents[i] = left;
            else parents[i] = left < right ? keccak256(abi.encode(left, right)) : keccak256(abi.encode(right, left));
        }
    }

    function _actor(uint256 seed) private pure returns (address) {
        return address(uint160(0xa11ce00 + (seed % ACTORS)));
    }

    function _id(uint256 seed) private view returns (uint256) {
        uint256 count = DISTRIBUTOR.distributionCount();
        return count == 0 ? 0 : 1 + (seed % count);
    }
}
