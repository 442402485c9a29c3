import { PolityError } from "../errors";
import { unseenOnLine } from "./text";

/** Code of a proposal type: 1–8 characters A–Z, 0–9. */
export const TYPE_CODE = /^[A-Z0-9]{1,8}$/;
/** Longest title, in characters. */
export const MAX_TITLE = 120;

const TAGGED = /^# NEP-([A-Z0-9]{1,8})(?: ([1-9][0-9]{0,2})d)?: ([^\n]+)$/;

/** What the chain reads from the first line of a description. */
export interface ProposalTitle {
  /** Type code; absent when the line carries no tag, which makes the proposal one of the default type. */
  code?: string;
  /** Days between approval and activation; absent for the minimum of the type. */
  graceDays?: number;
  title: string;
}

/**
 * First line of a proposal's description: `# NEP-TRAIN 14d: Multi-token prediction`.
 * @throws PolityError when code, days (1–999) or title could be read differently than they were meant.
 */
export function composeTitle({
  code,
  graceDays,
  title,
}: Required<Pick<ProposalTitle, "code">> & ProposalTitle): string {
  if (!TYPE_CODE.test(code)) {
    throw new PolityError(`"${code}" is not a type code`, { hint: "write 1 to 8 characters A-Z, 0-9" });
  }
  if (graceDays !== undefined && !(Number.isInteger(graceDays) && graceDays >= 1 && graceDays <= 999)) {
    throw new PolityError(`${graceDays} is not a grace period`, { hint: "write whole days, 1 to 999" });
  }
  return `# NEP-${code}${graceDays === undefined ? "" : ` ${graceDays}d`}: ${checkTitle(title)}`;
}

/**
 * Reads the first line of a description by the grammar of the Rulebook contract. Any other line is an untagged title.
 * @throws PolityError when there is no title at all, which the chain refuses too.
 */
export function parseTitle(description: string): ProposalTitle {
  const line = description.split("\n", 1)[0]!;
  const tagged = TAGGED.exec(line);
  if (tagged) {
    const [, code, days, title] = tagged;
    return { code: code!, ...(days ? { graceDays: Number(days) } : {}), title: title! };
  }
  const title = line.replace(/^#+/, "").trim();
  if (!title)
    throw new PolityError("the proposal has no title", { hint: "start the description with # and a title" });
  return { title };
}

/**
 * The title itself, when it is safe to print behind a tag.
 * @throws PolityError when empty, padded, longer than 120 characters, with characters that nobody sees, or with a tag inside.
 */
export function checkTitle(title: string): string {
  const refuse = (message: string, hint: string) => {
    throw new PolityError(message, { hint });
  };
  if (title.trim() === "") refuse("the title is empty", "say in a few words what changes");
  if (title !== title.trim()) refuse("the title has spaces around it", "remove them");
  if (Array.from(title).length > MAX_TITLE)
    refuse(`the title is longer than ${MAX_TITLE} characters`, "shorten it");
  const unseen = unseenOnLine(title);
  if (unseen) refuse(`the title contains the character ${unseen}`, "write visible characters on one line");
  if (/NEP-\w+( *\d+d)? *:/i.test(title)) {
    refuse(
      "the title contains a tag like NEP-GOV:",
      "leave it out: the tag is made from type and grace period",
    );
  }
  return title;
}
