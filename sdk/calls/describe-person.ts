import { dataSlice, type Result } from "ethers";

import { requireEscrow, type Network } from "../deployment";
import { formatTimestamp } from "../format";
import { SUPPORT, type Support } from "../governor/ballot";
import { decodeCode, DEFAULT_TYPE, encodeCode } from "../governor/code";
import { readProposal } from "../governor/timeline";
import { proposalIdOf } from "../nep/encode";
import { parseTitle } from "../nep/title";
import { contractName, decodeCall } from "./decode";
import { describeCall } from "./describe";
import { formatUnits, readTokenUnit } from "./token";

interface Scene {
  network: Network;
  args: Result;
}

type Describer = (scene: Scene) => Promise<string[]> | string[];

/** What holders send for themselves, in plain words; see {@link describeCall}. */
export const PERSON_DESCRIBERS: Readonly<Record<string, Describer>> = {
  "VoteEscrow.createLock": async ({ network, args: [amount, end] }) => [
    `locks ${await tokens(network, amount)} until ${date(end)}`,
  ],
  "VoteEscrow.createPermanentLock": async ({ network, args: [amount] }) => [
    `locks ${await tokens(network, amount)} without an end`,
  ],
  "VoteEscrow.createLockFor": async ({ network, args: [account, amount, end] }) => [
    `locks ${await tokens(network, amount)} for ${who(network, account)}, ${until(end)}`,
  ],
  "VoteEscrow.increaseAmount": async ({ network, args: [account, id, amount] }) => [
    `adds ${await tokens(network, amount)} to lock ${String(id)} of ${who(network, account)}`,
  ],
  "VoteEscrow.extend": ({ args: [id, end] }) => [`moves the end of lock ${String(id)} to ${date(end)}`],
  "VoteEscrow.makePermanent": ({ args: [id] }) => [`takes the end from lock ${String(id)}: it stays locked`],
  "VoteEscrow.startDecay": async ({ network, args: [id] }) => [
    `lets lock ${String(id)} decay: it ends in ${String(await requireEscrow(network).MAX_WEEKS())} weeks at the latest`,
  ],
  "VoteEscrow.merge": ({ args: [from, to] }) => [
    `merges lock ${String(from)} into lock ${String(to)}; the later of their ends holds for all of it`,
  ],
  "VoteEscrow.withdraw": ({ args: [id] }) => [
    `takes the tokens of lock ${String(id)}, which has ended, back`,
  ],
  "VoteEscrow.allowLocker": ({ network, args: [locker, allowed] }) => [
    `${allowed ? "lets" : "no longer lets"} ${who(network, locker)} create locks for you`,
  ],
  "VoteEscrow.delegate": ({ network, args: [to] }) => [delegation(network, to, "all your locks")],
  "VoteEscrow.delegateBySig": ({ network, args: [to] }) => [relayed(network, to, "locks")],
  "GovernanceToken.delegate": ({ network, args: [to] }) => [delegation(network, to, "the tokens you hold")],
  "GovernanceToken.delegateBySig": ({ network, args: [to] }) => [relayed(network, to, "tokens")],
  "VoteEscrow.selfPermit": async ({ network, args: [amount, deadline] }) => [
    `lets the escrow take exactly ${await tokens(network, amount)}, by your signature, until ${date(deadline)}`,
  ],
  "VoteEscrow.multicall": async ({ network, args: [calls] }) => {
    const target = await requireEscrow(network).getAddress();
    const told = [...(calls as Result)].map((calldata: string) =>
      describeCall(network, decodeCall(network.addresses, { target, value: 0n, calldata })),
    );
    // A permit only serves what follows it: that is told first.
    return (await Promise.all(told)).reverse().flat();
  },

  "NetworkGovernor.propose": async ({ network, args: [targets, , , description] }) => {
    const { title, code = DEFAULT_TYPE, graceDays } = parseTitle(String(description));
    const known = (await network.rulebook.types()).map(decodeCode).includes(code);
    const { fee } = await network.rulebook.rulesOf(encodeCode(known ? code : DEFAULT_TYPE));
    const count = (targets as Result).length;
    return [
      `proposes "${title}" as NEP-${code}, with ${count === 1 ? "one action" : `${count} actions`}`,
      ...(graceDays === undefined ? [] : [`asks for ${graceDays} days between approval and activation`]),
      ...(fee > 0n ? [`burns the fee of ${await tokens(network, fee)}, which nobody gets back`] : []),
    ];
  },
  "NetworkGovernor.castVote": ({ args: [id, support] }) => [vote(id, support)],
  "NetworkGovernor.castVoteWithReason": ({ args: [id, support, reason] }) => [
    vote(id, support),
    ...published(reason),
  ],
  "NetworkGovernor.castVoteWithReasonAndParams": ({ args: [id, support, reason, params] }) => {
    const parts = String(params) === "0x" ? undefined : partsIn(String(params));
    if (!parts) return [vote(id, support), ...published(reason)];
    const sides = parts.filter(([, votes]) => votes > 0n);
    return [
      `votes on proposal ${short(id)} in parts: ${sides.map(([side, votes]) => `${formatUnits(votes, VOTES)} ${side}`).join(", ")}`,
      ...published(reason),
    ];
  },
  "NetworkGovernor.castVotesBySig": ({ args: [id, ballots] }) => {
    const count = (ballots as Result).length;
    return [
      `hands in ${count === 1 ? "one signed ballot" : `${count} signed ballots`} on proposal ${short(id)}`,
    ];
  },
  "NetworkGovernor.queue": async (scene) => {
    const { id, grace } = await proposalOf(scene);
    const days = grace / 86_400;
    return [`schedules proposal ${short(id)}: its grace period of ${days.toLocaleString("en")} days begins`];
  },
  "NetworkGovernor.execute": async (scene) => [
    `carries out proposal ${short((await proposalOf(scene)).id)}: all of its actions, or none`,
  ],
  "NetworkGovernor.cancel": async (scene) => [
    `stops proposal ${short((await proposalOf(scene)).id)} for good`,
  ],

  "VestingVault.release": async ({ network }) => [
    `pays to its owner what is vested in the vault, in ${await network.token.symbol()}`,
  ],
  "VestingVault.delegate": ({ network, args: [to] }) => [delegation(network, to, "the vault's tokens")],
  "VestingVault.delegateLocked": ({ network, args: [to] }) => [delegation(network, to, "the vault's locks")],
};

const VOTES = { symbol: "votes", decimals: 18 };

async function tokens(network: Network, units: unknown): Promise<string> {
  return formatUnits(units as bigint, await readTokenUnit(network, network.addresses.GovernanceToken));
}

const who = ({ addresses }: Network, account: unknown) => contractName(addresses, String(account));
const date = (seconds: unknown) => formatTimestamp(seconds as bigint);
const until = (end: unknown) => (end === 0n ? "without an end" : `until ${date(end)}`);
const short = (id: unknown) => String(id).slice(0, 10);
const nobody = (account: unknown) => BigInt(String(account)) === 0n;

function delegation(network: Network, to: unknown, what: string): string {
  if (nobody(to)) return `takes the votes of ${what} from everybody: they do not count`;
  return `gives the votes of ${what} to ${who(network, to)}; the tokens stay where they are`;
}

function relayed(network: Network, to: unknown, what: string): string {
  const whom = nobody(to) ? "nobody" : who(network, to);
  return `hands in a signed delegation: the votes of its signer's ${what} go to ${whom}`;
}

const sides = Object.keys(SUPPORT) as Support[];

const vote = (id: unknown, support: unknown) => {
  const side =
    sides.find((name) => BigInt(SUPPORT[name]) === support) ?? `with the unknown support ${String(support)}`;
  return `votes ${side} on proposal ${short(id)}, with all votes that are left; it cannot be changed`;
};

const published = (reason: unknown) =>
  reason === "" ? [] : [`publishes your reason: "${reason as string}"`];

/** Three numbers of 128 bits: against, for, abstain. */
function partsIn(params: string): [Support, bigint][] {
  const part = (i: number) => BigInt(dataSlice(params, i * 16, (i + 1) * 16));
  return [["for", part(1)], ["against", part(0)], ["abstain", part(2)]]; // prettier-ignore
}

async function proposalOf({ network, args }: Scene) {
  const [targets, values, calldatas, hash] = args.toArray(true) as [string[], bigint[], string[], string];
  return readProposal(network.governor, proposalIdOf(targets, values, calldatas, hash));
}
