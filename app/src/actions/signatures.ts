import type { TypedDataField } from "ethers";

import { contractName, type ContractAddresses } from "@polity/sdk/core/names";
import { PolityError } from "@polity/sdk/errors";
import { formatAmount, formatTimestamp } from "@polity/sdk/format";
import { SIDE_NAMES, SUPPORT, type Support } from "@polity/sdk/governor/ballot";
import { COLLECTOR } from "@polity/sdk/market/bounds";

const SIDES = Object.keys(SUPPORT) as Support[];

type Words = (value: Record<string, unknown>, name: (account: unknown) => string) => string[];

const date = (seconds: unknown) => formatTimestamp(Number(seconds));

/** What each kind of message gives to whoever holds its signature. */
const MEANINGS: Readonly<Record<string, Words>> = {
  Permit: ({ spender, value, deadline }, name) => [
    `lets ${name(spender)} take exactly ${formatAmount(BigInt(String(value)))} of your tokens, until ${date(deadline)}`,
    "costs nothing; the next step uses it",
  ],
  Delegation: ({ delegatee, expiry }, name) => [
    BigInt(String(delegatee)) === 0n
      ? "takes your votes from everybody"
      : `gives your votes to ${name(delegatee)}; your tokens stay where they are`,
    `counts once somebody sends it, until ${date(expiry)}; costs you nothing`,
  ],
  PermitWitnessTransferFrom: ({ permitted, spender, witness, deadline }, name) => {
    const [{ token, amount }, { channelId }] = [permitted, witness] as [
      { token: unknown; amount: unknown },
      { channelId: unknown },
    ];
    // Whoever else is named could take it for himself.
    if (spender !== COLLECTOR)
      throw new PolityError(`a transfer by ${String(spender)} is not signed here`, {
        hint: "only x402's collector of deposits may be named",
      });
    return [
      `puts exactly ${String(amount)} base units of ${name(token)} into the channel ${String(channelId).slice(0, 10)}, and nowhere else, until ${date(deadline)}`,
      "costs nothing; the next step uses it",
    ];
  },
  RelayedBallot: ({ proposalId, support, deadline }) => {
    const side = SIDES.find((name) => BigInt(SUPPORT[name]) === BigInt(String(support)));
    return [
      `votes ${side ? SIDE_NAMES[side] : `with the unknown support ${String(support)}`} on proposal ${String(proposalId).slice(0, 10)}, with all your votes`,
      `counts once somebody sends it, until ${date(deadline)}; costs you nothing, and cannot be changed then`,
    ];
  },
  Statement: ({ account, written, text }, name) => [
    `says in the name of ${name(account)}, on ${date(written)}: “${String(text)}”`,
    "can be shown by anybody, for ever; sends nothing, moves nothing and costs nothing",
  ],
  JurorVote: ({ caseId, seat }) => [
    `hides and finds again your vote in case ${String(caseId)}, from seat ${String(seat)}`,
    "sends nothing; whoever has this signature knows how you voted, so show it to nobody",
  ],
  WorkEntry: ({ task }) => [
    `hides and finds again your answer for task ${String(task)}`,
    "sends nothing; whoever has this signature can learn your answer, so show it to nobody",
  ],
};

/**
 * What a signature would do, in plain words.
 * @throws PolityError for a message of another kind: what cannot be put into words is not signed.
 */
export function describeSignature(
  contracts: ContractAddresses,
  types: Record<string, TypedDataField[]>,
  value: Record<string, unknown>,
): string[] {
  const [kind = ""] = Object.keys(types);
  const words = Object.hasOwn(MEANINGS, kind) ? MEANINGS[kind] : undefined;
  if (!words) throw new PolityError(`a message of the kind ${kind} is not signed here`);
  return words(value, (account) => contractName(contracts, String(account)));
}
