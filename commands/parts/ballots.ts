import { getBigInt } from "ethers";

import { wordText } from "@polity/sdk/calls/words";
import { PolityError } from "@polity/sdk/errors";
import { BPS, formatTimestamp, parseDecimal } from "@polity/sdk/format";
import { aboutText } from "@polity/sdk/voting/about";
import { formatVotes } from "@polity/sdk/voting/ballot";
import type { BallotChoice } from "@polity/sdk/voting/open";
import { readBallot, type BallotView } from "@polity/sdk/voting/read";
import { requireBallots } from "@polity/sdk/voting/require";
import {
  byVotes,
  findBallotTexts,
  optionName,
  optionWords,
  shareText,
  toldOf,
  type ToldBallot,
} from "@polity/sdk/voting/told";
import type { Context } from "../core/context";
import { allProposals, scanOf, titleOf } from "./proposals";
import { numberOf } from "./treasury";

/** Words of options that several commands have. */
export const BALLOT = "The ballot; ballot list shows them";

/** The ballot of this number, as it is now, with its text. */
export async function ballotOf(context: Context, value: string, option = "id"): Promise<ToldBallot> {
  const ballots = requireBallots(context.network);
  const view = await readBallot(ballots, numberOf(option, value));
  return toldOf(view, await findBallotTexts(ballots, scanOf(context), view.id));
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
export const resultRows = (ballot: ToldBallot, nameOf: (address: string) => string): string[][] =>
  byVotes(ballot).map(({ option, votes }) => [
    `${option}  ${optionName(ballot, option, nameOf)}`,
    formatVotes(votes),
    shareText(votes, ballot.turnout),
    ballot.won?.includes(option) ? "won" : "",
  ]);

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

function optionOf(ballot: ToldBallot, name: string, addressOf: Context["addressOf"]): number {
  const { id, options } = ballot;
  if (/^\d{1,3}$/.test(name) && Number(name) < options.length) return Number(name);
  const said = optionWords(ballot).findIndex((word) => word.toLowerCase() === name.toLowerCase());
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
