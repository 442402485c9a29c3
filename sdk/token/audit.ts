import { Contract, id, type Provider } from "ethers";

import { NetworkGovernor__factory } from "../../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { anyone, owner, timelock, votes } from "../audit/authority";
import { anything, fact, is } from "../audit/facts";
import type { AuditedContracts, Auditing, Fact, Subject } from "../audit/types";
import type { contracts } from "./contracts";

/** What a configuration says of it. */
export interface Expected {
  token: {
    name: string;
    symbol: string;
    hardCap: bigint;
    yearlyInflationBps: number;
    checkpoints: "openzeppelin" | "packed";
    allocation: readonly { to: string; amount: bigint }[];
  };
}

type Own = Auditing<typeof contracts, Expected>;

const authority: Own["authority"] = {
  GovernanceToken: {
    mint: timelock("creates tokens, within the hard cap and the yearly limit"),
    transfer: owner("moves one's own tokens"),
    transferFrom: owner("moves what its owner has allowed"),
    approve: owner("allows somebody to move one's own tokens"),
    permit: anyone("delivers an allowance that its owner has signed"),
    burn: owner("destroys one's own tokens"),
    burnFrom: owner("destroys what its owner has allowed"),
    ...votes,
  },
};

const getters: Own["getters"] = {
  GovernanceToken: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "name() view returns (string)": ({ config }) => config?.token.name,
    "symbol() view returns (string)": ({ config }) => config?.token.symbol,
    "HARD_CAP() view returns (uint256)": ({ config }) => config?.token.hardCap,
    "INFLATION_BPS() view returns (uint256)": ({ config }) => config?.token.yearlyInflationBps,
    "everMinted() view returns (uint256)": anything,
    "mintable() view returns (uint256)": anything,
  },
};

/** At a deployment: the deployer keeps no token that the configuration does not give it, and no vote. */
async function readDeployer(
  at: string,
  { provider, deployment, config, accounts = {} }: Subject<Expected>,
): Promise<Fact[]> {
  if (!deployment || !config) return [];
  const { deployer } = deployment;
  const abi = [
    "function balanceOf(address) view returns (uint256)",
    "function getVotes(address) view returns (uint256)",
  ];
  const token = new Contract(at, abi, provider);
  const [balance, votes] = (await Promise.all([
    token.getFunction("balanceOf")(deployer),
    token.getFunction("getVotes")(deployer),
  ])) as [bigint, bigint];
  const own = config.token.allocation.filter(({ to }) => (accounts[to] ?? to) === deployer);
  const allotted = own.reduce((sum, { amount }) => sum + amount, 0n);
  return [
    fact("GovernanceToken", "tokens of the deployer", [String(balance)], [String(allotted)]),
    fact("GovernanceToken", "votes of the deployer", [String(votes)], ["0"]),
  ];
}

/** Of a view that packed tokens alone have. */
const PACKED_SELECTOR = id("LAST_SECOND()").slice(2, 10);

/** Packed votes are stated where the network has them or should have them. */
async function readCheckpoints(at: string, { provider, config }: Subject<Expected>): Promise<Fact[]> {
  if (!config) return [];
  const packed = (await provider.getCode(at)).includes(PACKED_SELECTOR);
  const expected = config.token.checkpoints;
  if (!packed && expected === "openzeppelin") return [];
  return [fact("GovernanceToken", "checkpoints", [packed ? "packed" : "openzeppelin"], [expected])];
}

/** The fee of a proposal is paid in the network's own token. */
async function leadsTo({ NetworkGovernor }: AuditedContracts, provider: Provider): Promise<AuditedContracts> {
  const governor = NetworkGovernor__factory.connect(NetworkGovernor!, provider);
  return { GovernanceToken: await governor.feeToken() };
}

const read = async (at: string, subject: Subject<Expected>): Promise<Fact[]> => [
  ...(await readDeployer(at, subject)),
  ...(await readCheckpoints(at, subject)),
];

export const auditing: Own = { authority, getters, leadsTo, readers: { GovernanceToken: read } };
