import type { Ballots } from "../../typechain-types/contracts/voting/Ballots";
import { findEvents, type ScanOptions } from "../events";
import { BPS, formatPercent, formatTimestamp } from "../format";
import type { Network } from "../network";
import { aboutProposal, SATISFACTION, SATISFACTION_SUBJECT } from "./about";
import { formatVotes } from "./ballot";
import { readFormerVotes } from "./own";
import { readBallot, type BallotView } from "./read";
import { parseBallotText, type BallotText } from "./text";

/** A ballot with what its opener said of it. */
export interface ToldBallot extends BallotView {
  /** Where its text is, as the opener wrote it: nothing in it is checked. */
  uri: string;
  /** What the address itself says. */
  text?: BallotText;
}

/** Where the text of each ballot is, as its opener said it, by its number. */
export async function findBallotTexts(
  ballots: Ballots,
  options: ScanOptions,
  id?: bigint,
): Promise<Map<bigint, string>> {
  const opened = await findEvents(ballots, ballots.filters.BallotOpened(id), options);
  return new Map(opened.map(({ args }) => [args.id, args.uri]));
}

/** A ballot with its text. @param uris As {@link findBallotTexts} finds them. */
export function toldOf(view: BallotView, uris: ReadonlyMap<bigint, string>): ToldBallot {
  const uri = uris.get(view.id) ?? "";
  const text = parseBallotText(uri);
  return { ...view, uri, ...(text && { text }) };
}

/** The words of a ballot's options by their numbers, where somebody said them. */
export const optionWords = ({ subject, text }: Pick<ToldBallot, "subject" | "text">): readonly string[] =>
  subject === SATISFACTION_SUBJECT ? SATISFACTION : (text?.options ?? []);

/** What an option is called: who stands as it, its words, or its number. */
export function optionName(ballot: ToldBallot, option: number, nameOf: (address: string) => string): string {
  const nominee = ballot.options[option]?.nominee;
  return nominee === undefined ? (optionWords(ballot)[option] ?? `option ${option}`) : nameOf(nominee);
}

/** The options of a ballot, most votes first; of equal ones the lower number. */
export const byVotes = ({ options }: Pick<BallotView, "options">): BallotView["options"] =>
  [...options].sort((one, other) =>
    one.votes === other.votes ? one.option - other.option : one.votes > other.votes ? -1 : 1,
  );

/** The share of what was cast, in words; of nothing where nobody has voted. */
export const shareText = (votes: bigint, turnout: bigint): string =>
  turnout === 0n ? "" : formatPercent((votes * BigInt(BPS)) / turnout);

/**
 * The ballots that ask about a proposal, over the network's own votes: others answer what their openers like. They advise
 * those who vote on it, and decide nothing.
 */
export async function readAdvice(
  { ballots, votes, block }: Pick<Network, "ballots" | "votes" | "block">,
  proposalId: bigint,
  options: ScanOptions,
): Promise<ToldBallot[]> {
  if (!ballots) return [];
  const [own, opened] = await Promise.all([
    votes.getAddress(),
    findEvents(ballots, ballots.filters.BallotOpened(), options),
  ]);
  const subject = aboutProposal(proposalId);
  const about = opened.filter(({ args: { terms } }) => terms.subject === subject);
  const isOwn = ({ args: { terms } }: (typeof about)[number]) => terms.source === own;
  const formerOf =
    block === undefined || about.every(isOwn) ? () => undefined : await readFormerVotes(ballots, block);
  const asked = about.filter((one) => isOwn(one) || one.args.terms.source === formerOf(one));
  const uris = new Map(asked.map(({ args }) => [args.id, args.uri]));
  return Promise.all([...uris.keys()].map(async (id) => toldOf(await readBallot(ballots, id), uris)));
}

/** What such a ballot asks, and how it stands, in a few lines. */
export function adviceLines(ballot: ToldBallot, nameOf: (address: string) => string): string[] {
  const { id, text, uri, phase, opens, closes, turnout } = ballot;
  const when =
    phase === "closed"
      ? "closed"
      : phase === "open"
        ? `open until ${formatTimestamp(closes)}`
        : `from ${formatTimestamp(opens)} on`;
  const asked = text?.question ?? (uri ? `its text, as the opener says, is at ${uri}` : "without a text");
  return [
    `ballot ${id}, ${when}, ${formatVotes(turnout)} cast: ${asked}`,
    ...byVotes(ballot)
      .filter(({ votes }) => votes > 0n)
      .map(({ option, votes }) => `  ${shareText(votes, turnout)}  ${optionName(ballot, option, nameOf)}`),
  ];
}
