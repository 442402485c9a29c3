// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/**
 * @dev How not to do it: a governor with the flaws that the attack tests are about, to show that each attack works
 * where nothing is in its way.
 *
 * - Votes are what the voter has now, so borrowed tokens vote.
 * - What has passed executes at once, in the block of the vote, and without a timelock.
 * - The quorum is one variable, so lowering it revives what was defeated.
 * - The deadline is fixed, so who votes last decides.
 * - The id leaves out the grace period, so whoever is first chooses it for others.
 * - A ballot by signature has no nonce, so parts of a vote can be brought again and again.
 * - Anyone may propose in somebody's name, who then pays the fee.
 * - A type is what the proposal says it is, and decides nothing about what it may call.
 * - `relay` calls anything that a proposal asks for, in the governor's own name.
 */
contract NaiveGovernor {
    struct Proposal {
        uint256 deadline;
        uint256 grace;
        uint256 inFavour;
        bool executed;
    }

    IVotes public immutable TOKEN;
    uint256 public immutable FEE;
    uint256 public quorum;
    mapping(uint256 id => Proposal proposal) public proposals;
    mapping(bytes32 code => uint256 bps) public quorumBpsOf;

    constructor(IVotes token, uint256 firstQuorum, uint256 fee) {
        TOKEN = token;
        quorum = firstQuorum;
        FEE = fee;
        quorumBpsOf["EASY"] = 10;
        quorumBpsOf["HARD"] = 10_000;
    }

    function propose(
        address proposer,
        address target,
        bytes calldata data,
        string calldata text,
        uint256 grace
    ) public returns (uint256 id) {
        id = idOf(target, data, text);
        require(proposals[id].deadline == 0, "exists");
        proposals[id] = Proposal({deadline: block.timestamp + 1 days, grace: grace, inFavour: 0, executed: false});
        if (FEE != 0) ERC20Burnable(address(TOKEN)).burnFrom(proposer, FEE);
    }

    function castVote(uint256 id) external {
        require(block.timestamp <= proposals[id].deadline, "closed");
        proposals[id].inFavour += TOKEN.getVotes(msg.sender);
    }

    /// @dev Stands for a signed partial ballot without a nonce: the signature is the voter and the votes.
    function castVoteBySig(uint256 id, address voter, uint256 votes) external {
        require(votes <= TOKEN.getVotes(voter), "too many");
        proposals[id].inFavour += votes;
    }

    function execute(address target, bytes calldata data, string calldata text, bytes32 code) external {
        Proposal storage proposal = proposals[idOf(target, data, text)];
        require(passed(idOf(target, data, text), code) && !proposal.executed, "not passed");
        proposal.executed = true;
        Address.functionCall(target, data);
    }

    /// @dev A parameter, to be set by a proposal; who calls does not matter to the flaw.
    function setQuorum(uint256 newQuorum) external {
        quorum = newQuorum;
    }

    function relay(address target, bytes calldata data) external {
        require(msg.sender == address(this), "proposals only");
        Address.functionCall(target, data);
    }

    function passed(uint256 id, bytes32 code) public view returns (bool) {
        uint256 needed = code == 0 ? quorum : (quorum * quorumBpsOf[code]) / 10_000;
        return proposals[id].deadline != 0 && proposals[id].inFavour >= needed;
    }

    function idOf(address target, bytes calldata data, string calldata text) public pure returns (uint256) {
        return uint256(keccak256(abi.encode(target, data, text)));
    }
}
