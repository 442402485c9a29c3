import { Contract, Interface, ZeroAddress } from "ethers";

import { nameIn } from "./names";
import { READERS } from "./readers";
import type { Fact, Subject } from "./types";

/** What a getter answers must be: one value, several, or nothing in particular. */
type Wanted = (subject: Subject) => string | number | bigint | string[] | undefined;

const is =
  (name: string): Wanted =>
  ({ contracts }) =>
    contracts[name];
const anything: Wanted = () => undefined;

/**
 * What each contract answers about itself, by getter: all that a new contract needs here is its lines. A wanted address
 * is that of another contract of the network.
 */
export const GETTERS: Readonly<Record<string, Readonly<Record<string, Wanted>>>> = {
  TimelockController: { "getMinDelay() view returns (uint256)": ({ config }) => config?.timelock.minDelay },
  GovernanceToken: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "name() view returns (string)": ({ config }) => config?.token.name,
    "symbol() view returns (string)": ({ config }) => config?.token.symbol,
    "HARD_CAP() view returns (uint256)": ({ config }) => config?.token.hardCap,
    "INFLATION_BPS() view returns (uint256)": ({ config }) => config?.token.yearlyInflationBps,
    "everMinted() view returns (uint256)": anything,
    "mintable() view returns (uint256)": anything,
  },
  VoteEscrow: {
    "token() view returns (address)": is("GovernanceToken"),
    "MAX_WEEKS() view returns (uint256)": ({ config }) => config?.escrow?.maxWeeks,
    "MIN_AMOUNT() view returns (uint256)": ({ config }) => config?.escrow?.minAmount,
  },
  CombinedVotes: {
    "TOKEN() view returns (address)": is("GovernanceToken"),
    "ESCROW() view returns (address)": ({ contracts }) => contracts.SuccessiveVotes ?? contracts.VoteEscrow,
  },
  SuccessiveVotes: {
    "CURRENT() view returns (address)": is("VoteEscrow"),
    "FORMER() view returns (address)": anything,
  },
  ProtocolRegistry: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "semver() view returns (string)": anything,
  },
  Rulebook: { "TIMELOCK() view returns (address)": is("TimelockController") },
  NetworkGovernor: {
    "name() view returns (string)": ({ config }) => config?.governor.name,
    "timelock() view returns (address)": is("TimelockController"),
    "rulebook() view returns (address)": is("Rulebook"),
    "feeToken() view returns (address)": is("GovernanceToken"),
    "token() view returns (address)": ({
      contracts: { CombinedVotes, SuccessiveVotes, VoteEscrow, GovernanceToken },
    }) => CombinedVotes ?? SuccessiveVotes ?? VoteEscrow ?? GovernanceToken,
  },
  Treasury: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "governor() view returns (address)": is("NetworkGovernor"),
    "budgetCount() view returns (uint256)": anything,
    "recurringCount() view returns (uint256)": anything,
  },
  VestingFactory: { "TOKEN() view returns (address)": is("GovernanceToken") },
  VestingVault: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "TREASURY() view returns (address)": ({ contracts }) =>
      contracts.Treasury ?? contracts.TimelockController,
    "TOKEN() view returns (address)": is("GovernanceToken"),
    "ESCROW() view returns (address)": ({ contracts }) => contracts.VoteEscrow ?? ZeroAddress,
  },
  Council: {
    "getOwners() view returns (address[])": ({ config, accounts = {} }) =>
      config?.council?.members.map((member) => accounts[member] ?? member),
    "getThreshold() view returns (uint256)": ({ config }) => config?.council?.threshold,
  },
};

/** Everything about a network's powers, each fact with what it should be. */
export async function readFacts(subject: Subject): Promise<Fact[]> {
  const present = Object.entries(subject.contracts).filter((entry): entry is [string, string] => !!entry[1]);
  const lists = await Promise.all(
    present.map(async ([contract, at]) => [
      ...(await readGetters(contract, at, subject)),
      ...((await READERS[contract]?.(at, subject)) ?? []),
    ]),
  );
  return lists.flat();
}

async function readGetters(contract: string, at: string, subject: Subject): Promise<Fact[]> {
  const getters = GETTERS[contract] ?? {};
  return Promise.all(
    Object.entries(getters).map(async ([signature, wanted]) => {
      const abi = new Interface([`function ${signature}`]);
      const { name, outputs } = abi.fragments[0] as unknown as { name: string; outputs: { type: string }[] };
      const answer = (await new Contract(at, abi, subject.provider).getFunction(name)()) as unknown;
      const addresses = outputs[0]!.type.startsWith("address");
      const text = (value: unknown) => (addresses ? nameIn(subject, String(value)) : String(value));
      const list = (value: unknown) => (Array.isArray(value) ? value : [value]).map(text);
      const expected = wanted(subject);
      return {
        contract,
        what: name,
        actual: list(answer).sort(),
        ...(expected !== undefined && { expected: list(expected).sort() }),
      };
    }),
  );
}
