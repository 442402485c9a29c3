import { existsSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

import type { Network } from "../../sdk/deployment";
import { PolityError } from "../../sdk/errors";
import { DAY } from "../../sdk/format";
import { encodeCode } from "../../sdk/core/code";
import { validateNep } from "../../sdk/nep";
import { EMERGENCY, GRACE_DAYS } from "../../sdk/nep/schema";
import type { ActionsDraft } from "../../sdk/nep/write";
import { text, type Values } from "../core/command";

/** Where a NEP of an action is written, and by whom: for what writes one. */
export const NEP_FILE = {
  nep: text("Writes a NEP with this action, like neps/nep-0006-a-few-words.md; default only shows it"),
  author: text('With --nep: who proposes it, like "Ada Okafor <ada@example.org>"'),
  discussion: text("With --nep: where it is discussed, an http(s) address"),
};

/** The grace that a draft asks for where the rules allow it, in days. */
const USUAL = 14;

/** Where a NEP is written, and who wrote it, as options say. */
export function nepTarget({
  nep: file,
  author,
  discussion,
}: Values<typeof NEP_FILE>): Pick<ActionsDraft, "number" | "author" | "discussion"> & { file: string } {
  const number = Number(/^nep-(\d{1,6})-[a-z0-9-]+\.md$/.exec(basename(file ?? ""))?.[1] ?? 0);
  if (file === undefined || number === 0) {
    throw new PolityError("the NEP needs a file, named after its number", {
      hint: "give --nep, like neps/nep-0006-a-few-words.md",
    });
  }
  if (existsSync(file)) {
    throw new PolityError(`${file} is there already`, { hint: "give the next number, or move it away" });
  }
  return {
    ...{ file, number },
    author: author ?? "Your Name <you@example.org>",
    discussion: discussion ?? "https://forum.example.org/t/where-it-is-discussed",
  };
}

/** Today on the chain, and the days of grace that a type allows. */
export async function nepTimes(
  { governor, rulebook }: Pick<Network, "governor" | "rulebook">,
  code: string,
): Promise<Pick<ActionsDraft, "today" | "graceDays">> {
  const [now, { graceMin, graceMax }] = await Promise.all([
    governor.clock(),
    rulebook.rulesOf(encodeCode(code)),
  ]);
  const [least, most] = [Math.ceil(Number(graceMin) / DAY), Math.floor(Number(graceMax) / DAY)];
  const graceDays = Math.max(GRACE_DAYS.min, least, Math.min(USUAL, most));
  return { today: Number(now), graceDays: code === EMERGENCY ? undefined : graceDays };
}

/** Writes a NEP file, once it is a valid one. */
export function writeNep(file: string, source: string): void {
  validateNep(source, { fileName: basename(file) });
  writeFileSync(file, source);
}
