import { ZeroAddress, type Provider } from "ethers";

import { NetworkGovernor__factory } from "../../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { PhasedRulebook__factory } from "../../typechain-types/factories/contracts/phases/PhasedRulebook__factory";
import { Phases__factory } from "../../typechain-types/factories/contracts/phases/Phases__factory";
import { Rulebook__factory } from "../../typechain-types/factories/contracts/governor/Rulebook__factory";
import { TimelockController__factory } from "../../typechain-types/factories/@openzeppelin/contracts/governance/TimelockController__factory";
import { answer } from "../audit/discover";
import { admin, anyone, governor, owner, receiving, timelock } from "../audit/authority";
import { fact, is } from "../audit/facts";
import { nameIn } from "../audit/names";
import { readRoles } from "../audit/roles";
import { describeScope, readScopes } from "../audit/scopes";
import type { AuditedContracts, Auditing, Fact, Seat, Subject } from "../audit/types";
import { findEvents } from "../events";
import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import type { Addresses } from "../network";
import { getBlock, isRefused } from "../provider";
import { explainFailure } from "../reverts";
import { votesAddress } from "../votes/address";
import type { contracts } from "./contracts";
import {
  decodeCode,
  encodeCode,
  encodeConfigured,
  encodeRules,
  rulesIn,
  type ConfiguredRules,
} from "./rules";
import { encodeScope, type ScopeSetting } from "./scope";
import { LEFT_BEHIND, leftBehind, readSourced } from "./sources";

/** What a configuration says of it. */
export interface Expected {
  timelock: { minDelay: number };
  governor: {
    name: string;
    types: Readonly<Record<string, ConfiguredRules>>;
    scopes: readonly ScopeSetting[];
  };
  /** Who may be the guardian. */
  council?: object | undefined;
}

type Own = Auditing<typeof contracts, Expected>;

const authority: Own["authority"] = {
  TimelockController: {
    schedule: governor("queues one call: PROPOSER_ROLE; the governor queues batches"),
    scheduleBatch: governor("queues what a vote has approved: PROPOSER_ROLE"),
    cancel: governor("cancels what is queued: CANCELLER_ROLE"),
    execute: governor("executes one call: EXECUTOR_ROLE; the governor executes batches"),
    executeBatch: governor("executes what has waited for its grace period: EXECUTOR_ROLE"),
    grantRole: admin("gives a role: DEFAULT_ADMIN_ROLE"),
    revokeRole: admin("takes a role: DEFAULT_ADMIN_ROLE"),
    renounceRole: owner("gives up a role of one's own"),
    updateDelay: timelock("changes the least delay"),
    receive: anyone("receives ETH, which only a proposal can spend"),
    ...receiving,
  },

  Rulebook: {
    setRules: timelock("adds a type or changes what it demands"),
    setScope: timelock("opens a call to types, or closes it"),
  },

  NetworkGovernor: {
    setRulebook: timelock("replaces the rulebook, or adopts its default type anew"),
    setGuardian: timelock("makes an account the council, for a year at most"),
    cancel: {
      holder: "guardian",
      why: "stops a proposal; also its proposer, and anyone once its votes are gone",
    },
    propose: anyone("proposes, with the votes and the fee that the type demands; or as its council"),
    castVote: owner("votes with one's own votes"),
    castVoteWithReason: owner("votes with one's own votes"),
    castVoteWithReasonAndParams: owner("votes with one's own votes"),
    castVoteBySig: anyone("delivers a ballot that its voter has signed"),
    castVoteWithReasonAndParamsBySig: anyone("delivers a ballot that its voter has signed"),
    castVotesBySig: anyone("delivers ballots that their voters have signed"),
    queue: anyone("queues a proposal that has succeeded"),
    execute: anyone("executes a proposal after its grace period"),
    expire: anyone("clears an operation that can never execute any more"),
    relay: anyone("always reverts"),
    receive: anyone("always reverts: the timelock holds what is the network's"),
    ...receiving,
  },
};

const getters: Own["getters"] = {
  TimelockController: { "getMinDelay() view returns (uint256)": ({ config }) => config?.timelock.minDelay },
  Rulebook: { "TIMELOCK() view returns (address)": is("TimelockController") },
  NetworkGovernor: {
    "name() view returns (string)": ({ config }) => config?.governor.name,
    "timelock() view returns (address)": is("TimelockController"),
    "rulebook() view returns (address)": is("Rulebook"),
    "feeToken() view returns (address)": is("GovernanceToken"),
    "token() view returns (address)": ({ contracts }) => votesAddress(contracts as Addresses),
  },
};

async function readTimelock(at: string, subject: Subject<Expected>): Promise<Fact[]> {
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

async function readRules(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { provider, config, contracts } = subject;
  const book = Rulebook__factory.connect(at, provider);
  const codes = await book.types();
  const wanted = config?.governor.types;
  const types = fact("Rulebook", "types", codes.map(decodeCode), wanted && Object.keys(wanted));
  const phase = await phaseOf(at, provider);
  const rules = await Promise.all(
    codes.map(async (code) => {
      const name = decodeCode(code);
      const linesOf = (rules: object & { voteSource: string }) =>
        lines(rules, nameIn(subject, rules.voteSource));
      const actual = linesOf(await book.rulesOf(code));
      const should = wanted?.[name];
      return fact(
        "Rulebook",
        `rules of ${name}`,
        actual,
        should && linesOf(encodeConfigured(rulesIn(should, phase), contracts)),
      );
    }),
  );
  const scopes = (await readScopes(subject)).map((scope) => describeScope(scope, subject));
  const shouldBe = config?.governor.scopes.map((setting) => {
    const scope = encodeScope(setting, subject.domains);
    const target = contracts[setting.target] ?? setting.target;
    return describeScope({ ...scope, target, codes: scope.codes.map(decodeCode) }, subject);
  });
  const phases = await answer(provider, at, PHASES);
  const sourced = await readSourced({
    rulebook: PhasedRulebook__factory.connect(at, provider),
    phases: phases === undefined ? undefined : Phases__factory.connect(phases, provider),
  });
  const stray = await leftBehind(sourced, contracts, provider);
  return [
    types,
    ...rules,
    fact("Rulebook", "scopes", scopes, shouldBe),
    fact("Rulebook", LEFT_BEHIND, stray, []),
  ];
}

const PHASES = "PHASES() view returns (address)";

/** The phase by which a rulebook answers; the first, where it knows none. */
async function phaseOf(book: string, provider: Provider): Promise<number> {
  const phases = await answer(provider, book, PHASES);
  return phases === undefined ? 0 : Number(await answer(provider, phases, "current() view returns (uint8)"));
}

async function readGovernor(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { provider, contracts, config, named } = subject;
  const governor = NetworkGovernor__factory.connect(at, provider);
  const [block, { account, until }] = await Promise.all([getBlock(provider, "latest"), governor.guardian()]);
  const inOffice = account !== ZeroAddress && until >= BigInt(block.timestamp);
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

async function leadsTo({ NetworkGovernor }: AuditedContracts, provider: Provider): Promise<AuditedContracts> {
  const governor = NetworkGovernor__factory.connect(NetworkGovernor!, provider);
  try {
    const [TimelockController, Rulebook] = await Promise.all([governor.timelock(), governor.rulebook()]);
    // Others are found by what only a governor of Polity answers.
    await Promise.all([governor.guardian(), governor.feeToken(), governor.token()]);
    return { TimelockController, Rulebook };
  } catch (cause) {
    if (!isRefused(cause)) throw await explainFailure(cause);
    throw new PolityError(`there is no governor of Polity at ${NetworkGovernor!}`, {
      hint: "check the address and the network",
      cause,
    });
  }
}

const RULES = Object.keys(encodeRules({ proposers: [] } as never));

/** `review 604800`, `voting 604800`, …, with the name of what counts the votes. */
function lines(rules: object, voteSource: string): string[] {
  const named = rules as Record<string, unknown>;
  return RULES.map((field) => `${field} ${field === "voteSource" ? voteSource : String(named[field])}`);
}

/** The council in office, and who holds a role of the timelock besides those who should. */
async function readSeats({ provider, fromBlock, contracts }: Subject<Expected>): Promise<Seat[]> {
  const { NetworkGovernor, TimelockController } = contracts;
  const timelock = TimelockController__factory.connect(TimelockController!, provider);
  const [{ account, until }, { timestamp }, roles] = await Promise.all([
    NetworkGovernor__factory.connect(NetworkGovernor!, provider).guardian(),
    getBlock(provider, "latest"),
    readRoles(timelock, fromBlock),
  ]);
  const inOffice = account !== ZeroAddress && until >= BigInt(timestamp);
  return [
    ...(inOffice ? [{ holder: account, does: "is the council" }] : []),
    ...Object.entries(roles).flatMap(([role, holders]) =>
      holders
        .filter((holder) => holder !== NetworkGovernor && holder !== TimelockController)
        .map((holder) => ({ holder, does: `has the role ${role} of the timelock` })),
    ),
  ];
}

export const auditing: Own = {
  authority,
  getters,
  leadsTo,
  seats: readSeats,
  readers: { TimelockController: readTimelock, Rulebook: readRules, NetworkGovernor: readGovernor },
};
