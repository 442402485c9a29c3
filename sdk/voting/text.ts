import { PolityError } from "../errors";
import { unseenOnLine } from "../nep/text";
import { BALLOT_BOUNDS } from "./bounds";

/** What a ballot asks, and what its options are called, in their order. */
export interface BallotText {
  question: string;
  options: string[];
}

/** A text that is its own address: it needs no server, and everybody who reads the chain has it. */
const PREFIX = "data:;charset=utf-8,";

/**
 * A question and its options as an address that holds them.
 * @throws PolityError when they are too long, or contain what a reader would not see.
 */
export function formatBallotText({ question, options }: BallotText): string {
  const lines = [question, ...options];
  for (const line of lines) {
    const unseen = unseenOnLine(line);
    if (unseen || line.trim() === "") {
      throw new PolityError(
        unseen ? `"${line}" contains the character ${unseen}` : "an option has no words",
        {
          hint: "write the question and each option as visible words on one line",
        },
      );
    }
  }
  const uri = `${PREFIX}${encodeURI(lines.map((line) => line.trim()).join("\n")).replaceAll("#", "%23")}`;
  if (uri.length > BALLOT_BOUNDS.text) {
    throw new PolityError(`the question and its options take ${uri.length} bytes`, {
      hint: `the chain takes ${BALLOT_BOUNDS.text}: use fewer words, or publish the text and give its address`,
    });
  }
  return uri;
}

/** The question and options of an address that holds them; nothing for another one, or for what is not only words. */
export function parseBallotText(uri: string): BallotText | undefined {
  if (!uri.startsWith(PREFIX)) return undefined;
  try {
    const lines = decodeURIComponent(uri.slice(PREFIX.length)).split("\n");
    if (lines.some((line) => line === "" || unseenOnLine(line))) return undefined;
    const [question, ...options] = lines;
    return { question: question!, options };
  } catch {
    return undefined;
  }
}
