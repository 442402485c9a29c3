import { existsSync, renameSync, writeFileSync } from "node:fs";

import { PolityError } from "../../sdk/errors";
import { formatPercent, formatTimestamp, parseAmount, parseDuration, parsePercent } from "../../sdk/format";
import { SUPPORT, type Support } from "../../sdk/governor/ballot";
import { parseBallots, signRelayedBallot } from "../../sdk/governor/ballots";
import { relayBallots } from "../../sdk/governor/relay";
import { partsOf, vote as cast, votesLeft, type Parts } from "../../sdk/governor/vote";
import { tokens } from "../demo/print";
import type { Answer, Command, Context } from "./command";
import { done } from "./escrow-options";
import { readText } from "../lib/text";
import { proposalOf, titleOf } from "./gov-options";

const SIDES = Object.keys(SUPPORT) as Support[];

/** Casts votes, or signs a ballot for anybody to relay. */
export const vote: Command = async (context) => {
  const { network, signer, text, nameOf } = context;
  const { governor } = network;
  const [support, split, file] = [text("support"), text("split"), text("sign")];
  if ((support === undefined) === (split === undefined)) {
    throw new PolityError("a vote is for one side, or split", {
      hint: "give --support for, against or abstain, or --split for=60,against=40",
    });
  }
  const side = support === undefined ? undefined : sideOf(support);
  const proposal = await proposalOf(context);
  if (file !== undefined) {
    if (!side) throw new PolityError("a signed ballot casts all votes", { hint: "give --support" });
    return sign(context, { proposalId: proposal.id, support: side, file });
  }
  const choice = side ?? (await partsFrom(context, proposal.id, split!));
  const { weight, receipt } = await cast(governor, signer, {
    proposalId: proposal.id,
    choice,
    reason: text("reason") ?? "",
  });
  const how = typeof choice === "string" ? choice : sharesOf(choice);
  return done(
    receipt,
    `${nameOf(signer.address)} votes ${how} with ${tokens(weight)} votes on ${titleOf(proposal)}`,
    {
      ...{ proposalId: proposal.id, voter: signer.address, choice, weight },
    },
  );
};

async function sign(
  { network: { governor }, signer, text, nameOf }: Context,
  { proposalId, support, file }: { proposalId: bigint; support: Support; file: string },
): Promise<Answer> {
  if (text("reason") !== undefined) {
    throw new PolityError("a relayed ballot carries no reason", { hint: "leave --reason out" });
  }
  const valid = text("valid");
  const deadline = valid === undefined ? undefined : Number(await governor.clock()) + parseDuration(valid);
  const before = existsSync(file) ? parseBallots(readText(file, "give another file"), file) : [];
  const ballot = await signRelayedBallot(governor, signer, {
    ...{ proposalId, support },
    ...(deadline !== undefined && { deadline }),
  });
  // A new ballot of a voter stands for the old one. The file is replaced as a whole: it is never half written.
  const others = before.filter((old) => old.voter !== ballot.voter || old.proposalId !== ballot.proposalId);
  writeFileSync(`${file}.new`, `${JSON.stringify([...others, ballot], null, 2)}\n`);
  renameSync(`${file}.new`, file);
  return {
    text: `${nameOf(ballot.voter)} signed a ballot ${support}; ${file} has ${others.length + 1} now, to be relayed until ${formatTimestamp(ballot.deadline)}`,
    json: { file, ballots: others.length + 1, ballot },
  };
}

/** Sends a file of signed ballots. */
export const relay: Command = async ({ network: { governor }, signer, needed, nameOf, progress }) => {
  const file = needed("file");
  const ballots = parseBallots(readText(file, "give a file that vote --sign has written"), file);
  const { counted, rejected, receipts } = await relayBallots(governor, signer, {
    ballots,
    onProgress: ({ sent, total, receipt }) => progress(`${sent} of ${total} ballots, tx ${receipt.hash}`),
  });
  const weight = counted.reduce((sum, one) => sum + one.weight, 0n);
  const gas = receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
  const lines = [
    `${counted.length} of ${ballots.length} ballots are counted, with ${tokens(weight)} votes`,
    ...rejected.map(({ ballot, reason }) => `not counted: ${nameOf(ballot.voter)}: ${reason}`),
    ...receipts.map(({ hash }) => `tx ${hash}`),
    ...(counted.length ? [`${gas.toLocaleString("en")} gas, ${(gas / BigInt(counted.length)).toLocaleString("en")} a ballot`] : []), // prettier-ignore
  ];
  return {
    text: lines.join("\n"),
    json: {
      counted: counted.map((one) => ({
        voter: one.ballot.voter,
        support: one.ballot.support,
        weight: one.weight,
      })),
      rejected: rejected.map(({ ballot, reason }) => ({ voter: ballot.voter, reason })),
      transactions: receipts.map(({ hash }) => hash),
      gas,
    },
    failed: rejected.length > 0,
  };
};

function sideOf(text: string): Support {
  const side = SIDES.find((known) => known === text);
  if (side) return side;
  throw new PolityError(`"${text}" is no side`, { hint: "give for, against or abstain" });
}

/** `for=60,against=40`, in percent of the votes that are left, or with `--tokens` in tokens. */
async function partsFrom(
  { network, signer, flag }: Context,
  proposalId: bigint,
  split: string,
): Promise<Parts> {
  const pairs = split.split(",").map((part) => part.split("="));
  const sides = pairs.map(([side]) => sideOf(side!.trim()));
  if (pairs.some((pair) => pair.length !== 2) || new Set(sides).size !== sides.length) {
    throw new PolityError(`"${split}" does not say how to split`, {
      hint: "write each side once, like for=60,against=40",
    });
  }
  const read = <T>(parse: (text: string) => T) =>
    Object.fromEntries(pairs.map(([, amount], i) => [sides[i]!, parse(amount!.trim())]));
  if (flag("tokens")) return read((text) => parseAmount(text));
  return partsOf(await votesLeft(network.governor, proposalId, signer.address), read(parsePercent));
}

function sharesOf(parts: Parts): string {
  const sum = Object.values(parts).reduce((total, part) => total + part, 0n);
  return Object.entries(parts)
    .map(([side, part]) => `${formatPercent((part * 10_000n) / sum)} ${side}`)
    .join(", ");
}
