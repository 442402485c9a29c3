import { silent, who } from "../calls/phrases";
import { wordText } from "../calls/words";
import type { Credentials } from "../../typechain-types/contracts/people/Credentials";
import type { Scene, Words } from "../core/domain";
import { formatDuration, formatTimestamp } from "../format";
import type { Network } from "../network";
import type { contracts } from "./contracts";
import { formatPoints, formatWeek } from "./points";

type Own = Words<typeof contracts>;

/** What for, or why, where a word says it. */
const because = (ref: string, before: string) => (BigInt(ref) === 0n ? "" : `${before}${wordText(ref)}`);

const issuerText = (network: Network, issuer: string) =>
  BigInt(issuer) === 0n ? "nobody" : who(network, issuer);

/** What a class is called; its number where there is no such class. */
const className = async (contract: Credentials, kind: bigint, at: Scene["at"]): Promise<string> =>
  kind < (await contract.classCount(at))
    ? wordText((await contract.classOf(kind, at)).name)
    : `class ${kind}`;

export const describe: Own["describe"] = {
  Credentials: {
    openClass: ({ network, args: [name, issuer, term, revocable] }) => [
      `lets ${issuerText(network, issuer)} issue credentials ${wordText(name)}, each for ${formatDuration(Number(term))}`,
      revocable
        ? "whoever issues them may revoke them, and so may a vote"
        : "only a vote revokes them, or whoever has one renounces it",
    ],
    setIssuer: async ({ network, contract, args: [kind, issuer], at }) => {
      const { issuer: before, name } = await contract.classOf(kind, at);
      return [
        `who issues credentials ${wordText(name)}: ${issuerText(network, before)} → ${issuerText(network, issuer)}`,
      ];
    },
    issue: async ({ network, contract, args: [kind, account, evidence], at }) => [
      `gives ${who(network, account)} the credential ${await className(contract, kind, at)}${because(evidence, ", on the evidence of ")}`,
    ],
    renew: async ({ network, contract, args: [kind, account], at }) => [
      `lets the credential ${await className(contract, kind, at)} of ${who(network, account)} last for a whole term from now on`,
    ],
    revoke: async ({ network, contract, args: [kind, account, reason], at }) => [
      `ends the credential ${await className(contract, kind, at)} of ${who(network, account)}${because(reason, ": ")}`,
    ],
    renounce: async ({ contract, args: [kind], at }) => [
      `ends the caller's credential ${await className(contract, kind, at)}`,
    ],
  },
  Reputation: {
    setAwarder: async ({ network, contract, args: [awarder, perQuarter], at }) => {
      const [before] = await contract.awarderOf(awarder, at);
      return [
        `what ${who(network, awarder)} may give in each quarter: ${formatPoints(before)} → ${formatPoints(perQuarter)}`,
      ];
    },
    award: ({ network, args: [account, points, ref] }) => [
      `gives ${who(network, account)} ${formatPoints(points)}${because(ref, ", for ")}, or what the caller has left in this quarter`,
      "they fade, and end in 52 to 65 weeks",
    ],
    revoke: async ({ network, contract, args: [account, week, points, reason], at }) => {
      const has = await contract.endingAt(account, week, at);
      return [
        `takes ${formatPoints(points)} from ${who(network, account)}, of ${formatPoints(has)} that end on ${formatWeek(week)}${because(reason, ": ")}`,
      ];
    },
  },
};

export const already: Own["already"] = {
  Credentials: {
    setIssuer: async ({ network, contract, args: [kind, issuer], at }) => {
      if (kind >= (await contract.classCount(at))) return undefined;
      const { issuer: before, name } = await contract.classOf(kind, at);
      return before === issuer
        ? `${issuerText(network, issuer)} issues credentials ${wordText(name)} already`
        : undefined;
    },
  },
  Reputation: {
    setAwarder: async ({ network, contract, args: [awarder, perQuarter], at }) => {
      const [before] = await contract.awarderOf(awarder, at);
      // Whom no vote has named is refused, and whom one has left without a cap is not.
      return before === perQuarter && perQuarter !== 0n
        ? `${who(network, awarder)} may give ${formatPoints(perQuarter)} in each quarter already`
        : undefined;
    },
  },
};

export const logs: Own["logs"] = {
  Credentials: {
    ClassOpened: ({ args: [kind, name, term, revocable] }) =>
      `there is a class ${kind} of credentials, ${wordText(name)}, each for ${formatDuration(Number(term))}${revocable ? "; their issuer may revoke them" : ""}`,
    IssuerSet: ({ network, args: [kind, issuer] }) =>
      `credentials of class ${kind} are issued by ${issuerText(network, issuer)}`,
    Issued: ({ network, args: [kind, account, until, evidence] }) =>
      `${who(network, account)} has a credential of class ${kind} until ${formatTimestamp(until)}${because(evidence, ", on the evidence of ")}`,
    Renewed: ({ network, args: [kind, account, until] }) =>
      `the credential of class ${kind} of ${who(network, account)} lasts until ${formatTimestamp(until)}`,
    Revoked: ({ network, args: [kind, account, by, reason] }) =>
      `${who(network, by)} ends the credential of class ${kind} of ${who(network, account)}${because(reason, ": ")}`,
    // What they go along with is said by the events above; what lapsed is trimmed without a word.
    Transfer: silent,
    Approval: silent,
    ApprovalForAll: silent,
    Locked: silent,
    Unlocked: silent,
  },
  Reputation: {
    AwarderSet: ({ network, args: [awarder, perQuarter] }) =>
      perQuarter === 0n
        ? `${who(network, awarder)} gives no more points`
        : `${who(network, awarder)} may give ${formatPoints(perQuarter)} in each quarter`,
    Awarded: ({ network, args: [awarder, account, points, asked, week, ref] }) =>
      `${who(network, awarder)} gives ${who(network, account)} ${formatPoints(points)}${because(ref, ", for ")}${points === asked ? "" : `: the cap cuts off the rest of ${formatPoints(asked)}`}; they end on ${formatWeek(week)}`,
    Revoked: ({ network, args: [account, week, points, reason] }) =>
      `${who(network, account)} loses ${formatPoints(points)} that end on ${formatWeek(week)}${because(reason, ": ")}`,
    // What an award or a revocation did is said there.
    DelegateChanged: silent,
    DelegateVotesChanged: silent,
  },
};
