/** Human-readable ABI fragments of the functions that a NEP's actions call, one list per contract. */

export const protocolRegistryAbi = [
  "function upgrade(bytes32 namespace, (bytes32 key, bytes32 value)[] changes, (uint32 trainingEfficiencyBps, uint32 trainingRewardBps, int32 netEarningsChangeBps) economicImpact, bool backwardCompatible, bytes32 specHash, string specURI)",
] as const;

export const governorAbi = [
  "function propose(address[] targets, uint256[] values, bytes[] calldatas, string description) returns (uint256 proposalId)",
  "function hashProposal(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) view returns (uint256)",
] as const;
