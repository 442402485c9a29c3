// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Test} from "forge-std/Test.sol";

import {IBatchSettlement} from "../../contracts/market/IBatchSettlement.sol";
import {IMarket} from "../../contracts/market/IMarket.sol";
import {ITill} from "../../contracts/market/ITill.sol";
import {Market} from "../../contracts/market/Market.sol";
import {Till} from "../../contracts/market/Till.sol";
import {CentralArbitrator} from "../../contracts/mocks/Court.sol";
import {BatchSettlementStandIn, IDepositCollector} from "../../contracts/mocks/x402/BatchSettlementStandIn.sol";
import {IProtocolRegistry} from "../../contracts/protocol/IProtocolRegistry.sol";
import {ProtocolRegistry} from "../../contracts/protocol/ProtocolRegistry.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";
import {ITreasury} from "../../contracts/treasury/ITreasury.sol";
import {Treasury} from "../../contracts/treasury/Treasury.sol";

/// @notice Pays services, splits, rates, disputes and rules at random, and counts for itself what everybody got.
contract MarketHandler is Test, IDepositCollector {
    uint256 internal constant SERVICES = 2;
    uint256 internal constant PAYERS = 3;
    uint256 internal constant CHANNELS = 12;
    uint256 internal constant FACTOR = 2;
    uint16 internal constant DEVELOPER_BPS = 1234;

    GovernanceToken public immutable TOKEN;
    Treasury public immutable TREASURY;
    ProtocolRegistry public immutable REGISTRY;
    BatchSettlementStandIn public immutable SETTLEMENT;
    CentralArbitrator public immutable ARBITRATOR;
    Market public immutable MARKET;

    address[3] internal _apps = [address(0), address(0xa99), address(0xa9a)];
    address[SERVICES] internal _providers = [address(0x9105), address(0x9106)];

    /// @dev What the walk saw, by service: in all, and where it went.
    uint256[SERVICES] internal _came;
    uint256[SERVICES] internal _settled;
    uint256[SERVICES] internal _toNetwork;
    uint256[SERVICES] internal _burned;
    uint256[SERVICES] internal _swept;
    uint256[SERVICES] internal _paidOut;
    uint256[CHANNELS] internal _weights;
    uint256[CHANNELS] internal _won;
    mapping(uint256 disputeId => uint256 channel) internal _channelOf;
    Till[SERVICES] internal _tills;
    address[PAYERS] internal _payers;
    bytes32[CHANNELS] internal _ids;
    uint256 internal _staked;
    uint256 internal _left;
    uint256 internal _burnedStake;
    uint256 internal _withdrawn;

    uint256 public sweeps;
    uint256 public rulings;

    constructor() {
        vm.warp(1_800_000_000);
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](1);
        allocations[0] = IGovernanceToken.Allocation(address(this), 1e27);
        TOKEN = new GovernanceToken("Test", "TEST", address(this), allocations, type(uint96).max, 0);
        ITreasury.TokenCap[] memory caps = new ITreasury.TokenCap[](1);
        caps[0] = ITreasury.TokenCap(address(TOKEN), 1e27);
        TREASURY = new Treasury(address(this), address(0), caps);
        REGISTRY = new ProtocolRegistry(address(this), _definitions());
        SETTLEMENT = new BatchSettlementStandIn();
        ARBITRATOR = new CentralArbitrator();
        IMarket.Setup memory setup;
        (setup.settlement, setup.treasury, setup.token) = (SETTLEMENT, TREASURY, IERC20(address(TOKEN)));
        (setup.registry, setup.kinds, setup.factor, setup.exitDelay) = (REGISTRY, 1, uint8(FACTOR), 90 days);
        setup.keys.minStake = "market.minStake";
        setup.keys.minDeveloperBps = "market.share";
        (setup.keys.usageBps, setup.keys.burnBps) = ("fees.usageBps", "fees.burnBps");
        setup.tokens = new address[](1);
        setup.tokens[0] = address(TOKEN);
        MARKET = new Market(setup);
        MARKET.setArbitrator(ARBITRATOR, "", "");
        TOKEN.approve(address(MARKET), type(uint256).max);
        for (uint256 i = 0; i < SERVICES; ++i) {
            TOKEN.transfer(_providers[i], 1e24);
            vm.startPrank(_providers[i]);
            TOKEN.approve(address(MARKET), 1e24);
            MARKET.list(IMarket.Listing(0, DEVELOPER_BPS, 1e21, 0), "");
            MARKET.addAuthorizer(i + 1, address(this));
            vm.stopPrank();
            _staked += 1e21;
            _tills[i] = Till(MARKET.serviceOf(i + 1).till);
        }
        for (uint256 i = 0; i < PAYERS; ++i) _payers[i] = vm.addr(1 + i);
        for (uint256 i = 0; i < CHANNELS; ++i) _ids[i] = SETTLEMENT.getChannelId(_config(i));
    }

    // What the payers have signed is the walk's business: it brings the money itself.
    function collect(address, address token, uint256 amount, bytes32, bytes calldata) external override {
        IERC20(token).transfer(msg.sender, amount);
    }

    function pay(uint256 which, uint256 amount) external {
        which %= CHANNELS;
        amount = 1 + (amount % 1e20);
        IBatchSettlement.ChannelConfig memory config = _config(which);
        bytes32 id = _ids[which];
        (, uint128 claimed) = SETTLEMENT.channels(id);
        SETTLEMENT.deposit(config, uint128(amount), this, "");
        BatchSettlementStandIn.VoucherClaim[] memory claims = new BatchSettlementStandIn.VoucherClaim[](1);
        uint128 total = claimed + uint128(amount);
        claims[0].voucher = BatchSettlementStandIn.Voucher(config, total);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key(which), SETTLEMENT.getVoucherDigest(id, total));
        (claims[0].signature, claims[0].totalClaimed) = (abi.encodePacked(r, s, v), total);
        SETTLEMENT.claim(claims);
        _came[which % SERVICES] += amount;
    }

    function settle(uint256 service) external {
        SETTLEMENT.settle(address(_till(service % SERVICES)), address(TOKEN));
    }

    function give(uint256 service, uint256 amount) external {
        service %= SERVICES;
        amount = 1 + (amount % 1e20);
        TOKEN.transfer(address(_till(service)), amount);
        _came[service] += amount;
    }

    function setShares(uint256 usage, uint256 burn) external {
        IProtocolRegistry.Change[] memory changes = new IProtocolRegistry.Change[](2);
        changes[0] = IProtocolRegistry.Change("fees.usageBps", bytes32(usage % 10_001));
        changes[1] = IProtocolRegistry.Change("fees.burnBps", bytes32(burn % 10_001));
        REGISTRY.upgrade("fees", changes, true, keccak256("spec"), "ipfs://spec");
    }

    function sweep(uint256 service) external {
        service %= SERVICES;
        Till till = _till(service);
        uint256 waiting = _came[service] - _swept[service];
        uint256 usage = REGISTRY.getUint("fees.usageBps");
        if (usage > 2000) usage = 2000;
        uint256 booked = TREASURY.booked(address(TOKEN));
        uint256 supply = TOKEN.totalSupply();
        if (waiting == 0) {
            vm.expectRevert(abi.encodeWithSelector(ITill.Till_NothingToSweep.selector, address(TOKEN)));
            till.sweep(IERC20(address(TOKEN)));
            return;
        }
        assertEq(till.sweep(IERC20(address(TOKEN))), waiting, "all that came is split");
        uint256 burned = supply - TOKEN.totalSupply();
        uint256 income = TREASURY.booked(address(TOKEN)) - booked;
        assertEq(income + burned, (waiting * usage) / 10_000, "the network's share");
        assertEq(burned, ((income + burned) * REGISTRY.getUint("fees.burnBps")) / 10_000, "what is burned");
        _swept[service] += waiting;
        _toNetwork[service] += income;
        _burned[service] += burned;
        (, uint256 settled) = SETTLEMENT.receivers(address(till), address(TOKEN));
        _settled[service] = settled;
        ++sweeps;
    }

    function attribute(uint256 which, bool twice) external {
        which %= CHANNELS;
        IBatchSettlement.ChannelConfig[] memory configs = new IBatchSettlement.ChannelConfig[](twice ? 2 : 1);
        for (uint256 i = 0; i < configs.length; ++i) configs[i] = _config(which);
        _till(which % SERVICES).attribute(configs);
    }

    function withdraw(uint256 service, uint256 who) external {
        service %= SERVICES;
        address account = who % 3 == 0 ? _providers[service] : _apps[who % 3];
        Till till = _till(service);
        uint256 due = till.creditOf(IERC20(address(TOKEN)), account);
        if (due == 0) vm.expectRevert();
        _paidOut[service] += till.withdraw(IERC20(address(TOKEN)), account);
    }

    function rate(uint256 which, uint256 stars) external {
        which %= CHANNELS;
        IBatchSettlement.ChannelConfig memory config = _config(which);
        bytes32 id = _ids[which];
        (, uint256 claimed) = SETTLEMENT.channels(id);
        uint256 usage = REGISTRY.getUint("fees.usageBps");
        uint256 weight = ((claimed - MARKET.ratedOf(id)) * (usage > 2000 ? 2000 : usage)) / 10_000;
        if (weight == 0) vm.expectRevert(abi.encodeWithSelector(IMarket.Market_NothingToRate.selector, id));
        vm.prank(config.payer);
        MARKET.rate(1 + (which % SERVICES), config, 1 + (stars % 5), "");
        _weights[which] += weight;
    }

    function dispute(uint256 which, uint256 amount) external {
        which %= CHANNELS;
        IBatchSettlement.ChannelConfig memory config = _config(which);
        bytes32 id = _ids[which];
        (, uint256 claimed) = SETTLEMENT.channels(id);
        uint256 left = claimed - MARKET.disputedOf(id);
        amount = 1 + (amount % (left + 1));
        bool fits = amount <= left;
        if (!fits) vm.expectRevert();
        deal(config.payer, 1 ether);
        vm.prank(config.payer);
        uint256 disputeId = MARKET.dispute{value: 0.1 ether}(1 + (which % SERVICES), config, uint96(amount));
        if (fits) _channelOf[disputeId] = which;
    }

    function rule(uint256 which, uint256 ruling) external {
        uint256 count = MARKET.disputeCount();
        if (count == 0) return;
        uint256 id = 1 + (which % count);
        if (MARKET.disputeOf(id).ruled) return;
        uint256 before = MARKET.creditOf(MARKET.claimOf(id).payer);
        uint256 disputeId = MARKET.disputeOf(id).disputeId;
        ARBITRATOR.giveRuling(disputeId, ruling % 3);
        vm.warp(block.timestamp + 4 minutes);
        ARBITRATOR.executeRuling(disputeId);
        _won[_channelOf[id]] += MARKET.creditOf(MARKET.claimOf(id).payer) - before;
        ++rulings;
    }

    function addStake(uint256 service, uint256 amount) external {
        amount %= 1e20;
        MARKET.addStake(1 + (service % SERVICES), uint96(amount));
        _staked += amount;
    }

    function collectStakes(uint256 payer) external {
        address account = _payers[payer % PAYERS];
        if (MARKET.creditOf(account) != 0) _withdrawn += MARKET.withdraw(account);
        if (MARKET.forfeited() != 0) _burnedStake += MARKET.burnForfeited();
    }

    /// @dev To the wei: what was split is the provider's, the apps', the treasury's, or burned.
    function checkTills() external view {
        for (uint256 service = 0; service < SERVICES; ++service) {
            Till till = _till(service);
            ITill.Book memory book = till.bookOf(IERC20(address(TOKEN)));
            uint256 credits = till.creditOf(IERC20(address(TOKEN)), _providers[service]);
            for (uint256 app = 1; app < 3; ++app) credits += till.creditOf(IERC20(address(TOKEN)), _apps[app]);
            assertEq(book.owed, credits + book.developers, "what is owed is somebody's");
            uint256 gone = _toNetwork[service] + _burned[service] + _paidOut[service];
            assertEq(gone + book.owed, _swept[service], "provider, apps, treasury and burned are all there is");
            uint256 given;
            for (uint256 which = service; which < CHANNELS; which += SERVICES) {
                bytes32 id = _ids[which];
                (, uint256 claimed) = SETTLEMENT.channels(id);
                uint256 attributed = till.attributedOf(id);
                assertLe(attributed, (claimed * DEVELOPER_BPS) / 10_000, "an app gets no more than its share");
                given += attributed;
            }
            uint256 aside = (_settled[service] * DEVELOPER_BPS) / 10_000;
            assertEq(given + book.developers, aside, "the share of all that was settled, whatever the sweeps");
            assertEq(book.network, 0, "the treasury takes the network's token");
        }
    }

    function checkMarket() external view {
        uint256 stakes;
        for (uint256 service = 1; service <= SERVICES; ++service) stakes += MARKET.serviceOf(service).stake;
        uint256 credits;
        for (uint256 payer = 0; payer < PAYERS; ++payer) credits += MARKET.creditOf(_payers[payer]);
        uint256 held = stakes + credits + MARKET.forfeited();
        assertEq(held, TOKEN.balanceOf(address(MARKET)), "stakes, credits and what is to be burned are all it holds");
        assertEq(held + _withdrawn + _burnedStake, _staked, "nothing appears or is lost");
        for (uint256 which = 0; which < CHANNELS; ++which) {
            bytes32 id = _ids[which];
            (, uint256 claimed) = SETTLEMENT.channels(id);
            assertLe(MARKET.ratedOf(id), claimed, "nothing is rated twice");
            assertLe(MARKET.disputedOf(id), claimed, "nothing is disputed twice");
            assertLe(_weights[which], (claimed * 2000) / 10_000, "stars weigh no more than the network got");
            assertLe(_won[which], claimed, "nobody gains by a dispute beyond what was paid");
        }
    }

    function _till(uint256 service) private view returns (Till) {
        return _tills[service];
    }

    /// @dev Channel `which` is of one service and one payer, and names one of two apps, or none.
    function _config(uint256 which) private view returns (IBatchSettlement.ChannelConfig memory) {
        address app = _apps[(which / SERVICES) % 3];
        return
            IBatchSettlement.ChannelConfig({
                payer: _payers[_key(which) - 1],
                payerAuthorizer: address(0),
                receiver: address(_till(which % SERVICES)),
                receiverAuthorizer: address(this),
                token: address(TOKEN),
                withdrawDelay: 1 days,
                salt: app == address(0) ? bytes32(which) : bytes32(abi.encodePacked("POLITYAP", uint32(which), app))
            });
    }

    function _key(uint256 which) private pure returns (uint256) {
        return 1 + ((which / (SERVICES * 2)) % PAYERS);
    }

    function _definitions() private pure returns (IProtocolRegistry.Definition[] memory definitions) {
        definitions = new IProtocolRegistry.Definition[](4);
        definitions[0] = _uint("market.minStake", 1000, 1e24);
        definitions[1] = _uint("market.share", 1000, 10_000);
        definitions[2] = _uint("fees.usageBps", 500, 10_000);
        definitions[3] = _uint("fees.burnBps", 2000, 10_000);
    }

    function _uint(bytes32 key, uint256 value, uint256 max) private pure returns (IProtocolRegistry.Definition memory) {
        return IProtocolRegistry.Definition(key, IProtocolRegistry.Kind.Uint, 0, bytes32(max), bytes32(value));
    }
}
