// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev A payee that does something of its own when it is paid, in ether or in a token that tells it; a spender too.
contract HostilePayee {
    address public callee;
    uint256 public value;
    bytes public data;
    bool public refuses;

    /// @dev What came of it.
    uint256 public calls;
    bool public succeeded;
    bytes public answer;

    error HostilePayee_Refused();

    receive() external payable {
        _act();
    }

    function tokensReceived(address, uint256) external {
        _act();
    }

    function plan(address callee_, uint256 value_, bytes calldata data_) external {
        (callee, value, data) = (callee_, value_, data_);
    }

    function setRefuses(bool on) external {
        refuses = on;
    }

    /// @dev Calls in its own name, to be a spender.
    function act(address callee_, bytes calldata data_) external {
        actWith(callee_, 0, data_);
    }

    /// @dev The same with ether of its own, to be a buyer.
    function actWith(address callee_, uint256 value_, bytes calldata data_) public {
        (bool success, bytes memory result) = callee_.call{value: value_}(data_);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
    }

    function _act() internal {
        if (refuses) revert HostilePayee_Refused();
        if (callee == address(0)) return;
        ++calls;
        (succeeded, answer) = callee.call{value: value}(data);
    }
}

/// @dev Names the proposal that is executed, or does one of the things that a broken governor might do instead.
contract MockLabels {
    enum Mode {
        Answer,
        Revert,
        BurnGas,
        Nothing,
        TwoWords,
        Flood
    }

    uint256 public proposalId;
    Mode public mode;

    function set(uint256 proposalId_, Mode mode_) external {
        (proposalId, mode) = (proposalId_, mode_);
    }

    function executingProposal() external view returns (uint256) {
        if (mode == Mode.Revert) revert("no label");
        if (mode == Mode.BurnGas) while (true) {}
        if (mode == Mode.Nothing) _return(0);
        if (mode == Mode.TwoWords) _return(64);
        if (mode == Mode.Flood) _return(60_000);
        return proposalId;
    }

    function _return(uint256 size) private pure {
        assembly {
            return(0, size)
        }
    }
}
