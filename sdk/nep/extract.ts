import { parseDate } from "../format";
import { PolityError } from "../errors";
import { checkAddress } from "./actions";
import { parseTitle } from "./title";

/** Heading under which the description carries the front matter: no NEP may have it. */
export const METADATA_SECTION = "Metadata";

/** A NEP file found in a description, and who alone could propose it. */
export interface ExtractedNep {
  /** The normalised file, byte for byte; its keccak256 is the `specHash`. */
  text: string;
  /** Checksummed address. */
  proposer: string;
}

/** What stands before the front matter in a description. */
export const metadataOpening = (fence: string) => `\n## ${METADATA_SECTION}\n\n${fence}yaml\n`;

/**
 * The NEP file inside a description that `composeDescription` made, byte for byte.
 * It says nothing about the title or the calls of the proposal: see `readDescription`.
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

/** What a description says of its NEP: words of whoever proposed it, which nobody has checked. */
export interface NepClaims {
  number: number;
  /** The day on which it was written, as its first second. */
  created?: number;
}

/**
 * The number and the day that a description claims, for lists: without the parser of NEP files, which is large, and
 * without its judgement. Undefined for a text that carries no NEP. Of a valid NEP they are its own.
 */
export function readClaims(description: string): NepClaims | undefined {
  try {
    if (parseTitle(description).code === undefined) return undefined;
    const { text } = extractNep(description);
    const frontMatter = text.slice(0, text.indexOf("\n---\n"));
    const number = /^[1-9]\d{0,5}$/.exec(fieldOf(frontMatter, "nep") ?? "")?.[0];
    if (number === undefined) return undefined;
    const created = dateOf(fieldOf(frontMatter, "created") ?? "");
    return { number: Number(number), ...(created !== undefined && { created }) };
  } catch {
    return undefined;
  }
}

/** The value of a field that has a line of its own, once; its quotes are left out. */
function fieldOf(frontMatter: string, name: string): string | undefined {
  const line = new RegExp(`^(["']?)${name}\\1[ \\t]*:[ \\t]+(["']?)([\\w-]+)\\2[ \\t]*$`, "gm");
  const [found, second] = frontMatter.matchAll(line);
  return second ? undefined : found?.[3];
}

function dateOf(text: string): number | undefined {
  try {
    return parseDate(text);
  } catch {
    return undefined;
  }
}
