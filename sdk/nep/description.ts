import { PolityError } from "../errors";
import { checkAddress } from "./actions";
import { extractNep, metadataOpening } from "./extract";
import type { ProposalForm } from "./form";
import { composeTitle } from "./title";
import { validateNep, type Nep, type ValidateOptions } from "./validate";

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

/** Whether a description is exactly what a valid NEP file makes, by what its network wants of one. */
export function isNep(description: string, form?: ProposalForm): boolean {
  try {
    readDescription(description, { form });
    return true;
  } catch {
    return false;
  }
}
