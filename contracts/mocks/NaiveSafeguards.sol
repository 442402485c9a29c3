// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

// How not to do it, beside NaiveGovernor: each contract has one safeguard as it is often written, and its flaw, to show
// that the attack on it works where nothing is in its way.

/// @dev A token whose owner mints. Who owns the votes owns the owner, and so the supply.
contract NaiveToken is ERC20 {
    address public immutable OWNER;

    constructor(address owner) ERC20("Naive", "NAIVE") {
        OWNER = owner;
    }

    function mint(address to, uint256 amount) external {
        require(msg.sender == OWNER, "owner only");
        _mint(to, amount);
    }
}

/// @dev Parameters with bounds, which only the front door looks at. A rollback restores everything there was, and does
/// not ask whether it is allowed today, nor whose parameters they are.
contract NaiveRegistry {
    mapping(uint256 version => mapping(bytes32 key => uint256 value)) public valueAt;
    mapping(bytes32 key => uint256 max) public maxOf;
    bytes32[] public keys;
    uint256 public version;

    function add(bytes32 key, uint256 max) external {
        keys.push(key);
        maxOf[key] = max;
    }

    function setMax(bytes32 key, uint256 max) external {
        maxOf[key] = max;
    }

    function upgrade(bytes32 key, uint256 value) external {
        require(value <= maxOf[key], "out of bounds");
        _copy(version);
        valueAt[version][key] = value;
    }

    function rollback(uint256 to) external {
        _copy(to);
    }

    function get(bytes32 key) external view returns (uint256) {
        return valueAt[version][key];
    }

    function _copy(uint256 from) private {
        ++version;
        for (uint256 i = 0; i < keys.length; ++i) valueAt[version][keys[i]] = valueAt[from][keys[i]];
    }
}

/// @dev A timelock open to every executor, which looks whether a batch was scheduled after it has made its calls, as
/// OpenZeppelin's did before 4.3.1 (CVE-2021-39167).
contract NaiveTimelock {
    uint256 public delay = 7 days;
    mapping(address account => bool proposer) public isProposer;
    mapping(bytes32 id => uint256 time) public readyAt;

    function schedule(bytes32 id) external {
        require(isProposer[msg.sender], "proposers only");
        readyAt[id] = block.timestamp + delay;
    }

    function executeBatch(address[] calldata targets, bytes[] calldata calls) external {
        for (uint256 i = 0; i < targets.length; ++i) Address.functionCall(targets[i], calls[i]);
        uint256 time = readyAt[idOf(targets, calls)];
        require(time != 0 && time <= block.timestamp, "not ready");
    }

    function setProposer(address account) external {
        require(msg.sender == address(this), "itself only");
        isProposer[account] = true;
    }

    function setDelay(uint256 newDelay) external {
        require(msg.sender == address(this), "itself only");
        delay = newDelay;
    }

    function idOf(address[] calldata targets, bytes[] calldata calls) public pure returns (bytes32) {
        return keccak256(abi.encode(targets, calls));
    }
}

/// @dev The accomplice of an attack on the timelock above: it schedules what it was told before.
contract Scheduler {
    NaiveTimelock private _timelock;
    bytes32 private _id;

    function prepare(NaiveTimelock timelock, bytes32 id) external {
        (_timelock, _id) = (timelock, id);
    }

    function run() external {
        _timelock.schedule(_id);
    }
}

/// @dev Three ways to lose a proposal: the threshold is one variable and asked of the present second, so that raising it
/// sinks what was proposed before; proposing costs nothing; and the council may stop whatever it likes.
contract NaiveCancelling {
    struct Proposal {
        address proposer;
        bool canceled;
    }

    IVotes public immutable TOKEN;
    address public immutable COUNCIL;
    uint256 public threshold;
    Proposal[] public proposals;

    constructor(IVotes token, address council, uint256 firstThreshold) {
        TOKEN = token;
        COUNCIL = council;
        threshold = firstThreshold;
    }

    function propose() external returns (uint256 id) {
        require(TOKEN.getVotes(msg.sender) >= threshold, "below the threshold");
        proposals.push(Proposal({proposer: msg.sender, canceled: false}));
        return proposals.length - 1;
    }

    function cancel(uint256 id) external {
        bool sunk = TOKEN.getVotes(proposals[id].proposer) < threshold;
        require(sunk || msg.sender == proposals[id].proposer || msg.sender == COUNCIL, "may not cancel");
        proposals[id].canceled = true;
    }

    /// @dev A parameter, to be set by a proposal; who calls does not matter to the flaw.
    function setThreshold(uint256 newThreshold) external {
        threshold = newThreshold;
    }

    function count() external view returns (uint256) {
        return proposals.length;
    }
}

/// @dev A book of rules, as far as the governor below asks it.
interface INaiveBook {
    function lowestThreshold() external view returns (uint256);
}

/// @dev It asks its book about every proposal, also about the one that would replace the book.
contract NaiveBookGovernor {
    INaiveBook public book;

    constructor(INaiveBook firstBook) {
        book = firstBook;
    }

    /// @dev Propose, vote and execute in one: the flaw is in what comes before them.
    function replaceBook(INaiveBook newBook, uint256 votes) external {
        require(votes >= book.lowestThreshold(), "below the threshold");
        book = newBook;
    }
}
