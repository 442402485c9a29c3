import { dataSlice, id as hashText, ZeroHash } from "ethers";

import type { NetworkGovernor } from "../../typechain-types/contracts/governor/NetworkGovernor";
import { functionName } from "../calls/decode";
import { governanceTokens, silent, warning, who } from "../calls/phrases";
import { formatUnits } from "../calls/token";
import { wordText } from "../calls/words";
import type { Scene, Words } from "../core/domain";
import { formatAmount, formatCount, formatDuration, formatPercent, formatTimestamp } from "../format";
import { say } from "../language";
import { callsOf } from "../nep/actions";
import { proposalIdOf } from "../nep/encode";
import { parseTitle } from "../nep/title";
import type { Network } from "../network";
import { electedLines } from "../voting/elected";
import { SIDE_NAMES, SUPPORT, type Support } from "./ballot";
import { decodeCode, DEFAULT_TYPE, encodeCode } from "../core/code";
import type { contracts } from "./contracts";
import { PROPOSERS, unpackRules } from "./rules";
import { MATCH } from "./scope";
import { readProposal } from "./timeline";
import { onlyTakes } from "./unstoppable";

type Own = Words<typeof contracts>;

export const describe: Own["describe"] = {
  Rulebook: {
    setRules: async ({ network, contract, args: [word, rules], at }) => {
      const code = decodeCode(word);
      const known = (await contract.types(at)).includes(word);
      const before = known ? await contract.rulesOf(word, at) : undefined;
      const fields = ruleChanges(network, code, before, rules);
      const adopt =
        code === DEFAULT_TYPE
          ? [`other types wait until the governor's setRulebook adopts NEP-${code}'s rules`]
          : [];
      if (!known) return [`a new type, NEP-${code}`, ...fields];
      return fields.length ? [...fields, ...adopt] : [`NEP-${code}: no rule changes`, ...adopt];
    },
    setRulesFrom: async ({ network, contract, args: [word, phase, rules], at }) => {
      const code = decodeCode(word);
      let column = phase;
      while (column > 0n && !(await contract.rulesFrom(word, column, at)).known) column--;
      const { known, rules: before } = await contract.rulesFrom(word, column, at);
      const fields = ruleChanges(network, code, known ? before : undefined, rules);
      const head = `from phase ${phase} on, ${known ? `NEP-${code} has other rules` : `there is a new type, NEP-${code}`}`;
      return [head, ...(fields.length ? fields : [`NEP-${code}: no rule changes`])];
    },
    setScope: async ({ network, contract, args: [scope], at }) => {
      const [target, how, selector, word, allowsValue, unstoppable, codes] = scope;
      const before = await contract.scopeOf(target, dataOf(scope), at);
      const name = who(network, target);
      const easier = codes.some((code) => decodeCode(code) !== DEFAULT_TYPE);
      const mayGive = easier && !onlyTakes(network.domains, name, functionName(network, name, selector));
      return [
        `${scoped(network, { target, how, selector, word })} is open to: ${open(before.codes)} → ${open(codes)}`,
        ...(allowsValue ? ["it may carry value"] : []),
        ...(unstoppable ? ["the guardian cannot stop a proposal that only does this"] : []),
        ...warning(
          "this may give to anybody, and nobody could stop it",
          unstoppable && mayGive ? `leave it to ${DEFAULT_TYPE} alone` : undefined,
        ),
      ];
    },
  },

  NetworkGovernor: {
    setRulebook: async ({ network, contract, args: [next], at }) => {
      const now = await contract.rulebook(at);
      return [
        now === next
          ? `the governor adopts NEP-${DEFAULT_TYPE}'s rules anew from its rulebook`
          : `the governor's rulebook: ${who(network, now)} → ${who(network, next)}`,
      ];
    },
    setGuardian: async ({ network, contract, args: [account, until], at }) => {
      const now = await contract.guardian(at);
      const mandate = (holder: string, end: bigint) =>
        BigInt(holder) === 0n ? "nobody" : `${who(network, holder)} until ${formatTimestamp(end)}`;
      return [
        `the guardian: ${mandate(now.account, now.until)} → ${mandate(account, until)}`,
        ...(BigInt(account) === 0n ? [] : await electedLines(network, account, at.blockTag)),
      ];
    },
    propose: async ({ network, args: [targets, , , description] }) => {
      const { title, code = DEFAULT_TYPE, graceDays } = parseTitle(description);
      const known = (await network.rulebook.types()).map(decodeCode).includes(code);
      const { fee } = await network.rulebook.rulesOf(encodeCode(known ? code : DEFAULT_TYPE));
      const count = targets.length;
      return [
        `proposes "${title}" as NEP-${code}, with ${count === 1 ? "one action" : `${count} actions`}`,
        ...(graceDays === undefined ? [] : [`asks for ${graceDays} days between approval and activation`]),
        ...(fee > 0n
          ? [`burns the fee of ${await governanceTokens(network, fee)}, which nobody gets back`]
          : []),
      ];
    },
    castVote: ({ args: [id, support] }) => [vote(id, support)],
    castVoteWithReason: ({ args: [id, support, reason] }) => [vote(id, support), ...published(reason)],
    castVoteWithReasonAndParams: ({ args: [id, support, reason, params] }) => {
      if (params === "0x") return [vote(id, support), ...published(reason)];
      const parts = partsIn(params)
        .filter(([, votes]) => votes > 0n)
        .map(([side, votes]) => `${formatUnits(votes, VOTES)} ${side}`);
      return [`votes on proposal ${short(id)} in parts: ${parts.join(", ")}`, ...published(reason)];
    },
    castVotesBySig: ({ args: [id, { length: count }] }) => [
      `hands in ${count === 1 ? "one signed ballot" : `${count} signed ballots`} on proposal ${short(id)}`,
    ],
    queue: async (scene) => {
      const { id, grace } = await proposalOf(scene);
      const days = grace / 86_400;
      return [`schedules proposal ${short(id)}: its grace period of ${formatCount(days)} days begins`];
    },
    execute: async (scene) => [
      `carries out proposal ${short((await proposalOf(scene)).id)}: all of its actions, or none`,
    ],
    cancel: async (scene) => [`stops proposal ${short((await canceled(scene)).id)} for good`],
  },

  TimelockController: {
    updateDelay: async ({ contract, args: [delay], at }) => [
      `the shortest delay of the timelock: ${seconds(await contract.getMinDelay(at))} → ${seconds(delay)}`,
    ],
  },
};

export const already: Own["already"] = {
  Rulebook: {
    setRules: async ({ contract, args: [code, rules], at }) => {
      if (!(await contract.types(at)).includes(code)) return undefined;
      const before = await contract.rulesOf(code, at);
      const same = RULES.every(([field], i) => before[field] === rules[i]);
      return same ? `NEP-${decodeCode(code)} has these rules already` : undefined;
    },
    setScope: async ({ network, contract, args: [scope], at }) => {
      const [target, how, selector, word, allowsValue, unstoppable, codes] = scope;
      const data = dataOf(scope);
      const [before, stays] = await Promise.all([
        contract.scopeOf(target, data, at),
        contract.areUnstoppable([target], [data], at),
      ]);
      const closed = codes.length === 0 && before.codes.length === 0;
      const same =
        stays === unstoppable &&
        (closed || before.allowsValue === allowsValue) &&
        String([...before.codes].sort()) === String([...new Set(codes)].sort());
      return same
        ? `${scoped(network, { target, how, selector, word })} is open to ${open(codes)} already`
        : undefined;
    },
  },

  NetworkGovernor: {
    setGuardian: async ({ network, contract, args: [account, until], at }) => {
      const [now, clock] = await Promise.all([contract.guardian(at), contract.clock(at)]);
      const nobody = (holder: string, end: bigint) => BigInt(holder) === 0n || end < clock;
      if (nobody(account, until) && nobody(now.account, now.until)) return "nobody is guardian already";
      if (account !== now.account || until !== now.until) return undefined;
      return `${who(network, account)} is guardian until ${formatTimestamp(until)} already`;
    },
  },

  TimelockController: {
    updateDelay: async ({ contract, args: [delay], at }) =>
      (await contract.getMinDelay(at)) === delay
        ? `the shortest delay of the timelock is ${seconds(delay)} already`
        : undefined,
    grantRole: async ({ network, contract, args: [role, account], at }) =>
      (await contract.hasRole(role, account, at))
        ? `${who(network, account)} ${ROLES[role] ?? `has the timelock's role ${role}`} already`
        : undefined,
    revokeRole: async ({ network, contract, args: [role, account], at }) =>
      (await contract.hasRole(role, account, at))
        ? undefined
        : `it is not so that ${who(network, account)} ${ROLES[role] ?? `has the timelock's role ${role}`}`,
  },
};

/** The fields of a type's rules that change, as they are and as they would be. */
function ruleChanges(
  network: Network,
  code: string,
  before: Readonly<Record<(typeof RULES)[number][0], RuleValue>> | undefined,
  rules: readonly RuleValue[],
): string[] {
  return RULES.flatMap(([field, format], i) => {
    const value = rules[i]!;
    const old = before?.[field];
    if (old === value) return [];
    const say = (one: RuleValue) => format(one, network);
    const was = old === undefined ? "" : `${say(old)} → `;
    return [`NEP-${code}, ${RULE_NAMES[field] ?? field}: ${was}${say(value)}`];
  });
}

const account = (network: Network, address: string) =>
  BigInt(address) === 0n ? "nobody" : who(network, address);

const governorLogs: NonNullable<Own["logs"]>["NetworkGovernor"] = {
  GuardianSet: ({ network, args: [from, to, until] }) =>
    `the guardian: ${account(network, from)} → ${account(network, to)}` +
    (BigInt(to) === 0n ? "" : ` until ${formatTimestamp(until)}`),
  RulebookChanged: ({ network, args: [from, to] }) =>
    from === to
      ? `the governor adopts NEP-${DEFAULT_TYPE}'s rules anew from its rulebook`
      : `the governor's rulebook: ${account(network, from)} → ${who(network, to)}`,
  RulesPinned: ({ args: [, [timing, cost, turnout, voteSource]] }) => {
    const { code } = unpackRules({ timing, cost, turnout, voteSource });
    return `the governor goes by the rules that NEP-${code} has now, for what is proposed from now on`;
  },
  TimelockChange: ({ network, args: [from, to] }) =>
    `the governor's timelock: ${account(network, from)} → ${who(network, to)}`,
  ProposalCreated: ({ args: [id] }) => `proposal ${short(id)} is made`,
  ProposalCanceled: ({ args: [id] }) => `proposal ${short(id)} is stopped for good`,
  ProposalExtended: ({ args: [id, end] }) =>
    `the vote on proposal ${short(id)} lasts until ${formatTimestamp(end)}`,
  ProposalQueued: ({ args: [id, eta] }) => `proposal ${short(id)} is scheduled for ${formatTimestamp(eta)}`,
  VoteCast: ({ network, args: [voter, id, , weight] }) =>
    `${who(network, voter)} votes on proposal ${short(id)} with ${formatUnits(weight, VOTES)}`,
  VoteCastWithParams: ({ network, args: [voter, id, , weight] }) =>
    `${who(network, voter)} votes on proposal ${short(id)} with ${formatUnits(weight, VOTES)}`,
  BallotRejected: ({ network, args: [id, voter] }) =>
    `the ballot of ${who(network, voter)} on proposal ${short(id)} is not counted`,
  ProposalExecuted: silent,
  ProposalTyped: silent,
  CodePinned: silent,
  EIP712DomainChanged: silent,
};

export const logs: Own["logs"] = {
  NetworkGovernor: governorLogs,
  FormerGovernor: governorLogs,
  Rulebook: {
    RulesSet: ({ network, args: [code, , rules] }) => {
      const fields = RULES.map(
        ([field, format], i) => `${RULE_NAMES[field] ?? field} ${format(rules[i] as never, network)}`,
      );
      return `the rules of NEP-${decodeCode(code)} are now: ${fields.join(", ")}`;
    },
    RulesSetFrom: ({ network, args: [code, phase, rules] }) => {
      const fields = RULES.map(
        ([field, format], i) => `${RULE_NAMES[field] ?? field} ${format(rules[i] as never, network)}`,
      );
      return `the rules of NEP-${decodeCode(code)} from phase ${phase} on: ${fields.join(", ")}`;
    },
    ScopeSet: ({ network, args: [target, selector, word, how, allowsValue, unstoppable, codes] }) =>
      [
        `${scoped(network, { target, how, selector, word })} is open to: ${open(codes)}`,
        ...(allowsValue ? ["it may carry value"] : []),
        ...(unstoppable ? ["the guardian cannot stop a proposal that only does this"] : []),
      ].join("; "),
  },
  TimelockController: {
    MinDelayChange: ({ args: [before, after] }) =>
      `the shortest delay of the timelock: ${seconds(before)} → ${seconds(after)}`,
    RoleGranted: ({ network, args: [role, account] }) =>
      `${who(network, account)} ${ROLES[role] ?? `has the timelock's role ${role}`} from now on`,
    RoleRevoked: ({ network, args: [role, account] }) =>
      `no longer: ${who(network, account)} ${ROLES[role] ?? `has the timelock's role ${role}`}`,
    RoleAdminChanged: ({ args: [role, , admin] }) =>
      `whoever ${ROLES[admin] ?? `has the role ${admin}`} gives and takes the right of whoever ${ROLES[role] ?? `has the role ${role}`}`,
    Cancelled: () => "what the timelock had scheduled is stopped",
    CallScheduled: ({ network, args: [, , target] }) =>
      `the timelock schedules a call of ${who(network, target)}`,
    CallExecuted: silent,
    CallSalt: silent,
  },
};

/** What a role of the timelock lets its holder do. */
const ROLES: Readonly<Record<string, string>> = {
  [ZeroHash]: "gives and takes the timelock's roles",
  [hashText("PROPOSER_ROLE")]: "queues calls in the timelock",
  [hashText("CANCELLER_ROLE")]: "cancels what the timelock has queued",
  [hashText("EXECUTOR_ROLE")]: "executes what the timelock has queued",
};

interface ScopeWords {
  target: string;
  how: bigint;
  selector: string;
  word: string;
}

/** Calldata that a scope is about. */
function dataOf([, how, selector, word]: readonly [string, bigint, string, string, ...unknown[]]): string {
  if (Number(how) === MATCH.PlainTransfer) return "0x";
  return Number(how) === MATCH.SelectorAndWord ? selector + word.slice(2) : selector;
}

/** What a scope is about: `ProtocolRegistry.upgrade of train`. */
function scoped(network: Network, { target, how, selector, word }: ScopeWords): string {
  const name = who(network, target);
  if (Number(how) === MATCH.PlainTransfer) return `plain transfers to ${name}`;
  const of = Number(how) === MATCH.SelectorAndWord ? ` of ${wordText(word)}` : "";
  return `${name}.${functionName(network, name, selector)}${of}`;
}

/** Who may make a call: the default type always may. */
const open = (codes: readonly string[]) => [...codes.map(decodeCode), DEFAULT_TYPE].join(", ");

const seconds = (value: bigint) => formatDuration(Number(value));
const sourceName = (address: string, network: Network) =>
  BigInt(address) === 0n ? "the network's own votes" : who(network, address);
const tokens = (value: bigint) => `${formatAmount(value)} tokens`;
const proposers = (mask: bigint) =>
  Object.entries(PROPOSERS)
    .filter(([, bit]) => (Number(mask) & bit) !== 0)
    .map(([name]) => name)
    .join(" and ");

/** A number, or an address. */
type RuleValue = bigint | string;
/** The fields of a type's rules, in the order of the contract's struct. */
const RULES = [
  ["review", seconds],
  ["voting", seconds],
  ["graceMin", seconds],
  ["graceMax", seconds],
  ["window", seconds],
  ["late", seconds],
  ["approvalBps", formatPercent],
  ["proposers", proposers],
  ["threshold", tokens],
  ["fee", tokens],
  ["quorumFloor", tokens],
  ["quorumBps", formatPercent],
  ["voteSource", sourceName],
  ["vetoBps", (value: bigint) => (value === 0n ? "none" : formatPercent(value))],
  ["minVoters", String],
] as const satisfies readonly (readonly [string, (value: never, network: Network) => string])[];
const RULE_NAMES: Partial<Record<(typeof RULES)[number][0], string>> = {
  graceMin: "shortest grace period",
  graceMax: "longest grace period",
  window: "time to execute in",
  late: "extension by a late swing",
  approvalBps: "approval",
  proposers: "who may propose",
  threshold: "votes to propose",
  quorumFloor: "lowest quorum",
  quorumBps: "quorum",
  voteSource: "what counts the votes",
  vetoBps: "votes against that stop what passes without",
  minVoters: "accounts that must vote",
};

const VOTES = { symbol: say("votes"), decimals: 18 };
const SIDES = Object.keys(SUPPORT) as Support[];
const short = (id: bigint) => String(id).slice(0, 10);

function vote(id: bigint, support: bigint): string {
  const known = SIDES.find((name) => BigInt(SUPPORT[name]) === support);
  const side = known ? SIDE_NAMES[known] : `with the unknown support ${support}`;
  return `votes ${side} on proposal ${short(id)}, with all votes that are left; it cannot be changed`;
}

const published = (reason: string) => (reason === "" ? [] : [`publishes your reason: "${reason}"`]);

/** Three numbers of 128 bits: against, for, abstain. */
function partsIn(params: string): [Support, bigint][] {
  const part = (i: number) => BigInt(dataSlice(params, i * 16, (i + 1) * 16));
  return [
    ["for", part(1)],
    ["against", part(0)],
    ["abstain", part(2)],
  ];
}

type ProposalScene = Scene<
  readonly [readonly string[], readonly bigint[], readonly string[], string],
  NetworkGovernor
>;

/** By its id, or with its calls. */
function canceled({ args, ...scene }: Scene<readonly [bigint] | ProposalScene["args"], NetworkGovernor>) {
  const [id, ...calls] = args;
  return calls.length === 0
    ? readProposal(scene.contract, id as bigint)
    : proposalOf({ ...scene, args: args as ProposalScene["args"] });
}

function proposalOf({ contract, args: [targets, values, calldatas, hash] }: ProposalScene) {
  return readProposal(contract, proposalIdOf(callsOf(targets, values, calldatas), hash));
}
