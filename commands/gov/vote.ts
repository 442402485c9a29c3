import { existsSync, renameSync, writeFileSync } from "node:fs";

import { PolityError } from "@polity/sdk/errors";
import {
  formatPercent,
  formatTimestamp,
  formatTokens,
  parseAmount,
  parseDuration,
  parsePercent,
} from "@polity/sdk/format";
import { SUPPORT, type Support } from "@polity/sdk/governor/ballot";
import { parseBallots, signRelayedBallot } from "@polity/sdk/governor/ballots";
import { partsOf, vote, votesLeft, type Parts } from "@polity/sdk/governor/vote";
import { readText } from "../../scripts/lib/text";
import { done, type Answer } from "../core/answer";
import { flag, required, text, type Values } from "../core/command";
import { signedCommand, type Context } from "../core/context";
import { ID, proposalOf, titleOf } from "../parts/proposals";

const SIDES = Object.keys(SUPPORT) as Support[];

const options = {
  id: required(ID),
  support: text("for, against or abstain, with all votes that are left"),
  split: text('Shares in percent of the votes that are left, like "for=60,against=40"'),
  tokens: flag("With --split: the numbers are tokens"),
  reason: text("Published with the vote"),
  sign: text("Only signs: adds the ballot to this file, for anybody to relay"),
  valid: text('With --sign: how long it can be relayed, like "36h"; default until the vote ends'),
};

type Voting = Context<Values<typeof options>>;

export default signedCommand({
  words: "Casts votes, or signs a ballot",
  options,
  async run(context) {
    const { network, signer, options, nameOf } = context;
    const { governor } = network;
    const { support, split, sign: file } = options;
    if ((support === undefined) === (split === undefined)) {
      throw new PolityError("a vote is for one side, or split", {
        hint: "give --support for, against or abstain, or --split for=60,against=40",
      });
    }
    const side = support === undefined ? undefined : sideOf(support);
    const proposal = await proposalOf(context, options.id);
    if (file !== undefined) {
      if (!side) throw new PolityError("a signed ballot casts all votes", { hint: "give --support" });
      return sign(context, { proposalId: proposal.id, support: side, file });
    }
    const choice = side ?? (await partsFrom(context, proposal.id, split!));
    const { weight, receipt } = await vote(governor, signer, {
      proposalId: proposal.id,
      choice,
      reason: options.reason ?? "",
    });
    const how = typeof choice === "string" ? choice : sharesOf(choice);
    return done(
      receipt,
      `${nameOf(signer.address)} votes ${how} with ${formatTokens(weight)} votes on ${titleOf(proposal)}`,
      { proposalId: proposal.id, voter: signer.address, choice, weight },
    );
  },
});

async function sign(
  { network: { governor }, signer, options, nameOf }: Voting,
  { proposalId, support, file }: { proposalId: bigint; support: Support; file: string },
): Promise<Answer> {
  if (options.reason !== undefined) {
    throw new PolityError("a relayed ballot carries no reason", { hint: "leave --reason out" });
  }
  const { valid } = options;
  const deadline = valid === undefined ? undefined : Number(await governor.clock()) + parseDuration(valid);
  const before = existsSync(file) ? parseBallots(readText(file, "give another file"), file) : [];
  const ballot = await signRelayedBallot(governor, signer, {
    proposalId,
    support,
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

function sideOf(text: string): Support {
  const side = SIDES.find((known) => known === text);
  if (side) return side;
  throw new PolityError(`"${text}" is no side`, { hint: "give for, against or abstain" });
}

/** `for=60,against=40`, in percent of the votes that are left, or with `--tokens` in tokens. */
async function partsFrom(
  { network, signer, options }: Voting,
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
  if (options.tokens) return read((text) => parseAmount(text));
  return partsOf(await votesLeft(network.governor, proposalId, signer.address), read(parsePercent));
}

function sharesOf(parts: Parts): string {
  const sum = Object.values(parts).reduce((total, part) => total + part, 0n);
  return Object.entries(parts)
    .map(([side, part]) => `${formatPercent((part * 10_000n) / sum)} ${side}`)
    .join(", ");
}
