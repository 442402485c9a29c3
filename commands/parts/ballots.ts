import { getBigInt } from "ethers";

import { wordText } from "@polity/sdk/calls/words";
import { PolityError } from "@polity/sdk/errors";
import { BPS, formatPercent, formatTimestamp, parseDecimal } from "@polity/sdk/format";
import { aboutText, SATISFACTION, SATISFACTION_SUBJECT } from "@polity/sdk/voting/about";
import { formatVotes } from "@polity/sdk/voting/ballot";
import type { BallotChoice } from "@polity/sdk/voting/open";
import { findBallotTexts, readBallot, type BallotView } from "@polity/sdk/voting/read";
import { requireBallots } from "@polity/sdk/voting/require";
import { parseBallotText, type BallotText } from "@polity/sdk/voting/text";
import type { Context } from "../core/context";
import { allProposals, scanOf, titleOf } from "./proposals";
import { numberOf } from "./treasury";

/** Words of options that several commands have. */
export const BALLOT = "The ballot; ballot list shows them";

/** A ballot with what its opener said of it. */
export interface ToldBallot extends BallotView {
  uri: string;
  text?: BallotText;
}

/** The ballot of this number, as it is now, with its text. */
export async function ballotOf(context: Context, value: string): Promise<ToldBallot> {
  const ballots = requireBallots(context.network);
  const view = await readBallot(ballots, numberOf("id", value));
  return toldOf(view, await findBallotTexts(ballots, scanOf(context), view.id));
}

export function toldOf(view: BallotView, uris: ReadonlyMap<bigint, string>): ToldBallot {
  const uri = uris.get(view.id) ?? "";
  const text = parseBallotText(uri);
  return { ...view, uri, ...(text && { text }) };
}

/** What an option is called: who stands as it, its words, or its number. */
export function optionName(
  { subject, text, options }: ToldBallot,
  option: number,
  nameOf: (address: string) => string,
): string {
  const nominee = options[option]?.nominee;
  const words = subject === SATISFACTION_SUBJECT ? SATISFACTION : text?.options;
  return nominee === undefined ? (words?.[option] ?? `option ${option}`) : nameOf(nominee);
}

/** What ballots are about, in words, by their subjects; proposals by their titles. */
export async function subjectsOf(
  context: Context,
  ballots: readonly Pick<BallotView, "subject">[],
): Promise<(subject: string) => string> {
  const words = new Set(ballots.map(({ subject }) => subject));
  const unknown = [...words].some((subject) => aboutText(subject) === wordText(subject));
  const titles = new Map((unknown ? await allProposals(context) : []).map((one) => [one.id, titleOf(one)]));
  return (subject) => aboutText(subject, titles.get(getBigInt(subject)));
}

/** Where a ballot stands, and until when. */
export function phaseText({ phase, opens, closes, options }: BallotView): string {
  if (phase === "nominating")
    return `takes nominations until ${formatTimestamp(opens)}; ${options.length} stand so far`;
  if (phase === "waiting") return `takes votes from ${formatTimestamp(opens)} on`;
  return phase === "open" ? `takes votes until ${formatTimestamp(closes)}` : "is closed";
}

/** Each option with its votes, the most first, as rows of a table. */
export function resultRows(ballot: ToldBallot, nameOf: (address: string) => string): string[][] {
  const { options, turnout, won = [] } = ballot;
  return [...options]
    .sort((one, other) =>
      one.votes === other.votes ? one.option - other.option : one.votes > other.votes ? -1 : 1,
    )
    .map(({ option, votes }) => [
      `${option}  ${optionName(ballot, option, nameOf)}`,
      formatVotes(votes),
      turnout === 0n ? "" : formatPercent((votes * BigInt(BPS)) / turnout),
      won.includes(option) ? "won" : "",
    ]);
}

const HINT = 'write numbers or names, like "0,2" or "eva,finn"; with parts, like "0=60,2=40"';

/**
 * What a voter chooses, as a person wrote it: options by their numbers, by the names of those who stand, or by their words.
 * @throws PolityError for an option that there is not, or that is named twice, and for parts that are no percentages.
 */
export function choiceOf(
  ballot: ToldBallot,
  written: string,
  { addressOf }: Pick<Context, "addressOf">,
): BallotChoice {
  const choice = new Map<number, number | undefined>();
  for (const each of written.split(",").map((one) => one.trim())) {
    const [name, part] = each.split("=").map((one) => one.trim()) as [string, string | undefined];
    const option = optionOf(ballot, name, addressOf);
    if (choice.has(option)) throw new PolityError(`${name} is named twice`, { hint: HINT });
    choice.set(option, part === undefined ? undefined : Number(parseDecimal(part, 2)));
  }
  // All votes for one option need no parts to be written.
  const [only, ...others] = choice.keys();
  if (ballot.kind === "split" && others.length === 0 && choice.get(only!) === undefined)
    choice.set(only!, BPS);
  return choice;
}

function optionOf(
  { id, options, text, subject }: ToldBallot,
  name: string,
  addressOf: Context["addressOf"],
): number {
  if (/^\d{1,3}$/.test(name) && Number(name) < options.length) return Number(name);
  const words: readonly string[] = subject === SATISFACTION_SUBJECT ? SATISFACTION : (text?.options ?? []);
  const said = words.findIndex((word) => word.toLowerCase() === name.toLowerCase());
  if (said !== -1) return said;
  const isNominee = options.some(({ nominee }) => nominee !== undefined);
  const stands = isNominee && /^[a-z0-9]/i.test(name) ? nomineeAt(name) : -1;
  if (stands !== -1) return stands;
  throw new PolityError(`ballot ${id} has no option "${name}"`, { hint: HINT });

  function nomineeAt(who: string): number {
    const address = addressOf(who);
    return options.findIndex(({ nominee }) => nominee === address);
  }
}
