import { decodeBytes32String, type Result } from "ethers";

import type { Network } from "../deployment";
import { formatAmount, formatDuration, formatPercent, formatTimestamp } from "../format";
import { decodeCode, DEFAULT_TYPE } from "../governor/code";
import { PROPOSERS } from "../governor/rules";
import { decodeParameter, formatParameter, PARAMETER_KINDS } from "../nep/parameters";
import { contractName, formatCall, functionName, type DecodedCall } from "./decode";
import { PERSON_DESCRIBERS } from "./describe-person";
import { TREASURY_DESCRIBERS } from "./describe-treasury";
import { wordText } from "./words";

/** What the chain does not tell about parameters: what each means, by its key. */
export type ParameterNotes = Readonly<Record<string, string>>;

export interface DescribeOptions {
  notes?: ParameterNotes;
  blockTag?: number | "latest";
}

interface Scene {
  network: Network;
  call: DecodedCall;
  args: Result;
  notes: ParameterNotes;
  at: { blockTag: number | "latest" };
}

/**
 * What a call changes, in plain words, one sentence a line: the state as it is, then as it would be.
 * A call that is not known is told as it is encoded; nothing is left out.
 */
export async function describeCall(
  network: Network,
  call: DecodedCall,
  { notes = {}, blockTag = "latest" }: DescribeOptions = {},
): Promise<string[]> {
  const { addresses } = network;
  const money =
    call.value > 0n ? [`sends ${formatAmount(call.value)} of the chain's own currency along`] : [];
  if (call.selector === undefined) {
    return [`sends ${formatAmount(call.value)} of the chain's own currency to ${call.contract}`];
  }
  const name = call.known && `${call.contract}.${call.known.fragment.name}`;
  const describe = name && Object.hasOwn(DESCRIBERS, name) ? DESCRIBERS[name] : undefined;
  if (!call.known || !describe) return [`calls ${formatCall(addresses, call)}`, ...money];
  const scene = { network, call, args: call.known.args, notes, at: { blockTag } };
  try {
    return [...(await describe(scene)), ...money];
  } catch {
    // The call is about something that does not exist: what it says is all there is to tell.
    return [`calls ${formatCall(addresses, call)}, about something that does not exist now`, ...money];
  }
}

const DESCRIBERS: Readonly<Record<string, (scene: Scene) => Promise<string[]> | string[]>> = {
  "ProtocolRegistry.upgrade": async ({ network: { registry }, args, notes, at }) => {
    const [namespace, changes, , compatible] = args as unknown as [string, Result[], Result, boolean];
    const version = await registry.semver(at);
    const changed = changes.map(async ([key, value]: Result) => {
      const { kind, value: old } = await registry.parameter(key as string, at);
      return `${keyOf(key)}: ${read(kind, old)} → ${read(kind, value)}${note(notes, keyOf(key))}`;
    });
    const raised = nextVersion(version, compatible, keyOf(namespace));
    return [...(await Promise.all(changed)), `the network's version: ${version} → ${raised}`];
  },
  "ProtocolRegistry.setBounds": async ({ network: { registry }, args: [key, min, max], notes, at }) => {
    const { kind, min: low, max: high } = await registry.parameter(key as string, at);
    const bounds = `${read(kind, low)} to ${read(kind, high)} → ${read(kind, min)} to ${read(kind, max)}`;
    return [`bounds of ${keyOf(key)}: ${bounds}${note(notes, keyOf(key))}`];
  },
  "ProtocolRegistry.defineParameters": ({ args: [definitions] }) =>
    (definitions as Result[]).map(([key, kind, min, max, value]: Result) => {
      const bounded =
        PARAMETER_KINDS[Number(kind) - 1] === "uint" || PARAMETER_KINDS[Number(kind) - 1] === "int";
      const bounds = bounded ? `, ${read(kind, min)} to ${read(kind, max)}` : "";
      return `new parameter ${keyOf(key)} (${PARAMETER_KINDS[Number(kind) - 1]!}${bounds}) with the value ${read(kind, value)}`;
    }),
  "ProtocolRegistry.retire": ({ args: [keys] }) =>
    (keys as string[]).map((key) => `retires the parameter ${keyOf(key)} for ever`),
  "ProtocolRegistry.rollback": rollback,
  "ProtocolRegistry.emergencyRollback": rollback,

  "Rulebook.setRules": async ({ network: { rulebook }, args: [word, rules], at }) => {
    const code = decodeCode(word as string);
    const known = (await rulebook.types(at)).includes(word as string);
    const before = known ? await rulebook.rulesOf(word as string, at) : undefined;
    const fields = RULES.map(([field, format]) => {
      const value = (rules as Result).getValue(field) as bigint;
      const old = before?.[field];
      if (old === value) return [];
      const was = old === undefined ? "" : `${format(old)} → `;
      return [`NEP-${code}, ${RULE_NAMES[field] ?? field}: ${was}${format(value)}`];
    }).flat();
    const adopt =
      code === DEFAULT_TYPE
        ? [`other types wait until the governor's setRulebook adopts NEP-${code}'s rules`]
        : [];
    if (!known) return [`a new type, NEP-${code}`, ...fields];
    return fields.length ? [...fields, ...adopt] : [`NEP-${code}: no rule changes`, ...adopt];
  },
  "Rulebook.setScope": async ({ network: { addresses, rulebook }, args: [scope], at }) => {
    const [target, how, selector, word, allowsValue, unstoppable, codes] = scope as unknown as [
      ...[string, bigint, string, string, boolean, boolean, string[]],
    ];
    const data = how === 2n ? "0x" : how === 1n ? selector + word.slice(2) : selector;
    const before = await rulebook.scopeOf(target, data, at);
    const name = contractName(addresses, target);
    const what = how === 2n ? `plain transfers to ${name}` : `${name}.${functionName(name, selector)}`;
    const of = how === 1n ? ` of ${wordText(word)}` : "";
    const open = (list: readonly string[]) => [...list.map(decodeCode), DEFAULT_TYPE].join(", ");
    return [
      `${what}${of} is open to: ${open(before.codes)} → ${open(codes)}`,
      ...(allowsValue ? ["it may carry value"] : []),
      ...(unstoppable ? ["the guardian cannot stop a proposal that only does this"] : []),
    ];
  },

  "NetworkGovernor.setRulebook": async ({ network: { addresses, governor }, args: [next], at }) => {
    const now = await governor.rulebook(at);
    return [
      now === next
        ? `the governor adopts NEP-${DEFAULT_TYPE}'s rules anew from its rulebook`
        : `the governor's rulebook: ${contractName(addresses, now)} → ${contractName(addresses, String(next))}`,
    ];
  },
  "NetworkGovernor.setGuardian": async ({ network: { addresses, governor }, args: [account, until], at }) => {
    const now = await governor.guardian(at);
    const told = (who: string, end: bigint) =>
      BigInt(who) === 0n ? "nobody" : `${contractName(addresses, who)} until ${formatTimestamp(end)}`;
    return [`the guardian: ${told(now.account, now.until)} → ${told(String(account), until as bigint)}`];
  },

  "GovernanceToken.mint": async ({ network: { addresses, token }, args: [to, amount], at }) => {
    const supply = await token.totalSupply(at);
    const after = supply + (amount as bigint);
    return [
      `mints ${formatAmount(amount as bigint)} tokens to ${contractName(addresses, String(to))}`,
      `the supply: ${formatAmount(supply)} → ${formatAmount(after)} tokens`,
    ];
  },
  "GovernanceToken.transfer": ({ network: { addresses }, args: [to, amount] }) => [
    `pays ${formatAmount(amount as bigint)} tokens to ${contractName(addresses, String(to))}`,
  ],
  "GovernanceToken.approve": ({ network: { addresses }, args: [to, amount] }) => [
    `lets ${contractName(addresses, String(to))} take up to ${formatAmount(amount as bigint)} tokens`,
  ],

  ...TREASURY_DESCRIBERS,
  ...PERSON_DESCRIBERS,

  "TimelockController.updateDelay": async ({ network: { timelock }, args: [delay], at }) => [
    `the shortest delay of the timelock: ${formatDuration(Number(await timelock.getMinDelay(at)))} → ${formatDuration(Number(delay))}`,
  ],
};

async function rollback({ network: { registry }, args: [id], at }: Scene): Promise<string[]> {
  const [now, { major, minor, patch }] = await Promise.all([
    registry.semver(at),
    registry.version(id as bigint, at),
  ]);
  return [
    `every parameter gets the value it had in version ${[major, minor, patch].join(".")} (the ${String(id)}. of all)`,
    `the network's version: ${now} → the next patch`,
  ];
}

type RuleField = (typeof RULES)[number][0];
const seconds = (value: bigint) => formatDuration(Number(value));
const tokens = (value: bigint) => `${formatAmount(value)} tokens`;
const classes = (mask: bigint) =>
  Object.entries(PROPOSERS)
    .filter(([, bit]) => (Number(mask) & bit) !== 0)
    .map(([name]) => name)
    .join(" and ");
const RULES = [
  ["review", seconds],
  ["voting", seconds],
  ["graceMin", seconds],
  ["graceMax", seconds],
  ["window", seconds],
  ["late", seconds],
  ["approvalBps", formatPercent],
  ["proposers", classes],
  ["threshold", tokens],
  ["fee", tokens],
  ["quorumFloor", tokens],
  ["quorumBps", formatPercent],
  ["voteSource", String],
  ["vetoBps", formatPercent],
  ["minVoters", String],
] as const satisfies readonly (readonly [string, (value: bigint) => string])[];
const RULE_NAMES: Partial<Record<RuleField, string>> = {
  graceMin: "shortest grace period",
  graceMax: "longest grace period",
  window: "time to execute in",
  late: "extension by a late swing",
  approvalBps: "approval",
  proposers: "who may propose",
  threshold: "votes to propose",
  quorumFloor: "lowest quorum",
  quorumBps: "quorum",
};

const keyOf = (word: unknown) => decodeBytes32String(String(word));
const note = (notes: ParameterNotes, key: string) => (Object.hasOwn(notes, key) ? ` (${notes[key]!})` : "");

function read(kind: unknown, word: unknown): string {
  const name = PARAMETER_KINDS[Number(kind) - 1];
  return name ? formatParameter(decodeParameter(name, String(word))) : wordText(String(word));
}

/** By semantic versioning, as the registry counts. */
function nextVersion(version: string, compatible: boolean, namespace: string): string {
  const [major, minor, patch] = version.split(".").map(Number) as [number, number, number];
  if (namespace === "emerg") return `${major}.${minor}.${patch + 1}`;
  return compatible ? `${major}.${minor + 1}.0` : `${major + 1}.0.0`;
}
