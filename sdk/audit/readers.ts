import { Contract, ZeroAddress } from "ethers";

import { NetworkGovernor__factory } from "../../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { ProtocolRegistry__factory } from "../../typechain-types/factories/contracts/protocol/ProtocolRegistry__factory";
import { Rulebook__factory } from "../../typechain-types/factories/contracts/governor/Rulebook__factory";
import { TimelockController__factory } from "../../typechain-types/factories/@openzeppelin/contracts/governance/TimelockController__factory";
import { formatTimestamp } from "../format";
import { decodeCode, encodeCode, encodeRules, type TypeRules } from "../governor/rules";
import { encodeScope } from "../governor/scope";
import {
  decodeKey,
  decodeParameter,
  encodeDefinition,
  formatParameter,
  PARAMETER_KINDS,
} from "../nep/parameters";
import { findEvents } from "../events";
import { connectSafe, readSafe, SAFE_CODE } from "../safe/read";
import { readDecided, type ParameterWords } from "./decided";
import { readGrants, readTreasury } from "./money";
import { nameIn } from "./names";
import { readRoles } from "./roles";
import { describeScope, readScopes } from "./scopes";
import type { VotedChange, Fact, Subject } from "./types";

/** What takes more than a getter to read. */
export const READERS: Readonly<Record<string, (at: string, subject: Subject) => Promise<Fact[]>>> = {
  TimelockController: readTimelock,
  ProtocolRegistry: readParameters,
  Rulebook: readRules,
  NetworkGovernor: readGovernor,
  GovernanceToken: readDeployer,
  Council: readCouncil,
  Treasury: readTreasury,
  VestingFactory: readGrants,
};

async function readTimelock(at: string, subject: Subject): Promise<Fact[]> {
  const { provider, fromBlock, contracts, deployment } = subject;
  const timelock = TimelockController__factory.connect(at, provider);
  const governor = contracts.NetworkGovernor!;
  const admins = deployment && !deployment.handedOver ? [at, deployment.deployer] : [at];
  const wanted: Record<string, string[]> = {
    DEFAULT_ADMIN_ROLE: admins,
    PROPOSER_ROLE: [governor],
    CANCELLER_ROLE: [governor],
    EXECUTOR_ROLE: [governor],
  };
  const roles = Object.entries(await readRoles(timelock, fromBlock)).map(([role, holders]) => ({
    contract: "TimelockController",
    what: role,
    // The zero address in a role opens it to all.
    actual: holders.map((who) => (who === ZeroAddress ? "everybody" : nameIn(subject, who))).sort(),
    expected: (wanted[role] ?? []).map((who) => nameIn(subject, who)).sort(),
  }));
  if (!deployment) return roles;
  const queued = await findEvents(timelock, timelock.filters.CallScheduled(), { fromBlock });
  const actual = queued.map(({ args }) => args.id);
  return [...roles, { contract: "TimelockController", what: "queued operations", actual, expected: [] }];
}

async function readParameters(at: string, subject: Subject): Promise<Fact[]> {
  const registry = ProtocolRegistry__factory.connect(at, subject.provider);
  const line = (key: string, { kind, min, max, value }: ParameterWords) => {
    const name = PARAMETER_KINDS[Number(kind) - 1]!;
    const read = (word: string) => formatParameter(decodeParameter(name, word));
    const bounds = name === "uint" || name === "int" ? ` in ${read(min)} to ${read(max)}` : "";
    return `${decodeKey(key)} = ${read(value)}${bounds}`;
  };
  const lines = (parameters: ReadonlyMap<string, ParameterWords>) =>
    [...parameters].map(([key, words]) => line(key, words));
  const actual = new Map<string, ParameterWords>(
    await Promise.all(
      (await registry.keys()).map(async (key) => [key, await registry.parameter(key)] as const),
    ),
  );
  if (!subject.config) return [fact("ProtocolRegistry", "parameters", lines(actual))];

  const expected = new Map<string, ParameterWords>(
    subject.config.registry.parameters.map((parameter) => {
      const { key, kind, ...words } = encodeDefinition(parameter);
      return [key, { ...words, kind: BigInt(kind) }];
    }),
  );
  const told = (words: ReadonlyMap<string, ParameterWords>, key: string) => {
    const found = words.get(key);
    return found && line(key, found);
  };
  const differing = [...new Set([...expected.keys(), ...actual.keys()])].filter(
    (key) => told(expected, key) !== told(actual, key),
  );
  const decided: VotedChange[] = [];
  // Before the hand-over nobody has voted on anything.
  if (differing.length > 0 && !subject.deployment) {
    const decidersOf = await readDecided(registry, subject);
    for (const key of differing) {
      const by = decidersOf(key, expected.get(key), actual.get(key));
      if (by.length === 0) continue;
      const [before, after] = [told(expected, key), told(actual, key)];
      decided.push({ ...(before && { before }), ...(after && { after }), by });
    }
  }
  const [gone, come] = [decided.map(({ before }) => before), decided.flatMap(({ after }) => after ?? [])];
  const wanted = [...lines(expected).filter((one) => !gone.includes(one)), ...come];
  return [{ ...fact("ProtocolRegistry", "parameters", lines(actual), wanted), decided }];
}

async function readRules(at: string, subject: Subject): Promise<Fact[]> {
  const { provider, config, contracts } = subject;
  const book = Rulebook__factory.connect(at, provider);
  const codes = await book.types();
  const wanted = config?.governor.types;
  const types = fact("Rulebook", "types", codes.map(decodeCode), wanted && Object.keys(wanted));
  const rules = await Promise.all(
    codes.map(async (code) => {
      const name = decodeCode(code);
      const actual = lines((await book.rulesOf(code)) as unknown as Record<string, unknown>);
      const should = wanted?.[name];
      return fact("Rulebook", `rules of ${name}`, actual, should && lines(encodeRules(should)));
    }),
  );
  const scopes = (await readScopes(subject)).map((scope) => describeScope(scope, subject));
  const shouldBe = config?.governor.scopes.map((setting) => {
    const scope = encodeScope(setting);
    const target = contracts[setting.target] ?? setting.target;
    return describeScope({ ...scope, target, codes: scope.codes.map(decodeCode) }, subject);
  });
  return [types, ...rules, fact("Rulebook", "scopes", scopes, shouldBe)];
}

async function readGovernor(at: string, subject: Subject): Promise<Fact[]> {
  const { provider, contracts, config, named } = subject;
  const governor = NetworkGovernor__factory.connect(at, provider);
  const [block, { account, until }] = await Promise.all([provider.getBlock("latest"), governor.guardian()]);
  const inOffice = account !== ZeroAddress && until >= BigInt(block!.timestamp);
  // The chain calls whoever is in office the council: without a configuration, somebody has to have named it.
  const council = config ? config.council && contracts.Council : named?.Council;
  const facts = [
    {
      contract: "NetworkGovernor",
      what: "guardian",
      actual: inOffice ? [nameIn(subject, account)] : [],
      // A council may be in office; nobody else.
      expected: inOffice && account === council ? [nameIn(subject, account)] : [],
    },
  ];
  if (inOffice) {
    facts.push(
      fact("NetworkGovernor", "guardian's mandate ends", [formatTimestamp(until)]) as (typeof facts)[0],
    );
  }
  const rulebook = Rulebook__factory.connect(await governor.rulebook(), provider);
  const { review, voting, threshold, quorumBps } = await rulebook.rulesOf(encodeCode("GOV"));
  // What the governor answers for proposers who ask before they propose: the lowest threshold of all types.
  const lowest = await rulebook.lowestThreshold();
  const least = lowest < threshold ? lowest : threshold;
  const adopted = await Promise.all([
    governor.votingDelay(),
    governor.votingPeriod(),
    governor.proposalThreshold(),
    governor.quorumNumerator(),
  ]);
  const fields = (values: bigint[]) =>
    ["review", "voting", "threshold", "quorumBps"].map((field, i) => `${field} ${values[i]!}`);
  return [
    ...facts,
    fact(
      "NetworkGovernor",
      "adopted rules of GOV",
      fields(adopted),
      fields([review, voting, least, quorumBps]),
    ),
  ];
}

/** At a deployment: the deployer keeps no token that the configuration does not give it, and no vote. */
async function readDeployer(
  at: string,
  { provider, deployment, config, accounts = {} }: Subject,
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

const SAFE_OWN = "Safe's own";

/** A Safe's modules, guards and handler: who else could act for it, or keep it from acting. */
async function readCouncil(at: string, subject: Subject): Promise<Fact[]> {
  const { modules, ...state } = await readSafe(connectSafe(at, subject.provider));
  const names = (...list: string[]) =>
    list.filter((of) => of !== ZeroAddress).map((of) => nameIn(subject, of));
  const own = (part: keyof typeof SAFE_CODE) =>
    state[part] === SAFE_CODE[part] ? [SAFE_OWN] : names(state[part]);
  return [
    fact("Council", "modules", names(...modules), []),
    fact("Council", "guard", names(state.guard), []),
    fact("Council", "module guard", names(state.moduleGuard), []),
    // Other code could do anything, and another handler can say that the council has signed what it has not.
    fact("Council", "fallback handler", own("fallbackHandler"), [SAFE_OWN]),
    fact("Council", "singleton", own("singleton"), [SAFE_OWN]),
  ];
}

// ----------------------------------------------------------------------------------------------------------- Helpers

const fact = (contract: string, what: string, actual: string[], expected?: string[]): Fact => ({
  contract,
  what,
  actual,
  ...(expected && { expected }),
});

const RULES = Object.keys(encodeRules({ proposers: [] } as unknown as TypeRules));

/** `review 604800`, `voting 604800`, … */
function lines(rules: Record<string, unknown>): string[] {
  return RULES.map((field) => `${field} ${String(rules[field])}`);
}
