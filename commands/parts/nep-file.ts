import { existsSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

import type { Network } from "@polity/sdk/deployment";
import { PolityError } from "@polity/sdk/errors";
import { encodeCode } from "@polity/sdk/core/code";
import {
  parseDraftText,
  unfinished,
  usualGrace,
  validateNep,
  type DraftText,
  type ProposalForm,
} from "@polity/sdk/nep";
import { ASKED_AUTHOR, ASKED_DISCUSSION, type ActionsDraft } from "@polity/sdk/nep/write";
import { readText } from "../../scripts/lib/text";
import { text, type Values } from "../core/command";

/** Who is behind a NEP that a command writes. */
export const AUTHOR = {
  author: text('With --nep: who proposes it, like "Ada Okafor <ada@example.org>"'),
  discussion: text("With --nep: where it is discussed, an http(s) address"),
};

/** Where a NEP of an action is written, and what its author says of it: for what writes one. */
export const NEP_FILE = {
  nep: text("Writes a NEP with this action, like neps/nep-0006-a-few-words.md; default only shows it"),
  text: text("With --nep: a file with what people say of it, like those in neps/texts/"),
  ...AUTHOR,
};

/** Where a NEP is written, and what its author says of it, as options have it. */
export function nepTarget({
  nep: file,
  text: said,
  author,
  discussion,
}: Values<typeof AUTHOR> & { nep: string | undefined; text?: string | undefined }): Pick<
  ActionsDraft,
  "number" | "authors" | "discussion" | "sections" | "impact"
> & { title?: string; file: string } {
  const number = Number(/^nep-(\d{1,6})-[a-z0-9-]+\.md$/.exec(basename(file ?? ""))?.[1] ?? 0);
  if (file === undefined || number === 0) {
    throw new PolityError("the NEP needs a file, named after its number", {
      hint: "give --nep, like neps/nep-0006-a-few-words.md",
    });
  }
  if (existsSync(file)) {
    throw new PolityError(`${file} is there already`, { hint: "give the next number, or move it away" });
  }
  const written: DraftText =
    said === undefined
      ? { sections: {} }
      : parseDraftText(readText(said, "give a file with the proposal's text"), basename(said));
  return {
    ...{ authors: [ASKED_AUTHOR], discussion: ASKED_DISCUSSION },
    ...written,
    ...(author !== undefined && { authors: [author] }),
    ...(discussion !== undefined && { discussion }),
    ...{ file, number },
  };
}

/** Today on the chain, and the days of grace that a NEP of a type asks for. */
export async function nepTimes(
  { governor, rulebook }: Pick<Network, "governor" | "rulebook">,
  code: string,
): Promise<Pick<ActionsDraft, "today" | "graceDays">> {
  const [now, { graceMin, graceMax }] = await Promise.all([
    governor.clock(),
    rulebook.rulesOf(encodeCode(code)),
  ]);
  const graceDays = usualGrace({ graceMin: Number(graceMin), graceMax: Number(graceMax) });
  return { today: Number(now), graceDays };
}

/** Writes a NEP file, once it has the network's form. Returns what is left to do with it. */
export function writeNep(file: string, source: string, form: ProposalForm | undefined): string {
  const nep = validateNep(source, { fileName: basename(file), form });
  writeFileSync(file, source);
  const places = unfinished(nep).map(({ field }) => field);
  if (places.length === 0) return `the NEP is in ${file}, of type ${nep.code}: read it, then propose it`;
  return `the NEP is in ${file}, of type ${nep.code}: complete ${places.join(", ")}, then propose it`;
}
