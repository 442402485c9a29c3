import { PolityError } from "../errors";
import { checkAddress } from "./actions";
import { composeTitle } from "./title";
import { METADATA_SECTION, validateNep, type Nep, type ValidateOptions } from "./validate";

/** A NEP file found in a description, and who alone could propose it. */
export interface ExtractedNep {
  /** The normalised file, byte for byte; its keccak256 is the `specHash`. */
  text: string;
  /** Checksummed address. */
  proposer: string;
}

/**
 * The description of a proposal: title line, body, front matter in a fenced block, proposer.
 * The suffix must stay the very end: OpenZeppelin's Governor then lets nobody else propose it.
 * @param proposer Address that will send the proposal.
 * @throws PolityError when the proposer is no address.
 */
export function composeDescription(
  nep: Pick<Nep, "code" | "title" | "upgradePath" | "body" | "frontMatter">,
  proposer: string,
): string {
  const title = composeTitle({
    code: nep.code,
    title: nep.title,
    graceDays: nep.upgradePath?.gracePeriodDays,
  });
  // Longer than any run of backticks inside, so that the block ends where it should and begins where we find it.
  const longest = Math.max(0, ...(nep.frontMatter.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  const metadata = `${metadataOpening(fence)}${nep.frontMatter}\n${fence}\n`;
  return `${title}\n\n${nep.body}${metadata}\n#proposer=${checkAddress(proposer)}`;
}

const metadataOpening = (fence: string) => `\n## ${METADATA_SECTION}\n\n${fence}yaml\n`;

/**
 * The NEP file inside a description that {@link composeDescription} made, byte for byte.
 * It says nothing about the title or the calls of the proposal: see {@link readDescription}.
 * @throws PolityError when the description has another shape.
 */
export function extractNep(description: string): ExtractedNep {
  const ending = /\n(`{3,})\n\n#proposer=(0x[0-9a-fA-F]{40})$/.exec(description);
  const fence = ending?.[1];
  const bodyStart = description.indexOf("\n\n") + 2;
  const opening = fence ? metadataOpening(fence) : "";
  // No run of backticks in the front matter is as long as its fence: the last opening is the true one.
  const metadata = fence ? description.lastIndexOf(opening, ending.index) : -1;
  if (!ending || bodyStart < 2 || metadata < bodyStart) {
    throw new PolityError("the description does not carry a NEP", {
      hint: "it was not composed from a NEP file",
    });
  }
  const body = description.slice(bodyStart, metadata);
  const frontMatter = description.slice(metadata + opening.length, ending.index);
  return { text: `---\n${frontMatter}\n---\n\n${body}`, proposer: checkAddress(ending[2]!) };
}

/**
 * The valid NEP behind a description whose title line says what the file says.
 * @throws PolityError when there is none, or when composing it again gives another description.
 * @throws ValidationError when the file is invalid.
 */
export function readDescription(
  description: string,
  options: ValidateOptions = {},
): { nep: Nep; proposer: string } {
  const { text, proposer } = extractNep(description);
  const nep = validateNep(text, options);
  if (composeDescription(nep, proposer) !== description) {
    throw new PolityError("the description says something else than its NEP file", {
      hint: "compare its first line with title, type and grace period in its metadata",
    });
  }
  return { nep, proposer };
}
